"""An order as it is printed, in French or English: its confirmation once it is firm. It has nothing of cost or margin."""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from itertools import groupby

from kit.company import Company, Language
from kit.db import ReadTransaction
from kit.money import ZERO, round_half_up
from kit.paper import Column, Paper, Party, Row, Total
from kit.printed import day, money, quantity, unit_price

from sales.domain.delivery import DeliveryPolicy
from sales.domain.fulfilment import OPEN, OrderStatus
from sales.domain.order import OrderLine, SalesOrder
from sales.queries.printing import charge_total, language_of, receiver
from sales.storage import masters
from sales.storage.masters import Customer

_WORDS: dict[Language, dict[str, str]] = {
    "fr": {
        "confirmation": "Confirmation de commande",
        "order": "Commande",
        "revised": "{number} · révision {revision}",
        "date": "Date",
        "reference": "Votre référence",
        "contact": "Votre contact",
        "wanted": "Livraison souhaitée",
        "deliver_to": "Adresse de livraison",
        "delivery": "Mode de livraison",
        "payment": "Paiement",
        "pay_days": "{n} jours date de facture",
        "pay_now": "à réception",
        "item": "Désignation",
        "quantity": "Quantité",
        "price": "Prix unitaire HT",
        "amount": "Montant HT",
        "leaves": "départ prévu le {day}",
        "unknown": "date de départ à confirmer",
        "net": "Total HT",
        "vat": "TVA",
        "gross": "Total TTC",
        "terms": "Conditions",
        "no_vat": "Prix hors taxes ; la TVA s'ajoute au taux en vigueur au jour de la facture.",
        "page": "Page {page} / {pages}",
        "draft": "PROJET",
        "cancelled": "ANNULÉE",
        DeliveryPolicy.PARTIAL: "en plusieurs fois, selon le stock",
        DeliveryPolicy.COMPLETE_LINE: "par lignes entières",
        DeliveryPolicy.COMPLETE_ORDER: "en une fois",
        DeliveryPolicy.CONSOLIDATED: "groupée avec vos autres commandes",
    },
    "en": {
        "confirmation": "Order confirmation",
        "order": "Order",
        "revised": "{number} · revision {revision}",
        "date": "Date",
        "reference": "Your reference",
        "contact": "Your contact",
        "wanted": "Delivery wanted",
        "deliver_to": "Delivery address",
        "delivery": "Delivery",
        "payment": "Payment",
        "pay_days": "{n} days from the invoice date",
        "pay_now": "on receipt",
        "item": "Description",
        "quantity": "Quantity",
        "price": "Unit price",
        "amount": "Amount",
        "leaves": "leaves on {day}",
        "unknown": "day of departure to be confirmed",
        "net": "Net total",
        "vat": "VAT",
        "gross": "Total with VAT",
        "terms": "Terms",
        "no_vat": "Prices exclude VAT, which is added at the rate in force on the day of the invoice.",
        "page": "Page {page} of {pages}",
        "draft": "DRAFT",
        "cancelled": "CANCELLED",
        DeliveryPolicy.PARTIAL: "in parts, as stock allows",
        DeliveryPolicy.COMPLETE_LINE: "by whole lines",
        DeliveryPolicy.COMPLETE_ORDER: "all at once",
        DeliveryPolicy.CONSOLIDATED: "together with your other orders",
    },
}


async def order_paper(tx: ReadTransaction, order: SalesOrder, company: Company, language: Language | None) -> Paper:
    """The order on paper, in this language or the customer's."""
    customer = await masters.customer_known(tx, order.terms.customer_id)
    return laid_out(order, customer, company, language or language_of(customer))


async def order_papers(
    tx: ReadTransaction, found: Sequence[SalesOrder], company: Company, language: Language | None
) -> list[Paper]:
    """Many orders on paper, in this language or each in its customer's."""
    known = await masters.customers(tx, [order.terms.customer_id for order in found])
    papers = []
    for order in found:
        customer = known.get(order.terms.customer_id)
        if customer is None:
            raise masters.not_known(order.terms.customer_id)
        papers.append(laid_out(order, customer, company, language or language_of(customer)))
    return papers


