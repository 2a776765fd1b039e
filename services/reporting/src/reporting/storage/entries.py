"""Entries of the margin cube and their totals: whichever of sale, cost and order comes last places the entry."""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from uuid import UUID

from kit.db import Transaction

from reporting.domain.line import CostEntry, InvoicedLine, LineKind
from reporting.storage import months
from reporting.storage.tables_cube import MEASURES

COLUMNS = (
    "(id, kind, line_id, movement_id, sales_order_id, product_id, customer_id, segment, salesperson, channel, team, site,"
    " sold_on, known_on, quantity, discount, revenue, cost, document_id, entry_number)"
)
_LINES = (
    f"entered AS (INSERT INTO margin_entry {COLUMNS}"
    " SELECT l.invoice_line_id, l.kind, coalesce(s.invoice_line_id, l.invoice_line_id), l.movement_id, l.sales_order_id,"
    " l.product_id, l.customer_id, l.segment, l.salesperson, l.channel, coalesce(o.team, ''), coalesce(o.site, ''),"
    " coalesce(s.issued_on, l.issued_on), greatest(s.issued_on, l.issued_on), l.quantity, l.discount, l.revenue, 0,"
    " l.invoice_id::text, '' FROM margin_line l LEFT JOIN margin_line s ON s.invoice_line_id = l.credits_line_id"
    " LEFT JOIN sales_order o ON o.id = l.sales_order_id"
    " WHERE (l.invoice_line_id = ANY($1) OR l.credits_line_id = ANY($1)) AND (l.kind IN ('sale', 'charge')"
    " OR l.kind = 'credit' AND s.invoice_line_id IS NOT NULL) ON CONFLICT DO NOTHING RETURNING *)"
)
# A cost is placed once: where an issue was invoiced twice (a refused invoice, issued again), it faces the first.
_COSTS = (
    "found AS (SELECT c.id, c.kind AS cost_kind, c.amount, c.posted_on, c.document_id, c.entry_number, s.*"
    " FROM cost_entry c JOIN LATERAL (SELECT * FROM margin_line l WHERE l.movement_id = c.movement_id AND l.kind = 'sale'"
    " ORDER BY l.issued_on, l.invoice_line_id LIMIT 1) s ON true WHERE c.movement_id = ANY($1) AND c.sold_on IS NULL),"
    " noted AS (UPDATE cost_entry c SET sold_on = f.issued_on FROM found f WHERE f.id = c.id),"
    f" entered AS (INSERT INTO margin_entry {COLUMNS}"
    " SELECT f.id, f.cost_kind, f.invoice_line_id, f.movement_id, f.sales_order_id, f.product_id, f.customer_id, f.segment,"
    " f.salesperson, f.channel, coalesce(o.team, ''), coalesce(o.site, ''), f.issued_on, greatest(f.issued_on, f.posted_on),"
    " 0, 0, 0, f.amount, f.document_id, f.entry_number FROM found f LEFT JOIN sales_order o ON o.id = f.sales_order_id"
    " RETURNING *)"
)
# Entries of a line are in the partition of its day, so those of an order are found without looking into every month.
OF_ORDERS = (
    "sales_order o JOIN margin_line l ON l.sales_order_id = o.id AND l.kind IN ('sale', 'charge')"
    " WHERE o.id = ANY($1) AND e.sold_on = l.issued_on AND e.line_id = l.invoice_line_id"
    " AND (e.team <> o.team OR e.site <> o.site)"
)


# Total → of what (year, month, day), and its keys of an entry `e` with its product `p`.
_PRODUCT = {"product_id": "e.product_id"}
_FAMILY = {
    "family_code": "CASE WHEN e.product_id IS NOT NULL THEN coalesce(p.family_code, '?') END",
    "supplier_id": "p.supplier_id",
}
_TEAM = {name: f"e.{name}" for name in ("segment", "salesperson", "team", "channel", "site")}
_BY_FAMILY = {"margin_family": ("month", _FAMILY), "margin_family_day": ("day", _FAMILY)}
_CUSTOMER = {"customer_id": "e.customer_id", **_TEAM}
_BY_TEAM = {
    "margin_customer": ("month", _CUSTOMER),
    "margin_pair": ("month", {**_PRODUCT, **_CUSTOMER}),
    "margin_pair_year": ("year", {**_PRODUCT, **_CUSTOMER}),
    "margin_team": ("month", _TEAM),
    "margin_team_day": ("day", _TEAM),
}
_TOTALS = {
    "margin_product": ("month", _PRODUCT), "margin_product_year": ("year", _PRODUCT), **_BY_FAMILY, **_BY_TEAM,
}  # fmt: skip


def _adding(totals: Mapping[str, tuple[str, Mapping[str, str]]], sign: str = "") -> str:
    """SQL that adds `entered` to totals, or takes it off: common table expressions, each named after its total."""
    return ", ".join(f"into_{table} AS ({_added(table, *total, sign)})" for table, total in totals.items())


