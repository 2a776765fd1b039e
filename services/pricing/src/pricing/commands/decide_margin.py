"""Judge the prices of an order that is to be confirmed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple
from uuid import UUID

from kit.approvals import content_hash
from kit.db import Database, Transaction
from kit.exchange import ExchangeRate
from kit.money import ZERO

from kit import clock
from pricing import wire
from pricing.commands.call_contracts import SoldOrder, hold_quantities
from pricing.commands.use_exceptions import found_exceptions, take_exceptions
from pricing.domain.basket import BasketLine, price_basket
from pricing.domain.contract import SoldLine
from pricing.domain.discount_limit import DiscountDecision, LimitSet, judge_discount, with_discount
from pricing.domain.errors import LineRepeated
from pricing.domain.exception_use import Wanted, with_exception
from pricing.domain.exchange import judge_at
from pricing.domain.margin import (
    NOTHING_OWED,
    Agreed,
    MarginDecision,
    Owed,
    Verdict,
    as_agreed,
    beyond_contract,
    worst,
)
from pricing.domain.order_margin import with_order
from pricing.domain.price import given
from pricing.domain.price_rule import Occasion, SaleRules
from pricing.queries.authorities import authorities_of_lines
from pricing.queries.judging import order_decision, rules_of_lines
from pricing.queries.sales_facts import SaleFacts, margin_facts
from pricing.storage import exceptions
from pricing.storage.rates import exchange_of
from pricing.storage.rules import RuleBook


class OrderLine(NamedTuple):
    order_line_id: UUID
    product_id: UUID
    quantity: Decimal
    unit_price: Decimal
    set_by_hand: bool = False
    engine_price: Decimal | None = None  # where another was set by hand, and the engine had one
    agreed: Agreed | None = None  # before this revision of the order


@dataclass(frozen=True, slots=True)
class DecideMargin:
    """Prices per stock unit, before tax."""

    order_id: UUID
    customer_id: UUID
    channel: str
    currency: str
    lines: Sequence[OrderLine]
    roles: Sequence[str] = ()  # of whoever set prices by hand
    is_approved: bool = False  # somebody approved what needs it
    charged: Decimal = ZERO  # on top of the lines
    agreed_rate: Decimal | None = None  # what the order earned before this revision
    warehouse: str = ""  # the site that the goods leave from


async def decide_margin(
    database: Database, book: RuleBook, asked: DecideMargin, *, company_currency: str
) -> list[MarginDecision]:
    """A decision for each line, on its margin and, where its price was set by hand, on its discount.

    What is not plainly allowed is kept and published, once for the same content; so is what comes to be allowed after.

    Raises:
        ProductNotKnown, CustomerNotKnown: pricing has not heard of one.
        LineRepeated: a line occurs twice.
    """
    if len({line.order_line_id for line in asked.lines}) < len(asked.lines):
        raise LineRepeated("An order line occurs twice in the request.", field="lines")
    today = clock.now().date()
    ids = [line.product_id for line in asked.lines]
    facts = await margin_facts(database, asked.customer_id, ids, asked.order_id, today)
    rules = await book.at(database, facts.rules_version)
    exchange = await exchange_of(database, company_currency, asked.currency, today)
    sale = Occasion(
        asked.customer_id, facts.segment, asked.channel, asked.currency, today, company_currency, asked.warehouse
    )
    line_rules = rules_of_lines(facts, rules.margins, asked.customer_id, asked.channel)
    owed = _owed(asked, facts, rules.prices.of_sale(sale), exchange.rate)
    margins = [
        judge_at(exchange, line.unit_price, line.agreed or known.cost, rule, owes)
        for line, known, rule, owes in zip(asked.lines, facts.lines, line_rules, owed, strict=True)
    ]
    if facts.has_caps:
        margins = await _with_contracts(database, asked, margins, today)
    discounts = _discounts(asked, facts, rules.limits, today)
    decisions = [with_discount(margin, discount) for margin, discount in zip(margins, discounts, strict=True)]
    if facts.has_exceptions and asked.currency == company_currency:
        decisions = await _with_exceptions(database, asked, facts, margins, decisions)
    agreed = [line.agreed for line in asked.lines]
    decisions = [as_agreed(*pair) for pair in zip(decisions, agreed, strict=True)]
    order = order_decision(
        facts,
        rules.margins,
        customer_id=asked.customer_id,
        channel=asked.channel,
        currency=asked.currency,
        lines=asked.lines,
        decisions=decisions,
        charged=asked.charged,
    )
    decisions = with_order(decisions, order, agreed, asked.agreed_rate)
    is_plain = worst(decisions) is Verdict.ALLOWED and all(each.exception_id is None for each in decisions)
    if not is_plain or facts.decided is not None:
        content = _content(asked, decisions)
        if content_hash(content) != facts.decided:
            async with database.transaction() as tx:
                await _keep(tx, asked, decisions, content)
    return decisions


async def _with_contracts(
    database: Database, asked: DecideMargin, decisions: list[MarginDecision], on: date
) -> list[MarginDecision]:
    """The decisions, where a contract's quantity is used up no better than an approval; the quantities are held."""
    sold = [SoldLine(*line[:4]) for line in asked.lines]
    async with database.transaction() as tx:
        over = await hold_quantities(tx, SoldOrder(asked.order_id, asked.customer_id, asked.currency, on, sold))
    return [
        beyond_contract(decision, over[line.order_line_id].code, over[line.order_line_id].quantity_left)
        if line.order_line_id in over
        else decision
        for line, decision in zip(asked.lines, decisions, strict=True)
    ]


