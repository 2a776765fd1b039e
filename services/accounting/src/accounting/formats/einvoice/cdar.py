"""Life-cycle messages as XML (CDAR D22B), both ways, and what their rules say."""

from datetime import UTC, datetime
from decimal import Decimal
from importlib.resources import files
from pathlib import Path
from typing import Any

import pyfrctc
from lxml import etree

from accounting.domain.einvoice.findings import Finding, Severity
from accounting.domain.einvoice.identifiers import E_ADDRESS_SCHEME, SIREN_SCHEME
from accounting.domain.einvoice.lifecycle import LABELS, CashedAmount, Code, LifeMessage, LifeStatus
from accounting.formats.einvoice.rules import apply_rules
from accounting.formats.einvoice.xml import Unreadable, parsed

_RULES = str(Path(str(files("pyfrctc"))) / "cdar-schematron" / "BR-FR-CDV-Schematron-CDAR.xslt")
_RAM = f"{{{pyfrctc.pyfrctc.CDAR_NS_MAP['ram']}}}"
_PROFILE = "urn.cpro.gouv.fr:1p0:CDV:invoice"
_CASHED = "MEN"  # MDT-207: an amount that came in


def write_status(message: LifeMessage) -> bytes:
    """The message as XML, not judged yet."""
    status = message.status
    stamp = status.at.astimezone(UTC).replace(tzinfo=None)
    day = message.issued_on.date()
    terms: dict[str, Any] = {
        "MDT-2": "REGULATED",
        "MDT-3": _PROFILE,
        "MDT-4": f"{message.invoice_number}_{status.code}_{stamp:%Y%m%d%H%M%S}#{message.invoice_type}_{day:%Y%m%d}",
        "MDT-5": f"{message.invoice_number}_{status.code}",
        "MDT-8": stamp,
        "MDT-21": "WK",
        "MDT-38": {SIREN_SCHEME: message.sender_siren},
        "MDT-39": message.sender_name,
        "MDT-40": message.sender_role,
        "MDT-57": {SIREN_SCHEME: message.recipient_siren},
        "MDT-58": message.recipient_name,
        "MDT-59": message.recipient_role,
        "MDT-73": message.recipient_address,
        "MDT-73-1": E_ADDRESS_SCHEME,
        "MDT-74": False,
        "MDT-77": "23",
        "MDT-78": stamp,
        "MDT-87": message.invoice_number,
        "MDT-91": message.invoice_type,
        "MDT-95": message.received_at.astimezone(UTC).replace(tzinfo=None),
        "MDT-100": day,
        "MDT-105": str(status.code),
        "MDT-106": LABELS[status.code],
        "MDT-129": {SIREN_SCHEME: message.seller_siren},
        "MDG-37": _details(status),
    }
    root = etree.fromstring(pyfrctc.generate_cdar(terms, check_xsd=False, check_schematron=False))
    # The library has no place for the rate of an amount (MDT-224).
    for amount, cashed in zip(root.iter(f"{_RAM}ValueAmount"), status.amounts, strict=True):
        rate = etree.Element(f"{_RAM}ValuePercent")
        rate.text = format(cashed.rate * 100, ".2f")
        amount.addnext(rate)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8"))


def _details(status: LifeStatus) -> list[dict[str, Any]]:
    if not (status.reason_code or status.comment or status.amounts):
        return []
    detail: dict[str, Any] = {
        "MDG-43": [
            {
                "MDT-207": _CASHED,
                "MDT-209": False,
                "MDT-215": {"float": format(each.amount, ".2f"), "currency": each.currency},
            }
            for each in status.amounts
        ]
    }
    said = {"MDT-113": status.reason_code, "MDT-114": status.reason, "MDT-126": status.comment}
    return [{**detail, **{term: text for term, text in said.items() if text}}]


def judge_status(xml: bytes) -> tuple[Finding, ...]:
    """What schema and rules say of a message.

    Raises:
        Unreadable: it is no XML that may be read.
    """
    root = parsed(xml)
    try:
        pyfrctc.check_cdar_xsd(root)
    except Exception as error:  # noqa: BLE001  # the library raises bare exceptions for whatever does not fit
        return (Finding("XSD", Severity.FATAL, str(error)),)
    return apply_rules(root, _RULES)


def read_status(xml: bytes) -> tuple[LifeStatus, str, str]:
    """The step, and number and seller's SIREN of the invoice that it is about.

    Raises:
        Unreadable: it is no life-cycle message.
    """
    root = parsed(xml)
    try:
        found = pyfrctc.parse_cdar(etree.tostring(root), check_xsd=True, check_schematron=False)
        details = found["doc_status"]
        first = details[0] if details else {}
        status = LifeStatus(
            code=Code(found["status_code"]),
            at=_aware(found["lc_datetime"]),
            reason_code=first.get("reason_code", ""),
            reason=first.get("reason_txt", ""),
            comment=first.get("comment", ""),
            amounts=tuple(_amounts(root)),
        )
        return status, found["invoice_number"], (found.get("invoice_issuer") or {}).get(SIREN_SCHEME, "")
    except Exception as error:  # the library raises bare exceptions for whatever does not fit
        raise Unreadable(f"It is no life-cycle message: {error}.") from error


def _aware(at: datetime) -> datetime:
    """The standard has no zone in its times; platforms mean UTC."""
    return at.replace(tzinfo=UTC)


def _amounts(root: etree._Element) -> list[CashedAmount]:
    """From the XML itself: the library has them as floats, and not their rates."""
    return [
        CashedAmount(
            Decimal(each.findtext(f"{_RAM}ValuePercent") or "0") / 100,
            Decimal(each.findtext(f"{_RAM}ValueAmount") or "0"),
            each.find(f"{_RAM}ValueAmount").get("currencyID"),
        )
        for each in root.iter(f"{_RAM}SpecifiedDocumentCharacteristic")
        if each.findtext(f"{_RAM}TypeCode") == _CASHED
    ]
