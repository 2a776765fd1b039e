"""What is owed, paid, billed and brought back."""

from collections.abc import Sequence
from uuid import UUID

from comptoir.accounting.v1.bill_pb2 import BillCancelled, BillPosted
from comptoir.accounting.v1.credit_note_pb2 import CreditNoteIssued, CreditUsed
from comptoir.accounting.v1.down_payment_pb2 import DownPaymentCredited, DownPaymentInvoiced
from comptoir.accounting.v1.invoice_pb2 import InvoiceIssued
from comptoir.accounting.v1.payment_pb2 import PaymentRecorded, PaymentReversed
from comptoir.inventory.v1.return_pb2 import CustomerReturnReceived
from kit.db import Transaction
from kit.events import ReceivedEvent
from kit.wire import time_in

from reporting.storage import receivables
from reporting.wire import receivables as wire


async def keep_invoices(tx: Transaction, events: Sequence[ReceivedEvent[InvoiceIssued]]) -> None:
    owed = [wire.receivable_of_invoice(event.message) for event in events]
    await receivables.add(tx, [document for document, _ in owed], [entry for _, entry in owed])


async def keep_advances(tx: Transaction, events: Sequence[ReceivedEvent[DownPaymentInvoiced]]) -> None:
    owed = [wire.receivable_of_advance(event.message) for event in events]
    await receivables.add(tx, [document for document, _ in owed], [entry for _, entry in owed])


async def keep_advance_credits(tx: Transaction, events: Sequence[ReceivedEvent[DownPaymentCredited]]) -> None:
    await receivables.add(tx, [], [wire.settled_by_advance_credit(event.message) for event in events])


async def keep_credit_notes(tx: Transaction, events: Sequence[ReceivedEvent[CreditNoteIssued]]) -> None:
    await receivables.add(tx, [], [entry for event in events for entry in wire.settled_by_credit_note(event.message)])


async def keep_credits_used(tx: Transaction, events: Sequence[ReceivedEvent[CreditUsed]]) -> None:
    await receivables.add(tx, [], [entry for event in events for entry in wire.settled_by_credit_used(event.message)])


async def keep_payments(tx: Transaction, events: Sequence[ReceivedEvent[PaymentRecorded]]) -> None:
    await receivables.add(tx, [], [entry for event in events for entry in wire.settled_by_payment(event.message)])


async def keep_reversals(tx: Transaction, events: Sequence[ReceivedEvent[PaymentReversed]]) -> None:
    await receivables.add(tx, [], [entry for event in events for entry in wire.opened_by_reversal(event.message)])


async def keep_bills(tx: Transaction, events: Sequence[ReceivedEvent[BillPosted]]) -> None:
    await receivables.add_bill_lines(tx, [row for event in events for row in wire.bill_rows(event.message)])


async def cancel_bills(tx: Transaction, events: Sequence[ReceivedEvent[BillCancelled]]) -> None:
    await receivables.cancel_bills(tx, [UUID(event.message.bill_id) for event in events])


async def keep_customer_returns(tx: Transaction, events: Sequence[ReceivedEvent[CustomerReturnReceived]]) -> None:
    rows = [
        (UUID(line.return_line_id), UUID(message.customer_id), time_in(message.occurred_at).date())
        for message in (event.message for event in events)
        for line in message.lines
    ]
    await receivables.add_return_lines(tx, rows)
