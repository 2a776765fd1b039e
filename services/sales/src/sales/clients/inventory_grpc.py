"""Inventory over gRPC."""

from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal
from uuid import UUID

import orjson
from comptoir.inventory.v1 import inventory_service_pb2 as pb
from comptoir.inventory.v1 import inventory_service_pb2_grpc
from kit.auth import Principal
from kit.rpc import Peer, PeerRefused
from kit.wire import date_in, decimal_in, decimal_out

from sales.clients.peers import Availability
from sales.clients.refusals import in_our_words
from sales.domain.errors import InsufficientStock
from sales.domain.order import SalesOrder, Shortage
from sales.domain.promise import Promise, expected

_POLICIES = {
    Shortage.REFUSE: pb.SHORTAGE_POLICY_REFUSE,
    Shortage.BACKORDER: pb.SHORTAGE_POLICY_BACKORDER,
}


class GrpcStock:
    """`Stock` by inventory's `InventoryService`."""

    def __init__(self, peer: Peer) -> None:
        self._peer = peer

    @property
    def _stub(self) -> inventory_service_pb2_grpc.InventoryServiceStub:
        return self._peer.stub(inventory_service_pb2_grpc.InventoryServiceStub)

    async def availability(
        self, product_ids: Sequence[UUID], *, warehouse: str, caller: Principal, with_next_day: bool = False
    ) -> list[Availability]:
        request = pb.CheckAvailabilityRequest(
            warehouse=warehouse, product_ids=[str(id_) for id_ in product_ids], with_next_day=with_next_day
        )
        answer = await self._peer.call(self._stub.CheckAvailability, request, on_behalf_of=caller)
        return [
            Availability(
                decimal_in(row.available), decimal_in(row.incoming), date_in(row.next_on) if row.next_on else None
            )
            for row in answer.availabilities
        ]

    async def reserve(
        self, order: SalesOrder, *, hold_s: int, caller: Principal
    ) -> Mapping[UUID, tuple[Decimal, Decimal]]:
        request = pb.ReserveStockRequest(
            order_id=str(order.id),
            order_number=order.number,
            customer_id=str(order.terms.customer_id),
            warehouse=order.terms.warehouse,
            lines=[
                pb.ReserveLine(
                    order_line_id=str(line.id),
                    product_id=str(line.product_id),
                    quantity=decimal_out(line.quantity),
                    is_drop_shipped=line.is_drop_shipped,
                )
                for line in order.lines
            ],
            shortage_policy=_POLICIES[order.terms.shortage],
            hold_seconds=hold_s,
            priority=order.terms.priority,
            needed_on=order.terms.requested_on.isoformat() if order.terms.requested_on else "",
        )
        try:
            with in_our_words():
                answer = await self._peer.call(self._stub.ReserveStock, request, on_behalf_of=caller)
        except PeerRefused as refused:
            if refused.reason != "insufficient-stock":
                raise
            raise _short(order, refused) from refused
        return {
            UUID(line.order_line_id): (decimal_in(line.reserved), decimal_in(line.backordered)) for line in answer.lines
        }

    async def promises(self, order_ids: Collection[UUID], *, caller: Principal) -> Mapping[UUID, Promise]:
        request = pb.PromiseOrdersRequest(order_ids=[str(id_) for id_ in order_ids])
        answer = await self._peer.call(self._stub.PromiseOrders, request, on_behalf_of=caller)
        return {
            UUID(line.order_line_id): expected(
                date_in(line.promised_on) if line.promised_on else None,
                line.document_number,
                is_overdue=line.is_overdue,
            )
            for line in answer.lines
        }

    async def picked(self, order_id: UUID, *, caller: Principal) -> Mapping[UUID, Decimal]:
        request = pb.ReadReservationRequest(order_id=str(order_id))
        answer = await self._peer.call(self._stub.ReadReservation, request, on_behalf_of=caller)
        return {UUID(line.order_line_id): decimal_in(line.picked) for line in answer.lines}

    async def release(self, order_id: UUID, *, caller: Principal) -> None:
        request = pb.ReleaseReservationRequest(order_id=str(order_id))
        await self._peer.call(self._stub.ReleaseReservation, request, on_behalf_of=caller)


def _short(order: SalesOrder, refused: PeerRefused) -> InsufficientStock:
    """Inventory's refusal, with the lines as the client numbers them."""
    by_id = {str(line.id): (i, line) for i, line in enumerate(order.lines)}
    lines = []
    for short in orjson.loads(refused.peer_values["lines"]):
        i, line = by_id[short["order_line_id"]]
        lines.append({"field": f"lines.{i}.quantity", "sku": line.sku, **short})
    first = lines[0]
    return InsufficientStock(
        f"Of {first['sku']} {first['available']} can be promised, not {first['asked']}"
        + (f", and {len(lines) - 1} more lines are short" if len(lines) > 1 else "")
        + ": order less, or accept a backorder.",
        field=first["field"],
        lines=lines,
    )
