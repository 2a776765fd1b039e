"""Invoices that suppliers sent, their lines, and the orders that they may be about."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any
from uuid import UUID

from asyncpg import UniqueViolationError
from kit.db import ReadTransaction, Transaction
from kit.errors import unknown

from accounting.domain.einvoice.findings import Finding, Severity
from accounting.domain.einvoice.model import Party
from accounting.domain.einvoice.proposal import OrderLine, gtin14
from accounting.domain.einvoice.received import ReceivedInvoice, ReceivedLine, Status
from accounting.domain.matched_bill import number_key
from accounting.storage.einvoice.results import stored
from accounting.storage.supplier_bills import stored_taxes, taxes_of

_HEAD = (
    "id", "source", "status", "version", "received_at", "received_by", "syntax", "profile", "rules_version", "is_readable",
    "kind", "number", "issued_on", "due_on", "currency", "seller_name", "seller_key", "seller_vat_id", "seller_country",
    "supplier_id", "order_number", "iban", "net_amount", "tax_amount", "gross_amount", "tax_rate", "taxes", "bill_id",
    "decided_by", "decision",
)  # fmt: skip
_LINE = (
    "name", "seller_sku", "buyer_sku", "gtin", "order_number", "quantity", "unit", "unit_price", "net_amount", "tax_rate",
)  # fmt: skip


async def add(tx: Transaction, invoice: ReceivedInvoice, matched_count: int) -> bool:
    """Write it; False when this seller's number of the year is there already."""
    values = {name: getattr(invoice, name) for name in _HEAD}
    values |= {
        "status": str(invoice.status),
        "taxes": stored_taxes(invoice.taxes),
        "findings": [stored(each) for each in invoice.findings],
        "number_key": number_key(invoice.number),
        "line_count": len(invoice.lines),
        "matched_count": matched_count,
    }
    places = ", ".join(f"${i}" for i in range(1, len(values) + 1))
    added = await tx.execute(
        f"INSERT INTO received_invoice ({', '.join(values)}) VALUES ({places}) ON CONFLICT DO NOTHING", *values.values()
    )
    if added:
        await tx.copy(
            "received_invoice_line",
            ("received_invoice_id", "position", *_LINE),
            [(invoice.id, i, *(getattr(line, name) for name in _LINE)) for i, line in enumerate(invoice.lines, 1)],
        )
    return bool(added)


async def get(tx: ReadTransaction, invoice_id: UUID) -> ReceivedInvoice:
    """One of them.

    Raises:
        NotFound: there is none with this id.
    """
    return await _get(tx, invoice_id, "")


async def lock(tx: Transaction, invoice_id: UUID) -> ReceivedInvoice:
    """One of them, held until the transaction ends.

    Raises:
        NotFound: there is none with this id.
    """
    return await _get(tx, invoice_id, " FOR UPDATE")


async def _get(tx: ReadTransaction, invoice_id: UUID, how: str) -> ReceivedInvoice:
    row = await tx.fetchrow(f"SELECT {', '.join(_HEAD)}, findings FROM received_invoice WHERE id = $1{how}", invoice_id)
    if row is None:
        raise unknown("received invoice", invoice_id)
    lines = await tx.fetch(
        f"SELECT {', '.join(_LINE)} FROM received_invoice_line WHERE received_invoice_id = $1 ORDER BY position",
        invoice_id,
    )
    values: dict[str, Any] = {**dict(row), "status": Status(row["status"])}
    values["findings"] = tuple(Finding(**{**each, "severity": Severity(each["severity"])}) for each in row["findings"])
    values["taxes"] = taxes_of(row["taxes"])
    return ReceivedInvoice(**values, lines=tuple(ReceivedLine(**dict(line)) for line in lines))


