"""Putaway rules, and the room that places have."""

from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal
from uuid import UUID

from kit.db import ReadTransaction, Transaction

from inventory.domain.errors import LocationFull
from inventory.domain.movement import Spot
from inventory.domain.putaway import Bin, PutawayRule


async def rules(tx: ReadTransaction, warehouse: str) -> list[PutawayRule]:
    """In their order."""
    rows = await tx.fetch(
        "SELECT position, product_id, path FROM putaway_rule WHERE warehouse = $1 ORDER BY position", warehouse
    )
    return [PutawayRule(**dict(row)) for row in rows]


async def set_rules(tx: Transaction, warehouse: str, asked: Sequence[PutawayRule]) -> None:
    """These rules of a warehouse and no others."""
    await tx.execute("DELETE FROM putaway_rule WHERE warehouse = $1", warehouse)
    await tx.copy(
        "putaway_rule",
        ("warehouse", "position", "product_id", "path"),
        [(warehouse, rule.position, rule.product_id, rule.path) for rule in asked],
    )


async def bins(tx: ReadTransaction, warehouse: str, product_ids: Collection[UUID]) -> dict[UUID, list[Bin]]:
    """The storage places of a warehouse, as each of these products sees them."""
    rows = await tx.fetch(
        "SELECT p.id AS product_id, l.id AS location_id, l.code, l.path, l.walk_order, l.capacity - l.filled AS room,"
        " EXISTS (SELECT FROM quant q WHERE q.location_id = l.id AND q.product_id = p.id AND q.quantity > 0) AS holds,"
        " NOT EXISTS (SELECT FROM quant q WHERE q.location_id = l.id AND q.quantity > 0) AS is_empty"
        " FROM unnest($2::uuid[]) AS p (id) CROSS JOIN location l WHERE l.warehouse = $1 AND l.kind = 'storage'",
        warehouse,
        list(product_ids),
    )
    found: dict[UUID, list[Bin]] = {id_: [] for id_ in product_ids}
    for row in rows:
        found[row["product_id"]].append(
            Bin(
                row["location_id"],
                row["code"],
                row["path"],
                row["walk_order"],
                row["room"],
                row["holds"],
                row["is_empty"],
            )
        )
    return found


async def set_capacities(tx: Transaction, warehouse: str, capacities: Mapping[str, Decimal | None]) -> list[str]:
    """How much (stock units, all products together) fits into places; returns codes that are no places there.

    Raises:
        LocationFull: more lies in one already.
    """
    rows = await tx.fetch(
        "WITH asked AS (SELECT l.id, x.capacity FROM unnest($2::text[], $3::numeric[]) AS x (code, capacity)"
        " JOIN location l ON l.warehouse = $1 AND l.code = x.code ORDER BY l.id FOR UPDATE OF l)"
        " UPDATE location l SET capacity = asked.capacity,"
        " filled = (SELECT coalesce(sum(quantity), 0) FROM quant WHERE location_id = l.id)"
        " FROM asked WHERE l.id = asked.id RETURNING l.code, l.capacity, l.filled",
        warehouse,
        list(capacities),
        list(capacities.values()),
    )
    for row in rows:
        _check(row["code"], row["capacity"], row["filled"])
    return sorted(set(capacities) - {row["code"] for row in rows})


async def fill(tx: Transaction, changes: Mapping[Spot, Decimal]) -> None:
    """Keep how full places with a capacity are.

    Raises:
        LocationFull: more would lie in one than fits.
    """
    net: dict[UUID, Decimal] = {}
    for spot, quantity in changes.items():
        if spot.location.has_capacity:
            net[spot.location.id] = net.get(spot.location.id, Decimal(0)) + quantity
    if not net:
        return
    ids = sorted(net)
    await tx.execute("SELECT FROM location WHERE id = ANY($1) ORDER BY id FOR UPDATE", ids)
    rows = await tx.fetch(
        "UPDATE location SET filled = filled + q FROM unnest($1::uuid[], $2::numeric[]) AS x (i, q)"
        " WHERE id = x.i RETURNING code, capacity, filled, q",
        ids,
        [net[id_] for id_ in ids],
    )
    for row in rows:
        if row["q"] > 0:
            _check(row["code"], row["capacity"], row["filled"])


def _check(code: str, capacity: Decimal | None, filled: Decimal) -> None:
    if capacity is not None and filled > capacity:
        raise LocationFull(
            f"{capacity} fit into {code}, not {filled}: put some elsewhere.",
            field="location",
            location=code,
            capacity=str(capacity),
        )
