"""Rows of facts into their tables, many in a statement."""

from collections.abc import Sequence
from uuid import UUID

from kit.db import Transaction

Row = tuple[object, ...]


async def keep_order_lines(tx: Transaction, order_ids: Sequence[UUID], rows: Sequence[Row]) -> None:
    """Lines of orders as they now stand; what was promised first stays. Lines that are not there any more go.

    Rows: line, order, product, ordered on, promised on, quantity, by hand, unit price, margin rate, by exception.
    """
    await tx.execute(
        "DELETE FROM order_line WHERE sales_order_id = ANY($1) AND NOT id = ANY($2)",
        order_ids,
        [row[0] for row in rows],
    )
    await tx.execute(
        "INSERT INTO order_line AS l (id, sales_order_id, product_id, ordered_on, promised_on, quantity, is_by_hand,"
        " unit_price, margin_rate, is_exception)"
        " SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::date[], $5::date[], $6::numeric[], $7::bool[],"
        " $8::numeric[], $9::numeric[], $10::bool[])"
        " ON CONFLICT (id) DO UPDATE SET quantity = excluded.quantity, is_by_hand = excluded.is_by_hand,"
        " unit_price = excluded.unit_price, margin_rate = excluded.margin_rate, is_exception = excluded.is_exception,"
        " promised_on = coalesce(l.promised_on, excluded.promised_on)",
        *columns(rows, 10),
    )
    await _note_served(tx, [row[0] for row in rows])


async def add_shipment_lines(tx: Transaction, rows: Sequence[Row]) -> None:
    """Rows: line, order, order line, product, shipped on, quantity."""
    await tx.execute(
        "INSERT INTO shipment_line (id, sales_order_id, order_line_id, product_id, shipped_on, quantity) SELECT * FROM"
        " unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::date[], $6::numeric[]) ON CONFLICT DO NOTHING",
        *columns(rows, 6),
    )
    await _note_served(tx, [row[2] for row in rows])


async def _note_served(tx: Transaction, order_line_ids: Sequence[object]) -> None:
    """Write down since when each line is delivered whole, or that it is not."""
    await tx.execute(
        "UPDATE order_line l SET served_on = s.served_on FROM (SELECT l.id, CASE WHEN sum(s.quantity) >= l.quantity"
        " THEN max(s.shipped_on) END AS served_on FROM order_line l JOIN shipment_line s ON s.order_line_id = l.id"
        " WHERE l.id = ANY($1) GROUP BY l.id) AS s WHERE s.id = l.id AND l.served_on IS DISTINCT FROM s.served_on",
        list(order_line_ids),
    )


async def keep_purchase_lines(tx: Transaction, rows: Sequence[Row]) -> None:
    """Rows: line, order, supplier, product, ordered on, expected on, quantity. The day expected first stays."""
    await tx.execute(
        "INSERT INTO purchase_line AS l (id, purchase_order_id, supplier_id, product_id, ordered_on, expected_on, quantity)"
        " SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::date[], $6::date[], $7::numeric[])"
        " ON CONFLICT (id) DO UPDATE SET quantity = excluded.quantity,"
        " expected_on = coalesce(l.expected_on, excluded.expected_on)",
        *columns(rows, 7),
    )


async def add_receipt_lines(tx: Transaction, rows: Sequence[Row]) -> None:
    """Rows: line, purchase line, received on, quantity."""
    await tx.execute(
        "INSERT INTO receipt_line (id, purchase_line_id, received_on, quantity) SELECT * FROM"
        " unnest($1::uuid[], $2::uuid[], $3::date[], $4::numeric[]) ON CONFLICT DO NOTHING",
        *columns(rows, 4),
    )


async def add_count_lines(tx: Transaction, rows: Sequence[Row]) -> None:
    """Rows: count, part, position, number, site, product, location, counted on, expected, counted, unit cost, cause, basis,
    probable cause, probability, evidence, document, product, location and factor of the evidence.
    """
    await tx.execute(
        "INSERT INTO count_line (count_id, part, position, number, site, product_id, location, counted_on, expected, counted,"
        " unit_cost, cause, basis, probable_cause, probability, evidence, evidence_document, evidence_product_id,"
        " evidence_location, evidence_factor)"
        " SELECT * FROM unnest($1::uuid[], $2::int[], $3::int[], $4::text[], $5::text[], $6::uuid[],"
        " $7::text[], $8::date[], $9::numeric[], $10::numeric[], $11::numeric[], $12::text[], $13::text[], $14::text[],"
        " $15::int[], $16::text[], $17::text[], $18::uuid[], $19::text[], $20::numeric[]) ON CONFLICT DO NOTHING",
        *columns(rows, 20),
    )


def columns(rows: Sequence[Row], count: int) -> list[list[object]]:
    """The first columns of the rows, as `unnest` takes them."""
    return [[row[column] for row in rows] for column in range(count)]
