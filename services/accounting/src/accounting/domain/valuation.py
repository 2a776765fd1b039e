"""What stock is worth: AVCO and FIFO from movements alone. See the design, §4.

A layer (FIFO) or the pool (AVCO) keeps its exact value; what is posted is always the change of its value rounded to the
cent, so that the ledger and the layers never part, and quantity zero means value zero. Under AVCO the layers still say
what is left of each receipt, first in first out, for price differences that arrive late.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import ROUND_HALF_EVEN, Decimal, localcontext
from enum import StrEnum
from uuid import UUID

from kit.money import EXACT, ZERO, round_half_up

_NOISE = Decimal("1e-12")  # exact values are kept to twenty decimals: what they lose there must not tip a half cent
_KEPT = Decimal("1e-20")


class LayersMissing(RuntimeError):
    """More is taken from a product than the layers that were read for it hold: a fault of ours."""


class Method(StrEnum):
    AVCO = "avco"
    FIFO = "fifo"


@dataclass(slots=True)
class Layer:
    """What is left of one receipt. `value` is exact; under AVCO the pool holds the value and the layer none."""

    movement_id: UUID
    sequence: int
    received: Decimal
    quantity: Decimal
    value: Decimal
    is_new: bool = False
    is_changed: bool = False

    @property
    def posted(self) -> Decimal:
        """What the ledger holds of it."""
        return cents(self.value)


@dataclass(slots=True)
class Take:
    """An issue took so much from a layer."""

    issue_id: UUID
    layer_id: UUID
    quantity: Decimal


@dataclass(slots=True)
class Stock:
    """One product as the sub-ledger has it. Quantity is over all warehouses of the company.

    `held` and `held_value` are kept sums over all open layers: `layers` has only those, first in first, that what
    follows may take from. `deficit_*` is what left although nothing was there (allowed per warehouse), valued at the
    last known cost.
    """

    product_id: UUID
    method: Method
    value: Decimal = ZERO  # AVCO: exact value of the pool
    layers: list[Layer] = field(default_factory=list)
    held: Decimal = ZERO
    held_value: Decimal = ZERO  # rounded: what the ledger has of the layers, or of the pool
    deficit_quantity: Decimal = ZERO
    deficit_value: Decimal = ZERO  # rounded, as posted
    last_unit_cost: Decimal = ZERO
    next_sequence: int = 1
    first_open: int = 0  # index in `layers`: those before are used up

    @property
    def quantity(self) -> Decimal:
        return self.held - self.deficit_quantity

    @property
    def posted(self) -> Decimal:
        """What the ledger's stock account holds of this product."""
        return self.held_value - self.deficit_value

    @property
    def unit_cost(self) -> Decimal:
        """Value by quantity to six decimals; the last known one when nothing is there."""
        quantity = self.quantity
        if quantity <= 0:
            return self.last_unit_cost
        return round_half_up(self.posted / quantity, Decimal("0.000001"))


@dataclass(frozen=True, slots=True)
class Issued:
    """What an issue cost: the amount that left stock (rounded, above zero) and where it was taken from."""

    amount: Decimal
    takes: tuple[Take, ...]


@dataclass(frozen=True, slots=True)
class Received:
    """What a receipt brought: the amount into stock, and the correction of what had left before it came."""

    amount: Decimal
    true_up: Decimal  # onto cost of sales; stock falls by it


def cents(value: Decimal) -> Decimal:
    """The value as the ledger has it."""
    return round_half_up(value.quantize(_NOISE, rounding=ROUND_HALF_EVEN, context=EXACT))


def receive(stock: Stock, movement_id: UUID, quantity: Decimal, amount: Decimal) -> Received:
    """Open a layer of `amount` (rounded already). What had left on credit is trued up to this receipt's cost."""
    settled = min(quantity, stock.deficit_quantity)
    true_up = ZERO
    entering = amount
    if settled:
        provisional = _share(stock.deficit_value, settled, stock.deficit_quantity)
        actual = _share(amount, settled, quantity)
        true_up = actual - provisional
        stock.deficit_quantity -= settled
        stock.deficit_value -= provisional
        entering = amount - actual
    layer = Layer(movement_id, stock.next_sequence, quantity, quantity - settled, ZERO, is_new=True)
    stock.next_sequence += 1
    stock.layers.append(layer)
    stock.held += layer.quantity
    if stock.method is Method.AVCO:
        _set_pool(stock, stock.value + entering)
    else:
        _set_layer(stock, layer, entering)
    stock.last_unit_cost = _unit(amount, quantity)
    return Received(amount, true_up)


