"""Bills as they are entered, their disputes, and tolerances. A bill is locked before what was received."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

from kit.db import ReadTransaction, Transaction
from kit.errors import unknown
from kit.ids import new_id

from accounting.domain.bill_tax import BilledTax
from accounting.domain.matched_bill import (
    BillStatus,
    DisputeKind,
    EnteredBill,
    EnteredLine,
    Finding,
    Resolution,
    Tolerance,
    number_key,
)
from accounting.storage.bills import charges_of

_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Dispute:
    """A finding that has an owner until it is resolved."""

    id: UUID
    bill_id: UUID
    line_id: UUID | None
    kind: DisputeKind
    at_risk: Decimal
    owner: str
    resolution: Resolution | None


async def add(tx: Transaction, bill: EnteredBill) -> bool:
    """Write it; False when its id or number is taken."""
    added = await tx.execute(
        "INSERT INTO supplier_bill (id, supplier_id, supplier_number, number_key, billed_on, due_on, tax_class, tax_amount,"
        " net_amount, status, entered_by, version, currency, taxes)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)"
        " ON CONFLICT DO NOTHING",
        bill.id,
        bill.supplier_id,
        bill.supplier_number,
        number_key(bill.supplier_number),
        bill.billed_on,
        bill.due_on,
        bill.tax_class,
        bill.tax_amount,
        bill.net_amount,
        str(bill.status),
        bill.entered_by,
        bill.version,
        bill.currency,
        stored_taxes(bill.taxes),
    )
    if added:
        await _add_lines(tx, bill)
    return bool(added)


async def rewrite(tx: Transaction, bill: EnteredBill) -> None:
    """Write all of a locked bill but its number."""
    await tx.execute(
        "UPDATE supplier_bill SET billed_on = $2, due_on = $3, tax_class = $4, tax_amount = $5, net_amount = $6,"
        " version = $7, currency = $8, taxes = $9 WHERE id = $1",
        bill.id,
        bill.billed_on,
        bill.due_on,
        bill.tax_class,
        bill.tax_amount,
        bill.net_amount,
        bill.version,
        bill.currency,
        stored_taxes(bill.taxes),
    )
    for table in ("supplier_bill_line", "supplier_bill_charge"):
        await tx.execute(f"DELETE FROM {table} WHERE bill_id = $1", bill.id)
    await _add_lines(tx, bill)


async def _add_lines(tx: Transaction, bill: EnteredBill) -> None:
    await tx.copy(
        "supplier_bill_line",
        ("id", "bill_id", "position", "receipt_line_id", "purchase_order_line_id", "quantity", "net_amount", "tax_class"),
        [
            (
                line.id, bill.id, i, line.receipt_line_id, line.purchase_order_line_id, line.quantity, line.net_amount,
                line.tax_class,
            )
            for i, line in enumerate(bill.lines)
        ],
    )  # fmt: skip
    await tx.copy(
        "supplier_bill_charge",
        ("id", "bill_id", "position", "account", "label", "net_amount", "tax_class"),
        [
            (each.id, bill.id, i, each.account, each.label, each.net_amount, each.tax_class)
            for i, each in enumerate(bill.charges)
        ],
    )


async def get(tx: ReadTransaction, bill_id: UUID) -> EnteredBill:
    """One bill.

    Raises:
        NotFound: there is none with this id.
    """
    return await _get(tx, bill_id, "")


async def lock(tx: Transaction, bill_id: UUID) -> EnteredBill:
    """One bill, held until the transaction ends.

    Raises:
        NotFound: there is none with this id.
    """
    return await _get(tx, bill_id, " FOR UPDATE")


async def _get(tx: ReadTransaction, bill_id: UUID, how: str) -> EnteredBill:
    row = await tx.fetchrow(
        "SELECT id, supplier_id, supplier_number, billed_on, due_on, tax_class, tax_amount, status, entered_by, version,"
        f" currency, taxes FROM supplier_bill WHERE id = $1{how}",
        bill_id,
    )
    if row is None:
        raise unknown("supplier bill", bill_id)
    lines = await tx.fetch(
        "SELECT id, receipt_line_id, purchase_order_line_id, quantity, net_amount, tax_class FROM supplier_bill_line"
        " WHERE bill_id = $1 ORDER BY position",
        bill_id,
    )
    charges = await charges_of(tx, bill_id)
    values = {**dict(row), "status": BillStatus(row["status"]), "taxes": taxes_of(row["taxes"])}
    return EnteredBill(**values, lines=tuple(EnteredLine(**dict(line)) for line in lines), charges=charges)


def stored_taxes(taxes: Sequence[BilledTax]) -> list[dict[str, str]]:
    """Taxes by rate as they are kept."""
    return [{"rate": str(each.rate), "base": str(each.base), "tax": str(each.tax)} for each in taxes]


def taxes_of(stored: Sequence[dict[str, str]]) -> tuple[BilledTax, ...]:
    """And read again."""
    return tuple(BilledTax(*(Decimal(each[name]) for name in ("rate", "base", "tax"))) for each in stored)


async def set_status(tx: Transaction, bill_id: UUID, status: BillStatus) -> None:
    await tx.execute("UPDATE supplier_bill SET status = $2, version = version + 1 WHERE id = $1", bill_id, str(status))


async def set_gross(tx: Transaction, bill_id: UUID, gross: Decimal) -> None:
    await tx.execute("UPDATE supplier_bill SET gross_amount = $2 WHERE id = $1", bill_id, gross)


async def twins(tx: ReadTransaction, bill: EnteredBill) -> list[str]:
    """Numbers of this supplier's other bills of the same amount within a week."""
    rows = await tx.fetch(
        "SELECT supplier_number FROM supplier_bill WHERE supplier_id = $1 AND id <> $2 AND net_amount = $3 AND currency = $6"
        " AND billed_on BETWEEN $4 AND $5 AND status NOT IN ('rejected', 'cancelled')"
        " ORDER BY 1",
        bill.supplier_id,
        bill.id,
        bill.net_amount,
        bill.billed_on - _WEEK,
        bill.billed_on + _WEEK,
        bill.currency,
    )
    return [row["supplier_number"] for row in rows]


