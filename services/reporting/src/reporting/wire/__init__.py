"""Between protobuf and reporting's own types."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID, uuid5

from comptoir.accounting.v1.credit_note_pb2 import CreditNoteIssued
from comptoir.accounting.v1.invoice_pb2 import InvoiceCharge, InvoiceIssued, InvoiceLine
from comptoir.accounting.v1.valuation_pb2 import MovementValued, StockRevalued
from comptoir.reporting.v1.alert_pb2 import LowMarginSold
from google.protobuf.message import Message
from kit.events import OutgoingEvent, ReceivedEvent
from kit.money import ZERO, round_half_up
from kit.wire import date_in, decimal_in, decimal_out, time_in, time_out

from reporting.domain.line import CostEntry, CostKind, InvoicedLine, LineKind, LowMarginLine, ReturnedCost
from reporting.domain.margin import Margin

ALERTS = "reporting.alerts.v1"


def invoiced_lines(event: ReceivedEvent[InvoiceIssued]) -> list[InvoicedLine]:
    """The lines and charges of an invoice; the tax of the whole stands on the first line."""
    invoice = event.message
    charges = [_charge(event, charge) for charge in invoice.charges]
    return charges + [
        InvoicedLine(
            invoice_line_id=UUID(line.invoice_line_id),
            kind=LineKind.SALE,
            invoice_id=UUID(invoice.invoice_id),
            invoice_number=invoice.number,
            issued_on=date_in(invoice.issued_on),
            sales_order_id=UUID(invoice.sales_order_id),
            movement_id=UUID(line.movement_id),
            product_id=UUID(line.product_id),
            customer_id=UUID(invoice.customer_id),
            segment=invoice.segment,
            salesperson=invoice.salesperson,
            channel=invoice.channel,
            quantity=decimal_in(line.quantity),
            revenue=_company(line, "company_amount", "net_amount"),
            tax=_company(invoice, "company_tax_amount", "tax_amount") if position == 0 else ZERO,
            published_at=event.published_at,
            discount=_discount(line),
            order_line_id=UUID(line.sales_order_line_id) if line.sales_order_line_id else None,
        )
        for position, line in enumerate(invoice.lines)
    ]


def _discount(line: InvoiceLine) -> Decimal:
    """How much less than at its list price a line brings, in company currency; zero where it had none."""
    net = decimal_in(line.net_amount)
    if not line.HasField("list_price") or not net:
        return ZERO
    below = decimal_in(line.list_price) * decimal_in(line.quantity) - net
    return round_half_up(below * _company(line, "company_amount", "net_amount") / net)


def _company(message: Message, in_company: str, as_billed: str) -> Decimal:
    """An amount in company currency; where it is not told, both are the same."""
    return decimal_in(getattr(message, in_company if message.HasField(in_company) else as_billed))


def _charge(event: ReceivedEvent[InvoiceIssued], charge: InvoiceCharge) -> InvoicedLine:
    invoice = event.message
    return InvoicedLine(
        invoice_line_id=UUID(charge.invoice_charge_id),
        kind=LineKind.CHARGE,
        invoice_id=UUID(invoice.invoice_id),
        invoice_number=invoice.number,
        issued_on=date_in(invoice.issued_on),
        sales_order_id=UUID(invoice.sales_order_id),
        movement_id=None,
        product_id=None,
        customer_id=UUID(invoice.customer_id),
        segment=invoice.segment,
        salesperson=invoice.salesperson,
        channel=invoice.channel,
        quantity=ZERO,
        revenue=_company(charge, "company_amount", "net_amount"),
        tax=ZERO,
        published_at=event.published_at,
    )


def credited_lines(event: ReceivedEvent[CreditNoteIssued]) -> list[InvoicedLine]:
    """The lines of a credit note, below zero; the tax of the whole stands on the first."""
    note = event.message
    return [
        InvoicedLine(
            invoice_line_id=UUID(line.credit_note_line_id),
            kind=LineKind.CREDIT,
            invoice_id=UUID(note.credit_note_id),
            invoice_number=note.number,
            issued_on=date_in(note.credited_on),
            sales_order_id=UUID(note.sales_order_id),
            movement_id=UUID(line.movement_id),
            product_id=UUID(line.product_id),
            customer_id=UUID(note.customer_id),
            segment=note.segment,
            salesperson=note.salesperson,
            channel=note.channel,
            quantity=-decimal_in(line.quantity),
            revenue=-_company(line, "company_amount", "net_amount"),
            tax=-_company(note, "company_tax_amount", "tax_amount") if position == 0 else ZERO,
            published_at=event.published_at,
            credits_line_id=UUID(line.invoice_line_id),
            order_line_id=UUID(line.sales_order_line_id) if line.sales_order_line_id else None,
        )
        for position, line in enumerate(note.lines)
    ]


def costs_of_movement(message: MovementValued) -> list[CostEntry]:
    """What an issue cost, or takes off when it comes back; nothing of other movements."""
    leaves = decimal_in(message.quantity) < 0
    if not leaves and not message.returns_movement_id:
        return []
    cost = CostEntry(
        id=UUID(message.movement_id),
        kind=CostKind.COST if leaves else CostKind.RETURN,
        movement_id=UUID(message.movement_id if leaves else message.returns_movement_id),
        amount=-decimal_in(message.amount),
        posted_on=posted_on(message),
        document_id=message.document_id,
        entry_number=message.entry_number,
    )
    return [cost]


def late_costs(message: StockRevalued) -> list[CostEntry]:
    """What was learned of issues after they left, summed up by issue."""
    amounts: dict[str, Decimal] = {}
    for share in message.shares:
        amounts[share.movement_id] = amounts.get(share.movement_id, ZERO) + decimal_in(share.amount)
    return [
        CostEntry(
            id=uuid5(UUID(message.revaluation_id), movement_id),
            kind=CostKind.LANDED if message.reason == "landed-cost" else CostKind.ADJUSTMENT,
            movement_id=UUID(movement_id),
            amount=amount,
            posted_on=posted_on(message),
            document_id=message.document_id,
            entry_number="",
        )
        for movement_id, amount in amounts.items()
    ]


def posted_on(message: MovementValued | StockRevalued) -> date:
    """The accounting date; the day it happened, where it is not told."""
    return date_in(message.posted_on) if message.posted_on else time_in(message.occurred_at).date()


def returned_cost(event: ReceivedEvent[MovementValued]) -> ReturnedCost:
    """What came back of an issue."""
    message = event.message
    return ReturnedCost(
        movement_id=UUID(message.movement_id),
        returns_movement_id=UUID(message.returns_movement_id),
        amount=decimal_in(message.amount),
        posted_on=date_in(message.posted_on),
        published_at=event.published_at,
    )


def low_margin_sold(line: LowMarginLine, now: datetime) -> OutgoingEvent:
    margin = Margin(line.revenue, line.cost)
    message = LowMarginSold(
        alert_id=str(line.alert_id),
        invoice_id=str(line.invoice_id),
        invoice_line_id=str(line.invoice_line_id),
        product_id=str(line.product_id),
        customer_id=str(line.customer_id),
        net_amount=decimal_out(line.revenue),
        cost_amount=decimal_out(line.cost),
        margin_rate=decimal_out(margin.rate if margin.rate is not None else Decimal(-1)),
        threshold_rate=decimal_out(line.threshold_rate),
        occurred_at=time_out(now),
    )
    return OutgoingEvent(ALERTS, str(line.product_id), message)
