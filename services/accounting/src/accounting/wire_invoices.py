"""Between protobuf and what customers are billed and credited."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time
from uuid import UUID

from comptoir.accounting.v1 import credit_note_pb2 as pb
from comptoir.accounting.v1.down_payment_pb2 import DownPaymentCredited, DownPaymentInvoiced
from comptoir.accounting.v1.invoice_pb2 import InvoiceCharge as InvoiceChargeMessage
from comptoir.accounting.v1.invoice_pb2 import InvoiceIssued
from comptoir.accounting.v1.invoice_pb2 import InvoiceLine as InvoiceLineMessage
from comptoir.catalog.v1.partner_pb2 import PartnerChanged
from comptoir.sales.v1.return_pb2 import CreditNoteRequested
from kit.events import OutgoingEvent
from kit.ids import parse_id
from kit.money import ZERO
from kit.wire import decimal_in, decimal_out, optional_decimal_out, time_in, time_out

from accounting.domain.invoice import Invoice, InvoiceCharge, InvoiceLine, InvoicePart, Order
from accounting.domain.invoicing.credit_note import (
    AskedCredit,
    CreditedLine,
    CreditNote,
    CreditPart,
    CreditRequest,
    CreditSource,
)
from accounting.domain.invoicing.down_payment import CreditedAdvance, DownPayment
from accounting.domain.matching import Settled
from accounting.wire import INVOICES, PAYMENTS


def invoice_issued(invoice: Invoice, part: InvoicePart) -> OutgoingEvent:
    """What of an invoice is about one of its orders."""
    order = part.order
    shipments = {line.shipment_id for line in part.lines}
    message = InvoiceIssued(
        invoice_id=str(invoice.id),
        number=invoice.number,
        sales_order_id=str(order.id),
        sales_order_number=order.number,
        shipment_id=str(shipments.pop()) if len(shipments) == 1 else "",
        customer_id=str(order.customer_id),
        bill_to_id=str(order.bill_to_id),
        salesperson=order.salesperson,
        channel=order.channel,
        segment=order.segment,
        currency=order.currency,
        issued_on=invoice.issued_on.isoformat(),
        due_on=invoice.due_on.isoformat(),
        net_amount=decimal_out(part.totals.net),
        tax_amount=decimal_out(part.totals.tax),
        gross_amount=decimal_out(part.totals.gross),
        invoice_gross_amount=decimal_out(invoice.totals.gross),
        exchange_rate=decimal_out(invoice.rate.rate),
        rate_on=invoice.rate.on.isoformat(),
        company_tax_amount=decimal_out(part.value.tax),
        prepaid_amount=decimal_out(part.prepaid) if part.prepaid else None,
        lines=[_invoice_line(line) for line in part.lines],
        charges=[_invoice_charge(charge) for charge in part.charges],
        occurred_at=time_out(datetime.combine(invoice.document_on, time(12), UTC)),
        payment_terms_code=order.payment_terms.code,
    )
    if invoice.discount is not None:
        message.discount_rate.CopyFrom(decimal_out(invoice.discount.rate))
        message.discount_until = invoice.discount.until.isoformat()
        message.discount_amount.CopyFrom(decimal_out(invoice.discount.amount))
    return OutgoingEvent(INVOICES, str(order.id), message)


def down_payment_invoiced(paid: DownPayment) -> OutgoingEvent:
    order = paid.order
    message = DownPaymentInvoiced(
        down_payment_id=str(paid.id),
        number=paid.number,
        sales_order_id=str(order.id),
        sales_order_number=order.number,
        customer_id=str(order.customer_id),
        bill_to_id=str(order.bill_to_id),
        currency=order.currency,
        issued_on=paid.issued_on.isoformat(),
        due_on=paid.due_on.isoformat(),
        net_amount=decimal_out(paid.totals.net),
        tax_amount=decimal_out(paid.totals.tax),
        gross_amount=decimal_out(paid.totals.gross),
        exchange_rate=decimal_out(paid.rate.rate),
        rate_on=paid.rate.on.isoformat(),
        occurred_at=time_out(datetime.combine(paid.issued_on, time(12), UTC)),
    )
    return OutgoingEvent(INVOICES, str(order.id), message)


def down_payment_credited(note: CreditedAdvance, at: datetime) -> OutgoingEvent:
    paid, taken = note.of, note.taken
    message = DownPaymentCredited(
        credit_note_id=str(note.id),
        number=note.number,
        down_payment_id=str(paid.id),
        down_payment_number=paid.number,
        sales_order_id=str(paid.sales_order_id),
        sales_order_number=paid.sales_order_number,
        customer_id=str(paid.customer_id),
        bill_to_id=str(paid.bill_to_id),
        currency=paid.rate.currency,
        credited_on=note.credited_on.isoformat(),
        net_amount=decimal_out(taken.net),
        tax_amount=decimal_out(taken.tax),
        gross_amount=decimal_out(taken.gross),
        occurred_at=time_out(at),
    )
    return OutgoingEvent(INVOICES, str(paid.sales_order_id), message)


def _invoice_line(line: InvoiceLine) -> InvoiceLineMessage:
    return InvoiceLineMessage(
        invoice_line_id=str(line.id),
        sales_order_line_id=str(line.sales_order_line_id),
        shipment_line_id=str(line.shipment_line_id),
        movement_id=str(line.movement_id),
        product_id=str(line.product_id),
        quantity=decimal_out(line.quantity),
        unit_price=decimal_out(line.unit_price),
        net_amount=decimal_out(line.net_amount),
        tax_class=line.tax_class,
        tax_rate=decimal_out(line.tax_rate),
        list_price=optional_decimal_out(line.list_price),
        vat_category=str(line.vat.category),
        vat_reason_code=line.vat.reason_code,
        company_amount=decimal_out(line.value),
    )


def _invoice_charge(charge: InvoiceCharge) -> InvoiceChargeMessage:
    return InvoiceChargeMessage(
        invoice_charge_id=str(charge.id),
        sales_order_charge_id=str(charge.sales_order_charge_id),
        rule=charge.rule,
        label=charge.label,
        net_amount=decimal_out(charge.net_amount),
        tax_class=charge.tax_class,
        tax_rate=decimal_out(charge.tax_rate),
        vat_category=str(charge.vat.category),
        vat_reason_code=charge.vat.reason_code,
        company_amount=decimal_out(charge.value),
    )


def tax_place(message: PartnerChanged) -> tuple[str, str]:
    """Country and postal code of where a partner takes goods in; empty when it says nothing of it."""
    kinds = ("delivery", "both", "billing")
    places = sorted((each for each in message.addresses if each.kind in kinds), key=lambda each: kinds.index(each.kind))
    return (places[0].country, places[0].postal_code) if places else ("", "")


def credit_request(message: CreditNoteRequested) -> CreditRequest:
    """The request behind a message.

    Raises:
        Invalid: an id is none.
    """
    reasons = sorted({line.reason for line in message.lines})
    return CreditRequest(
        id=parse_id(message.credit_request_id),
        sales_order_id=parse_id(message.sales_order_id),
        invoice_id=None,
        customer_id=parse_id(message.customer_id),
        bill_to_id=parse_id(message.bill_to_id or message.customer_id),
        currency=message.currency,
        source=CreditSource(message.source),
        source_id=parse_id(message.source_id),
        source_number=message.source_number,
        reason=", ".join(reasons),
        credited_on=time_in(message.occurred_at).date(),
        lines=tuple(
            AskedCredit(
                line_id=parse_id(line.shipment_line_id),
                quantity=decimal_in(line.quantity),
                net_amount=decimal_in(line.net_amount),
                restocking_fee=decimal_in(line.restocking_fee),
                reason=line.reason,
            )
            for line in message.lines
        ),
        requested_by="sales",
    )


def credit_notes_issued(note: CreditNote, orders: Mapping[UUID, Order], at: datetime) -> list[OutgoingEvent]:
    """One event for each order that it is about, with that order's part of the amounts."""
    by_order: dict[UUID, list[CreditPart]] = {}
    for part in note.parts():
        by_order.setdefault(part.sales_order_id, []).append(part)
    return [_credit_note_issued(note, orders[order_id], parts, at) for order_id, parts in by_order.items()]


