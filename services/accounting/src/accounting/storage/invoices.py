"""Issued invoices and the tax rates they are computed by."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from kit.db import ReadTransaction, Transaction
from kit.errors import unknown

from accounting.domain.invoice import Invoice, TaxRate, TaxRounding


@dataclass(frozen=True, slots=True)
class InvoiceHead:
    """Whose invoice it is, and in which currency."""

    number: str
    customer_id: UUID
    bill_to_id: UUID
    currency: str


async def head(tx: ReadTransaction, invoice_id: UUID) -> InvoiceHead:
    """An invoice without its lines.

    Raises:
        NotFound: there is none with this id.
    """
    row = await tx.fetchrow("SELECT number, customer_id, bill_to_id, currency FROM invoice WHERE id = $1", invoice_id)
    if row is None:
        raise unknown("invoice", invoice_id)
    return InvoiceHead(**dict(row))


async def tax_rates(tx: ReadTransaction) -> dict[str, list[TaxRate]]:
    """All rates by class, newest first."""
    rows = await tx.fetch(
        "SELECT tax_class, rate, effective_from, rounding FROM tax_rate ORDER BY tax_class, effective_from DESC"
    )
    rates: dict[str, list[TaxRate]] = {}
    for row in rows:
        rates.setdefault(row["tax_class"], []).append(tax_rate_of(dict(row)))
    return rates


def tax_rate_of(row: Mapping[str, Any]) -> TaxRate:
    """The rate of a row of `tax_rate`."""
    return TaxRate(**{**row, "rounding": TaxRounding(row["rounding"])})


async def set_tax_rate(tx: Transaction, rate: TaxRate) -> None:
    """From its day on; invoices issued before stay as they are."""
    await tx.execute(
        "INSERT INTO tax_rate (tax_class, effective_from, rate, rounding) VALUES ($1, $2, $3, $4)"
        " ON CONFLICT (tax_class, effective_from) DO UPDATE SET rate = excluded.rate, rounding = excluded.rounding",
        rate.tax_class,
        rate.effective_from,
        rate.rate,
        str(rate.rounding),
    )


async def rate(tx: ReadTransaction, tax_class: str, day: date) -> Decimal | None:
    """The rate of a class on a day."""
    found: Decimal | None = await tx.fetchval(
        "SELECT rate FROM tax_rate WHERE tax_class = $1 AND effective_from <= $2 ORDER BY effective_from DESC LIMIT 1",
        tax_class,
        day,
    )
    return found


async def add(tx: Transaction, invoices: Sequence[Invoice], entry_ids: Sequence[UUID | None]) -> None:
    """Write invoices with their lines."""
    await tx.copy(
        "invoice",
        (
            "id", "number", "sales_order_id", "sales_order_number", "shipment_id", "customer_id", "bill_to_id", "currency",
            "issued_on", "due_on", "net_amount", "tax_amount", "gross_amount", "rate", "rate_on", "value", "entry_id",
            "discount_rate", "discount_until", "discount_amount",
        ),
        [
            (
                i.id, i.number, i.order and i.order.id, i.order.number if i.order else "", i.shipment_id, i.customer_id,
                i.head.bill_to_id, i.head.currency, i.issued_on, i.due_on, i.totals.net, i.totals.tax, i.totals.gross,
                i.rate.column, i.rate.on, i.value.gross, entry_id, i.discount and i.discount.rate, i.discount and i.discount.until,
                i.discount and i.discount.amount,
            )
            for i, entry_id in zip(invoices, entry_ids, strict=True)
        ],
    )  # fmt: skip
    await tx.copy(
        "invoice_line",
        (
            "id", "invoice_id", "sales_order_id", "shipment_id", "sales_order_line_id", "shipment_line_id", "movement_id",
            "product_id", "description", "quantity", "unit_price", "net_amount", "tax_class", "tax_rate", "tax_rounding",
            "vat_category", "vat_reason_code", "vat_reason",
        ),
        [
            (
                line.id, i.id, part.order.id, line.shipment_id, line.sales_order_line_id, line.shipment_line_id,
                line.movement_id, line.product_id, line.description, line.quantity, line.unit_price, line.net_amount,
                line.tax_class, line.tax_rate, str(line.tax_rounding), str(line.vat.category), line.vat.reason_code,
                line.vat.reason,
            )
            for i in invoices
            for part in i.parts
            for line in part.lines
        ],
    )  # fmt: skip
