"""Accounting over gRPC."""

from uuid import UUID

from comptoir.accounting.v1 import credit_service_pb2 as pb
from comptoir.accounting.v1 import credit_service_pb2_grpc
from kit.auth import Principal
from kit.rpc import Peer, PeerRefused
from kit.wire import decimal_in, decimal_out, optional_decimal_in

from sales.domain.credit import CreditAnswer
from sales.domain.errors import CustomerNotKnown
from sales.domain.order import SalesOrder


class GrpcCredit:
    """`Credit` by accounting's `CreditService`."""

    def __init__(self, peer: Peer) -> None:
        self._peer = peer

    @property
    def _stub(self) -> credit_service_pb2_grpc.CreditServiceStub:
        return self._peer.stub(credit_service_pb2_grpc.CreditServiceStub)

    async def reserve(self, order: SalesOrder, *, hold_s: int, caller: Principal) -> CreditAnswer:
        return await self._ask(_request(order, hold_s), caller)

    async def extend(
        self, order: SalesOrder, *, revision_id: UUID, hold_s: int | None, caller: Principal
    ) -> CreditAnswer:
        request = _request(order, hold_s or 1)
        request.order_id = str(revision_id)
        request.revises_order_id = str(order.id)
        request.only_asks = hold_s is None
        return await self._ask(request, caller)

    async def _ask(self, request: pb.ReserveCreditRequest, caller: Principal) -> CreditAnswer:
        try:
            answer = await self._peer.call(self._stub.ReserveCredit, request, on_behalf_of=caller)
        except PeerRefused as refused:
            if refused.reason != "not-found":
                raise
            raise CustomerNotKnown(
                f"Accounting does not know the customer {request.bill_to_id}. One just created is known in a moment.",
                field="customer_id",
            ) from refused
        return CreditAnswer(
            amount=decimal_in(answer.amount),
            exposure=decimal_in(answer.exposure),
            overdue=decimal_in(answer.overdue),
            credit_limit=optional_decimal_in(answer.credit_limit),
            refusal=answer.refusal or None,
        )

    async def release(self, order_id: UUID, *, caller: Principal) -> None:
        await self._peer.call(
            self._stub.ReleaseCredit, pb.ReleaseCreditRequest(order_id=str(order_id)), on_behalf_of=caller
        )


def _request(order: SalesOrder, hold_s: int) -> pb.ReserveCreditRequest:
    return pb.ReserveCreditRequest(
        order_id=str(order.id),
        bill_to_id=str(order.terms.bill_to_id),
        hold_seconds=hold_s,
        lines=[pb.CreditLine(tax_class=line.tax_class, net_amount=decimal_out(line.net)) for line in order.lines],
        taxed_on=order.terms.ordered_on.isoformat(),
    )
