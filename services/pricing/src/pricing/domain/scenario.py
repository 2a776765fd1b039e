"""What a simulation changes about past sales."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

from kit.money import ZERO

from pricing.domain.engine import Layers
from pricing.domain.past_order import PastLine, PastOrder
from pricing.domain.price import Offer, Price, Scope
from pricing.domain.price_rule import PriceRule

_RANKS = {scope: rank for rank, scope in enumerate(Scope)}


@dataclass(frozen=True, slots=True)
class CostChange:
    """Costs change by a rate: of a product, of a family however deep, of a supplier's products, or all of them."""

    rate: Decimal
    product_id: UUID | None = None
    family_code: str | None = None
    supplier_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Scenario:
    """Which sales are looked at, and what is changed about them."""

    ordered_from: date
    ordered_until: date  # the first day without
    customer_id: UUID | None = None
    family_code: str | None = None
    cost_changes: tuple[CostChange, ...] = ()
    prices: tuple[Price, ...] = ()  # in force for all of the sales, instead of a product's prices of the same scope
    price_list_id: UUID | None = None  # as if it had been published before all of the sales
    rules: tuple[PriceRule, ...] = ()  # each instead of the rule of its code
    rules_removed: tuple[str, ...] = ()  # by code
    prices_as_of: datetime | None = (
        None  # by lists, contracts and rules of this instant, instead of those of their time
    )


class ListedPrice(NamedTuple):
    """What a price list says of a product from a quantity on; no price: it ends what holds there."""

    min_quantity: Decimal
    unit_price: Decimal | None


class TriedList(NamedTuple):
    """A list that is not published yet, as far as it is about the products at hand."""

    id: UUID
    scope: Scope
    scope_key: str
    currency: str
    effective_from: date
    prices: dict[UUID, Sequence[ListedPrice]]


class Changes:
    """A scenario's changes, found in the same time however many there are."""

    def __init__(self, scenario: Scenario) -> None:
        self._is_as_of = scenario.prices_as_of is not None
        self._costs = {_target(change): change.rate for change in scenario.cost_changes}
        self._prices: dict[UUID, list[Price]] = {}
        for price in scenario.prices:
            self._prices.setdefault(price.product_id, []).append(price)

    def cost_rate(self, line: PastLine) -> Decimal:
        """By the most specific change: the product's before the deepest family's, a supplier's, and that of all."""
        targets: Iterable[object] = (
            line.product_id, *reversed(line.family_path), *(("supplier", id_) for id_ in line.supplier_ids), None,
        )  # fmt: skip
        return next((self._costs[target] for target in targets if target in self._costs), ZERO)

    def layers(self, order: PastOrder, line: PastLine, tried: TriedList | None = None) -> Layers:
        """What the line could be sold at instead."""
        found = line.as_of if self._is_as_of else line.then
        new = [
            Offer(_RANKS[price.scope], price.min_quantity, price.effective_from, str(price.id), price.unit_price)
            for price in self._prices.get(line.product_id, ())
            if price.scope_key == order.scope_key(price.scope)
        ]
        replaced = {offer.scope_rank for offer in new}
        offers = [*(offer for offer in found.offers if offer.scope_rank not in replaced), *new]
        if tried is not None and tried.scope_key == order.scope_key(tried.scope):
            offers = _with_list(offers, tried, tried.prices.get(line.product_id, ()))
        return found._replace(offers=offers)


def _with_list(offers: Sequence[Offer], tried: TriedList, prices: Sequence[ListedPrice]) -> list[Offer]:
    """The list's prices, each instead of what holds from the same quantity on."""
    rank = _RANKS[tried.scope]
    places = {price.min_quantity for price in prices}
    kept = [offer for offer in offers if offer.scope_rank != rank or offer.min_quantity not in places]
    new = [
        Offer(rank, price.min_quantity, tried.effective_from, str(tried.id), price.unit_price)
        for price in prices
        if price.unit_price is not None
    ]
    return [*kept, *new]


def _target(change: CostChange) -> object:
    if change.supplier_id is not None:
        return "supplier", change.supplier_id
    return change.product_id if change.product_id is not None else change.family_code