def laid_out(order: SalesOrder, customer: Customer, company: Company, language: Language) -> Paper:
    """The order on paper: what is wanted of it, each line with the day on which it should leave."""
    words = _WORDS[language]
    return Paper(
        language=language,
        title=words["order" if order.status in OPEN else "confirmation"],
        number=words["revised"].format(number=order.number, revision=order.revision)
        if order.revision
        else order.number,
        dated=order.terms.ordered_on,
        sender=Party(company.name, company.address),
        receiver=receiver(customer),
        facts=_facts(order, words, language),
        columns=(
            Column(words["item"], 52),
            Column(words["quantity"], 16, is_number=True),
            Column(words["price"], 20, is_number=True),
            Column(words["amount"], 20, is_number=True),
        ),
        rows=tuple(_row(lines, order, words, language) for lines in _together(order)),
        totals=_totals(order, words, language),
        notes=() if order.gross is not None else ((words["terms"], words["no_vat"]),),
        footer=company.legal,
        page_words=words["page"],
        stamp=_stamp(order, words),
    )


def _stamp(order: SalesOrder, words: dict[str, str]) -> str:
    if order.status is OrderStatus.CANCELLED:
        return words["cancelled"]
    return words["draft"] if order.status in OPEN else ""


def _facts(order: SalesOrder, words: dict[str, str], language: Language) -> tuple[tuple[str, str], ...]:
    terms = order.terms
    facts = [
        (words["date"], day(terms.ordered_on, language)),
        (words["reference"], terms.customer_reference),
        (words["contact"], terms.salesperson),
        (words["wanted"], day(terms.requested_on, language) if terms.requested_on else ""),
        (words["deliver_to"], terms.deliver_to),
        (words["delivery"], words[terms.delivery]),
        (
            words["payment"],
            words["pay_days"].format(n=terms.payment_days) if terms.payment_days else words["pay_now"],
        ),
    ]
    return tuple((label, value) for label, value in facts if value)


def _together(order: SalesOrder) -> Iterator[Sequence[OrderLine]]:
    """Lines of which something is wanted; parts of a kit as one."""
    wanted = [line for line in order.lines if line.quantity]
    for _, group in groupby(wanted, key=lambda line: line.kit or line.id):
        yield list(group)


def _row(lines: Sequence[OrderLine], order: SalesOrder, words: dict[str, str], language: Language) -> Row:
    first, currency = lines[0], order.terms.currency
    net = sum((line.net for line in lines), ZERO)
    if first.kit is None:
        title, under, count, price = first.description, first.sku, first.quantity, first.unit_price
    else:
        kit = first.kit
        parts = [f"{quantity(line.quantity, language)} x {line.description}" for line in lines]
        title, under, count = kit.description or kit.sku, "\n".join([kit.sku, *parts]), kit.quantity
        price = round_half_up(net / kit.quantity, Decimal("0.0001"))
    packed = ""
    if first.kit is None and first.packaging_code is not None:
        packed = f"{quantity(first.packaging_quantity, language)} {first.packaging_code}"
    return Row(
        cells=(
            title,
            quantity(count, language),
            unit_price(price, currency, language),
            money(net, currency, language),
        ),
        under=("\n".join(each for each in (under, _leaves(lines, words, language)) if each), packed, ""),
    )


def _leaves(lines: Sequence[OrderLine], words: dict[str, str], language: Language) -> str:
    """When all of it should have left; nothing once it has, and before the order is firm."""
    days: list[date | None] = [line.promise.on for line in lines if line.promise and line.goods.owed]
    if not days:
        return ""
    known = [each for each in days if each is not None]
    return words["leaves"].format(day=day(max(known), language)) if len(known) == len(days) else words["unknown"]


def _totals(order: SalesOrder, words: dict[str, str], language: Language) -> tuple[Total, ...]:
    currency = order.terms.currency
    totals = [charge_total(charge, language, currency) for charge in order.charges]
    totals.append(Total(words["net"], money(order.net, currency, language), is_strong=order.gross is None))
    if order.gross is not None:
        totals.append(Total(words["vat"], money(order.gross - order.net, currency, language)))
        totals.append(Total(words["gross"], money(order.gross, currency, language), is_strong=True))
    return tuple(totals)
