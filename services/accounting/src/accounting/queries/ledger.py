"""The ledger, read."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kit.db import ReadTransaction

from accounting.domain.chart import named


@dataclass(frozen=True, slots=True)
class AccountBalance:
    """An account's movements up to a day. `balance` is debit less credit."""

    account: str
    name_fr: str
    name_en: str
    debit: Decimal
    credit: Decimal

    @property
    def balance(self) -> Decimal:
        return self.debit - self.credit


async def trial_balance(tx: ReadTransaction, on: date | None) -> list[AccountBalance]:
    """All accounts that moved, in the order of the chart, with what posted up to and including the day."""
    rows = await tx.fetch(
        "SELECT account, sum(debit) AS debit, sum(credit) AS credit FROM journal_line"
        " WHERE $1::date IS NULL OR posted_on <= $1 GROUP BY account ORDER BY account",
        on,
    )
    accounts = [(named(row["account"]), row) for row in rows]
    return [AccountBalance(a.code, a.name_fr, a.name_en, row["debit"], row["credit"]) for a, row in accounts]
