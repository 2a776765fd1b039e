"""Terms of payment as the catalog spells them out: the rule, not only its days."""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class PaymentTerms:
    """Sales carries them from the customer to his invoice, and computes nothing by them."""

    code: str
    net_days: int
    month_end: str  # "none", "before-days", "after-days"
    discount_rate: Decimal | None  # for early payment, of the total
    discount_days: int | None
