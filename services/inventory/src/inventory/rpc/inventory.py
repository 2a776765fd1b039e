"""`InventoryService`: translate, call, translate."""

from datetime import date, timedelta
from uuid import UUID

import grpc
from comptoir.inventory.v1 import inventory_service_pb2 as pb
from comptoir.inventory.v1 import inventory_service_pb2_grpc as rpc
from kit.db import Database, ReadTransaction
from kit.errors import Invalid
from kit.money import ONE
from kit.wire import date_in, decimal_in, decimal_out

from inventory.commands.release_reservations import release_tentative
from inventory.commands.reserve_stock import ReserveStock, reserve_stock
from inventory.config import HOLD_AHEAD_DAYS
from inventory.domain.movement import StockKey
from inventory.domain.promise import promise
from inventory.domain.reservation import AskedLine, ShortagePolicy
from inventory.queries.availability import availability
from inventory.queries.promises import order_promises, promises
from inventory.storage import reservations
from kit import clock

_POLICIES = {
    pb.SHORTAGE_POLICY_REFUSE: ShortagePolicy.REFUSE,
    pb.SHORTAGE_POLICY_BACKORDER: ShortagePolicy.BACKORDER,
}


class InventoryServicer(rpc.InventoryServiceServicer):
    """What other services ask of stock."""

    def __init__(self, database: Database, *, hold_ahead_days: int = HOLD_AHEAD_DAYS) -> None:
        self._database = database
        self._hold_ahead_days = hold_ahead_days

    async def CheckAvailability(
        self, request: pb.CheckAvailabilityRequest, context: object
    ) -> pb.CheckAvailabilityResponse:
        ids = [UUID(id_) for id_ in request.product_ids]
        async with self._database.read() as tx:
            found = await availability(tx, ids, request.warehouse or None)
            next_on = await self._next_days(tx, ids, request)
        return pb.CheckAvailabilityResponse(
            availabilities=[
                pb.Availability(
                    product_id=str(id_),
                    on_hand=decimal_out(row.on_hand),
                    reserved=decimal_out(row.reserved),
                    available=decimal_out(row.available),
                    incoming=decimal_out(row.incoming),
                    next_on=day.isoformat() if (day := next_on.get(id_)) else "",
                )
                for id_, row in zip(ids, found, strict=True)
            ]
        )

    async def _next_days(
        self, tx: ReadTransaction, ids: list[UUID], request: pb.CheckAvailabilityRequest
    ) -> dict[UUID, date | None]:
        if not request.with_next_day:
            return {}
        if not request.warehouse:
            raise Invalid("The next day of a product is asked of one warehouse: name it.", field="warehouse")
        today = clock.now().date()
        found = await promises(tx, today, {StockKey(id_, request.warehouse) for id_ in ids})
        return {key.product_id: promise(ONE, today, steps, expected).on for key, (steps, expected) in found.items()}

    async def ReserveStock(self, request: pb.ReserveStockRequest, context: object) -> pb.ReserveStockResponse:
        command = ReserveStock(
            order_id=UUID(request.order_id),
            order_number=request.order_number,
            customer_id=UUID(request.customer_id),
            warehouse=request.warehouse,
            lines=tuple(_line(i, line) for i, line in enumerate(request.lines)),
            policy=_POLICIES[request.shortage_policy],
            expires_at=clock.now() + timedelta(seconds=request.hold_seconds),
            priority=request.priority,
            needed_on=date_in(request.needed_on) if request.needed_on else None,
            hold_ahead_days=self._hold_ahead_days,
        )
        async with self._database.transaction() as tx:
            held = await reserve_stock(tx, command)
        return pb.ReserveStockResponse(
            lines=[
                pb.ReservedQuantity(
                    order_line_id=str(line.order_line_id),
                    reserved=decimal_out(line.reserved),
                    backordered=decimal_out(line.backordered),
                    held_from=line.held_from.isoformat() if line.held_from else "",
                )
                for line in held
            ]
        )

    async def PromiseOrders(self, request: pb.PromiseOrdersRequest, context: object) -> pb.PromiseOrdersResponse:
        async with self._database.read() as tx:
            found = await order_promises(tx, [UUID(id_) for id_ in request.order_ids], clock.now().date())
        return pb.PromiseOrdersResponse(
            lines=[
                pb.PromisedLine(
                    order_line_id=str(id_),
                    promised_on=promise.on.isoformat() if promise.on else "",
                    document_number=promise.document_number,
                    is_overdue=promise.is_overdue,
                )
                for id_, promise in found.items()
            ]
        )

    async def ReadReservation(self, request: pb.ReadReservationRequest, context: object) -> pb.ReadReservationResponse:
        order_id = UUID(request.order_id)
        async with self._database.read() as tx:
            lines = (await reservations.lines(tx, [order_id])).get(order_id, [])
        return pb.ReadReservationResponse(
            lines=[
                pb.HeldQuantity(
                    order_line_id=str(line.order_line_id),
                    quantity=decimal_out(line.quantity),
                    reserved=decimal_out(line.reserved),
                    picked=decimal_out(line.picked),
                    shipped=decimal_out(line.shipped),
                )
                for line in lines
            ]
        )

    async def ReleaseReservation(
        self, request: pb.ReleaseReservationRequest, context: object
    ) -> pb.ReleaseReservationResponse:
        async with self._database.transaction() as tx:
            await release_tentative(tx, UUID(request.order_id))
        return pb.ReleaseReservationResponse()


def _line(index: int, line: pb.ReserveLine) -> AskedLine:
    quantity = decimal_in(line.quantity)
    if quantity <= 0:
        raise Invalid("A quantity to reserve is above zero.", field=f"lines.{index}.quantity")
    return AskedLine(UUID(line.order_line_id), UUID(line.product_id), quantity, line.is_drop_shipped)


def add_servicers(server: grpc.aio.Server, database: Database, hold_ahead_days: int) -> list[str]:
    servicer = InventoryServicer(database, hold_ahead_days=hold_ahead_days)
    rpc.add_InventoryServiceServicer_to_server(servicer, server)
    return [pb.DESCRIPTOR.services_by_name["InventoryService"].full_name]
