"""What the books have on a bank account against what the bank says."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kit.db import ReadTransaction
from kit.money import ZERO

from accounting.storage.bank import statements
from accounting.storage.bank.statements import BankAccount


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """`in_books` plus `open_entries` is the statement's balance when nothing is missing on either side."""

    on: date | None
    statement_balance: Decimal
    in_books: Decimal
    open_entries: Decimal
    open_count: int

    @property
    def difference(self) -> Decimal:
        """What the books have that no statement has yet (a cheque on its way), or the reverse."""
        return self.in_books + self.open_entries - self.statement_balance


async def reconciliation(tx: ReadTransaction, account: BankAccount, *, company_currency: str) -> Reconciliation:
    """As of the newest statement, in the account's currency."""
    last = await statements.last_balance(tx, account.id)
    on, balance = last or (None, ZERO)
    amount = "debit - credit" if account.currency == company_currency else "sign(debit - credit) * currency_amount"
    in_books = await tx.fetchval(
        f"SELECT coalesce(sum({amount}), 0) FROM journal_line WHERE account = $1", account.ledger_account
    )
    row = await tx.fetchrow(
        "SELECT coalesce(sum(amount), 0) AS amount, count(*) AS entries FROM bank_entry"
        " WHERE bank_account_id = $1 AND status IN ('open', 'waiting')",
        account.id,
    )
    assert row is not None  # noqa: S101  # an aggregate always gives its row
    return Reconciliation(on, balance, in_books, row["amount"], row["entries"])
