"""Reporting, put together."""

from pathlib import Path

from kit.auth import TokenVerifier
from kit.db import Transaction
from kit.effects import carry_out
from kit.events import Topic
from kit.invariants import Invariant
from kit.service import Errand, Job, Service, database_of, service_tokens_of

from kit import clock
from reporting import wire
from reporting.api import (
    alerts,
    baselines,
    cube,
    dashboard,
    discrepancies,
    insights,
    kpis,
    ledger,
    live,
    margins,
    rebuild,
    review_mails,
    reviews,
)
from reporting.commands.mail_reviews import REVIEW, want_due
from reporting.commands.send_reviews import review_doer
from reporting.config import Settings
from reporting.consumers.handlers import handlers
from reporting.consumers.rebuilder import Rebuilder
from reporting.queries.ledger import MONTHS, STOCK, WAITING
from reporting.queries.review_paper import Company
from reporting.storage import tables, tables_cube, tables_flow, tables_kpi
from reporting.storage.notices import Notices

NAME = "reporting"
MIGRATIONS = Path(__file__).parents[2] / "migrations"

# Total, its grain, what it holds the sums of, the grain of that: one total is held against all entries, the others against it.
_SUMS = (
    ("margin_product", "month", "margin_entry", "on"),
    ("margin_product_year", "year", "margin_product", "month"),
    ("margin_family", "month", "margin_product", "month"),
    ("margin_family", "month", "margin_family_day", "day"),
    ("margin_customer", "month", "margin_product", "month"),
    ("margin_team", "month", "margin_customer", "month"),
    ("margin_team", "month", "margin_team_day", "day"),
    ("margin_pair", "month", "margin_product", "month"),
    ("margin_pair_year", "year", "margin_pair", "month"),
)
_REVENUE_AND_COST = "sum(sold + credited), sum(purchase_cost + landed_cost + adjustments + returned_cost)"


def _summing(total: str, of: str, source: str, of_source: str) -> Invariant:
    measured = "sum(revenue), sum(cost)" if source == "margin_entry" else _REVENUE_AND_COST
    begins = f"date_trunc('{of}', {{}}_{of_source}::timestamp)::date"
    return Invariant(
        f"{total} holds the sums of {source}, {of} by {of}",
        f"SELECT * FROM (SELECT sold_{of}, known_{of}, {_REVENUE_AND_COST} FROM {total} GROUP BY 1, 2)"
        " t (sold, known, revenue, cost) FULL JOIN"
        f" (SELECT {begins.format('sold')}, {begins.format('known')}, {measured} FROM {source} GROUP BY 1, 2)"
        " s (sold, known, summed_revenue, summed_cost) USING (sold, known)"
        " WHERE t.revenue IS DISTINCT FROM s.summed_revenue OR t.cost IS DISTINCT FROM s.summed_cost",
        f"SELECT count(*) FROM {total}",
    )


INVARIANTS = (
    Invariant(
        "the cost of each invoiced line is what its issue cost",
        "SELECT l.invoice_line_id, l.cost, c.amount FROM margin_line l JOIN movement_cost c USING (movement_id)"
        " WHERE l.cost IS DISTINCT FROM c.amount",
        "SELECT count(*) FROM margin_line",
    ),
    *(_summing(*each) for each in _SUMS),
    Invariant(
        "margin_family holds the sums of the products that each family and supplier has now",
        "SELECT * FROM (SELECT family_code, supplier_id, sum(sold + credited) AS revenue, sum(purchase_cost + landed_cost"
        " + adjustments + returned_cost) AS cost FROM margin_family WHERE family_code IS NOT NULL GROUP BY 1, 2) f"
        " FULL JOIN (SELECT coalesce(p.family_code, '?') AS family_code, p.supplier_id, sum(t.sold + t.credited) AS revenue,"
        " sum(t.purchase_cost + t.landed_cost + t.adjustments + t.returned_cost) AS cost FROM margin_product_year t"
        " LEFT JOIN product p ON p.id = t.product_id WHERE t.product_id IS NOT NULL GROUP BY 1, 2) s"
        " ON (f.family_code, coalesce(f.supplier_id::text, '')) = (s.family_code, coalesce(s.supplier_id::text, ''))"
        " WHERE coalesce(f.revenue, 0) <> coalesce(s.revenue, 0) OR coalesce(f.cost, 0) <> coalesce(s.cost, 0)",
        "SELECT count(*) FROM margin_family",
    ),
    Invariant(
        "the revenue of each month in the cube is that of the invoices and credit notes in the ledger",
        f"SELECT month, ledger, cube FROM ({MONTHS}) m (month, ledger, cube, posted, known, stock) WHERE ledger <> cube",
        f"SELECT count(*) FROM ({MONTHS}) m",
    ),
    Invariant(
        "every cost that the ledger posted to an issue is in the cube or waits for its invoice",
        f"SELECT posted, known, waiting FROM (SELECT sum(posted) AS posted, sum(known) AS known, ({WAITING}) AS waiting"
        f" FROM ({MONTHS}) m (month, ledger, cube, posted, known, stock)) c WHERE posted <> known + waiting",
        f"SELECT count(*) FROM ({MONTHS}) m",
    ),
    Invariant(
        "products are worth what the ledger posted to stock",
        f"SELECT posted, worth FROM (SELECT coalesce(sum(amount), 0) AS posted, ({STOCK}) AS worth FROM stock_day) s"
        " WHERE posted <> worth",
        "SELECT count(*) FROM stock_value",
    ),
    Invariant("no product without stock has a value", "SELECT * FROM stock_value WHERE quantity = 0 AND value <> 0"),
)


async def forget(tx: Transaction) -> None:
    """Empty the read models; the topics fill them again."""
    await tx.execute(
        f"TRUNCATE {', '.join(tables.REBUILT + tables_cube.REBUILT + tables_kpi.REBUILT + tables_flow.REBUILT)}"
    )


async def want_reviews(tx: Transaction) -> None:
    """Send reviews whose day has come."""
    await want_due(tx, clock.now())


def build() -> Service:
    """The service as its environment describes it."""
    settings = Settings()
    database = database_of(NAME, settings)
    company = Company(
        settings.company_name,
        tuple(settings.company_address.split("|")),
        settings.company_legal,
        settings.company_currency,
    )
    listened = handlers(settings.low_margin_rate)

    async def send_reviews() -> None:
        """Let reviews leave by e-mail."""
        await carry_out(database, {REVIEW: review_doer(database, settings, company)})

    return Service(
        name=NAME,
        title="Reporting",
        description="Margin by product, family, customer, segment, salesperson, channel; alerts; fed by Kafka alone.",
        settings=settings,
        migrations=MIGRATIONS,
        database=database,
        tokens=TokenVerifier(settings),
        service_tokens=service_tokens_of(NAME, settings),
        routers=[
            margins.router,
            cube.router,
            ledger.router,
            alerts.router,
            kpis.router,
            live.router,
            dashboard.router,
            baselines.router,
            insights.router,
            discrepancies.router,
            reviews.router,
            rebuild.router,
            review_mails.router,
        ],
        handlers=listened,
        topics=[Topic(wire.ALERTS)],
        jobs=[
            Errand("rebuild", every_s=1, act=Rebuilder(database, settings, listened).step),
            Job("want reviews by mail", 300, want_reviews),
            Errand("send reviews", 15, send_reviews),
        ],
        invariants=INVARIANTS,
        state={
            "low_margin_rate": settings.low_margin_rate,
            "notices": Notices(database.dsn),
            "company": company,
        },
        forget=forget,
    )
