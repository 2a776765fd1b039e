"""What is there. A stock row is the lock of its product in its warehouse: take it before you look at quants or holds.

Locks are always taken in the same order (order or document first, then stock rows by product and warehouse), so that no
two transactions can wait for each other.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from asyncpg import Record
from kit.db import ReadTransaction, Transaction

from inventory.domain.location import Location, LocationKind
from inventory.domain.lot import Lot
from inventory.domain.movement import Spot, StockChange, StockKey
from inventory.domain.picking import Lying, Removal
from inventory.storage import locations, products

_NO_LOT = UUID(int=0)  # in the key of a quant, which cannot have nulls


@dataclass(frozen=True, slots=True)
class Stock:
    """Of a product in a warehouse, in stock units. `held` (on hold, damaged) is a part of `on_hand`."""

    on_hand: Decimal
    held: Decimal
    reserved: Decimal
    incoming: Decimal
    in_transit: Decimal

    @property
    def available(self) -> Decimal:
        """What can still be promised."""
        return self.on_hand - self.held - self.reserved


@dataclass(frozen=True, slots=True)
class LockedStock(Stock):
    """It stays so until the transaction ends."""

    decimals: int  # of quantities of the product


async def lock(tx: Transaction, keys: Collection[StockKey]) -> dict[StockKey, LockedStock]:
    """These stocks, held until the transaction ends; rows that were never there are made.

    Raises:
        ProductNotKnown, WarehouseNotKnown: there can be no such stock.
    """
    found = await _lock(tx, keys)
    missing = [key for key in keys if key not in found]
    if not missing:
        return found
    await products.known(tx, [key.product_id for key in missing])
    for warehouse in {key.warehouse for key in missing}:
        await locations.check_warehouse(tx, warehouse)
    await tx.execute(
        "INSERT INTO stock (product_id, warehouse) SELECT DISTINCT p, w FROM unnest($1::uuid[], $2::text[]) AS k (p, w)"
        " ORDER BY p, w ON CONFLICT DO NOTHING",
        [key.product_id for key in missing],
        [key.warehouse for key in missing],
    )
    return await _lock(tx, keys)


LOCKED = (
    "SELECT s.product_id, s.warehouse, s.on_hand, s.held, s.reserved, s.incoming, s.in_transit, p.quantity_decimals"
    " FROM stock s JOIN product p ON p.id = s.product_id"
    " WHERE (s.product_id, s.warehouse) IN (SELECT * FROM unnest($1::uuid[], $2::text[]))"
    " ORDER BY s.product_id, s.warehouse FOR NO KEY UPDATE OF s"
)


async def _lock(tx: Transaction, keys: Collection[StockKey]) -> dict[StockKey, LockedStock]:
    rows = await tx.fetch(LOCKED, [key.product_id for key in keys], [key.warehouse for key in keys])
    return locked_of(rows)


def locked_of(rows: Iterable[Record]) -> dict[StockKey, LockedStock]:
    """The stocks of rows of LOCKED."""
    return {StockKey(product_id, warehouse): LockedStock(*sums) for product_id, warehouse, *sums in rows}


async def change(
    tx: Transaction,
    goods: Mapping[StockKey, StockChange],
    reserved: Mapping[StockKey, Decimal],
    incoming: Mapping[StockKey, Decimal],
) -> None:
    """Add to the sums of locked rows."""
    keys = [*dict.fromkeys([*goods, *reserved, *incoming])]
    if not keys:
        return
    zero = Decimal(0)
    changes = [goods.get(key, StockChange()) for key in keys]
    await tx.execute(
        "UPDATE stock s SET on_hand = s.on_hand + x.o, held = s.held + x.h, in_transit = s.in_transit + x.t,"
        " reserved = s.reserved + x.r, incoming = s.incoming + x.i"
        " FROM unnest($1::uuid[], $2::text[], $3::numeric[], $4::numeric[], $5::numeric[], $6::numeric[], $7::numeric[])"
        " AS x (p, w, o, h, t, r, i) WHERE s.product_id = x.p AND s.warehouse = x.w",
        [key.product_id for key in keys],
        [key.warehouse for key in keys],
        [each.on_hand for each in changes],
        [each.held for each in changes],
        [each.in_transit for each in changes],
        [reserved.get(key, zero) for key in keys],
        [incoming.get(key, zero) for key in keys],
    )


async def change_quants(tx: Transaction, changes: Mapping[Spot, Decimal]) -> None:
    """Add to what lies in our locations, whose stock rows are locked. What comes to an empty place begins to lie now."""
    # Gains may make a quant; a loss proposed as a new row would be refused before it is added up, so it is an update.
    await tx.execute(
        "WITH change AS (SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::numeric[])"
        " AS c (p, l, b, w, q)),"
        " added AS (INSERT INTO quant (product_id, location_id, lot_id, warehouse, quantity)"
        " SELECT p, l, b, w, q FROM change WHERE q > 0 ON CONFLICT (product_id, location_id, lot_id)"
        " DO UPDATE SET quantity = quant.quantity + excluded.quantity,"
        " since = CASE WHEN quant.quantity = 0 THEN excluded.since ELSE quant.since END)"
        " UPDATE quant SET quantity = quantity + q FROM change"
        " WHERE product_id = p AND location_id = l AND lot_id = b AND q < 0",
        [spot.product_id for spot in changes],
        [spot.location.id for spot in changes],
        [spot.lot.id if spot.lot else _NO_LOT for spot in changes],
        [spot.location.warehouse for spot in changes],
        list(changes.values()),
    )


async def quants(tx: ReadTransaction, keys: Collection[StockKey]) -> dict[StockKey, list[Lying]]:
    """What lies where, of each product in each warehouse; places that once held some are there with zero."""
    rows = await tx.fetch(
        "SELECT q.product_id, q.warehouse, q.quantity, q.since, q.location_id, l.code, l.kind, l.walk_order, r.removal,"
        " l.capacity IS NOT NULL AS has_capacity, q.lot_id, b.code AS lot, b.expires_on"
        " FROM quant q JOIN location l ON l.id = q.location_id LEFT JOIN lot b ON b.id = q.lot_id"
        " LEFT JOIN removal_policy r ON r.product_id = q.product_id AND r.warehouse = q.warehouse"
        " WHERE q.product_id = ANY($1) AND q.warehouse = ANY($2) ORDER BY q.product_id, l.code, b.code",
        list({key.product_id for key in keys}),
        list({key.warehouse for key in keys}),
    )
    found: dict[StockKey, list[Lying]] = defaultdict(list)
    for row in rows:
        place = Location(
            row["location_id"],
            row["code"],
            LocationKind(row["kind"]),
            row["warehouse"],
            row["walk_order"],
            row["has_capacity"],
        )
        lot = Lot(row["lot_id"], row["product_id"], row["lot"], row["expires_on"]) if row["lot"] is not None else None
        policy = Removal(row["removal"]) if row["removal"] else None
        found[StockKey(row["product_id"], row["warehouse"])].append(
            Lying(place, row["quantity"], row["since"], lot, policy)
        )
    return found


async def spots(tx: ReadTransaction, keys: Collection[StockKey]) -> dict[Spot, Decimal]:
    """The same, by place and lot."""
    return {
        Spot(key.product_id, lying.location, lying.lot): lying.quantity
        for key, found in (await quants(tx, keys)).items()
        for lying in found
    }
