"""A purchase order as it is printed for the supplier, in French or English."""

from collections.abc import Mapping
from uuid import UUID

from kit.company import Company, Language
from kit.db import ReadTransaction
from kit.paper import Column, Paper, Party, Row, Total
from kit.printed import day, money, quantity, unit_price

from purchasing.domain.order import OrderLine, OrderStatus, PurchaseOrder
from purchasing.storage import masters
from purchasing.storage.masters import Product

_WORDS: dict[Language, dict[str, str]] = {
    "fr": {
        "title": "Bon de commande",
        "revised": "{number} · révision {revision}",
        "date": "Date",
        "reference": "Votre référence",
        "deliver_to": "À livrer à",
        "expected": "Livraison attendue",
        "item": "Désignation",
        "code": "votre référence {code}",
        "quantity": "Quantité",
        "price": "Prix unitaire HT",
        "amount": "Montant HT",
        "expects": "attendu le {day}",
        "net": "Total HT",
        "terms": "Merci de nous confirmer",
        "ask": "Confirmez prix, quantités et dates, en rappelant notre numéro de commande sur votre bon de livraison"
        " et votre facture.",
        "page": "Page {page} / {pages}",
        "draft": "PROJET",
        "cancelled": "ANNULÉE",
    },
    "en": {
        "title": "Purchase order",
        "revised": "{number} · revision {revision}",
        "date": "Date",
        "reference": "Your reference",
        "deliver_to": "Deliver to",
        "expected": "Delivery expected",
        "item": "Description",
        "code": "your reference {code}",
        "quantity": "Quantity",
        "price": "Unit price",
        "amount": "Amount",
        "expects": "expected on {day}",
        "net": "Net total",
        "terms": "Please confirm",
        "ask": "Confirm prices, quantities and dates, and quote our order number on your delivery note and invoice.",
        "page": "Page {page} of {pages}",
        "draft": "DRAFT",
        "cancelled": "CANCELLED",
    },
}
_OPEN = (OrderStatus.DRAFT, OrderStatus.AWAITING_APPROVAL)


async def order_paper(tx: ReadTransaction, order: PurchaseOrder, company: Company, language: Language) -> Paper:
    """The order on paper, with what the supplier calls each product."""
    supplier = await masters.letter_head(tx, order.supplier_id)
    products = [line.product_id for line in order.lines]
    known = await masters.some_products(tx, products)
    codes = await masters.supplier_codes(tx, order.supplier_id, products)
    return laid_out(order, supplier, known, codes, company, language)


def laid_out(
    order: PurchaseOrder,
    supplier: Party,
    known: Mapping[UUID, Product],
    codes: Mapping[UUID, str],
    company: Company,
    language: Language,
) -> Paper:
    """The order on paper: what is wanted of it, each line with the day on which it is expected."""
    words = _WORDS[language]
    return Paper(
        language=language,
        title=words["title"],
        number=words["revised"].format(number=order.number, revision=order.revision)
        if order.revision
        else order.number,
        dated=order.ordered_on,
        sender=company.party,
        receiver=supplier,
        facts=_facts(order, words, language),
        columns=(
            Column(words["item"], 52),
            Column(words["quantity"], 20, is_number=True),
            Column(words["price"], 20, is_number=True),
            Column(words["amount"], 20, is_number=True),
        ),
        rows=tuple(
            _row(line, known[line.product_id], codes.get(line.product_id, ""), order.currency, words, language)
            for line in order.lines
            if line.stock_quantity > line.cancelled
        ),
        totals=(Total(words["net"], money(order.committed, order.currency, language), is_strong=True),),
        notes=((words["terms"], words["ask"]),),
        footer=company.legal,
        page_words=words["page"],
        stamp=_stamp(order, words),
    )


def _stamp(order: PurchaseOrder, words: Mapping[str, str]) -> str:
    if order.status is OrderStatus.CANCELLED:
        return words["cancelled"]
    return words["draft"] if order.status in _OPEN else ""


def _facts(order: PurchaseOrder, words: Mapping[str, str], language: Language) -> tuple[tuple[str, str], ...]:
    expected = [line.expected_on for line in order.lines if line.expected_on]
    facts = [
        (words["date"], day(order.ordered_on, language)),
        (words["reference"], order.supplier_reference),
        (words["deliver_to"], order.deliver_to or order.warehouse),
        (words["expected"], day(max(expected), language) if expected else ""),
    ]
    return tuple((label, value) for label, value in facts if value)


def _row(
    line: OrderLine, product: Product, code: str, currency: str, words: Mapping[str, str], language: Language
) -> Row:
    under = [product.sku, words["code"].format(code=code) if code else ""]
    expects = words["expects"].format(day=day(line.expected_on, language)) if line.expected_on else ""
    packaging = "" if line.packaging_code == "EACH" else line.packaging_code
    return Row(
        cells=(
            product.name,
            quantity(line.quantity, language),
            unit_price(line.unit_price, currency, language),
            money(line.amount, currency, language),
        ),
        under=("\n".join(text for text in (" · ".join(filter(None, under)), expects) if text), packaging),
    )