def _credit_note_issued(note: CreditNote, order: Order, parts: Sequence[CreditPart], at: datetime) -> OutgoingEvent:
    request = note.request
    message = pb.CreditNoteIssued(
        credit_note_id=str(note.id),
        number=note.number,
        sales_order_id=str(order.id),
        sales_order_number=order.number,
        credit_request_id=str(request.id),
        source=str(request.source),
        source_id=str(request.source_id or ""),
        customer_id=str(order.customer_id),
        bill_to_id=str(request.bill_to_id),
        salesperson=order.salesperson,
        channel=order.channel,
        segment=order.segment,
        currency=request.currency,
        credited_on=note.credited_on.isoformat(),
        net_amount=decimal_out(sum((part.totals.net for part in parts), ZERO)),
        tax_amount=decimal_out(sum((part.totals.tax for part in parts), ZERO)),
        company_tax_amount=decimal_out(sum((part.rate.to_company(part.totals.tax) for part in parts), ZERO)),
        gross_amount=decimal_out(sum((part.totals.gross for part in parts), ZERO)),
        lines=[_credited_line(line) for part in parts for line in part.lines],
        invoices=[
            pb.CreditedInvoice(
                invoice_id=str(part.invoice_id),
                number=part.invoice_number,
                net_amount=decimal_out(part.totals.net),
                gross_amount=decimal_out(part.totals.gross),
            )
            for part in parts
        ],
        occurred_at=time_out(at),
    )
    return OutgoingEvent(INVOICES, str(order.id), message)


def _credited_line(line: CreditedLine) -> pb.CreditedLine:
    billed = line.billed
    return pb.CreditedLine(
        credit_note_line_id=str(line.id),
        invoice_id=str(billed.invoice_id),
        invoice_line_id=str(billed.invoice_line_id),
        sales_order_line_id=str(billed.sales_order_line_id),
        shipment_line_id=str(billed.shipment_line_id),
        movement_id=str(billed.movement_id),
        product_id=str(billed.product_id),
        quantity=decimal_out(line.quantity),
        net_amount=decimal_out(line.net_amount),
        restocking_fee=decimal_out(line.restocking_fee),
        tax_class=billed.tax_class,
        tax_rate=decimal_out(billed.tax_rate),
        reason=line.reason,
        company_amount=decimal_out(line.value),
    )


def credit_used(
    note_id: UUID, number: str, partner_id: UUID, currency: str, used_on: date, settled: Sequence[Settled], at: datetime
) -> OutgoingEvent:
    message = pb.CreditUsed(
        credit_note_id=str(note_id),
        number=number,
        partner_id=str(partner_id),
        currency=currency,
        used_on=used_on.isoformat(),
        matches=[pb.CreditMatch(invoice_id=str(each.document_id), amount=decimal_out(each.amount)) for each in settled],
        occurred_at=time_out(at),
    )
    return OutgoingEvent(PAYMENTS, str(partner_id), message)
