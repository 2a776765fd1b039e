"""Purchasing, put together."""

import hmac
from pathlib import Path

from kit.auth import TokenVerifier
from kit.company import Company
from kit.delegations_api import delegations_router
from kit.effects import carry_out
from kit.events import Topic
from kit.invariants import Invariant
from kit.link_answers import LinkLimits
from kit.service import Errand, Job, Service, database_of, service_tokens_of

from purchasing import wire
from purchasing.api import (
    approvals,
    blankets,
    cost_drift,
    invitations,
    landed,
    orders,
    price_files,
    prices,
    quotes,
    revisions,
    rfqs,
    sold_lines,
    sourcing,
)
from purchasing.commands.invite import Inviting, remind
from purchasing.commands.send_letters import letter_doers
from purchasing.config import Settings
from purchasing.consumers.handlers import HANDLERS
from purchasing.storage.tables import delegation

NAME = "purchasing"
MIGRATIONS = Path(__file__).parents[2] / "migrations"

INVARIANTS = (
    Invariant(
        "an order is received exactly when every line has come",
        "SELECT o.id, o.number, o.status FROM purchase_order o WHERE o.status IN ('placed', 'received')"
        " AND (o.status = 'received') <> NOT EXISTS (SELECT FROM purchase_order_line l"
        " WHERE l.purchase_order_id = o.id AND l.received + l.cancelled + l.given_up < l.stock_quantity)",
        "SELECT count(*) FROM purchase_order",
    ),
    Invariant(
        "an order waits for approval exactly when a request is open",
        "SELECT o.id, o.number, o.status FROM purchase_order o WHERE (o.status = 'awaiting-approval') <>"
        " EXISTS (SELECT FROM approval_request a WHERE a.document_id = o.id AND a.status = 'pending')",
        "SELECT count(*) FROM approval_request",
    ),
    Invariant(
        "a line holds in stock units what its packagings hold",
        "SELECT id, quantity, numerator, denominator, stock_quantity FROM purchase_order_line"
        " WHERE quantity * numerator <> stock_quantity * denominator",
        "SELECT count(*) FROM purchase_order_line",
    ),
)


def build() -> Service:
    """The service as its environment describes it."""
    settings = Settings()
    database = database_of(NAME, settings)
    key = settings.internal_token_key.get_secret_value().encode()
    inviting = Inviting(hmac.new(key, b"purchasing.rfq-links", "sha256").digest(), has_mail=bool(settings.smtp_host))
    doers = letter_doers(database, settings, inviting)
    days = settings.rfq_reminder_days

    async def send_letters() -> None:
        """Let letters to suppliers leave."""
        await carry_out(database, doers)

    return Service(
        name=NAME,
        title="Purchasing",
        description="Orders to suppliers, and who may place them.",
        settings=settings,
        migrations=MIGRATIONS,
        database=database,
        tokens=TokenVerifier(settings),
        service_tokens=service_tokens_of(NAME, settings),
        routers=[
            orders.router,
            revisions.router,
            blankets.router,
            approvals.router,
            delegations_router(
                delegation, permission="purchasing.approvals.read", all_permission="purchasing.rules.write"
            ),
            prices.router,
            price_files.router,
            cost_drift.router,
            sourcing.router,
            sold_lines.router,
            rfqs.router,
            quotes.router,
            landed.router,
        ],
        public_routers=[invitations.router],
        handlers=HANDLERS,
        topics=[Topic(wire.ORDERS), Topic(wire.SUPPLIER_PRICES), Topic(wire.LANDED_COSTS)],
        jobs=[
            Errand("send letters", 15, send_letters),
            *([Job("remind suppliers", 600, lambda tx: remind(tx, days))] if days and inviting.has_mail else []),
        ],
        invariants=INVARIANTS,
        state={
            "currency": settings.company_currency,
            "company": Company.of(settings),
            "inviting": inviting,
            "link_limits": LinkLimits.of(settings),
        },
    )
