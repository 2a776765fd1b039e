"""What holds in sales' own data."""

from kit.invariants import Invariant

_ALL = "SELECT count(*) FROM sales_order"

INVARIANTS = (
    Invariant(
        "a firm order has lines, each with a decision that let it through",
        "SELECT o.id, o.number, o.status FROM sales_order o WHERE o.gross IS NOT NULL AND (NOT EXISTS"
        " (SELECT FROM sales_order_line l WHERE l.sales_order_id = o.id) OR EXISTS (SELECT FROM sales_order_line l"
        " WHERE l.sales_order_id = o.id AND (l.decision ->> 'verdict')::int = 3))",
        _ALL,
    ),
    Invariant(
        "an order waits for approval exactly when a request is open",
        "SELECT o.id, o.number, o.status FROM sales_order o WHERE (o.status = 'awaiting-approval') <>"
        " EXISTS (SELECT FROM approval_request a WHERE a.document_id = o.id AND a.status = 'pending')",
        "SELECT count(*) FROM approval_request",
    ),
    Invariant(
        "a firm order whose margin needed approval was approved",
        "SELECT o.id, o.number FROM sales_order o WHERE o.gross IS NOT NULL AND EXISTS (SELECT FROM sales_order_line l"
        " WHERE l.sales_order_id = o.id AND (l.decision ->> 'verdict')::int = 2) AND NOT EXISTS"
        " (SELECT FROM approval_request a WHERE a.status = 'approved' AND (a.document_id = o.id OR a.document_id IN"
        " (SELECT r.id FROM order_revision r WHERE r.order_id = o.id)))",
        "SELECT count(*) FROM approval_request",
    ),
    Invariant(
        "the status of a firm order follows what was shipped and invoiced",
        "SELECT * FROM (SELECT o.id, o.number, o.status, CASE WHEN NOT s.any_wanted THEN 'cancelled'"
        " WHEN s.all_shipped AND s.all_invoiced THEN 'invoiced'"
        " WHEN s.all_shipped THEN 'shipped' WHEN o.is_given_up AND s.any_shipped THEN 'closed'"
        " WHEN o.is_given_up THEN 'cancelled' WHEN s.any_shipped THEN 'partially-shipped' ELSE 'confirmed' END AS expected"
        " FROM sales_order o JOIN (SELECT sales_order_id, bool_and(shipped >= quantity) AS all_shipped,"
        " bool_and(invoiced >= shipped) AS all_invoiced, bool_or(shipped > 0) AS any_shipped,"
        " bool_or(quantity > 0 OR shipped > 0) AS any_wanted FROM sales_order_line"
        " GROUP BY sales_order_id) s ON s.sales_order_id = o.id WHERE o.gross IS NOT NULL) x WHERE status <> expected",
        _ALL,
    ),
    Invariant(
        "only a firm order holds or ships goods, never holds more than it is owed",
        "SELECT l.id, o.number, l.quantity, l.reserved, l.backordered, l.shipped FROM sales_order_line l"
        " JOIN sales_order o ON o.id = l.sales_order_id WHERE l.reserved + l.backordered > greatest(l.quantity - l.shipped, 0)"
        " OR (o.gross IS NULL AND l.reserved + l.backordered + l.shipped + l.invoiced > 0)",
        "SELECT count(*) FROM sales_order_line",
    ),
    Invariant(
        "an order is worth what its lines are",
        "SELECT o.id, o.number, o.net, s.net AS lines FROM sales_order o JOIN (SELECT sales_order_id,"
        " sum(round(quantity * unit_price, 2)) AS net FROM sales_order_line GROUP BY sales_order_id) s"
        " ON s.sales_order_id = o.id WHERE o.net <> s.net",
        _ALL,
    ),
)
