"""Pack what was picked, ship packages, or put goods back."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from kit.db import Transaction
from kit.errors import unknown
from kit.ids import new_id
from kit.money import ZERO
from kit.numbers import next_number

from inventory.commands.move_stock import Posting
from inventory.commands.post_movements import free, post_movements
from inventory.domain.delivery import check_leaving
from inventory.domain.document import Document, Line
from inventory.domain.errors import NotPicked, OrderIsClosed, OrderNotKnown
from inventory.domain.location import CUSTOMERS, DEFAULT_LOCATION, Location, LocationKind
from inventory.domain.lot import Lot
from inventory.domain.movement import Movement, Reason, StockKey
from inventory.domain.package import Content, Package, PackageState, check_state, sscc, take_loose
from inventory.storage import documents, locations, packages, picking, reservations, stock
from inventory.storage.reservations import Reservation
from inventory.wire import shipment_posted


@dataclass(frozen=True, slots=True)
class LooseGoods:
    """So much of an order's line, of a lot (code), that stands picked; `location` (code) is where it is put back."""

    order_line_id: UUID
    quantity: Decimal
    lot: str | None = None
    location: str = DEFAULT_LOCATION


async def pack(
    tx: Transaction, id_: UUID, order_id: UUID, goods: Sequence[LooseGoods], *, company_prefix: str, by: str
) -> Package:
    """A new package of an order, with what was scanned into it.

    Raises:
        OrderNotKnown, OrderIsClosed: nothing is packed for it.
        NotPicked: so much does not stand picked and unpacked.
    """
    order = await _order(tx, order_id)
    content = await _taken(tx, order, goods)
    number = sscc(company_prefix, await packages.next_serial(tx))
    package = Package(id_, number, order_id, order.warehouse, PackageState.OPEN, content=tuple(content))
    await packages.add(tx, package, by=by)
    return package


async def pack_more(tx: Transaction, package_id: UUID, goods: Sequence[LooseGoods]) -> Package:
    """More goods go into an open package.

    Raises:
        NotFound, PackageStatus: there is no open one.
        NotPicked: so much does not stand picked and unpacked.
    """
    order, package = await _package(tx, package_id)
    check_state(package, PackageState.OPEN)
    await packages.put_in(tx, package_id, await _taken(tx, order, goods))
    return (await packages.of_order(tx, order.order_id, [package_id]))[0]


async def _taken(tx: Transaction, order: Reservation, goods: Sequence[LooseGoods]) -> list[Content]:
    content = take_loose(await picking.standing(tx, order.order_id), _asked(goods))
    await picking.change_standing(tx, {}, _sums(content))
    return content


def _asked(goods: Sequence[LooseGoods]) -> list[tuple[UUID, str | None, Decimal]]:
    return [(each.order_line_id, each.lot, each.quantity) for each in goods]


def _sums(content: Iterable[Content], sign: int = 1) -> dict[tuple[UUID, Lot | None], Decimal]:
    sums: dict[tuple[UUID, Lot | None], Decimal] = defaultdict(lambda: ZERO)
    for each in content:
        sums[each.order_line_id, each.lot] += sign * each.quantity
    return sums


async def close_package(tx: Transaction, package_id: UUID, weight_kg: Decimal | None) -> Package:
    """Nothing more goes in: it has its weight, and may have its label.

    Raises:
        NotFound, PackageStatus: there is no open one.
    """
    order, package = await _package(tx, package_id)
    check_state(package, PackageState.OPEN)
    await packages.set_state(tx, [package_id], PackageState.CLOSED, weight_kg=weight_kg)
    return (await packages.of_order(tx, order.order_id, [package_id]))[0]


async def cancel_package(tx: Transaction, package_id: UUID) -> Package:
    """Its goods stand loose again.

    Raises:
        NotFound, PackageStatus: there is none, or it was shipped.
    """
    order, package = await _package(tx, package_id)
    check_state(package, PackageState.OPEN, PackageState.CLOSED)
    await picking.change_standing(tx, {}, _sums(package.content, -1))
    await packages.set_state(tx, [package_id], PackageState.CANCELLED)
    return (await packages.of_order(tx, order.order_id, [package_id]))[0]


async def ship_packages(
    tx: Transaction, order_id: UUID, package_ids: Sequence[UUID] | None, posting: Posting
) -> Document:
    """Post a shipment of closed packages of an order: these, or all that are closed.

    Raises:
        OrderNotKnown, OrderIsClosed: nothing is shipped for it.
        NotFound, PackageStatus: one is not the order's, or is not closed.
        NotPicked: none is closed.
        DeliveryHeld: the order's delivery was agreed otherwise.
    """
    order = await _order(tx, order_id)
    await documents.check_free(tx, "shipment", posting.id)
    found = await packages.of_order(tx, order_id, package_ids)
    if package_ids is None:
        found = [each for each in found if each.state is PackageState.CLOSED]
    elif missing := set(package_ids) - {each.id for each in found}:
        raise unknown("package of this order", min(missing))
    for package in found:
        check_state(package, PackageState.CLOSED)
    if not found:
        raise NotPicked(f"No package of {order.order_number} is closed.")
    content = [each for package in found for each in package.content]
    held = (await reservations.lines(tx, [order_id]))[order_id]
    check_leaving(order.order_number, order.delivery, held, _by_line(content), posting.occurred_at.date())
    locked = await stock.lock(tx, {StockKey(each.product_id, order.warehouse) for each in content})
    shipping = await locations.of_kind(tx, order.warehouse, LocationKind.SHIPPING)
    shipment, movements = await _shipment(tx, order, content, shipping, posting)
    await documents.add_shipment(tx, shipment)
    await packages.set_state(tx, [each.id for each in found], PackageState.SHIPPED, shipment_id=shipment.id)
    await picking.change_standing(tx, _sums(content, -1), _sums(content, -1))
    await reservations.ship_picked(tx, _by_line(content))
    lines = (await reservations.lines(tx, [order_id]))[order_id]
    if all(line.shipped == line.quantity for line in lines):
        await reservations.set_status(tx, [order_id], "closed")
    await post_movements(
        tx,
        movements,
        locked,
        currency=posting.currency,
        roles=posting.roles,
        unreserved=_by_key(order.warehouse, content),
        is_picking=True,
    )
    tx.publish(shipment_posted(shipment, found))
    return shipment


