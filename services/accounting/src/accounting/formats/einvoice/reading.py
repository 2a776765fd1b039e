"""What a supplier sent, in whatever syntax and profile, as a document."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import facturx
from kit.money import ZERO
from lxml import etree

from accounting.domain.einvoice.checks import key_of
from accounting.domain.einvoice.identifiers import GLN_SCHEME, SIREN_SCHEME, SIRET_SCHEME
from accounting.domain.einvoice.model import (
    Address,
    Charge,
    Delivery,
    Document,
    Kind,
    Line,
    LineCharge,
    Note,
    Party,
    PaymentMeans,
    Preceding,
    Totals,
    Vat,
    VatCategory,
    VatSubtotal,
)
from accounting.formats.einvoice.xml import Unreadable

_CREDIT_NOTES = frozenset(("81", "83", "261", "262", "296", "308", "381", "396", "420", "458", "502", "503", "532"))
_E_MAIL_SCHEME = "EM"

Terms = Mapping[str, Any]


def read(root: etree._Element) -> Document:
    """The document in an XML that its schema lets through.

    Raises:
        Unreadable: something of it cannot be understood all the same.
    """
    try:
        terms = facturx.parse_ubl_cii_xml(root, level="extended", check_xsd=False, check_schematron=False)
        return _document(terms)
    except (ArithmeticError, KeyError, TypeError, ValueError) as error:
        raise Unreadable(f"The invoice cannot be understood: {error!r}.") from error


def _document(terms: Terms) -> Document:
    type_code = _text(terms, "BT-3")
    vat = tuple(_subtotal(each) for each in _groups(terms, "BG-23"))
    reasons = {key_of(each.vat): each.vat for each in vat}  # lines do not say why they bear no VAT
    lines = (_line(each) for each in _groups(terms, "BG-25"))
    kind = Kind.CREDIT_NOTE if type_code in _CREDIT_NOTES else Kind.INVOICE
    return Document(
        kind=Kind(type_code) if type_code in list(Kind) else kind,
        number=_text(terms, "BT-1"),
        issued_on=terms["BT-2"],
        currency=_text(terms, "BT-5"),
        process=_text(terms, "BT-23"),
        seller=_party(terms.get("BG-4") or {}),
        buyer=_party(terms.get("BG-7") or {}),
        totals=_totals(terms),
        lines=tuple(replace(each, vat=reasons.get(key_of(each.vat), each.vat)) for each in lines),
        charges=(
            *(_charge(each, is_allowance=True) for each in _groups(terms, "BG-20")),
            *(_charge(each, is_allowance=False) for each in _groups(terms, "BG-21")),
        ),
        vat=vat,
        delivery=_delivery(terms),
        due_on=_day(terms, "BT-9"),
        terms=_text(terms, "BT-20"),
        notes=tuple(Note(_text(each, "BT-21"), _text(each, "BT-22")) for each in _groups(terms, "BG-1")),
        means=_means(terms),
        order_number=_text(terms, "BT-13"),
        sales_order_number=_text(terms, "BT-14"),
        despatch_number=_text(terms, "BT-16"),
        buyer_reference=_text(terms, "BT-10"),
        preceding=tuple(Preceding(_text(each, "BT-25"), _day(each, "BT-26")) for each in _groups(terms, "BG-3")),
        company_currency=_text(terms, "BT-6"),
        vat_on_debits=_text(terms, "BT-8") == "invoice",
    )


def _first(value: Any) -> Any:
    """One value, where the file has several by a wider profile."""
    return value[0] if isinstance(value, list) and value else value


def _text(terms: Terms, term: str) -> str:
    value = _first(terms.get(term))
    return value.strip() if isinstance(value, str) else ""


def _day(terms: Terms, term: str) -> date | None:
    value = _first(terms.get(term))
    return value if isinstance(value, date) else None


def _number(terms: Terms, term: str) -> Decimal | None:
    text = _text(terms, term)
    return Decimal(text) if text else None


def _amount(terms: Terms, term: str) -> Decimal:
    return _number(terms, term) or ZERO


def _groups(terms: Terms, group: str) -> Sequence[Terms]:
    found = terms.get(group)
    return found if isinstance(found, list) else []


def _party(terms: Terms) -> Party:
    identifiers = terms.get("identifiers") or {}
    legal, scheme = _text(terms, "legal_identifier").replace(" ", ""), _text(terms, "legal_identifier_schemeid")
    is_siren = scheme == SIREN_SCHEME or (len(legal) == 9 and legal.isdigit() and _text(terms, "country_code") == "FR")
    contacts = _groups(terms, "contacts")
    e_address, e_scheme = _text(terms, "einvoicing_addr"), _text(terms, "einvoicing_addr_schemeid")
    return Party(
        name=_text(terms, "name"),
        address=_address(terms),
        trading_name=_text(terms, "biz_name"),
        siren=legal if is_siren else "",
        siret=identifiers.get(SIRET_SCHEME, "") or (legal if scheme == SIRET_SCHEME else ""),
        vat_id=_text(terms, "vat_identifier").replace(" ", ""),
        gln=identifiers.get(GLN_SCHEME, ""),
        legal=_text(terms, "legal_info"),
        e_address=e_address,
        e_address_scheme=e_scheme,
        email=_text(contacts[0], "email") if contacts else e_address if e_scheme == _E_MAIL_SCHEME else "",
        phone=_text(contacts[0], "phone") if contacts else "",
        other_id="" if is_siren else legal,
    )


def _address(terms: Terms) -> Address:
    lines = (_text(terms, name) for name in ("addr_l1", "addr_l2", "addr_l3"))
    return Address(
        tuple(line for line in lines if line),
        _text(terms, "postcode"),
        _text(terms, "city"),
        _text(terms, "country_subdivision"),
        _text(terms, "country_code"),
    )


def _delivery(terms: Terms) -> Delivery:
    place = terms.get("BG-13") or {}
    address = _address(place)
    return Delivery(_day(terms, "BT-72"), _text(place, "name"), None if address == Address() else address)


def _category(code: str) -> VatCategory:
    return VatCategory(code) if code in list(VatCategory) else VatCategory.STANDARD


def _vat(terms: Terms, category: str, rate: str, reason: str = "", reason_code: str = "") -> Vat:
    return Vat(
        _category(_text(terms, category)),
        _amount(terms, rate).scaleb(-2),
        _text(terms, reason_code) if reason_code else "",
        _text(terms, reason) if reason else "",
    )


def _subtotal(terms: Terms) -> VatSubtotal:
    vat = _vat(terms, "BT-118", "BT-119", "BT-120", "BT-121")
    return VatSubtotal(vat, _amount(terms, "BT-116"), _amount(terms, "BT-117"))


def _charge(terms: Terms, *, is_allowance: bool) -> Charge:
    vat = _vat(terms, "vat_category_code", "vat_rate")
    reason = _text(terms, "reason") or _text(terms, "reason_code")
    return Charge(_amount(terms, "amount"), vat, reason, _text(terms, "reason_code"), is_allowance)


def _line(terms: Terms) -> Line:
    charges = [
        LineCharge(_amount(each, "amount"), _text(each, "reason"), is_allowance)
        for group, is_allowance in (("BG-27", True), ("BG-28", False))
        for each in _groups(terms, group)
    ]
    return Line(
        id=_text(terms, "BT-126"),
        name=_text(terms, "BT-153"),
        quantity=_amount(terms, "BT-129"),
        unit=_text(terms, "BT-130"),
        unit_price=_amount(terms, "BT-146"),
        net_amount=_amount(terms, "BT-131"),
        vat=_vat(terms, "BT-151", "BT-152"),
        description=_text(terms, "BT-154"),
        seller_sku=_text(terms, "BT-155"),
        buyer_sku=_text(terms, "BT-156"),
        gtin=_text(terms, "BT-157") if _text(terms, "BT-157-1") in ("0160", "0088", "") else "",
        order_number=_text(terms, "EXT-FR-FE-135"),
        order_line=_text(terms, "BT-132"),
        despatch_number=_text(terms, "EXT-FR-FE-140"),
        despatch_line=_text(terms, "EXT-FR-FE-141"),
        price_quantity=_number(terms, "BT-149") or Decimal(1),
        charges=tuple(charges),
    )


def _totals(terms: Terms) -> Totals:
    return Totals(
        lines=_number(terms, "BT-106"),
        allowances=_amount(terms, "BT-107"),
        charges=_amount(terms, "BT-108"),
        net=_amount(terms, "BT-109"),
        tax=_amount(terms, "BT-110"),
        gross=_amount(terms, "BT-112"),
        paid=_amount(terms, "BT-113"),
        payable=_amount(terms, "BT-115"),
        tax_in_company_currency=_number(terms, "BT-111"),
        rounding=_amount(terms, "BT-114"),
    )


def _means(terms: Terms) -> PaymentMeans | None:
    code = _text(terms, "BT-81")
    if not code:
        return None
    return PaymentMeans(code, _text(terms, "BT-84"), _text(terms, "BT-86"), _text(terms, "BT-85"))
