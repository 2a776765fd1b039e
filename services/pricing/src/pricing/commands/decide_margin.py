"""Judge the prices of an order that is to be confirmed."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from kit.approvals import content_hash
from kit.db import Database, Transaction
from kit.money import round_half_up

from kit import clock
from pricing import wire
from pricing.domain.errors import LineRepeated
from pricing.domain.margin import MarginDecision, Sale, Verdict, judge, rule_for
from pricing.queries.quote import worst
from pricing.queries.sales_facts import margin_facts
from pricing.storage.rules import RuleBook


@dataclass(frozen=True, slots=True)
class OrderLine:
    order_line_id: UUID
    product_id: UUID
    quantity: Decimal
    unit_price: Decimal


@dataclass(frozen=True, slots=True)
class DecideMargin:
    order_id: UUID
    customer_id: UUID
    channel: str
    lines: Sequence[OrderLine]


async def decide_margin(database: Database, rules: RuleBook, asked: DecideMargin) -> list[MarginDecision]:
    """A decision for each line. What is not plainly allowed is kept and published, once for the same content.

    Raises:
        ProductNotKnown, CustomerNotKnown: pricing has not heard of one.
        LineRepeated: a line occurs twice.
    """
    if len({line.order_line_id for line in asked.lines}) < len(asked.lines):
        raise LineRepeated("An order line occurs twice in the request.", field="lines")
    async with database.read() as tx:
        facts = await margin_facts(tx, asked.customer_id, [line.product_id for line in asked.lines])
        book = await rules.at(tx, facts.rules_version)
    decisions = []
    for line in asked.lines:
        product = facts.products[line.product_id]
        rule = rule_for(Sale(product.family_path, facts.segment, asked.customer_id, asked.channel), book)
        decisions.append(judge(line.unit_price, product.unit_cost, rule))
    verdict = worst(decisions)
    if verdict is not Verdict.ALLOWED:
        async with database.transaction() as tx:
            await _keep(tx, asked, decisions, verdict)
    return decisions


async def _keep(tx: Transaction, asked: DecideMargin, decisions: Sequence[MarginDecision], verdict: Verdict) -> None:
    now = clock.now()
    lines = [
        {
            "order_line_id": line.order_line_id,
            "product_id": line.product_id,
            "quantity": line.quantity,
            "unit_price": line.unit_price,
            "unit_cost": decision.unit_cost and round_half_up(decision.unit_cost, Decimal("0.000001")),
            "verdict": decision.verdict.name,
            "explanation": decision.explanation,
        }
        for line, decision in zip(asked.lines, decisions, strict=True)
    ]
    is_new = await tx.execute(
        "INSERT INTO margin_decision AS d (order_id, customer_id, verdict, content_hash, lines, decided_at)"
        " VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (order_id) DO UPDATE SET verdict = excluded.verdict,"
        " content_hash = excluded.content_hash, lines = excluded.lines, decided_at = excluded.decided_at"
        " WHERE d.content_hash <> excluded.content_hash",
        asked.order_id,
        asked.customer_id,
        verdict.name,
        content_hash(lines),
        lines,
        now,
    )
    if is_new:
        tx.publish(wire.margin_decided(asked, decisions, verdict, now))
