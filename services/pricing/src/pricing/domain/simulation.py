"""What past sales would have brought at other prices and costs, line by line."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

from kit.money import EXACT, ONE, ZERO, round_half_up

from pricing.domain.margin import MarginDecision, MarginRule, judge
from pricing.domain.price import Offer, Price, Scope, steps_to_price

_PRICE_UNIT = Decimal("0.000001")
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
    prices_as_of: datetime | None = None  # instead of the prices of their time


class SoldLine(NamedTuple):
    """A line that was sold, with what pricing knows of it. Company currency."""

    order_line_id: UUID
    order_number: str
    ordered_on: date
    customer_id: UUID
    product_id: UUID
    family_path: Sequence[str]
    supplier_ids: Collection[UUID]
    segment: str
    channel: str
    quantity: Decimal
    unit_price: Decimal
    unit_cost: Decimal | None  # of now: what changes is told by the same cost on both sides
    offers_then: Sequence[Offer]  # prices that the customer could get, as recorded when the order was confirmed
    offers_as_of: Sequence[Offer]  # as recorded at the instant that the scenario names


class Simulated(NamedTuple):
    """A line before and after. Amounts to the cent."""

    line: SoldLine
    before: MarginDecision
    after: MarginDecision

    @property
    def revenues(self) -> tuple[Decimal, Decimal]:
        return _amount(self.line.quantity, self.before.unit_price), _amount(self.line.quantity, self.after.unit_price)

    @property
    def margins(self) -> tuple[Decimal, Decimal] | None:
        """None where the cost is not known."""
        if self.before.unit_cost is None or self.after.unit_cost is None:
            return None
        costs = [_amount(self.line.quantity, cost) for cost in (self.before.unit_cost, self.after.unit_cost)]
        before, after = self.revenues
        return before - costs[0], after - costs[1]


class Changes:
    """A scenario's changes, found in the same time however many there are."""

    def __init__(self, scenario: Scenario) -> None:
        self._is_as_of = scenario.prices_as_of is not None
        self._costs = {_target(change): change.rate for change in scenario.cost_changes}
        self._prices: dict[UUID, list[Price]] = {}
        for price in scenario.prices:
            self._prices.setdefault(price.product_id, []).append(price)

    def cost_rate(self, line: SoldLine) -> Decimal:
        """By the most specific change: the product's before the deepest family's, a supplier's, and that of all."""
        targets: Iterable[object] = (
            line.product_id, *reversed(line.family_path), *(("supplier", id_) for id_ in line.supplier_ids), None,
        )  # fmt: skip
        return next((self._costs[target] for target in targets if target in self._costs), ZERO)

    def price(self, line: SoldLine) -> Decimal:
        """What the line would have cost. A price that was not the engine's moves as much as the engine's does."""
        then = _engine_price(line, line.offers_then)
        now = _engine_price(line, self._changed(line, line.offers_as_of if self._is_as_of else line.offers_then))
        if now is None or now == then:
            return line.unit_price
        if not then or line.unit_price == then:
            return now
        return (EXACT.divide(EXACT.multiply(line.unit_price, now), then)).quantize(_PRICE_UNIT)

    def _changed(self, line: SoldLine, offers: Sequence[Offer]) -> Sequence[Offer]:
        new = [
            Offer(_RANKS[price.scope], price.min_quantity, price.effective_from, str(price.id), price.unit_price)
            for price in self._prices.get(line.product_id, ())
            if price.scope_key == {Scope.LIST: "", Scope.SEGMENT: line.segment}.get(price.scope, str(line.customer_id))
        ]
        replaced = {offer.scope_rank for offer in new}
        return [*(offer for offer in offers if offer.scope_rank not in replaced), *new] if new else offers


def simulated(line: SoldLine, changes: Changes, rule: MarginRule) -> Simulated:
    """Judged by one rule at its own price and the cost of now, and at the scenario's."""
    cost, rate = line.unit_cost, changes.cost_rate(line)
    changed_cost = cost if cost is None or not rate else EXACT.multiply(cost, ONE + rate)
    return Simulated(line, judge(line.unit_price, cost, rule), judge(changes.price(line), changed_cost, rule))


def _target(change: CostChange) -> object:
    if change.supplier_id is not None:
        return "supplier", change.supplier_id
    return change.product_id if change.product_id is not None else change.family_code


def _engine_price(line: SoldLine, offers: Sequence[Offer]) -> Decimal | None:
    steps = steps_to_price(offers, line.quantity, segment=line.segment)
    return steps[-1].unit_price if steps else None


def _amount(quantity: Decimal, unit: Decimal) -> Decimal:
    return round_half_up(EXACT.multiply(quantity, unit))


# --- the sum of many ---


@dataclass(slots=True)
class Effect:
    """What changes for one customer or product."""

    lines: int = 0
    lines_without_cost: int = 0
    lines_stopped_before: int = 0
    lines_stopped_after: int = 0
    quantity: Decimal = ZERO
    revenue_before: Decimal = ZERO
    revenue_after: Decimal = ZERO
    margin_before: Decimal = ZERO
    margin_after: Decimal = ZERO

    def add(self, each: Simulated) -> None:
        margins, revenues = each.margins, each.revenues
        self.lines += 1
        self.lines_without_cost += margins is None
        self.lines_stopped_before += is_stopped(each.before)
        self.lines_stopped_after += is_stopped(each.after)
        self.quantity += each.line.quantity
        self.revenue_before += revenues[0]
        self.revenue_after += revenues[1]
        if margins is not None:
            self.margin_before += margins[0]
            self.margin_after += margins[1]


def is_stopped(decision: MarginDecision) -> bool:
    """Whether somebody would have had to approve, or nobody might have."""
    return decision.verdict.name != "ALLOWED"


def effects(lines: Iterable[Simulated]) -> Mapping[tuple[str, UUID], Effect]:
    """By customer and by product."""
    found: dict[tuple[str, UUID], Effect] = {}
    for each in lines:
        for key in (("customer", each.line.customer_id), ("product", each.line.product_id)):
            found.setdefault(key, Effect()).add(each)
    return found
