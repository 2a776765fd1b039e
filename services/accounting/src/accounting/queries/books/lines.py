"""Lines of the ledger, account by account or journal by journal, as many as there are."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

import asyncpg
from kit.db import ReadTransaction
from kit.money import ZERO
from sqlalchemy import Select, Text, cast, func, select

from accounting.storage.tables import journal_entry, journal_line, partner

_TABLES = (
    " FROM journal_line l JOIN journal_entry e ON e.id = l.entry_id LEFT JOIN partner p ON p.id = l.partner_id"
    " WHERE l.posted_on >= $1 AND l.posted_on < $2"
)
_COLUMNS = (
    "SELECT l.account, e.posted_on, e.journal || '-' || e.fiscal_year || '-' || lpad(e.number::text, 6, '0') AS number,"
    " e.document_number, e.document_on, coalesce(p.code, '') AS partner, e.label, l.debit, l.credit"
)


@dataclass(frozen=True, slots=True)
class Scope:
    """From a day until another, which is not in it; one account, one partner, or all.

    `carrying`: the entries that carry the year before into that which begins on the first day; they are no movements.
    """

    since: date
    until: date
    carrying: Sequence[UUID] = ()
    account: str | None = None
    partner_id: UUID | None = None


def account_lines(scope: Scope, opening: Decimal) -> Select[Any]:
    """One account's lines with its balance after each, `opening` before the first."""
    line, entry = journal_line.c, journal_entry.c
    line_id = cast(line.entry_id, Text) + "-" + func.lpad(cast(line.position, Text), 6, "0")
    order = (line.posted_on, line_id)
    statement = (
        select(
            line_id.label("line_id"),
            line.posted_on,
            line.entry_id,
            entry.journal,
            entry.fiscal_year,
            entry.number,
            entry.document_number,
            entry.document_on,
            line.partner_id,
            partner.c.code.label("partner"),
            entry.label,
            line.debit,
            line.credit,
            (opening + func.sum(line.debit - line.credit).over(order_by=order)).label("balance"),
        )
        .join_from(journal_line, journal_entry, entry.id == line.entry_id)
        .outerjoin(partner, partner.c.id == line.partner_id)
        .where(
            line.account == scope.account,
            line.posted_on >= scope.since,
            line.posted_on < scope.until,
            line.entry_id.not_in(scope.carrying),
        )
    )
    if scope.partner_id is not None:
        statement = statement.where(line.partner_id == scope.partner_id)
    return statement


async def ledger_lines(tx: ReadTransaction, scope: Scope) -> AsyncIterator[tuple[object, ...]]:
    """All accounts, or one, in the order of the chart: its opening balance, its lines with the balance after each."""
    await tx.without_timeout()
    openings = await tx.fetch(
        "SELECT account, sum(debit - credit) AS balance FROM journal_line WHERE ($2::text IS NULL OR account = $2)"
        " AND (posted_on < $1 OR (posted_on = $1 AND entry_id = ANY($3))) GROUP BY 1",
        scope.since,
        scope.account,
        scope.carrying,
    )
    waiting = {row["account"]: row["balance"] for row in openings}
    account, balance = "", ZERO
    async for row in tx.stream(
        f"{_COLUMNS}{_TABLES} AND ($3::text IS NULL OR l.account = $3) AND l.entry_id <> ALL($4)"
        ' ORDER BY l.account COLLATE "C", l.posted_on, l.entry_id, l.position',
        scope.since,
        scope.until,
        scope.account,
        scope.carrying,
    ):
        if row["account"] != account:
            account, balance = row["account"], ZERO
            for code in sorted(code for code in waiting if code <= account):
                opening = waiting.pop(code)
                balance = opening if code == account else balance
                yield _opening(code, scope.since, opening)
        balance += row["debit"] - row["credit"]
        yield (*_cells(row), balance)
    for code in sorted(waiting):
        yield _opening(code, scope.since, waiting[code])


LEDGER_HEADER = (
    "account", "posted_on", "number", "document", "document_on", "partner", "label", "debit", "credit", "balance",
)  # fmt: skip
JOURNAL_HEADER = LEDGER_HEADER[:-1]


def _opening(account: str, day: date, balance: Decimal) -> tuple[object, ...]:
    return (account, day, "", "", day, "", "balance brought forward", "", "", balance)


def _cells(row: asyncpg.Record) -> tuple[object, ...]:
    return tuple(row)


async def journal_lines(tx: ReadTransaction, scope: Scope, journal: str | None) -> AsyncIterator[tuple[object, ...]]:
    """One journal, or all of them, entry by entry in the order of their numbers."""
    await tx.without_timeout()
    async for row in tx.stream(
        f"{_COLUMNS}{_TABLES} AND ($3::text IS NULL OR e.journal = $3)"
        " ORDER BY e.journal, e.fiscal_year, e.number, l.position",
        scope.since,
        scope.until,
        journal,
    ):
        yield _cells(row)
