"""What the reports of the ledger give."""

from datetime import date
from decimal import Decimal

from pydantic import BaseModel

from accounting.queries.books.balances import AccountBalance


class BalanceOut(BaseModel):
    """One account of the trial balance; `balance` is debit less credit."""

    account: str
    name_fr: str
    name_en: str
    debit: Decimal
    credit: Decimal
    balance: Decimal

    @classmethod
    def of(cls, row: AccountBalance) -> "BalanceOut":
        return cls(**{name: getattr(row, name) for name in cls.model_fields})


class TrialBalanceOut(BaseModel):
    """All accounts that moved, and their sum, which must be zero."""

    on: date | None
    accounts: list[BalanceOut]
    debit: Decimal
    credit: Decimal
