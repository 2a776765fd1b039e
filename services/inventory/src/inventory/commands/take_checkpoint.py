"""What lay where at the beginning of a week, so that asking about any instant after it stays cheap."""

from datetime import datetime, timedelta
from uuid import UUID

from kit.db import Transaction

_ENOUGH = 20_000  # movements since the last one: less is quickly added up

# Late movements keep out meanwhile: the trigger movement_is_late takes the same lock, shared.
_ALONE = "SELECT pg_advisory_xact_lock(hashtext('inventory.stock_checkpoint'))"


async def take_checkpoint(tx: Transaction, now: datetime, *, enough: int = _ENOUGH) -> datetime | None:
    """Write down what lay where on the last Monday (UTC) that is over by a day, if much moved since the last time.

    Returns the instant, or nothing when none was taken.
    """
    as_of = _monday(now - timedelta(days=1))
    last = await tx.fetchval("SELECT max(as_of) FROM stock_checkpoint")
    if last is not None and last >= as_of:
        return None
    moved = await tx.fetchval(
        "SELECT count(*) FROM (SELECT FROM movement WHERE occurred_at >= coalesce($1::timestamptz, '-infinity')"
        " AND occurred_at < $2 LIMIT $3) AS seen",
        last,
        as_of,
        enough,
    )
    if moved < enough:
        return None
    await tx.execute(_ALONE)
    await tx.execute(
        "INSERT INTO stock_checkpoint (as_of, product_id, location_id, lot_id, quantity)"
        " SELECT $2, product_id, location_id, lot_id, sum(quantity) FROM ("
        "SELECT product_id, location_id, lot_id, quantity FROM stock_checkpoint WHERE as_of = $1"
        " UNION ALL SELECT product_id, destination_id, coalesce(lot_id, $3), quantity FROM movement"
        " WHERE occurred_at >= coalesce($1::timestamptz, '-infinity') AND occurred_at < $2"
        " UNION ALL SELECT product_id, source_id, coalesce(lot_id, $3), -quantity FROM movement"
        " WHERE occurred_at >= coalesce($1::timestamptz, '-infinity') AND occurred_at < $2"
        ") AS moved JOIN location ON location.id = location_id AND location.warehouse IS NOT NULL"
        " GROUP BY product_id, location_id, lot_id ON CONFLICT DO NOTHING",
        last,
        as_of,
        UUID(int=0),
    )
    return as_of


def _monday(at: datetime) -> datetime:
    return (at - timedelta(days=at.weekday())).replace(hour=0, minute=0, second=0, microsecond=0)
