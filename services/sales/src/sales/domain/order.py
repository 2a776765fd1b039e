"""The sales order: what a customer wants, at which prices, and how it becomes firm."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from uuid import UUID, uuid5

from kit.exchange import ExchangeRate
from kit.money import EXACT, ZERO, round_half_up

from sales.domain.charge import Charge, charged, signed_charges
from sales.domain.credit import CreditAnswer, CreditRelease
from sales.domain.delivery import DeliveryPolicy
from sales.domain.errors import OrderIsAgreed, WrongStatus
from sales.domain.fulfilment import OPEN, UNDER_WAY, Goods, OrderStatus, status_of
from sales.domain.kit import KitPart
from sales.domain.margin import MarginDecision, PriceStep, Verdict, list_price_of, worst
from sales.domain.payment_terms import PaymentTerms
from sales.domain.promise import UNKNOWN, Made, Promise, PromiseReason, agreed, in_stock

_LOW_HALF = (1 << 64) - 1
_BESIDE_THE_ENGINE = frozenset({"manual-price", "exception-price"})  # rules of steps

QUOTED = "quoted-price"  # rule of the last step of a price that a customer accepted


class Shortage(StrEnum):
    """What to do with a line that stock cannot serve whole."""

    REFUSE = "refuse"
    BACKORDER = "backorder"


@dataclass(frozen=True, slots=True)
class Granter:
    """Who speaks for the prices that are set by hand: what he may grant is judged by these roles of his."""

    subject: str
    roles: tuple[str, ...]


NOBODY = Granter("", ())


@dataclass(frozen=True, slots=True)
class Buyer:
    """The customer's user who orders in the portal: his limits count."""

    subject: str
    name: str


NO_BUYER = Buyer("", "")  # the house wrote the order


class Breach(StrEnum):
    """Which limit of its buyer an order is above."""

    ORDER = "order"
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class OrderLine:
    """So many stock units of a product. Prices are for one of them, before tax."""

    id: UUID
    product_id: UUID
    sku: str
    description: str
    tax_class: str
    packaging_code: str | None  # the packaging it was asked in; None is the stock unit
    packaging_quantity: Decimal
    manual_unit_price: Decimal | None
    goods: Goods
    steps: tuple[PriceStep, ...]
    decision: MarginDecision
    promise: Promise | None = None  # once it is firm
    kit: KitPart | None = None
    is_drop_shipped: bool = False  # a supplier brings it to the customer himself: it takes no stock

    @property
    def quantity(self) -> Decimal:
        return self.goods.quantity

    @property
    def unit_price(self) -> Decimal:
        return self.steps[-1].unit_price

    @property
    def is_by_hand(self) -> bool:
        """Whether its price is not the engine's."""
        return self.steps[-1].rule in _BESIDE_THE_ENGINE

    @property
    def engine_price(self) -> Decimal | None:
        """What the engine would ask; None where it has no price."""
        return next((step.unit_price for step in reversed(self.steps) if step.rule not in _BESIDE_THE_ENGINE), None)

    @property
    def list_price(self) -> Decimal | None:
        """What everybody would pay; None where the list has no price."""
        return list_price_of(self.steps)

    @property
    def net(self) -> Decimal:
        """Rounded to the cent."""
        return round_half_up(EXACT.multiply(self.quantity, self.unit_price))


@dataclass(frozen=True, slots=True)
class Terms:
    """On what conditions an order is taken."""

    customer_id: UUID
    bill_to_id: UUID
    salesperson: str
    channel: str
    segment: str
    payment_days: int
    currency: str
    warehouse: str
    ordered_on: date
    customer_reference: str
    shortage: Shortage
    deliver_to: str = ""  # empty: the customer's own address
    requested_on: date | None = None  # when he wants the goods; None: as soon as possible
    delivery: DeliveryPolicy = DeliveryPolicy.PARTIAL
    consolidate_until: date | None = None  # a consolidated order leaves from that day on
    priority: int = 0  # higher is served first
    payment_terms: PaymentTerms | None = None  # None: `payment_days` net
    team: str = ""  # of the salesperson when it was written
    rate: ExchangeRate | None = None  # of the currency on the day it was written; None: it is the company's

    def in_company(self, amount: Decimal) -> Decimal:
        """What an amount of the document is worth in company currency."""
        return amount if self.rate is None else self.rate.to_company(amount)

    def of_company(self, amount: Decimal) -> Decimal:
        """An amount in company currency as one of the document's, rounded to the cent."""
        return amount if self.rate is None else round_half_up(EXACT.multiply(amount, self.rate.rate))


