"""What customers may owe: one row per customer, locked while it is decided, so that two orders never take the same credit."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from kit.db import ReadTransaction, Transaction
from kit.money import ZERO

from accounting.domain.credit import CreditTerms, Late
from accounting.storage.credit_facts import LATE_BY_DAY


@dataclass(frozen=True, slots=True)
class CreditAccount:
    """A customer's credit. Exposure is what is invoiced and open plus what is ordered and not invoiced."""

    partner_id: UUID
    terms: CreditTerms
    receivable: Decimal
    committed: Decimal

    @property
    def exposure(self) -> Decimal:
        return self.receivable + self.committed


_TERMS = ("credit_limit", "insured_limit", "temporary_limit", "temporary_until", "is_on_hold", "customer_class")
_COLUMNS = ("partner_id", "receivable", "committed", *_TERMS)


async def lock(tx: Transaction, partner_id: UUID) -> CreditAccount | None:
    """The account, held against other orders until the transaction ends."""
    row = await tx.fetchrow(
        f"SELECT {', '.join(_COLUMNS)} FROM credit_account WHERE partner_id = $1 FOR UPDATE", partner_id
    )
    return None if row is None else account_of(dict(row))


async def find_many(tx: ReadTransaction, partner_ids: Sequence[UUID]) -> dict[UUID, CreditAccount]:
    """Those accounts that exist."""
    rows = await tx.fetch(
        f"SELECT {', '.join(_COLUMNS)} FROM credit_account WHERE partner_id = ANY($1)", list(partner_ids)
    )
    return {row["partner_id"]: account_of(dict(row)) for row in rows}


def account_of(row: Mapping[str, Any]) -> CreditAccount:
    """The account of a row of `credit_account`."""
    terms = CreditTerms(**{name: row[name] for name in _TERMS})
    return CreditAccount(row["partner_id"], terms, row["receivable"], row["committed"])


@dataclass(frozen=True, slots=True)
class CreditHold:
    """An order's part of the credit."""

    partner_id: UUID
    amount: Decimal
    is_firm: bool


@dataclass(frozen=True, slots=True)
class Standing:
    """A locked account, and what is late of it, a sum for each due day, the oldest first."""

    account: CreditAccount
    late: list[Late]


_STANDING = (
    f"SELECT {', '.join(f'a.{name}' for name in _COLUMNS)},"
    " (SELECT array_agg((due_on, open_value, document_id, number) ORDER BY due_on) FROM"
    f" ({LATE_BY_DAY.format(partner='i.partner_id = a.partner_id', today='$2')}) AS l) AS late"
    " FROM credit_account a WHERE a.partner_id = $1 FOR UPDATE"
)


async def lock_standing(tx: Transaction, partner_id: UUID, today: date) -> Standing | None:
    """The account, held against other orders until the transaction ends, and how it stands: one statement, for orders wait."""
    row = await tx.fetchrow(_STANDING, partner_id, today)
    return None if row is None else Standing(account_of(dict(row)), [Late(*day) for day in row["late"] or ()])


async def held(tx: ReadTransaction, order_id: UUID) -> CreditHold | None:
    """What the order has of the credit; nothing when it never had any, or gave it back."""
    row = await tx.fetchrow(
        "SELECT partner_id, amount, status = 'firm' AS is_firm FROM credit_hold"
        " WHERE order_id = $1 AND status <> 'released'",
        order_id,
    )
    return CreditHold(**dict(row)) if row else None


async def hold(tx: Transaction, order_id: UUID, partner_id: UUID, amount: Decimal, expires_at: datetime) -> bool:
    """Take a part of the credit, until the order is confirmed or the time is over; False when the order has one by now."""
    return bool(
        await tx.execute(
            "WITH taken AS (INSERT INTO credit_hold AS h (order_id, partner_id, amount, remaining, status, expires_at)"
            " VALUES ($1, $2, $3, $3, 'tentative', $4) ON CONFLICT (order_id) DO UPDATE SET"
            " partner_id = excluded.partner_id, amount = excluded.amount, remaining = excluded.remaining,"
            " status = 'tentative', expires_at = excluded.expires_at, created_at = now()"
            " WHERE h.status = 'released' RETURNING partner_id, amount)"
            " UPDATE credit_account a SET committed = a.committed + taken.amount FROM taken"
            " WHERE a.partner_id = taken.partner_id",
            order_id,
            partner_id,
            amount,
            expires_at,
        )
    )


