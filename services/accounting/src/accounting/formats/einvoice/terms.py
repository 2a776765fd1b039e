"""A document as the business terms of EN 16931 (BT-1, BG-25, …), as factur-x takes them: every number a text."""

from decimal import Decimal
from typing import Any

from accounting.domain.einvoice.identifiers import GLN_SCHEME, GTIN_SCHEME, SIREN_SCHEME, SIRET_SCHEME
from accounting.domain.einvoice.model import Address, Charge, Document, Line, LineCharge, Party, Vat, VatSubtotal

Terms = dict[str, Any]  # as the library takes them: texts, dates, lists and further terms


def terms_of(document: Document) -> Terms:
    """A fresh set: the library changes what it is given."""
    totals, delivery = document.totals, document.delivery
    return _said(
        {
            "BT-1": document.number,
            "BT-2": document.issued_on,
            "BT-3": str(document.kind),
            "BT-5": document.currency,
            "BT-6": document.company_currency,
            "BT-8": "invoice" if document.vat_on_debits else "",
            "BT-9": document.due_on,
            "BT-10": document.buyer_reference,
            "BT-13": document.order_number,
            "BT-14": document.sales_order_number,
            "BT-16": document.despatch_number,
            "BT-20": document.terms,
            "BT-23": document.process,
            "BT-72": delivery.on,
            "BG-1": [_said({"BT-21": note.subject, "BT-22": note.text}) for note in document.notes],
            "BG-3": [_said({"BT-25": each.number, "BT-26": each.issued_on}) for each in document.preceding],
            "BG-4": _party(document.seller),
            "BG-7": _party(document.buyer),
            "BG-13": {"name": delivery.name or document.buyer.name, **_address(delivery.address)}
            if delivery.address
            else None,
            "BG-20": [_charge(each) for each in document.charges if each.is_allowance],
            "BG-21": [_charge(each) for each in document.charges if not each.is_allowance],
            "BG-23": [_subtotal(each) for each in document.vat],
            "BG-25": [_line(each) for each in document.lines],
            "BT-106": None if totals.lines is None else amount(totals.lines),
            "BT-107": amount(totals.allowances) if totals.allowances else None,
            "BT-108": amount(totals.charges) if totals.charges else None,
            "BT-109": amount(totals.net),
            "BT-110": amount(totals.tax),
            "BT-111": None if totals.tax_in_company_currency is None else amount(totals.tax_in_company_currency),
            "BT-112": amount(totals.gross),
            "BT-113": amount(totals.paid) if totals.paid else None,
            "BT-115": amount(totals.payable),
            **_means(document),
        }
    )


def amount(value: Decimal) -> str:
    """With two decimals, or more where it has them: the checks refuse those."""
    places = max(2, -int(value.normalize().as_tuple().exponent))
    return format(value, f".{places}f")


def _plain(value: Decimal) -> str:
    text = format(value.normalize(), "f")
    return "0" if text == "-0" else text


def _said(terms: Terms) -> Terms:
    """Only what is said."""
    return {key: value for key, value in terms.items() if value not in ("", None, [], {})}


def _party(party: Party) -> Terms:
    identifiers = _said({SIRET_SCHEME: party.siret, GLN_SCHEME: party.gln})
    return _said(
        {
            "name": party.name,
            "biz_name": party.trading_name,
            "identifiers": identifiers,
            "legal_identifier": party.siren or party.other_id,
            "legal_identifier_schemeid": SIREN_SCHEME if party.siren else "",
            "vat_identifier": party.vat_id,
            "legal_info": party.legal,
            "einvoicing_addr": party.e_address,
            "einvoicing_addr_schemeid": party.e_address_scheme,
            "contacts": [_said({"name": party.name, "phone": party.phone, "email": party.email})]
            if party.phone or party.email
            else None,
            **_address(party.address),
        }
    )


def _address(address: Address) -> Terms:
    lines = dict(zip(("addr_l1", "addr_l2", "addr_l3"), address.lines, strict=False))
    return _said(
        {
            **lines,
            "postcode": address.postal_code,
            "city": address.city,
            "country_subdivision": address.region,
            "country_code": address.country,
        }
    )


def _charge(charge: Charge) -> Terms:
    return _said(
        {
            "amount": amount(charge.amount),
            "reason": charge.reason,
            "reason_code": charge.reason_code,
            "vat_category_code": str(charge.vat.category),
            "vat_rate": percent(charge.vat),
        }
    )


def _subtotal(subtotal: VatSubtotal) -> Terms:
    return _said(
        {
            "BT-116": amount(subtotal.base),
            "BT-117": amount(subtotal.tax),
            "BT-118": str(subtotal.vat.category),
            "BT-119": percent(subtotal.vat),
            "BT-120": subtotal.vat.reason,
            "BT-121": subtotal.vat.reason_code,
        }
    )


def percent(vat: Vat) -> str:
    """20.00 for a fifth; what is out of scope has no rate."""
    return "" if vat.category == "O" else amount(vat.rate * 100)


def _line(line: Line) -> Terms:
    return _said(
        {
            "BT-126": line.id,
            "BT-129": _plain(line.quantity),
            "BT-130": line.unit,
            "BT-131": amount(line.net_amount),
            "BT-132": line.order_line,
            "BT-146": _plain(line.unit_price),
            "BT-149": _plain(line.price_quantity) if line.price_quantity != 1 else None,
            "BT-151": str(line.vat.category),
            "BT-152": percent(line.vat),
            "BT-153": line.name,
            "BT-154": line.description,
            "BT-155": line.seller_sku,
            "BT-156": line.buyer_sku,
            "BT-157": line.gtin,
            "BT-157-1": GTIN_SCHEME if line.gtin else "",
            "EXT-FR-FE-135": line.order_number,
            "EXT-FR-FE-140": line.despatch_number,
            "EXT-FR-FE-141": line.despatch_line,
            "BG-27": [_line_charge(each) for each in line.charges if each.is_allowance],
            "BG-28": [_line_charge(each) for each in line.charges if not each.is_allowance],
        }
    )


def _line_charge(charge: LineCharge) -> Terms:
    return {"amount": amount(charge.amount), "reason": charge.reason}


def _means(document: Document) -> Terms:
    means = document.means
    if means is None:
        return {}
    return {
        "BT-81": means.code,
        "BT-83": document.number,
        "BT-84": means.iban,
        "BT-85": means.account_name,
        "BT-86": means.bic,
    }
