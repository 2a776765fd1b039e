"""What a customer's price exceptions let his orders do, while there is enough of them left."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

from pricing.domain.exception import PriceException
from pricing.domain.margin import MarginDecision, Verdict
from pricing.domain.reason import Reason


class Wanted(NamedTuple):
    """A line of an order that may need an exception."""

    product_id: UUID
    family_path: Sequence[str]
    quantity: Decimal
    unit_price: Decimal
    engine_price: Decimal | None
    margin: MarginDecision  # on its margin alone


class Found(NamedTuple):
    """The exception that allows a line; or one that would, if enough of it were left."""

    exception: PriceException
    left: Decimal  # before the line
    is_enough: bool


class Allowances:
    """The granted exceptions of one customer, and what is left of them while the lines of one order take of it.

    A line takes all its quantity of one exception: that of its product before that of a family, then what ends soonest.
    """

    def __init__(
        self, exceptions: Sequence[PriceException], left: Mapping[UUID, Decimal], *, channel: str, on: date
    ) -> None:
        self._exceptions = sorted(exceptions, key=_first_to_use)
        self._left = dict(left)
        self._channel = channel
        self._on = on

    def special_price(
        self, product_id: UUID, family_path: Sequence[str], quantity: Decimal, engine_price: Decimal
    ) -> tuple[PriceException, Decimal] | None:
        """The lowest price below the engine's that there is enough left of."""
        offers = [
            (price, i, exception)
            for i, exception in enumerate(self._for(product_id, family_path))
            if (price := exception.price(engine_price)) is not None
            and price < engine_price
            and quantity <= self._left[exception.id]
        ]
        if not offers:
            return None
        price, _, exception = min(offers, key=lambda offer: offer[:2])
        return exception, price

    def take(self, line: Wanted) -> Found | None:
        """The exception that allows the line, which takes of it; or one that is too small for it, which it leaves."""
        too_small = None
        for exception in self._for(line.product_id, line.family_path):
            if allows(exception, line):
                left = self._left[exception.id]
                if line.quantity <= left:
                    self._left[exception.id] = left - line.quantity
                    return Found(exception, left, is_enough=True)
                too_small = too_small or Found(exception, left, is_enough=False)
        return too_small

    def _for(self, product_id: UUID, family_path: Sequence[str]) -> Iterator[PriceException]:
        for exception in self._exceptions:
            terms = exception.terms
            is_here = product_id == terms.product_id or terms.family_code in family_path
            if is_here and terms.channel in (None, self._channel) and exception.is_effective(self._on):
                yield exception


def allows(exception: PriceException, line: Wanted) -> bool:
    """Whether the line is no cheaper than it lets it be; no exception lets a sale pass that is blocked for its margin."""
    lowest, margin, least = exception.price(line.engine_price), line.margin, exception.terms.min_margin_rate
    if lowest is None or line.unit_price < lowest or margin.verdict is Verdict.BLOCKED:
        return False
    if margin.verdict is Verdict.ALLOWED:
        return True
    return least is not None and margin.margin_rate is not None and margin.margin_rate >= least


def with_exception(decision: MarginDecision, found: Found | None) -> MarginDecision:
    """Allowed by an exception, or told why not."""
    if found is None:
        return decision
    number = found.exception.number
    if not found.is_enough:
        return decision.saying(
            Reason("exception-too-small", {"number": number, "left_quantity": found.left.normalize()})
        )
    allowed = decision._replace(verdict=Verdict.ALLOWED, levels=(), exception_id=found.exception.id)
    return allowed.saying(Reason("exception-allows", {"number": number}))


def _first_to_use(exception: PriceException) -> tuple[bool, date, UUID]:
    return exception.terms.product_id is None, exception.terms.effective_until, exception.id
