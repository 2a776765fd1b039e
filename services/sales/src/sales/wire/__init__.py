"""Sales' facts as protobuf."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from uuid import UUID, uuid5

from comptoir.catalog.v1.partner_pb2 import MonthEnd
from comptoir.catalog.v1.partner_pb2 import PaymentTerms as PaymentTermsMessage
from comptoir.sales.v1 import return_pb2 as returns_pb
from comptoir.sales.v1 import sales_order_pb2 as pb
from kit.events import OutgoingEvent
from kit.money import ZERO
from kit.wire import decimal_out, optional_decimal_in, optional_decimal_out, time_out

from sales.domain.delivered import DeliveredLine
from sales.domain.delivery import DeliveryPolicy
from sales.domain.order import SalesOrder, Terms
from sales.domain.payment_terms import PaymentTerms
from sales.domain.promise import Made, Promise, PromiseCause
from sales.domain.returns import Credit, ReturnAuthorisation
from sales.domain.revision import Difference, Revision
from sales.wire.charges import charge_message
from sales.wire.commissions import COMMISSIONS, commission_entered
from sales.wire.offers import OFFERS, offer_closed, offer_sent

__all__ = [
    "COMMISSIONS",
    "OFFERS",
    "ORDERS",
    "RETURNS",
    "cancelled",
    "closed",
    "commission_entered",
    "confirmed",
    "credit_requested",
    "held",
    "offer_closed",
    "offer_sent",
    "payment_terms",
    "promised",
    "released",
    "return_authorised",
    "return_closed",
    "revised",
]

ORDERS = "sales.orders.v1"
RETURNS = "sales.returns.v1"

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
        team=terms.team,
        channel=terms.channel,
        segment=terms.segment,
        currency=terms.currency,
        warehouse=terms.warehouse,
        ordered_on=terms.ordered_on.isoformat(),
        customer_reference=terms.customer_reference,
        payment_days=terms.payment_days,
        payment_terms=None if terms.payment_terms is None else _terms(terms.payment_terms),
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
                set_by_hand=line.is_by_hand,
                promised_on=_day(line.promise.on if line.promise else None),
                promise_reason=str(line.promise.reason) if line.promise else "",
                is_drop_shipped=line.is_drop_shipped,
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
        charges=[charge_message(charge) for charge in order.charges if charge.amount],
        exchange_rate=optional_decimal_out(terms.rate.rate if terms.rate else None),
        rate_on=_day(terms.rate.on if terms.rate else None),
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


_MONTH_END = {
    "none": MonthEnd.MONTH_END_NONE,
    "before-days": MonthEnd.MONTH_END_BEFORE_DAYS,
    "after-days": MonthEnd.MONTH_END_AFTER_DAYS,
}
_MONTH_END_TEXT = {value: text for text, value in _MONTH_END.items()}


def _terms(terms: PaymentTerms) -> PaymentTermsMessage:
    return PaymentTermsMessage(
        code=terms.code,
        net_days=terms.net_days,
        month_end=_MONTH_END[terms.month_end],
        discount_rate=optional_decimal_out(terms.discount_rate),
        discount_days=terms.discount_days,
    )


def payment_terms(message: PaymentTermsMessage) -> PaymentTerms:
    """The terms of a message that has some."""
    return PaymentTerms(
        code=message.code,
        net_days=message.net_days,
        month_end=_MONTH_END_TEXT.get(message.month_end, "none"),
        discount_rate=optional_decimal_in(message.discount_rate),
        discount_days=message.discount_days if message.HasField("discount_days") else None,
    )


def cancelled(order_id: UUID, reason: str, at: datetime) -> OutgoingEvent:
    message = pb.OrderCancelled(sales_order_id=str(order_id), reason=reason, occurred_at=time_out(at))
    return OutgoingEvent(ORDERS, str(order_id), message)


def closed(order_id: UUID, at: datetime) -> OutgoingEvent:
    """All of it was shipped."""
    return OutgoingEvent(ORDERS, str(order_id), pb.OrderClosed(sales_order_id=str(order_id), occurred_at=time_out(at)))


def closed_with_rest(order: SalesOrder, at: datetime, reason: str) -> OutgoingEvent:
    message = pb.OrderClosed(
        sales_order_id=str(order.id),
        occurred_at=time_out(at),
        reason=reason,
        lines=[
            pb.ClosedLine(sales_order_line_id=str(line.id), quantity_shipped=decimal_out(line.goods.shipped))
            for line in order.lines
            if line.goods.shipped
        ],
    )
    return OutgoingEvent(ORDERS, str(order.id), message)


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


def held(order: SalesOrder, cause: str, explanation: str, at: datetime) -> OutgoingEvent:
    message = pb.OrderHeld(
        sales_order_id=str(order.id),
        number=order.number,
        customer_id=str(order.terms.customer_id),
        cause=cause,
        explanation=explanation,
        occurred_at=time_out(at),
    )
    return OutgoingEvent(ORDERS, str(order.id), message)


def released(order_id: UUID, by: str, at: datetime) -> OutgoingEvent:
    message = pb.OrderReleased(sales_order_id=str(order_id), released_by=by, occurred_at=time_out(at))
    return OutgoingEvent(ORDERS, str(order_id), message)