async def move(
    tx: Transaction, invoice: ReceivedInvoice, status: Status, *, by: str, decision: str | None = None
) -> bool:
    """A locked invoice goes on; False when another of its number is there already."""
    try:
        async with tx.savepoint():
            await tx.execute(
                "UPDATE received_invoice SET status = $2, version = version + 1, decided_by = $3,"
                " decision = coalesce($4, decision) WHERE id = $1",
                invoice.id,
                str(status),
                by,
                decision,
            )
    except UniqueViolationError:
        return False
    return True


async def set_supplier(tx: Transaction, invoice_id: UUID, supplier_id: UUID) -> None:
    await tx.execute(
        "UPDATE received_invoice SET supplier_id = $2, version = version + 1 WHERE id = $1", invoice_id, supplier_id
    )


async def set_bill(tx: Transaction, invoice_id: UUID, bill_id: UUID) -> None:
    await tx.execute("UPDATE received_invoice SET bill_id = $2 WHERE id = $1", invoice_id, bill_id)


async def supplier_of(tx: ReadTransaction, seller: Party, key: str) -> UUID | None:
    """The supplier who sent it: by SIREN, VAT number or GLN; nothing when nobody or several are."""
    rows = await tx.fetch(
        "SELECT id FROM partner_identity WHERE is_supplier AND (siren = $1 OR (vat_id <> '' AND vat_id = $2)"
        " OR (gln <> '' AND gln = $3)) LIMIT 2",
        key,
        seller.vat_id,
        seller.gln,
    )
    return rows[0]["id"] if len(rows) == 1 else None


async def is_supplier(tx: ReadTransaction, partner_id: UUID) -> bool:
    found: bool | None = await tx.fetchval("SELECT is_supplier FROM partner_identity WHERE id = $1", partner_id)
    return bool(found)


async def order_lines(
    tx: ReadTransaction, supplier_id: UUID, currency: str, order_numbers: Sequence[str]
) -> list[OrderLine]:
    """What of this supplier may be billed: received and not billed, still to come, or of an order that is named."""
    rows = await tx.fetch(
        "SELECT l.id, l.purchase_order_number, l.product_id, l.quantity, l.unit_price, p.sku, n.stock_uom, n.packagings,"
        " n.suppliers -> $1::text AS reference, g.received, g.unbilled FROM purchase_order_line l"
        " LEFT JOIN LATERAL (SELECT coalesce(sum(quantity), 0) AS received, coalesce(sum(quantity - billed_quantity), 0)"
        " AS unbilled FROM goods_received WHERE purchase_order_line_id = l.id) g ON true"
        " LEFT JOIN product p ON p.id = l.product_id LEFT JOIN product_identity n ON n.id = l.product_id"
        " WHERE l.supplier_id = $1::uuid AND l.currency = $2 AND (g.unbilled > 0 OR g.received < l.quantity"
        " OR l.purchase_order_number = ANY($3)) ORDER BY l.id",
        str(supplier_id),
        currency,
        list(order_numbers),
    )
    return [_order_line(dict(row)) for row in rows]


def _order_line(row: Mapping[str, Any]) -> OrderLine:
    reference = row["reference"] or {}
    packagings = row["packagings"] or {}
    factors = {code: Fraction(each["numerator"], each["denominator"]) for code, each in packagings.items()}
    units = {each["uom"]: factors[code] for code, each in packagings.items()}
    units[row["stock_uom"] or "C62"] = Fraction(1)
    if bought_in := packagings.get(reference.get("packaging", "")):
        units[bought_in["uom"]] = factors[reference["packaging"]]
    return OrderLine(
        id=row["id"],
        order_number=row["purchase_order_number"],
        product_id=row["product_id"],
        sku=row["sku"] or "",
        supplier_sku=reference.get("sku", ""),
        gtins={gtin14(each["gtin"]): factors[code] for code, each in packagings.items() if each["gtin"]},
        units=units,
        unit_price=row["unit_price"],
        ordered=row["quantity"],
        received=row["received"],
        unbilled=row["unbilled"],
    )