@dataclass(frozen=True, slots=True)
class SalesOrder:
    """An order of one customer from one warehouse."""

    id: UUID
    number: str
    terms: Terms
    lines: tuple[OrderLine, ...]
    status: OrderStatus = OrderStatus.DRAFT
    version: int = 1
    granter: Granter = NOBODY
    credit: Decimal | None = None  # that it takes: tax included, company currency; known once it is firm
    is_given_up: bool = False
    revision: int = 0  # how often it was revised since it is firm
    hold: CreditAnswer | None = None  # why it is not to go on: it waits to be firm, or is firm and not to be shipped
    release: CreditRelease | None = None  # how far somebody let it go on
    charges: tuple[Charge, ...] = ()  # on top of its lines
    buyer: Buyer = NO_BUYER
    breach: Breach | None = None  # while it waits for a colleague of its buyer

    @property
    def goods_net(self) -> Decimal:
        """Sum of its lines, before tax."""
        return sum((line.net for line in self.lines), ZERO)

    @property
    def charged(self) -> Decimal:
        """What it is charged with on top of them, before tax."""
        return charged(self.charges)

    @property
    def net(self) -> Decimal:
        """Lines and charges, before tax."""
        return self.goods_net + self.charged

    @property
    def value(self) -> Decimal:
        """Its net in company currency."""
        return self.terms.in_company(self.net)

    @property
    def gross(self) -> Decimal | None:
        """Tax included; known once it is firm."""
        if self.credit is None:
            return None
        return self.credit if self.terms.rate is None else self.net + self.terms.of_company(self.credit - self.value)

    @property
    def was_confirmed(self) -> bool:
        """Whether it ever was firm, whatever became of it."""
        return self.credit is not None

    @property
    def uses_exceptions(self) -> bool:
        """Whether a price of it was let through by a price exception, which has only so much."""
        return any(line.decision.exception_id for line in self.lines)

    @property
    def verdict(self) -> Verdict:
        """On the whole order's margin."""
        return worst(line.decision for line in self.lines)


def line_id(order_id: UUID, position: int) -> UUID:
    """The id of a line: the same for the same order, so that a repeat holds the same stock.

    It begins like the order's, so that the index of lines grows at its end as well.
    """
    return UUID(int=order_id.int & ~_LOW_HALF | uuid5(order_id, str(position)).int & _LOW_HALF)


def signed_content(order: SalesOrder) -> Mapping[str, object]:
    """What an approval covers: a change of any of it makes the decision void."""
    charges = {"charges": signed_charges(order.charges)} if order.charges else {}
    return {
        **charges,
        "customer": order.terms.customer_id,
        "currency": order.terms.currency,
        "lines": [
            [
                line.product_id,
                _plain(line.quantity),
                _plain(line.unit_price),
                line.decision.verdict,
                _plain(line.decision.margin_rate),
                *_signed_discount(line),
            ]
            for line in order.lines
        ],
    }


def spending_content(order: SalesOrder) -> Mapping[str, object]:
    """What a colleague of its buyer says yes to: goods and amounts, whatever the house thinks of their margin."""
    return {
        "customer": order.terms.customer_id,
        "currency": order.terms.currency,
        "net": _plain(order.net),
        "lines": [[line.product_id, _plain(line.quantity), _plain(line.unit_price)] for line in order.lines],
    }


def asked_for(order: SalesOrder) -> Mapping[str, object]:
    """What is signed: the order, and the credit it is held for, if that is the question; or what it spends."""
    if order.breach is not None:
        return spending_content(order)
    content = signed_content(order)
    if order.hold is None:
        return content
    credit = {name: str(getattr(order.hold, name)) for name in ("refusal", "amount", "exposure", "overdue")}
    return {**content, "credit": credit}


def _signed_discount(line: OrderLine) -> tuple[object, ...]:
    """What was given away, and who was asked for it; nothing where the price is the engine's."""
    decision = line.decision
    return (
        (_plain(line.engine_price), decision.levels, decision.exception_id)
        if decision.discount_limit is not None
        else ()
    )


def check_draft(order: SalesOrder) -> None:
    """Nothing while the order can be changed.

    Raises:
        WrongStatus: it cannot.
        OrderIsAgreed: the customer has agreed to it as it is.
    """
    if order.status is not OrderStatus.DRAFT:
        raise WrongStatus(
            f"{order.number} is {order.status}: only a draft can be changed. Cancel it and order anew.",
            status=str(order.status),
        )
    if is_quoted(order):
        raise OrderIsAgreed(
            f"{order.number} is what the customer accepted, at the prices of his offer: confirm it, or cancel it and"
            " offer anew."
        )


def is_quoted(order: SalesOrder) -> bool:
    """Whether its prices are those of an offer that the customer accepted."""
    return any(line.steps[-1].rule == QUOTED for line in order.lines)


def check_open(order: SalesOrder) -> None:
    """Nothing while the order can still become firm.

    Raises:
        WrongStatus: it is so already, or was given up.
    """
    if order.status not in OPEN:
        raise WrongStatus(f"{order.number} is {order.status}: it cannot be confirmed.", status=str(order.status))


def judged(order: SalesOrder, decisions: Sequence[MarginDecision]) -> SalesOrder:
    """The order with the decisions on its lines, as of now."""
    lines = tuple(replace(line, decision=decision) for line, decision in zip(order.lines, decisions, strict=True))
    return replace(order, lines=lines)


