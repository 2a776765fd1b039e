"""Issue a document again that its buyer refused or a platform rejected: its number is spent, what it is about still holds."""

from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from kit.audit import AuditEntry
from kit.db import Transaction
from kit.ids import new_id

from accounting.domain import entry_labels
from accounting.domain.einvoice.lifecycle import DEAD, LABELS
from accounting.domain.entry import mirror_of
from accounting.domain.errors import StatusNotPossible
from accounting.domain.payment_terms import due_on
from accounting.storage import documents, ledger, orders
from accounting.storage.einvoice import invoices, lives, ours, reissues, results
from accounting.storage.einvoice.ours import OurDocument
from accounting.storage.einvoice.reissues import Reissue
from kit import audit


async def reissue(tx: Transaction, document_id: UUID, *, reason: str, by: str, now: datetime) -> Reissue:
    """Take the entry back and post it anew under the next number, on the same open day: together they change nothing.

    What was paid, credited or set against something stays so; its lines are those of the new one. An invoice is due by its
    terms from the new date, a down payment after as many days as before.

    Raises:
        NotFound: there is no such document.
        StatusNotPossible: it is not refused, rejected or inadmissible.
    """
    before = await ours.lock_last(tx, document_id)
    codes = {each.status.code for each in await lives.of_document(tx, before.id)}
    what = before.kind.replace("_", " ")
    if before.entry_id is None or not codes & DEAD:
        ends = ", ".join(f"{code} ({LABELS[code]})" for code in sorted(DEAD))
        raise StatusNotPossible(
            f"{what.capitalize()} {before.number} is none of {ends}: it stands, and is not issued again."
        )
    day = ledger.open_day(await ledger.closed_months(tx), now.date())
    series = before.number.partition("-")[0]
    (number,) = await documents.take_numbers(tx, series, day.year, 1)
    entry = await ledger.entry_of(tx, before.entry_id)
    label = entry_labels.DOCUMENTS[before.kind]
    mirror = mirror_of(entry, day, f"Extourne : {label} {before.number} {LABELS[min(codes & DEAD)].lower()}")
    anew = replace(
        entry,
        id=new_id(),
        posted_on=day,
        label=f"{label} {number} en remplacement de {before.number}",
        document_number=number,
        reverses=None,
    )
    await ledger.post(tx, [mirror, anew])
    document = replace(
        before,
        id=new_id(),
        ordinal=before.ordinal + 1,
        number=number,
        issued_on=day,
        due_on=await _due_on(tx, before, day),
        entry_id=anew.id,
    )
    again = Reissue(document, mirror.id, reason, by)
    await reissues.add(tx, again)
    await results.expect(tx, [document.id])
    changes: dict[str, list[str | None]] = {"number": [before.number, number], "reason": [None, reason]}
    await audit.record(tx, AuditEntry(before.kind, str(before.owed_as), "reissued", changes, by, document.ordinal + 1))
    return again


async def _due_on(tx: Transaction, before: OurDocument, day: date) -> date | None:
    if before.kind == "invoice":
        order_id = await invoices.order_of(tx, before.owed_as)
        order, _ = (await orders.find(tx, [order_id]))[order_id]
        return due_on(order.payment_terms, day)
    return before.due_on and day + (before.due_on - before.issued_on)
