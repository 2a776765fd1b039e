"""Judge the prices of an order that is to be confirmed."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple
from uuid import UUID

from kit.approvals import content_hash
from kit.db import Database, Transaction

from kit import clock
from pricing import wire
from pricing.domain.discount_limit import DiscountDecision, judge_discount, with_discount
from pricing.domain.errors import LineRepeated
from pricing.domain.margin import MarginDecision, Verdict, judge, worst
from pricing.queries.authorities import authorities_of_lines
from pricing.queries.quote import rules_of_lines
from pricing.queries.sales_facts import SaleFacts, margin_facts
from pricing.storage.discount_limits import LimitBook
from pricing.storage.rules import RuleBook


class OrderLine(NamedTuple):
    order_line_id: UUID
    product_id: UUID
    quantity: Decimal
    unit_price: Decimal
    set_by_hand: bool = False
    engine_price: Decimal | None = None  # where another was set by hand, and the engine had one


@dataclass(frozen=True, slots=True)
class DecideMargin:
    """Prices are in company currency, as costs are."""

    order_id: UUID
    customer_id: UUID
    channel: str
    lines: Sequence[OrderLine]
    roles: Sequence[str] = ()  # of whoever set prices by hand


async def decide_margin(
    database: Database, rules: RuleBook, limits: LimitBook, asked: DecideMargin
) -> list[MarginDecision]:
    """A decision for each line, on its margin and, where its price was set by hand, on its discount.

    What is not plainly allowed is kept and published, once for the same content; so is what comes to be allowed after.

    Raises:
        ProductNotKnown, CustomerNotKnown: pricing has not heard of one.
        LineRepeated: a line occurs twice.
    """
    if len({line.order_line_id for line in asked.lines}) < len(asked.lines):
        raise LineRepeated("An order line occurs twice in the request.", field="lines")
    facts = await margin_facts(database, asked.customer_id, [line.product_id for line in asked.lines], asked.order_id)
    line_rules = rules_of_lines(facts, await rules.at(database, facts.rules_version), asked.customer_id, asked.channel)
    discounts = await _discounts(database, limits, asked, facts)
    decisions = [
        with_discount(judge(line.unit_price, known.unit_cost, rule), discount)
        for line, known, rule, discount in zip(asked.lines, facts.lines, line_rules, discounts, strict=True)
    ]
    if worst(decisions) is not Verdict.ALLOWED or facts.decided is not None:
        content = _content(asked, decisions)
        if content_hash(content) != facts.decided:
            async with database.transaction() as tx:
                await _keep(tx, asked, decisions, content)
    return decisions


async def _discounts(
    database: Database, limits: LimitBook, asked: DecideMargin, facts: SaleFacts
) -> list[DiscountDecision | None]:
    """The decision on each price that was set by hand."""
    if not any(line.set_by_hand for line in asked.lines):
        return [None] * len(asked.lines)
    authorities = authorities_of_lines(
        facts,
        await limits.at(database, facts.rules_version),
        customer_id=asked.customer_id,
        channel=asked.channel,
        roles=asked.roles,
        on=clock.now().date(),
    )
    return [
        judge_discount(line.unit_price, line.engine_price, authority) if line.set_by_hand else None
        for line, authority in zip(asked.lines, authorities, strict=True)
    ]


def _content(asked: DecideMargin, decisions: Sequence[MarginDecision]) -> list[dict[str, Any]]:
    return [
        {
            "order_line_id": line.order_line_id,
            "product_id": line.product_id,
            "quantity": line.quantity,
            "unit_price": line.unit_price,
            "unit_cost": decision.unit_cost,
            "verdict": decision.verdict.name,
            "explanation": decision.explanation,
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
