"""The base of commissions as protobuf."""

from datetime import datetime

from comptoir.sales.v1 import commission_pb2
from kit.events import OutgoingEvent
from kit.wire import decimal_out, optional_decimal_out, time_out

from sales.domain.commission import Cause, Entry

COMMISSIONS = "sales.commissions.v1"

_CAUSES = {
    Cause.COLLECTED: commission_pb2.COMMISSION_CAUSE_COLLECTED,
    Cause.COSTED: commission_pb2.COMMISSION_CAUSE_COSTED,
    Cause.CREDITED: commission_pb2.COMMISSION_CAUSE_CREDITED,
}


def commission_entered(entry: Entry, at: datetime) -> OutgoingEvent:
    invoice = entry.invoice
    message = commission_pb2.CommissionBaseEntered(
        entry_id=str(entry.id),
        invoice_id=str(invoice.invoice_id),
        invoice_number=invoice.number,
        sales_order_id=str(invoice.sales_order_id),
        customer_id=str(invoice.customer_id),
        salesperson=invoice.salesperson,
        team=invoice.team,
        channel=invoice.channel,
        segment=invoice.segment,
        currency=invoice.currency,
        amount=decimal_out(entry.amount),
        margin_amount=optional_decimal_out(invoice.margin),
        net_amount=decimal_out(invoice.net),
        gross_amount=decimal_out(invoice.gross),
        collected_amount=decimal_out(invoice.collected),
        credited_net_amount=decimal_out(invoice.credited_net),
        credited_gross_amount=decimal_out(invoice.credited_gross),
        cause=_CAUSES[entry.cause],
        earned_on=entry.earned_on.isoformat(),
        occurred_at=time_out(at),
    )
    return OutgoingEvent(COMMISSIONS, str(invoice.invoice_id), message)
