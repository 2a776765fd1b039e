"""Add accounts and journals of the company's own; close accounts that nobody uses."""

from kit.auth import Principal
from kit.db import Transaction
from kit.errors import unknown

from accounting.domain.chart import Account, NamedJournal, own_account
from accounting.domain.errors import AccountInUse, JournalTaken, UnknownAccount
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


async def rename_account(tx: Transaction, code: str, name_fr: str, name_en: str, by: Principal) -> Account:
    """The account under other names. Those of the chart that everybody has are the law's.

    Raises:
        NotFound: there is no such account.
        UnknownAccount: the company did not add it.
    """
    account = await _account(tx, code)
    if not account.is_own:
        raise UnknownAccount(
            f"Account {code} is the chart's: only accounts of one's own have other names.", field="code"
        )
    await chart.rename_account(tx, code, name_fr, name_en)
    names = {"name_fr": [account.name_fr, name_fr], "name_en": [account.name_en, name_en]}
    await audit.record(tx, audit.AuditEntry("account", code, "renamed", names, by.subject))
    return await _account(tx, code)


async def close_account(tx: Transaction, code: str, by: Principal) -> Account:
    """Nobody posts on it by hand from now on; what it held is still read.

    Raises:
        NotFound: there is no such account.
        AccountInUse: it holds something, or stock or documents keep it.
    """
    account = await _account(tx, code)
    if account.kept_by:
        raise AccountInUse(f"Account {code} is kept by {account.kept_by}: it stays open.", kept_by=account.kept_by)
    if held := await chart.balance(tx, code):
        raise AccountInUse(f"Account {code} holds {held}: move that to another account first.", balance=str(held))
    if not account.is_closed:
        await chart.close_account(tx, code, by.subject)
        await audit.record(tx, audit.AuditEntry("account", code, "closed", {}, by.subject))
    return await _account(tx, code)


async def reopen_account(tx: Transaction, code: str, by: Principal) -> Account:
    """It is posted on again.

    Raises:
        NotFound: there is no such account.
    """
    if (await _account(tx, code)).is_closed:
        await chart.reopen_account(tx, code)
        await audit.record(tx, audit.AuditEntry("account", code, "reopened", {}, by.subject))
    return await _account(tx, code)


async def _account(tx: Transaction, code: str) -> Account:
    account = (await chart.chart(tx)).get(code)
    if account is None:
        raise unknown("account", code)
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
