"""A basket priced: base prices, then every rule in one order, each step told.

The lines first, stage by stage; then discounts on the order, stage by stage; then what is charged on the order; last what
will be owed after the sale. Amounts are rounded when a step is made, so that the steps of a line add up to its amount and
the lines and charges to the document.
"""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal, localcontext
from itertools import groupby
from typing import NamedTuple
from uuid import UUID

from kit.exchange import ExchangeRate
from kit.money import EXACT, ONE, ZERO, minor_unit, round_half_up, split

from pricing.domain import labels
from pricing.domain.margin import NOTHING_OWED, Owed, OwedItem
from pricing.domain.price import PriceStep, tidy
from pricing.domain.price_rule import REDUCTIONS, CashDiscount, Counts, Kind, PriceRule, SaleRules, Stacking, Targeted


class BasketLine(NamedTuple):
    """A line with its base price. `is_final`: set by hand or net by contract, no rule changes it."""

    product_id: UUID
    family_path: Sequence[str]
    quantity: Decimal  # stock units
    steps: Sequence[PriceStep]
    is_final: bool = False
    weight_kg: Decimal | None = None


class PricedLine(NamedTuple):
    """A line with its price, and why; `quantity` x `unit_price`, rounded, is `amount`."""

    steps: Sequence[PriceStep]
    unit_price: Decimal
    amount: Decimal  # before tax, to the minor unit
    free_quantity: Decimal
    owed: Owed


class Charge(NamedTuple):
    """An amount on top of the lines."""

    rule: str
    rule_id: str
    label: str
    label_fr: str
    amount: Decimal
    missing_amount: Decimal | None  # so much more in the order, and it would not be charged


class PricedBasket(NamedTuple):
    """Lines in the order given; `amount` is theirs and the charges'."""

    lines: Sequence[PricedLine]
    charges: Sequence[Charge]
    amount: Decimal


class _State(NamedTuple):
    """A line between two steps."""

    unit_price: Decimal
    amount: Decimal
    free_quantity: Decimal
    steps: tuple[PriceStep, ...]


def price_basket(
    lines: Sequence[BasketLine], rules: SaleRules, currency: str, *, rate: ExchangeRate | None = None
) -> PricedBasket:
    """The whole order. Nothing of it depends on the order in which rules were written, nor on what was asked before.

    `rate` is that of another currency than the company's: what is owed in the company's counts at it, or without it not.
    """
    with localcontext(EXACT):
        return _Basket(lines, currency, rate).price(rules)


