"""Payments as they were posted, and those taken back."""

from datetime import date
from uuid import UUID

from kit.db import ReadTransaction, Transaction
from kit.errors import unknown

from accounting.domain.matching import Adjusted, AdjustmentKind, Settled
from accounting.domain.payment import PostedPayment


async def get(tx: ReadTransaction, payment_id: UUID) -> PostedPayment:
    """The payment with what it settles.

    Raises:
        NotFound: there is none with this id.
    """
    row = await tx.fetchrow(
        "SELECT id, number, partner_id, direction, amount, currency, method, entry_id, unmatched_value FROM payment"
        " WHERE id = $1",
        payment_id,
    )
    if row is None:
        raise unknown("payment", payment_id, field="payment_id")
    matches = await tx.fetch(
        "SELECT document_id, amount, value FROM payment_match WHERE payment_id = $1 ORDER BY document_id", payment_id
    )
    adjustments = await tx.fetch(
        "SELECT document_id, kind, amount, value, tax_value FROM settlement_adjustment WHERE payment_id = $1 ORDER BY id",
        payment_id,
    )
    return PostedPayment(
        **dict(row),
        settled=[Settled(**dict(each)) for each in matches],
        adjusted=[Adjusted(**{**dict(each), "kind": AdjustmentKind(each["kind"])}) for each in adjustments],
    )


async def add_reversal(tx: Transaction, payment_id: UUID, entry_id: UUID, *, on: date, reason: str, by: str) -> bool:
    """Write that a payment was taken back; False when it was before."""
    return bool(
        await tx.execute(
            "INSERT INTO payment_reversal (payment_id, entry_id, reversed_on, reason, reversed_by)"
            " VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING",
            payment_id,
            entry_id,
            on,
            reason,
            by,
        )
    )


async def reopen(tx: Transaction, payment: PostedPayment) -> None:
    """What it settled is owed again."""
    parts = [(each.document_id, each.amount, each.value) for each in payment.settled]
    parts += [(each.document_id, each.amount, each.value) for each in payment.adjusted]
    await tx.execute(
        "UPDATE open_item o SET open_amount = o.open_amount + x.amount, open_value = o.open_value + x.value"
        " FROM (SELECT id, sum(amount) AS amount, sum(value) AS value"
        "  FROM unnest($1::uuid[], $2::numeric[], $3::numeric[]) AS p (id, amount, value) GROUP BY id) x"
        " WHERE o.document_id = x.id",
        [id_ for id_, _, _ in parts],
        [amount for _, amount, _ in parts],
        [value for _, _, value in parts],
    )


async def is_of_statement(tx: ReadTransaction, payment_id: UUID) -> bool:
    """Whether an entry of a statement stands as cleared by it."""
    return bool(
        await tx.fetchval(
            "SELECT true FROM bank_clearing c WHERE c.undone_at IS NULL AND (c.payment_id = $1 OR EXISTS"
            " (SELECT FROM cleared_movement m WHERE m.clearing_id = c.id AND m.movement_id = $1))",
            payment_id,
        )
    )