async def _shipment(
    tx: Transaction, order: Reservation, content: Sequence[Content], shipping: Location, posting: Posting
) -> tuple[Document, list[Movement]]:
    """One line and one movement for each lot of each order line."""
    number = await next_number(tx, "SH", posting.occurred_at.year)
    products = {each.order_line_id: each.product_id for each in content}
    movements = [
        Movement(
            id=new_id(),
            product_id=products[line_id],
            quantity=quantity,
            source=shipping,
            destination=CUSTOMERS,
            reason=Reason.SHIPMENT,
            document_id=posting.id,
            document_number=number,
            document_line_id=new_id(),
            occurred_at=posting.occurred_at,
            posted_by=posting.posted_by,
            order_id=order.order_id,
            order_line_id=line_id,
            lot=lot,
        )
        for (line_id, lot), quantity in _sums(content).items()
    ]
    shipment = Document(
        id=posting.id,
        number=number,
        order_id=order.order_id,
        partner_id=order.customer_id or order.order_id,
        warehouse=order.warehouse,
        occurred_at=posting.occurred_at,
        posted_by=posting.posted_by,
        lines=tuple(
            Line(each.document_line_id, each.order_line_id or each.id, each.product_id, each.quantity, each.id)
            for each in movements
        ),
    )
    return shipment, movements


async def put_back(tx: Transaction, order_id: UUID, goods: Sequence[LooseGoods], posting: Posting) -> None:
    """Goods that stand picked and unpacked lie in a place again. An order that was given up does not hold them then.

    Raises:
        OrderNotKnown, OrderIsClosed: nothing stands picked for it.
        NotPicked: so much does not stand picked and unpacked.
        LocationNotKnown: there is no such place.
    """
    order = await _order(tx, order_id, or_given_up=True)
    content = take_loose(await picking.standing(tx, order_id), _asked(goods))
    locked = await stock.lock(tx, {StockKey(each.product_id, order.warehouse) for each in content})
    places = await locations.by_code(tx, order.warehouse, [each.location for each in goods])
    shipping = await locations.of_kind(tx, order.warehouse, LocationKind.SHIPPING)
    movements = [
        Movement(
            id=new_id(),
            product_id=each.product_id,
            quantity=each.quantity,
            source=shipping,
            destination=places[asked.location],
            reason=Reason.TRANSFER,
            document_id=posting.id,
            document_number=f"put-back of {order.order_number}",
            document_line_id=each.order_line_id,
            occurred_at=posting.occurred_at,
            posted_by=posting.posted_by,
            lot=each.lot,
        )
        for each, asked in zip(content, goods, strict=True)
    ]
    await picking.change_standing(tx, _sums(content, -1), {})
    await post_movements(tx, movements, locked, currency=posting.currency, roles=posting.roles, is_picking=True)
    if order.status == "held":
        await reservations.pick(tx, {line_id: -quantity for line_id, quantity in _by_line(content).items()})
        return
    await reservations.put_back(tx, _by_line(content))
    if not any(line.picked for line in (await reservations.lines(tx, [order_id]))[order_id]):
        await reservations.set_status(tx, [order_id], "released")
    await free(tx, locked, _by_key(order.warehouse, content))


def _by_line(content: Iterable[Content]) -> dict[UUID, Decimal]:
    sums: dict[UUID, Decimal] = defaultdict(lambda: ZERO)
    for each in content:
        sums[each.order_line_id] += each.quantity
    return sums


def _by_key(warehouse: str, content: Iterable[Content]) -> dict[StockKey, Decimal]:
    sums: dict[StockKey, Decimal] = defaultdict(lambda: ZERO)
    for each in content:
        sums[StockKey(each.product_id, warehouse)] += each.quantity
    return sums


async def _order(tx: Transaction, order_id: UUID, *, or_given_up: bool = False) -> Reservation:
    """The locked hold of a customer's firm order, or of one that was given up with goods still standing picked."""
    held = await reservations.lock(tx, [order_id])
    if not held or held[0].customer_id is None or (held[0].status == "held" and not held[0].is_firm):
        raise OrderNotKnown(
            f"No confirmed sales order {order_id} is known here. One just confirmed is known in a moment.",
            field="sales_order_id",
        )
    order = held[0]
    if order.status != "held" and not (or_given_up and order.status == "returning"):
        done = "is shipped whole" if order.status == "closed" else "was given up: put back what was picked for it"
        raise OrderIsClosed(f"{order.order_number} {done}.", number=order.order_number)
    return order


async def _package(tx: Transaction, package_id: UUID) -> tuple[Reservation, Package]:
    """A package and its order, locked."""
    order_id = await packages.order_of(tx, package_id)
    (order,) = await reservations.lock(tx, [order_id])
    return order, (await packages.of_order(tx, order_id, [package_id]))[0]
