"""Transfers. The transfer's row is locked before its hold, and that before stock rows."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from kit.db import ReadTransaction, Transaction
from kit.errors import unknown

from inventory.domain.lot import Lot
from inventory.domain.transfer import Transfer, TransferLine, TransferStatus

_NO_LOT = UUID(int=0)


async def add(tx: Transaction, transfer: Transfer) -> bool:
    """Write it; False when its id is taken."""
    added = await tx.execute(
        "INSERT INTO transfer (id, number, source, destination, status, expected_on, priority, reason, opened_by, version)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT DO NOTHING",
        transfer.id,
        transfer.number,
        transfer.source,
        transfer.destination,
        str(transfer.status),
        transfer.expected_on,
        transfer.priority,
        transfer.reason,
        transfer.opened_by,
        transfer.version,
    )
    if added:
        await _add_lines(tx, transfer)
    return bool(added)


async def _add_lines(tx: Transaction, transfer: Transfer) -> None:
    await tx.copy(
        "transfer_line",
        ("id", "transfer_id", "position", "product_id", "quantity"),
        [(line.id, transfer.id, i, line.product_id, line.quantity) for i, line in enumerate(transfer.lines)],
    )


async def rewrite(tx: Transaction, transfer: Transfer) -> None:
    """A draft as it is now."""
    await tx.execute("DELETE FROM transfer_line WHERE transfer_id = $1", transfer.id)
    await tx.execute(
        "UPDATE transfer SET source = $2, destination = $3, expected_on = $4, priority = $5, reason = $6, version = $7"
        " WHERE id = $1",
        transfer.id,
        transfer.source,
        transfer.destination,
        transfer.expected_on,
        transfer.priority,
        transfer.reason,
        transfer.version,
    )
    await _add_lines(tx, transfer)


async def lock(tx: Transaction, transfer_id: UUID) -> Transfer:
    """The transfer, held until the transaction ends.

    Raises:
        NotFound: there is none with this id.
    """
    row = await tx.fetchrow(
        "SELECT id, number, source, destination, status, expected_on, priority, reason, opened_by, version FROM transfer"
        " WHERE id = $1 FOR UPDATE",
        transfer_id,
    )
    if row is None:
        raise unknown("transfer", transfer_id)
    lines = await tx.fetch(
        "SELECT id, product_id, quantity, shipped, received, settled FROM transfer_line WHERE transfer_id = $1"
        " ORDER BY position",
        transfer_id,
    )
    return Transfer(
        **{
            **dict(row),
            "status": TransferStatus(row["status"]),
            "lines": tuple(TransferLine(**dict(line)) for line in lines),
        }
    )


async def set_status(tx: Transaction, transfer: Transfer, status: TransferStatus) -> None:
    """The next state, and the next version."""
    await tx.execute("UPDATE transfer SET status = $2, version = version + 1 WHERE id = $1", transfer.id, str(status))


async def expect_on(tx: Transaction, transfer: Transfer, day: date) -> None:
    """When it will arrive."""
    await tx.execute("UPDATE transfer SET expected_on = $2 WHERE id = $1", transfer.id, day)


async def move_on(
    tx: Transaction,
    *,
    shipped: Mapping[UUID, Decimal] | None = None,
    received: Mapping[UUID, Decimal] | None = None,
    settled: Mapping[UUID, Decimal] | None = None,
) -> None:
    """Add to how far lines have come."""
    parts = [shipped or {}, received or {}, settled or {}]
    ids = list(dict.fromkeys(id_ for part in parts for id_ in part))
    zero = Decimal(0)
    await tx.execute(
        "UPDATE transfer_line SET shipped = shipped + s, received = received + r, settled = settled + t"
        " FROM unnest($1::uuid[], $2::numeric[], $3::numeric[], $4::numeric[]) AS x (i, s, r, t) WHERE id = x.i",
        ids,
        *([part.get(id_, zero) for id_ in ids] for part in parts),
    )


async def give_up_rest(tx: Transaction, transfer: Transfer) -> None:
    """What has not left will not."""
    await tx.execute("UPDATE transfer_line SET quantity = shipped WHERE transfer_id = $1", transfer.id)


async def change_parcels(tx: Transaction, changes: Mapping[tuple[UUID, Lot | None], Decimal]) -> None:
    """Add to which lots of a line are on their way."""
    await tx.execute(
        "WITH change AS (SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::numeric[]) AS c (l, b, q)),"
        " added AS (INSERT INTO transfer_parcel AS p (line_id, lot_id, quantity) SELECT l, b, q FROM change WHERE q > 0"
        " ON CONFLICT (line_id, lot_id) DO UPDATE SET quantity = p.quantity + excluded.quantity)"
        " UPDATE transfer_parcel SET quantity = quantity + q FROM change WHERE line_id = l AND lot_id = b AND q < 0",
        [line for line, _ in changes],
        [lot.id if lot else _NO_LOT for _, lot in changes],
        list(changes.values()),
    )


async def parcels(tx: ReadTransaction, line_ids: Collection[UUID]) -> dict[UUID, list[tuple[Lot | None, Decimal]]]:
    """What is on its way of each line, by lot: what expires first comes first."""
    rows = await tx.fetch(
        "SELECT p.line_id, p.lot_id, p.quantity, b.product_id, b.code, b.expires_on FROM transfer_parcel p"
        " LEFT JOIN lot b ON b.id = p.lot_id WHERE p.line_id = ANY($1) AND p.quantity > 0"
        " ORDER BY p.line_id, b.expires_on NULLS LAST, b.code",
        list(line_ids),
    )
    found: dict[UUID, list[tuple[Lot | None, Decimal]]] = defaultdict(list)
    for row in rows:
        lot = None
        if row["lot_id"] != _NO_LOT:
            lot = Lot(row["lot_id"], row["product_id"], row["code"], row["expires_on"])
        found[row["line_id"]].append((lot, row["quantity"]))
    return found


async def arrival(tx: ReadTransaction, source: str, destination: str, left_on: date) -> date:
    """When goods that leave on that day arrive, as the lane says; the same day without one."""
    days = await tx.fetchval(
        "SELECT days FROM transfer_lane WHERE source = $1 AND destination = $2", source, destination
    )
    return left_on + timedelta(days=days or 0)


async def set_lanes(tx: Transaction, lanes: Sequence[tuple[str, str, int]]) -> None:
    """How many days goods are on their way from one site to another; other lanes stay as they are."""
    await tx.execute(
        "INSERT INTO transfer_lane (source, destination, days) SELECT * FROM unnest($1::text[], $2::text[], $3::int[])"
        " ON CONFLICT (source, destination) DO UPDATE SET days = excluded.days",
        [source for source, _, _ in lanes],
        [destination for _, destination, _ in lanes],
        [days for _, _, days in lanes],
    )
