"""When a customer is invoiced for what left: each delivery, by week or month, or once an order is complete."""

from datetime import date, timedelta
from enum import StrEnum

from accounting.domain.books.calendar import last_of_month


class InvoicingPolicy(StrEnum):
    """How the deliveries of who pays are brought together on invoices."""

    DELIVERY = "delivery"  # each by itself, at once
    WEEKLY = "weekly"
    MONTHLY = "monthly"
    COMPLETION = "completion"  # all of an order, when nothing more is to leave


def period_end(policy: InvoicingPolicy, shipped_on: date) -> date | None:
    """The last day of the period whose invoice a delivery belongs to; None: it is no matter of days.

    A summary invoice is of one calendar month and is issued by its end ("facture récapitulative", article 289 I-3 of the
    "code général des impôts"): a week that runs over it is billed in two.
    """
    if policy is InvoicingPolicy.DELIVERY:
        return shipped_on
    if policy is InvoicingPolicy.COMPLETION:
        return None
    month_end = last_of_month(shipped_on)
    if policy is InvoicingPolicy.MONTHLY:
        return month_end
    return min(shipped_on + timedelta(days=6 - shipped_on.weekday()), month_end)
