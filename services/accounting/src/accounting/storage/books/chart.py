"""The chart and the journals, with what the company added."""

from kit.db import ReadTransaction, Transaction

from accounting.domain.chart import CHART, JOURNALS, Account, NamedJournal


async def chart(tx: ReadTransaction) -> dict[str, Account]:
    """All accounts by code, in the order of their codes."""
    own = await tx.fetch("SELECT code, name_fr, name_en, kept_by FROM account")
    accounts = CHART | {row["code"]: Account(**dict(row)) for row in own}
    return dict(sorted(accounts.items()))


async def add_account(tx: Transaction, account: Account) -> None:
    await tx.execute(
        "INSERT INTO account (code, name_fr, name_en, kept_by) VALUES ($1, $2, $3, $4)",
        account.code,
        account.name_fr,
        account.name_en,
        account.kept_by,
    )


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
