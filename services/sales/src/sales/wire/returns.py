"""Returns, and credit notes asked for, as protobuf."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID, uuid5

from comptoir.sales.v1 import return_pb2 as returns_pb
from kit.events import OutgoingEvent
from kit.money import ZERO
from kit.wire import decimal_out, optional_decimal_out, time_out

from sales.domain.delivered import DeliveredLine
from sales.domain.order import Terms
from sales.domain.returns import Credit, ReturnAuthorisation

RETURNS = "sales.returns.v1"


def return_authorised(asked: ReturnAuthorisation, by: str, at: datetime) -> OutgoingEvent:
    message = returns_pb.ReturnAuthorised(
        return_id=str(asked.id),
        number=asked.number,
        sales_order_id=str(asked.order_id),
        customer_id=str(asked.customer_id),
        wants=str(asked.wants),
        lines=[
            returns_pb.AuthorisedLine(
                shipment_line_id=str(line.shipment_line_id),
                sales_order_line_id=str(line.order_line_id),
                product_id=str(line.product_id),
                quantity=decimal_out(line.quantity),
                unit_price=decimal_out(line.unit_price),
                unit_cost=optional_decimal_out(line.unit_cost),
                restocking_rate=decimal_out(line.restocking_rate),
                reason=str(line.reason),
            )
            for line in asked.lines
        ],
        authorised_by=by,
        occurred_at=time_out(at),
    )
    return OutgoingEvent(RETURNS, str(asked.order_id), message)


def return_closed(asked: ReturnAuthorisation, reason: str, at: datetime) -> OutgoingEvent:
    message = returns_pb.ReturnClosed(
        return_id=str(asked.id),
        number=asked.number,
        sales_order_id=str(asked.order_id),
        reason=reason,
        occurred_at=time_out(at),
    )
    return OutgoingEvent(RETURNS, str(asked.order_id), message)


def credit_requested(
    order_id: UUID,
    terms: Terms,
    *,
    source: str,
    source_id: UUID,
    source_number: str,
    cause_id: UUID,
    due: Sequence[Credit],
    delivered: Mapping[UUID, DeliveredLine],
    at: datetime,
) -> OutgoingEvent:
    """`cause_id`: the receipt of goods, or the dispute: the same cause always asks under the same id."""
    lines = [(credit, delivered[credit.shipment_line_id]) for credit in due]
    message = returns_pb.CreditNoteRequested(
        credit_request_id=str(uuid5(source_id, str(cause_id))),
        sales_order_id=str(order_id),
        customer_id=str(terms.customer_id),
        bill_to_id=str(terms.bill_to_id),
        currency=terms.currency,
        source=source,
        source_id=str(source_id),
        source_number=source_number,
        lines=[
            returns_pb.CreditLine(
                shipment_line_id=str(line.shipment_line_id),
                sales_order_line_id=str(line.order_line_id),
                product_id=str(line.product_id),
                invoice_id=str(line.invoice_id or ""),
                invoice_line_id=str(line.invoice_line_id or ""),
                tax_class=line.tax_class,
                quantity=decimal_out(credit.quantity),
                price_amount=decimal_out(credit.price_amount),
                restocking_fee=decimal_out(credit.restocking_fee),
                net_amount=decimal_out(credit.net),
                reason=credit.reason,
            )
            for credit, line in lines
        ],
        net_amount=decimal_out(sum((credit.net for credit in due), ZERO)),
        occurred_at=time_out(at),
    )
    return OutgoingEvent(RETURNS, str(order_id), message)
