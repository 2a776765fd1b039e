"""Tell the books of a bank account of the company."""

from kit.db import Transaction

from accounting.domain.bank.errors import BankAccountTaken
from accounting.storage.bank import statements
from accounting.storage.bank.statements import BankAccount


async def add_account(tx: Transaction, account: BankAccount) -> None:
    """From now on its statements are taken, and posted to its ledger account.

    Raises:
        BankAccountTaken: another has its number or its ledger account.
    """
    if not await statements.add_account(tx, account):
        raise BankAccountTaken(
            f"Account {account.account} or ledger account {account.ledger_account} is in use already."
        )