# --- disputes ---


async def keep_findings(
    tx: Transaction, bill_id: UUID, found: Sequence[Finding], *, owner: str, now: datetime
) -> list[Dispute]:
    """What is in the way now; what is not any more is solved. What somebody accepted stays so, for no more money.

    Returns the disputes that are open.
    """
    await tx.execute(
        "UPDATE bill_dispute d SET resolution = 'solved', resolved_at = $2 WHERE bill_id = $1 AND resolution IS NULL"
        " AND NOT EXISTS (SELECT FROM unnest($3::text[], $4::uuid[]) AS f (kind, line)"
        " WHERE f.kind = d.kind AND f.line IS NOT DISTINCT FROM d.line_id)",
        bill_id,
        now,
        [str(each.kind) for each in found],
        [each.line_id for each in found],
    )
    await tx.execute(
        "INSERT INTO bill_dispute AS d (id, bill_id, line_id, kind, at_risk, reason, owner, opened_at)"
        " SELECT f.id, $1, f.line, f.kind, f.risk, f.reason, $2, $3"
        " FROM unnest($4::uuid[], $5::uuid[], $6::text[], $7::numeric[], $8::text[]) AS f (id, line, kind, risk, reason)"
        " ON CONFLICT (bill_id, line_id, kind) DO UPDATE SET reason = excluded.reason,"
        " resolution = CASE WHEN d.resolution IN ('accepted', 'credit-expected') AND excluded.at_risk <= d.at_risk"
        " THEN d.resolution END, at_risk = excluded.at_risk",
        bill_id,
        owner,
        now,
        [new_id() for _ in found],
        [each.line_id for each in found],
        [str(each.kind) for each in found],
        [each.at_risk for each in found],
        [each.reason for each in found],
    )
    return [each for each in await disputes(tx, bill_id) if each.resolution is None]


