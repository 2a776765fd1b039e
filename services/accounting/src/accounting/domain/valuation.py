"""What stock is worth: AVCO and FIFO from movements alone. See the design, §4.

A layer (FIFO) or the pool (AVCO) keeps its exact value; what is posted is always the change of its value rounded to the
cent, so that the ledger and the layers never part, and quantity zero means value zero. Under AVCO the layers still say
what is left of each receipt and what it cost, first in first out: for price differences that arrive late, for what goes
back to the supplier, and for the day on which the product is costed by FIFO.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import ROUND_HALF_EVEN, Decimal
from enum import StrEnum
from uuid import UUID

from kit.money import EXACT, ONE, ZERO, round_half_up

_NOISE = Decimal("1e-12")  # exact values are kept to twenty decimals: what they lose there must not tip a half cent
_KEPT = Decimal("1e-20")
_SHOWN = Decimal("0.000001")


class LayersMissing(RuntimeError):
    """More is taken from a product than the layers that were read for it hold: a fault of ours."""


class Method(StrEnum):
    AVCO = "avco"
    FIFO = "fifo"
    LOT = "lot"  # what leaves costs what its own lot has cost; within the lot FIFO


@dataclass(slots=True)
class Layer:
    """What is left of one receipt. `value` is exact: what the rest of it is worth; under AVCO, where the pool holds the
    value, what the rest of it has cost.
    """

    movement_id: UUID
    sequence: int
    received: Decimal
    quantity: Decimal
    value: Decimal
    lot: str = ""
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
    last known cost, which is kept when nothing is left: the average, or what the last layer taken had cost.
    """

    product_id: UUID
    method: Method
    value: Decimal = ZERO  # exact: of the pool, or of all open layers
    layers: list[Layer] = field(default_factory=list)
    held: Decimal = ZERO
    held_value: Decimal = ZERO  # rounded: what the ledger has of the layers, or of the pool
    deficit_quantity: Decimal = ZERO
    deficit_value: Decimal = ZERO  # rounded, as posted
    last_unit_cost: Decimal = ZERO  # to twenty decimals
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
            return round_half_up(self.last_unit_cost, _SHOWN)
        return round_half_up(self.posted / quantity, _SHOWN)

    def tick(self) -> int:
        """The place of a new fact among all that changed this product's value."""
        self.next_sequence += 1
        return self.next_sequence - 1


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


def receive(stock: Stock, movement_id: UUID, quantity: Decimal, amount: Decimal, *, lot: str = "") -> Received:
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
    layer = Layer(movement_id, stock.tick(), quantity, quantity - settled, ZERO, lot, is_new=True)
    stock.layers.append(layer)
    stock.held += layer.quantity
    _set_layer(stock, layer, entering)
    if stock.method is Method.AVCO:
        _set_pool(stock, stock.value + entering)
    if not stock.held:
        stock.last_unit_cost = _part(amount, ONE, quantity)
    return Received(amount, true_up)


def issue(
    stock: Stock,
    movement_id: UUID,
    quantity: Decimal,
    *,
    first_from: UUID | None = None,
    lot: str = "",
    at_own_cost: bool = False,
) -> Issued:
    """Take a quantity out, at FIFO layers or the running average; from the layer `first_from` first, when it is named.

    `at_own_cost`: under AVCO too it leaves at what its layers have cost, for as much as the pool holds. What is not there
    leaves at the last known cost, to be trued up.
    """
    before, held = stock.posted, stock.held
    there = min(quantity, held)
    stock.tick()
    stock.held -= there
    if there and not stock.held and stock.method is Method.AVCO:
        stock.last_unit_cost = _part(stock.value, ONE, held)
    takes, own_cost = _take(stock, movement_id, there, first_from, lot)
    if stock.method is Method.AVCO and there:
        kept = max(stock.value - own_cost, ZERO) if at_own_cost and stock.held else _part(stock.value, stock.held, held)
        _set_pool(stock, kept)
    missing = quantity - there
    if missing:
        stock.deficit_quantity += missing
        stock.deficit_value += cents(EXACT.multiply(missing, stock.last_unit_cost))
    return Issued(before - stock.posted, tuple(takes))


def current_cost(stock: Stock, quantity: Decimal, *, lot: str = "") -> Decimal:
    """What so many units are worth that come without a cost of their own, rounded: the average of what is there, of the
    lot where lots have their cost; the last known cost when nothing is there.
    """
    own = [layer for layer in stock.layers if lot and layer.lot == lot and layer.quantity]
    if stock.method is Method.LOT and own:
        value, held = sum((layer.value for layer in own), ZERO), sum((layer.quantity for layer in own), ZERO)
    elif stock.held:
        value, held = stock.value, stock.held
    else:
        value, held = stock.last_unit_cost, ONE
    return cents(_part(value, quantity, held))


