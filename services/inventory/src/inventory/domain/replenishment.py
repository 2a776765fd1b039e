"""When stock is filled up, by how much, and why: every number of the answer says what it comes from."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from enum import StrEnum
from functools import lru_cache
from statistics import NormalDist
from uuid import UUID

from kit.errors import Fault
from kit.money import ZERO

from inventory.domain.occasion import EVERY_DAY


class Method(StrEnum):
    MIN_MAX = "min-max"
    REORDER_POINT = "reorder-point"
    DAYS_OF_SUPPLY = "days-of-supply"
    MAKE_TO_ORDER = "make-to-order"  # bought for the order line that waits, never for stock
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Rule:
    """How a product is kept in stock in a warehouse. Stock units and days.

    `service_level` (0.95: of cycles without a stock-out) makes a safety stock of the demand's deviation; `safety` is a
    fixed one. `source_warehouse` is asked before anybody buys, and keeps what its own rule wants there. The rule of a
    day is the one with the last `effective_from` that has come.
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
    order_minimum: Decimal = ZERO  # what is bought at least, once anything is
    review_days: frozenset[int] = EVERY_DAY  # ISO weekdays on which somebody looks
    effective_from: date = date(1990, 1, 1)
    version: int = 1

    @property
    def is_for_stock(self) -> bool:
        """Whether it keeps stock at all."""
        return self.method not in (Method.MAKE_TO_ORDER, Method.NONE)


def faults_of(rule: Rule) -> Iterator[Fault]:
    """Everything that makes no sense in a rule by itself."""
    if rule.source_warehouse == rule.warehouse:
        yield Fault("source_warehouse", "A warehouse is not filled up from itself: name another, or none.")
    if rule.method is Method.MIN_MAX and rule.maximum < rule.minimum:
        yield Fault("maximum", f"Stock is filled up to {rule.maximum}, below the minimum of {rule.minimum}: raise it.")
    if not rule.review_days:
        yield Fault("review_days", "Somebody must look at least once a week: name a day.")


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
    incoming: Decimal  # ordered from suppliers, or came and is inspected
    in_transit: Decimal  # and released transfers
    accepted: Decimal  # needs that were accepted and are not ordered yet
    leaving: Decimal = ZERO  # written transfers to other sites, not held yet

    @property
    def free(self) -> Decimal:
        """What is there and nobody wants yet."""
        return self.available - self.waiting - self.leaving

    @property
    def total(self) -> Decimal:
        """All of it, whenever it comes: a date that moves orders nothing more."""
        return self.free + self.incoming + self.in_transit + self.accepted


@dataclass(frozen=True, slots=True)
class Step:
    """One number of the explanation, and how it came."""

    name: str
    value: Decimal
    text: str


@dataclass(frozen=True, slots=True)
class Suggestion:
    """So much is needed by that day. `from_source`: what the other warehouse can give of it; the rest is bought.

    `peg`: the sales order and its line that it is bought for.
    """

    rule: Rule
    quantity: Decimal
    from_source: Decimal
    needed_on: date
    steps: tuple[Step, ...] = field(default=())
    order_on: date | None = None
    peg: tuple[UUID, UUID] | None = None

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
    sales_order_id: UUID | None = None
    sales_order_line_id: UUID | None = None


@lru_cache(maxsize=1000)
def _z(service_level: Decimal) -> Decimal:
    return Decimal(str(round(NormalDist().inv_cdf(float(service_level)), 4)))


def safety_stock(rule: Rule, demand: Demand, lead_days: int, lead_deviation: Decimal = ZERO) -> Decimal:
    """The fixed one, or what the asked share of cycles needs against bad luck, whichever is more.

    z * sqrt(L * q**2 + d**2 * s**2), with demand of d a day that deviates by q and a lead time of L days that deviates by
    s: Silver, Pyke, Thomas, *Inventory and Production Management in Supply Chains*, chapter 6 (normal demand, and a lead
    time that does not depend on it).
    """
    if rule.service_level is None:
        return rule.safety
    variance = lead_days * demand.deviation**2 + (demand.mean * lead_deviation) ** 2
    return max(rule.safety, _z(rule.service_level) * variance.sqrt())


def levels(rule: Rule, demand: Demand, lead_days: int, lead_deviation: Decimal = ZERO) -> tuple[Decimal, Decimal]:
    """(where stock is filled up, to what)."""
    safety = safety_stock(rule, demand, lead_days, lead_deviation)
    used = demand.mean * lead_days
    match rule.method:
        case Method.MIN_MAX:
            point, target = rule.minimum, max(rule.maximum, rule.minimum)
        case Method.REORDER_POINT:
            point = used + safety
            target = point + max(demand.mean * rule.cover_days, rule.multiple)
        case Method.DAYS_OF_SUPPLY:
            point = used + safety
            target = point + demand.mean * rule.cover_days
        case Method.MAKE_TO_ORDER | Method.NONE:
            point = target = ZERO
    return _settled(point), _settled(target)


