"""Counts and their lines. The count's row is locked before its lines are changed."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from asyncpg import Record
from kit.db import ReadTransaction, Transaction
from kit.errors import unknown
from kit.ids import new_id

from inventory.domain.count import CountLine, CountRules, CountStatus, StockCount

_NO_LOT = UUID(int=0)
_COUNT = "id, number, warehouse, status, is_blind, opened_by, version"
_LINE = (
    "l.id, l.product_id, l.location_id, nullif(l.lot_id, '00000000-0000-0000-0000-000000000000') AS lot_id, l.expected,"
    " l.counted, coalesce(l.unit_cost, c.unit_cost, 0) AS unit_cost, l.first_counted_by, l.counted_by, l.cause"
)


@dataclass(frozen=True, slots=True)
class Observed:
    """Somebody looked at a place: so much lies there. `at` None means now."""

    location_id: UUID
    product_id: UUID
    lot_id: UUID | None
    counted: Decimal
    at: datetime | None


@dataclass(frozen=True, slots=True)
class Scope:
    """Which places a count is about: all that hold or held something, narrowed by what is given."""

    path: str | None = None  # of a zone
    product_ids: Sequence[UUID] | None = None
    spots: Sequence[tuple[UUID, UUID, UUID | None]] | None = None  # (product, location, lot)


async def add(tx: Transaction, count: StockCount, scope: str) -> bool:
    """Write it; False when its id is taken."""
    return bool(
        await tx.execute(
            "INSERT INTO stock_count (id, number, warehouse, scope, status, is_blind, opened_by)"
            " VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING",
            count.id,
            count.number,
            count.warehouse,
            scope,
            str(count.status),
            count.is_blind,
            count.opened_by,
        )
    )


async def add_lines(tx: Transaction, count: StockCount, scope: Scope) -> int:
    """A line for each place in the scope where something lies by the ledger; returns how many."""
    spots = scope.spots or []
    return int(
        await tx.execute(
            "INSERT INTO stock_count_line (id, count_id, location_id, product_id, lot_id)"
            " SELECT gen_random_uuid(), $1, q.location_id, q.product_id, q.lot_id FROM quant q"
            " JOIN location l ON l.id = q.location_id"
            " WHERE q.warehouse = $2 AND q.quantity <> 0 AND l.kind <> 'transit'"
            " AND ($3::text IS NULL OR l.path = $3 OR l.path LIKE $4)"
            " AND ($5::uuid[] IS NULL OR q.product_id = ANY($5))"
            " AND ($6::uuid[] IS NULL OR (q.product_id, q.location_id, q.lot_id) IN"
            " (SELECT * FROM unnest($6::uuid[], $7::uuid[], $8::uuid[])))",
            count.id,
            count.warehouse,
            scope.path,
            None if scope.path is None else _inside(scope.path),
            scope.product_ids,
            None if scope.spots is None else [product for product, _, _ in spots],
            None if scope.spots is None else [location for _, location, _ in spots],
            None if scope.spots is None else [lot or _NO_LOT for _, _, lot in spots],
        )
    )


def _inside(path: str) -> str:
    escaped = path.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"{escaped}/%"


async def lock(tx: Transaction, count_id: UUID) -> StockCount:
    """The count, held until the transaction ends.

    Raises:
        NotFound: there is none with this id.
    """
    row = await tx.fetchrow(f"SELECT {_COUNT} FROM stock_count WHERE id = $1 FOR UPDATE", count_id)
    if row is None:
        raise unknown("count", count_id)
    return _count(row)


async def set_status(tx: Transaction, count: StockCount, status: CountStatus, *, closed_at: datetime | None) -> None:
    """The next state, and the next version."""
    await tx.execute(
        "UPDATE stock_count SET status = $2, closed_at = $3, version = version + 1 WHERE id = $1",
        count.id,
        str(status),
        closed_at,
    )


async def observe(tx: Transaction, count: StockCount, observed: Sequence[Observed], *, by: str, now: datetime) -> None:
    """Keep what was seen beside what the ledger says of that moment. A place looked at again has its newest look."""
    arguments = (
        count.id,
        [new_id() for _ in observed],
        [each.location_id for each in observed],
        [each.product_id for each in observed],
        [each.lot_id or _NO_LOT for each in observed],
        [each.counted for each in observed],
        [each.at or now for each in observed],
        [_is_past(each) for each in observed],
        by,
    )
    await tx.execute(
        "WITH seen AS (SELECT * FROM unnest($2::uuid[], $3::uuid[], $4::uuid[], $5::uuid[], $6::numeric[],"
        " $7::timestamptz[], $8::bool[]) AS s (id, location_id, product_id, lot_id, counted, observed_at, is_past)),"
        # What moved since somebody looked is taken back from what lies there now.
        " moved AS (SELECT s.id, sum(CASE WHEN m.destination_id = s.location_id THEN m.quantity ELSE -m.quantity END) AS net"
        " FROM seen s JOIN movement m ON m.product_id = s.product_id AND m.occurred_at >= s.observed_at"
        " AND s.location_id IN (m.source_id, m.destination_id)"
        " AND coalesce(m.lot_id, '00000000-0000-0000-0000-000000000000') = s.lot_id WHERE s.is_past GROUP BY s.id),"
        " known AS (SELECT s.*, coalesce(q.quantity, 0) - coalesce(moved.net, 0) AS expected FROM seen s"
        " LEFT JOIN quant q ON q.product_id = s.product_id AND q.location_id = s.location_id AND q.lot_id = s.lot_id"
        " LEFT JOIN moved ON moved.id = s.id),"
        " kept AS (INSERT INTO stock_count_line AS l (id, count_id, location_id, product_id, lot_id, expected, counted,"
        " observed_at, first_counted_by, counted_by)"
        " SELECT id, $1, location_id, product_id, lot_id, expected, counted, observed_at, $9, $9 FROM known"
        " ON CONFLICT (count_id, location_id, product_id, lot_id) DO UPDATE SET expected = excluded.expected,"
        " counted = excluded.counted, observed_at = excluded.observed_at, counted_by = excluded.counted_by,"
        " first_counted_by = coalesce(l.first_counted_by, excluded.first_counted_by), needs_recount = false, cause = NULL"
        " RETURNING id, expected, counted, observed_at)"
        " INSERT INTO count_observation (line_id, expected, counted, observed_at, counted_by)"
        " SELECT id, expected, counted, observed_at, $9 FROM kept ORDER BY id",
        *arguments,
    )


def _is_past(observed: Observed) -> bool:
    """Whether the look was in the past, so that later movements must be taken back."""
    return observed.at is not None


async def uncounted(tx: ReadTransaction, count_id: UUID) -> int:
    """Places of the count that nobody has looked at."""
    return int(
        await tx.fetchval("SELECT count(*) FROM stock_count_line WHERE count_id = $1 AND counted IS NULL", count_id)
    )


async def lines(tx: ReadTransaction, count_id: UUID) -> list[CountLine]:
    """Every place that was looked at, with the last known cost of its product."""
    rows = await tx.fetch(
        f"SELECT {_LINE} FROM stock_count_line l LEFT JOIN product_cost c ON c.product_id = l.product_id"
        " WHERE l.count_id = $1 AND l.counted IS NOT NULL ORDER BY l.id",
        count_id,
    )
    return [CountLine(**dict(row)) for row in rows]


async def ask_again(tx: Transaction, line_ids: Collection[UUID]) -> None:
    """A second person must look at these."""
    await tx.execute("UPDATE stock_count_line SET needs_recount = true WHERE id = ANY($1)", list(line_ids))


async def set_causes(tx: Transaction, count_id: UUID, causes: Mapping[UUID, tuple[str, str]]) -> int:
    """Root causes (code, comment) of lines; returns how many of them are lines of the count."""
    return int(
        await tx.execute(
            "UPDATE stock_count_line SET cause = c, comment = t FROM unnest($2::uuid[], $3::text[], $4::text[]) AS x (i, c, t)"
            " WHERE id = x.i AND count_id = $1",
            count_id,
            list(causes),
            [cause for cause, _ in causes.values()],
            [comment for _, comment in causes.values()],
        )
    )


async def close(tx: Transaction, count_id: UUID, now: datetime) -> None:
    """Keep what differences were worth, and when each place was looked at."""
    await tx.execute(
        "UPDATE stock_count_line l SET unit_cost = c.unit_cost FROM product_cost c"
        " WHERE l.count_id = $1 AND c.product_id = l.product_id",
        count_id,
    )
    await tx.execute(
        "INSERT INTO spot_counted (product_id, location_id, lot_id, counted_on, differed)"
        " SELECT product_id, location_id, lot_id, $2, counted <> expected FROM stock_count_line"
        " WHERE count_id = $1 AND counted IS NOT NULL ORDER BY 1, 2, 3"
        " ON CONFLICT (product_id, location_id, lot_id)"
        " DO UPDATE SET counted_on = excluded.counted_on, differed = excluded.differed",
        count_id,
        now.date(),
    )
    await tx.execute(
        "UPDATE count_request q SET done_at = $2 FROM stock_count_line l WHERE l.count_id = $1 AND l.counted IS NOT NULL"
        " AND q.done_at IS NULL AND q.location_id = l.location_id AND q.product_id = l.product_id",
        count_id,
        now,
    )


async def rules(tx: ReadTransaction) -> tuple[CountRules, int]:
    """The rules, and their version."""
    (row,) = await tx.fetch("SELECT recount_value, cause_value, approval_value, version FROM count_rules")
    return CountRules(row["recount_value"], row["cause_value"], row["approval_value"]), row["version"]


async def set_rules(tx: Transaction, new: CountRules) -> int:
    """From now on; returns the version."""
    return int(
        await tx.fetchval(
            "UPDATE count_rules SET recount_value = $1, cause_value = $2, approval_value = $3, version = version + 1"
            " RETURNING version",
            new.recount_value,
            new.cause_value,
            new.approval_value,
        )
    )


def _count(row: Record) -> StockCount:
    return StockCount(**{**dict(row), "status": CountStatus(row["status"])})
