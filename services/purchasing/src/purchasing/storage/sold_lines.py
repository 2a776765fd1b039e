"""Drop-shipped lines of sales orders."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from kit.db import ReadTransaction, Transaction
from kit.money import ZERO

from purchasing.domain.drop_shipment import SoldLine

_OWN = "id, sales_order_id, sales_order_number, product_id, quantity, deliver_to"


@dataclass(frozen=True, slots=True)
class Standing:
    """What is asked for and bought for a sold line, stock units; requests that nobody acted on by id, the oldest first."""

    open_lines: tuple[tuple[UUID, Decimal], ...] = ()
    bought: Decimal = ZERO


async def some(tx: ReadTransaction, ids: Collection[UUID]) -> dict[UUID, SoldLine]:
    """Those of these lines that are known."""
    if not ids:
        return {}
    rows = await tx.fetch(f"SELECT {_OWN} FROM sold_line WHERE id = ANY($1)", list(ids))
    return {row["id"]: SoldLine(**dict(row)) for row in rows}


async def lock(tx: Transaction, sales_order_ids: Collection[UUID]) -> dict[UUID, dict[UUID, SoldLine]]:
    """Known lines by sales order and id, held until the transaction ends."""
    rows = await tx.fetch(
        f"SELECT {_OWN} FROM sold_line WHERE sales_order_id = ANY($1) ORDER BY id FOR UPDATE", list(sales_order_ids)
    )
    found: dict[UUID, dict[UUID, SoldLine]] = defaultdict(dict)
    for row in rows:
        found[row["sales_order_id"]][row["id"]] = SoldLine(**dict(row))
    return found


async def keep(tx: Transaction, lines: Sequence[SoldLine]) -> None:
    """Write lines, new or not, as they now stand."""
    await tx.execute(
        f"INSERT INTO sold_line ({_OWN}) SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::uuid[],"
        " $5::numeric[], $6::text[]) ON CONFLICT (id) DO UPDATE SET quantity = excluded.quantity,"
        " deliver_to = excluded.deliver_to",
        [line.id for line in lines],
        [line.sales_order_id for line in lines],
        [line.sales_order_number for line in lines],
        [line.product_id for line in lines],
        [line.quantity for line in lines],
        [line.deliver_to for line in lines],
    )


async def lock_standings(tx: Transaction, ids: Collection[UUID]) -> Mapping[UUID, Standing]:
    """By sold line; its requests are held until the transaction ends."""
    rows = await tx.fetch(
        "SELECT r.id, r.sales_order_line_id, r.stock_quantity, r.status FROM purchase_request_line r"
        " WHERE r.sales_order_line_id = ANY($1) AND r.status IN ('draft', 'open', 'sourcing') ORDER BY r.id FOR UPDATE",
        list(ids),
    )
    ordered = await tx.fetch(
        "SELECT l.sales_order_line_id, sum(l.stock_quantity - l.cancelled - l.given_up) AS quantity"
        " FROM purchase_order_line l JOIN purchase_order o ON o.id = l.purchase_order_id"
        " WHERE l.sales_order_line_id = ANY($1) AND o.status <> 'cancelled' GROUP BY 1",
        list(ids),
    )
    open_lines: dict[UUID, list[tuple[UUID, Decimal]]] = defaultdict(list)
    bought: dict[UUID, Decimal] = defaultdict(lambda: ZERO)
    for row in rows:
        if row["status"] == "sourcing":
            bought[row["sales_order_line_id"]] += row["stock_quantity"]
        else:
            open_lines[row["sales_order_line_id"]].append((row["id"], row["stock_quantity"]))
    for row in ordered:
        bought[row["sales_order_line_id"]] += row["quantity"]
    return {id_: Standing(tuple(open_lines[id_]), bought[id_]) for id_ in ids}
