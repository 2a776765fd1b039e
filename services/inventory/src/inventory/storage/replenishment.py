"""Positions, demand, lead times and suggestions of replenishment."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, date, datetime, time
from decimal import Decimal
from uuid import UUID

from kit.db import ReadTransaction, Transaction
from kit.ids import new_id
from kit.money import ZERO

from inventory.domain.movement import StockKey
from inventory.domain.replenishment import Demand, Need, Position, Step, Suggestion
from inventory.domain.stock_out import Coming, StockOut

# One at a time runs or accepts: two runs would propose the same, and a run must see what is accepted while it looks.
ALONE = "SELECT pg_advisory_xact_lock(hashtext('inventory.replenishment'))"


async def products_of(
    tx: ReadTransaction, *, warehouse: str | None = None, product_ids: Collection[UUID] | None = None
) -> list[UUID]:
    """Products that have a rule or stock, in a warehouse or anywhere, of these or of all."""
    rows = await tx.fetch(
        "SELECT product_id FROM replenishment_rule WHERE ($1::text IS NULL OR warehouse = $1)"
        " AND ($2::uuid[] IS NULL OR product_id = ANY($2))"
        " UNION SELECT product_id FROM stock WHERE ($1::text IS NULL OR warehouse = $1)"
        " AND ($2::uuid[] IS NULL OR product_id = ANY($2)) ORDER BY product_id",
        warehouse,
        None if product_ids is None else list(product_ids),
    )
    return [row["product_id"] for row in rows]


async def positions(tx: ReadTransaction, product_ids: Collection[UUID]) -> dict[StockKey, Position]:
    """Of these products everywhere, in one statement: what moves from one figure to another meanwhile counts once."""
    rows = await tx.fetch(
        "WITH key AS (SELECT product_id, warehouse FROM replenishment_rule WHERE product_id = ANY($1)"
        " UNION SELECT product_id, source_warehouse FROM replenishment_rule"
        " WHERE product_id = ANY($1) AND source_warehouse IS NOT NULL"
        " UNION SELECT product_id, warehouse FROM stock WHERE product_id = ANY($1))"
        " SELECT k.product_id, k.warehouse, coalesce(s.on_hand - s.held - s.reserved, 0) AS available,"
        " coalesce(w.waiting, 0) AS waiting, coalesce(s.incoming, 0) + coalesce(i.pending, 0) AS incoming,"
        " coalesce(t.coming, 0) AS in_transit,"
        " coalesce(a.quantity, 0) AS accepted, coalesce(o.leaving, 0) AS leaving FROM key k"
        " LEFT JOIN stock s ON s.product_id = k.product_id AND s.warehouse = k.warehouse"
        " LEFT JOIN (SELECT product_id, warehouse, sum(quantity - accepted - rejected - reworked) AS pending FROM inspection"
        " WHERE accepted + rejected + reworked < quantity GROUP BY 1, 2) i"
        " ON i.product_id = k.product_id AND i.warehouse = k.warehouse"
        " LEFT JOIN (SELECT product_id, warehouse, sum(quantity - reserved - shipped) AS waiting FROM reservation_line"
        " WHERE reserved + shipped < quantity AND NOT is_drop_shipped AND product_id = ANY($1) GROUP BY 1, 2) w"
        " ON w.product_id = k.product_id AND w.warehouse = k.warehouse"
        " LEFT JOIN (SELECT l.product_id, t.destination, sum(l.quantity - l.received - l.settled) AS coming"
        " FROM transfer_line l JOIN transfer t ON t.id = l.transfer_id"
        " WHERE l.received + l.settled < l.quantity AND t.status IN ('draft', 'released', 'in-transit') GROUP BY 1, 2) t"
        " ON t.product_id = k.product_id AND t.destination = k.warehouse"
        " LEFT JOIN (SELECT l.product_id, t.source, sum(l.quantity) AS leaving FROM transfer_line l"
        " JOIN transfer t ON t.id = l.transfer_id WHERE t.status = 'draft' GROUP BY 1, 2) o"
        " ON o.product_id = k.product_id AND o.source = k.warehouse"
        " LEFT JOIN (SELECT product_id, warehouse, sum(quantity) AS quantity FROM suggestion WHERE status = 'accepted'"
        " AND product_id = ANY($1) GROUP BY 1, 2) a ON a.product_id = k.product_id AND a.warehouse = k.warehouse",
        list(product_ids),
    )
    return {StockKey(row[0], row[1]): Position(*tuple(row)[2:]) for row in rows}


async def demands(
    tx: ReadTransaction, product_ids: Collection[UUID], since: date, until: date
) -> dict[StockKey, Demand]:
    """Daily demand of customers in [since, until), of what was shipped at all; days without any count."""
    rows = await tx.fetch(
        "WITH daily AS (SELECT m.product_id, l.warehouse, m.occurred_at::date AS day, sum(m.quantity) AS quantity"
        " FROM movement m JOIN location l ON l.id = m.source_id WHERE m.product_id = ANY($3)"
        " AND m.reason = 'shipment' AND m.passes_on IS NULL AND m.occurred_at >= $1 AND m.occurred_at < $2 GROUP BY 1, 2, 3)"
        " SELECT product_id, warehouse, sum(quantity) AS total, sum(quantity * quantity) AS squares FROM daily GROUP BY 1, 2",
        datetime.combine(since, time.min, UTC),
        datetime.combine(until, time.min, UTC),
        list(product_ids),
    )
    days = Decimal((until - since).days)
    found = {}
    for row in rows:
        variance = max((row["squares"] - row["total"] * row["total"] / days) / max(days - 1, Decimal(1)), ZERO)
        found[StockKey(row["product_id"], row["warehouse"])] = Demand(row["total"] / days, variance.sqrt())
    return found


async def leads(
    tx: ReadTransaction, product_ids: Collection[UUID], since: date
) -> dict[tuple[UUID, UUID | None], tuple[int, int]]:
    """(median, nine of ten) days from order to receipt, by product and supplier, and by product (None) alone."""
    rows = await tx.fetch(
        "WITH came AS (SELECT l.product_id, o.supplier_id, r.occurred_at::date - o.ordered_on AS days"
        " FROM receipt_line l JOIN receipt r ON r.id = l.receipt_id JOIN purchase_order o ON o.id = r.purchase_order_id"
        " WHERE o.ordered_on >= $2 AND r.occurred_at::date >= o.ordered_on AND l.product_id = ANY($1))"
        " SELECT product_id, supplier_id, percentile_cont(0.5) WITHIN GROUP (ORDER BY days) AS median,"
        " percentile_cont(0.9) WITHIN GROUP (ORDER BY days) AS nine_of_ten"
        " FROM came GROUP BY GROUPING SETS ((product_id, supplier_id), (product_id))",
        list(product_ids),
        since,
    )
    return {(row["product_id"], row["supplier_id"]): (round(row["median"]), round(row["nine_of_ten"])) for row in rows}


async def coming(tx: ReadTransaction, product_ids: Collection[UUID]) -> dict[StockKey, list[Coming]]:
    """What is expected when, from suppliers and from other sites; what has no date is not there."""
    rows = await tx.fetch(
        "SELECT l.product_id, o.warehouse, l.expected_on AS day, sum(l.quantity - l.received) AS quantity"
        " FROM purchase_order_line l JOIN purchase_order o ON o.id = l.purchase_order_id"
        " WHERE l.is_open AND l.product_id = ANY($1) AND l.expected_on IS NOT NULL GROUP BY 1, 2, 3"
        " UNION ALL SELECT l.product_id, t.destination, t.expected_on, sum(l.quantity - l.received - l.settled)"
        " FROM transfer_line l JOIN transfer t ON t.id = l.transfer_id WHERE l.product_id = ANY($1)"
        " AND l.received + l.settled < l.quantity AND t.status IN ('released', 'in-transit')"
        " AND t.expected_on IS NOT NULL GROUP BY 1, 2, 3",
        list(product_ids),
    )
    found: dict[StockKey, list[Coming]] = defaultdict(list)
    for row in rows:
        found[StockKey(row["product_id"], row["warehouse"])].append(Coming(row["day"], row["quantity"]))
    return found


async def histories(
    tx: ReadTransaction, keys: Collection[StockKey], since: date, until: date
) -> dict[StockKey, list[Decimal]]:
    """What customers took each day in [since, until), of each product in each warehouse."""
    rows = await tx.fetch(
        "SELECT m.product_id, l.warehouse, m.occurred_at::date AS day, sum(m.quantity) AS quantity FROM movement m"
        " JOIN location l ON l.id = m.source_id WHERE m.product_id = ANY($1) AND l.warehouse = ANY($2)"
        " AND m.reason = 'shipment' AND m.passes_on IS NULL AND m.occurred_at >= $3 AND m.occurred_at < $4 GROUP BY 1, 2, 3",
        list({key.product_id for key in keys}),
        list({key.warehouse for key in keys}),
        datetime.combine(since, time.min, UTC),
        datetime.combine(until, time.min, UTC),
    )
    found = {key: [ZERO] * (until - since).days for key in keys}
    for row in rows:
        if (days := found.get(StockKey(row["product_id"], row["warehouse"]))) is not None:
            days[(row["day"] - since).days] = row["quantity"]
    return found


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
        steps = _told(each.steps)
        head = (run_id, each.rule.product_id, each.rule.warehouse)
        peg = each.peg or (None, None)
        tail = (str(each.rule.method), each.needed_on, steps, each.order_on, *peg)
        if each.from_source:
            rows.append((new_id(), *head, each.rule.source_warehouse, None, each.from_source, *tail))
        if each.to_buy:
            rows.append((new_id(), *head, None, each.rule.supplier_id, each.to_buy, *tail))
    await tx.copy(
        "suggestion",
        (
            "id", "run_id", "product_id", "warehouse", "source_warehouse", "supplier_id", "quantity", "method",
            "needed_on", "steps", "order_on", "sales_order_id", "sales_order_line_id",
        ),
        rows,
    )  # fmt: skip
    return len(rows)


async def lock(tx: Transaction, ids: Collection[UUID]) -> dict[UUID, Need]:
    """Those of these suggestions that exist, held until the transaction ends."""
    rows = await tx.fetch(
        "SELECT id, run_id, product_id, warehouse, source_warehouse, supplier_id, method, quantity, needed_on, status,"
        " sales_order_id, sales_order_line_id FROM suggestion WHERE id = ANY($1) ORDER BY id FOR UPDATE",
        list(ids),
    )
    return {row["id"]: Need(**dict(row)) for row in rows}


async def set_quantities(tx: Transaction, quantities: Mapping[UUID, Decimal]) -> None:
    """So much is wanted of these suggestions."""
    await tx.execute(
        "UPDATE suggestion SET quantity = q FROM unnest($1::uuid[], $2::numeric[]) AS x (i, q) WHERE id = x.i",
        list(quantities),
        list(quantities.values()),
    )


async def set_status(
    tx: Transaction, ids: Collection[UUID], status: str, *, only_from: Collection[str] | None = None
) -> None:
    """What became of suggestions; those in another state than `only_from` stay as they are."""
    await tx.execute(
        "UPDATE suggestion SET status = $2 WHERE id = ANY($1) AND ($3::text[] IS NULL OR status = ANY($3))",
        list(ids),
        status,
        None if only_from is None else list(only_from),
    )


async def set_ordered(tx: Transaction, orders: Mapping[UUID, UUID]) -> None:
    """Purchase orders by the need that they serve. What was withdrawn too late is ordered all the same."""
    await tx.execute(
        "UPDATE suggestion SET status = 'ordered', purchase_order_id = o FROM unnest($1::uuid[], $2::uuid[]) AS x (i, o)"
        " WHERE id = x.i AND status IN ('accepted', 'withdrawn', 'refused')",
        list(orders),
        list(orders.values()),
    )


async def set_transfer(tx: Transaction, ids: Collection[UUID], transfer_id: UUID) -> None:
    """They are served by this transfer, which counts from now on."""
    await tx.execute(
        "UPDATE suggestion SET status = 'ordered', transfer_id = $2 WHERE id = ANY($1)", list(ids), transfer_id
    )


async def mark_short(tx: Transaction, run_id: UUID) -> None:
    """Say of a run's proposals what they lack, together, to the minimum of their supplier."""
    await tx.execute(
        "UPDATE suggestion s SET supplier_short = t.minimum_quantity - x.quantity FROM supplier_terms t"
        " JOIN (SELECT supplier_id, sum(quantity) AS quantity FROM suggestion WHERE run_id = $1 AND source_warehouse IS NULL"
        " GROUP BY 1) x USING (supplier_id)"
        " WHERE s.run_id = $1 AND s.source_warehouse IS NULL AND s.supplier_id = t.supplier_id"
        " AND x.quantity < t.minimum_quantity",
        run_id,
    )


async def replace_stock_outs(
    tx: Transaction, run_id: UUID, keys: Collection[StockKey], found: Mapping[StockKey, tuple[StockOut, Sequence[Step]]]
) -> None:
    """What will run out of these, as it looks now."""
    await tx.execute(
        "DELETE FROM stock_out WHERE (product_id, warehouse) IN (SELECT * FROM unnest($1::uuid[], $2::text[]))",
        [key.product_id for key in keys],
        [key.warehouse for key in keys],
    )
    await tx.copy(
        "stock_out",
        ("id", "run_id", "product_id", "warehouse", "runs_out_on", "cause", "units_short", "back_on", "steps"),
        [
            (new_id(), run_id, *key, out.runs_out_on, str(out.cause), out.units_short, out.back_on, _told(steps))
            for key, (out, steps) in found.items()
        ],
    )


def _told(steps: Sequence[Step]) -> list[dict[str, str]]:
    return [{"name": step.name, "value": format(step.value, "f"), "text": step.text} for step in steps]
