"""Rules of approval and budgets. A budget's row is locked while an order is placed: two cannot take the last of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from asyncpg import Record
from kit.db import ReadTransaction, Transaction
from kit.exchange import ExchangeRate
from kit.exchange_rates import rates_on
from kit.ids import new_id

from purchasing.domain.order import PurchaseOrder
from purchasing.domain.rules import ApprovalRule, Approver, Budget, BudgetMode, ExceptionKind, Sibling

_SPLIT_DAYS = timedelta(days=30)

_BUDGET = (
    "SELECT b.id, b.department, b.period, b.amount, b.mode,"
    " coalesce((SELECT sum(greatest(u.committed, u.billed)) FROM budget_use u WHERE u.department = b.department"
    " AND u.ordered_on >= b.starts_on AND u.ordered_on < b.ends_on), 0) AS used FROM budget b"
)


_RULE = tuple(field.name for field in fields(ApprovalRule))


@dataclass(frozen=True, slots=True)
class NewBudget:
    """A budget as somebody sets it."""

    department: str
    period: str
    starts_on: date
    ends_on: date
    amount: Decimal
    mode: BudgetMode


async def version(tx: ReadTransaction) -> int:
    """Of the rules as a whole."""
    return int(await tx.fetchval("SELECT version FROM approval_rules"))


async def every(tx: ReadTransaction) -> list[ApprovalRule]:
    """All rules."""
    rows = await tx.fetch(f"SELECT {', '.join(_RULE)} FROM approval_rule ORDER BY id")
    return [
        ApprovalRule(
            **{
                **dict(row),
                "exception": ExceptionKind(row["exception"]) if row["exception"] else None,
                "approver": Approver(row["approver"]),
                "escalates_to": Approver(row["escalates_to"]) if row["escalates_to"] else None,
            }
        )
        for row in rows
    ]


async def replace(tx: Transaction, rules: Sequence[ApprovalRule]) -> int:
    """These rules and no others; returns their version."""
    await tx.execute("DELETE FROM approval_rule")
    await tx.copy(
        "approval_rule",
        _RULE,
        [
            tuple(str(value) if isinstance(value := getattr(rule, name), StrEnum) else value for name in _RULE)
            for rule in rules
        ],
    )
    return int(await tx.fetchval("UPDATE approval_rules SET version = version + 1 RETURNING version"))


async def families(tx: ReadTransaction, product_ids: Sequence[UUID]) -> frozenset[str]:
    """Families of products, and those around them."""
    rows = await tx.fetch("SELECT DISTINCT unnest(family_path) AS family FROM product WHERE id = ANY($1)", product_ids)
    return frozenset(row["family"] for row in rows)


async def siblings(tx: ReadTransaction, order: PurchaseOrder) -> list[Sibling]:
    """Other orders of the same person to the same supplier within thirty days, placed or about to be."""
    rows = await tx.fetch(
        "SELECT number, net_value FROM purchase_order WHERE supplier_id = $1 AND id <> $2 AND written_by = $3 AND written_by <> ''"
        " AND status IN ('awaiting-approval', 'placed', 'received') AND ordered_on > $4 AND ordered_on <= $5 ORDER BY number",
        order.supplier_id,
        order.id,
        order.written_by,
        order.ordered_on - _SPLIT_DAYS,
        order.ordered_on + _SPLIT_DAYS,
    )
    return [Sibling(row["number"], row["net_value"]) for row in rows]


async def is_first_order(tx: ReadTransaction, order: PurchaseOrder) -> bool:
    """Whether nothing was ever placed with this supplier."""
    return not await tx.fetchval(
        "SELECT true FROM purchase_order WHERE supplier_id = $1 AND id <> $2 AND status IN ('placed', 'received', 'closed')"
        " LIMIT 1",
        order.supplier_id,
        order.id,
    )


async def above_list(tx: ReadTransaction, order: PurchaseOrder, company_currency: str) -> list[str]:
    """SKUs that cost more in the order than the supplier's price of its day; and those whose price has no rate."""
    rows = await tx.fetch(
        "SELECT p.sku, l.unit_price AS asked, s.unit_price AS listed, s.currency"
        " FROM unnest($1::uuid[], $4::text[], $5::numeric[], $6::numeric[])"
        " AS l (product_id, packaging_code, quantity, unit_price) JOIN product p ON p.id = l.product_id"
        " JOIN LATERAL (SELECT s.unit_price, s.currency FROM supplier_price s WHERE s.supplier_id = $2"
        " AND s.product_id = l.product_id AND s.packaging_code = l.packaging_code AND s.from_quantity <= l.quantity"
        " AND s.effective_from <= $3 AND (s.effective_until IS NULL OR s.effective_until > $3)"
        " ORDER BY s.from_quantity DESC LIMIT 1) s ON true",
        [line.product_id for line in order.lines],
        order.supplier_id,
        order.ordered_on,
        [line.packaging_code for line in order.lines],
        [line.quantity for line in order.lines],
        [line.unit_price for line in order.lines],
    )
    rates = await rates_on(tx, company_currency, [(row["currency"], order.ordered_on) for row in rows])
    return sorted({row["sku"] for row in rows if _is_above(row, order, rates.get((row["currency"], order.ordered_on)))})


