"""Take the statements of a file from the bank: all of them, or none."""

import hashlib
from datetime import datetime

from kit.db import Transaction

from accounting.domain.bank.camt import read_camt
from accounting.domain.bank.errors import (
    BankAccountUnknown,
    DuplicateBankEntry,
    DuplicateStatement,
    NoEndOfDayStatement,
    StatementDoesNotAddUp,
)
from accounting.domain.bank.statement import Statement
from accounting.storage.bank import statements
from accounting.storage.bank.statements import BankAccount, TakenStatement


async def take_statements(tx: Transaction, content: bytes, *, by: str, now: datetime) -> list[TakenStatement]:
    """Keep the file as it came, and its entries, to be settled.

    Raises:
        UnreadableStatement, NoEndOfDayStatement, StatementDoesNotAddUp: the file is not to be trusted.
        BankAccountUnknown: it is of another's account.
        DuplicateStatement, DuplicateBankEntry: it was taken before, whole or in part.
    """
    read = read_camt(content)
    if not read[0].kind.startswith("camt.053"):
        raise NoEndOfDayStatement(f"This is a {read[0].kind}: send the statement of the end of the day, camt.053.")
    accounts = await statements.lock_accounts(tx, [each.account for each in read])
    sha256 = hashlib.sha256(content).digest()
    await statements.keep_file(tx, sha256, content, by)
    return [await _take(tx, each, accounts, sha256, now) for each in read]


async def _take(
    tx: Transaction, statement: Statement, accounts: dict[str, BankAccount], sha256: bytes, now: datetime
) -> TakenStatement:
    account = accounts.get(statement.account)
    if account is None:
        raise BankAccountUnknown(
            f"Statement {statement.id} is of account {statement.account or '(none)'}, which is none of ours:"
            " add it to the bank accounts first.",
            account=statement.account,
        )
    balances = statement.check()
    if balances[0].currency != account.currency:
        raise StatementDoesNotAddUp(
            f"Statement {statement.id} is in {balances[0].currency}, account {account.name} in {account.currency}."
        )
    if await statements.is_known(tx, account.id, statement.id, statement.page):
        raise DuplicateStatement(f"Statement {statement.id} of {account.name} was taken before.", number=statement.id)
    if reference := await statements.known_reference(tx, account.id, list(statement.booked())):
        raise DuplicateBankEntry(
            f"Entry {reference} of statement {statement.id} was on another statement of {account.name} before.",
            reference=reference,
        )
    return await statements.add(tx, account, statement, balances, sha256, now.date())
