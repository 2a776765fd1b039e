"""Sales' facts as protobuf."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from comptoir.sales.v1 import sales_order_pb2 as pb
from kit.events import OutgoingEvent
from kit.wire import decimal_out, optional_decimal_out, time_out

from sales.domain.delivery import DeliveryPolicy
from sales.domain.order import SalesOrder
from sales.domain.promise import Made, Promise, PromiseCause
from sales.domain.revision import Difference, Revision

ORDERS = "sales.orders.v1"

_POLICIES = {
    DeliveryPolicy.PARTIAL: pb.DELIVERY_POLICY_PARTIAL,
    DeliveryPolicy.COMPLETE_LINE: pb.DELIVERY_POLICY_COMPLETE_LINE,
    DeliveryPolicy.COMPLETE_ORDER: pb.DELIVERY_POLICY_COMPLETE_ORDER,
    DeliveryPolicy.CONSOLIDATED: pb.DELIVERY_POLICY_CONSOLIDATED,
}


def confirmed(order: SalesOrder, at: datetime) -> OutgoingEvent:
    return OutgoingEvent(ORDERS, str(order.id), _whole(order, at))


def _whole(order: SalesOrder, at: datetime) -> pb.OrderConfirmed:
    """All of a firm order; lines of which nothing is wanted are no part of it."""
    terms = order.terms
    return pb.OrderConfirmed(
        sales_order_id=str(order.id),
        number=order.number,
        version=order.version,
        customer_id=str(terms.customer_id),
        bill_to_id=str(terms.bill_to_id),
        salesperson=terms.salesperson,
        channel=terms.channel,
        segment=terms.segment,
        currency=terms.currency,
        warehouse=terms.warehouse,
        ordered_on=terms.ordered_on.isoformat(),
        customer_reference=terms.customer_reference,
        payment_days=terms.payment_days,
        lines=[
            pb.SalesOrderLine(
                sales_order_line_id=str(line.id),
                product_id=str(line.product_id),
                quantity=decimal_out(line.quantity),
                unit_price=decimal_out(line.unit_price),
                tax_class=line.tax_class,
                description=line.description,
                list_price=optional_decimal_out(line.list_price),
                margin_rate=optional_decimal_out(line.decision.margin_rate),
                discount_rate=optional_decimal_out(line.decision.discount_rate),
                exception_id=line.decision.exception_id,
                promised_on=_day(line.promise.on if line.promise else None),
                promise_reason=str(line.promise.reason) if line.promise else "",
            )
            for line in order.lines
            if line.quantity
        ],
        occurred_at=time_out(at),
        deliver_to=terms.deliver_to,
        requested_on=_day(terms.requested_on),
        delivery_policy=_POLICIES[terms.delivery],
        consolidate_until=_day(terms.consolidate_until),
        priority=terms.priority,
    )


def revised(order: SalesOrder, revision: Revision, changes: Iterable[Difference], at: datetime) -> OutgoingEvent:
    message = pb.OrderRevised(
        order=_whole(order, at),
        sales_order_id=str(order.id),
        revision_id=str(revision.id),
        revision=order.revision,
        reason=revision.reason,
        differences=[
            pb.OrderDifference(
                sales_order_line_id=str(each.line_id or ""),
                field=each.field,
                before=each.before or "",
                after=each.after or "",
            )
            for each in changes
        ],
        revised_by=revision.written_by,
        occurred_at=time_out(at),
    )
    return OutgoingEvent(ORDERS, str(order.id), message)


def promised(
    number: str,
    customer_id: UUID,
    made: Sequence[Made],
    before: Mapping[UUID, Promise | None],
    cause: PromiseCause,
    at: datetime,
) -> OutgoingEvent:
    """Promises of lines of one order."""
    order_id = str(made[0].sales_order_id)
    message = pb.OrderPromised(
        sales_order_id=order_id,
        number=number,
        customer_id=str(customer_id),
        lines=[
            pb.LinePromise(
                sales_order_line_id=str(each.sales_order_line_id),
                promised_on=_day(each.promise.on),
                reason=str(each.promise.reason),
                document_number=each.promise.document_number,
                promised_before=_day(was.on if (was := before.get(each.sales_order_line_id)) else None),
            )
            for each in made
        ],
        cause=str(cause),
        occurred_at=time_out(at),
    )
    return OutgoingEvent(ORDERS, order_id, message)


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def cancelled(order_id: UUID, reason: str, at: datetime) -> OutgoingEvent:
    message = pb.OrderCancelled(sales_order_id=str(order_id), reason=reason, occurred_at=time_out(at))
    return OutgoingEvent(ORDERS, str(order_id), message)


def closed(order_id: UUID, at: datetime, reason: str = "") -> OutgoingEvent:
    message = pb.OrderClosed(sales_order_id=str(order_id), occurred_at=time_out(at), reason=reason)
    return OutgoingEvent(ORDERS, str(order_id), message)
