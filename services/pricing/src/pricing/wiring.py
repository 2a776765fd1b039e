"""Pricing, put together."""

from functools import partial
from pathlib import Path

from kit.auth import TokenVerifier
from kit.delegations_api import delegations_router
from kit.events import Topic
from kit.invariants import Invariant
from kit.service import Job, Service, database_of, service_tokens_of

from pricing import wire
from pricing.api import (
    approvals,
    contracts,
    discount_limits,
    exceptions,
    margins,
    price_lists,
    price_rules,
    prices,
    quotes,
    simulations,
)
from pricing.commands.simulations import work_on_simulations
from pricing.config import Settings
from pricing.consumers.handlers import handlers
from pricing.rpc.pricing import add_servicers
from pricing.storage.rules import RuleBook
from pricing.storage.tables_approvals import delegation

NAME = "pricing"
MIGRATIONS = Path(__file__).parents[2] / "migrations"

INVARIANTS = (
    Invariant(
        "a price of a customer is one of a customer that pricing knows",
        "SELECT id, scope_key FROM price r WHERE scope = 'customer'"
        " AND NOT EXISTS (SELECT 1 FROM partner b WHERE b.id::text = r.scope_key)",
        "SELECT count(*) FROM price",
    ),
    Invariant(
        "what was called of a contract's line is what confirmed orders take of it",
        "SELECT id, quantity_called FROM contract_line l WHERE quantity_called <> (SELECT coalesce(sum(quantity), 0)"
        " FROM contract_call c WHERE c.contract_line_id = l.id)",
        "SELECT count(*) FROM contract_line",
    ),
    Invariant(
        "a published list that needed approval was approved",
        "SELECT l.id, l.name FROM price_list l JOIN approval_request r ON r.document_id = l.id WHERE l.status = 'published'"
        " GROUP BY l.id, l.name HAVING bool_and(r.status <> 'approved')",
        "SELECT count(*) FROM price_list",
    ),
    Invariant(
        "no cost is negative",
        "SELECT product_id, unit_cost FROM cost WHERE unit_cost < 0",
        "SELECT count(*) FROM cost",
    ),
    Invariant(
        "no more of a price exception is used than its cap",
        "SELECT e.number, e.quantity_cap, s.used FROM price_exception e JOIN (SELECT exception_id, sum(quantity) AS used"
        " FROM exception_use WHERE held_until IS NULL OR held_until > now() GROUP BY exception_id) s"
        " ON s.exception_id = e.id WHERE s.used > e.quantity_cap",
        "SELECT count(*) FROM price_exception",
    ),
    Invariant(
        "a granted price exception was approved",
        "SELECT e.id, e.number FROM price_exception e WHERE e.status = 'granted' AND NOT EXISTS"
        " (SELECT FROM approval_request a WHERE a.document_id = e.id AND a.status = 'approved')",
        "SELECT count(*) FROM price_exception WHERE status = 'granted'",
    ),
    Invariant(
        "a decision on an order is the worst of its lines",
        "SELECT order_id, verdict FROM margin_decision d WHERE verdict <> (SELECT CASE"
        " WHEN bool_or(line ->> 'verdict' = 'BLOCKED') THEN 'BLOCKED'"
        " WHEN bool_or(line ->> 'verdict' = 'NEEDS_APPROVAL') THEN 'NEEDS_APPROVAL' ELSE 'ALLOWED' END"
        " FROM jsonb_array_elements(d.lines) AS line)",
        "SELECT count(*) FROM margin_decision",
    ),
)


def build() -> Service:
    """The service as its environment describes it."""
    settings = Settings()
    database = database_of(NAME, settings, plan_once=True)
    rules = RuleBook()
    return Service(
        name=NAME,
        title="Pricing",
        description="What a customer pays, why, and whether the margin allows it.",
        settings=settings,
        migrations=MIGRATIONS,
        database=database,
        tokens=TokenVerifier(settings),
        service_tokens=service_tokens_of(NAME, settings),
        routers=[
            prices.router,
            price_lists.router,
            contracts.router,
            price_rules.router,
            quotes.router,
            margins.router,
            discount_limits.router,
            exceptions.router,
            approvals.router,
            delegations_router(delegation, permission="pricing.approvals.read", all_permission="pricing.limits.write"),
            simulations.router,
        ],
        handlers=handlers(settings.company_currency),
        topics=[Topic(wire.DECISIONS), Topic(wire.EXCEPTIONS)],
        add_servicers=partial(
            add_servicers, database=database, rules=rules, company_currency=settings.company_currency
        ),
        jobs=[Job("simulate", 1, partial(work_on_simulations, currency=settings.company_currency))],
        invariants=INVARIANTS,
        state={
            "currency": settings.company_currency,
            "rules": rules,
            "price_list_approval": settings.price_list_approval,
        },
    )
