"""Bring in what another system had on its accounts: balances, and what partners owe or are owed, document by document."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from kit.db import Transaction
from kit.errors import unknown
from kit.ids import new_id

from accounting.commands.post_entry import check_account
from accounting.domain.chart import Journal
from accounting.domain.entry import JournalEntry, JournalLine, credit, debit
from accounting.domain.errors import OpeningIncomplete, OpeningTwice
from accounting.storage import documents, ledger
from accounting.storage.books import chart, openings
from accounting.storage.documents import NewItem

CUSTOMERS, SUPPLIERS = "411", "401"


@dataclass(frozen=True, slots=True)
class OpeningItem:
    """An invoice or bill of before that is still open, in company currency."""

    partner_id: UUID
    is_receivable: bool
    number: str
    issued_on: date
    due_on: date
    amount: Decimal


async def open_balances(
    tx: Transaction, *, posted_on: date, lines: Sequence[JournalLine], items: Sequence[OpeningItem], currency: str
) -> tuple[JournalEntry, str]:
    """The opening entry and its number.

    Raises:
        UnknownAccount, UnbalancedEntry: the lines do not fit.
        OpeningIncomplete: accounts of stock or partners are among the lines.
        OpeningTwice: a document is open already.
    """
    accounts = await chart.chart(tx)
    for position, line in enumerate(lines):
        field = f"lines.{position}.account"
        if line.account in accounts and accounts[line.account].kept_by:
            raise OpeningIncomplete(
                f"Account {line.account} opens by itself: stock in inventory, partners' documents as items.",
                field=field,
            )
        check_account(line.account, accounts, field)
    missing = await openings.unknown_partners(tx, [item.partner_id for item in items])
    if missing:
        raise unknown("partner", missing[0], field="items")
    taken = await openings.open_already(tx, [(item.partner_id, item.number, item.is_receivable) for item in items])
    if taken:
        raise OpeningTwice(f"Document {taken[0]} is open already.", field="items", numbers=taken[:20])
    entry_id = new_id()
    entry = JournalEntry(
        id=entry_id,
        journal=Journal.OPENING,
        posted_on=posted_on,
        document_on=posted_on,
        label="Reprise des soldes",
        source="opening-balance",
        source_id=entry_id,
        lines=(*lines, *(_line(item) for item in items)),
    )
    numbers = await ledger.post(tx, [entry], by_hand=True)
    await documents.open_items(tx, [_item(item, currency, entry_id) for item in items])
    await openings.owe(tx, [(item.partner_id, item.amount) for item in items if item.is_receivable])
    return entry, numbers[entry.id]


def _line(item: OpeningItem) -> JournalLine:
    if item.is_receivable:
        return debit(CUSTOMERS, item.amount, item.partner_id)
    return credit(SUPPLIERS, item.amount, item.partner_id)


def _item(item: OpeningItem, currency: str, entry_id: UUID) -> NewItem:
    return NewItem(
        document_id=new_id(),
        number=item.number,
        partner_id=item.partner_id,
        is_receivable=item.is_receivable,
        issued_on=item.issued_on,
        due_on=item.due_on,
        currency=currency,
        amount=item.amount,
        value=item.amount,
        entry_id=entry_id,
    )
