"""Price rules: what changes the price of a sale after its base price, what is charged on top, what is owed after it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from kit.errors import Fault
from kit.money import ONE, ZERO


class Kind(StrEnum):
    """What a rule does, in the order in which rules of one stage do it."""

    FIXED_PRICE = "fixed-price"  # the unit price, where it is lower
    AMOUNT_OFF = "amount-off"  # per stock unit
    LINE_DISCOUNT = "line-discount"  # rate
    FREE_GOODS = "free-goods"  # of every buy_quantity + value units, value are free
    LINE_SURCHARGE = "line-surcharge"  # per stock unit
    ORDER_DISCOUNT = "order-discount"  # rate of the lines it is for
    ORDER_SURCHARGE = "order-surcharge"  # per order
    MINIMUM_ORDER = "minimum-order"  # per order that is too small
    FREIGHT = "freight"  # charged for the carriage of an order
    VOLUME_REBATE = "volume-rebate"  # rate, paid back at the end of the period
    CASH_DISCOUNT = "cash-discount"  # rate, expected from who pays early
    FREIGHT_COST_RATE = "freight-cost-rate"  # rate of the price that carrying it costs us
    FREIGHT_COST_WEIGHT = "freight-cost-weight"  # per kg


class Stacking(StrEnum):
    """How the reductions of one stage meet."""

    TOGETHER = "together"  # one after the other
    ALONE = "alone"  # the best of these takes the place of all others of its stage


class Counts(StrEnum):
    """Which quantity has to reach a rule's break."""

    LINE = "line"
    ORDER = "order"  # of all lines that the rule is for: "100 of the family, mixed"


LINE_REDUCTIONS = frozenset({Kind.FIXED_PRICE, Kind.AMOUNT_OFF, Kind.LINE_DISCOUNT, Kind.FREE_GOODS})
REDUCTIONS = LINE_REDUCTIONS | {Kind.ORDER_DISCOUNT}
LINE_KINDS = LINE_REDUCTIONS | {Kind.LINE_SURCHARGE}
CHARGES = frozenset({Kind.ORDER_SURCHARGE, Kind.MINIMUM_ORDER, Kind.FREIGHT})
FREIGHT_COSTS = frozenset({Kind.FREIGHT_COST_RATE, Kind.FREIGHT_COST_WEIGHT})
OWED = FREIGHT_COSTS | {Kind.VOLUME_REBATE, Kind.CASH_DISCOUNT}
RATES = frozenset(
    {Kind.LINE_DISCOUNT, Kind.ORDER_DISCOUNT, Kind.VOLUME_REBATE, Kind.CASH_DISCOUNT, Kind.FREIGHT_COST_RATE}
)
_MONEY = frozenset(Kind) - RATES - {Kind.FREE_GOODS}
_ONE_OF = frozenset({Kind.MINIMUM_ORDER, Kind.FREIGHT})  # an order has one of these terms: the most specific
_RANK = {kind: rank for rank, kind in enumerate(Kind)}


@dataclass(frozen=True, slots=True, eq=False)
class PriceRule:
    """One rule. Empty members of its scope match anything; `effective_until` is the first day without it.

    Rules of a lower `stage` come first. Amounts are before tax, in `currency`; a rate holds in any.
    Two rules are the same when they are one object: what is told about a rule is kept by it, thousands of times a second.
    """

    id: UUID
    code: str
    kind: Kind
    name_fr: str
    name_en: str
    value: Decimal
    effective_from: date
    effective_until: date | None = None
    stage: int = 0
    stacking: Stacking = Stacking.TOGETHER
    product_id: UUID | None = None
    family_code: str | None = None  # with all families under it
    customer_id: UUID | None = None
    segment: str | None = None
    channel: str | None = None
    warehouse: str | None = None  # the site that the goods leave from: of costs of freight
    currency: str | None = None
    min_quantity: Decimal = ZERO
    counts: Counts = Counts.LINE
    min_amount: Decimal | None = None  # of the order, from which on it holds
    below_amount: Decimal | None = None  # of the order, from which on it holds no more
    buy_quantity: Decimal | None = None

    @property
    def order(self) -> tuple[int, int, str, str]:
        """Rules of a sale have one order, whatever order they were written in."""
        return self.stage, _RANK[self.kind], self.code, str(self.id)

    def is_for(self, product_id: UUID, family_path: Sequence[str]) -> bool:
        """Whether a product is in its scope."""
        if self.product_id is not None:
            return self.product_id == product_id
        return self.family_code is None or self.family_code in family_path