def is_low(rule: Rule, position: Position, point: Decimal) -> bool:
    """Whether stock is filled up now: below a minimum, or at a reorder point."""
    return position.total < point or (rule.method is not Method.MIN_MAX and position.total == point)


def suggest(
    rule: Rule,
    position: Position,
    demand: Demand,
    lead_days: int,
    today: date,
    *,
    surplus: Decimal = ZERO,
    lead_deviation: Decimal = ZERO,
    order_on: date | None = None,
) -> Suggestion | None:
    """What to fill up now, or nothing. `surplus`: what the source warehouse can give above what its own rule keeps.

    `lead_days` is how long stock must last until what can be ordered next is there; `order_on` is when that is.
    """
    if not rule.is_for_stock:
        return None
    point, target = levels(rule, demand, lead_days, lead_deviation)
    if not is_low(rule, position, point):
        return None
    quantity = _up(target - position.total, rule.multiple)
    if quantity <= 0:
        return None
    from_source = min(_down(max(surplus, ZERO), rule.multiple), quantity) if rule.source_warehouse else ZERO
    if from_source < quantity:
        quantity = from_source + lot(rule, quantity - from_source)
    safety = _settled(safety_stock(rule, demand, lead_days, lead_deviation))
    steps = (
        Step("available", position.available, "on hand that nobody holds"),
        Step("waiting", position.waiting, "backorders, to be served first"),
        Step("leaving", position.leaving, "written transfers to our other sites"),
        Step("incoming", position.incoming, "ordered from suppliers, or came and is inspected"),
        Step("in-transit", position.in_transit, "on its way from our other sites"),
        Step("accepted", position.accepted, "accepted needs, not ordered yet"),
        Step("position", position.total, "available - waiting - leaving + incoming + in transit + accepted"),
        Step("demand", _settled(demand.mean), "a day, on average"),
        Step(
            "lead-time",
            Decimal(lead_days),
            f"days until goods come that are ordered on {order_on}" if order_on else "days until goods come",
        ),
        Step(
            "safety",
            safety,
            "stock for bad luck"
            if rule.service_level is None
            else f"stock for bad luck, so that {rule.service_level} of cycles see none",
        ),
        Step("point", point, f"fill up at or below this ({rule.method})"),
        Step("target", target, "fill up to this"),
        Step(
            "quantity",
            quantity,
            f"target - position, in multiples of {rule.multiple}, at least {rule.order_minimum} bought",
        ),
        Step(
            "from-source",
            from_source,
            f"can come from {rule.source_warehouse}" if rule.source_warehouse else "nowhere else",
        ),
    )
    days_left = int(max(position.free, ZERO) / demand.mean) if demand.mean else lead_days
    needed_on = today + timedelta(days=min(days_left, lead_days))
    return Suggestion(rule, quantity, from_source, needed_on, steps, order_on=order_on)


def pegged(
    rule: Rule, peg: tuple[UUID, UUID], *, waiting: Decimal, coming: Decimal, accepted: Decimal, needed_on: date
) -> Suggestion | None:
    """What must be bought for one order line that waits, beyond what is bought for it already; or nothing.

    The line gets all that it wants, in whole multiples; what is over goes into stock.
    """
    missing = waiting - coming - accepted
    if missing <= 0:
        return None
    quantity = lot(rule, missing)
    steps = (
        Step("waiting", waiting, "the order line waits for it"),
        Step("incoming", coming, "ordered for this very line"),
        Step("accepted", accepted, "accepted for this very line, not ordered yet"),
        Step("quantity", quantity, f"waiting - incoming - accepted, in multiples of {rule.multiple}"),
    )
    return Suggestion(rule, quantity, ZERO, needed_on, steps, peg=peg)


def lot(rule: Rule, quantity: Decimal) -> Decimal:
    """What is bought so that there are `quantity`: whole multiples, and no less than the minimum."""
    return _up(max(quantity, rule.order_minimum), rule.multiple)


def _settled(quantity: Decimal) -> Decimal:
    """Without the dust of means and roots, so that 2.0000000001 is not filled up to 3."""
    return round(quantity, 6)


def _up(quantity: Decimal, multiple: Decimal) -> Decimal:
    return (quantity / multiple).to_integral_value(ROUND_CEILING) * multiple


def _down(quantity: Decimal, multiple: Decimal) -> Decimal:
    return (quantity / multiple).to_integral_value(ROUND_FLOOR) * multiple


def demand_of(days: Sequence[Decimal]) -> Demand:
    """Mean and sample deviation of daily demand, days without any included."""
    if not days:
        return Demand(ZERO, ZERO)
    mean = sum(days, ZERO) / len(days)
    if len(days) == 1:
        return Demand(mean, ZERO)
    variance = sum(((day - mean) ** 2 for day in days), ZERO) / (len(days) - 1)
    return Demand(mean, variance.sqrt())
