"""Post an entry by hand, or take one back by its mirror."""

from dataclasses import replace
from datetime import date
from uuid import UUID

from kit.db import Transaction
from kit.ids import new_id

from accounting.domain.chart import CHART, Journal
from accounting.domain.entry import JournalEntry, reversal_lines
from accounting.domain.errors import AlreadyReversed, NotReversible, UnknownAccount
from accounting.storage import ledger


async def post_entry(tx: Transaction, entry: JournalEntry) -> str:
    """The number of the entry, posted for good.

    Raises:
        UnknownAccount: a line's account is not in the chart.
        PeriodClosed: it is dated in a closed period.
    """
    for position, line in enumerate(entry.lines):
        if line.account not in CHART:
            raise UnknownAccount(
                f"Account {line.account} is not in the chart: see GET /accounts.", field=f"lines.{position}.account"
            )
    return (await ledger.post(tx, [entry]))[entry.id]


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
    if await tx.fetchval("SELECT true FROM journal_entry WHERE reverses = $1", entry_id):
        raise AlreadyReversed("This entry has been reversed before.")
    mirror = replace(
        original,
        id=new_id(),
        journal=Journal.GENERAL,
        posted_on=posted_on,
        document_on=posted_on,
        label=label,
        lines=reversal_lines(original.lines),
        reverses=entry_id,
    )
    return mirror, (await ledger.post(tx, [mirror]))[mirror.id]
