"""Life-cycle messages: those of others read as they are, ours break no rule and come back the same."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from accounting.domain.einvoice.lifecycle import (
    DEAD,
    LABELS,
    OURS_AS_BUYER,
    REASONS,
    CashedAmount,
    Code,
    LifeMessage,
    LifeStatus,
    check_step,
)
from accounting.domain.errors import StatusNotPossible
from accounting.formats.einvoice.cdar import judge_status, read_status, write_status
from accounting.formats.einvoice.xml import Unreadable
from kit.errors import Invalid

from services.accounting.tests.samples import folder_of

NOW = datetime(2026, 3, 5, 10, 0, tzinfo=UTC)
SAMPLES = [
    (folder_of("cdar") / entry["file"], entry["expected"])
    for entry in json.loads((folder_of("cdar") / "manifest.json").read_text())
]


def message(code: Code, **changes: object) -> LifeMessage:
    status = replace(LifeStatus(code, NOW), **changes)  # type: ignore[arg-type]  # a test names the members
    return LifeMessage(
        status, "F-1", "380", NOW, NOW, "552100554", "Nous", "732829320", "BY", "Eux", "552100554", "SE", "552100554"
    )


@pytest.mark.parametrize(("path", "expected"), SAMPLES, ids=[path.stem[:24] for path, _ in SAMPLES])
def test_messages_of_others_are_read(path: Path, expected: dict[str, Any]) -> None:
    xml = path.read_bytes()
    status, number, siren = read_status(xml)
    assert [str(status.code)] == expected["status"]
    assert [number] == expected["invoice"]
    assert siren == "100000009"
    assert [each.rule for each in judge_status(xml)] == expected["br_fr_cdv_1.4.0.03_fatal"]
    if status.code is Code.CASHED:
        assert status.amounts == (CashedAmount(Decimal("0.2"), Decimal(12000), "EUR"),)


@pytest.mark.parametrize("code", sorted(OURS_AS_BUYER - set(REASONS) | {Code.COMPLETED}))
def test_what_we_say_breaks_no_rule_and_comes_back(code: Code) -> None:
    sent = message(code, comment="Voir courriel")
    xml = write_status(sent)
    assert judge_status(xml) == ()
    assert read_status(xml) == (sent.status, "F-1", "552100554")


@pytest.mark.parametrize(
    ("code", "reason"), [(code, each) for code, reasons in REASONS.items() for each in sorted(reasons)]
)
def test_every_reason_that_we_may_give_is_one_of_the_standard(code: Code, reason: str) -> None:
    sent = message(code, reason_code=reason, reason="Motif")
    xml = write_status(sent)
    check_step([], sent.status, OURS_AS_BUYER)
    assert judge_status(xml) == ()
    assert read_status(xml)[0] == sent.status


def test_what_was_cashed_is_told_by_rate() -> None:
    amounts = tuple(
        CashedAmount(Decimal(rate), Decimal(amount), "EUR") for rate, amount in (("0.2", "1200.50"), ("0.055", "5.28"))
    )
    xml = write_status(message(Code.CASHED, amounts=amounts))
    assert judge_status(xml) == ()
    assert read_status(xml)[0].amounts == amounts


def test_a_refusal_without_a_reason_breaks_a_rule_of_ours_and_theirs() -> None:
    assert [each.rule for each in judge_status(write_status(message(Code.REFUSED)))] == ["BR-FR-CDV-15_MDT-113"]
    with pytest.raises(Invalid):
        check_step([], LifeStatus(Code.REFUSED, NOW), OURS_AS_BUYER)


@pytest.mark.parametrize("dead", sorted(DEAD))
def test_nothing_happens_after_the_end(dead: Code) -> None:
    with pytest.raises(StatusNotPossible, match=LABELS[dead]):
        check_step([Code.DEPOSITED, dead], LifeStatus(Code.APPROVED, NOW), OURS_AS_BUYER)


def test_we_say_only_what_is_ours() -> None:
    check_step([Code.DISPUTED], LifeStatus(Code.APPROVED, NOW), OURS_AS_BUYER)
    with pytest.raises(StatusNotPossible):
        check_step([], LifeStatus(Code.REJECTED, NOW), OURS_AS_BUYER)


@pytest.mark.parametrize("hostile", [b"", b"<a/>", b"hello", b'<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>'])
def test_what_is_no_message_is_refused(hostile: bytes) -> None:
    with pytest.raises(Unreadable):
        read_status(hostile)
