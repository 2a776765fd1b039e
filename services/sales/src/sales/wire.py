"""Sales' facts as protobuf."""

from datetime import datetime
from uuid import UUID

from comptoir.sales.v1 import sales_order_pb2 as pb
from kit.events import OutgoingEvent
from kit.wire import decimal_out, optional_decimal_out, time_out

from sales.domain.order import SalesOrder

ORDERS = "sales.orders.v1"


def confirmed(order: SalesOrder, at: datetime) -> OutgoingEvent:
    terms = order.terms
    message = pb.OrderConfirmed(
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
            )
            for line in order.lines
        ],
        occurred_at=time_out(at),
    )
    return OutgoingEvent(ORDERS, str(order.id), message)


def cancelled(order_id: UUID, reason: str, at: datetime) -> OutgoingEvent:
    message = pb.OrderCancelled(sales_order_id=str(order_id), reason=reason, occurred_at=time_out(at))
    return OutgoingEvent(ORDERS, str(order_id), message)


def closed(order_id: UUID, at: datetime) -> OutgoingEvent:
    message = pb.OrderClosed(sales_order_id=str(order_id), occurred_at=time_out(at))
    return OutgoingEvent(ORDERS, str(order_id), message)