def revalue(stock: Stock, layer_id: UUID, difference: Decimal, *, received: Decimal, left: Decimal) -> Decimal:
    """Put the part of a cost difference that belongs to what is left of a receipt onto stock; returns that part, rounded.

    `received` and `left` are the receipt's quantities over all; the rest of the difference is cost of what is gone, and so
    is what would make goods worth less than nothing.
    """
    if left <= 0:
        return ZERO
    layer = next(layer for layer in stock.layers if layer.movement_id == layer_id)
    part = _share(difference, left, received)
    layer.is_changed = True
    if stock.method is Method.AVCO:
        part = max(part, -stock.held_value)
        _set_layer(stock, layer, max(layer.value + part, ZERO))
        _set_pool(stock, max(stock.value + part, ZERO))
    else:
        part = max(part, -layer.posted)
        _set_layer(stock, layer, max(layer.value + part, ZERO))
    return part


def change_method(stock: Stock, method: Method) -> Decimal:
    """Cost the product otherwise from now on; returns by how much that changes its value, rounded.

    What is left of each receipt is worth what it has cost, or all of it together the average. All open layers must be read.
    """
    if sum((layer.quantity for layer in stock.layers), ZERO) != stock.held:
        raise LayersMissing(f"Product {stock.product_id} changes its method, and not all of its layers were read.")
    before = stock.posted
    stock.method = method
    value = sum((layer.value for layer in stock.layers), ZERO)
    if method is Method.AVCO:
        _set_pool(stock, value)
    else:
        stock.value = value
        stock.held_value = sum((layer.posted for layer in stock.layers), ZERO)
    return stock.posted - before


def _set_pool(stock: Stock, value: Decimal) -> None:
    stock.value = value
    stock.held_value = cents(value)


def _set_layer(stock: Stock, layer: Layer, value: Decimal) -> None:
    before, posted = layer.value, layer.posted
    layer.value = value
    if stock.method is not Method.AVCO:
        stock.value += value - before
        stock.held_value += layer.posted - posted


def _take(
    stock: Stock, issue_id: UUID, quantity: Decimal, first_from: UUID | None, lot: str
) -> tuple[list[Take], Decimal]:
    """From which layers it goes, and what those units have cost."""
    takes: list[Take] = []
    own_cost = ZERO
    for layer in _queue(stock, first_from, lot):
        if quantity == 0:
            break
        taken = min(quantity, layer.quantity)
        if taken == 0:
            continue
        kept = _part(layer.value, layer.quantity - taken, layer.quantity)
        own_cost += layer.value - kept
        if not stock.held and stock.method is not Method.AVCO:
            stock.last_unit_cost = _part(layer.value, ONE, layer.quantity)
        _set_layer(stock, layer, kept)
        layer.quantity -= taken
        layer.is_changed = True
        quantity -= taken
        takes.append(Take(issue_id, layer.movement_id, taken))
    if quantity:
        raise LayersMissing(f"{quantity} of product {stock.product_id} are in no layer that was read.")
    return takes, own_cost


def _queue(stock: Stock, first_from: UUID | None, lot: str) -> Iterator[Layer]:
    """The layers in the order in which they are taken: the named one, those of the lot, then first in first out."""
    if first_from is not None:
        yield from (layer for layer in stock.layers if layer.movement_id == first_from)
    if lot and stock.method is Method.LOT:
        yield from (layer for layer in stock.layers if layer.lot == lot)
    layers = stock.layers
    while stock.first_open < len(layers) and layers[stock.first_open].quantity == 0:
        stock.first_open += 1
    yield from (layers[index] for index in range(stock.first_open, len(layers)))


def _part(value: Decimal, kept: Decimal, of: Decimal) -> Decimal:
    """The exact value of what is kept: all of nothing is nothing."""
    if kept == 0:
        return ZERO
    return EXACT.divide(EXACT.multiply(value, kept), of).quantize(_KEPT, context=EXACT)


def _share(amount: Decimal, part: Decimal, whole: Decimal) -> Decimal:
    """A part of a rounded amount, rounded; the whole is the amount itself."""
    if part == whole:
        return amount
    return cents(EXACT.divide(EXACT.multiply(amount, part), whole))
