"""Lines as they were asked for: a product, or a kit with its parts. What of each is there, and what it earns."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_FLOOR, Decimal
from itertools import groupby
from typing import TypeVar
from uuid import UUID

from kit.money import EXACT, ZERO, round_half_up

from sales.domain.basket import BasketLine
from sales.domain.kit import unit_price_of
from sales.domain.margin import MarginDecision, PricedLine

T = TypeVar("T")
_RATE = Decimal("0.0001")


@dataclass(frozen=True, slots=True)
class AskedLine:
    """`lines` are the parts of the kit, or the product alone; the first of them is at `first` in the basket."""

    first: int
    lines: tuple[BasketLine, ...]

    @property
    def is_kit(self) -> bool:
        return self.lines[0].kit is not None

    @property
    def product_id(self) -> UUID:
        return self.lines[0].kit.product_id if self.lines[0].kit else self.lines[0].product_id

    @property
    def sku(self) -> str:
        return self.lines[0].kit.sku if self.lines[0].kit else self.lines[0].sku

    @property
    def quantity(self) -> Decimal:
        """Stock units of the product, or kits."""
        return self.lines[0].kit.quantity if self.lines[0].kit else self.lines[0].quantity

    @property
    def is_drop_shipped(self) -> bool:
        return self.lines[0].is_drop_shipped

    def of(self, values: Sequence[T]) -> Sequence[T]:
        """Those of values by basket line that are of this line."""
        return values[self.first : self.first + len(self.lines)]

    def there(self, free: Mapping[UUID, Decimal]) -> Decimal:
        """How much of it these stocks serve; of a kit the whole sets, so many as its scarcest part allows."""
        if not self.is_kit:
            return free[self.product_id]
        sets = min(free[line.product_id] * self.quantity / line.quantity for line in self.lines)
        return sets.to_integral_value(ROUND_FLOOR)

    def takes(self, quantity: Decimal) -> dict[UUID, Decimal]:
        """What so much of it takes of each product's stock."""
        return {line.product_id: line.quantity * quantity / self.quantity for line in self.lines}


def asked_lines(lines: Sequence[BasketLine]) -> list[AskedLine]:
    """In their order; parts of one kit stand beside each other."""
    of_line = groupby(enumerate(lines), key=lambda pair: pair[1].kit or pair[0])
    groups = [list(group) for _, group in of_line]
    return [AskedLine(group[0][0], tuple(line for _, line in group)) for group in groups]


def served(asked: Sequence[AskedLine], free: Mapping[UUID, Decimal]) -> list[Decimal]:
    """How much of each line is there: lines share stock in their order. What suppliers bring takes none, and is all there."""
    left = dict(free)
    found = []
    for line in asked:
        if line.is_drop_shipped:
            found.append(line.quantity)
            continue
        quantity = max(min(line.there(left), line.quantity), ZERO)
        for product_id, taken in line.takes(quantity).items():
            left[product_id] -= taken
        found.append(quantity)
    return found


@dataclass(frozen=True, slots=True)
class Amount:
    """What a line costs, before tax."""

    unit_price: Decimal
    net: Decimal


def amount_of(line: AskedLine, prices: Sequence[PricedLine]) -> Amount:
    """The parts of a kit add up to it, to the cent."""
    nets = [net_of(part, price) for part, price in zip(line.lines, prices, strict=True)]
    net = sum(nets, ZERO)
    return Amount(unit_price_of(net, line.quantity) if line.is_kit else prices[0].unit_price, net)


def net_of(line: BasketLine, price: PricedLine) -> Decimal:
    """Of a line at a price, to the cent."""
    return round_half_up(EXACT.multiply(line.quantity, price.unit_price))


def decision_on(line: AskedLine, prices: Sequence[PricedLine]) -> MarginDecision:
    """What a kit earns in sum, with the verdict, and its reasons, of its weakest part; a product's own decision."""
    decisions = [price.decision for price in prices]
    if not line.is_kit:
        return decisions[0]
    weakest = max(decisions, key=lambda each: (each.verdict, -(each.margin_rate or ZERO)))
    net = amount_of(line, prices).net
    cost = _sum(line, [each.unit_cost for each in decisions])
    floor = _sum(line, [each.floor_price for each in decisions])
    return replace(
        weakest,
        unit_cost=None if cost is None else unit_price_of(cost, line.quantity),
        margin_rate=None if cost is None or not net else ((net - cost) / net).quantize(_RATE),
        floor_price=None if floor is None else unit_price_of(floor, line.quantity),
        levels=tuple(dict.fromkeys(level for each in decisions for level in each.levels)),
    )


def _sum(line: AskedLine, units: Sequence[Decimal | None]) -> Decimal | None:
    """Of amounts per stock unit of each part; None where one is not known."""
    known = [unit for unit in units if unit is not None]
    if len(known) < len(units):
        return None
    return sum((EXACT.multiply(part.quantity, unit) for part, unit in zip(line.lines, known, strict=True)), ZERO)
