"""A stock movement as accounting sees it, and what it does to value."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import assert_never
from uuid import UUID

from kit.money import ZERO, round_half_up

from accounting.domain.purchase import Cost, PurchasePrice, ReceivedAt
from accounting.domain.schemes import Cause
from accounting.domain.valuation import Stock, Take, current_cost, issue, receive


class Direction(StrEnum):
    INTO_STOCK = "in"
    OUT_OF_STOCK = "out"
    INSIDE = "inside"  # between the company's own places: no effect on value


class Reason(StrEnum):
    OPENING = "opening"
    RECEIPT = "receipt"
    SHIPMENT = "shipment"
    TRANSFER = "transfer"
    ADJUSTMENT = "adjustment"
    CUSTOMER_RETURN = "customer-return"
    SUPPLIER_RETURN = "supplier-return"
    SCRAP = "scrap"


@dataclass(frozen=True, slots=True)
class Movement:
    """A fact of inventory."""

    id: UUID
    product_id: UUID
    quantity: Decimal  # > 0
    direction: Direction
    reason: Reason
    document_id: UUID
    document_number: str
    document_line_id: UUID | None
    order_id: UUID | None
    order_line_id: UUID | None
    reverses: UUID | None
    returns: UUID | None  # the shipment or receipt whose goods come back
    occurred_at: datetime
    opening_unit_cost: Decimal | None
    lot: str = ""
    passes_on: UUID | None = None  # the receipt of the goods that a supplier brought to the customer himself
    source: str = ""  # warehouses; empty outside of them, and between them
    destination: str = ""

    @property
    def warehouse(self) -> str:
        """Where it came in or went out."""
        return self.destination if self.direction is Direction.INTO_STOCK else self.source

    @property
    def is_between_sites(self) -> bool:
        return self.direction is Direction.INSIDE and self.source != self.destination

    @property
    def undoes_what_came(self) -> bool:
        """Goods leave as what they came as: back to the supplier, or because they had not come at all."""
        return self.cause is Cause.PURCHASE or self.reverses is not None

    @property
    def goods_of(self) -> UUID | None:
        """The movement whose very goods leave, where it is known."""
        return self.reverses or self.passes_on

    @property
    def gives_back(self) -> UUID | None:
        """What a customer's return is valued by: the delivery it names, else the order's line."""
        return self.returns or self.order_line_id

    @property
    def cause(self) -> Cause:
        match self.reason:
            case Reason.RECEIPT | Reason.SUPPLIER_RETURN:
                return Cause.PURCHASE
            case Reason.OPENING:
                return Cause.OPENING
            case Reason.SHIPMENT | Reason.CUSTOMER_RETURN | Reason.ADJUSTMENT | Reason.SCRAP | Reason.TRANSFER:
                return Cause.COST_OF_SALES
            case never:
                assert_never(never)


@dataclass(slots=True)
class Sold:
    """What left by a delivery (or, when it is not named, for an order line), and what of it has come back. All above zero."""

    quantity: Decimal
    amount: Decimal
    returned_quantity: Decimal = ZERO
    returned_amount: Decimal = ZERO

    def give_back(self, quantity: Decimal) -> Decimal:
        """The value, rounded, of so much that comes back: when all has come back, it is what had left, to the cent."""
        self.returned_quantity += quantity
        due = round_half_up(self.amount * self.returned_quantity / self.quantity)
        value = due - self.returned_amount
        self.returned_amount = due
        return value


@dataclass(frozen=True, slots=True)
class Basis:
    """What the cost of a batch of movements is taken from."""

    prices: Mapping[UUID, PurchasePrice]  # movement of a purchase → the order's price and the rate of its day
    reversed: Mapping[UUID, tuple[Decimal, Decimal]]  # movement → its (quantity, amount), signed
    sold: Mapping[UUID, Sold]  # shipment movement, or sales order line
    receipts: Mapping[UUID, UUID]  # movement out to a supplier → the movement that received the goods
    received: Mapping[UUID, ReceivedAt]  # those movements → what they were received at


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a movement did: `amount` has the sign of the change of stock."""

    amount: Decimal
    true_up: Decimal
    takes: tuple[Take, ...]
    sequence: int  # its place among all that changed the product's value
    purchased: Cost | None  # what the supplier gets, below zero on a return; nothing when no supplier is concerned


def value_movement(stock: Stock, movement: Movement, basis: Basis) -> Outcome:
    """Apply one movement to its product's state."""
    sequence = stock.next_sequence
    if movement.direction is Direction.INTO_STOCK:
        entering, purchased = _entering(stock, movement, basis), None
        if movement.cause is Cause.PURCHASE:
            price = basis.prices.get(movement.id)
            purchased = Cost(price.of(movement.quantity).amount if price else entering, entering)
        received = receive(stock, movement.id, movement.quantity, entering, lot=movement.lot)
        return Outcome(received.amount, received.true_up, (), sequence, purchased)
    issued = issue(
        stock,
        movement.id,
        movement.quantity,
        first_from=basis.receipts.get(movement.id, movement.goods_of),
        lot=movement.lot,
        at_own_cost=movement.undoes_what_came or movement.passes_on is not None,
    )
    return Outcome(-issued.amount, ZERO, issued.takes, sequence, _given_back(movement, basis, issued.amount))


def _entering(stock: Stock, movement: Movement, basis: Basis) -> Decimal:
    """The value, rounded, at which goods come in."""
    quantity = movement.quantity
    if movement.reverses is not None:
        was_quantity, was_amount = basis.reversed[movement.reverses]
        return -was_amount if -was_quantity == quantity else round_half_up(was_amount * quantity / was_quantity)
    if movement.reason is Reason.RECEIPT and movement.order_line_id is not None:
        return basis.prices[movement.id].of(quantity).value
    if movement.reason is Reason.OPENING and movement.opening_unit_cost is not None:
        return round_half_up(quantity * movement.opening_unit_cost)
    if movement.reason is Reason.CUSTOMER_RETURN and (sold := basis.sold.get(movement.gives_back or movement.id)):
        return sold.give_back(quantity)
    return current_cost(stock, quantity, lot=movement.lot)


def _given_back(movement: Movement, basis: Basis, amount: Decimal) -> Cost | None:
    """What the supplier owes for goods that go back to him: what they were received at."""
    if movement.cause is not Cause.PURCHASE:
        return None
    received = basis.received.get(basis.receipts.get(movement.id, movement.id))
    if received is not None:
        back = received.give_back(movement.quantity)
    elif (price := basis.prices.get(movement.id)) is not None:
        back = price.of(movement.quantity)
    else:
        back = Cost(amount, amount)
    return Cost(-back.amount, -back.value)
