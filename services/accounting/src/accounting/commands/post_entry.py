"""Post an entry by hand, or take one back by its mirror."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from kit.approvals import ApprovalRequest, new_request
from kit.auth import Principal
from kit.db import Transaction
from kit.decisions import Decision

from accounting.domain.books.draft import amount_of, content_of
from accounting.domain.chart import JOURNALS, Account, Journal
from accounting.domain.entry import JournalEntry, mirror_of
from accounting.domain.errors import (
    AccountClosed,
    AlreadyReversed,
    KeptAccount,
    NotReversible,
    UnknownAccount,
    UnknownJournal,
)
from accounting.storage import ledger
from accounting.storage.books import chart, drafts
from kit import approvals, decisions

SUBJECT = "journal-entry"
APPROVE = "accounting.entries.approve"


async def post_entry(
    tx: Transaction, entry: JournalEntry, *, approval_above: Decimal, by: Principal, now: datetime
) -> str | None:
    """The number of the entry, posted for good; None when it is above the amount that one person posts, and waits.

    Raises:
        UnknownAccount, KeptAccount, AccountClosed, UnknownJournal: it is not to be posted so.
        PeriodClosed: it is dated in a closed period.
    """
    await _check(tx, entry)
    amount = amount_of(entry)
    if amount <= approval_above:
        return (await ledger.post(tx, [entry], by_hand=True))[entry.id]
    (await ledger.calendar(tx)).check_open(entry.posted_on, by_hand=True)
    await drafts.add(tx, entry, by.subject)
    request = new_request(
        subject=SUBJECT,
        document_id=entry.id,
        document_number=entry.document_number or entry.label,
        content=content_of(entry),
        permission=APPROVE,
        reason=f"Entries by hand above {approval_above} are approved by a second person.",
        amount=amount,
        requested_by=by.subject,
        now=now,
        details=content_of(entry),
    )
    await approvals.add(tx, request)
    return None


async def _check(tx: Transaction, entry: JournalEntry) -> None:
    accounts = await chart.chart(tx)
    for position, line in enumerate(entry.lines):
        check_account(line.account, accounts, f"lines.{position}.account")
    by_hand = (await chart.journals(tx)).keys() - (JOURNALS.keys() - {Journal.GENERAL})
    if entry.journal not in by_hand:
        raise UnknownJournal(
            f"Journal {entry.journal} is not written by hand: take one of {', '.join(sorted(by_hand))}.",
            field="journal",
        )


def check_account(code: str, accounts: Mapping[str, Account], field: str) -> None:
    """Nothing, when an account can be posted on by hand.

    Raises:
        UnknownAccount, KeptAccount, AccountClosed: it cannot.
    """
    if code not in accounts:
        raise UnknownAccount(f"Account {code} is not in the chart: see GET /accounts.", field=field)
    if accounts[code].is_closed:
        raise AccountClosed(f"Account {code} is closed: open it again, or post on another account.", field=field)
    if kept_by := accounts[code].kept_by:
        raise KeptAccount(
            f"Account {code} is kept by {kept_by}: correct those instead, or post on another account.",
            field=field,
            kept_by=kept_by,
        )


async def decide_entry(tx: Transaction, decision: Decision, decider: Principal, now: datetime) -> ApprovalRequest:
    """Post the entry that waits, or give it up.

    Raises:
        As `check_decision`.
        PeriodClosed: its month was closed meanwhile.
    """
    asked = await approvals.find(tx, decision.request_id)
    entry = await drafts.lock(tx, asked.document_id)
    request = await approvals.lock(tx, decision.request_id)
    is_last = await decisions.decide(
        tx, request, decider, decision.status, content=content_of(entry), comment=decision.comment, now=now
    )
    if not decision.approve:
        await drafts.set_status(tx, entry.id, "rejected")
    elif is_last:
        await ledger.post(tx, [entry], by_hand=True)
        await drafts.set_status(tx, entry.id, "posted")
    return await approvals.find(tx, request.id)


async def reverse_entry(tx: Transaction, entry_id: UUID, *, posted_on: date, label: str) -> tuple[JournalEntry, str]:
    """The mirror entry and its number. Only entries by hand: others are corrected by their own documents.

    Raises:
        NotFound: there is no such entry.
        NotReversible, AlreadyReversed: it cannot be taken back this way.
    """
    original = await ledger.entry_of(tx, entry_id)
    if original.source != "manual":
        raise NotReversible(
            f"This entry comes from a {original.source}: correct that document instead.", source=original.source
        )
    if await ledger.reversal_of(tx, entry_id):
        raise AlreadyReversed("This entry has been reversed before.")
    mirror = mirror_of(original, posted_on, label)
    return mirror, (await ledger.post(tx, [mirror], by_hand=True))[mirror.id]
