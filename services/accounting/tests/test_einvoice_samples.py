"""Samples of others with their known outcome: a few beside this file, all of them where ../shared/samples is there."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from accounting.domain.einvoice import identifiers
from accounting.domain.einvoice.findings import Severity
from accounting.domain.einvoice.received import is_acceptable
from accounting.formats.einvoice import rules
from accounting.formats.einvoice.workshop import Taken, take
from lxml import etree

from services.accounting.tests.samples import folder_of

_VEFA = {"v": "http://difi.no/xsd/vefa/validator/1.0"}
_RENAMED = {"BR-IG": "BR-AF", "BR-IP": "BR-AG"}  # what the standard called them when the tests were written


def entries(kind: str) -> Iterator[tuple[Path, Any]]:
    """Files of a kind that are here, with what is expected of them."""
    folder = folder_of(kind)
    for entry in json.loads((folder / "manifest.json").read_text()):
        if (folder / entry["file"]).exists():
            yield folder / entry["file"], entry["expected"]


WHOLE = [(path, expected) for path, expected in entries("en16931") if isinstance(expected, dict)]
UNITS = [(path, expected) for path, expected in entries("en16931") if isinstance(expected, list)]
PDFS = [(path, expected) for path, expected in entries("facturx") if path.suffix == ".pdf"]
PROFILES = [(path, expected) for path, expected in entries("facturx") if path.suffix == ".xml"]


def named(sample: object) -> str:
    return sample.stem if isinstance(sample, Path) else ""


def fatal(taken: Taken, *, french: bool) -> list[str]:
    found = {each.rule for each in taken.findings if each.severity is Severity.FATAL and each.is_french is french}
    return sorted(found)


@pytest.mark.parametrize(("path", "expected"), WHOLE, ids=named)
def test_whole_invoices_break_the_rules_that_are_known(path: Path, expected: dict[str, list[str]]) -> None:
    taken = take(path.read_bytes())
    assert fatal(taken, french=False) == expected["en16931_1.3.16_fatal"] == []
    assert fatal(taken, french=True) == expected["br_fr_1.4.0.03_fatal"]
    assert is_acceptable(taken.document, taken.findings)


@pytest.mark.parametrize(("path", "expected"), PROFILES, ids=named)
def test_each_profile_is_known_and_judged(path: Path, expected: dict[str, Any]) -> None:
    taken = take(path.read_bytes())
    assert (taken.profile, fatal(taken, french=False)) == (expected["profile"], expected["profile_rules_fatal"])
    french = expected["br_fr_1.4.0.03_fatal"]
    if french[0].startswith("rule engine stopped"):  # those rules were mended since: they name what is wrong
        assert "BR-FR-04_BT-3" in fatal(taken, french=True)
    else:
        assert fatal(taken, french=True) == french


@pytest.mark.parametrize(("path", "expected"), PDFS, ids=named)
def test_a_pdf_is_taken_or_refused_for_its_one_defect(path: Path, expected: dict[str, str]) -> None:
    taken = take(path.read_bytes())
    found = fatal(taken, french=False) + fatal(taken, french=True)
    is_taken = expected["attendu"] == "acceptation"
    assert is_acceptable(taken.document, taken.findings) is is_taken, found
    assert (not found) is is_taken
    rules_named = [rule for rule in expected["assertions_declenchees"].replace("puis", "").split(",") if rule]
    assert {rule.strip() for rule in rules_named} <= set(found)
    if expected["nature"] == "specification":
        assert found == ["PDF"]
    if expected["nature"] == "amont":
        assert found == ["XSD"]


@pytest.mark.parametrize(("path", "expected"), UNITS, ids=named)
def test_each_rule_lets_through_and_stops_what_it_should(path: Path, expected: list[dict[str, str]]) -> None:
    root = etree.fromstring(path.read_bytes())
    tests = root.findall("v:test", _VEFA)
    assert len(tests) == len(expected)
    for test, outcome in zip(tests, expected, strict=True):
        (fragment,) = [child for child in test if etree.QName(child).localname in ("Invoice", "CreditNote")]
        found = {each.rule for each in rules.apply_rules(fragment, "ubl-2.1/EN16931-UBL-validation.xslt")}
        ((kind, rule),) = outcome.items()
        rule = _RENAMED.get(rule[:5], rule[:5]) + rule[5:]
        assert (rule in found) is (kind == "error"), (rule, kind, found)


_FAULTS = {
    "fr.siren": identifiers.siren_fault,
    "fr.siret": identifiers.siret_fault,
    "eu.vat": identifiers.vat_fault,
    "iban": identifiers.iban_fault,
    "bic": identifiers.bic_fault,
    "ean": identifiers.gtin_fault,
}


def test_numbers_of_companies_and_accounts_are_told_apart() -> None:
    """Valid ones are taken as they are written without spaces; an IBAN of France has its own key on top."""
    numbers = json.loads((folder_of("identifiers") / "numbers.json").read_text())
    wrong = [
        each
        for each in numbers
        if each["kind"] in _FAULTS
        and (_FAULTS[each["kind"]](each.get("compact") or each["number"]) is None) is not each["valid"]
    ]
    assert wrong == []
