"""What the rules say of an order: whoever places it, and by whatever door."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from kit.db import Transaction
from kit.money import ZERO

from purchasing.domain.errors import OverBudget
from purchasing.domain.order import PurchaseOrder
from purchasing.domain.rules import (
    ApprovalRule,
    BudgetMode,
    ExceptionKind,
    Facts,
    Fired,
    fired,
    split_suspicion,
    steps,
)
from purchasing.storage import orders, rules


async def fired_rules(
    tx: Transaction, order: PurchaseOrder, *, company_currency: str, before: PurchaseOrder | None = None
) -> list[Fired]:
    """Every rule that wants the order approved; `before`: as it was placed, when it is revised.

    The budget of its department is held until the transaction ends.

    Raises:
        OverBudget: its department has not so much left, and may not ask for more.
    """
    every = await rules.every(tx)
    return fired(order, every, await _facts(tx, order, every, company_currency, before=before))


async def _facts(
    tx: Transaction,
    order: PurchaseOrder,
    every: Sequence[ApprovalRule],
    company_currency: str,
    *,
    before: PurchaseOrder | None,
) -> Facts:
    exceptions: dict[ExceptionKind, str] = {}
    if order.department and (reason := await check_budget(tx, order, before=before)):
        exceptions[ExceptionKind.OVER_BUDGET] = reason
    if skus := await rules.above_list(tx, order, company_currency):
        exceptions[ExceptionKind.PRICE_ABOVE_LIST] = f"Dearer than the supplier's list: {', '.join(skus[:10])}."
    if await rules.is_first_order(tx, order):
        exceptions[ExceptionKind.NEW_SUPPLIER] = "Nothing was ever ordered from this supplier."
    if suspicion := split_suspicion(order.net_value, await rules.siblings(tx, order), every):
        exceptions[ExceptionKind.SPLIT] = suspicion
    if order.over_receipt_rate > 0:
        exceptions[ExceptionKind.OVER_RECEIPT] = f"It lets {order.over_receipt_rate:.2%} more in than is ordered."
    families = await rules.families(tx, [line.product_id for line in order.lines])
    return Facts(families, exceptions)


@dataclass(frozen=True, slots=True)
class Simulated:
    """What two sets of rules say of one order."""

    order: PurchaseOrder
    now: Sequence[Fired]
    then: Sequence[Fired]


async def simulated(
    tx: Transaction, then: Sequence[ApprovalRule], *, since: date, limit: int, company_currency: str
) -> list[Simulated]:
    """The last orders placed since a day, as far as other rules would have said otherwise than those of now.

    Budgets stand as they are now, so what is over budget is asked of amount and scope alone.
    """
    now = await rules.every(tx)
    found = []
    for order in await orders.last_placed(tx, since, limit):
        plain = replace(order, department="")  # budgets are not asked
        ours = fired(order, now, await _facts(tx, plain, now, company_currency, before=None))
        theirs = fired(order, then, await _facts(tx, plain, then, company_currency, before=None))
        if steps(ours) != steps(theirs):
            found.append(Simulated(order, ours, theirs))
    return found


async def check_budget(tx: Transaction, order: PurchaseOrder, *, before: PurchaseOrder | None = None) -> str | None:
    """Why the order is above its department's budget, if it is; the budget is held until the transaction ends.

    Raises:
        OverBudget: it is, and the budget lets nothing above it.
    """
    if not order.department:
        return None
    budget = await rules.lock_budget(tx, order.department, order.ordered_on)
    more = order.committed_value - (before.committed_value if before else ZERO)
    if budget is None or more <= budget.left:
        return None
    reason = (
        f"{order.department} has {budget.left} of {budget.amount} left for {budget.period}: {more} is more than that."
    )
    if budget.mode is BudgetMode.BLOCK:
        raise OverBudget(
            f"{reason} Ask for a higher budget, or order less.", left=str(budget.left), department=order.department
        )
    return reason
