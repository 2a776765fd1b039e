"""The purchase order: what is bought, in which packaging, and how far it has come."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal, localcontext
from enum import StrEnum
from uuid import UUID

from kit.exchange import ExchangeRate
from kit.money import EXACT, ZERO, round_half_up
from kit.quantity import Factor

from purchasing.domain.errors import WrongStatus

_UNIT_PRICE_DECIMALS = Decimal("1e-10")


class OrderStatus(StrEnum):
    DRAFT = "draft"
    AWAITING_APPROVAL = "awaiting-approval"
    PLACED = "placed"
    RECEIVED = "received"  # all of it came
    CLOSED = "closed"  # what came stays, the rest was given up
    CANCELLED = "cancelled"  # nothing came


@dataclass(frozen=True, slots=True)
class OrderLine:
    """So many packagings of a product. `unit_price` is for one of them, before tax, net of discounts."""

    id: UUID
    product_id: UUID
    packaging_code: str
    factor: Factor
    quantity: Decimal
    stock_quantity: Decimal
    unit_price: Decimal
    expected_on: date | None = None
    received: Decimal = ZERO  # stock units
    cancelled: Decimal = ZERO  # stock units that a revision took back
    given_up: Decimal = ZERO  # stock units that will not come, as was said when the rest came
    over_receipt_rate: Decimal | None = None  # None: the order's
    under_receipt_rate: Decimal = ZERO  # what is missing at the end up to this share is given up
    first_promised_on: date | None = None  # the first day that the supplier was held to
    blanket_line_id: UUID | None = None
    sales_order_line_id: UUID | None = None  # whose customer gets it from the supplier himself

    @property
    def outstanding(self) -> Decimal:
        """Still to come, in stock units."""
        return max(self.stock_quantity - self.cancelled - self.given_up - self.received, ZERO)

    @property
    def committed(self) -> Decimal:
        """What of its amount we owe or will owe."""
        if not self.cancelled and not self.given_up:
            return self.amount
        with localcontext(EXACT):
            return round_half_up((self.stock_quantity - self.cancelled - self.given_up) * self.stock_unit_price)

    @property
    def amount(self) -> Decimal:
        """Net, rounded to the cent."""
        with localcontext(EXACT):
            return round_half_up(self.quantity * self.unit_price)

    @property
    def stock_unit_price(self) -> Decimal:
        """For one stock unit; to ten decimals where it is not exact."""
        with localcontext(EXACT):
            return round_half_up(
                self.unit_price * self.factor.denominator / self.factor.numerator, _UNIT_PRICE_DECIMALS
            )


@dataclass(frozen=True, slots=True)
class PurchaseOrder:
    """An order to one supplier for one warehouse. Its prices are in `currency`; `rate` is that of its day."""

    id: UUID
    number: str
    supplier_id: UUID
    currency: str
    warehouse: str
    ordered_on: date
    supplier_reference: str
    over_receipt_rate: Decimal
    lines: tuple[OrderLine, ...]
    rate: ExchangeRate
    status: OrderStatus = OrderStatus.DRAFT
    version: int = 1
    department: str = ""
    written_by: str = ""
    revision: int = 0  # how often it was revised since it was placed
    acknowledged_at: datetime | None = None
    deliver_to: str = ""  # empty: to the warehouse

    @property
    def committed(self) -> Decimal:
        """What of its sum we owe or will owe."""
        return sum((line.committed for line in self.lines), ZERO)

    @property
    def net(self) -> Decimal:
        """Sum of its lines, before tax."""
        return sum((line.amount for line in self.lines), ZERO)

    @property
    def net_value(self) -> Decimal:
        """The same in company currency: what thresholds and budgets are about."""
        return self.rate.to_company(self.net)

    @property
    def committed_value(self) -> Decimal:
        """What of its sum we owe or will owe, in company currency."""
        return self.rate.to_company(self.committed)


def signed_content(order: PurchaseOrder) -> Mapping[str, object]:
    """What an approval covers: a change of any of it makes the decision void."""
    return {
        "supplier": order.supplier_id,
        "currency": order.currency,
        "warehouse": order.warehouse,
        "department": order.department,
        "over_receipt_rate": order.over_receipt_rate.normalize(),
        **({"deliver_to": order.deliver_to} if order.deliver_to else {}),
        **({} if order.rate.is_own else {"rate": order.rate.rate.normalize()}),
        "lines": [
            [
                line.product_id,
                line.packaging_code,
                line.stock_quantity.normalize(),
                line.unit_price.normalize(),
                *((line.cancelled.normalize(),) if line.cancelled else ()),
                *(() if line.sales_order_line_id is None else (line.sales_order_line_id,)),
                *(() if line.over_receipt_rate is None else (f"over {line.over_receipt_rate.normalize()}",)),
            ]
            for line in order.lines
        ],
    }


def check_draft(order: PurchaseOrder) -> None:
    """Nothing while the order can still be changed or submitted.

    Raises:
        WrongStatus: it cannot.
    """
    if order.status is not OrderStatus.DRAFT:
        raise WrongStatus(
            f"{order.number} is {order.status}: only a draft can be changed or submitted. Cancel it and order anew.",
            status=str(order.status),
        )


def submitted(order: PurchaseOrder, approval_reason: str | None) -> PurchaseOrder:
    """The order as it goes on: placed at once, or waiting for approval when there is a reason to ask for one.

    Raises:
        WrongStatus: it is no draft.
    """
    check_draft(order)
    status = OrderStatus.PLACED if approval_reason is None else OrderStatus.AWAITING_APPROVAL
    return replace(order, status=status, version=order.version + 1)


def decided(order: PurchaseOrder, *, approved: bool) -> PurchaseOrder:
    """Placed, or a draft again that the buyer may change."""
    status = OrderStatus.PLACED if approved else OrderStatus.DRAFT
    return replace(order, status=status, version=order.version + 1)


def cancelled(order: PurchaseOrder) -> PurchaseOrder:
    """Given up: what has come stays.

    Raises:
        WrongStatus: there is nothing left to give up.
    """
    if order.status not in (OrderStatus.DRAFT, OrderStatus.AWAITING_APPROVAL, OrderStatus.PLACED):
        raise WrongStatus(f"{order.number} is {order.status} already.", status=str(order.status))
    came = any(line.received > 0 for line in order.lines)
    return replace(order, status=OrderStatus.CLOSED if came else OrderStatus.CANCELLED, version=order.version + 1)


def received(
    order: PurchaseOrder, quantities: Mapping[UUID, Decimal], given_up: Mapping[UUID, Decimal] | None = None
) -> PurchaseOrder:
    """The order after so much of its lines came, and so much will not come any more (stock units)."""
    gone = given_up or {}
    lines = tuple(
        replace(
            line,
            received=line.received + quantities.get(line.id, ZERO),
            given_up=line.given_up + gone.get(line.id, ZERO),
        )
        for line in order.lines
    )
    return replace(order, lines=lines, status=status_of(order.status, lines), version=order.version + 1)


def status_of(status: OrderStatus, lines: Sequence[OrderLine]) -> OrderStatus:
    """Of a placed order with these lines: received or closed once no line waits for more."""
    if status is not OrderStatus.PLACED or any(line.outstanding for line in lines):
        return status
    if not any(line.cancelled or line.given_up for line in lines):
        return OrderStatus.RECEIVED
    return OrderStatus.CLOSED if any(line.received for line in lines) else OrderStatus.CANCELLED


def received_value(order: PurchaseOrder) -> Decimal:
    """What has come of the order is worth at its prices, in company currency, rounded: what stays of it when the rest is
    given up.
    """
    with localcontext(EXACT):
        return order.rate.to_company(sum((line.received * line.stock_unit_price for line in order.lines), ZERO))
