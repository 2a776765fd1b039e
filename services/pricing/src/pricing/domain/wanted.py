"""What a customer asks for, in his own words and packagings."""

from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

from kit.quantity import Factor
from kit.search import folded


class Wanted(NamedTuple):
    """A line as it is asked: a product by its id or by the customer's own code, so many of a packaging or stock unit."""

    product_id: UUID | None
    customer_code: str | None
    packaging_code: str | None
    quantity: Decimal
    manual_unit_price: Decimal | None  # per stock unit


class Packed(NamedTuple):
    """The packaging that a line is asked in, and how many of it."""

    code: str
    quantity: Decimal
    factor: Factor

    def price(self, unit_price: Decimal) -> Decimal:
        """Of one of it, exactly where that can be."""
        return unit_price * self.factor.numerator / self.factor.denominator


def code_key(code: str) -> str:
    """A customer's code as it is compared: nobody tells "ab 12" from "AB12"."""
    return folded(code).replace(" ", "")
