"""Reports to the tax office as XML (flux 10, FRR), and what their rules say."""

from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import Any

import pyfrctc
from lxml import etree

from accounting.domain.einvoice.findings import Finding, Severity
from accounting.domain.einvoice.identifiers import SIREN_SCHEME
from accounting.domain.einvoice.model import Document, Party
from accounting.domain.einvoice.reporting import DailyTotal, Report, identity_abroad
from accounting.formats.einvoice.rules import apply_rules
from accounting.formats.einvoice.terms import amount, terms_of

_RULES = str(Path(str(files("pyfrctc"))) / "frr-schematron" / "Flux10.xslt")
_PLATFORM_SCHEME, _PLATFORM_ROLE = "0238", "WK"


@dataclass(frozen=True, slots=True)
class ReportHead:
    """Who tells, by which platform, and whether this stands in for what was told before."""

    id: str
    at: datetime
    corrects: bool
    platform_registration: str  # four characters ("matricule")
    platform_name: str
    siren: str
    name: str


def write_report(head: ReportHead, report: Report) -> bytes:
    """The report as XML, not judged yet."""
    terms: dict[str, Any] = {
        "TT-1": head.id,
        "TT-3": head.at.astimezone(UTC),
        "TT-4": "RE" if head.corrects else "IN",
        "TT-7": _PLATFORM_SCHEME,
        "TT-8": head.platform_registration,
        "TT-9": head.platform_name,
        "TT-10": _PLATFORM_ROLE,
        "TT-12": SIREN_SCHEME,
        "TT-13": head.siren,
        "TT-14": head.name,
        "TT-15": str(report.role),
        "TT-17": report.period.starts_on,
        "TT-18": report.period.ends_on,
        "TG-8": [_invoice(each) for each in report.invoices],
        "TG-31": [_total(each) for each in report.totals],
    }
    return bytes(pyfrctc.generate_ereporting_transactions(terms, check_xsd=False, check_schematron=False))


def substance(xml: bytes) -> bytes:
    """A hash of what is told, whoever tells it when: the same for two reports that say the same."""
    root = etree.fromstring(xml)
    (told,) = root.iter("TransactionsReport")
    return sha256(etree.tostring(told, method="c14n")).digest()


def judge_report(xml: bytes) -> tuple[Finding, ...]:
    """What schema and rules say of a report."""
    root = etree.fromstring(xml)
    try:
        pyfrctc.check_ereporting_xsd(root)
    except Exception as error:  # noqa: BLE001  # the library raises bare exceptions for whatever does not fit
        return (Finding("XSD", Severity.FATAL, str(error)),)
    return apply_rules(root, _RULES)


def _invoice(document: Document) -> dict[str, Any]:
    terms = terms_of(document)
    terms["BG-4"] = {**terms["BG-4"], **_legal(document.seller)}
    terms["BG-7"] = {**terms["BG-7"], **_legal(document.buyer)}
    for subtotal in terms["BG-23"]:
        subtotal.setdefault("BT-119", "0.00")  # compulsory here; what is out of scope has none
    return terms


def _legal(party: Party) -> dict[str, str]:
    scheme, number = (SIREN_SCHEME, party.siren) if party.siren else identity_abroad(party)
    return {"legal_identifier": number, "legal_identifier_schemeid": scheme}


def _total(total: DailyTotal) -> dict[str, Any]:
    return {
        "TT-77": total.day,
        "TT-78": total.currency,
        "TT-81": str(total.category),
        "TT-82": amount(total.base),
        "TT-83": amount(total.tax),
        "TG-32": [
            {"TT-86": format(rate * 100, ".2f"), "TT-87": amount(base), "TT-88": amount(tax)}
            for rate, base, tax in total.subtotals
        ],
    }
