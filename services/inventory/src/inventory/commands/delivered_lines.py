"""Lines of a delivery, brought into stock units and checked against their orders."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from uuid import UUID

from kit.db import Transaction
from kit.errors import DomainError, together
from kit.money import ONE, ZERO
from kit.quantity import Factor, check_precision, to_stock

from inventory.domain.errors import LineNotOfOrder, LineRepeated, PackagingNotKnown, SerialsDoNotFit
from inventory.domain.lot import check_lot
from inventory.domain.receiving import ExpectedLine, check_tolerance
from inventory.storage import products
from inventory.storage.products import Product
from inventory.storage.purchase_orders import PurchaseOrder


@dataclass(frozen=True, slots=True)
class ReceivedLine:
    """So much of an order's line came; a line may come in several lots, or to several places."""

    purchase_order_line_id: UUID
    quantity: Decimal  # stock units, or packagings
    location: str | None = None  # code; by default where the product lies already
    lot: str | None = None
    expires_on: date | None = None
    packaging: str | None = None
    serials: tuple[str, ...] = ()  # instead of `lot`: as many pieces
    is_damaged: bool = False


@dataclass(frozen=True, slots=True)
class Delivered:
    """A lot of a received line in stock units, with the order's line; `index` is that of the line in the request."""

    index: int
    asked: ReceivedLine
    order: PurchaseOrder
    expected: ExpectedLine
    decimals: int  # of its quantities


async def delivered_lines(
    tx: Transaction, orders: Sequence[PurchaseOrder], asked: Sequence[ReceivedLine]
) -> list[Delivered]:
    """The lines in stock units, one for each serial number, once all of them are right.

    Raises:
        LineNotOfOrder, LineRepeated, OverReceipt, PackagingNotKnown, SerialsDoNotFit, LotRequired, …: the first fault,
            with all others.
    """
    by_id = {line.id: (order, line) for order in orders for line in order.lines}
    numbers = ", ".join(order.number for order in orders[:3])
    for i, line in enumerate(asked):
        if line.purchase_order_line_id not in by_id:
            raise LineNotOfOrder(
                f"{numbers} has no line {line.purchase_order_line_id}.", field=f"lines.{i}.purchase_order_line_id"
            )
    ids = [by_id[line.purchase_order_line_id][1].product_id for line in asked]
    known = await products.known(tx, ids)
    packed = [id_ for id_, line in zip(ids, asked, strict=True) if line.packaging]
    packagings = await products.packagings(tx, packed) if packed else {}
    found: list[Delivered] = []
    refusals: list[DomainError] = []
    for i, line in enumerate(asked):
        order, expected = by_id[line.purchase_order_line_id]
        product = known[expected.product_id]
        try:
            unpacked = _unpacked(line, product, packagings.get(expected.product_id, {}), field=f"lines.{i}")
        except DomainError as refusal:
            refusals.append(refusal)
        else:
            found += [Delivered(i, each, order, expected, product.decimals) for each in unpacked]
    refusals += _repeated(asked) + _beyond_tolerance(found)
    if refusals:
        raise together(sorted(refusals, key=lambda each: int((each.field or "lines.0").split(".")[1])))
    return found


def _unpacked(
    line: ReceivedLine, product: Product, packagings: Mapping[str, Factor], *, field: str
) -> list[ReceivedLine]:
    quantity = line.quantity
    if line.packaging is not None:
        if line.packaging not in packagings:
            there = ", ".join(sorted(packagings)) or "none"
            raise PackagingNotKnown(f"No packaging {line.packaging!r}; there are {there}.", field=f"{field}.packaging")
        quantity = to_stock(quantity, packagings[line.packaging], product.decimals, field=f"{field}.quantity")
    check_precision(quantity, product.decimals, field=f"{field}.quantity")
    if not line.serials:
        check_lot(product.tracking, line.lot, quantity, field=field)
        return [replace(line, quantity=quantity, packaging=None)]
    if line.lot is not None or quantity != len(line.serials) or len(set(line.serials)) < len(line.serials):
        raise SerialsDoNotFit(
            f"{quantity} pieces have as many serial numbers, each its own, not {len(set(line.serials))}; and no lot.",
            field=f"{field}.serials",
        )
    pieces = [replace(line, quantity=ONE, packaging=None, serials=(), lot=serial) for serial in line.serials]
    for piece in pieces:
        check_lot(product.tracking, piece.lot, ONE, field=field)
    return pieces


def _repeated(asked: Sequence[ReceivedLine]) -> list[DomainError]:
    seen: set[tuple[UUID, str | None, str | None, bool]] = set()
    refusals: list[DomainError] = []
    for i, line in enumerate(asked):
        keys = {
            (line.purchase_order_line_id, lot, line.location, line.is_damaged) for lot in (line.serials or (line.lot,))
        }
        if keys & seen:
            refusals.append(
                LineRepeated(
                    "This line occurs twice: give the whole quantity of each lot and place once.",
                    field=f"lines.{i}.purchase_order_line_id",
                )
            )
        seen |= keys
    return refusals


def _beyond_tolerance(lines: Sequence[Delivered]) -> list[DomainError]:
    so_far: dict[UUID, Decimal] = defaultdict(lambda: ZERO)
    refusals: dict[int, DomainError] = {}
    for each in lines:
        so_far[each.expected.id] += each.asked.quantity
        try:
            check_tolerance(
                each.expected,
                so_far[each.expected.id],
                each.order.over_receipt_rate,
                field=f"lines.{each.index}.quantity",
            )
        except DomainError as refusal:
            refusals.setdefault(each.index, refusal)
    return list(refusals.values())
