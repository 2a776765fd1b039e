"""Which orders somebody must approve."""

from dataclasses import dataclass
from decimal import Decimal

from purchasing.domain.order import PurchaseOrder


@dataclass(frozen=True, slots=True)
class ApprovalRules:
    """Orders above `threshold` (net, company currency) need approval."""

    threshold: Decimal


def approval_reason(order: PurchaseOrder, rules: ApprovalRules) -> str | None:
    """Why the order needs approval, in a sentence; None when it does not."""
    if order.net <= rules.threshold:
        return None
    return f"{order.net} {order.currency} before tax is above the threshold of {rules.threshold} {order.currency}."
