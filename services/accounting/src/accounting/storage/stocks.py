"""Products' value and layers: a batch of products is one read, its changes a handful of writes."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from operator import attrgetter
from uuid import UUID

import asyncpg
from kit.consumer import NotYet
from kit.db import ReadTransaction, Transaction

from accounting.domain.movement import Sold
from accounting.domain.valuation import Layer, Method, Stock, Take
from accounting.domain.valued import Revaluation, Valued


async def lock(
    tx: Transaction,
    issued: Mapping[UUID, Decimal],
    *,
    with_layers: Collection[UUID] = (),
    lots: Collection[tuple[UUID, str]] = (),
) -> dict[UUID, Stock]:
    """The products' state, in id order, with as many open layers as `issued` (the quantity to leave by product) may take.

    The layers named in `with_layers` are there too, open or not, and for products whose lots have their own cost the open
    layers of these `lots` (product, lot).

    Raises:
        NotYet: accounting has not heard of one of the products.
    """
    ids = sorted(issued)
    await tx.execute(
        "INSERT INTO stock (product_id, method, quantity, value, posted, deficit_quantity, deficit_value, last_unit_cost,"
        " next_sequence) SELECT id, costing_method, 0, 0, 0, 0, 0, 0, 1 FROM product WHERE id = ANY($1) ORDER BY id"
        " ON CONFLICT DO NOTHING",
        ids,
    )
    rows = await tx.fetch("SELECT * FROM stock WHERE product_id = ANY($1) ORDER BY product_id FOR UPDATE", ids)
    if len(rows) < len(ids):
        known = {row["product_id"] for row in rows}
        raise NotYet(f"Accounting has not heard of product {next(id_ for id_ in ids if id_ not in known)} yet.")
    stocks = {
        row["product_id"]: Stock(
            product_id=row["product_id"],
            method=Method(row["method"]),
            value=row["value"],
            held=row["quantity"] + row["deficit_quantity"],
            held_value=row["posted"] + row["deficit_value"],
            deficit_quantity=row["deficit_quantity"],
            deficit_value=row["deficit_value"],
            last_unit_cost=row["last_unit_cost"],
            next_sequence=row["next_sequence"],
        )
        for row in rows
    }
    by_lot = [(id_, lot) for id_, lot in lots if stocks[id_].method is Method.LOT]
    for row in await _layers(tx, issued, with_layers, by_lot):
        stocks[row["product_id"]].layers.append(Layer(*row[1:]))
    return stocks


@dataclass(frozen=True, slots=True)
class OtherMethod:
    """A product that catalog wants valued otherwise than its layers are."""

    product_id: UUID
    kept: Method
    asked: Method


async def valued_otherwise(tx: ReadTransaction, product_ids: Sequence[UUID]) -> list[OtherMethod]:
    """Those of these products whose stock keeps another method than catalog's: the one that its layers were made with.

    Another method would be a revaluation on a date, which posts; a changed record does not.
    """
    rows = await tx.fetch(
        "SELECT s.product_id, s.method, p.costing_method FROM stock s JOIN product p ON p.id = s.product_id"
        " WHERE s.product_id = ANY($1) AND s.method <> p.costing_method ORDER BY s.product_id",
        product_ids,
    )
    return [OtherMethod(row["product_id"], Method(row["method"]), Method(row["costing_method"])) for row in rows]


async def method_of(tx: ReadTransaction, product_id: UUID) -> Method | None:
    """How a product's stock is costed; None while it has never moved."""
    method = await tx.fetchval("SELECT method FROM stock WHERE product_id = $1", product_id)
    return None if method is None else Method(method)


async def set_method(tx: Transaction, product_id: UUID, method: Method) -> None:
    """From now on it is costed so."""
    await tx.execute("UPDATE stock SET method = $2 WHERE product_id = $1", product_id, method)


_LAYER = "product_id, movement_id, sequence, received, quantity, value, lot"


async def _layers(
    tx: Transaction, issued: Mapping[UUID, Decimal], named: Collection[UUID], lots: Sequence[tuple[UUID, str]]
) -> Sequence[asyncpg.Record]:
    """Walks each product's open layers until they hold what is issued: old stock that nobody touches costs nothing."""
    return await tx.fetch(
        "WITH RECURSIVE walk AS ("
        " SELECT l.*, n.quantity - l.quantity AS missing FROM unnest($1::uuid[], $2::numeric[]) AS n (product_id, quantity)"
        " CROSS JOIN LATERAL (SELECT * FROM cost_layer c WHERE c.product_id = n.product_id AND c.quantity > 0"
        "  ORDER BY c.sequence LIMIT 1) AS l WHERE n.quantity > 0"
        " UNION ALL"
        " SELECT l.*, w.missing - l.quantity FROM walk w"
        " CROSS JOIN LATERAL (SELECT * FROM cost_layer c WHERE c.product_id = w.product_id AND c.quantity > 0"
        "  AND c.sequence > w.sequence ORDER BY c.sequence LIMIT 1) AS l WHERE w.missing > 0)"
        f" SELECT {_LAYER} FROM walk"
        f" UNION SELECT {_LAYER} FROM cost_layer WHERE movement_id = ANY($3) AND product_id = ANY($1)"
        f" UNION SELECT {_LAYER} FROM cost_layer JOIN unnest($4::uuid[], $5::text[]) AS n (product_id, lot)"
        "  USING (product_id, lot) WHERE quantity > 0 ORDER BY product_id, sequence",
        list(issued),
        list(issued.values()),
        list(named),
        [product_id for product_id, _ in lots],
        [lot for _, lot in lots],
    )