def waiting(order: SalesOrder, hold: CreditAnswer | None = None, breach: Breach | None = None) -> SalesOrder:
    """The order while somebody must approve its margin, its credit (`hold`) or what it spends (`breach`): it holds neither
    stock nor credit.
    """
    check_open(order)
    return replace(order, status=OrderStatus.AWAITING_APPROVAL, version=order.version + 1, hold=hold, breach=breach)


def rejected(order: SalesOrder) -> SalesOrder:
    """A draft again, which the seller may change."""
    return replace(order, status=OrderStatus.DRAFT, version=order.version + 1, hold=None, breach=None)


def held(order: SalesOrder, hold: CreditAnswer) -> SalesOrder:
    """A firm order that is not to be picked or shipped; a release that was given is used up."""
    return replace(order, hold=hold, release=None, version=order.version + 1)


def let_go(order: SalesOrder, release: CreditRelease | None) -> SalesOrder:
    """A firm order that may go on: released by somebody, or because its cause is gone."""
    return replace(order, hold=None, release=release, version=order.version + 1)


def confirmed(order: SalesOrder, credit: Decimal, held: Mapping[UUID, tuple[Decimal, Decimal]]) -> SalesOrder:
    """Firm: with the credit that it takes, and what each line holds (reserved, backordered).

    Raises:
        WrongStatus: it is firm already, or was given up.
    """
    check_open(order)
    lines = tuple(
        replace(line, goods=replace(line.goods, reserved=held[line.id][0], backordered=held[line.id][1]))
        for line in order.lines
    )
    return replace(
        order,
        lines=lines,
        credit=credit,
        status=OrderStatus.CONFIRMED,
        version=order.version + 1,
        hold=None,
        breach=None,
    )


def revalued(order: SalesOrder, credit: Decimal) -> SalesOrder:
    """The revised firm order with the credit that it takes now; if it is on hold, that much more or less is asked for."""
    hold = order.hold
    if hold is not None:
        hold = replace(hold, amount=hold.amount + credit - (order.credit or ZERO))
    return replace(order, credit=credit, hold=hold)


def promised(order: SalesOrder, waiting: Mapping[UUID, Promise], today: date) -> SalesOrder:
    """The firm order with what is promised of each line that is owed: today for what it holds, else as `waiting` says.

    What a supplier brings himself comes on a day of its own, whatever was agreed of the delivery from here.
    """
    own = {
        line.id: waiting.get(line.id, UNKNOWN) if line.goods.backordered else _held_since(line, today)
        for line in order.lines
        if line.goods.owed
    }
    brought = {line.id for line in order.lines if line.is_drop_shipped}
    from_here = {id_: promise for id_, promise in own.items() if id_ not in brought}
    found = own | agreed(from_here, order.terms.delivery, order.terms.consolidate_until)
    return replace(order, lines=tuple(replace(line, promise=found.get(line.id)) for line in order.lines))


def _held_since(line: OrderLine, today: date) -> Promise:
    """What is held keeps the day on which it was first."""
    if line.promise is not None and line.promise.reason is PromiseReason.IN_STOCK:
        return line.promise
    return in_stock(today)


def made_of(order: SalesOrder, before: SalesOrder | None = None) -> list[Made]:
    """Promises of lines that are otherwise than they were."""
    was = {line.id: line.promise for line in before.lines} if before else {}
    return [
        Made(order.id, line.id, line.promise)
        for line in order.lines
        if line.promise is not None and line.promise != was.get(line.id)
    ]


def waits(order: SalesOrder) -> bool:
    """Whether a line lacks stock."""
    return any(line.goods.backordered for line in order.lines)


def cancelled(order: SalesOrder) -> SalesOrder:
    """Given up before anything was shipped.

    Raises:
        WrongStatus: something was, or it is over.
    """
    if order.status not in OPEN | {OrderStatus.CONFIRMED}:
        hint = "Close it to give up the rest." if order.status is OrderStatus.PARTIALLY_SHIPPED else "It stays so."
        raise WrongStatus(f"{order.number} is {order.status}. {hint}", status=str(order.status))
    return _given_up(order)


def closed(order: SalesOrder) -> SalesOrder:
    """What was shipped stays, the rest is given up.

    Raises:
        WrongStatus: nothing was shipped, or there is no rest.
    """
    if order.status is not OrderStatus.PARTIALLY_SHIPPED:
        hint = "Cancel it." if order.status in OPEN | UNDER_WAY else "It stays so."
        raise WrongStatus(
            f"{order.number} is {order.status}: there is no rest to give up. {hint}", status=str(order.status)
        )
    return _given_up(order)


def _given_up(order: SalesOrder) -> SalesOrder:
    lines = tuple(replace(line, goods=replace(line.goods, reserved=ZERO, backordered=ZERO)) for line in order.lines)
    status = status_of((line.goods for line in lines), is_given_up=True)
    return replace(
        order, lines=lines, status=status, is_given_up=True, version=order.version + 1, hold=None, breach=None
    )


def _plain(value: Decimal | None) -> Decimal | None:
    return None if value is None else value.normalize()