def faults_of(rule: PriceRule) -> Iterator[Fault]:
    """What makes no sense in itself."""
    yield from _faults_of_value(rule)
    yield from _faults_of_scope(rule)
    if rule.stacking is Stacking.ALONE and rule.kind not in REDUCTIONS:
        yield Fault("stacking", "Only what lowers the price can be alone: charges and what is owed always count.")
    if rule.effective_until is not None and rule.effective_until <= rule.effective_from:
        yield Fault("effective_until", "It is the first day without this rule, so it is after effective_from.")


def _faults_of_value(rule: PriceRule) -> Iterator[Fault]:
    if rule.kind in RATES and not ZERO < rule.value <= ONE:
        yield Fault("value", "A rate is above 0 and at most 1: 0.05 is 5 %.")
    elif rule.kind is not Kind.FIXED_PRICE and rule.value <= 0:
        yield Fault("value", "It is above zero: the kind says whether it is taken off or charged.")
    if (rule.kind is Kind.FREE_GOODS) != (rule.buy_quantity is not None):
        yield Fault("buy_quantity", "Free goods say how many must be bought for them; no other rule has it.")
    if rule.currency is None and (rule.kind in _MONEY or rule.min_amount is not None or rule.below_amount is not None):
        yield Fault("currency", "A rule with an amount says in which currency.")
    if rule.kind is Kind.MINIMUM_ORDER and rule.below_amount is None:
        yield Fault("below_amount", "It is charged on orders below an amount: say which.")
    if rule.min_amount is not None and rule.below_amount is not None and rule.below_amount <= rule.min_amount:
        yield Fault("below_amount", "It is above min_amount, or there is no order that it is for.")


def _faults_of_scope(rule: PriceRule) -> Iterator[Fault]:
    if rule.product_id is not None and rule.family_code is not None:
        yield Fault("family_code", "A rule is for a product or for a family.")
    if rule.customer_id is not None and rule.segment is not None:
        yield Fault("segment", "A rule is for a customer or for a segment.")
    if rule.kind in CHARGES and (rule.product_id or rule.family_code or rule.min_quantity):
        yield Fault("kind", "What is charged on an order is not for a product, a family or a quantity.")
    if rule.warehouse is not None and rule.kind not in FREIGHT_COSTS:
        yield Fault("warehouse", "What goods cost to carry depends on where they leave from; nothing else does.")


class Occasion(NamedTuple):
    """A sale as rules look at it, before its lines."""

    customer_id: UUID
    segment: str
    channel: str
    currency: str
    on: date
    company_currency: str
    warehouse: str = ""  # the site that the goods leave from, where it is known


_KEPT = 10_000  # occasions, and paths of families, of which the rules are remembered


class Targeted:
    """Rules in their order, found by what they are for: a line meets those of its product, its families and everything."""

    def __init__(self, rules: Iterable[PriceRule] = ()) -> None:
        self._by_target: dict[UUID | str | None, list[tuple[int, PriceRule]]] = {}
        for place, rule in enumerate(rules):
            self._by_target.setdefault(rule.product_id or rule.family_code, []).append((place, rule))
        self._of_path: dict[tuple[str, ...], list[PriceRule]] = {}  # of products that no rule names

    def __bool__(self) -> bool:
        return bool(self._by_target)

    def of(self, product_id: UUID, family_path: Sequence[str]) -> list[PriceRule]:
        """Those that are for a product, in order."""
        if product_id in self._by_target:
            return self._search((None, product_id, *family_path))
        path = tuple(family_path)
        if path not in self._of_path:
            if len(self._of_path) >= _KEPT:
                self._of_path.clear()
            self._of_path[path] = self._search((None, *path))
        return self._of_path[path]

    def _search(self, possible: Iterable[UUID | str | None]) -> list[PriceRule]:
        targets = [target for target in possible if target in self._by_target]
        if len(targets) == 1:
            return [rule for _, rule in self._by_target[targets[0]]]
        found = [each for target in targets for each in self._by_target[target]]
        return [rule for _, rule in sorted(found, key=_place)]


class CashDiscount(NamedTuple):
    """What a customer's discount for early payment is going to cost, by his record. Rates of the price."""

    offered: Decimal
    expected: Decimal


