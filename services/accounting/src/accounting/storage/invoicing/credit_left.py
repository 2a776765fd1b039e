"""What credit notes left to customers: what they did not settle stands beside unmatched payments."""

from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from kit.db import Transaction
from kit.errors import unknown
from kit.money import EXACT, round_half_up


@dataclass(frozen=True, slots=True)
class CreditLeft:
    """Of a credit note."""

    number: str
    partner_id: UUID
    currency: str
    amount: Decimal
    value: Decimal  # in company currency, as the books have it

    def part(self, amount: Decimal) -> Decimal:
        """What the books have of a part of it; all of it takes what is left."""
        if amount == self.amount:
            return self.value
        return round_half_up(EXACT.divide(EXACT.multiply(self.value, amount), self.amount))


async def lock(tx: Transaction, note_id: UUID) -> CreditLeft:
    """What is left of a credit note, held until the transaction ends.

    Raises:
        NotFound: there is none with this id.
    """
    row = await tx.fetchrow(
        "SELECT number, partner_id, currency, unmatched_amount AS amount, unmatched_value AS value FROM payment"
        " WHERE id = $1 AND method = 'credit-note' AND direction = 'received' FOR UPDATE",
        note_id,
    )
    if row is None:
        raise unknown("customer credit note", note_id)
    return CreditLeft(**dict(row))


async def take(tx: Transaction, note_id: UUID, amount: Decimal, value: Decimal) -> None:
    """So much less is left, and the books have so much less of it."""
    await tx.execute(
        "UPDATE payment SET unmatched_amount = unmatched_amount - $2, unmatched_value = unmatched_value - $3 WHERE id = $1",
        note_id,
        amount,
        value,
    )


async def add_refund(tx: Transaction, row: tuple[object, ...]) -> None:
    await tx.copy(
        "credit_refund",
        ("id", "number", "credit_note_id", "amount", "paid_on", "method", "reference", "entry_id"),
        [row],
    )
