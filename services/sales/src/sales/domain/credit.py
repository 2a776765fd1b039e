"""The customer's credit, as accounting judged it."""

from dataclasses import dataclass
from decimal import Decimal

from sales.domain.errors import CreditLimitExceeded, CreditOnHold


@dataclass(frozen=True, slots=True)
class CreditAnswer:
    """Granted when there is no refusal. Amounts in company currency, tax included."""

    amount: Decimal
    exposure: Decimal
    overdue: Decimal
    credit_limit: Decimal | None
    refusal: str | None = None


def check_credit(answer: CreditAnswer) -> None:
    """Nothing when the customer may owe that much more.

    Raises:
        CreditLimitExceeded, CreditOnHold: he may not.
    """
    if answer.refusal is None:
        return
    values = {
        "amount": str(answer.amount),
        "exposure": str(answer.exposure),
        "overdue": str(answer.overdue),
        "limit": None if answer.credit_limit is None else str(answer.credit_limit),
    }
    if answer.refusal == "credit-hold":
        raise CreditOnHold("The customer's credit is on hold: have finance release it, then repeat.", **values)
    raise CreditLimitExceeded(
        f"The order of {answer.amount} with tax comes on top of {answer.exposure}, and the limit is"
        f" {answer.credit_limit}: order less, wait for a payment, or have finance raise the limit.",
        **values,
    )
