"""Letters on the lines of partners' accounts ("lettrage").

Posted lines never change: letters stand in a table of their own. A group has one when all its documents and payments are
settled by each other alone, to the cent.
"""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from uuid import UUID

from kit.db import ReadTransaction, Transaction
from kit.ids import new_id

from accounting.domain.receivables.letters import letter_of

# Which payments settle which documents, by money or without; payments taken back settle nothing.
_LINKS = (
    "SELECT l.payment_id, l.document_id FROM (SELECT payment_id, document_id FROM payment_match"
    " WHERE {where} UNION SELECT payment_id, document_id FROM settlement_adjustment WHERE {where}) l"
    " LEFT JOIN payment_reversal r ON r.payment_id = l.payment_id WHERE r.payment_id IS NULL"
)


async def letter(tx: Transaction, partner_id: UUID, account: str, payment_id: UUID, *, on: date) -> str | None:
    """The letter of the group that a payment belongs to; nothing while a part of it is open."""
    documents, payments = await _group(tx, payment_id)
    still_open = await tx.fetchval(
        "SELECT EXISTS (SELECT 1 FROM open_item WHERE document_id = ANY($1) AND open_amount > 0)"
        " OR EXISTS (SELECT 1 FROM payment WHERE id = ANY($2) AND unmatched_amount > 0)",
        documents,
        payments,
    )
    return None if still_open else await letter_together(tx, partner_id, account, [*documents, *payments], on=on)


async def letter_together(
    tx: Transaction, partner_id: UUID, account: str, source_ids: Sequence[UUID], *, on: date
) -> str | None:
    """One letter for what these facts posted to the partner's account, when that is nothing in sum."""
    lines = await tx.fetch(
        "SELECT l.entry_id, l.position, l.debit - l.credit AS amount FROM journal_entry e"
        " JOIN journal_line l ON l.entry_id = e.id WHERE e.source_id = ANY($1) AND l.account = $2 AND l.partner_id = $3"
        " AND NOT EXISTS (SELECT 1 FROM lettering_line x JOIN lettering g ON g.id = x.lettering_id"
        "  WHERE x.entry_id = l.entry_id AND x.position = l.position AND g.undone_on IS NULL)",
        list(source_ids),
        account,
        partner_id,
    )
    if not lines or sum((line["amount"] for line in lines), Decimal(0)) != 0:
        return None
    number = await tx.fetchval(
        "INSERT INTO lettering_head (partner_id, account, last) VALUES ($1, $2, 1) ON CONFLICT (partner_id, account)"
        " DO UPDATE SET last = lettering_head.last + 1 RETURNING last",
        partner_id,
        account,
    )
    group_id, text = new_id(), letter_of(number)
    await tx.execute(
        "INSERT INTO lettering (id, partner_id, account, letter, lettered_on) VALUES ($1, $2, $3, $4, $5)",
        group_id,
        partner_id,
        account,
        text,
        on,
    )
    await tx.copy(
        "lettering_line",
        ("lettering_id", "entry_id", "position"),
        [(group_id, line["entry_id"], line["position"]) for line in lines],
    )
    return text


async def undo(tx: Transaction, entry_id: UUID, *, on: date) -> None:
    """The groups of an entry's lines are none any more."""
    await tx.execute(
        "UPDATE lettering SET undone_on = $2 WHERE undone_on IS NULL"
        " AND id IN (SELECT lettering_id FROM lettering_line WHERE entry_id = $1)",
        entry_id,
        on,
    )


async def _group(tx: ReadTransaction, payment_id: UUID) -> tuple[list[UUID], list[UUID]]:
    """All documents and payments that hang together with a payment."""
    documents: set[UUID] = set()
    payments = {payment_id}
    new = payments
    while new:
        found = await tx.fetch(_LINKS.format(where="payment_id = ANY($1)"), list(new))
        reached = {row["document_id"] for row in found} - documents
        documents |= reached
        found = await tx.fetch(_LINKS.format(where="document_id = ANY($1)"), list(reached)) if reached else []
        new = {row["payment_id"] for row in found} - payments
        payments |= new
    return list(documents), list(payments)
