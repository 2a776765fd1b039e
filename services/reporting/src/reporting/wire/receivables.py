"""What customers owe and what suppliers billed, between protobuf and reporting's own types."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from uuid import UUID, uuid5

from comptoir.accounting.v1.bill_pb2 import BillPosted
from comptoir.accounting.v1.credit_note_pb2 import CreditNoteIssued, CreditUsed
from comptoir.accounting.v1.down_payment_pb2 import DownPaymentCredited, DownPaymentInvoiced
from comptoir.accounting.v1.invoice_pb2 import InvoiceIssued
from comptoir.accounting.v1.payment_pb2 import (
    ADJUSTMENT_KIND_DISCOUNT,
    PAYMENT_DIRECTION_RECEIVED,
    PaymentAdjustment,
    PaymentMatch,
    PaymentRecorded,
    PaymentReversed,
)
from kit.money import ZERO
from kit.wire import date_in, decimal_in, optional_decimal_in

from reporting.domain.receivable import EntryKind, Receivable, ReceivableEntry

_ONE = Decimal(1)


def receivable_of_invoice(message: InvoiceIssued) -> tuple[Receivable, ReceivableEntry]:
    """The invoice, and the part of it that one order brings: what was invoiced in advance is owed there."""
    document = Receivable(
        UUID(message.invoice_id),
        UUID(message.customer_id),
        date_in(message.due_on or message.issued_on),
        optional_decimal_in(message.exchange_rate) or _ONE,
    )
    owed = decimal_in(message.gross_amount) - decimal_in(message.prepaid_amount)
    id_ = uuid5(document.id, message.sales_order_id)
    return document, ReceivableEntry(id_, document.id, EntryKind.INVOICE, date_in(message.issued_on), owed)


def receivable_of_advance(message: DownPaymentInvoiced) -> tuple[Receivable, ReceivableEntry]:
    document = Receivable(
        UUID(message.down_payment_id),
        UUID(message.customer_id),
        date_in(message.due_on or message.issued_on),
        optional_decimal_in(message.exchange_rate) or _ONE,
    )
    owed = decimal_in(message.gross_amount)
    return document, ReceivableEntry(document.id, document.id, EntryKind.INVOICE, date_in(message.issued_on), owed)


def settled_by_credit_note(message: CreditNoteIssued) -> list[ReceivableEntry]:
    """What it takes off invoices. What an invoice no longer owes is left to the customer: `CreditUsed` tells where it goes."""
    cause, day = UUID(message.credit_note_id), date_in(message.credited_on)
    return [
        _settled(cause, "", each.invoice_id, EntryKind.CREDIT, day, decimal_in(each.gross_amount))
        for each in message.invoices
    ]


def settled_by_advance_credit(message: DownPaymentCredited) -> ReceivableEntry:
    cause, day = UUID(message.credit_note_id), date_in(message.credited_on)
    return _settled(cause, "", message.down_payment_id, EntryKind.CREDIT, day, decimal_in(message.gross_amount))


def settled_by_credit_used(message: CreditUsed) -> list[ReceivableEntry]:
    cause, day = UUID(message.credit_note_id), date_in(message.used_on)
    used = str(message.occurred_at.ToNanoseconds())  # a credit note may be used several times
    return [
        _settled(cause, used, each.invoice_id, EntryKind.CREDIT, day, decimal_in(each.amount))
        for each in message.matches
    ]


def settled_by_payment(message: PaymentRecorded) -> list[ReceivableEntry]:
    """What a customer's payment settles, with what was let go; nothing of a payment to a supplier."""
    if message.direction != PAYMENT_DIRECTION_RECEIVED:
        return []
    return _settlements(UUID(message.payment_id), date_in(message.paid_on), message.matches, message.adjustments, _ONE)


def opened_by_reversal(message: PaymentReversed) -> list[ReceivableEntry]:
    """What a payment had settled is owed again."""
    if message.direction != PAYMENT_DIRECTION_RECEIVED:
        return []
    cause, day = UUID(message.reversal_id), date_in(message.reversed_on)
    return _settlements(cause, day, message.matches, message.adjustments, -_ONE)


def _settlements(
    cause: UUID, day: date, matches: Iterable[PaymentMatch], adjustments: Iterable[PaymentAdjustment], sign: Decimal
) -> list[ReceivableEntry]:
    paid = [
        _settled(cause, "paid", each.document_id, EntryKind.PAYMENT, day, sign * decimal_in(each.amount))
        for each in matches
    ]
    let_go = [
        _settled(cause, str(kind), each.document_id, kind, day, sign * decimal_in(each.amount))
        for each in adjustments
        for kind in [EntryKind.DISCOUNT if each.kind == ADJUSTMENT_KIND_DISCOUNT else EntryKind.WRITE_OFF]
    ]
    return paid + let_go


def _settled(cause: UUID, part: str, document_id: str, kind: EntryKind, day: date, amount: Decimal) -> ReceivableEntry:
    """An entry that the same event always gives the same id."""
    return ReceivableEntry(uuid5(cause, f"{part}/{document_id}"), UUID(document_id), kind, day, -amount)


def bill_rows(message: BillPosted) -> list[tuple[object, ...]]:
    """Lines of a bill that are about goods."""
    return [
        (
            UUID(line.bill_line_id), UUID(message.bill_id), UUID(message.supplier_id), UUID(line.product_id),
            date_in(message.billed_on), decimal_in(line.quantity),
            decimal_in(line.company_amount if line.HasField("company_amount") else line.net_amount),
        )
        for line in message.lines
        if line.product_id and decimal_in(line.quantity) != ZERO
    ]  # fmt: skip