class _Basket:
    def __init__(self, lines: Sequence[BasketLine], currency: str, rate: ExchangeRate | None) -> None:
        self._lines = lines
        self._currency = currency
        self._rate = rate
        self._unit = minor_unit(currency)
        self._quantities: dict[UUID, Decimal] = {}
        self._known_owed: dict[tuple[tuple[PriceRule, ...], Decimal | None], Owed] = {}

    def price(self, rules: SaleRules) -> PricedBasket:
        base = [self._base(line) for line in self._lines]
        states: Sequence[_State] = base
        if rules.lines:
            value = _total(base)
            states = [
                self._line(line, state, rules.lines, value) for line, state in zip(self._lines, base, strict=True)
            ]
        for _, stage in groupby(rules.orders, key=_stage):
            states = self._order_stage(states, list(stage), _total(states))
        value = _total(states)
        owes = rules.owes
        charges = [self._charge(rule, value) for rule in rules.charges if self._is_within(rule, value)]
        priced = [
            PricedLine(
                state.steps,
                state.unit_price,
                state.amount,
                state.free_quantity,
                self._owed(line, rules, value) if owes else NOTHING_OWED,
            )
            for line, state in zip(self._lines, states, strict=True)
        ]
        return PricedBasket(priced, charges, value + sum((charge.amount for charge in charges), ZERO))

    def _base(self, line: BasketLine) -> _State:
        """The steps to the base price, each with what it changes of the line's amount."""
        told, before = [], ZERO
        for step in line.steps:
            amount = round_half_up(line.quantity * step.unit_price, self._unit)
            told.append(PriceStep(*step[:5], amount - before))
            before = amount
        return _State(line.steps[-1].unit_price, before, ZERO, tuple(told))

    # --- lines ---

    def _line(self, line: BasketLine, state: _State, rules: Targeted, value: Decimal) -> _State:
        if line.is_final:
            return state
        for _, group in groupby(self._counting(line, rules, value), key=_stage):
            stage = list(group)
            reductions = [rule for rule in stage if rule.kind in REDUCTIONS]
            ways = [self._steps(line, state, way) for way in _ways(reductions)]
            state = min(ways, key=_unit_price)
            state = self._steps(line, state, [rule for rule in stage if rule.kind is Kind.LINE_SURCHARGE])
        return state

    def _counting(self, line: BasketLine, rules: Targeted, value: Decimal) -> list[PriceRule]:
        """The rules whose breaks the line, or the order with it, reaches."""
        return [
            rule
            for rule in rules.of(line.product_id, line.family_path)
            if self._is_within(rule, value) and (not rule.min_quantity or self._reaches(line, rule))
        ]

    def _reaches(self, line: BasketLine, rule: PriceRule) -> bool:
        return (line.quantity if rule.counts is Counts.LINE else self._quantity(rule)) >= rule.min_quantity

    def _quantity(self, rule: PriceRule) -> Decimal:
        """Of all lines that the rule is for."""
        if rule.id not in self._quantities:
            counted = (line.quantity for line in self._lines if rule.is_for(line.product_id, line.family_path))
            self._quantities[rule.id] = sum(counted, ZERO)
        return self._quantities[rule.id]

    def _steps(self, line: BasketLine, state: _State, rules: Iterable[PriceRule]) -> _State:
        for rule in rules:
            state = self._step(line, state, rule)
        return state

    def _step(self, line: BasketLine, state: _State, rule: PriceRule) -> _State:
        if rule.kind is Kind.FREE_GOODS:
            return self._free_goods(line, state, rule)
        unit_price = _changed(rule, state.unit_price)
        if unit_price == state.unit_price:
            return state
        amount = round_half_up(line.quantity * unit_price, self._unit)
        return _after(state, rule, unit_price, amount)

    def _free_goods(self, line: BasketLine, state: _State, rule: PriceRule) -> _State:
        """So many units of the quantity are free; a line has free units once."""
        group = (rule.buy_quantity or ZERO) + rule.value
        free = line.quantity // group * rule.value
        if not free or state.free_quantity:
            return state
        amount = round_half_up((line.quantity - free) * state.unit_price, self._unit)
        unit_price = self._unit_price(amount, line.quantity)
        return _after(state, rule, unit_price, amount, labels.of_free_goods(rule, free))._replace(free_quantity=free)

    def _unit_price(self, amount: Decimal, quantity: Decimal) -> Decimal:
        """What gives the amount again when it is multiplied and rounded."""
        exact = amount / quantity
        rounded = (tidy(exact, decimals) for decimals in (6, 10, 14, 18))
        return next(each for each in rounded if round_half_up(each * quantity, self._unit) == amount)

    # --- the order ---

    def _order_stage(self, states: Sequence[_State], rules: Sequence[PriceRule], value: Decimal) -> Sequence[_State]:
        counting = [
            rule for rule in rules if self._is_within(rule, value) and self._quantity(rule) >= rule.min_quantity
        ]
        outcomes = []
        for way in _ways(counting):
            after = states
            for rule in way:
                after = self._off_order(after, rule)
            outcomes.append(after)
        return min(outcomes, key=_total)

    def _off_order(self, states: Sequence[_State], rule: PriceRule) -> Sequence[_State]:
        """A discount on the order is shared to the minor unit: what lines lose is what the order loses."""
        weights = [
            state.amount if not line.is_final and rule.is_for(line.product_id, line.family_path) else ZERO
            for line, state in zip(self._lines, states, strict=True)
        ]
        discount = round_half_up(sum(weights, ZERO) * rule.value, self._unit)
        if not discount:
            return states
        shares = split(discount, weights, self._unit)
        return [
            self._with_share(line, state, rule, share) if share else state
            for line, state, share in zip(self._lines, states, shares, strict=True)
        ]

    def _with_share(self, line: BasketLine, state: _State, rule: PriceRule, share: Decimal) -> _State:
        amount = state.amount - share
        return _after(state, rule, self._unit_price(amount, line.quantity), amount)

    def _charge(self, rule: PriceRule, value: Decimal) -> Charge:
        amount = round_half_up(rule.value, self._unit)
        missing = None if rule.below_amount is None else rule.below_amount - value
        return Charge(*labels.of_charge(rule), amount, missing)

    def _owed(self, line: BasketLine, rules: SaleRules, value: Decimal) -> Owed:
        """Lines that meet the same rules at the same weight share the answer."""
        counting = tuple(self._counting(line, rules.owed, value))
        key = (counting, line.weight_kg)
        if key not in self._known_owed:
            items = [*self._items(counting, line.weight_kg, rules.cash_discount)]
            self._known_owed[key] = Owed(items) if items else NOTHING_OWED
        return self._known_owed[key]

    def _items(
        self, rules: Iterable[PriceRule], weight_kg: Decimal | None, cash_discount: CashDiscount | None
    ) -> Iterator[OwedItem]:
        for rule in rules:
            if rule.kind is Kind.FREIGHT_COST_WEIGHT:
                if weight_kg is not None and (amount := self._converted(rule, rule.value * weight_kg)) is not None:
                    yield OwedItem(*labels.of_owed(rule), ZERO, tidy(amount))
            elif rule.kind is not Kind.CASH_DISCOUNT or cash_discount is None:
                yield OwedItem(*labels.of_owed(rule), rule.value, ZERO)
        if cash_discount is not None and cash_discount.expected:
            yield OwedItem(*labels.of_cash_discount(cash_discount), cash_discount.expected, ZERO)

    def _converted(self, rule: PriceRule, amount: Decimal) -> Decimal | None:
        """A rule's amount in the currency of the order."""
        if rule.currency in (None, self._currency):
            return amount
        return None if self._rate is None else self._rate.from_company(amount)

    def _is_within(self, rule: PriceRule, value: Decimal) -> bool:
        """Whether the order's value is one that the rule is for."""
        if rule.min_amount is None and rule.below_amount is None:
            return True
        least, below = (
            None if amount is None else self._converted(rule, amount) for amount in (rule.min_amount, rule.below_amount)
        )
        return (least is None or value >= least) and (below is None or value < below)