async def lock_accounts(tx: Transaction, partner_ids: Sequence[UUID]) -> None:
    """Make sure that these accounts exist and hold them, in id order."""
    ids = sorted(set(partner_ids))
    await tx.execute(
        "INSERT INTO credit_account (partner_id, is_on_hold, receivable, committed)"
        " SELECT id, false, 0, 0 FROM unnest($1::uuid[]) AS x (id) ORDER BY id ON CONFLICT DO NOTHING",
        ids,
    )
    await tx.execute("SELECT 1 FROM credit_account WHERE partner_id = ANY($1) ORDER BY partner_id FOR UPDATE", ids)


async def confirm(tx: Transaction, orders: Sequence[tuple[UUID, UUID, Decimal]]) -> None:
    """Orders (id, who pays, amount with tax) are firm: their hold stays at that amount until invoiced or given up.

    An order that has been confirmed, and invoiced in part or whole, before stays as it is.
    """
    last = {order_id: (partner_id, amount) for order_id, partner_id, amount in orders}
    await lock_accounts(tx, [partner_id for partner_id, _ in last.values()])
    await tx.execute(
        "WITH new AS (SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::numeric[]) AS n (order_id, partner_id, amount)),"
        " before AS (SELECT h.order_id, h.remaining FROM credit_hold h JOIN new USING (order_id) WHERE h.status <> 'released'),"
        " firm AS (INSERT INTO credit_hold AS h (order_id, partner_id, amount, remaining, status, expires_at)"
        "  SELECT order_id, partner_id, amount, amount, 'firm', 'infinity' FROM new"
        "  ON CONFLICT (order_id) DO UPDATE SET amount = excluded.amount, remaining = excluded.remaining, status = 'firm',"
        "  expires_at = 'infinity' WHERE h.status <> 'firm' RETURNING order_id, partner_id, remaining),"
        " change AS (SELECT firm.partner_id, sum(firm.remaining - coalesce(before.remaining, 0)) AS amount"
        "  FROM firm LEFT JOIN before USING (order_id) GROUP BY firm.partner_id)"
        " UPDATE credit_account a SET committed = a.committed + change.amount FROM change WHERE a.partner_id = change.partner_id",
        list(last),
        [partner_id for partner_id, _ in last.values()],
        [amount for _, amount in last.values()],
    )


async def revise(tx: Transaction, orders: Sequence[tuple[UUID, UUID, Decimal, UUID]]) -> None:
    """Firm orders (id, who pays, amount with tax, revision) are worth that much from now on; what was taken for the
    revision is a part of it. What was invoiced of them stays so.
    """
    last = {order_id: (partner_id, amount) for order_id, partner_id, amount, _ in orders}
    await lock_accounts(tx, [partner_id for partner_id, _ in last.values()])
    await release_tentative(tx, [revision_id for *_, revision_id in orders])
    await tx.execute(
        "WITH new AS (SELECT * FROM unnest($1::uuid[], $2::numeric[]) AS n (order_id, amount)),"
        " held AS (SELECT h.order_id, h.partner_id, h.remaining, greatest(h.remaining + new.amount - h.amount, 0) AS after,"
        " new.amount FROM credit_hold h JOIN new USING (order_id) WHERE h.status = 'firm'),"
        " revised AS (UPDATE credit_hold h SET amount = held.amount, remaining = held.after FROM held"
        "  WHERE h.order_id = held.order_id),"
        " change AS (SELECT partner_id, sum(after - remaining) AS amount FROM held GROUP BY partner_id)"
        " UPDATE credit_account a SET committed = a.committed + change.amount FROM change WHERE a.partner_id = change.partner_id",
        list(last),
        [amount for _, amount in last.values()],
    )


async def release_tentative(tx: Transaction, order_ids: Sequence[UUID]) -> None:
    """Give back what orders hold that will not be confirmed now. What is firm falls by invoice or cancellation only."""
    partners = await tx.fetch(
        "SELECT DISTINCT partner_id FROM credit_hold WHERE order_id = ANY($1) AND status = 'tentative'",
        order_ids,
    )
    if not partners:
        return
    await lock_accounts(tx, [row["partner_id"] for row in partners])
    await tx.execute(
        "WITH held AS (SELECT order_id, partner_id, remaining FROM credit_hold WHERE order_id = ANY($1) AND status = 'tentative'),"
        " freed AS (UPDATE credit_hold h SET status = 'released', remaining = 0 FROM held WHERE h.order_id = held.order_id),"
        " change AS (SELECT partner_id, sum(remaining) AS amount FROM held GROUP BY partner_id)"
        " UPDATE credit_account a SET committed = a.committed - change.amount FROM change WHERE a.partner_id = change.partner_id",
        order_ids,
    )


