"""What holds in sales' own data."""

from kit.invariants import Invariant

_ALL = "SELECT count(*) FROM sales_order"
_ALL_OFFERS = "SELECT count(*) FROM offer"

INVARIANTS = (
    Invariant(
        "a firm order has lines, each with a decision that let it through",
        "SELECT o.id, o.number, o.status FROM sales_order o WHERE o.gross IS NOT NULL AND (NOT EXISTS"
        " (SELECT FROM sales_order_line l WHERE l.sales_order_id = o.id) OR EXISTS (SELECT FROM sales_order_line l"
        " WHERE l.sales_order_id = o.id AND (l.decision ->> 'verdict')::int = 3))",
        _ALL,
    ),
    Invariant(
        "an order that waits for approval has an open request, and nobody else but an order on hold",
        "SELECT o.id, o.number, o.status FROM sales_order o"
        " LEFT JOIN approval_request a ON a.document_id = o.id AND a.status = 'pending'"
        " WHERE (o.status = 'awaiting-approval' AND a.id IS NULL)"
        " OR (a.id IS NOT NULL AND o.status <> 'awaiting-approval' AND o.hold_cause IS NULL)",
        "SELECT count(*) FROM approval_request",
    ),
    Invariant(
        "a firm order whose margin needed approval was approved",
        "SELECT o.id, o.number FROM sales_order o WHERE o.gross IS NOT NULL AND EXISTS (SELECT FROM sales_order_line l"
        " WHERE l.sales_order_id = o.id AND (l.decision ->> 'verdict')::int = 2) AND NOT EXISTS"
        " (SELECT FROM approval_request a WHERE a.status = 'approved' AND a.subject <> 'credit'"
        " AND (a.document_id = o.id OR a.document_id IN"
        " (SELECT r.id FROM order_revision r WHERE r.order_id = o.id)))",
        "SELECT count(*) FROM approval_request",
    ),
    Invariant(
        "an order that was released was released by somebody",
        "SELECT o.id, o.number FROM sales_order o WHERE o.release IS NOT NULL AND NOT EXISTS"
        " (SELECT FROM approval_request a WHERE a.document_id = o.id AND a.status = 'approved' AND a.subject = 'credit')",
        "SELECT count(*) FROM sales_order WHERE release IS NOT NULL",
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
        "never more comes back or is credited than was delivered and billed",
        "SELECT d.shipment_line_id, o.number, d.quantity, d.authorised, d.credited, d.promised FROM delivered_line d"
        " JOIN sales_order_line l ON l.id = d.sales_order_line_id JOIN sales_order o ON o.id = d.sales_order_id"
        " WHERE d.authorised > d.quantity"
        " OR d.credited + d.promised > round(d.quantity * coalesce(d.unit_price, l.unit_price), 2)",
        "SELECT count(*) FROM delivered_line",
    ),
    Invariant(
        "what may come back is what returns say",
        "SELECT d.shipment_line_id, d.authorised, d.promised, r.quantity, r.worth FROM delivered_line d LEFT JOIN"
        " (SELECT l.shipment_line_id, sum(CASE WHEN a.status IN ('closed', 'cancelled', 'rejected') THEN l.received"
        " ELSE l.quantity END) AS quantity, sum(CASE WHEN a.status IN ('closed', 'cancelled', 'rejected')"
        " THEN round(l.received * l.worth / l.quantity, 2) ELSE l.worth END) AS worth FROM return_line l"
        " JOIN return_authorisation a ON a.id = l.return_id GROUP BY 1) r USING (shipment_line_id)"
        " WHERE d.authorised <> coalesce(r.quantity, 0) OR d.promised <> coalesce(r.worth, 0)",
        "SELECT count(*) FROM delivered_line",
    ),
    Invariant(
        "what is called off of a blanket order is what orders took, and no more than was agreed",
        "SELECT b.id, b.sku, b.quantity, b.called, c.quantity AS taken FROM blanket_line b LEFT JOIN"
        " (SELECT blanket_line_id, sum(quantity) AS quantity FROM call_off GROUP BY 1) c ON c.blanket_line_id = b.id"
        " WHERE b.called <> coalesce(c.quantity, 0) OR b.called > b.quantity",
        "SELECT count(*) FROM blanket_line",
    ),
    Invariant(
        "an order is worth what its lines and charges are",
        "SELECT o.id, o.number, o.net, s.net AS lines FROM sales_order o JOIN (SELECT sales_order_id,"
        " sum(round(quantity * unit_price, 2)) AS net FROM sales_order_line GROUP BY sales_order_id) s"
        " ON s.sales_order_id = o.id WHERE o.net <> s.net + o.charged OR o.charged <> (SELECT"
        " coalesce(sum((c -> 'quoted' ->> 'amount')::numeric), 0) FROM jsonb_array_elements(o.charges) c"
        " WHERE c ->> 'waiver' IS NULL)",
        _ALL,
    ),
    Invariant(
        "an offer waits for approval exactly when a request is open",
        "SELECT o.id, o.number, o.edition, o.status FROM offer o WHERE (o.status = 'awaiting-approval') <>"
        " EXISTS (SELECT FROM approval_request a WHERE a.document_id = o.id AND a.status = 'pending')",
        _ALL_OFFERS,
    ),
    Invariant(
        "an offer that was sent was let through: no line blocked, thin margins approved",
        "SELECT o.id, o.number, o.edition FROM offer o JOIN (SELECT offer_id, max((decision ->> 'verdict')::int) AS worst"
        " FROM offer_line GROUP BY offer_id) l ON l.offer_id = o.id WHERE o.status IN ('sent', 'accepted', 'refused',"
        " 'expired', 'superseded') AND (l.worst = 3 OR (l.worst = 2 AND NOT EXISTS (SELECT FROM approval_request a"
        " WHERE a.document_id = o.id AND a.status = 'approved')))",
        _ALL_OFFERS,
    ),
    Invariant(
        "an offer is accepted or refused exactly when an answer says so",
        "SELECT o.id, o.number, o.edition, o.status, a.is_accepted FROM offer o FULL JOIN offer_answer a ON a.offer_id = o.id"
        " WHERE (CASE o.status WHEN 'accepted' THEN true WHEN 'refused' THEN false END) IS DISTINCT FROM a.is_accepted",
        _ALL_OFFERS,
    ),
    Invariant(
        "the base of commissions of a month is the sum of its entries",
        "SELECT m.month, m.salesperson, m.team, m.amount, e.amount AS entered FROM commission_month m"
        " FULL JOIN (SELECT e.month, e.salesperson, e.team, i.currency, sum(e.amount) AS amount FROM commission_entry e"
        " JOIN commission_invoice i USING (invoice_id, sales_order_id) GROUP BY 1, 2, 3, 4) e"
        " USING (month, salesperson, team, currency)"
        " WHERE m.amount IS DISTINCT FROM e.amount",
        "SELECT count(*) FROM commission_month",
    ),
    Invariant(
        "the newest edition of an offer is the last, and none before it can still be changed",
        "SELECT o.id, o.number, o.edition, o.status FROM offer o JOIN (SELECT offer_id, max(edition) AS newest FROM offer"
        " GROUP BY offer_id) n USING (offer_id) WHERE o.is_newest <> (o.edition = n.newest) OR (o.edition < n.newest"
        " AND o.status IN ('draft', 'awaiting-approval', 'approved'))",
        _ALL_OFFERS,
    ),
)