class SaleRules(NamedTuple):
    """The rules that a sale can meet, each kind in order."""

    lines: Targeted = Targeted()
    orders: Sequence[PriceRule] = ()
    charges: Sequence[PriceRule] = ()
    owed: Targeted = Targeted()
    cash_discount: CashDiscount | None = None  # of the customer; where it is known, no rule guesses at it

    @property
    def owes(self) -> bool:
        """Whether anything can be owed after the sale."""
        return bool(self.owed) or self.cash_discount is not None


class PriceRules:
    """The company's price rules. Sales that look alike to all of them share one search."""

    def __init__(self, rules: Iterable[PriceRule]) -> None:
        self.rules = tuple(sorted(rules, key=lambda rule: rule.order))
        self._customers = {rule.customer_id for rule in self.rules}
        self._segments = {rule.segment for rule in self.rules}
        self._channels = {rule.channel for rule in self.rules}
        self._warehouses = {rule.warehouse for rule in self.rules}
        self._found: dict[tuple[object, ...], SaleRules] = {}

    def warehouses(self, sale: Occasion) -> list[str]:
        """Sites of which it is known what carrying this sale from there costs."""
        named = {
            rule.warehouse
            for rule in self.rules
            if rule.warehouse is not None and _holds(rule, sale._replace(warehouse=rule.warehouse))
        }
        return sorted(named)

    def of_sale(self, sale: Occasion) -> SaleRules:
        """What can count, in order."""
        if not self.rules:
            return SaleRules()
        key = (
            sale.customer_id if sale.customer_id in self._customers else None,
            sale.segment if sale.segment in self._segments else None,
            sale.channel if sale.channel in self._channels else None,
            sale.warehouse if sale.warehouse in self._warehouses else None,
            sale.currency,
            sale.on,
        )  # the company's currency is always the same
        if key not in self._found:
            if len(self._found) >= _KEPT:
                self._found.clear()
            self._found[key] = self._search(sale)
        return self._found[key]

    def _search(self, sale: Occasion) -> SaleRules:
        found = [rule for rule in self.rules if _holds(rule, sale)]
        return SaleRules(
            Targeted(rule for rule in found if rule.kind in LINE_KINDS),
            [rule for rule in found if rule.kind is Kind.ORDER_DISCOUNT],
            _charges(found),
            Targeted(_owed(found, sale)),
        )


def _holds(rule: PriceRule, sale: Occasion) -> bool:
    return (
        rule.customer_id in (None, sale.customer_id)
        and rule.segment in (None, sale.segment)
        and rule.effective_from <= sale.on
        and (rule.effective_until is None or sale.on < rule.effective_until)
        and rule.channel in (None, sale.channel)
        and rule.warehouse in (None, sale.warehouse)
        and (rule.currency in (None, sale.currency) or _costs_us(rule, sale))
    )


def _costs_us(rule: PriceRule, sale: Occasion) -> bool:
    """Carrying goods costs the same whatever the currency they are sold in."""
    return rule.kind is Kind.FREIGHT_COST_WEIGHT and rule.currency == sale.company_currency


def _owed(rules: Sequence[PriceRule], sale: Occasion) -> list[PriceRule]:
    """What is owed; a cost that is known in the sale's currency is not also converted from the company's."""
    owed = [rule for rule in rules if rule.kind in OWED]
    is_known = any(rule.kind is Kind.FREIGHT_COST_WEIGHT and rule.currency == sale.currency for rule in owed)
    return [rule for rule in owed if rule.currency in (None, sale.currency) or not is_known]


def _charges(rules: Sequence[PriceRule]) -> list[PriceRule]:
    """Every surcharge, but of freight and minimum order the terms of the most specific scope only."""
    found = [rule for rule in rules if rule.kind is Kind.ORDER_SURCHARGE]
    for kind in _ONE_OF:
        terms = [rule for rule in rules if rule.kind is kind]
        closest = max(map(_closeness, terms), default=None)
        found += [rule for rule in terms if _closeness(rule) == closest]
    return sorted(found, key=lambda rule: rule.order)


def _closeness(rule: PriceRule) -> tuple[bool, bool, bool]:
    return rule.customer_id is not None, rule.segment is not None, rule.channel is not None


def _place(placed: tuple[int, PriceRule]) -> int:
    return placed[0]