def issue(stock: Stock, movement_id: UUID, quantity: Decimal, *, first_from: UUID | None = None) -> Issued:
    """Take a quantity out, at FIFO layers or the running average; from the layer `first_from` first, when it is named.

    What is not there leaves at the last known cost, to be trued up.
    """
    before = stock.posted
    held = stock.held
    there = min(quantity, held)
    takes = _take(stock, movement_id, there, first_from)
    stock.held -= there
    if stock.method is Method.AVCO and there:
        _set_pool(stock, _part(stock.value, stock.held, held))
    missing = quantity - there
    if missing:
        stock.deficit_quantity += missing
        stock.deficit_value += round_half_up(missing * stock.last_unit_cost)
    amount = before - stock.posted
    if not missing:
        stock.last_unit_cost = _unit(amount, quantity) if amount > 0 else stock.last_unit_cost
    return Issued(amount, tuple(takes))


def revalue(stock: Stock, layer_id: UUID, difference: Decimal, *, received: Decimal, left: Decimal) -> Decimal:
    """Put the part of a cost difference that belongs to what is left of a receipt onto stock; returns that part, rounded.

    `received` and `left` are the receipt's quantities over all; the rest of the difference is cost of what is gone.
    """
    if left <= 0:
        return ZERO
    part = _share(difference, left, received)
    if stock.method is Method.AVCO:
        _set_pool(stock, stock.value + part)
    else:
        layer = next(layer for layer in stock.layers if layer.movement_id == layer_id)
        _set_layer(stock, layer, layer.value + part)
        layer.is_changed = True
    return part


def _set_pool(stock: Stock, value: Decimal) -> None:
    stock.value = value
    stock.held_value = cents(value)


def _set_layer(stock: Stock, layer: Layer, value: Decimal) -> None:
    before = layer.posted
    layer.value = value
    stock.held_value += layer.posted - before


def _take(stock: Stock, issue_id: UUID, quantity: Decimal, first_from: UUID | None) -> list[Take]:
    takes: list[Take] = []
    for layer in _queue(stock, first_from):
        if quantity == 0:
            break
        taken = min(quantity, layer.quantity)
        if taken == 0:
            continue
        if stock.method is Method.FIFO:
            _set_layer(stock, layer, _part(layer.value, layer.quantity - taken, layer.quantity))
        layer.quantity -= taken
        layer.is_changed = True
        quantity -= taken
        takes.append(Take(issue_id, layer.movement_id, taken))
    if quantity:
        raise LayersMissing(f"{quantity} of product {stock.product_id} are in no layer that was read.")
    return takes


def _queue(stock: Stock, first_from: UUID | None) -> Iterator[Layer]:
    """The layers in the order in which they are taken: the named one, then first in first out."""
    if first_from is not None:
        yield from (layer for layer in stock.layers if layer.movement_id == first_from)
    layers = stock.layers
    while stock.first_open < len(layers) and layers[stock.first_open].quantity == 0:
        stock.first_open += 1
    yield from (layers[index] for index in range(stock.first_open, len(layers)))


def _part(value: Decimal, kept: Decimal, of: Decimal) -> Decimal:
    """The exact value of what is kept: all of nothing is nothing."""
    if kept == 0:
        return ZERO
    with localcontext(EXACT):
        return (value * kept / of).quantize(_KEPT)


def _share(amount: Decimal, part: Decimal, whole: Decimal) -> Decimal:
    """A part of a rounded amount, rounded; the whole is the amount itself."""
    if part == whole:
        return amount
    with localcontext(EXACT):
        return cents(amount * part / whole)


def _unit(amount: Decimal, quantity: Decimal) -> Decimal:
    with localcontext(EXACT):
        return round_half_up(amount / quantity, Decimal("0.000001"))
