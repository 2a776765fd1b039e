"""Entries by hand that wait for a second person."""

from uuid import UUID

from kit.db import Transaction
from kit.errors import unknown

from accounting.domain.books.draft import amount_of, content_of, entry_of
from accounting.domain.entry import JournalEntry


async def add(tx: Transaction, entry: JournalEntry, entered_by: str) -> None:
    await tx.execute(
        "INSERT INTO entry_draft (id, content, label, amount, status, entered_by) VALUES ($1, $2, $3, $4, 'waiting', $5)",
        entry.id,
        content_of(entry),
        entry.label,
        amount_of(entry),
        entered_by,
    )


async def lock(tx: Transaction, draft_id: UUID) -> JournalEntry:
    """The entry that waits, held against other deciders until the transaction ends.

    Raises:
        NotFound: there is none with this id.
    """
    content = await tx.fetchval("SELECT content FROM entry_draft WHERE id = $1 FOR UPDATE", draft_id)
    if content is None:
        raise unknown("entry draft", draft_id)
    return entry_of(draft_id, content)


async def set_status(tx: Transaction, draft_id: UUID, status: str) -> None:
    await tx.execute("UPDATE entry_draft SET status = $2 WHERE id = $1", draft_id, status)