async def lower_to(tx: Transaction, amounts: Mapping[UUID, Decimal]) -> None:
    """Orders hold no more than that from now on; what holds nothing any more is released."""
    partners = await tx.fetch("SELECT DISTINCT partner_id FROM credit_hold WHERE order_id = ANY($1)", list(amounts))
    await lock_accounts(tx, [row["partner_id"] for row in partners])
    await tx.execute(
        "WITH n AS (SELECT * FROM unnest($1::uuid[], $2::numeric[]) AS n (order_id, amount)),"
        " held AS (SELECT h.order_id, h.partner_id, h.remaining, least(h.remaining, n.amount) AS after"
        " FROM credit_hold h JOIN n USING (order_id) WHERE h.status <> 'released'),"
        " lowered AS (UPDATE credit_hold h SET remaining = held.after,"
        " status = CASE WHEN held.after = 0 THEN 'released' ELSE h.status END FROM held WHERE h.order_id = held.order_id),"
        " change AS (SELECT partner_id, sum(remaining - after) AS amount FROM held GROUP BY partner_id)"
        " UPDATE credit_account a SET committed = a.committed - change.amount FROM change WHERE a.partner_id = change.partner_id",
        list(amounts),
        list(amounts.values()),
    )


async def release_expired(tx: Transaction, now: datetime) -> None:
    """Give back what was held for orders that were never confirmed."""
    rows = await tx.fetch(
        "SELECT order_id FROM credit_hold WHERE status = 'tentative' AND expires_at < $1 ORDER BY order_id LIMIT 1000",
        now,
    )
    await release_tentative(tx, [row["order_id"] for row in rows])


async def invoice(tx: Transaction, invoices: Sequence[tuple[UUID, UUID, Decimal]]) -> None:
    """Invoices (order, who pays, amount with tax) turn commitment into receivable."""
    by_order: dict[UUID, Decimal] = {}
    by_partner: dict[UUID, Decimal] = {}
    for order_id, partner_id, amount in invoices:
        by_order[order_id] = by_order.get(order_id, ZERO) + amount
        by_partner[partner_id] = by_partner.get(partner_id, ZERO) + amount
    await lock_accounts(tx, list(by_partner))
    await tx.execute(
        "WITH n AS (SELECT * FROM unnest($1::uuid[], $2::numeric[]) AS n (order_id, amount)),"
        " held AS (SELECT h.order_id, h.partner_id, least(h.remaining, n.amount) AS used"
        " FROM credit_hold h JOIN n USING (order_id)),"
        " lowered AS (UPDATE credit_hold h SET remaining = h.remaining - held.used FROM held WHERE h.order_id = held.order_id),"
        " change AS (SELECT partner_id, sum(used) AS amount FROM held GROUP BY partner_id)"
        " UPDATE credit_account a SET committed = a.committed - change.amount FROM change WHERE a.partner_id = change.partner_id",
        list(by_order),
        list(by_order.values()),
    )
    await tx.execute(
        "UPDATE credit_account a SET receivable = a.receivable + n.amount"
        " FROM unnest($1::uuid[], $2::numeric[]) AS n (partner_id, amount) WHERE a.partner_id = n.partner_id",
        list(by_partner),
        list(by_partner.values()),
    )


async def pay(tx: Transaction, partner_id: UUID, amount: Decimal) -> None:
    """Money came in: so much less is owed."""
    await lock_accounts(tx, [partner_id])
    await tx.execute("UPDATE credit_account SET receivable = receivable - $2 WHERE partner_id = $1", partner_id, amount)


@dataclass(frozen=True, slots=True)
class CatalogTerms:
    """What the catalog says of a customer's credit."""

    partner_id: UUID
    credit_limit: Decimal | None
    is_on_hold: bool
    customer_class: str


async def set_terms(tx: Transaction, terms: Sequence[CatalogTerms]) -> None:
    """Limits, holds and classes of customers, as the catalog has them."""
    await lock_accounts(tx, [each.partner_id for each in terms])
    await tx.execute(
        "UPDATE credit_account a SET credit_limit = n.credit_limit, is_on_hold = n.is_on_hold,"
        " customer_class = n.customer_class"
        " FROM unnest($1::uuid[], $2::numeric[], $3::boolean[], $4::text[])"
        "  AS n (partner_id, credit_limit, is_on_hold, customer_class) WHERE a.partner_id = n.partner_id",
        [each.partner_id for each in terms],
        [each.credit_limit for each in terms],
        [each.is_on_hold for each in terms],
        [each.customer_class for each in terms],
    )


async def set_limits(
    tx: Transaction, partner_id: UUID, insured: Decimal | None, temporary: tuple[Decimal, datetime] | None
) -> None:
    """What finance says of a locked account: the insurer's limit, and a limit until an instant."""
    amount, until = temporary or (None, None)
    await tx.execute(
        "UPDATE credit_account SET insured_limit = $2, temporary_limit = $3, temporary_until = $4 WHERE partner_id = $1",
        partner_id,
        insured,
        amount,
        until,
    )
