"""Which orders somebody must approve, and why: rules are data, and every one that fires says so."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from purchasing.domain.order import PurchaseOrder


class ExceptionKind(StrEnum):
    """What is unusual about an order, beyond its amount."""

    OVER_BUDGET = "over-budget"
    PRICE_ABOVE_LIST = "price-above-list"
    NEW_SUPPLIER = "new-supplier"
    SPLIT = "split"
    OVER_RECEIPT = "over-receipt"  # lets more in than was ordered


class Approver(StrEnum):
    """Permissions that a rule can ask for."""

    ORDERS = "purchasing.orders.approve"
    LARGE_ORDERS = "purchasing.large-orders.approve"


@dataclass(frozen=True, slots=True)
class ApprovalRule:
    """Orders above `above` (net, company currency) need approval, if they fit what else the rule names.

    `exception` None: whatever the order is like. `family`: of any of its lines, or around it. So many `approvers`,
    each another person, have `approver`; after `escalation_hours` without a decision, who has `escalates_to` may decide
    as well. From `effective_from` on, until the day before `effective_until`.
    """

    id: UUID
    above: Decimal
    department: str | None = None
    supplier_id: UUID | None = None
    family: str | None = None
    exception: ExceptionKind | None = None
    approver: Approver = Approver.ORDERS
    approvers: int = 1
    escalation_hours: int | None = None
    escalates_to: Approver | None = None
    effective_from: date = date(1990, 1, 1)
    effective_until: date | None = None

    def is_effective(self, on: date) -> bool:
        """Whether it counts for an order of that day."""
        return self.effective_from <= on and (self.effective_until is None or on < self.effective_until)


@dataclass(frozen=True, slots=True)
class Facts:
    """What the rules look at beside the order itself."""

    families: frozenset[str]  # of its products, and those around them
    exceptions: dict[ExceptionKind, str]  # with the sentence that says why


@dataclass(frozen=True, slots=True)
class Fired:
    """A rule that wants this order approved, and why."""

    rule: ApprovalRule
    reason: str


def fired(order: PurchaseOrder, rules: Sequence[ApprovalRule], facts: Facts) -> list[Fired]:
    """Every rule that wants the order approved, the highest amount first."""
    found = []
    for rule in sorted(rules, key=lambda rule: (-rule.above, rule.id)):
        if order.net_value <= rule.above or not rule.is_effective(order.ordered_on):
            continue
        if rule.department is not None and rule.department != order.department:
            continue
        if rule.supplier_id is not None and rule.supplier_id != order.supplier_id:
            continue
        if rule.family is not None and rule.family not in facts.families:
            continue
        if rule.exception is not None and rule.exception not in facts.exceptions:
            continue
        found.append(Fired(rule, _reason(order, rule, facts)))
    return found


def _reason(order: PurchaseOrder, rule: ApprovalRule, facts: Facts) -> str:
    if rule.exception is not None:
        return facts.exceptions[rule.exception]
    about = [
        f"of {name} {value}"
        for name, value in (("department", rule.department), ("family", rule.family))
        if value is not None
    ]
    whose = " ".join(["", *about]) if about else ""
    own = "" if order.rate.is_own else f" ({order.net_value} in company currency)"
    unit = f" {order.currency}" if order.rate.is_own else ""
    return f"{order.net} {order.currency} before tax{whose}{own} is above the threshold of {rule.above}{unit}."


def steps(found: Sequence[Fired]) -> list[Approver]:
    """Who must approve, one after the other: what any rule asks for, smaller amounts first."""
    asked: dict[Approver, int] = {}
    for each in sorted(found, key=lambda each: (each.rule.approver is not Approver.ORDERS, each.rule.above)):
        asked[each.rule.approver] = max(asked.get(each.rule.approver, 0), each.rule.approvers)
    return [approver for approver, times in asked.items() for _ in range(times)]


def escalation(found: Sequence[Fired]) -> tuple[int, str] | None:
    """After how many hours who may decide as well: by the rule that waits the shortest."""
    waits = [
        (each.rule.escalation_hours, str(each.rule.escalates_to))
        for each in found
        if each.rule.escalation_hours is not None and each.rule.escalates_to is not None
    ]
    return min(waits, default=None)


def approval_reason(found: Sequence[Fired]) -> str | None:
    """Why the order needs approval, in sentences; None when it does not."""
    return " ".join(dict.fromkeys(each.reason for each in found)) or None


@dataclass(frozen=True, slots=True)
class Sibling:
    """Another order of the same person to the same supplier, lately; net in company currency."""

    number: str
    net: Decimal


def split_suspicion(net: Decimal, siblings: Sequence[Sibling], rules: Sequence[ApprovalRule]) -> str | None:
    """Why the order looks like a part of a larger one: together they pass a threshold that this one alone does not."""
    together = net + sum((each.net for each in siblings), Decimal(0))
    for rule in sorted(rules, key=lambda rule: rule.above):
        if rule.exception is None and net <= rule.above < together and siblings:
            numbers = ", ".join(each.number for each in siblings[:5])
            return f"With {numbers} it comes to {together}, above the threshold of {rule.above}: one purchase in parts."
    return None


class BudgetMode(StrEnum):
    ASK = "ask"  # above it, somebody must approve
    BLOCK = "block"  # nothing above it is placed


@dataclass(frozen=True, slots=True)
class Budget:
    """What a department may spend in a period; `used` is committed by orders or billed for them."""

    id: UUID
    department: str
    period: str
    amount: Decimal
    used: Decimal
    mode: BudgetMode

    @property
    def left(self) -> Decimal:
        return self.amount - self.used
