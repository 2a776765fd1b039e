"""The price of a line, step by step."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal, localcontext
from enum import StrEnum
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple
from uuid import UUID

from kit.errors import Fault
from kit.money import EXACT, ONE, ZERO
from kit.quantity import Factor


class Scope(StrEnum):
    """For whom a price is, from the widest to the most specific."""

    LIST = "list"
    SEGMENT = "segment"
    CUSTOMER = "customer"


@dataclass(frozen=True, slots=True)
class Price:
    """What one stock unit costs, before tax, from a quantity on and for a time: `effective_until` is the first day without it."""

    id: UUID
    product_id: UUID
    scope: Scope
    scope_key: str  # the segment's code or the customer's id; empty for the list
    min_quantity: Decimal
    unit_price: Decimal
    currency: str
    effective_from: date
    effective_until: date | None = None

    @property
    def place(self) -> tuple[UUID, str, Scope, str, Decimal, date]:
        """What there is one price of: a second one with the same place replaces it."""
        return (
            self.product_id, self.currency, self.scope, self.scope_key, self.min_quantity, self.effective_from,
        )  # fmt: skip


def faults_of(price: Price) -> Iterator[Fault]:
    """What makes no sense in itself."""
    if (price.scope is Scope.LIST) != (price.scope_key == ""):
        yield Fault("scope_key", "A list price has none; a segment's has its code, a customer's his id.")
    elif price.scope is Scope.CUSTOMER and customer_of(price) is None:
        yield Fault("scope_key", "A customer's price has his id here.")
    if price.effective_until is not None and price.effective_until <= price.effective_from:
        yield Fault("effective_until", "It is the first day without this price, so it is after effective_from.")


def customer_of(price: Price) -> UUID | None:
    """Whose price it is, if it is a customer's."""
    if price.scope is not Scope.CUSTOMER:
        return None
    try:
        return UUID(price.scope_key)
    except ValueError:
        return None


# An order looks at hundreds of prices and steps. A named tuple is made in a quarter of a frozen dataclass's time.


class Offer(NamedTuple):
    """A price that a customer may get on a day. Offers sort from the widest to the one that counts."""

    scope_rank: int  # place in `Scope`
    min_quantity: Decimal
    effective_from: date
    price_id: str
    unit_price: Decimal


class PriceStep(NamedTuple):
    """One answer to "why this price?"."""

    rule: str
    rule_id: str
    label: str
    unit_price: Decimal  # after the step
    label_fr: str = ""
    amount: Decimal = ZERO  # what the step adds to the line's amount; the steps of a line add up to it


_UNITS = {decimals: ONE.scaleb(-decimals) for decimals in (2, 6, 10, 14, 18)}
_CENT = _UNITS[2]


_PACKED_UNIT = _UNITS[10]


def per_stock_unit(price: Decimal, factor: Factor) -> Decimal:
    """What a stock unit costs in a packaging, with so many decimals that a truck of them comes to whole packagings."""
    with localcontext(EXACT):
        return (price * factor.denominator / factor.numerator).quantize(_PACKED_UNIT, ROUND_HALF_UP).normalize(EXACT)


def tidy(unit_price: Decimal, decimals: int = 6) -> Decimal:
    """Rounded half up to so many decimals, of which two are shown when they are zeros."""
    rounded = unit_price.quantize(_UNITS[decimals], ROUND_HALF_UP, EXACT)
    cents = rounded.quantize(_CENT, ROUND_HALF_UP, EXACT)
    return cents if cents == rounded else rounded.normalize(EXACT)


MANUAL = "manual-price"

_BASE = ("list-price", "category-price", "customer-price")  # by scope_rank
_LABELS = ("List price", "Price for the category {}", "Price of the customer")
_LABELS_FR = ("Prix de tarif", "Prix de la catégorie {}", "Prix du client")


def steps_to_price(offers: Sequence[Offer], quantity: Decimal, *, segment: str) -> list[PriceStep]:
    """The steps from the list price to the price; the last one has it, none means that there is no price.

    Each scope sets the price anew: first its base price, then its highest quantity break that `quantity` reaches; the
    newest of equals counts.
    """
    steps = []
    reached = sorted([offer for offer in offers if offer.min_quantity <= quantity])
    for rank, group in groupby(reached, key=_scope_rank):
        same_scope = list(group)
        smallest, best = same_scope[0].min_quantity, same_scope[-1]
        base = best if best.min_quantity == smallest else _newest(same_scope, smallest)
        steps.append(PriceStep(_BASE[rank], base.price_id, *_told(base, segment)))
        if best is not base:
            steps.append(PriceStep("volume-price", best.price_id, *_told(best, segment)))
    return steps


def given(unit_price: Decimal) -> PriceStep:
    """The step of a price that somebody has set."""
    return PriceStep(MANUAL, "", "Price set by hand", unit_price, "Prix saisi à la main")


def exception_step(exception_id: UUID, number: str, unit_price: Decimal) -> PriceStep:
    """A price that was granted to this customer beside all lists."""
    label, label_fr = f"Price exception {number}", f"Dérogation {number}"
    return PriceStep("exception-price", str(exception_id), label, unit_price, label_fr)


def _scope_rank(offer: Offer) -> int:
    return offer.scope_rank


def _newest(sorted_offers: Sequence[Offer], min_quantity: Decimal) -> Offer:
    return [offer for offer in sorted_offers if offer.min_quantity == min_quantity][-1]


def _told(offer: Offer, segment: str) -> tuple[str, Decimal, str]:
    label, label_fr = _labels(offer.scope_rank, offer.min_quantity, segment)
    return label, offer.unit_price, label_fr


@lru_cache(maxsize=10_000)
def _labels(scope_rank: int, min_quantity: Decimal, segment: str) -> tuple[str, str]:
    label, label_fr = _LABELS[scope_rank].format(segment), _LABELS_FR[scope_rank].format(segment)
    if min_quantity <= 1:
        return label, label_fr
    quantity = f"{min_quantity.normalize():f}"
    return f"{label} from {quantity}", f"{label_fr} dès {quantity.replace('.', ',')}"
