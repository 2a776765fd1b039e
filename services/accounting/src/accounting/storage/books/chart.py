"""The chart and the journals, with what the company added."""

from dataclasses import replace
from decimal import Decimal

from kit.db import ReadTransaction, Transaction

from accounting.domain.chart import CHART, JOURNALS, Account, NamedJournal


async def chart(tx: ReadTransaction) -> dict[str, Account]:
    """All accounts by code, in the order of their codes."""
    own = await tx.fetch("SELECT code, name_fr, name_en, kept_by FROM account")
    accounts = CHART | {row["code"]: Account(**dict(row), is_own=True) for row in own}
    closed = {row["code"] for row in await tx.fetch("SELECT code FROM closed_account")}
    return {code: replace(a, is_closed=code in closed) for code, a in sorted(accounts.items())}


async def add_account(tx: Transaction, account: Account) -> None:
    await tx.execute(
        "INSERT INTO account (code, name_fr, name_en, kept_by) VALUES ($1, $2, $3, $4)",
        account.code,
        account.name_fr,
        account.name_en,
        account.kept_by,
    )


async def rename_account(tx: Transaction, code: str, name_fr: str, name_en: str) -> None:
    await tx.execute("UPDATE account SET name_fr = $2, name_en = $3 WHERE code = $1", code, name_fr, name_en)


async def balance(tx: ReadTransaction, code: str) -> Decimal:
    """What an account holds, whatever the day."""
    held: Decimal = await tx.fetchval(
        "SELECT coalesce(sum(debit - credit), 0) FROM journal_line WHERE account = $1", code
    )
    return held


async def close_account(tx: Transaction, code: str, by: str) -> None:
    await tx.execute("INSERT INTO closed_account (code, closed_by) VALUES ($1, $2)", code, by)


async def reopen_account(tx: Transaction, code: str) -> None:
    await tx.execute("DELETE FROM closed_account WHERE code = $1", code)


async def journals(tx: ReadTransaction) -> dict[str, NamedJournal]:
    """All journals by code."""
    own = await tx.fetch("SELECT code, name_fr, name_en FROM journal")
    return dict(sorted((JOURNALS | {row["code"]: NamedJournal(**dict(row)) for row in own}).items()))


async def add_journal(tx: Transaction, journal: NamedJournal) -> None:
    await tx.execute(
        "INSERT INTO journal (code, name_fr, name_en) VALUES ($1, $2, $3)",
        journal.code,
        journal.name_fr,
        journal.name_en,
    )
