"""What must hold in inventory's own data."""

from kit.invariants import Invariant

INVARIANTS = (
    Invariant(
        "on-hand by location and lot equals the sum of movements",
        "SELECT product_id, location_id, lot_id, sum(held) AS on_hand, sum(moved) AS movements FROM ("
        "SELECT product_id, location_id, nullif(lot_id, '00000000-0000-0000-0000-000000000000') AS lot_id,"
        " quantity AS held, 0 AS moved FROM quant"
        " UNION ALL SELECT product_id, destination_id, lot_id, 0, quantity FROM movement"
        " UNION ALL SELECT product_id, source_id, lot_id, 0, -quantity FROM movement) AS x"
        " JOIN location l ON l.id = location_id WHERE l.warehouse IS NOT NULL"
        " GROUP BY 1, 2, 3 HAVING sum(held) <> sum(moved)",
        "SELECT count(*) FROM movement",
    ),
    Invariant(
        "on-hand, held and in transit by warehouse equal the sums of its locations",
        "SELECT product_id, warehouse, sum(on_hand) AS on_hand, sum(held) AS held, sum(in_transit) AS in_transit FROM ("
        "SELECT product_id, warehouse, on_hand, held, in_transit FROM stock"
        " UNION ALL SELECT q.product_id, q.warehouse, CASE WHEN l.kind = 'transit' THEN 0 ELSE -q.quantity END,"
        " CASE WHEN l.kind IN ('quarantine', 'damaged') THEN -q.quantity ELSE 0 END,"
        " CASE WHEN l.kind = 'transit' THEN -q.quantity ELSE 0 END"
        " FROM quant q JOIN location l ON l.id = q.location_id) AS x"
        " GROUP BY 1, 2 HAVING sum(on_hand) <> 0 OR sum(held) <> 0 OR sum(in_transit) <> 0",
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
        "what we have of each lot lies somewhere, and a serial number only once",
        "SELECT lot_id, sum(have) AS have, sum(lying) AS lying FROM ("
        "SELECT id AS lot_id, on_hand AS have, 0 AS lying FROM lot"
        " UNION ALL SELECT lot_id, 0, quantity FROM quant WHERE lot_id <> '00000000-0000-0000-0000-000000000000') AS x"
        " GROUP BY 1 HAVING sum(have) <> sum(lying)",
        "SELECT count(*) FROM lot",
    ),
    Invariant(
        "what is on its way between sites is what transfers have shipped and not received or settled",
        "SELECT product_id, warehouse, sum(in_transit) AS in_transit, sum(explained) AS explained FROM ("
        "SELECT product_id, warehouse, in_transit, 0 AS explained FROM stock WHERE in_transit <> 0"
        " UNION ALL SELECT l.product_id, t.destination, 0, l.shipped - l.received - l.settled"
        " FROM transfer_line l JOIN transfer t ON t.id = l.transfer_id WHERE l.shipped > l.received + l.settled) AS x"
        " GROUP BY 1, 2 HAVING sum(in_transit) <> sum(explained)",
        "SELECT count(*) FROM transfer_line",
    ),
    Invariant(
        "what stands picked is what shipping places hold, what order lines say, and no less than what is packed",
        "SELECT product_id, warehouse, sum(lies) AS lies, sum(picked) AS picked, sum(stands) AS stands FROM ("
        "SELECT q.product_id, q.warehouse, q.quantity AS lies, 0 AS picked, 0 AS stands"
        " FROM quant q JOIN location l ON l.id = q.location_id WHERE l.kind = 'shipping'"
        " UNION ALL SELECT product_id, warehouse, 0, picked, 0 FROM reservation_line WHERE picked > 0"
        " UNION ALL SELECT g.product_id, r.warehouse, 0, 0, g.quantity FROM picked_goods g JOIN reservation r USING (order_id)"
        ") AS x GROUP BY 1, 2 HAVING sum(lies) <> sum(picked) OR sum(lies) <> sum(stands)",
        "SELECT count(*) FROM picked_goods",
    ),
    Invariant(
        "what is packed is what open and closed packages hold",
        "SELECT order_line_id, lot_id, sum(packed) AS packed, sum(held) AS held FROM ("
        "SELECT order_line_id, lot_id, packed, 0 AS held FROM picked_goods"
        " UNION ALL SELECT l.order_line_id, l.lot_id, 0, l.quantity FROM package_line l JOIN package p ON p.id = l.package_id"
        " WHERE p.state IN ('open', 'closed')) AS x GROUP BY 1, 2 HAVING sum(packed) <> sum(held)",
        "SELECT count(*) FROM package_line",
    ),
    Invariant(
        "no more is reserved than can be promised",
        "SELECT product_id, warehouse, on_hand, held, reserved FROM stock WHERE reserved > on_hand - held",
        "SELECT count(*) FROM stock",
    ),
    Invariant(
        "incoming equals what is outstanding on open purchase orders",
        "SELECT product_id, warehouse, sum(incoming) AS incoming, sum(outstanding) AS outstanding FROM ("
        "SELECT product_id, warehouse, incoming, 0 AS outstanding FROM stock"
        " UNION ALL SELECT l.product_id, o.warehouse, 0, greatest(l.quantity - l.cancelled - l.received, 0)"
        " FROM purchase_order_line l JOIN purchase_order o ON o.id = l.purchase_order_id"
        " WHERE NOT o.is_closed AND l.sales_order_line_id IS NULL) AS x"
        " GROUP BY 1, 2 HAVING sum(incoming) <> sum(outstanding)",
        "SELECT count(*) FROM purchase_order_line",
    ),
    Invariant(
        "what was received and shipped of each order line is what its documents say",
        "SELECT id, sum(counted) AS counted, sum(posted) AS posted FROM ("
        "SELECT id, received AS counted, 0 AS posted FROM purchase_order_line"
        " UNION ALL SELECT purchase_order_line_id, 0, quantity FROM receipt_line"
        " UNION ALL SELECT order_line_id, shipped, 0 FROM reservation_line"
        " UNION ALL SELECT sales_order_line_id, 0, quantity FROM shipment_line"
        " UNION ALL SELECT id, 0, shipped FROM transfer_line WHERE shipped > 0) AS x"
        " GROUP BY id HAVING sum(counted) <> sum(posted)",
        "SELECT (SELECT count(*) FROM receipt_line) + (SELECT count(*) FROM shipment_line)",
    ),
    Invariant(
        "no backorder waits while stock is free and nobody holds it by date",
        "SELECT l.order_line_id, l.product_id, l.warehouse, s.on_hand - s.held - s.reserved AS free"
        " FROM reservation_line l"
        " JOIN reservation r USING (order_id) JOIN stock s ON s.product_id = l.product_id AND s.warehouse = l.warehouse"
        " WHERE r.status = 'held' AND l.reserved + l.shipped < l.quantity AND NOT l.is_drop_shipped"
        " AND s.on_hand - s.held > s.reserved"
        " AND NOT EXISTS (SELECT FROM reservation_line d WHERE d.product_id = l.product_id AND d.warehouse = l.warehouse"
        " AND d.held_from IS NOT NULL AND d.reserved + d.shipped < d.quantity)",
        "SELECT count(*) FROM reservation_line WHERE reserved + shipped < quantity",
    ),
)