def _discounts(asked: DecideMargin, facts: SaleFacts, limits: LimitSet, today: date) -> list[DiscountDecision | None]:
    """The decision on each price that was set by hand."""
    if not any(line.set_by_hand for line in asked.lines):
        return [None] * len(asked.lines)
    authorities = authorities_of_lines(
        facts, limits, customer_id=asked.customer_id, channel=asked.channel, roles=asked.roles, on=today
    )
    return [
        judge_discount(line.unit_price, line.engine_price, authority) if line.set_by_hand else None
        for line, authority in zip(asked.lines, authorities, strict=True)
    ]


async def _with_exceptions(
    database: Database,
    asked: DecideMargin,
    facts: SaleFacts,
    margins: Sequence[MarginDecision],
    decisions: Sequence[MarginDecision],
) -> list[MarginDecision]:
    """With what exceptions of the customer allow. The order takes of them only if it goes on from here."""
    wanted = {
        line.order_line_id: Wanted(
            line.product_id, known.family_path, line.quantity, line.unit_price, line.engine_price, margin
        )
        for line, known, margin, decision in zip(asked.lines, facts.lines, margins, decisions, strict=True)
        if line.set_by_hand and decision.verdict is not Verdict.ALLOWED
    }
    where = {"customer_id": asked.customer_id, "order_id": asked.order_id}
    ids = [line.order_line_id for line in asked.lines]
    found = await found_exceptions(database, wanted, channel=asked.channel, **where)
    allowed = [with_exception(decision, found.get(id_)) for id_, decision in zip(ids, decisions, strict=True)]
    goes_on = worst(map(as_agreed, allowed, (line.agreed for line in asked.lines))) <= (
        Verdict.NEEDS_APPROVAL if asked.is_approved else Verdict.ALLOWED
    )
    async with database.transaction() as tx:
        if not goes_on:
            await exceptions.release(tx, asked.order_id)
            return allowed
        found = await take_exceptions(tx, wanted, channel=asked.channel, now=clock.now(), **where)
    return [with_exception(decision, found.get(id_)) for id_, decision in zip(ids, decisions, strict=True)]


def _owed(asked: DecideMargin, facts: SaleFacts, rules: SaleRules, rate: ExchangeRate | None) -> list[Owed]:
    """What each line will owe after the sale, its price being what it is."""
    after = SaleRules(owed=rules.owed, cash_discount=facts.cash_discount)
    if not after.owes:
        return [NOTHING_OWED] * len(asked.lines)
    lines = [
        BasketLine(line.product_id, known.family_path, line.quantity, [given(line.unit_price)], True, known.weight_kg)
        for line, known in zip(asked.lines, facts.lines, strict=True)
    ]
    return [line.owed for line in price_basket(lines, after, asked.currency, rate=rate).lines]


def _content(asked: DecideMargin, decisions: Sequence[MarginDecision]) -> list[dict[str, Any]]:
    return [
        {
            "order_line_id": line.order_line_id,
            "product_id": line.product_id,
            "quantity": line.quantity,
            "unit_price": line.unit_price,
            "unit_cost": decision.unit_cost,
            "owed": decision.owed,
            "owes": [item._asdict() for item in decision.owes],
            "exchange_rate": None if decision.exchange_rate is None else decision.exchange_rate.rate,
            "verdict": decision.verdict.name,
            "explanation": decision.explanation,
            "reasons": [reason.stored for reason in decision.reasons],
        }
        for line, decision in zip(asked.lines, decisions, strict=True)
    ]


async def _keep(
    tx: Transaction, asked: DecideMargin, decisions: Sequence[MarginDecision], content: list[dict[str, Any]]
) -> None:
    now = clock.now()
    verdict = worst(decisions)
    is_new = await tx.execute(
        "INSERT INTO margin_decision AS d (order_id, customer_id, verdict, content_hash, lines, decided_at)"
        " VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (order_id) DO UPDATE SET customer_id = excluded.customer_id,"
        " verdict = excluded.verdict, content_hash = excluded.content_hash, lines = excluded.lines,"
        " decided_at = excluded.decided_at WHERE d.content_hash <> excluded.content_hash",
        asked.order_id,
        asked.customer_id,
        verdict.name,
        content_hash(content),
        content,
        now,
    )
    if is_new:
        tx.publish(wire.margin_decided(asked, decisions, verdict, now))