def _ways(reductions: Sequence[PriceRule]) -> list[list[PriceRule]]:
    """How the reductions of a stage may be taken: those together, or one of those that stand alone."""
    together = [rule for rule in reductions if rule.stacking is Stacking.TOGETHER]
    return [together, *([rule] for rule in reductions if rule.stacking is Stacking.ALONE)]


def _changed(rule: PriceRule, unit_price: Decimal) -> Decimal:
    match rule.kind:
        case Kind.FIXED_PRICE:
            return min(unit_price, rule.value)
        case Kind.AMOUNT_OFF:
            return max(unit_price - rule.value, ZERO)
        case Kind.LINE_DISCOUNT:
            return tidy(unit_price * (ONE - rule.value))
        case Kind.LINE_SURCHARGE:
            return unit_price + rule.value
        case _:
            raise ValueError(f"{rule.kind} does not change the price of a unit")


def _after(
    state: _State, rule: PriceRule, unit_price: Decimal, amount: Decimal, told: labels.Told | None = None
) -> _State:
    rule_code, rule_id, label, label_fr = told or labels.of_step(rule)
    step = PriceStep(rule_code, rule_id, label, unit_price, label_fr, amount - state.amount)
    return _State(unit_price, amount, state.free_quantity, (*state.steps, step))


def _total(states: Iterable[_State]) -> Decimal:
    return sum((state.amount for state in states), ZERO)


def _unit_price(state: _State) -> Decimal:
    return state.unit_price


def _stage(rule: PriceRule) -> int:
    return rule.stage
