"""Add accounts and journals of the company's own."""

from kit.auth import Principal
from kit.db import Transaction

from accounting.domain.chart import Account, NamedJournal, own_account
from accounting.domain.errors import JournalTaken
from accounting.storage.books import chart
from kit import audit


async def add_account(tx: Transaction, code: str, name_fr: str, name_en: str, by: Principal) -> Account:
    """The account, as a part of one that is there.

    Raises:
        AccountTaken, NotInChart: its code does not fit.
    """
    account = own_account(code, name_fr, name_en, await chart.chart(tx))
    await chart.add_account(tx, account)
    names = {"name_fr": [None, name_fr], "name_en": [None, name_en]}
    await audit.record(tx, audit.AuditEntry("account", code, "added", names, by.subject))
    return account


async def add_journal(tx: Transaction, journal: NamedJournal, by: Principal) -> NamedJournal:
    """The journal, numbered and chained by itself.

    Raises:
        JournalTaken: there is one with this code.
    """
    if journal.code in await chart.journals(tx):
        raise JournalTaken(f"Journal {journal.code} exists.", field="code")
    await chart.add_journal(tx, journal)
    names = {"name_fr": [None, journal.name_fr], "name_en": [None, journal.name_en]}
    await audit.record(tx, audit.AuditEntry("journal", journal.code, "added", names, by.subject))
    return journal
