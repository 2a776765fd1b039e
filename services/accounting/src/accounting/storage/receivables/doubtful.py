"""Debts that may not be paid."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from uuid import UUID

from kit.db import ReadTransaction, Transaction
from kit.errors import unknown

from accounting.domain.receivables.doubtful import DoubtfulDebt

_DEBT = (
    "SELECT d.document_id, o.number, o.partner_id, d.rate, o.open_value, coalesce(i.tax_amount / nullif(i.gross_amount, 0), 0)"
    " AS tax_share, d.carried, d.allowance, d.is_current FROM doubtful_debt d JOIN open_item o USING (document_id)"
    " LEFT JOIN invoice i ON i.id = d.document_id"
)


async def keep(tx: Transaction, document_id: UUID, *, rate: Decimal, reason: str, by: str, on: date) -> None:
    """Somebody doubts this invoice, by so much."""
    await tx.execute(
        "INSERT INTO doubtful_debt (document_id, rate, carried, allowance, is_current, reason, decided_by, decided_on)"
        " VALUES ($1, $2, 0, 0, true, $3, $4, $5) ON CONFLICT (document_id) DO UPDATE SET rate = excluded.rate,"
        " is_current = true, reason = excluded.reason, decided_by = excluded.decided_by, decided_on = excluded.decided_on",
        document_id,
        rate,
        reason,
        by,
        on,
    )


async def end(tx: Transaction, document_id: UUID, *, reason: str, by: str, on: date) -> bool:
    """Nobody doubts it any more; False when nobody did."""
    return bool(
        await tx.execute(
            "UPDATE doubtful_debt SET is_current = false, reason = $2, decided_by = $3, decided_on = $4"
            " WHERE document_id = $1 AND is_current",
            document_id,
            reason,
            by,
            on,
        )
    )


async def lock(tx: Transaction, document_ids: Sequence[UUID]) -> list[DoubtfulDebt]:
    """Those of the invoices that somebody doubts or has doubted."""
    rows = await tx.fetch(
        f"{_DEBT} WHERE d.document_id = ANY($1) ORDER BY d.document_id FOR UPDATE OF d", list(document_ids)
    )
    return [DoubtfulDebt(**dict(row)) for row in rows]


async def lock_outdated(tx: Transaction, limit: int) -> list[DoubtfulDebt]:
    """Some of which more or less is open than the books carry as doubtful."""
    rows = await tx.fetch(
        f"{_DEBT} WHERE d.is_current AND d.carried <> o.open_value ORDER BY d.document_id LIMIT $1"
        " FOR UPDATE OF d SKIP LOCKED",
        limit,
    )
    return [DoubtfulDebt(**dict(row)) for row in rows]


async def set_carried(tx: Transaction, debts: Sequence[DoubtfulDebt]) -> None:
    """The books have what they should."""
    await tx.execute(
        "UPDATE doubtful_debt d SET carried = x.carried, allowance = x.allowance"
        " FROM unnest($1::uuid[], $2::numeric[], $3::numeric[]) AS x (id, carried, allowance) WHERE d.document_id = x.id",
        [debt.document_id for debt in debts],
        [debt.to_carry for debt in debts],
        [debt.to_allow for debt in debts],
    )


async def lock_open_invoice(tx: Transaction, document_id: UUID) -> tuple[UUID, str, str, Decimal, Decimal]:
    """Customer, number, currency, open amount and open value of an invoice; held against payments of that customer.

    Raises:
        NotFound: there is no such invoice, or nothing is open on it.
    """
    row = await tx.fetchrow(
        "SELECT partner_id, number, currency, open_amount, open_value FROM open_item WHERE document_id = $1"
        " AND is_receivable AND open_amount > 0 FOR UPDATE",
        document_id,
    )
    if row is None:
        raise unknown("open invoice", document_id, field="document_id")
    return row["partner_id"], row["number"], row["currency"], row["open_amount"], row["open_value"]


async def last_settlement(tx: ReadTransaction, document_id: UUID) -> UUID | None:
    """What settled a part of it last."""
    found: UUID | None = await tx.fetchval(
        "SELECT m.payment_id FROM payment_match m LEFT JOIN payment_reversal r USING (payment_id)"
        " WHERE m.document_id = $1 AND r.payment_id IS NULL ORDER BY m.payment_id DESC LIMIT 1",
        document_id,
    )
    return found
