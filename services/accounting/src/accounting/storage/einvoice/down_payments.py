"""Advances on orders as EN 16931 documents (386), and the credit notes that give them back."""

from collections.abc import Sequence
from uuid import UUID

from asyncpg import Record
from kit.db import ReadTransaction
from kit.exchange import ExchangeRate
from kit.money import ONE, ZERO

from accounting.domain.einvoice import mentions
from accounting.domain.einvoice.company import Company
from accounting.domain.einvoice.model import (
    Address,
    Delivery,
    Document,
    Kind,
    Line,
    Party,
    Preceding,
    Totals,
    VatSubtotal,
)
from accounting.storage.einvoice import identities, taxes
from accounting.storage.einvoice.ours import number_at
from accounting.storage.einvoice.results import Issued

_ISSUED = (
    "SELECT d.*, o.customer_reference, NULL AS credits, NULL::date AS credits_of FROM down_payment d"
    " LEFT JOIN sales_order o ON o.id = d.sales_order_id WHERE d.id = ANY($1) ORDER BY d.id"
)
_CREDITED = (
    "SELECT n.id, n.number, n.customer_id, n.bill_to_id, n.currency, n.credited_on AS issued_on, n.net_amount, n.tax_amount,"
    " n.gross_amount, d.rate, d.rate_on, d.sales_order_number, o.customer_reference,"
    " coalesce(r.number, d.number) AS credits, coalesce(r.issued_on, d.issued_on) AS credits_of, NULL::date AS due_on"
    " FROM customer_credit_note n JOIN down_payment d ON d.id = n.down_payment_id"
    f" LEFT JOIN sales_order o ON o.id = d.sales_order_id{number_at('d.id', 'n.created_at', 'r')}"
    " WHERE n.id = ANY($1) ORDER BY n.id"
)


async def issued(tx: ReadTransaction, ids: Sequence[UUID], company: Company, currency: str) -> list[Issued]:
    """Those of these down payments, and of the credit notes on some, that there are; the company's currency is given."""
    heads = [*await tx.fetch(_ISSUED, ids), *await tx.fetch(_CREDITED, ids)]
    vat = await taxes.subtotals(tx, ids)
    buyers = await identities.parties(tx, [row["bill_to_id"] for row in heads])
    places = await identities.delivery_places(tx, [row["customer_id"] for row in heads])
    found = []
    for head in heads:
        buyer, language = buyers.get(head["bill_to_id"], (Party("?"), "fr"))
        place = places.get(head["customer_id"])
        document = _document(head, vat[head["id"]], company, buyer, place, language, currency)
        found.append(Issued(head["id"], head["customer_id"], document, language))
    return found


def _document(
    head: Record,
    vat: tuple[VatSubtotal, ...],
    company: Company,
    buyer: Party,
    place: tuple[str, Address] | None,
    language: str,
    currency: str,
) -> Document:
    rate = ExchangeRate.of_row(head["currency"], head["rate"], head["rate_on"])
    is_within_eu = any(each.vat.category == "K" for each in vat)
    return Document(
        kind=Kind.CREDIT_NOTE if head["credits"] else Kind.PREPAYMENT,
        number=head["number"],
        issued_on=head["issued_on"],
        due_on=head["due_on"],
        currency=head["currency"],
        process=mentions.process_of(has_goods=True, has_services=False, is_paid=False),
        seller=company.party,
        buyer=buyer,
        lines=tuple(
            Line(
                id=str(position),
                name=mentions.advance(head["sales_order_number"], language),
                quantity=ONE,
                unit="C62",
                unit_price=each.base,
                net_amount=each.base,
                vat=each.vat,
            )
            for position, each in enumerate(vat, 1)
        ),
        vat=vat,
        totals=Totals(
            lines=head["net_amount"],
            allowances=ZERO,
            charges=ZERO,
            net=head["net_amount"],
            tax=head["tax_amount"],
            gross=head["gross_amount"],
            paid=ZERO,
            payable=head["gross_amount"],
            tax_in_company_currency=None if rate.is_own else rate.to_company(head["tax_amount"]),
        ),
        # Nothing has left yet: it says where things are to go, and within the EU a day all the same (BR-IC-11).
        delivery=Delivery(head["issued_on"] if is_within_eu else None, *(place or (buyer.name, buyer.address))),
        terms=mentions.terms(head["due_on"], language) if head["due_on"] else mentions.credited(language),
        notes=mentions.notes(company, language=language, discount=None, currency=head["currency"]),
        means=None if head["credits"] else company.means_in(head["currency"]),
        order_number=head["customer_reference"] or "",
        sales_order_number=head["sales_order_number"],
        preceding=(Preceding(head["credits"], head["credits_of"]),) if head["credits"] else (),
        vat_on_debits=company.vat_on_debits,
        company_currency="" if rate.is_own else currency,
    )