async def save(tx: Transaction, stocks: Sequence[Stock], takes: Sequence[Take]) -> None:
    """Write what a batch changed."""
    await tx.execute(
        "UPDATE stock s SET quantity = n.quantity, value = n.value, posted = n.posted, deficit_quantity = n.deficit_quantity,"
        " deficit_value = n.deficit_value, last_unit_cost = n.last_unit_cost, next_sequence = n.next_sequence"
        " FROM unnest($1::uuid[], $2::numeric[], $3::numeric[], $4::numeric[], $5::numeric[], $6::numeric[], $7::numeric[],"
        " $8::bigint[]) AS n (product_id, quantity, value, posted, deficit_quantity, deficit_value, last_unit_cost,"
        " next_sequence) WHERE s.product_id = n.product_id",
        [stock.product_id for stock in stocks],
        [stock.quantity for stock in stocks],
        [stock.value for stock in stocks],
        [stock.posted for stock in stocks],
        [stock.deficit_quantity for stock in stocks],
        [stock.deficit_value for stock in stocks],
        [stock.last_unit_cost for stock in stocks],
        [stock.next_sequence for stock in stocks],
    )
    layers = [(stock.product_id, layer) for stock in stocks for layer in stock.layers]
    new = [(product_id, layer) for product_id, layer in layers if layer.is_new]
    changed = [layer for _, layer in layers if layer.is_changed and not layer.is_new]
    if new:
        await tx.copy(
            "cost_layer",
            ("movement_id", "product_id", "sequence", "received", "quantity", "value", "lot"),
            [(la.movement_id, id_, la.sequence, la.received, la.quantity, la.value, la.lot) for id_, la in new],
        )
    if changed:
        await tx.execute(
            "UPDATE cost_layer l SET quantity = n.quantity, value = n.value"
            " FROM unnest($1::uuid[], $2::numeric[], $3::numeric[]) AS n (id, quantity, value) WHERE l.movement_id = n.id",
            [layer.movement_id for layer in changed],
            [layer.quantity for layer in changed],
            [layer.value for layer in changed],
        )
    if takes:
        await tx.copy(
            "layer_use", ("issue_id", "layer_id", "quantity"), [(t.issue_id, t.layer_id, t.quantity) for t in takes]
        )


_VALUED = (
    "movement_id", "product_id", "quantity", "amount", "quantity_after", "value_after", "reason", "order_line_id",
    "document_number", "occurred_at", "posted_on", "entry_id", "reverses", "returns", "sequence", "warehouse", "lot",
)  # fmt: skip


async def keep(tx: Transaction, valued: Sequence[Valued]) -> None:
    """Write valued movements for good."""
    await tx.copy("movement_valuation", _VALUED, map(attrgetter(*_VALUED), valued))


async def valued(tx: Transaction, movement_ids: Sequence[UUID]) -> dict[UUID, tuple[Decimal, Decimal]]:
    """(quantity, amount) of movements valued before, by id."""
    if not movement_ids:
        return {}
    rows = await tx.fetch(
        "SELECT movement_id, quantity, amount FROM movement_valuation WHERE movement_id = ANY($1)", movement_ids
    )
    return {row["movement_id"]: (row["quantity"], row["amount"]) for row in rows}


async def sold(tx: Transaction, movement_ids: Sequence[UUID], order_line_ids: Sequence[UUID]) -> dict[UUID, Sold]:
    """What left by these shipments, and for these sales order lines, and what of it has come back so far."""
    if not movement_ids and not order_line_ids:
        return {}
    rows = await tx.fetch(
        "SELECT CASE WHEN movement_id = ANY($1) THEN movement_id ELSE returns END AS id, reason,"
        " abs(sum(quantity)) AS quantity, abs(sum(amount)) AS amount FROM movement_valuation"
        " WHERE movement_id = ANY($1) OR returns = ANY($1) GROUP BY 1, 2"
        " UNION ALL SELECT order_line_id, reason, abs(sum(quantity)), abs(sum(amount)) FROM movement_valuation"
        " WHERE order_line_id = ANY($2) AND reason IN ('shipment', 'customer-return') GROUP BY 1, 2",
        movement_ids,
        order_line_ids,
    )
    left = {row["id"]: Sold(row["quantity"], row["amount"]) for row in rows if row["reason"] == "shipment"}
    for row in rows:
        if row["reason"] == "customer-return" and row["id"] in left:
            left[row["id"]].returned_quantity = row["quantity"]
            left[row["id"]].returned_amount = row["amount"]
    return left


_REVALUATION = (
    "id", "product_id", "amount", "reason", "document_id", "entry_id", "sequence", "posted_on", "layer_id", "difference",
    "of_quantity",
)  # fmt: skip


async def keep_revaluations(tx: Transaction, revaluations: Sequence[Revaluation]) -> None:
    """Write revaluations for good."""
    if revaluations:
        await tx.copy("revaluation", _REVALUATION, map(attrgetter(*_REVALUATION), revaluations))


async def uses_of(tx: Transaction, layer_ids: Sequence[UUID]) -> dict[UUID, list[tuple[UUID, Decimal]]]:
    """Which issues took from these receipts, and how much, oldest first; what went back to suppliers was no issue."""
    rows = await tx.fetch(
        "SELECT layer_id, issue_id, u.quantity FROM layer_use u JOIN movement_valuation v ON v.movement_id = issue_id"
        " WHERE layer_id = ANY($1) AND v.reason <> 'supplier-return' AND v.reverses IS NULL ORDER BY layer_id, issue_id",
        layer_ids,
    )
    uses: dict[UUID, list[tuple[UUID, Decimal]]] = {layer_id: [] for layer_id in layer_ids}
    for row in rows:
        uses[row["layer_id"]].append((row["issue_id"], row["quantity"]))
    return uses
