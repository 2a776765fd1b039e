"""Rules, positions and suggestions of replenishment."""

from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from uuid import UUID

from kit.db import ReadTransaction, Transaction
from kit.ids import new_id
from kit.money import ZERO

from inventory.domain.movement import StockKey
from inventory.domain.replenishment import Demand, Method, Need, Position, Rule, Suggestion

# One run at a time: two would propose the same.
ALONE = "SELECT pg_advisory_xact_lock(hashtext('inventory.replenishment'))"

_RULE = (
    "product_id, warehouse, method, minimum, maximum, safety, service_level, cover_days, lead_days, multiple, supplier_id,"
    " source_warehouse"
)


async def set_rules(tx: Transaction, rules: Sequence[Rule]) -> None:
    """These rules, from now on; others stay."""
    await tx.execute(
        f"INSERT INTO replenishment_rule ({_RULE})"
        " SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[], $4::numeric[], $5::numeric[], $6::numeric[],"
        " $7::numeric[], $8::int[], $9::int[], $10::numeric[], $11::uuid[], $12::text[])"
        " ON CONFLICT (product_id, warehouse) DO UPDATE SET method = excluded.method, minimum = excluded.minimum,"
        " maximum = excluded.maximum, safety = excluded.safety, service_level = excluded.service_level,"
        " cover_days = excluded.cover_days, lead_days = excluded.lead_days, multiple = excluded.multiple,"
        " supplier_id = excluded.supplier_id, source_warehouse = excluded.source_warehouse",
        [rule.product_id for rule in rules],
        [rule.warehouse for rule in rules],
        [str(rule.method) for rule in rules],
        [rule.minimum for rule in rules],
        [rule.maximum for rule in rules],
        [rule.safety for rule in rules],
        [rule.service_level for rule in rules],
        [rule.cover_days for rule in rules],
        [rule.lead_days for rule in rules],
        [rule.multiple for rule in rules],
        [rule.supplier_id for rule in rules],
        [rule.source_warehouse for rule in rules],
    )


async def rules(
    tx: ReadTransaction, *, warehouse: str | None = None, product_ids: Collection[UUID] | None = None
) -> list[Rule]:
    """Rules of a warehouse, of products, or all."""
    rows = await tx.fetch(
        f"SELECT {_RULE} FROM replenishment_rule WHERE ($1::text IS NULL OR warehouse = $1)"
        " AND ($2::uuid[] IS NULL OR product_id = ANY($2)) ORDER BY product_id, warehouse",
        warehouse,
        None if product_ids is None else list(product_ids),
    )
    return [Rule(**{**dict(row), "method": Method(row["method"])}) for row in rows]


async def positions(tx: ReadTransaction) -> dict[StockKey, Position]:
    """Of everything that has a rule, or is a source of one."""
    rows = await tx.fetch(
        "WITH key AS (SELECT product_id, warehouse FROM replenishment_rule"
        " UNION SELECT product_id, source_warehouse FROM replenishment_rule WHERE source_warehouse IS NOT NULL)"
        " SELECT k.product_id, k.warehouse, coalesce(s.on_hand - s.held - s.reserved, 0) AS available,"
        " coalesce(w.waiting, 0) AS waiting, coalesce(s.incoming, 0) AS incoming, coalesce(t.coming, 0) AS in_transit,"
        " coalesce(a.quantity, 0) AS accepted FROM key k"
        " LEFT JOIN stock s ON s.product_id = k.product_id AND s.warehouse = k.warehouse"
        " LEFT JOIN (SELECT product_id, warehouse, sum(quantity - reserved - shipped) AS waiting FROM reservation_line"
        " WHERE reserved + shipped < quantity GROUP BY 1, 2) w ON w.product_id = k.product_id AND w.warehouse = k.warehouse"
        " LEFT JOIN (SELECT l.product_id, t.destination, sum(l.quantity - l.received - l.settled) AS coming"
        " FROM transfer_line l JOIN transfer t ON t.id = l.transfer_id"
        " WHERE l.received + l.settled < l.quantity AND t.status IN ('draft', 'released', 'in-transit') GROUP BY 1, 2) t"
        " ON t.product_id = k.product_id AND t.destination = k.warehouse"
        " LEFT JOIN (SELECT product_id, warehouse, sum(quantity) AS quantity FROM suggestion WHERE status = 'accepted'"
        " GROUP BY 1, 2) a ON a.product_id = k.product_id AND a.warehouse = k.warehouse"
    )
    return {
        StockKey(row["product_id"], row["warehouse"]): Position(
            row["available"], row["waiting"], row["incoming"], row["in_transit"], row["accepted"]
        )
        for row in rows
    }


