"""Money that was recorded by hand: payments and refunds of credit, which a statement may show later."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from kit.db import ReadTransaction, Transaction
from kit.errors import unknown

from accounting.domain.bank.errors import MovementOnStatement


@dataclass(frozen=True, slots=True)
class Movement:
    """A payment or a refund; amount above zero: it came in."""

    id: UUID
    number: str
    partner_id: UUID
    amount: Decimal
    currency: str
    paid_on: date
    entry_id: UUID


_NAMES = "id, number, partner_id, amount, currency, paid_on, entry_id"
_BY_HAND = (
    "(SELECT p.id, p.number, p.partner_id, CASE p.direction WHEN 'received' THEN p.amount ELSE -p.amount END AS amount,"
    "  p.currency, p.paid_on, p.entry_id FROM payment p WHERE p.method <> 'credit-note'"
    "  AND NOT EXISTS (SELECT FROM bank_clearing c WHERE c.payment_id = p.id)"
    "  AND NOT EXISTS (SELECT FROM payment_reversal v WHERE v.payment_id = p.id)"
    " UNION ALL SELECT r.id, r.number, c.partner_id, CASE c.direction WHEN 'received' THEN -r.amount ELSE r.amount END,"
    "  c.currency, r.paid_on, r.entry_id FROM credit_refund r JOIN payment c ON c.id = r.credit_note_id"
    "  WHERE NOT EXISTS (SELECT FROM credit_refund_reversal v WHERE v.refund_id = r.id))"
)
_ON_STATEMENT = (
    "EXISTS (SELECT FROM cleared_movement x JOIN bank_clearing c ON c.id = x.clearing_id WHERE x.movement_id = m.id"
    " AND c.undone_at IS NULL)"
)


async def take(tx: Transaction, movement_ids: Sequence[UUID]) -> list[Movement]:
    """These, held against other entries of statements until the transaction ends.

    Raises:
        NotFound: one is no payment by hand and no refund, or was taken back.
        MovementOnStatement: a statement has one already.
    """
    ids = sorted(movement_ids)
    for table in ("payment", "credit_refund"):
        await tx.execute(f"SELECT 1 FROM {table} WHERE id = ANY($1) ORDER BY id FOR UPDATE", ids)
    rows = await tx.fetch(
        f"SELECT {_NAMES}, {_ON_STATEMENT} AS is_taken FROM {_BY_HAND} AS m WHERE id = ANY($1) ORDER BY number", ids
    )
    if missing := set(ids) - {row["id"] for row in rows}:
        raise unknown("payment that was recorded by hand", min(missing), field="movement_ids")
    if taken := [row["number"] for row in rows if row["is_taken"]]:
        raise MovementOnStatement(f"{', '.join(taken[:5])}: a statement has it already.", field="movement_ids")
    return [Movement(**{name: row[name] for name in _NAMES.split(", ")}) for row in rows]


async def link(tx: Transaction, clearing_id: UUID, movement_ids: Sequence[UUID]) -> None:
    """A clearing is of these."""
    await tx.copy("cleared_movement", ("clearing_id", "movement_id"), [(clearing_id, id_) for id_ in movement_ids])


async def not_on_statements(
    tx: ReadTransaction, currencies: Collection[str], since: date, until: date, *, limit: int
) -> list[Movement]:
    """What no statement has yet, of these days and currencies, the oldest first."""
    rows = await tx.fetch(
        f"SELECT {_NAMES} FROM {_BY_HAND} AS m WHERE currency = ANY($1) AND paid_on BETWEEN $2 AND $3 AND NOT {_ON_STATEMENT}"
        " ORDER BY paid_on, number LIMIT $4",
        list(currencies),
        since,
        until,
        limit,
    )
    return [Movement(**dict(row)) for row in rows]


async def named(tx: ReadTransaction, movement_ids: Collection[UUID]) -> dict[UUID, Movement]:
    """Those of these that there are."""
    rows = await tx.fetch(f"SELECT {_NAMES} FROM {_BY_HAND} AS m WHERE id = ANY($1)", list(movement_ids))
    return {row["id"]: Movement(**dict(row)) for row in rows}
