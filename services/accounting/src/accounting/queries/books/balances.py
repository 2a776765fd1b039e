"""Balances of accounts, for any days."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import asyncpg
from kit.db import ReadTransaction

from accounting.domain.chart import Account, named
from accounting.storage.books import chart
from accounting.storage.close import years


@dataclass(frozen=True, slots=True)
class AccountBalance:
    """An account's movements between two days. All balances are debits less credits."""

    account: str
    name_fr: str
    name_en: str
    opening: Decimal  # the balance before the first day
    debit: Decimal
    credit: Decimal

    @property
    def balance(self) -> Decimal:
        return self.opening + self.debit - self.credit


async def trial_balance(tx: ReadTransaction, on: date | None, since: date | None = None) -> list[AccountBalance]:
    """All accounts that moved, in the order of the chart, up to and including the day `on`.

    What was posted before `since` is in their opening balances, as is what a fiscal year that begins then carries over.
    """
    rows = await tx.fetch(
        "SELECT account, coalesce(sum(debit - credit) FILTER (WHERE NOT moves), 0)::numeric(18, 2) AS opening,"
        " coalesce(sum(debit) FILTER (WHERE moves), 0)::numeric(18, 2) AS debit,"
        " coalesce(sum(credit) FILTER (WHERE moves), 0)::numeric(18, 2) AS credit"
        " FROM (SELECT account, debit, credit,"
        "   $2::date IS NULL OR (posted_on >= $2 AND entry_id <> ALL($3)) AS moves"
        "  FROM journal_line WHERE $1::date IS NULL OR posted_on <= $1) AS l GROUP BY account ORDER BY account",
        on,
        since,
        await years.carrying_entries(tx, since) if since else [],
    )
    accounts = await chart.chart(tx)
    return [_balance(row, named(row["account"], accounts)) for row in rows]


def _balance(row: asyncpg.Record, account: Account) -> AccountBalance:
    return AccountBalance(row["account"], account.name_fr, account.name_en, row["opening"], row["debit"], row["credit"])


async def balance_before(tx: ReadTransaction, account: str, day: date) -> Decimal:
    """An account's balance when a day begins, with what a fiscal year that begins then carries over."""
    found: Decimal = await tx.fetchval(
        "SELECT coalesce(sum(debit - credit), 0)::numeric(18, 2) FROM journal_line"
        " WHERE account = $1 AND (posted_on < $2 OR (posted_on = $2 AND entry_id = ANY($3)))",
        account,
        day,
        await years.carrying_entries(tx, day),
    )
    return found


@dataclass(frozen=True, slots=True)
class AxisBalance:
    """What an account holds of one value of an axis."""

    account: str
    value: str
    debit: Decimal
    credit: Decimal


AXES = {"site": "site", "family": "family", "customer": "customer_id::text", "channel": "channel"}


async def balances_by(
    tx: ReadTransaction, axis: str, since: date, until: date, account_class: str
) -> list[AxisBalance]:
    """Accounts of a class between two days (the second not in it), split by an axis; empty: what has no such value."""
    rows = await tx.fetch(
        f"SELECT account, coalesce({AXES[axis]}, '') AS value, sum(debit) AS debit, sum(credit) AS credit"
        " FROM journal_line WHERE posted_on >= $1 AND posted_on < $2 AND account LIKE $3 || '%' AND entry_id <> ALL($4)"
        " GROUP BY 1, 2 ORDER BY 1, 2 LIMIT 10000",
        since,
        until,
        account_class,
        await years.carrying_entries(tx),
    )
    return [AxisBalance(**dict(row)) for row in rows]