def _is_above(row: Record, order: PurchaseOrder, rate: ExchangeRate | None) -> bool:
    if row["currency"] == order.currency:
        return bool(row["asked"] > row["listed"])
    return rate is None or order.rate.unit_to_company(row["asked"]) > rate.unit_to_company(row["listed"])


async def lock_budget(tx: Transaction, department: str, on: date) -> Budget | None:
    """The budget of a department on a day, held until the transaction ends; nothing when there is none."""
    found = await tx.fetchval(
        "SELECT id FROM budget WHERE department = $1 AND starts_on <= $2 AND ends_on > $2 FOR UPDATE", department, on
    )
    if found is None:
        return None
    # A statement of its own: what others used while we waited for the lock must be seen.
    row = await tx.fetchrow(f"{_BUDGET} WHERE b.id = $1", found)
    return None if row is None else Budget(**{**dict(row), "mode": BudgetMode(row["mode"])})


async def budgets(tx: ReadTransaction) -> list[Budget]:
    """All of them, the latest first."""
    rows = await tx.fetch(f"{_BUDGET} ORDER BY b.starts_on DESC, b.department")
    return [Budget(**{**dict(row), "mode": BudgetMode(row["mode"])}) for row in rows]


async def set_budgets(tx: Transaction, asked: Sequence[NewBudget]) -> None:
    """Budgets by department and period: new ones, or another amount."""
    await tx.execute(
        "INSERT INTO budget AS b (id, department, period, starts_on, ends_on, amount, mode)"
        " SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[], $4::date[], $5::date[], $6::numeric[], $7::text[])"
        " ON CONFLICT (department, starts_on, ends_on) DO UPDATE SET amount = excluded.amount, mode = excluded.mode,"
        " period = excluded.period, version = b.version + 1",
        [new_id() for _ in asked],
        [each.department for each in asked],
        [each.period for each in asked],
        [each.starts_on for each in asked],
        [each.ends_on for each in asked],
        [each.amount for each in asked],
        [str(each.mode) for each in asked],
    )


async def overlapping(tx: ReadTransaction, asked: Sequence[NewBudget]) -> list[str]:
    """Periods that overlap another budget of their department."""
    rows = await tx.fetch(
        "SELECT DISTINCT n.p AS period FROM unnest($1::text[], $2::text[], $3::date[], $4::date[]) AS n (d, p, s, e)"
        " JOIN budget b ON b.department = n.d AND b.starts_on < n.e AND b.ends_on > n.s"
        " AND NOT (b.starts_on = n.s AND b.ends_on = n.e) ORDER BY 1",
        [each.department for each in asked],
        [each.period for each in asked],
        [each.starts_on for each in asked],
        [each.ends_on for each in asked],
    )
    return [row["period"] for row in rows]


async def commit(tx: Transaction, order: PurchaseOrder, amount: Decimal) -> None:
    """The order binds so much of its department's budget."""
    await tx.execute(
        "INSERT INTO budget_use AS u (purchase_order_id, department, ordered_on, committed) VALUES ($1, $2, $3, $4)"
        " ON CONFLICT (purchase_order_id) DO UPDATE SET department = excluded.department,"
        " ordered_on = excluded.ordered_on, committed = excluded.committed",
        order.id,
        order.department or None,
        order.ordered_on,
        amount,
    )


async def add_billed(tx: Transaction, amounts: Mapping[UUID, Decimal]) -> None:
    """So much was billed for orders, known here or not yet."""
    await tx.execute(
        "INSERT INTO budget_use AS u (purchase_order_id, billed) SELECT * FROM unnest($1::uuid[], $2::numeric[])"
        " ON CONFLICT (purchase_order_id) DO UPDATE SET billed = u.billed + excluded.billed",
        list(amounts),
        list(amounts.values()),
    )
