"""Which orders somebody must approve, and why: rules are data, and every one that fires says so."""

from collections.abc import Sequence
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class ApprovalRule:
    """Orders above `above` (net, company currency) need approval, if they fit what else the rule names.

    `exception` None: whatever the order is like. `family`: of any of its lines, or around it.
    """

    id: UUID
    above: Decimal
    department: str | None = None
    supplier_id: UUID | None = None
    family: str | None = None
    exception: ExceptionKind | None = None


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
        if order.net <= rule.above:
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
    return f"{order.net} {order.currency} before tax{whose} is above the threshold of {rule.above} {order.currency}."


def approval_reason(found: Sequence[Fired]) -> str | None:
    """Why the order needs approval, in sentences; None when it does not."""
    return " ".join(dict.fromkeys(each.reason for each in found)) or None


@dataclass(frozen=True, slots=True)
class Sibling:
    """Another order of the same person to the same supplier, lately."""

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
