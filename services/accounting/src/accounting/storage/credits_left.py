"""What credit notes and payments left to customers, and to us with suppliers: what settles nothing yet."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal
from uuid import UUID

from kit.db import ReadTransaction, Transaction
from kit.errors import unknown
from kit.money import EXACT, round_half_up

from accounting.domain.errors import CreditInRun


@dataclass(frozen=True, slots=True)
class CreditLeft:
    """Of a credit note or a payment; `received`: it is a customer's, `paid`: it is ours with a supplier."""

    number: str
    partner_id: UUID
    direction: Literal["received", "paid"]
    currency: str
    amount: Decimal
    value: Decimal  # in company currency, as the books have it

    def part(self, amount: Decimal) -> Decimal:
        """What the books have of a part of it; all of it takes what is left."""
        if amount == self.amount:
            return self.value
        return round_half_up(EXACT.divide(EXACT.multiply(self.value, amount), self.amount))


async def lock(tx: Transaction, credit_id: UUID, *, is_of_statement: bool = False) -> CreditLeft:
    """What is left of it, held until the transaction ends. `is_of_statement`: the bank did it, whatever run has it.

    Raises:
        NotFound: there is no such credit note or payment, or it was taken back.
        CreditInRun: a payment run pays it back.
    """
    row = await tx.fetchrow(
        "SELECT p.number, p.partner_id, p.direction, p.currency, p.unmatched_amount AS amount, p.unmatched_value AS value"
        " FROM payment p WHERE p.id = $1 AND NOT EXISTS (SELECT FROM payment_reversal r WHERE r.payment_id = p.id) FOR UPDATE",
        credit_id,
    )
    if row is None:
        raise unknown("credit", credit_id)
    if not is_of_statement and (run := await _run_of(tx, credit_id)):
        raise CreditInRun(f"Payment run {run} pays {row['number']} back: cancel it first.", run=run)
    return CreditLeft(**dict(row))


async def lock_note(tx: Transaction, note_id: UUID) -> CreditLeft:
    """What is left of a customer's credit note, held until the transaction ends.

    Raises:
        NotFound: there is none with this id. CreditInRun: a payment run pays it back.
    """
    if not await tx.fetchval("SELECT EXISTS (SELECT FROM customer_credit_note WHERE id = $1)", note_id):
        raise unknown("customer credit note", note_id)
    return await lock(tx, note_id)


async def _run_of(tx: ReadTransaction, credit_id: UUID) -> str | None:
    number: str | None = await tx.fetchval(
        "SELECT r.number FROM payment_order_document d JOIN payment_order o ON o.id = d.order_id"
        " JOIN payment_run r ON r.id = o.run_id WHERE d.document_id = $1 AND d.is_live",
        credit_id,
    )
    return number


async def take(tx: Transaction, credit_id: UUID, amount: Decimal, value: Decimal) -> None:
    """So much less is left, and the books have so much less of it; below zero: more."""
    await tx.execute(
        "UPDATE payment SET unmatched_amount = unmatched_amount - $2, unmatched_value = unmatched_value - $3 WHERE id = $1",
        credit_id,
        amount,
        value,
    )


async def add_refund(tx: Transaction, row: tuple[object, ...]) -> None:
    await tx.copy(
        "credit_refund",
        ("id", "number", "credit_note_id", "amount", "paid_on", "method", "reference", "entry_id"),
        [row],
    )


@dataclass(frozen=True, slots=True)
class Refunded:
    """A refund as it stands."""

    id: UUID
    number: str
    credit_id: UUID
    amount: Decimal
    entry_id: UUID


async def refunds_of_clearing(tx: ReadTransaction, clearing_id: UUID) -> list[Refunded]:
    """The refunds that an entry of a statement was cleared as."""
    rows = await tx.fetch(
        "SELECT r.id, r.number, r.credit_note_id AS credit_id, r.amount, r.entry_id FROM credit_refund r"
        " JOIN cleared_movement x ON x.movement_id = r.id WHERE x.clearing_id = $1 ORDER BY r.number",
        clearing_id,
    )
    return [Refunded(**dict(row)) for row in rows]


async def take_refund_back(tx: Transaction, refund_id: UUID, entry_id: UUID, on: date, reason: str, by: str) -> None:
    """Write that it was none."""
    await tx.execute(
        "INSERT INTO credit_refund_reversal (refund_id, entry_id, reversed_on, reason, reversed_by)"
        " VALUES ($1, $2, $3, $4, $5)",
        refund_id,
        entry_id,
        on,
        reason,
        by,
    )


async def is_paid_back(tx: ReadTransaction, credit_id: UUID) -> bool:
    """Whether some of a payment went back."""
    found: bool = await tx.fetchval(
        "SELECT EXISTS (SELECT FROM credit_refund f WHERE f.credit_note_id = $1"
        " AND NOT EXISTS (SELECT FROM credit_refund_reversal v WHERE v.refund_id = f.id))",
        credit_id,
    )
    return found
