"""Sales, put together."""

from functools import partial
from pathlib import Path

from kit.auth import TokenVerifier
from kit.company import Company
from kit.delegations_api import delegations_router
from kit.events import Topic
from kit.link_answers import LinkLimits
from kit.rpc import Peer
from kit.service import Errand, Job, Service, database_of, service_tokens_of

from sales import wire
from sales.api import (
    answers,
    approvals,
    blankets,
    charges,
    commissions,
    deliveries,
    disputes,
    intakes,
    kits,
    linked_offer,
    offers,
    order_list,
    orders,
    promises,
    quotes,
    release_levels,
    returns,
    revisions,
    salespeople,
    shipments,
    shop,
    spending,
    substitutes,
)
from sales.clients.accounting_grpc import GrpcCredit
from sales.clients.desk import Desk
from sales.clients.inventory_grpc import GrpcStock
from sales.clients.peers import Peers
from sales.clients.pricing_grpc import GrpcPricing
from sales.commands.send_offer import expire_offers
from sales.commands.watch_credit import judge_doubted, watch_credit
from sales.config import Settings
from sales.consumers.handlers import handlers
from sales.queries.invariants import INVARIANTS
from sales.storage.tables import delegation

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
    desk = Desk(database, peers, settings.company_currency, settings.hold_seconds, settings.release_days)
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
            shop.router,
            order_list.router,
            orders.router,
            charges.router,
            revisions.router,
            deliveries.router,
            shipments.router,
            promises.router,
            blankets.router,
            kits.router,
            returns.router,
            disputes.router,
            intakes.router,
            offers.router,
            answers.router,
            salespeople.router,
            commissions.router,
            approvals.router,
            spending.router,
            release_levels.router,
            delegations_router(delegation, permission=approvals.READ, all_permission="sales.release-levels.write"),
        ],
        public_routers=[linked_offer.router],
        handlers=handlers(min(settings.hold_seconds, settings.not_yet_limit_s), settings.company_currency),
        topics=[Topic(wire.ORDERS), Topic(wire.RETURNS), Topic(wire.OFFERS), Topic(wire.COMMISSIONS)],
        peers=[pricing, inventory, accounting],
        jobs=[
            Errand("judge the credit of whom something was told", 1, partial(judge_doubted, desk)),
            Errand("judge the credit of orders under way", settings.credit_check_s, partial(watch_credit, desk)),
            Job("tell of expired offers", 600, expire_offers),
        ],
        invariants=INVARIANTS,
        state={
            "desk": desk,
            "company": Company.of(settings),
            "link_limits": LinkLimits.of(settings),
        },
    )
