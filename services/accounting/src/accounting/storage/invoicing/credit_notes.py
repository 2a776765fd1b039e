"""Customer credit notes, and what of each invoiced line is credited by now."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from kit.db import Transaction
from kit.exchange import ExchangeRate

from accounting.domain.invoice import TaxRounding, Vat, VatCategory
from accounting.domain.invoicing.credit_note import BilledLine, CreditNote

_BILLED = (
    "SELECT l.id AS invoice_line_id, l.invoice_id, i.number AS invoice_number, i.issued_on AS invoiced_on, l.sales_order_id,"
    " l.sales_order_line_id, l.shipment_line_id, l.movement_id, l.product_id, l.description, l.quantity, l.net_amount,"
    " l.tax_class, l.tax_rate, l.tax_rounding, l.vat_category, l.vat_reason_code, l.vat_reason,"
    " i.currency, i.rate, i.rate_on, coalesce(c.quantity, 0) AS credited_quantity,"
    " coalesce(c.amount, 0) AS credited_amount FROM invoice_line l JOIN invoice i ON i.id = l.invoice_id"
    " LEFT JOIN invoice_line_credit c ON c.invoice_line_id = l.id"
)


async def lock_shipped(tx: Transaction, shipment_line_ids: Sequence[UUID]) -> dict[UUID, BilledLine]:
    """How these lines of shipments were billed, by their ids, as far as they are; held against other credit notes."""
    await _lock_invoices(
        tx, "SELECT invoice_id FROM invoice_line WHERE shipment_line_id = ANY($1)", list(shipment_line_ids)
    )
    rows = await tx.fetch(f"{_BILLED} WHERE l.shipment_line_id = ANY($1)", list(shipment_line_ids))
    return {row["shipment_line_id"]: _billed(dict(row)) for row in rows}


async def lock_invoiced(tx: Transaction, invoice_id: UUID) -> dict[UUID, BilledLine]:
    """The lines of an invoice, by their ids; held against other credit notes."""
    await _lock_invoices(tx, "SELECT $1::uuid", invoice_id)
    rows = await tx.fetch(f"{_BILLED} WHERE l.invoice_id = $1 ORDER BY l.id", invoice_id)
    return {row["invoice_line_id"]: _billed(dict(row)) for row in rows}


async def _lock_invoices(tx: Transaction, which: str, argument: object) -> None:
    await tx.execute(f"SELECT 1 FROM invoice WHERE id IN ({which}) ORDER BY id FOR NO KEY UPDATE", argument)


async def add(tx: Transaction, note: CreditNote, entry_id: UUID) -> None:
    """Write one with its lines; they count against what can be credited from now on."""
    request = note.request
    await tx.execute(
        "INSERT INTO customer_credit_note (id, number, credit_request_id, customer_id, bill_to_id, currency, credited_on,"
        " net_amount, tax_amount, gross_amount, entry_id) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        note.id,
        note.number,
        request.id,
        request.customer_id,
        request.bill_to_id,
        request.currency,
        note.credited_on,
        note.totals.net,
        note.totals.tax,
        note.totals.gross,
        entry_id,
    )
    await tx.copy(
        "customer_credit_note_line",
        ("id", "credit_note_id", "invoice_line_id", "quantity", "restocking_fee", "net_amount", "reason"),
        [
            (
                each.id,
                note.id,
                each.billed.invoice_line_id,
                each.quantity,
                each.restocking_fee,
                each.net_amount,
                each.reason,
            )
            for each in note.lines
        ],
    )
    await tx.execute(
        "INSERT INTO invoice_line_credit AS c (invoice_line_id, billed_quantity, billed_amount, quantity, amount)"
        " SELECT id, min(bq), min(ba), sum(q), sum(a) FROM unnest($1::uuid[], $2::numeric[], $3::numeric[], $4::numeric[],"
        " $5::numeric[]) AS x (id, bq, ba, q, a) GROUP BY id ON CONFLICT (invoice_line_id)"
        " DO UPDATE SET quantity = c.quantity + excluded.quantity, amount = c.amount + excluded.amount",
        [each.billed.invoice_line_id for each in note.lines],
        [each.billed.quantity for each in note.lines],
        [each.billed.net_amount for each in note.lines],
        [each.quantity for each in note.lines],
        [each.net_amount for each in note.lines],
    )


def _billed(row: dict[str, Any]) -> BilledLine:
    vat = Vat(VatCategory(row.pop("vat_category")), row.pop("vat_reason_code"), row.pop("vat_reason"))
    rate = ExchangeRate.of_row(row.pop("currency"), row.pop("rate"), row.pop("rate_on"))
    return BilledLine(**{**row, "rate": rate, "tax_rounding": TaxRounding(row["tax_rounding"]), "vat": vat})