def _added(table: str, of: str, keys: Mapping[str, str], sign: str) -> str:
    begins = "e.{day}" if of == "day" else f"date_trunc('{of}', e.{{day}}::timestamp)::date"
    grouped = [begins.format(day=day) for day in ("sold_on", "known_on")] + list(keys.values())
    names = ", ".join([f"sold_{of}", f"known_{of}", *keys])
    sums = ", ".join(f"{sign}sum({of_entry})" for of_entry in MEASURES.values())
    kept = ", ".join(f"{name} = t.{name} + excluded.{name}" for name in MEASURES)
    products = " LEFT JOIN product p ON p.id = e.product_id" if keys is _FAMILY else ""
    return (
        f"INSERT INTO {table} AS t ({names}, {', '.join(MEASURES)}) SELECT {', '.join(grouped)}, {sums}"
        f" FROM entered e{products} GROUP BY {', '.join(grouped)} ON CONFLICT ({names}) DO UPDATE SET {kept}"
    )


_ADD_DAYS = (
    "INSERT INTO margin_day AS d (day, revenue, cost) SELECT known_on, sum(revenue), sum(cost) FROM entered"
    " GROUP BY known_on ON CONFLICT (day) DO UPDATE SET revenue = d.revenue + excluded.revenue, cost = d.cost + excluded.cost"
)


async def lock(tx: Transaction) -> None:
    """Write the cube alone. Sale and cost, of two topics, each look whether the other is there: at once, neither is."""
    await tx.fetchval("SELECT pg_advisory_xact_lock(hashtext(current_schema() || '.margin_entry'))")


async def add_costs(tx: Transaction, costs: Sequence[CostEntry]) -> None:
    """Note postings of cost, and place those whose sale is known."""
    await tx.execute(
        "WITH noted AS (INSERT INTO cost_entry (id, kind, movement_id, amount, posted_on, document_id, entry_number)"
        " SELECT * FROM unnest($1::uuid[], $2::text[], $3::uuid[], $4::numeric[], $5::date[], $6::text[], $7::text[])"
        " ON CONFLICT DO NOTHING RETURNING posted_on, amount)"
        " INSERT INTO day_total AS t (figure, day, numerator, denominator)"
        " SELECT 'issue-costs', posted_on, sum(amount), count(*) FROM noted GROUP BY posted_on"
        " ON CONFLICT (figure, day) DO UPDATE SET numerator = t.numerator + excluded.numerator,"
        " denominator = t.denominator + excluded.denominator",
        [cost.id for cost in costs],
        [str(cost.kind) for cost in costs],
        [cost.movement_id for cost in costs],
        [cost.amount for cost in costs],
        [cost.posted_on for cost in costs],
        [cost.document_id for cost in costs],
        [cost.entry_number for cost in costs],
    )
    await enter(tx, _COSTS, [cost.movement_id for cost in costs])


async def place_lines(tx: Transaction, lines: Sequence[InvoicedLine]) -> None:
    """Enter invoiced and credited lines, with the credits and costs that waited for them.

    A credit waits for the line that it credits: its day is the month of the sale.
    """
    await months.make(tx, [line.issued_on for line in lines])
    await enter(tx, _LINES, [line.invoice_line_id for line in lines])
    await enter(tx, _COSTS, [line.movement_id for line in lines if line.kind is LineKind.SALE and line.movement_id])


async def enter(tx: Transaction, entering: str, *args: object) -> None:
    """Run a statement that gives rows `entered`, and add these to every total."""
    await tx.execute(f"WITH {entering}, {_adding(_TOTALS)} {_ADD_DAYS}", *args)


async def follow_orders(tx: Transaction, order_ids: Sequence[UUID]) -> None:
    """Give entries the team and site of their orders, and move the totals that tell these apart along."""
    asked = list(order_ids)
    before = f"entered AS (SELECT e.* FROM margin_entry e, {OF_ORDERS})"
    await tx.execute(f"WITH {before}, {_adding(_BY_TEAM, '-')} SELECT", asked)
    moved = f"entered AS (UPDATE margin_entry e SET team = o.team, site = o.site FROM {OF_ORDERS} RETURNING e.*)"
    await tx.execute(f"WITH {moved}, {_adding(_BY_TEAM)} SELECT", asked)


@asynccontextmanager
async def regrouping(tx: Transaction, product_ids: Sequence[UUID]) -> AsyncIterator[None]:
    """The block changes family or supplier of these products, alone: the totals that tell these apart follow."""
    await lock(tx)
    entered = "entered AS (SELECT * FROM margin_entry WHERE product_id = ANY($1))"
    await tx.execute(f"WITH {entered}, {_adding(_BY_FAMILY, '-')} SELECT", list(product_ids))
    yield
    await tx.execute(f"WITH {entered}, {_adding(_BY_FAMILY)} SELECT", list(product_ids))
