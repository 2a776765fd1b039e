"""What a customer's user may order without asking a colleague of his. Amounts in company currency, before tax."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from sales.domain.errors import MoreThanAllowed
from sales.domain.order import Breach, SalesOrder


@dataclass(frozen=True, slots=True)
class SpendingLimit:
    """None: without limit."""

    per_order: Decimal | None = None
    per_month: Decimal | None = None

    @property
    def is_none(self) -> bool:
        return self.per_order is None and self.per_month is None


def breach_of(limit: SpendingLimit, value: Decimal, *, spent: Decimal) -> Breach | None:
    """Which limit an order of this value is above; `spent` is what the month's other orders are worth."""
    if limit.per_order is not None and value > limit.per_order:
        return Breach.ORDER
    if limit.per_month is not None and spent + value > limit.per_month:
        return Breach.MONTH
    return None


def month_of(now: datetime) -> date:
    """The first day of the calendar month (UTC) in which an order counts: when it is placed, whatever day it bears."""
    return now.date().replace(day=1)


def refuse_more(order: SalesOrder, after: SalesOrder, limit: SpendingLimit) -> None:
    """Nothing, or a refusal: who has a limit does not let a firm order grow, past those whom he would have to ask.

    Raises:
        MoreThanAllowed: the order would be worth more.
    """
    if not limit.is_none and after.value > order.value:
        raise MoreThanAllowed(
            f"What you order is limited: leave {order.number} as it is, and place another order for what you want more.",
            number=order.number,
        )


def spending_details(
    order: SalesOrder, breach: Breach, limit: SpendingLimit, *, spent: Decimal, asks_release: bool
) -> Mapping[str, object]:
    """What the colleague needs to see."""
    return {
        "customer_id": str(order.terms.customer_id),
        "buyer_name": order.buyer.name,
        "reference": order.terms.customer_reference,
        "breach": str(breach),
        "per_order": None if limit.per_order is None else str(limit.per_order),
        "per_month": None if limit.per_month is None else str(limit.per_month),
        "spent": str(spent),
        "net": str(order.net),
        "currency": order.terms.currency,
        "asks_release": asks_release,
    }
