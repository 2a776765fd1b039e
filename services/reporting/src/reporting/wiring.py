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
from reporting.api import alerts, baselines, cube, dashboard, insights, kpis, live, margins, review_mails, reviews
from reporting.commands.mail_reviews import REVIEW, want_due
from reporting.commands.send_reviews import review_doer
from reporting.config import Settings
from reporting.consumers.handlers import handlers
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
    Invariant(
        "the totals of the margin cube are the sums of its entries, by every axis",
        "SELECT t.axis, t.basis, t.revenue, t.cost, e.revenue AS entered, e.cost AS cost_entered"
        " FROM (SELECT axis, basis, sum(revenue) AS revenue, sum(cost) AS cost FROM margin_total GROUP BY axis, basis) t,"
        " (SELECT coalesce(sum(revenue), 0) AS revenue, coalesce(sum(cost), 0) AS cost FROM margin_entry) e"
        " WHERE t.revenue <> e.revenue OR t.cost <> e.cost",
        "SELECT count(*) FROM margin_entry",
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
            alerts.router,
            kpis.router,
            live.router,
            dashboard.router,
            baselines.router,
            insights.router,
            reviews.router,
            review_mails.router,
        ],
        handlers=handlers(settings.low_margin_rate),
        topics=[Topic(wire.ALERTS)],
        jobs=[Job("want reviews by mail", 300, want_reviews), Errand("send reviews", 15, send_reviews)],
        invariants=INVARIANTS,
        state={
            "low_margin_rate": settings.low_margin_rate,
            "notices": Notices(database.dsn),
            "company": company,
        },
        forget=forget,
    )
