"""What must hold in inventory's own data."""

from kit.invariants import Invariant

INVARIANTS = (
    Invariant(
        "on-hand by location equals the sum of movements",
        "SELECT product_id, location_id, sum(held) AS on_hand, sum(moved) AS movements FROM ("
        "SELECT product_id, location_id, quantity AS held, 0 AS moved FROM quant"
        " UNION ALL SELECT product_id, destination_id, 0, quantity FROM movement"
        " UNION ALL SELECT product_id, source_id, 0, -quantity FROM movement) AS x"
        " JOIN location l ON l.id = location_id WHERE l.warehouse IS NOT NULL"
        " GROUP BY 1, 2 HAVING sum(held) <> sum(moved)",
        "SELECT count(*) FROM movement",
    ),
    Invariant(
        "on-hand by warehouse equals the sum of its locations",
        "SELECT product_id, warehouse, sum(on_hand) AS on_hand, sum(lying) AS lying FROM ("
        "SELECT product_id, warehouse, on_hand, 0 AS lying FROM stock"
        " UNION ALL SELECT product_id, warehouse, 0, quantity FROM quant) AS x"
        " GROUP BY 1, 2 HAVING sum(on_hand) <> sum(lying)",
        "SELECT count(*) FROM stock",
    ),
    Invariant(
        "reserved stock equals the sum of what orders hold",
        "SELECT product_id, warehouse, sum(reserved) AS reserved, sum(held) AS held FROM ("
        "SELECT product_id, warehouse, reserved, 0 AS held FROM stock"
        " UNION ALL SELECT product_id, warehouse, 0, reserved FROM reservation_line) AS x"
        " GROUP BY 1, 2 HAVING sum(reserved) <> sum(held)",
        "SELECT count(*) FROM reservation_line",
    ),
    Invariant(
        "no more is reserved than is on hand",
        "SELECT product_id, warehouse, on_hand, reserved FROM stock WHERE reserved > on_hand",
        "SELECT count(*) FROM stock",
    ),
    Invariant(
        "incoming equals what is outstanding on open purchase orders",
        "SELECT product_id, warehouse, sum(incoming) AS incoming, sum(outstanding) AS outstanding FROM ("
        "SELECT product_id, warehouse, incoming, 0 AS outstanding FROM stock"
        " UNION ALL SELECT l.product_id, o.warehouse, 0, greatest(l.quantity - l.received, 0)"
        " FROM purchase_order_line l JOIN purchase_order o ON o.id = l.purchase_order_id WHERE NOT o.is_closed) AS x"
        " GROUP BY 1, 2 HAVING sum(incoming) <> sum(outstanding)",
        "SELECT count(*) FROM purchase_order_line",
    ),
    Invariant(
        "what was received and shipped of each order line is what its documents say",
        "SELECT id, sum(counted) AS counted, sum(posted) AS posted FROM ("
        "SELECT id, received AS counted, 0 AS posted FROM purchase_order_line"
        " UNION ALL SELECT purchase_order_line_id, 0, quantity FROM receipt_line"
        " UNION ALL SELECT order_line_id, shipped, 0 FROM reservation_line"
        " UNION ALL SELECT sales_order_line_id, 0, quantity FROM shipment_line) AS x"
        " GROUP BY id HAVING sum(counted) <> sum(posted)",
        "SELECT (SELECT count(*) FROM receipt_line) + (SELECT count(*) FROM shipment_line)",
    ),
    Invariant(
        "no backorder waits while stock is free",
        "SELECT l.order_line_id, l.product_id, l.warehouse, s.on_hand - s.reserved AS free FROM reservation_line l"
        " JOIN reservation r USING (order_id) JOIN stock s ON s.product_id = l.product_id AND s.warehouse = l.warehouse"
        " WHERE r.status = 'held' AND l.reserved + l.shipped < l.quantity AND s.on_hand > s.reserved",
        "SELECT count(*) FROM reservation_line WHERE reserved + shipped < quantity",
    ),
)
