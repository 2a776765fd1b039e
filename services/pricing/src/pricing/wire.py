"""Pricing's answers and facts as protobuf."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from comptoir.pricing.v1 import decision_pb2 as pb
from kit.events import OutgoingEvent
from kit.wire import decimal_out, optional_decimal_out, time_out

from pricing.domain.margin import MarginDecision, Verdict
from pricing.domain.price import PriceStep

if TYPE_CHECKING:
    from pricing.commands.decide_margin import DecideMargin

DECISIONS = "pricing.decisions.v1"

VERDICTS = {verdict: pb.Verdict.Value(f"VERDICT_{verdict.name}") for verdict in Verdict}


def decision_out(decision: MarginDecision) -> pb.MarginDecision:
    rule = decision.rule
    return pb.MarginDecision(
        verdict=VERDICTS[decision.verdict],
        unit_price=decimal_out(decision.unit_price),
        unit_cost=optional_decimal_out(decision.unit_cost),
        margin_rate=optional_decimal_out(decision.margin_rate),
        approval_rate=decimal_out(rule.approval_rate),
        floor_rate=decimal_out(rule.floor_rate),
        floor_price=optional_decimal_out(decision.floor_price),
        rule_id="" if rule.id is None else str(rule.id),
        explanation=decision.explanation,
    )


def step_out(step: PriceStep) -> pb.PriceStep:
    return pb.PriceStep(rule=step.rule, rule_id=step.rule_id, label=step.label, unit_price=decimal_out(step.unit_price))


def decided_lines(asked: "DecideMargin", decisions: Sequence[MarginDecision]) -> list[pb.DecidedLine]:
    return [
        pb.DecidedLine(
            order_line_id=str(line.order_line_id),
            product_id=str(line.product_id),
            quantity=decimal_out(line.quantity),
            decision=decision_out(decision),
        )
        for line, decision in zip(asked.lines, decisions, strict=True)
    ]


def margin_decided(
    asked: "DecideMargin", decisions: Sequence[MarginDecision], verdict: Verdict, at: datetime
) -> OutgoingEvent:
    message = pb.MarginDecided(
        order_id=str(asked.order_id),
        customer_id=str(asked.customer_id),
        channel=asked.channel,
        verdict=VERDICTS[verdict],
        lines=decided_lines(asked, decisions),
        occurred_at=time_out(at),
    )
    return OutgoingEvent(DECISIONS, str(asked.order_id), message)
