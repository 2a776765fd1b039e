"""Orders that were sold, priced again by the engine: whole, since lines count for each other."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

from kit.money import EXACT, ZERO

from pricing.domain.basket import BasketLine, price_basket
from pricing.domain.engine import Layers, base_steps, quantities_by_product
from pricing.domain.margin import NOTHING_OWED, Owed, UnitCost
from pricing.domain.price import Scope, given
from pricing.domain.price_rule import CashDiscount, Occasion, SaleRules

_PRICE_UNIT = Decimal("0.000001")


class PastLine(NamedTuple):
    """A line that was sold, with what pricing knows of it. Company currency."""

    order_line_id: UUID
    product_id: UUID
    family_path: Sequence[str]
    supplier_ids: Collection[UUID]
    weight_kg: Decimal | None
    quantity: Decimal
    unit_price: Decimal
    is_by_hand: bool  # its price was not the engine's
    cost: UnitCost  # of now: what changes is told by the same cost on both sides
    then: Layers  # as recorded when the order was confirmed
    as_of: Layers = Layers()  # as recorded at the instant that a scenario names
    is_chosen: bool = True  # others are there because they count for its price


class PastOrder(NamedTuple):
    """All lines of a confirmed order."""

    order_id: UUID
    number: str
    ordered_on: date
    confirmed_at: datetime
    customer_id: UUID
    segment: str
    channel: str
    currency: str
    lines: Sequence[PastLine]
    salesperson_level: str = ""
    cash_discount: CashDiscount | None = None
    warehouse: str = ""

    @property
    def occasion(self) -> Occasion:
        return Occasion(
            self.customer_id,
            self.segment,
            self.channel,
            self.currency,
            self.ordered_on,
            company_currency=self.currency,
            warehouse=self.warehouse,
        )

    def scope_key(self, scope: Scope) -> str:
        """Whose prices of a scope its customer gets."""
        return {Scope.LIST: "", Scope.SEGMENT: self.segment}.get(scope, str(self.customer_id))


Prices = Sequence[Decimal | None]  # of the lines in order; none where the engine has none


def engine_prices(
    order: PastOrder, layers: Sequence[Layers], rules: SaleRules, by_hand: Mapping[int, Decimal] | None = None
) -> Prices:
    """What the engine asks for each line. Those set `by_hand` keep their price, which counts for what the others meet."""
    wanted = quantities_by_product((line.product_id, line.quantity) for line in order.lines)
    places, basket = [], []
    for place, (line, its) in enumerate(zip(order.lines, layers, strict=True)):
        if by_hand and place in by_hand:
            steps, is_final = [given(by_hand[place])], True
        else:
            steps, is_final = base_steps(
                its, line.quantity, segment=order.segment, quantity_of_order=wanted[line.product_id]
            )
        if steps:
            places.append(place)
            basket.append(BasketLine(line.product_id, line.family_path, line.quantity, steps, is_final, line.weight_kg))
    priced = price_basket(basket, rules._replace(charges=()), order.currency).lines
    found = {place: line.unit_price for place, line in zip(places, priced, strict=True)}
    return [found.get(place) for place in range(len(order.lines))]


def replayed_prices(order: PastOrder, layers: Sequence[Layers], rules: SaleRules) -> Prices:
    """What the engine asked; where lines were priced by hand, for the others beside them."""
    return _beside(order, layers, rules, {i: line.unit_price for i, line in enumerate(order.lines) if line.is_by_hand})


def moved_prices(
    order: PastOrder, then: tuple[Sequence[Layers], SaleRules], now: tuple[Sequence[Layers], SaleRules]
) -> list[Decimal]:
    """What each line would have cost. A price that was not the engine's moves as much as the engine's does."""
    asked = replayed_prices(order, *then)
    alone = engine_prices(order, *now)
    by_hand = {i: _moved(line.unit_price, asked[i], alone[i]) for i, line in enumerate(order.lines) if line.is_by_hand}
    asking = engine_prices(order, *now, by_hand) if by_hand else alone
    return [
        by_hand[i] if i in by_hand else _moved(line.unit_price, asked[i], asking[i])
        for i, line in enumerate(order.lines)
    ]


class Terms(NamedTuple):
    """What goes with the prices of an order: what each line owes after the sale, and what is charged on top of them all."""

    owed: Sequence[Owed]
    charged: Decimal


def terms_by(order: PastOrder, unit_prices: Sequence[Decimal], rules: SaleRules) -> Terms:
    """Those of the order at these prices."""
    beside = SaleRules(charges=rules.charges, owed=rules.owed, cash_discount=order.cash_discount)
    if not beside.owes and not beside.charges:
        return Terms([NOTHING_OWED] * len(order.lines), ZERO)
    basket = [
        BasketLine(line.product_id, line.family_path, line.quantity, [given(unit_price)], True, line.weight_kg)
        for line, unit_price in zip(order.lines, unit_prices, strict=True)
    ]
    priced = price_basket(basket, beside, order.currency)
    return Terms([line.owed for line in priced.lines], sum((charge.amount for charge in priced.charges), ZERO))


def _beside(order: PastOrder, layers: Sequence[Layers], rules: SaleRules, by_hand: Mapping[int, Decimal]) -> Prices:
    alone = engine_prices(order, layers, rules)
    if not by_hand:
        return alone
    beside = engine_prices(order, layers, rules, by_hand)
    return [alone[i] if i in by_hand else beside[i] for i in range(len(order.lines))]


def _moved(sold: Decimal, then: Decimal | None, now: Decimal | None) -> Decimal:
    if now is None or now == then:
        return sold
    if not then or sold == then:
        return now
    return EXACT.divide(EXACT.multiply(sold, now), then).quantize(_PRICE_UNIT)
