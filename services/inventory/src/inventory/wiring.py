"""Inventory, put together."""

from functools import partial
from pathlib import Path

from kit.auth import TokenVerifier
from kit.company import Company
from kit.db import Transaction
from kit.events import Topic
from kit.service import Job, Service, database_of, service_tokens_of

from inventory import wire
from inventory.api import (
    allocations,
    approvals,
    claims,
    counts,
    drop_shipments,
    flows,
    imports,
    labels,
    lots,
    packages,
    papers,
    places,
    receiving,
    replenishment,
    returns,
    scans,
    shipping,
    stock,
    time,
    transfers,
    waves,
)
from inventory.commands.hold_for_good import hold_due
from inventory.commands.release_reservations import release_expired
from inventory.commands.take_checkpoint import take_checkpoint
from inventory.config import Settings
from inventory.consumers.handlers import handlers
from inventory.queries.count_plan import compute_classes
from inventory.queries.invariants import INVARIANTS
from inventory.rpc.inventory import add_servicers
from kit import clock

NAME = "inventory"
MIGRATIONS = Path(__file__).parents[2] / "migrations"


async def give_back_expired(tx: Transaction) -> None:
    """Free what orders that were never confirmed still hold."""
    await release_expired(tx, clock.now())


async def remember(tx: Transaction) -> None:
    """Keep questions about the past cheap."""
    await take_checkpoint(tx, clock.now())


async def classify(tx: Transaction) -> None:
    """Keep the classes of products true to a year's issues."""
    await compute_classes(tx, clock.now())


def build() -> Service:
    """The service as its environment describes it."""
    settings = Settings()
    database = database_of(NAME, settings)
    return Service(
        name=NAME,
        title="Inventory",
        description="Stock: where it is, what is promised, and every movement of it.",
        settings=settings,
        migrations=MIGRATIONS,
        database=database,
        tokens=TokenVerifier(settings),
        service_tokens=service_tokens_of(NAME, settings),
        routers=[
            places.router,
            stock.router,
            time.router,
            flows.router,
            counts.router,
            transfers.router,
            claims.router,
            receiving.router,
            returns.router,
            shipping.router,
            lots.router,
            replenishment.router,
            allocations.router,
            waves.router,
            packages.router,
            papers.router,
            labels.router,
            scans.router,
            drop_shipments.router,
            imports.router,
            approvals.router,
        ],
        handlers=handlers(settings.hold_ahead_days),
        topics=[
            Topic(wire.MOVEMENTS),
            Topic(wire.RECEIPTS),
            Topic(wire.SHIPMENTS),
            Topic(wire.COUNTS),
            Topic(wire.TRANSFERS),
            Topic(wire.CLAIMS),
            Topic(wire.RETURNS),
            Topic(wire.REPLENISHMENT),
        ],
        add_servicers=partial(add_servicers, database=database, hold_ahead_days=settings.hold_ahead_days),
        jobs=[
            Job("give back expired holds", 15, give_back_expired),
            Job("hold for good what is wanted soon", 60, hold_due),
            Job("remember what lies where", 3600, remember),
            Job("class products", 86_400, classify),
        ],
        invariants=INVARIANTS,
        state={
            "company": Company.of(settings),
            "currency": settings.company_currency,
            "gs1_company_prefix": settings.gs1_company_prefix,
        },
    )
