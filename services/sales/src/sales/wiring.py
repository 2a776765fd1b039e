"""Sales, put together."""

from pathlib import Path

from kit.auth import TokenVerifier
from kit.events import Topic
from kit.rpc import Peer
from kit.service import Service, database_of, service_tokens_of

from sales import wire
from sales.api import approvals, deliveries, orders, promises, quotes, revisions, substitutes
from sales.clients.accounting_grpc import GrpcCredit
from sales.clients.desk import Desk
from sales.clients.inventory_grpc import GrpcStock
from sales.clients.peers import Peers
from sales.clients.pricing_grpc import GrpcPricing
from sales.config import Settings
from sales.consumers.handlers import handlers
from sales.queries.invariants import INVARIANTS

NAME = "sales"
MIGRATIONS = Path(__file__).parents[2] / "migrations"


def build(peers: Peers | None = None) -> Service:
    """The service as its environment describes it; `peers` stand in for those that the settings name."""
    settings = Settings()
    database = database_of(NAME, settings)
    tokens = service_tokens_of(NAME, settings)
    pricing, inventory, accounting = (
        Peer(name, target, tokens, timeout_s=settings.peer_timeout_s)
        for name, target in (
            ("pricing", settings.pricing_target),
            ("inventory", settings.inventory_target),
            ("accounting", settings.accounting_target),
        )
    )
    if peers is None:
        peers = Peers(GrpcPricing(pricing), GrpcStock(inventory), GrpcCredit(accounting))
    return Service(
        name=NAME,
        title="Sales",
        description="Orders of customers, from draft to invoiced, never below the margin that the house wants.",
        settings=settings,
        migrations=MIGRATIONS,
        database=database,
        tokens=TokenVerifier(settings),
        service_tokens=tokens,
        routers=[
            quotes.router,
            substitutes.router,
            orders.router,
            revisions.router,
            deliveries.router,
            promises.router,
            approvals.router,
        ],
        handlers=handlers(min(settings.hold_seconds, settings.not_yet_limit_s)),
        topics=[Topic(wire.ORDERS)],
        peers=[pricing, inventory, accounting],
        invariants=INVARIANTS,
        state={"desk": Desk(database, peers, settings.company_currency, settings.hold_seconds)},
    )
