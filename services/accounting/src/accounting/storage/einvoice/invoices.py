"""Invoices as EN 16931 documents: one statement each for heads, lines, charges and taxes."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from asyncpg import Record
from kit.db import ReadTransaction
from kit.exchange import ExchangeRate
from kit.money import ZERO

from accounting.domain.einvoice import mentions
from accounting.domain.einvoice.company import Company
from accounting.domain.einvoice.model import (
    Address,
    Charge,
    Delivery,
    Document,
    Kind,
    Line,
    Party,
    Preceding,
    Process,
    Totals,
    VatSubtotal,
)
from accounting.domain.payment_terms import Discount
from accounting.storage.einvoice import identities, taxes
from accounting.storage.einvoice.ours import number_at
from accounting.storage.einvoice.results import Issued

_HEADS = (
    "SELECT i.*, o.customer_reference, s.number AS despatch_number, coalesce(e.document_on, i.issued_on) AS delivered_on,"
    " coalesce(t.customer_id, i.customer_id) AS taken_in_by FROM invoice i LEFT JOIN sales_order o ON o.id = i.sales_order_id"
    " LEFT JOIN shipment s ON s.id = i.shipment_id LEFT JOIN journal_entry e ON e.id = i.entry_id LEFT JOIN LATERAL"
    " (SELECT o.customer_id FROM invoice_line l JOIN sales_order o ON o.id = l.sales_order_id WHERE l.invoice_id = i.id"
    "  ORDER BY l.id LIMIT 1) t ON true WHERE i.id = ANY($1) ORDER BY i.id"
)
# Lines of orders and deliveries have no numbers of their own: they are counted.
_LINES = (
    "SELECT l.*, p.sku, n.stock_uom, n.packagings, o.number AS order_number, o.customer_reference, s.number AS despatch_number,"
    " s.shipped_at, (SELECT count(*) FROM sales_order_line x WHERE x.sales_order_id = l.sales_order_id"
    "  AND x.id <= l.sales_order_line_id) AS order_line, (SELECT count(*) FROM shipment_line x"
    "  WHERE x.shipment_id = l.shipment_id AND x.id <= l.shipment_line_id) AS despatch_line"
    " FROM invoice_line l LEFT JOIN product p ON p.id = l.product_id LEFT JOIN product_identity n ON n.id = l.product_id"
    " LEFT JOIN sales_order o ON o.id = l.sales_order_id LEFT JOIN shipment s ON s.id = l.shipment_id"
    " WHERE l.invoice_id = ANY($1) ORDER BY l.id"
)
_ADVANCES = (
    "SELECT u.invoice_id, coalesce(r.number, d.number) AS number, coalesce(r.issued_on, d.issued_on) AS issued_on,"
    " u.net + u.tax AS gross_amount FROM down_payment_use u JOIN down_payment d ON d.id = u.down_payment_id"
    f" JOIN invoice i ON i.id = u.invoice_id{number_at('d.id', 'i.created_at', 'r')}"
    " WHERE u.invoice_id = ANY($1) ORDER BY d.id"
)
_FREIGHT = "FC"  # UNTDID 7161


@dataclass(frozen=True, slots=True)
class _Details:
    """What an invoice holds."""

    lines: Sequence[Record]
    charges: Sequence[Record]
    vat: tuple[VatSubtotal, ...]
    advances: Sequence[Record]  # down payments that it takes off


async def issued(tx: ReadTransaction, invoice_ids: Sequence[UUID], company: Company, currency: str) -> list[Issued]:
    """Those of these invoices that there are, as documents of the company, whose currency is given."""
    heads = await tx.fetch(_HEADS, invoice_ids)
    lines = _by_invoice(await tx.fetch(_LINES, invoice_ids))
    charges = _by_invoice(
        await tx.fetch("SELECT * FROM invoice_charge WHERE invoice_id = ANY($1) ORDER BY id", invoice_ids)
    )
    advances = _by_invoice(await tx.fetch(_ADVANCES, invoice_ids))
    vat = await taxes.subtotals(tx, invoice_ids)
    buyers = await identities.parties(tx, [row["bill_to_id"] for row in heads])
    places = await identities.delivery_places(tx, [row["taken_in_by"] for row in heads])
    found = []
    for head in heads:
        buyer, language = buyers.get(head["bill_to_id"], (Party("?"), "fr"))
        id_ = head["id"]
        details = _Details(lines.get(id_, ()), charges.get(id_, ()), vat.get(id_, ()), advances.get(id_, ()))
        place = places.get(head["taken_in_by"])
        document = _document(head, details, company, buyer, place, language, currency)
        found.append(Issued(head["id"], head["customer_id"], document, language))
    return found


async def order_of(tx: ReadTransaction, invoice_id: UUID) -> UUID:
    """An order that an invoice is about: all of its orders have the same terms."""
    found: UUID = await tx.fetchval(
        "SELECT sales_order_id FROM invoice_line WHERE invoice_id = $1 ORDER BY id LIMIT 1", invoice_id
    )
    return found


def _by_invoice(rows: Sequence[Record]) -> dict[UUID, list[Record]]:
    found: dict[UUID, list[Record]] = {}
    for row in rows:
        found.setdefault(row["invoice_id"], []).append(row)
    return found


def _document(
    head: Record,
    details: _Details,
    company: Company,
    buyer: Party,
    place: tuple[str, Address] | None,
    language: str,
    currency: str,
) -> Document:
    is_of_several = head["shipment_id"] is None
    charges = tuple(_charge(row) for row in details.charges)
    charged = sum((each.amount for each in charges), ZERO)
    rate = ExchangeRate.of_row(head["currency"], head["rate"], head["rate_on"])
    prepaid = sum((row["gross_amount"] for row in details.advances), ZERO)
    discount = None
    if head["discount_rate"] is not None:
        discount = Discount(head["discount_rate"], head["discount_until"], head["discount_amount"])
    return Document(
        kind=Kind.INVOICE,
        number=head["number"],
        issued_on=head["issued_on"],
        due_on=head["due_on"],
        currency=head["currency"],
        process=Process.GOODS_FINAL if details.advances else Process.GOODS,
        seller=company.party,
        buyer=buyer,
        lines=tuple(_line(i, row, language, is_of_several=is_of_several) for i, row in enumerate(details.lines, 1)),
        charges=charges,
        vat=details.vat,
        totals=Totals(
            lines=head["net_amount"] - charged,
            allowances=ZERO,
            charges=charged,
            net=head["net_amount"],
            tax=head["tax_amount"],
            gross=head["gross_amount"],
            paid=prepaid,
            payable=head["gross_amount"] - prepaid,
            tax_in_company_currency=None if rate.is_own else rate.to_company(head["tax_amount"]),
        ),
        delivery=Delivery(head["delivered_on"], *delivery_place(place, buyer, details.vat)),
        terms=mentions.terms(head["due_on"], language),
        notes=mentions.notes(company, language=language, discount=discount, currency=head["currency"]),
        means=company.means_in(head["currency"]),
        order_number=head["customer_reference"] or "",
        sales_order_number=head["sales_order_number"],
        despatch_number=head["despatch_number"] or "",
        preceding=tuple(Preceding(row["number"], row["issued_on"]) for row in details.advances),
        vat_on_debits=company.vat_on_debits,
        company_currency="" if rate.is_own else currency,
    )


def delivery_place(
    place: tuple[str, Address] | None, buyer: Party, vat: Sequence[VatSubtotal]
) -> tuple[()] | tuple[str, Address]:
    """Where goods went, as far as it has to be said: when it is not the buyer's address, and within the EU always."""
    if any(each.vat.category == "K" for each in vat):
        return place or (buyer.name, buyer.address)
    return place if place is not None and place[1] != buyer.address else ()


def _line(position: int, row: Record, language: str, *, is_of_several: bool) -> Line:
    of_several: dict[str, Any] = {}
    if is_of_several and row["despatch_number"]:
        reference = row["customer_reference"] or ""
        of_several = {
            "description": mentions.delivered(
                row["order_number"], row["despatch_number"], row["shipped_at"].date(), language
            ),
            "order_number": reference,
            "order_line": str(row["order_line"]) if reference else "",
            "despatch_number": row["despatch_number"],
            "despatch_line": str(row["despatch_line"]),
        }
    return Line(
        id=str(position),
        name=row["description"],
        quantity=row["quantity"],
        unit=row["stock_uom"] or "C62",
        unit_price=row["unit_price"],
        net_amount=row["net_amount"],
        vat=taxes.vat_of(dict(row)),
        seller_sku=row["sku"] or "",
        gtin=identities.gtin_of(row["packagings"]),
        **of_several,
    )


def _charge(row: Record) -> Charge:
    code = _FREIGHT if row["rule"] == "freight" else ""
    return Charge(row["net_amount"], taxes.vat_of(dict(row)), row["label"] or row["rule"], code)
