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

INVARIANTS = (
    Invariant(
        "the cost of each invoiced line is what its issue cost",
        "SELECT l.invoice_line_id, l.cost, c.amount FROM margin_line l JOIN movement_cost c USING (movement_id)"
        " WHERE l.cost IS DISTINCT FROM c.amount",
        "SELECT count(*) FROM margin_line",
    ),
    *(
        Invariant(
            f"{total} holds the sums of the entries of the cube, {of} by {of}",
            f"SELECT * FROM (SELECT sold_{of}, known_{of}, sum(sold + credited) AS revenue, sum(purchase_cost + landed_cost"
            f" + adjustments + returned_cost) AS cost FROM {total} GROUP BY 1, 2) t FULL JOIN"
            f" (SELECT date_trunc('{of}', sold_on)::date AS sold_{of}, date_trunc('{of}', known_on)::date AS known_{of},"
            " sum(revenue) AS entered, sum(cost) AS cost_entered FROM margin_entry GROUP BY 1, 2) e"
            f" USING (sold_{of}, known_{of})"
            " WHERE t.revenue IS DISTINCT FROM e.entered OR t.cost IS DISTINCT FROM e.cost_entered",
            f"SELECT count(*) FROM {total}",
        )
        for total, of in (("margin_product", "month"), ("margin_product_year", "year"), ("margin_customer", "month"))
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
