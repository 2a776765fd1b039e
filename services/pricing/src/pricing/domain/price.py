"""The price of a line, step by step."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from uuid import UUID


class Scope(StrEnum):
    """For whom a price is, from the widest to the most specific."""

    LIST = "list"
    SEGMENT = "segment"
    CUSTOMER = "customer"


@dataclass(frozen=True, slots=True)
class Price:
    """What one stock unit costs, before tax, from a quantity on and for a time (both days included)."""

    id: UUID
    product_id: UUID
    scope: Scope
    scope_key: str  # the segment's code or the customer's id; empty for the list
    min_quantity: Decimal
    unit_price: Decimal
    currency: str
    effective_from: date
    effective_until: date | None = None


@dataclass(frozen=True, slots=True)
class PriceStep:
    """One answer to "why this price?"."""

    rule: str
    rule_id: str
    label: str
    unit_price: Decimal


_BASE = {Scope.LIST: "list-price", Scope.SEGMENT: "category-price", Scope.CUSTOMER: "customer-price"}
_LABELS = {Scope.LIST: "List price", Scope.SEGMENT: "Price for the category", Scope.CUSTOMER: "Price of the customer"}


def steps_to_price(
    applicable: Sequence[Price], quantity: Decimal, manual_unit_price: Decimal | None
) -> list[PriceStep]:
    """The steps from the list price to the price; the last one has it, none means that there is no price.

    `applicable` are the product's prices for this customer on that day, in the right currency. Each scope sets the price
    anew: first its base price, then its highest quantity break that `quantity` reaches; the newest of equals counts.
    A manual price comes last.
    """
    steps = []
    for scope in Scope:
        reached = [price for price in applicable if price.scope is scope and price.min_quantity <= quantity]
        if not reached:
            continue
        lowest = min(price.min_quantity for price in reached)
        base = max((price for price in reached if price.min_quantity == lowest), key=_newest)
        best = max(reached, key=lambda price: (price.min_quantity, *_newest(price)))
        steps.append(PriceStep(_BASE[scope], str(base.id), _label(base), base.unit_price))
        if best is not base:
            steps.append(PriceStep("volume-price", str(best.id), _label(best), best.unit_price))
    if manual_unit_price is not None:
        steps.append(PriceStep("manual-price", "", "Price set by hand", manual_unit_price))
    return steps


def _newest(price: Price) -> tuple[date, UUID]:
    return price.effective_from, price.id


def _label(price: Price) -> str:
    label = _LABELS[price.scope]
    if price.scope is Scope.SEGMENT:
        label = f"{label} {price.scope_key}"
    return label if price.min_quantity <= 1 else f"{label} from {price.min_quantity.normalize():f}"
