"""When stock is filled up, by how much, and why: every number of the answer says what it comes from."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from enum import StrEnum
from statistics import NormalDist
from uuid import UUID

from kit.money import ZERO


class Method(StrEnum):
    MIN_MAX = "min-max"
    REORDER_POINT = "reorder-point"
    DAYS_OF_SUPPLY = "days-of-supply"


@dataclass(frozen=True, slots=True)
class Rule:
    """How a product is kept in stock in a warehouse. Stock units and days.

    `service_level` (0.95: of cycles without a stock-out) makes a safety stock of the demand's deviation; `safety` is a
    fixed one. `source_warehouse` is asked before anybody buys, and keeps its own minimum.
    """

    product_id: UUID
    warehouse: str
    method: Method
    minimum: Decimal = ZERO
    maximum: Decimal = ZERO
    safety: Decimal = ZERO
    service_level: Decimal | None = None
    cover_days: int = 0
    lead_days: int | None = None  # None: learned from receipts
    multiple: Decimal = Decimal(1)
    supplier_id: UUID | None = None
    source_warehouse: str | None = None


@dataclass(frozen=True, slots=True)
class Demand:
    """What customers took a day, over a window."""

    mean: Decimal
    deviation: Decimal


@dataclass(frozen=True, slots=True)
class Position:
    """What there is and what is under way. Stock units; all of it counts, but what waits is owed already."""

    available: Decimal
    waiting: Decimal  # backorders
    incoming: Decimal  # ordered from suppliers
    in_transit: Decimal  # and released transfers
    accepted: Decimal  # needs that were accepted and are not ordered yet

    @property
    def total(self) -> Decimal:
        return self.available - self.waiting + self.incoming + self.in_transit + self.accepted


@dataclass(frozen=True, slots=True)
class Step:
    """One number of the explanation, and how it came."""

    name: str
    value: Decimal
    text: str


@dataclass(frozen=True, slots=True)
class Suggestion:
    """So much is needed by that day. `from_source`: what the other warehouse can give of it; the rest is bought."""

    rule: Rule
    quantity: Decimal
    from_source: Decimal
    needed_on: date
    steps: tuple[Step, ...] = field(default=())

    @property
    def to_buy(self) -> Decimal:
        return self.quantity - self.from_source


@dataclass(frozen=True, slots=True)
class Need:
    """A suggestion as it is kept: to be bought, or (`source_warehouse`) to come from another site."""

    id: UUID
    run_id: UUID
    product_id: UUID
    warehouse: str
    source_warehouse: str | None
    supplier_id: UUID | None
    method: str
    quantity: Decimal
    needed_on: date
    status: str


def safety_stock(rule: Rule, demand: Demand, lead_days: int) -> Decimal:
    """The fixed one, or z times the deviation times the root of the lead time, for the share of cycles that is asked.

    Source: Silver, Pyke, Thomas, *Inventory and Production Management in Supply Chains*, chapter 6 (normal demand,
    constant lead time).
    """
    if rule.service_level is None:
        return rule.safety
    z = Decimal(str(round(NormalDist().inv_cdf(float(rule.service_level)), 4)))
    return max(rule.safety, z * demand.deviation * Decimal(lead_days).sqrt())


def suggest(
    rule: Rule, position: Position, demand: Demand, lead_days: int, today: date, *, surplus: Decimal = ZERO
) -> Suggestion | None:
    """What to fill up now, or nothing. `surplus`: what the source warehouse can give above its own minimum."""
    safety = safety_stock(rule, demand, lead_days)
    used = demand.mean * lead_days
    point, target = _levels(rule, demand, safety, used)
    if position.total > point or (rule.method is Method.MIN_MAX and position.total >= point):
        return None
    wanted = target - position.total
    quantity = _up(wanted, rule.multiple)
    if quantity <= 0:
        return None
    from_source = min(_down(max(surplus, ZERO), rule.multiple), quantity) if rule.source_warehouse else ZERO
    steps = (
        Step("available", position.available, "on hand that nobody holds"),
        Step("waiting", position.waiting, "backorders, to be served first"),
        Step("incoming", position.incoming, "ordered from suppliers"),
        Step("in-transit", position.in_transit, "on its way from our other sites"),
        Step("accepted", position.accepted, "accepted needs, not ordered yet"),
        Step("position", position.total, "available - waiting + incoming + in transit + accepted"),
        Step("demand", demand.mean, "a day, on average"),
        Step("lead-time", Decimal(lead_days), "days until goods come"),
        Step(
            "safety",
            safety,
            "stock for bad luck" if rule.service_level is None else "z times deviation times root of lead",
        ),
        Step("point", point, f"fill up at or below this ({rule.method})"),
        Step("target", target, "fill up to this"),
        Step("quantity", quantity, f"target - position, in multiples of {rule.multiple}"),
        Step(
            "from-source",
            from_source,
            f"can come from {rule.source_warehouse}" if rule.source_warehouse else "nowhere else",
        ),
    )
    days_left = int(max(position.available - position.waiting, ZERO) / demand.mean) if demand.mean else lead_days
    return Suggestion(rule, quantity, from_source, today + timedelta(days=min(days_left, lead_days)), steps)


def _levels(rule: Rule, demand: Demand, safety: Decimal, used: Decimal) -> tuple[Decimal, Decimal]:
    """(where stock is filled up, to what)."""
    match rule.method:
        case Method.MIN_MAX:
            return rule.minimum, max(rule.maximum, rule.minimum)
        case Method.REORDER_POINT:
            point = used + safety
            return point, point + max(demand.mean * rule.cover_days, rule.multiple)
        case Method.DAYS_OF_SUPPLY:
            return used + safety, used + safety + demand.mean * rule.cover_days


def _up(quantity: Decimal, multiple: Decimal) -> Decimal:
    return (quantity / multiple).to_integral_value(ROUND_CEILING) * multiple


def _down(quantity: Decimal, multiple: Decimal) -> Decimal:
    return (quantity / multiple).to_integral_value(ROUND_FLOOR) * multiple


@dataclass(frozen=True, slots=True)
class BackTest:
    """What a rule would have done to a history of daily demand."""

    days: int
    stock_out_days: int
    missed: Decimal  # units that were asked for and not there
    orders: int
    mean_stock: Decimal


def back_test(rule: Rule, history: Sequence[Decimal], *, start: Decimal, lead_days: int, window: int) -> BackTest:
    """Live through a history day by day: goods ordered come in the morning after `lead_days`, demand of the day takes what
    is there (the rest is lost), in the evening the rule may order. Demand is learned from the `window` days before.
    """
    stock, on_order = start, dict[int, Decimal]()
    out_days, missed, orders, held = 0, ZERO, 0, ZERO
    for day, asked in enumerate(history):
        stock += on_order.pop(day, ZERO)
        served = min(stock, asked)
        stock -= served
        if served < asked:
            out_days += 1
            missed += asked - served
        demand = demand_of(history[max(0, day + 1 - window) : day + 1])
        position = Position(stock, ZERO, sum(on_order.values(), ZERO), ZERO, ZERO)
        suggestion = suggest(rule, position, demand, lead_days, date.min)
        if suggestion is not None:
            orders += 1
            due = day + max(lead_days, 1)
            on_order[due] = on_order.get(due, ZERO) + suggestion.quantity
        held += stock
    days = len(history)
    return BackTest(days, out_days, missed, orders, (held / days).quantize(Decimal("0.01")) if days else ZERO)


def demand_of(days: Sequence[Decimal]) -> Demand:
    """Mean and sample deviation of daily demand, days without any included."""
    if not days:
        return Demand(ZERO, ZERO)
    mean = sum(days, ZERO) / len(days)
    if len(days) == 1:
        return Demand(mean, ZERO)
    variance = sum(((day - mean) ** 2 for day in days), ZERO) / (len(days) - 1)
    return Demand(mean, variance.sqrt())
