"""Lots, and how much of each we have. Rows are locked after the stock rows of their products, in id order."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from kit.db import ReadTransaction, Transaction
from kit.errors import unknown
from kit.ids import new_id
from kit.money import ONE, ZERO

from inventory.domain.errors import LotDiffers, LotNotKnown, SerialIsHere
from inventory.domain.lot import Lot
from inventory.domain.movement import Spot


@dataclass(frozen=True, slots=True)
class AskedLot:
    """A lot as a document names it; `expires_on` is what the label says, if it says anything."""

    product_id: UUID
    code: str
    expires_on: date | None = None


async def find(tx: ReadTransaction, asked: Collection[AskedLot]) -> dict[tuple[UUID, str], Lot]:
    """Lots by product and code.

    Raises:
        LotNotKnown: there is no such lot.
    """
    if not asked:
        return {}
    rows = await tx.fetch(
        "SELECT id, product_id, code, expires_on FROM lot"
        " WHERE (product_id, code) IN (SELECT * FROM unnest($1::uuid[], $2::text[]))",
        [each.product_id for each in asked],
        [each.code for each in asked],
    )
    found = {(row["product_id"], row["code"]): Lot(**dict(row)) for row in rows}
    for each in asked:
        if (each.product_id, each.code) not in found:
            raise LotNotKnown(
                f"There is no lot {each.code!r} of this product: check the label.",
                field="lot",
                lot=each.code,
                product_id=str(each.product_id),
            )
    return found


async def by_id(tx: ReadTransaction, ids: Collection[UUID]) -> dict[UUID, Lot]:
    """Lots by id."""
    rows = await tx.fetch("SELECT id, product_id, code, expires_on FROM lot WHERE id = ANY($1)", list(ids))
    return {row["id"]: Lot(**dict(row)) for row in rows}


async def ensure(tx: Transaction, asked: Collection[AskedLot]) -> dict[tuple[UUID, str], Lot]:
    """The same, and lots never seen are made.

    Raises:
        LotDiffers: the lot is known with another expiry date.
    """
    if not asked:
        return {}
    in_order = sorted({(each.product_id, each.code): each for each in asked}.items())
    await tx.execute(
        "INSERT INTO lot (id, product_id, code, expires_on, is_serial)"
        " SELECT i, p, c, e, product.tracking = 'serial'"
        " FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::date[]) AS x (i, p, c, e)"
        " JOIN product ON product.id = p ON CONFLICT DO NOTHING",
        [new_id() for _ in in_order],
        [key[0] for key, _ in in_order],
        [key[1] for key, _ in in_order],
        [each.expires_on for _, each in in_order],
    )
    found = await find(tx, asked)
    for each in asked:
        lot = found[each.product_id, each.code]
        if each.expires_on is not None and each.expires_on != lot.expires_on:
            raise LotDiffers(
                f"Lot {lot.code} is known with the expiry date {lot.expires_on}, not {each.expires_on}: check the label.",
                field="expires_on",
                lot=lot.code,
                expires_on=str(lot.expires_on),
            )
    return found


async def get(tx: ReadTransaction, lot_id: UUID) -> Lot:
    """One lot.

    Raises:
        NotFound: there is none with this id.
    """
    found = await by_id(tx, [lot_id])
    if lot_id not in found:
        raise unknown("lot", lot_id)
    return found[lot_id]


async def blocked(tx: ReadTransaction, ids: Collection[UUID]) -> set[UUID]:
    """Those of these lots that go on hold when they come in."""
    rows = await tx.fetch("SELECT id FROM lot WHERE id = ANY($1) AND is_blocked", list(ids))
    return {row["id"] for row in rows}


async def lock(tx: Transaction, lot_id: UUID) -> Lot:
    """One lot, held until the transaction ends.

    Raises:
        NotFound: there is none with this id.
    """
    row = await tx.fetchrow("SELECT id, product_id, code, expires_on FROM lot WHERE id = $1 FOR NO KEY UPDATE", lot_id)
    if row is None:
        raise unknown("lot", lot_id)
    return Lot(**dict(row))


async def set_blocked(tx: Transaction, lot_id: UUID, *, is_blocked: bool) -> None:
    """Whether it goes on hold when it comes in."""
    await tx.execute("UPDATE lot SET is_blocked = $2 WHERE id = $1", lot_id, is_blocked)


async def set_expiry(tx: Transaction, lot_id: UUID, expires_on: date | None) -> None:
    """What its label says, after all."""
    await tx.execute("UPDATE lot SET expires_on = $2 WHERE id = $1", lot_id, expires_on)


async def change(tx: Transaction, changes: Mapping[Spot, Decimal]) -> None:
    """Add to what we have of each lot.

    Raises:
        SerialIsHere: a piece would be in stock twice.
    """
    net: dict[UUID, Decimal] = defaultdict(lambda: ZERO)
    codes: dict[UUID, str] = {}
    for spot, quantity in changes.items():
        if spot.lot is not None:
            net[spot.lot.id] += quantity
            codes[spot.lot.id] = spot.lot.code
    if not net:
        return
    rows = await tx.fetch(
        "SELECT id, on_hand, is_serial FROM lot WHERE id = ANY($1) ORDER BY id FOR NO KEY UPDATE", list(net)
    )
    for row in rows:
        if row["is_serial"] and row["on_hand"] + net[row["id"]] > ONE:
            serial = codes[row["id"]]
            raise SerialIsHere(f"The piece {serial} is in stock already: check the label.", field="lot", lot=serial)
    await tx.execute(
        "UPDATE lot SET on_hand = on_hand + q FROM unnest($1::uuid[], $2::numeric[]) AS x (i, q) WHERE lot.id = x.i",
        list(net),
        list(net.values()),
    )
