"""Accounting over gRPC."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from uuid import UUID

from comptoir.accounting.v1 import credit_service_pb2 as pb
from comptoir.accounting.v1 import credit_service_pb2_grpc
from kit.auth import Principal
from kit.rpc import Peer, PeerRefused
from kit.wire import decimal_in, decimal_out, optional_decimal_in

from sales.domain.credit import CreditAnswer, CreditRelease, OverdueDocument
from sales.domain.errors import CustomerNotKnown
from sales.domain.order import SalesOrder

_PARTS = ("to_ship", "to_invoice", "being_confirmed", "invoiced", "unmatched")


class GrpcCredit:
    """`Credit` by its `CreditService`."""

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
        request.ClearField("release")  # it was for the order as it is
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
            passing_amount=optional_decimal_in(answer.passing_amount),
            payment_needed=decimal_in(answer.payment_needed),
            parts=_parts(answer.state) if answer.refusal else {},
            oldest=_oldest(answer.state),
        )

    async def release(self, order_id: UUID, *, caller: Principal) -> None:
        await self._peer.call(
            self._stub.ReleaseCredit, pb.ReleaseCreditRequest(order_id=str(order_id)), on_behalf_of=caller
        )

    async def check(
        self, orders: Mapping[UUID, CreditRelease | None], *, caller: Principal | None
    ) -> dict[UUID, CreditAnswer]:
        request = pb.CheckCreditRequest(
            orders=[pb.CheckedOrder(order_id=str(id_), release=_release(release)) for id_, release in orders.items()]
        )
        answer = await self._peer.call(self._stub.CheckCredit, request, on_behalf_of=caller)
        return {UUID(each.order_id): _checked(each) for each in answer.orders}


def _request(order: SalesOrder, hold_s: int) -> pb.ReserveCreditRequest:
    parts = [(line.tax_class, line.net) for line in order.lines]
    parts += [(charge.tax_class, charge.amount) for charge in order.charges if charge.amount]
    in_company = order.terms.in_company
    return pb.ReserveCreditRequest(
        order_id=str(order.id),
        bill_to_id=str(order.terms.bill_to_id),
        hold_seconds=hold_s,
        lines=[pb.CreditLine(tax_class=tax_class, net_amount=decimal_out(in_company(net))) for tax_class, net in parts],
        taxed_on=order.terms.ordered_on.isoformat(),
        release=_release(order.release),
    )


def _checked(order: pb.OrderCredit) -> CreditAnswer:
    amount = decimal_in(order.amount)
    return CreditAnswer(
        amount=amount,
        exposure=decimal_in(order.exposure) - amount,
        overdue=decimal_in(order.state.overdue),
        credit_limit=optional_decimal_in(order.state.limit),
        refusal=order.refusal or None,
        payment_needed=decimal_in(order.payment_needed),
        parts=_parts(order.state) if order.refusal else {},
        oldest=_oldest(order.state),
    )


def _release(release: CreditRelease | None) -> pb.CreditRelease | None:
    if release is None:
        return None
    return pb.CreditRelease(
        exposure=decimal_out(release.exposure),
        overdue=decimal_out(release.overdue),
        despite_hold=release.despite_hold,
    )


def _parts(state: pb.CreditState) -> dict[str, Decimal]:
    return {name: decimal_in(getattr(state, name)) for name in _PARTS}


def _oldest(state: pb.CreditState) -> OverdueDocument | None:
    if not state.oldest_number:
        return None
    return OverdueDocument(state.oldest_number, date.fromisoformat(state.oldest_due_on))