async def demands(tx: ReadTransaction, since: date, until: date) -> dict[StockKey, Demand]:
    """Daily demand of customers in [since, until), of what was shipped at all; days without any count."""
    rows = await tx.fetch(
        "WITH daily AS (SELECT m.product_id, l.warehouse, m.occurred_at::date AS day, sum(m.quantity) AS quantity"
        " FROM movement m JOIN location l ON l.id = m.source_id"
        " WHERE m.reason = 'shipment' AND m.occurred_at >= $1 AND m.occurred_at < $2 GROUP BY 1, 2, 3)"
        " SELECT product_id, warehouse, sum(quantity) AS total, sum(quantity * quantity) AS squares FROM daily GROUP BY 1, 2",
        datetime.combine(since, time.min, UTC),
        datetime.combine(until, time.min, UTC),
    )
    days = Decimal((until - since).days)
    found = {}
    for row in rows:
        variance = max((row["squares"] - row["total"] * row["total"] / days) / max(days - 1, Decimal(1)), ZERO)
        found[StockKey(row["product_id"], row["warehouse"])] = Demand(
            round(row["total"] / days, 6), round(variance.sqrt(), 6)
        )
    return found


async def lead_days(tx: ReadTransaction) -> dict[UUID, int]:
    """Days from order to receipt of each product, the median of what came so far."""
    rows = await tx.fetch(
        "SELECT l.product_id, percentile_cont(0.5) WITHIN GROUP (ORDER BY r.occurred_at::date - o.ordered_on) AS days"
        " FROM receipt_line l JOIN receipt r ON r.id = l.receipt_id JOIN purchase_order o ON o.id = r.purchase_order_id"
        " WHERE o.ordered_on IS NOT NULL AND r.occurred_at::date >= o.ordered_on"
        " AND l.product_id IN (SELECT product_id FROM replenishment_rule) GROUP BY 1"
    )
    return {row["product_id"]: round(row["days"]) for row in rows}


async def daily_history(tx: ReadTransaction, key: StockKey, since: date, until: date) -> list[Decimal]:
    """What customers took each day in [since, until)."""
    rows = await tx.fetch(
        "SELECT m.occurred_at::date AS day, sum(m.quantity) AS quantity FROM movement m"
        " JOIN location l ON l.id = m.source_id WHERE m.product_id = $1 AND l.warehouse = $2 AND m.reason = 'shipment'"
        " AND m.occurred_at::date >= $3 AND m.occurred_at::date < $4 GROUP BY 1",
        key.product_id,
        key.warehouse,
        since,
        until,
    )
    by_day = {row["day"]: row["quantity"] for row in rows}
    return [by_day.get(since + timedelta(days=i), ZERO) for i in range((until - since).days)]


async def replace_open(
    tx: Transaction, run_id: UUID, keys: Collection[StockKey], suggestions: Sequence[Suggestion]
) -> int:
    """What was proposed for these keys before, and not accepted, is replaced; returns how many are open now."""
    await tx.execute(
        "UPDATE suggestion SET status = 'replaced' WHERE status = 'open'"
        " AND (product_id, warehouse) IN (SELECT * FROM unnest($1::uuid[], $2::text[]))",
        [key.product_id for key in keys],
        [key.warehouse for key in keys],
    )
    rows: list[tuple[object, ...]] = []
    for each in suggestions:
        steps = [{"name": step.name, "value": str(step.value), "text": step.text} for step in each.steps]
        head = (run_id, each.rule.product_id, each.rule.warehouse)
        tail = (str(each.rule.method), each.needed_on, steps)
        if each.from_source:
            rows.append((new_id(), *head, each.rule.source_warehouse, None, each.from_source, *tail))
        if each.to_buy:
            rows.append((new_id(), *head, None, each.rule.supplier_id, each.to_buy, *tail))
    await tx.copy(
        "suggestion",
        (
            "id", "run_id", "product_id", "warehouse", "source_warehouse", "supplier_id", "quantity", "method",
            "needed_on", "steps",
        ),
        rows,
    )  # fmt: skip
    return len(rows)


async def lock(tx: Transaction, ids: Collection[UUID]) -> dict[UUID, Need]:
    """Those of these suggestions that exist, held until the transaction ends."""
    rows = await tx.fetch(
        "SELECT id, run_id, product_id, warehouse, source_warehouse, supplier_id, method, quantity, needed_on, status"
        " FROM suggestion WHERE id = ANY($1) ORDER BY id FOR UPDATE",
        list(ids),
    )
    return {row["id"]: Need(**dict(row)) for row in rows}


async def set_status(tx: Transaction, statuses: Mapping[UUID, str], *, only_from: str | None = None) -> None:
    """What became of suggestions; those in another state than `only_from` stay as they are."""
    await tx.execute(
        "UPDATE suggestion SET status = s FROM unnest($1::uuid[], $2::text[]) AS x (i, s)"
        " WHERE id = x.i AND ($3::text IS NULL OR status = $3)",
        list(statuses),
        list(statuses.values()),
        only_from,
    )


async def set_transfer(tx: Transaction, ids: Collection[UUID], transfer_id: UUID) -> None:
    """They are served by this transfer, which counts from now on."""
    await tx.execute(
        "UPDATE suggestion SET status = 'ordered', transfer_id = $2 WHERE id = ANY($1)", list(ids), transfer_id
    )
