"""Pricing's answers and facts as protobuf."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING
from uuid import UUID

from comptoir.pricing.v1 import decision_pb2 as pb
from comptoir.pricing.v1 import exception_pb2
from comptoir.pricing.v1.pricing_service_pb2 import PassingOffer, QuoteLine, QuoteLinesResponse
from kit.events import OutgoingEvent
from kit.wire import decimal_out, decimal_text, optional_decimal_out, time_out

from pricing.domain.exception import PriceException
from pricing.domain.margin import MarginDecision, OwedItem, Verdict
from pricing.domain.order_margin import OrderDecision
from pricing.domain.reason import Reason

if TYPE_CHECKING:
    from pricing.commands.decide_margin import DecideMargin
    from pricing.queries.quote import Quoted, QuotedLine

DECISIONS = "pricing.decisions.v1"
EXCEPTIONS = "pricing.exceptions.v1"

VERDICTS = {verdict: pb.Verdict.Value(f"VERDICT_{verdict.name}") for verdict in Verdict}


def write_decision(message: pb.MarginDecision, decision: MarginDecision) -> None:
    """Fill a message in its place: given to a constructor it would be copied, at twice the time for a whole order."""
    rule = decision.rule
    message.verdict = VERDICTS[decision.verdict]
    message.unit_price.value = decimal_text(decision.unit_price)
    if decision.unit_cost is not None:
        _write_cost(message, decision, decision.unit_cost)
    if decision.margin_rate is not None:
        message.margin_rate.value = decimal_text(decision.margin_rate)
    message.approval_rate.value = decimal_text(rule.approval_rate)
    message.floor_rate.value = decimal_text(rule.floor_rate)
    if decision.floor_price is not None:
        message.floor_price.value = decimal_text(decision.floor_price)
    if rule.id is not None:
        message.rule_id = str(rule.id)
    message.explanation = decision.explanation
    _write_reasons(message, decision.reasons)
    if decision.owed:
        _write_owed(message, decision)
    if decision.approvable_price is not None:
        message.approvable_price.value = decimal_text(decision.approvable_price)
    if decision.discount_limit is not None:
        _write_discount(message, decision, decision.discount_limit)
    if decision.levels:
        message.approval_levels.extend(decision.levels)


def _write_reasons(message: pb.MarginDecision | pb.OrderMarginDecision, reasons: Sequence[Reason]) -> None:
    for reason in reasons:
        message.reasons.add(code=reason.code, facts=reason.as_text)


def _write_cost(message: pb.MarginDecision, decision: MarginDecision, unit_cost: Decimal) -> None:
    message.unit_cost.value = decimal_text(unit_cost)
    if decision.is_replacement_cost:
        message.is_replacement_cost = True
    if decision.exchange_rate is not None:
        message.exchange_rate.value = decimal_text(decision.exchange_rate.rate)
        message.exchange_rate_on = decision.exchange_rate.on.isoformat()


def _write_owed(message: pb.MarginDecision, decision: MarginDecision) -> None:
    message.owed.value = decimal_text(decision.owed)
    message.owes.extend(_owed_items(decision.owes))


@lru_cache(maxsize=1000)
def _owed_items(owes: tuple[OwedItem, ...]) -> list[pb.OwedItem]:
    """Lines that owe the same share the messages, which are copied in one call."""
    return [
        pb.OwedItem(
            rule=item.rule,
            rule_id=item.rule_id,
            label=item.label,
            label_fr=item.label_fr,
            rate=decimal_out(item.rate),
            amount=decimal_out(item.amount),
        )
        for item in owes
    ]


def _write_discount(message: pb.MarginDecision, decision: MarginDecision, limit: Decimal) -> None:
    """Of a price that was set by hand."""
    message.discount_limit.value = decimal_text(limit)
    if decision.discount_rate is not None:
        message.discount_rate.value = decimal_text(decision.discount_rate)
    if decision.exception_id is not None:
        message.exception_id = str(decision.exception_id)


def quoted_lines(asked: Sequence[QuoteLine], quoted: "Quoted") -> QuoteLinesResponse:
    response = QuoteLinesResponse(verdict=VERDICTS[quoted.verdict])
    for its, line in zip(asked, quoted.lines, strict=True):
        priced = line.priced
        message = response.lines.add(line_id=its.line_id)
        message.unit_price.value = decimal_text(priced.unit_price)
        message.amount.value = decimal_text(priced.amount)
        if priced.free_quantity:
            message.free_quantity.value = decimal_text(priced.free_quantity)
        for step in priced.steps:
            told = message.steps.add(rule=step.rule, rule_id=step.rule_id, label=step.label, label_fr=step.label_fr)
            told.unit_price.value = decimal_text(step.unit_price)
            told.amount.value = decimal_text(step.amount)
        write_decision(message.decision, line.decision)
        message.passing_offers.extend(_passing_offers(line))
    for charge in quoted.charges:
        added = response.charges.add(
            rule=charge.rule, rule_id=charge.rule_id, label=charge.label, label_fr=charge.label_fr
        )
        added.amount.value = decimal_text(charge.amount)
        if charge.missing_amount is not None:
            added.missing_amount.value = decimal_text(charge.missing_amount)
    response.amount.value = decimal_text(quoted.amount)
    if quoted.order is not None:
        response.order_decision.CopyFrom(_order_decision(quoted.order))
    return response


def _passing_offers(line: "QuotedLine") -> Iterator[PassingOffer]:
    asked, (other, substitute, site) = line.asked, line.advice
    if other is not None:
        yield _passing_offer(asked.product_id, other.quantity, other.unit_price)
    if substitute is not None:
        yield _passing_offer(substitute.product_id, asked.quantity, substitute.unit_price)
    if site is not None:
        yield _passing_offer(asked.product_id, asked.quantity, site.unit_price, warehouse=site.warehouse)


def _passing_offer(product_id: UUID, quantity: Decimal, unit_price: Decimal, *, warehouse: str = "") -> PassingOffer:
    return PassingOffer(
        product_id=str(product_id),
        quantity=decimal_out(quantity),
        unit_price=decimal_out(unit_price),
        warehouse=warehouse,
    )


def _order_decision(order: OrderDecision) -> pb.OrderMarginDecision:
    message = pb.OrderMarginDecision(
        verdict=VERDICTS[order.verdict],
        amount=decimal_out(order.amount),
        cost=optional_decimal_out(order.cost),
        owed=optional_decimal_out(order.owed),
        margin_rate=optional_decimal_out(order.margin_rate),
        missing_amount=optional_decimal_out(order.missing_amount),
        rule_id=str(order.rule.id or ""),
        explanation=order.explanation,
    )
    _write_reasons(message, order.reasons)
    return message


def decided_lines(asked: "DecideMargin", decisions: Sequence[MarginDecision]) -> list[pb.DecidedLine]:
    lines = []
    for line, decision in zip(asked.lines, decisions, strict=True):
        message = pb.DecidedLine(order_line_id=str(line.order_line_id), product_id=str(line.product_id))
        message.quantity.value = decimal_text(line.quantity)
        write_decision(message.decision, decision)
        lines.append(message)
    return lines


def exception_changed(exception: PriceException, at: datetime, by: str) -> OutgoingEvent:
    terms = exception.terms
    message = exception_pb2.PriceExceptionChanged(
        price_exception_id=str(exception.id),
        number=exception.number,
        version=exception.version,
        status=exception_pb2.PriceExceptionStatus.Value(f"PRICE_EXCEPTION_STATUS_{exception.status.name}"),
        customer_id=str(terms.customer_id),
        product_id="" if terms.product_id is None else str(terms.product_id),
        family_code=terms.family_code or "",
        unit_price=optional_decimal_out(terms.unit_price),
        discount_rate=optional_decimal_out(terms.discount_rate),
        min_margin_rate=optional_decimal_out(terms.min_margin_rate),
        quantity_cap=decimal_out(terms.quantity_cap),
        channel=terms.channel or "",
        effective_from=terms.effective_from.isoformat(),
        effective_until=terms.effective_until.isoformat(),
        reason=terms.reason,
        requested_by=exception.requested_by,
        changed_by=by,
        occurred_at=time_out(at),
    )
    return OutgoingEvent(EXCEPTIONS, str(exception.id), message)


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
