"""Entries of the margin cube and their totals: whichever of sale, cost and order comes last places the entry."""

from collections.abc import Sequence
from uuid import UUID

from kit.db import Transaction

from reporting.domain.line import CostEntry

_COLUMNS = (
    "(id, kind, line_id, movement_id, sales_order_id, product_id, customer_id, segment, salesperson, channel, team, site,"
    " sold_on, known_on, quantity, discount, revenue, cost, document_id, entry_number)"
)


async def lock(tx: Transaction) -> None:
    """Write the cube alone. Sale and cost, of two topics, each look whether the other is there: at once, neither is."""
    await tx.fetchval("SELECT pg_advisory_xact_lock(hashtext('reporting.margin_entry'))")


async def add_costs(tx: Transaction, costs: Sequence[CostEntry]) -> None:
    """Note postings of cost, and place those whose sale is known."""
    await tx.execute(
        "INSERT INTO cost_entry (id, kind, movement_id, amount, posted_on, document_id, entry_number) SELECT * FROM"
        " unnest($1::uuid[], $2::text[], $3::uuid[], $4::numeric[], $5::date[], $6::text[], $7::text[])"
        " ON CONFLICT DO NOTHING",
        [cost.id for cost in costs],
        [str(cost.kind) for cost in costs],
        [cost.movement_id for cost in costs],
        [cost.amount for cost in costs],
        [cost.posted_on for cost in costs],
        [cost.document_id for cost in costs],
        [cost.entry_number for cost in costs],
    )
    await _place_costs(tx, [cost.movement_id for cost in costs])


async def place_lines(tx: Transaction, line_ids: Sequence[UUID], movement_ids: Sequence[UUID]) -> None:
    """Enter invoiced and credited lines, with the credits and costs that waited for them.

    A credit waits for the line that it credits: its day is the month of the sale.
    """
    rows = await tx.fetch(
        f"INSERT INTO margin_entry {_COLUMNS}"
        " SELECT l.invoice_line_id, l.kind, coalesce(s.invoice_line_id, l.invoice_line_id), l.movement_id, l.sales_order_id,"
        " l.product_id, l.customer_id, l.segment, l.salesperson, l.channel, coalesce(o.team, ''), coalesce(o.site, ''),"
        " coalesce(s.issued_on, l.issued_on), greatest(s.issued_on, l.issued_on), l.quantity, l.discount, l.revenue, 0,"
        " l.invoice_id::text, '' FROM margin_line l LEFT JOIN margin_line s ON s.invoice_line_id = l.credits_line_id"
        " LEFT JOIN sales_order o ON o.id = l.sales_order_id"
        " WHERE (l.invoice_line_id = ANY($1) OR l.credits_line_id = ANY($1)) AND (l.kind IN ('sale', 'charge')"
        " OR l.kind = 'credit' AND s.invoice_line_id IS NOT NULL) ON CONFLICT DO NOTHING RETURNING id",
        list(line_ids),
    )
    await _enter(tx, [row["id"] for row in rows])
    await _place_costs(tx, movement_ids)


async def _place_costs(tx: Transaction, movement_ids: Sequence[UUID]) -> None:
    """Where an issue was invoiced twice (a refused invoice, issued again), its cost faces the first: it is there once."""
    rows = await tx.fetch(
        f"INSERT INTO margin_entry {_COLUMNS}"
        " SELECT c.id, c.kind, s.invoice_line_id, c.movement_id, s.sales_order_id, s.product_id, s.customer_id, s.segment,"
        " s.salesperson, s.channel, coalesce(o.team, ''), coalesce(o.site, ''), s.issued_on,"
        " greatest(s.issued_on, c.posted_on), 0, 0, 0, c.amount, c.document_id, c.entry_number FROM cost_entry c"
        " JOIN LATERAL (SELECT * FROM margin_line l WHERE l.movement_id = c.movement_id AND l.kind = 'sale'"
        " ORDER BY l.issued_on, l.invoice_line_id LIMIT 1) s ON true LEFT JOIN sales_order o ON o.id = s.sales_order_id"
        " WHERE c.movement_id = ANY($1) ON CONFLICT DO NOTHING RETURNING id",
        list(movement_ids),
    )
    await _enter(tx, [row["id"] for row in rows])


async def _enter(tx: Transaction, entry_ids: Sequence[UUID]) -> None:
    await _fold(tx, entry_ids)
    await _fold_days(tx, entry_ids)


async def follow_orders(tx: Transaction, order_ids: Sequence[UUID]) -> None:
    """Give entries the team and site of their orders, and move their totals along."""
    rows = await tx.fetch(
        "SELECT e.id FROM margin_entry e JOIN sales_order o ON o.id = e.sales_order_id"
        " WHERE o.id = ANY($1) AND (e.team <> o.team OR e.site <> o.site)",
        list(order_ids),
    )
    moved = [row["id"] for row in rows]
    await _fold(tx, moved, sign=-1)
    await tx.execute(
        "UPDATE margin_entry e SET team = o.team, site = o.site FROM sales_order o"
        " WHERE o.id = e.sales_order_id AND e.id = ANY($1)",
        moved,
    )
    await _fold(tx, moved)


async def _fold(tx: Transaction, entry_ids: Sequence[UUID], *, sign: int = 1) -> None:
    """Add entries to the totals, or take them off."""
    if not entry_ids:
        return
    await tx.execute(
        "INSERT INTO margin_total AS t (axis, basis, month, key, kind, quantity, discount, revenue, cost, entries)"
        " SELECT a.axis, b.basis, date_trunc('month', b.day)::date AS month, a.key, e.kind, $2 * sum(e.quantity),"
        " $2 * sum(e.discount), $2 * sum(e.revenue), $2 * sum(e.cost), $2 * count(*) FROM margin_entry e CROSS JOIN LATERAL"
        " (VALUES ('product_id', coalesce(e.product_id::text, '')), ('customer_id', e.customer_id::text),"
        " ('segment', e.segment), ('salesperson', e.salesperson), ('team', e.team), ('channel', e.channel), ('site', e.site))"
        " AS a (axis, key) CROSS JOIN LATERAL (VALUES ('sold', e.sold_on), ('known', e.known_on)) AS b (basis, day)"
        " WHERE e.id = ANY($1) GROUP BY 1, 2, 3, 4, 5"
        " ON CONFLICT (axis, basis, month, key, kind) DO UPDATE SET quantity = t.quantity + excluded.quantity,"
        " discount = t.discount + excluded.discount, revenue = t.revenue + excluded.revenue, cost = t.cost + excluded.cost,"
        " entries = t.entries + excluded.entries",
        list(entry_ids),
        sign,
    )


async def _fold_days(tx: Transaction, entry_ids: Sequence[UUID]) -> None:
    """Add new entries to their days; nothing moves them to another one."""
    await tx.execute(
        "INSERT INTO margin_day AS d (day, revenue, cost) SELECT known_on, sum(revenue), sum(cost) FROM margin_entry"
        " WHERE id = ANY($1) GROUP BY known_on ON CONFLICT (day) DO UPDATE"
        " SET revenue = d.revenue + excluded.revenue, cost = d.cost + excluded.cost",
        list(entry_ids),
    )