async def disputes(tx: ReadTransaction, bill_id: UUID) -> list[Dispute]:
    """All about a bill."""
    rows = await tx.fetch(
        "SELECT id, bill_id, line_id, kind, at_risk, owner, resolution FROM bill_dispute WHERE bill_id = $1 ORDER BY id",
        bill_id,
    )
    return [
        Dispute(
            **{
                **dict(row),
                "kind": DisputeKind(row["kind"]),
                "resolution": Resolution(row["resolution"]) if row["resolution"] else None,
            }
        )
        for row in rows
    ]


async def dispute_of(tx: ReadTransaction, dispute_id: UUID) -> UUID:
    """The bill that a dispute is about.

    Raises:
        NotFound: there is no such dispute.
    """
    bill_id: UUID | None = await tx.fetchval("SELECT bill_id FROM bill_dispute WHERE id = $1", dispute_id)
    if bill_id is None:
        raise unknown("dispute", dispute_id)
    return bill_id


async def resolve(
    tx: Transaction, dispute_id: UUID, resolution: Resolution, note: str, *, by: str, now: datetime
) -> None:
    await tx.execute(
        "UPDATE bill_dispute SET resolution = $2, note = $3, resolved_by = $4, resolved_at = $5 WHERE id = $1",
        dispute_id,
        str(resolution),
        note,
        by,
        now,
    )


async def hand_over(tx: Transaction, dispute_id: UUID, owner: str, note: str) -> None:
    await tx.execute("UPDATE bill_dispute SET owner = $2, note = $3 WHERE id = $1", dispute_id, owner, note)


async def solve_all(tx: Transaction, bill_id: UUID, now: datetime) -> None:
    """The bill was rejected: nothing is disputed any more."""
    await tx.execute(
        "UPDATE bill_dispute SET resolution = 'solved', resolved_at = $2 WHERE bill_id = $1 AND resolution IS NULL",
        bill_id,
        now,
    )


# --- tolerances ---


async def tolerance_for(tx: ReadTransaction, supplier_id: UUID) -> Tolerance | None:
    """What counts for a supplier: his own, else that of every other."""
    row = await tx.fetchrow(
        "SELECT price_rate, price_amount FROM bill_tolerance WHERE supplier_id = $1 OR supplier_id IS NULL"
        " ORDER BY supplier_id NULLS LAST LIMIT 1",
        supplier_id,
    )
    return None if row is None else Tolerance(**dict(row))


async def tolerances(tx: ReadTransaction) -> list[tuple[UUID | None, Tolerance]]:
    rows = await tx.fetch(
        "SELECT supplier_id, price_rate, price_amount FROM bill_tolerance ORDER BY supplier_id NULLS LAST"
    )
    return [(row["supplier_id"], Tolerance(row["price_rate"], row["price_amount"])) for row in rows]


async def set_tolerances(tx: Transaction, asked: Sequence[tuple[UUID | None, Tolerance]]) -> None:
    """These and no others."""
    await tx.execute("DELETE FROM bill_tolerance")
    await tx.copy(
        "bill_tolerance",
        ("supplier_id", "price_rate", "price_amount"),
        [(supplier_id, each.price_rate, each.price_amount) for supplier_id, each in asked],
    )


async def cancel(tx: Transaction, bill_id: UUID, *, reason: str, on: date, by: str, entry_id: UUID) -> bool:
    """A posted bill was taken back; False when it was so before."""
    return bool(
        await tx.execute(
            "INSERT INTO bill_cancellation (bill_id, reason, cancelled_on, cancelled_by, entry_id)"
            " VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING",
            bill_id,
            reason,
            on,
            by,
            entry_id,
        )
    )
