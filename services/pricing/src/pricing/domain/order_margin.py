"""The judgement of an order's total: small losses on some lines may be earned on others, but not on none."""

from collections.abc import Sequence
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal, localcontext
from typing import NamedTuple

from kit.money import EXACT, ONE, ZERO, round_half_up

from pricing.domain.margin import CENT, Agreed, MarginDecision, MarginRule, Verdict, judged_worse
from pricing.domain.reason import Reason, explained

_RATE_UNIT = Decimal("0.0001")


class EarningLine(NamedTuple):
    """A line with its decision, as the total sees it."""

    quantity: Decimal
    decision: MarginDecision


class OrderDecision(NamedTuple):
    """The verdict on the total of an order, and what it rests on. Amounts before tax, in its currency."""

    verdict: Verdict
    amount: Decimal
    cost: Decimal | None  # unset when that of a line is unknown, and with it what follows
    owed: Decimal | None
    margin_rate: Decimal | None
    missing_amount: Decimal | None  # sold for so much more, at the same cost, it would need no approval
    rule: MarginRule
    reasons: tuple[Reason, ...]

    @property
    def explanation(self) -> str:
        """The reasons as English sentences."""
        return explained(self.reasons)


def judge_order(
    lines: Sequence[EarningLine], rule: MarginRule, charged: Decimal = ZERO, *, unit: Decimal = CENT
) -> OrderDecision:
    """The verdict on the whole, with what is charged on top of the lines.

    A line whose cost is unknown leaves the total unknown: that line needs approval anyway.
    """
    with localcontext(EXACT):
        amount = sum((line.quantity * line.decision.unit_price for line in lines), charged)
        costs = [line.quantity * line.decision.unit_cost for line in lines if line.decision.unit_cost is not None]
        if len(costs) < len(lines) or not amount:
            verdict, code = (Verdict.ALLOWED, "order-margin-not-known") if amount else (Verdict.BLOCKED, "order-free")
            return OrderDecision(verdict, round_half_up(amount, unit), None, None, None, None, rule, (Reason(code),))
        cost = sum(costs, ZERO)
        owed = sum((line.quantity * line.decision.owed for line in lines), ZERO)
        margin = amount - owed - cost
        rate = (margin / amount).quantize(_RATE_UNIT, ROUND_FLOOR)
        gap = max(rule.approval_rate * amount - margin, ZERO)
        missing = (gap / (ONE - rule.approval_rate)).quantize(unit, ROUND_CEILING)
        if not missing:
            verdict = Verdict.ALLOWED
        elif margin >= rule.floor_rate * amount:
            verdict = Verdict.NEEDS_APPROVAL
        else:
            verdict = Verdict.BLOCKED
    return OrderDecision(
        verdict,
        round_half_up(amount, unit),
        round_half_up(cost, unit),
        round_half_up(owed, unit),
        rate,
        missing,
        rule,
        (_reason(verdict, rate, rule, missing),),
    )


def with_order(
    decisions: Sequence[MarginDecision],
    order: OrderDecision | None,
    agreed: Sequence[Agreed | None] = (),
    agreed_rate: Decimal | None = None,
) -> list[MarginDecision]:
    """The decisions of the lines, of which the weakest one answers for the order where that is judged worse than all.

    So whoever looks at lines alone cannot miss it. Lines that were agreed on before answer only if there are no others,
    and a firm order that earns no less than it did (`agreed_rate`) is not judged again.
    """
    told = list(decisions)
    if order is None or not told or order.verdict <= max(each.verdict for each in told):
        return told
    if agreed_rate is not None and order.margin_rate is not None and order.margin_rate >= agreed_rate:
        return told
    answering = [i for i, before in enumerate(agreed) if before is None] or range(len(told))
    weakest = min(answering, key=lambda i: (_rate_of(told[i]), i))
    decision = told[weakest]
    told[weakest] = judged_worse(decision, order.verdict, *order.reasons, Reason("earns-least"))
    return told


def _rate_of(decision: MarginDecision) -> Decimal:
    return decision.margin_rate if decision.margin_rate is not None else Decimal(1)


def _reason(verdict: Verdict, rate: Decimal, rule: MarginRule, missing: Decimal) -> Reason:
    match verdict:
        case Verdict.ALLOWED:
            return Reason("order-margin-allowed", {"margin_rate": rate, "approval_rate": rule.approval_rate})
        case Verdict.NEEDS_APPROVAL:
            facts = {"margin_rate": rate, "approval_rate": rule.approval_rate, "missing_amount": missing}
            return Reason("order-margin-below-wanted", facts)
        case Verdict.BLOCKED:
            facts = {"margin_rate": rate, "floor_rate": rule.floor_rate, "missing_amount": missing}
            return Reason("order-margin-below-floor", facts)
