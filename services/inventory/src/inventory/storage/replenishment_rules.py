"""Rules of replenishment by the day from which they hold, and terms of suppliers."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any
from uuid import UUID

import asyncpg
from kit.db import ReadTransaction, Transaction

from inventory.domain.movement import StockKey
from inventory.domain.occasion import Terms
from inventory.domain.replenishment import Method, Rule

RuleKey = tuple[UUID, str, date]  # product, warehouse, the day from which it holds

_KEY = ("product_id", "warehouse", "effective_from")
_COLUMNS = {
    "product_id": "uuid",
    "warehouse": "text",
    "effective_from": "date",
    "method": "text",
    "minimum": "numeric",
    "maximum": "numeric",
    "safety": "numeric",
    "service_level": "numeric",
    "cover_days": "int",
    "lead_days": "int",
    "multiple": "numeric",
    "order_minimum": "numeric",
    "supplier_id": "uuid",
    "source_warehouse": "text",
}
_SELECT = (
    f"SELECT DISTINCT ON (product_id, warehouse) {', '.join(_COLUMNS)}, review_days, version FROM replenishment_rule"
)


async def add(tx: Transaction, rules: Sequence[Rule]) -> dict[RuleKey, int]:
    """These rules, from their days on; others stay. Returns the version of each, by product, warehouse and day."""
    arrays = ", ".join(f"${i}::{kind}[]" for i, kind in enumerate([*_COLUMNS.values(), "text"], 1))
    names = [*_COLUMNS, "review_days"]
    changes = ", ".join(f"{name} = excluded.{name}" for name in names if name not in _KEY)
    # An array of arrays must be rectangular, so weekdays travel as text: "{1,3,5}".
    rows = await tx.fetch(
        f"INSERT INTO replenishment_rule AS r ({', '.join(names)})"
        f" SELECT {', '.join(_COLUMNS)}, days::smallint[] FROM unnest({arrays}) AS x ({', '.join(_COLUMNS)}, days)"
        f" ON CONFLICT (product_id, warehouse, effective_from) DO UPDATE SET {changes}, version = r.version + 1"
        " RETURNING product_id, warehouse, effective_from, version",
        *([_plain(getattr(rule, name)) for rule in rules] for name in _COLUMNS),
        ["{" + ",".join(map(str, sorted(rule.review_days))) + "}" for rule in rules],
    )
    return {(row["product_id"], row["warehouse"], row["effective_from"]): row["version"] for row in rows}


async def in_force(tx: ReadTransaction, product_ids: Collection[UUID], on: date) -> dict[StockKey, Rule]:
    """The rules of these products that hold on that day, in every warehouse."""
    rows = await tx.fetch(
        f"{_SELECT} WHERE product_id = ANY($1) AND effective_from <= $2"
        " ORDER BY product_id, warehouse, effective_from DESC",
        list(product_ids),
        on,
    )
    return {StockKey(row["product_id"], row["warehouse"]): rule_of(row) for row in rows}


def rule_of(row: asyncpg.Record) -> Rule:
    """A row of the table."""
    return Rule(**{**row, "method": Method(row["method"]), "review_days": frozenset(row["review_days"])})


async def lock(tx: Transaction, keys: Collection[RuleKey]) -> dict[RuleKey, Rule]:
    """Those of these rules that exist, held until the transaction ends."""
    rows = await tx.fetch(
        f"SELECT {', '.join(_COLUMNS)}, review_days, version FROM replenishment_rule"
        " WHERE (product_id, warehouse, effective_from) IN (SELECT * FROM unnest($1::uuid[], $2::text[], $3::date[]))"
        " ORDER BY product_id, warehouse, effective_from FOR UPDATE",
        [product_id for product_id, _, _ in keys],
        [warehouse for _, warehouse, _ in keys],
        [day for _, _, day in keys],
    )
    return {(row["product_id"], row["warehouse"], row["effective_from"]): rule_of(row) for row in rows}


async def set_terms(tx: Transaction, terms: Sequence[tuple[UUID, Terms]]) -> None:
    """On which days these suppliers take orders and deliver; others stay."""
    await tx.execute(
        "INSERT INTO supplier_terms AS t (supplier_id, version, order_days, delivery_days, closed_on, minimum_quantity)"
        " SELECT s, 1, o::smallint[], d::smallint[], c::date[], q"
        " FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::numeric[]) AS x (s, o, d, c, q)"
        " ON CONFLICT (supplier_id) DO UPDATE SET version = t.version + 1, order_days = excluded.order_days,"
        " delivery_days = excluded.delivery_days, closed_on = excluded.closed_on,"
        " minimum_quantity = excluded.minimum_quantity",
        [supplier_id for supplier_id, _ in terms],
        ["{" + ",".join(map(str, sorted(each.order_days))) + "}" for _, each in terms],
        ["{" + ",".join(map(str, sorted(each.delivery_days))) + "}" for _, each in terms],
        ["{" + ",".join(day.isoformat() for day in sorted(each.closed_on)) + "}" for _, each in terms],
        [each.minimum_quantity for _, each in terms],
    )


async def terms_of(tx: ReadTransaction, supplier_ids: Collection[UUID]) -> dict[UUID, Terms]:
    """Of those of these suppliers that have any."""
    rows = await tx.fetch(
        "SELECT supplier_id, order_days, delivery_days, closed_on, minimum_quantity FROM supplier_terms"
        " WHERE supplier_id = ANY($1)",
        list(supplier_ids),
    )
    return {
        row["supplier_id"]: Terms(
            frozenset(row["order_days"]),
            frozenset(row["delivery_days"]),
            frozenset(row["closed_on"]),
            row["minimum_quantity"],
        )
        for row in rows
    }


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, Method) else value
