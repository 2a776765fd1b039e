"""How far an order has come: only quantities, so that facts may arrive in any order."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from kit.money import ZERO


class OrderStatus(StrEnum):
    DRAFT = "draft"
    AWAITING_APPROVAL = "awaiting-approval"
    CONFIRMED = "confirmed"
    PARTIALLY_SHIPPED = "partially-shipped"
    SHIPPED = "shipped"
    INVOICED = "invoiced"
    CLOSED = "closed"  # what was shipped stays, the rest was given up
    CANCELLED = "cancelled"  # nothing was shipped


OPEN = frozenset({OrderStatus.DRAFT, OrderStatus.AWAITING_APPROVAL})  # not firm yet
UNDER_WAY = frozenset({OrderStatus.CONFIRMED, OrderStatus.PARTIALLY_SHIPPED})  # goods are still owed


@dataclass(frozen=True, slots=True)
class Goods:
    """What became of a line, in stock units."""

    quantity: Decimal
    reserved: Decimal = ZERO  # held in stock, not shipped
    backordered: Decimal = ZERO  # waits for stock
    shipped: Decimal = ZERO
    invoiced: Decimal = ZERO

    @property
    def owed(self) -> Decimal:
        """Still to be shipped. More may have left than is wanted since a revision that crossed the goods on their way."""
        return max(self.quantity - self.shipped, ZERO)

    def holding(self, reserved: Decimal) -> "Goods":
        """The same while so much is held, never more than is owed; what is owed beyond that waits."""
        held = min(reserved, self.owed)
        return replace(self, reserved=held, backordered=self.owed - held)


@dataclass(frozen=True, slots=True)
class Fulfilment:
    """A confirmed order as its goods go out."""

    order_id: UUID
    version: int
    is_given_up: bool  # what was not shipped will not be
    goods: Mapping[UUID, Goods]

    @property
    def status(self) -> OrderStatus:
        return status_of(self.goods.values(), is_given_up=self.is_given_up)


def status_of(goods: Iterable[Goods], *, is_given_up: bool) -> OrderStatus:
    """Where a confirmed order stands. One of which nothing is wanted any more, and nothing was shipped, is cancelled."""
    lines = tuple(goods)
    if not any(line.quantity or line.shipped for line in lines):
        return OrderStatus.CANCELLED
    if all(line.shipped >= line.quantity for line in lines):
        is_invoiced = all(line.invoiced >= line.shipped for line in lines)
        return OrderStatus.INVOICED if is_invoiced else OrderStatus.SHIPPED
    has_shipped = any(line.shipped > 0 for line in lines)
    if is_given_up:
        return OrderStatus.CLOSED if has_shipped else OrderStatus.CANCELLED
    return OrderStatus.PARTIALLY_SHIPPED if has_shipped else OrderStatus.CONFIRMED


def shipped(order: Fulfilment, quantities: Mapping[UUID, Decimal]) -> Fulfilment:
    """So much of its lines left: it is held no more, nor waited for where a supplier brought it."""
    return _changed(order, {id_: _shipped(order.goods[id_], quantity) for id_, quantity in quantities.items()})


def _shipped(goods: Goods, quantity: Decimal) -> Goods:
    left = replace(goods, shipped=goods.shipped + quantity)
    return _held(left, max(goods.reserved - quantity, ZERO), goods.backordered)


def invoiced(order: Fulfilment, quantities: Mapping[UUID, Decimal]) -> Fulfilment:
    """So much of its lines was billed."""
    return _changed(
        order,
        {
            id_: replace(order.goods[id_], invoiced=order.goods[id_].invoiced + quantity)
            for id_, quantity in quantities.items()
        },
    )


def held(order: Fulfilment, quantities: Mapping[UUID, tuple[Decimal, Decimal]]) -> Fulfilment:
    """Lines that hold (reserved, backordered) from now on; an order that was given up holds nothing."""
    if order.is_given_up:
        return order
    return _changed(
        order,
        {
            id_: _held(order.goods[id_], reserved, backordered)
            for id_, (reserved, backordered) in quantities.items()
            if id_ in order.goods
        },
    )


def _held(goods: Goods, reserved: Decimal, backordered: Decimal) -> Goods:
    held = min(reserved, goods.owed)
    return replace(goods, reserved=held, backordered=min(backordered, goods.owed - held))


def _changed(order: Fulfilment, goods: Mapping[UUID, Goods]) -> Fulfilment:
    return replace(order, goods={**order.goods, **goods}, version=order.version + 1)
