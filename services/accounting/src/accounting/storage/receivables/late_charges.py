"""Debit notes of late interest and indemnities, with the arithmetic of each."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

import asyncpg
from kit.db import ReadTransaction, Transaction
from kit.errors import unknown

from accounting.domain.receivables.dunning import Charge, Late
from accounting.domain.receivables.errors import NothingToCharge
from accounting.domain.receivables.late_charge import LateCharge
from accounting.domain.receivables.late_interest import InterestStep


async def add(tx: Transaction, charge: LateCharge, entry_id: UUID, by: str) -> None:
    """Write it.

    Raises:
        NothingToCharge: another has charged these days, or an indemnity, meanwhile.
    """
    await tx.execute(
        "INSERT INTO late_charge (id, number, partner_id, letter_id, charged_on, currency, interest, indemnity, value,"
        " entry_id, charged_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        charge.id,
        charge.number,
        charge.partner_id,
        charge.letter_id,
        charge.charged_on,
        charge.rate.currency,
        charge.interest,
        charge.indemnity,
        charge.value,
        entry_id,
        by,
    )
    columns = (
        "late_charge_id",
        "document_id",
        "after",
        "through",
        "amount",
        "steps",
        "interest",
        "indemnity",
        "is_live",
    )
    try:
        await tx.copy("late_charge_line", columns, [_row(charge.id, each) for each in charge.charges])
    except asyncpg.UniqueViolationError:
        raise NothingToCharge("Somebody has charged these days meanwhile: propose again.") from None


def _row(charge_id: UUID, each: Charge) -> tuple[object, ...]:
    item = each.document
    steps = [
        {
            "first": step.first.isoformat(),
            "last": step.last.isoformat(),
            "rate": str(step.rate),
            "amount": str(step.amount),
        }
        for step in each.steps
    ]
    after = max(item.due_on, item.charged_through or item.due_on)
    return (
        charge_id, item.document_id, after, each.through, item.open_amount, steps, each.interest, each.indemnity, True,
    )  # fmt: skip


async def charges(tx: ReadTransaction, charge_id: UUID) -> list[Charge]:
    """Its lines as they were computed, by due date.

    Raises:
        NotFound: there is no such charge.
    """
    rows = await tx.fetch(
        "SELECT o.document_id, o.number, o.partner_id, o.issued_on, o.due_on, o.currency, o.amount,"
        " l.amount AS open_amount, l.through, l.steps, l.indemnity FROM late_charge_line l"
        " JOIN open_item o USING (document_id) WHERE l.late_charge_id = $1 ORDER BY o.due_on, o.number",
        charge_id,
    )
    if not rows:
        raise unknown("late charge", charge_id)
    return [_charge(dict(row)) for row in rows]


def _charge(row: dict[str, Any]) -> Charge:
    through, steps, indemnity = (row.pop(name) for name in ("through", "steps", "indemnity"))
    item = Late(**row)
    return Charge(item, through, tuple(_step(each, item.open_amount) for each in steps), indemnity)


def _step(said: dict[str, str], amount: Decimal) -> InterestStep:
    """`amount`: that was open; the steps of older debit notes do not say theirs."""
    first, last = (date.fromisoformat(said[name]) for name in ("first", "last"))
    return InterestStep(first, last, Decimal(said["rate"]), Decimal(said.get("amount", amount)))


@dataclass(frozen=True, slots=True)
class Standing:
    """A charge as it stands: `is_in_use` while something settles, collects or carries it."""

    number: str
    partner_id: UUID
    value: Decimal
    entry_id: UUID
    is_taken_back: bool
    is_in_use: bool


async def lock(tx: Transaction, charge_id: UUID) -> Standing:
    """One of them, its open item held until the transaction ends.

    Raises:
        NotFound: there is no such charge.
    """
    await tx.execute("SELECT 1 FROM open_item WHERE document_id = $1 FOR UPDATE", charge_id)
    row = await tx.fetchrow(
        "SELECT c.number, c.partner_id, c.value, c.entry_id, r.late_charge_id IS NOT NULL AS is_taken_back,"
        " o.open_amount <> o.amount OR EXISTS (SELECT 1 FROM payment_order_document WHERE document_id = c.id AND is_live)"
        " OR EXISTS (SELECT 1 FROM doubtful_debt WHERE document_id = c.id AND carried <> 0) AS is_in_use"
        " FROM late_charge c JOIN open_item o ON o.document_id = c.id"
        " LEFT JOIN late_charge_reversal r ON r.late_charge_id = c.id WHERE c.id = $1",
        charge_id,
    )
    if row is None:
        raise unknown("late charge", charge_id)
    return Standing(**dict(row))


async def take_back(tx: Transaction, charge_id: UUID, entry_id: UUID, on: date, reason: str, by: str) -> None:
    """Write that it is not owed any more."""
    await tx.execute(
        "INSERT INTO late_charge_reversal (late_charge_id, entry_id, reversed_on, reason, reversed_by)"
        " VALUES ($1, $2, $3, $4, $5)",
        charge_id,
        entry_id,
        on,
        reason,
        by,
    )
    await tx.execute("UPDATE late_charge_line SET is_live = false WHERE late_charge_id = $1", charge_id)
