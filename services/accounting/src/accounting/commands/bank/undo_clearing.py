"""Undo what an entry was cleared as: by reversals, never by changing what is posted."""

from datetime import date, datetime
from uuid import UUID

from kit.db import Transaction

from accounting.commands.bank.clear_entry import BANK_ENTRY, ClearedEntry
from accounting.commands.pay_back import take_refund_back
from accounting.commands.reverse_payment import reverse_payment
from accounting.domain.bank.clearing import OfPartner, Refunded, Returned
from accounting.domain.bank.errors import NotCleared
from accounting.domain.entry import mirror_of
from accounting.storage import credits_left, ledger
from accounting.storage.bank import clearings


async def undo_clearing(tx: Transaction, entry_id: UUID, *, reason: str, by: str, now: datetime) -> ClearedEntry:
    """The entry is open again, or back on the suspense account when it came from there. What it settled is owed again.

    Raises:
        NotFound, NotCleared: there is no such entry, or nothing to undo.
        NotReversible: it was a return: the payment is recorded anew instead.
        AlreadyReversed: its payment was taken back otherwise.
    """
    entry = await clearings.lock(tx, entry_id)
    cleared = await clearings.last(tx, entry_id)
    if cleared is None:
        raise NotCleared("This entry was not cleared.", status=entry.status)
    number: str | None
    on = ledger.open_day(await ledger.closed_months(tx), entry.booked_on)
    if isinstance(cleared.clearing, Returned):
        raise NotCleared("A return is not undone: clear the payment anew when it comes again.")
    if isinstance(cleared.clearing, OfPartner) and cleared.payment_id is not None:
        _, number = await reverse_payment(tx, cleared.payment_id, reason=reason, on=on, by=by, now=now)
    elif isinstance(cleared.clearing, Refunded):
        refunds = await credits_left.refunds_of_clearing(tx, cleared.id)
        (number, *_) = [await take_refund_back(tx, each, on=on, reason=reason, by=by) for each in refunds]
    else:
        number = await _mirrored(tx, cleared.entry_id, on, reason)
    await clearings.undo(tx, cleared.id, reason=reason, by=by, now=now)
    status = "suspended" if cleared.from_suspense else "open"
    before = await clearings.last(tx, entry_id)
    owner = getattr(before.clearing, "owner", "") if before else ""
    await clearings.set_status(tx, entry_id, status, owner=owner)
    return ClearedEntry(entry_id, status, number)


async def _mirrored(tx: Transaction, posted_id: UUID, on: date, reason: str) -> str | None:
    """Nothing was posted for what was found on the very account that it was recorded on."""
    original = await ledger.entry_of(tx, posted_id)
    if original.source != BANK_ENTRY:
        return None
    mirror = mirror_of(original, on, f"reversal: {reason}", document_on=original.document_on)
    return (await ledger.post(tx, [mirror]))[mirror.id]
