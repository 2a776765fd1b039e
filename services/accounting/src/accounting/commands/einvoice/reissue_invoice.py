"""Issue an invoice again that its buyer refused or a platform rejected: its number is spent, what it is about is still owed."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from kit.audit import AuditEntry
from kit.db import Transaction
from kit.ids import new_id

from accounting.domain.einvoice.lifecycle import DEAD, LABELS
from accounting.domain.entry import mirror_of
from accounting.domain.errors import StatusNotPossible
from accounting.domain.payment_terms import due_on
from accounting.storage import documents, ledger, orders
from accounting.storage.einvoice import lives, reissues, results
from accounting.storage.einvoice.reissues import Issue, Reissue
from kit import audit


async def reissue_invoice(tx: Transaction, invoice_id: UUID, *, reason: str, by: str, now: datetime) -> Reissue:
    """Take the entry back and post it anew under the next number, on the same open day: together they change nothing.

    What was paid or credited on the invoice stays so; its lines are those of the new one. It is due by its terms from the
    new date.

    Raises:
        NotFound: there is no such invoice.
        StatusNotPossible: it is not refused, rejected or inadmissible.
    """
    before = await reissues.lock_last(tx, invoice_id)
    codes = {each.status.code for each in await lives.of_document(tx, before.id)}
    if before.entry_id is None or not codes & DEAD:
        ends = ", ".join(f"{code} ({LABELS[code]})" for code in sorted(DEAD))
        raise StatusNotPossible(f"Invoice {before.number} is none of {ends}: it stands, and is not issued again.")
    order_id = await reissues.order_of(tx, invoice_id)
    order, _ = (await orders.find(tx, [order_id]))[order_id]
    day = ledger.open_day(await ledger.closed_months(tx), now.date())
    (number,) = await documents.take_numbers(tx, "FA", day.year, 1)
    entry = await ledger.entry_of(tx, before.entry_id)
    mirror = mirror_of(entry, day, f"invoice {before.number} taken back: {LABELS[min(codes & DEAD)].lower()}")
    anew = replace(
        entry,
        id=new_id(),
        posted_on=day,
        label=f"invoice {number}, in the place of {before.number}",
        document_number=number,
        reverses=None,
    )
    await ledger.post(tx, [mirror, anew])
    issue = Issue(
        id=new_id(),
        invoice_id=invoice_id,
        ordinal=before.ordinal + 1,
        number=number,
        customer_id=before.customer_id,
        issued_on=day,
        due_on=due_on(order.payment_terms, day),
        entry_id=anew.id,
    )
    again = Reissue(issue, mirror.id, reason, by)
    await reissues.add(tx, again)
    await results.expect(tx, [issue.id])
    changes: dict[str, list[str | None]] = {"number": [before.number, number], "reason": [None, reason]}
    await audit.record(tx, AuditEntry("invoice", str(invoice_id), "reissued", changes, by, issue.ordinal + 1))
    return again
