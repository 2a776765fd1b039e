"""Packages. The order is locked before its packages."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from decimal import Decimal
from uuid import UUID

from kit.db import ReadTransaction, Transaction
from kit.errors import unknown

from inventory.domain.package import Content, Package, PackageState
from inventory.storage import lots

_NO_LOT = UUID(int=0)


async def next_serial(tx: Transaction) -> int:
    """A number that no package had before."""
    return int(await tx.fetchval("SELECT nextval('sscc_serial')"))


async def add(tx: Transaction, package: Package, *, by: str) -> None:
    await tx.execute(
        "INSERT INTO package (id, sscc, order_id, warehouse, state, packed_by) VALUES ($1, $2, $3, $4, $5, $6)",
        package.id,
        package.sscc,
        package.order_id,
        package.warehouse,
        str(package.state),
        by,
    )
    await put_in(tx, package.id, package.content)


async def put_in(tx: Transaction, package_id: UUID, content: Sequence[Content]) -> None:
    """So much more is in there now."""
    await tx.execute(
        "INSERT INTO package_line AS l (package_id, order_line_id, lot_id, product_id, quantity)"
        " SELECT $1, line, lot, product, sum(q) FROM unnest($2::uuid[], $3::uuid[], $4::uuid[], $5::numeric[])"
        " AS x (line, lot, product, q) GROUP BY line, lot, product"
        " ON CONFLICT (package_id, order_line_id, lot_id) DO UPDATE SET quantity = l.quantity + excluded.quantity",
        package_id,
        [each.order_line_id for each in content],
        [each.lot.id if each.lot else _NO_LOT for each in content],
        [each.product_id for each in content],
        [each.quantity for each in content],
    )


async def is_known(tx: ReadTransaction, package_id: UUID) -> bool:
    """Whether the package was opened."""
    return bool(await tx.fetchval("SELECT count(*) FROM package WHERE id = $1", package_id))


async def order_of(tx: ReadTransaction, package_id: UUID) -> UUID:
    """Of which order it is.

    Raises:
        NotFound: there is none with this id.
    """
    order_id: UUID | None = await tx.fetchval("SELECT order_id FROM package WHERE id = $1", package_id)
    if order_id is None:
        raise unknown("package", package_id)
    return order_id


async def of_order(tx: ReadTransaction, order_id: UUID, ids: Collection[UUID] | None = None) -> list[Package]:
    """Packages of an order: these, or all."""
    rows = await tx.fetch(
        "SELECT id, sscc, order_id, warehouse, state, weight_kg, shipment_id FROM package"
        " WHERE order_id = $1 AND ($2::uuid[] IS NULL OR id = ANY($2)) ORDER BY sscc",
        order_id,
        None if ids is None else list(ids),
    )
    lines = await tx.fetch(
        "SELECT package_id, order_line_id, product_id, lot_id, quantity FROM package_line WHERE package_id = ANY($1)"
        " ORDER BY package_id, order_line_id, lot_id",
        [row["id"] for row in rows],
    )
    known = await lots.by_id(tx, [line["lot_id"] for line in lines if line["lot_id"] != _NO_LOT])
    content: dict[UUID, list[Content]] = defaultdict(list)
    for line in lines:
        found = Content(line["order_line_id"], line["product_id"], known.get(line["lot_id"]), line["quantity"])
        content[line["package_id"]].append(found)
    return [
        Package(**{**dict(row), "state": PackageState(row["state"]), "content": tuple(content[row["id"]])})
        for row in rows
    ]


async def set_state(
    tx: Transaction,
    ids: Sequence[UUID],
    state: PackageState,
    *,
    weight_kg: Decimal | None = None,
    shipment_id: UUID | None = None,
) -> None:
    await tx.execute(
        "UPDATE package SET state = $2, weight_kg = coalesce($3, weight_kg), shipment_id = $4 WHERE id = ANY($1)",
        list(ids),
        str(state),
        weight_kg,
        shipment_id,
    )
