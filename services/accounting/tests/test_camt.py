"""Statements are read as the bank meant them, and only what adds up is taken."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from accounting.domain.bank.camt import read_camt
from accounting.domain.bank.errors import StatementDoesNotAddUp, UnreadableStatement
from accounting.domain.bank.statement import Entry
from hypothesis import given
from hypothesis import strategies as st

from services.accounting.tests.bank_files import OURS, Transfer, camt, camt_file, statement

# The samples of others stand beside the repository, where it is developed.
SAMPLES = next(
    (path / "shared/samples/camt" for path in Path(__file__).parents if (path / "shared/samples").exists()), None
)


def samples() -> list[Any]:
    cases = json.loads((SAMPLES / "manifest.json").read_text()) if SAMPLES else []
    return [pytest.param(case, id=case["file"]) for case in cases]


def told(entry: Entry) -> dict[str, Any]:
    return {
        "amount": str(abs(entry.amount)),
        "sign": "CRDT" if entry.amount > 0 else "DBIT",
        "status": entry.status,
        "details": len(entry.details),
        "end_to_end": [detail.end_to_end_id for detail in entry.details if detail.end_to_end_id],
    }


@pytest.mark.parametrize("case", samples())
def test_a_sample_gives_what_its_manifest_says(case: dict[str, Any]) -> None:
    assert SAMPLES is not None
    content, expected = (SAMPLES / case["file"]).read_bytes(), case["expected"]
    if not expected["statements"]:
        with pytest.raises(UnreadableStatement):
            read_camt(content)
        return
    found = [
        {
            "id": each.id,
            "iban": each.iban,
            "balances": [
                {
                    "code": balance.code,
                    "amount": str(abs(balance.amount)),
                    "currency": balance.currency,
                    "sign": "CRDT" if balance.amount >= 0 else "DBIT",
                }
                for balance in each.balances
            ],
            "entries": [told(entry) for entry in each.entries],
        }
        for each in read_camt(content)
    ]
    assert {"namespace": read_camt(content)[0].kind, "statements": found} == expected


@pytest.mark.parametrize("version", [2, 3, 4, 6, 8, 13])
def test_every_version_reads_the_same(version: int) -> None:
    entry = Transfer("120.00", "FA-2026-000012", "Boutique & Fils", "FR1420041010050500013M02606", "E2E-1")
    (read,) = read_camt(camt(entry, version=version))
    (found,) = read.entries
    (detail,) = found.parts()
    assert (found.amount, found.status, found.code) == (Decimal("120.00"), "BOOK", "PMNT/RCDT/ESCT")
    assert (detail.party_name, detail.party_iban, detail.end_to_end_id, detail.text) == (
        "Boutique & Fils",
        "FR1420041010050500013M02606",
        "E2E-1",
        "FA-2026-000012",
    )
    assert (read.iban, [each.amount for each in read.check()]) == (OURS, [Decimal("1000.00"), Decimal("1120.00")])


def test_a_batch_is_settled_by_transaction_when_its_amounts_add_up() -> None:
    parts = (Transfer("70.00", "FA-1"), Transfer("50.00", "FA-2"))
    (whole,) = read_camt(camt(Transfer("120.00", batch=parts)))[0].entries
    assert [(part.amount, part.text) for part in whole.parts()] == [
        (Decimal("70.00"), "FA-1"),
        (Decimal("50.00"), "FA-2"),
    ]
    (odd,) = read_camt(camt(Transfer("121.00", batch=parts)))[0].entries
    (one,) = odd.parts()
    assert (one.text, one.amount) == ("FA-1 FA-2", None)


def test_what_is_not_booked_does_not_count() -> None:
    entries = (Transfer("10.00"), Transfer("99.00", status="PDNG"), Transfer("-4.00", is_reversal=True))
    (read,) = read_camt(camt(*entries))
    assert [entry.amount for entry in read.booked()] == [Decimal("10.00"), Decimal("-4.00")]
    assert [each.amount for each in read.check()] == [Decimal("1000.00"), Decimal("1006.00")]


def test_several_statements_come_in_one_file() -> None:
    file = camt_file(statement(Transfer("1.00"), number="A"), statement(Transfer("-2.00"), opening="-5.00", number="B"))
    assert [(each.id, each.check()[1].amount) for each in read_camt(file)] == [
        ("A", Decimal("1001.00")),
        ("B", Decimal("-7.00")),
    ]


HOSTILE = b'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "b"><!ENTITY x SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"not xml",
        b"<Document/>",
        HOSTILE + camt(Transfer("1.00")).partition(b"?>")[2],
        HOSTILE + camt(Transfer("1.00", "&x;")).partition(b"?>")[2].replace(b"&amp;x;", b"&x;"),
        camt(Transfer("1.00")).replace(b"camt.053.001", b"pain.001.001"),
        camt(Transfer("1.00")).replace(b">1.00<", b">1,00<"),
        camt(Transfer("1.00")).replace(b">1.00<", b">NaN<"),
        camt(Transfer("1.00")).replace(b">CRDT<", b">PLUS<"),
        camt(Transfer("1.00")).replace(b">2026-03-20<", b">2026-13-20<"),
    ],
)
def test_what_is_no_statement_is_refused(content: bytes) -> None:
    with pytest.raises(UnreadableStatement):
        read_camt(content)


@pytest.mark.parametrize(
    "content",
    [
        camt(Transfer("10.00"), closing="1009.99"),
        camt(Transfer("10.00")).replace(b"CLBD", b"CLAV"),
        camt(Transfer("10.00")).replace(b'"EUR">10.00<', b'"USD">10.00<', 1),
    ],
)
def test_what_does_not_add_up_is_refused(content: bytes) -> None:
    (read,) = read_camt(content)
    with pytest.raises(StatementDoesNotAddUp):
        read.check()


cents = st.integers(-(10**9), 10**9).map(lambda n: Decimal(n) / 100)


@given(amounts=st.lists(cents, max_size=20), opening=cents, error=st.integers(-500, 500))
def test_a_statement_is_taken_exactly_when_it_adds_up(amounts: list[Decimal], opening: Decimal, error: int) -> None:
    closing = opening + sum(amounts, Decimal(0)) + Decimal(error) / 100
    content = camt(*(Transfer(f"{a:.2f}") for a in amounts), opening=f"{opening:.2f}", closing=f"{closing:.2f}")
    (read,) = read_camt(content)
    if error:
        with pytest.raises(StatementDoesNotAddUp):
            read.check()
    else:
        assert read.check()[1].amount == closing
