"""What the margin of an order lets happen to it."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from sales.domain.errors import MarginBlocked, MarginFell
from sales.domain.margin import MarginDecision, Verdict, is_worse
from sales.domain.order import OrderLine, SalesOrder

MANAGER = "sales.margins.approve"
DIRECTOR = "sales.large-discounts.approve"

_APPROVERS = {"manager": MANAGER, "director": DIRECTOR}  # permission by level, the lowest first


def refuse_blocked(order: SalesOrder, *, shows_margin: bool) -> None:
    """Nothing while every line may at least be approved. Customers are not told rates and floors.

    Raises:
        MarginBlocked: a line may not; with every such line.
    """
    blocked = [(i, line) for i, line in enumerate(order.lines) if line.decision.verdict is Verdict.BLOCKED]
    if not blocked:
        return
    first, line = blocked[0]
    if not shows_margin:
        lines = [{"field": f"lines.{i}", "sku": each.sku} for i, each in blocked]
        raise MarginBlocked(
            f"{line.sku} cannot be sold at this price: ask your salesperson.", field=f"lines.{first}", lines=lines
        )
    told = [{"field": f"lines.{i}", **_told(each)} for i, each in blocked]
    raise MarginBlocked(
        f"{line.sku}: {line.decision.explanation}", field=f"lines.{first}", lines=told, currency=order.terms.currency
    )


def refuse_fallen(order: SalesOrder, decisions: Sequence[MarginDecision]) -> None:
    """Nothing while no line of a waiting order earns less than what its approver was shown.

    Raises:
        MarginFell: one does.
    """
    if fallen := _fallen(order, decisions):
        raise MarginFell(
            f"{', '.join(line.sku for line in fallen[:5])}: the margin is lower now than what approval was asked for, or"
            " somebody else must approve it: confirm the order again, which asks anew, or reject it.",
            skus=[line.sku for line in fallen],
        )


def approvers(order: SalesOrder) -> tuple[str, ...]:
    """Permissions of who must approve the order, one after the other."""
    wanted = {level for line in _below(order) for level in line.decision.levels} or {"manager"}
    return tuple(permission for level, permission in _APPROVERS.items() if level in wanted)


def is_covered(order: SalesOrder, decisions: Sequence[MarginDecision]) -> bool:
    """Whether no line earns less now than what was approved of it."""
    return not _fallen(order, decisions)


def _fallen(order: SalesOrder, decisions: Sequence[MarginDecision]) -> list[OrderLine]:
    return [line for line, now in zip(order.lines, decisions, strict=True) if is_worse(now, line.decision)]


def approval_reason(order: SalesOrder) -> str:
    """Why somebody must approve, in a sentence."""
    below = _below(order)
    more = f" And {len(below) - 1} more lines." if len(below) > 1 else ""
    return f"{below[0].sku}: {below[0].decision.explanation}{more}"


def approval_details(order: SalesOrder) -> dict[str, Any]:
    """What the approver needs to see."""
    terms = order.terms
    return {
        "customer_id": str(terms.customer_id),
        "channel": terms.channel,
        "currency": terms.currency,
        "lines": [_told(line) for line in _below(order)],
    }


def _below(order: SalesOrder) -> list[OrderLine]:
    return [line for line in order.lines if line.decision.verdict is not Verdict.ALLOWED]


def _told(line: OrderLine) -> dict[str, Any]:
    decision = line.decision
    return {
        "order_line_id": str(line.id),
        "product_id": str(line.product_id),
        "sku": line.sku,
        "quantity": str(line.quantity),
        "unit_price": str(line.unit_price),
        "margin_rate": None if decision.margin_rate is None else str(decision.margin_rate),
        "floor_price": None if decision.floor_price is None else str(decision.floor_price),
        "discount_rate": None if decision.discount_rate is None else str(decision.discount_rate),
        "discount_limit": None if decision.discount_limit is None else str(decision.discount_limit),
        "explanation": decision.explanation,
        "reasons": [asdict(reason) for reason in decision.reasons],
    }
