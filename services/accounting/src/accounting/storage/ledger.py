"""Posting: numbers without gaps, hash chains, periods. The only way into the ledger."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from itertools import groupby
from uuid import UUID

import asyncpg
from kit.db import ReadTransaction, Transaction
from kit.errors import unknown
from kit.exchange import ExchangeRate

from accounting.domain.chart import Journal
from accounting.domain.entry import GENESIS, Foreign, JournalEntry, JournalLine, chain_hash
from accounting.domain.errors import PeriodClosed


async def post(tx: Transaction, entries: Sequence[JournalEntry]) -> dict[UUID, str]:
    """Write entries for good, in this order; returns their numbers by id.

    Raises:
        PeriodClosed: one is dated in a closed period (late facts are dated by `open_day` before).
    """
    if not entries:
        return {}
    await _refuse_closed(tx, entries)
    by_head: dict[tuple[Journal, int], list[JournalEntry]] = defaultdict(list)
    for entry in entries:
        by_head[entry.journal, entry.posted_on.year].append(entry)
    numbered = []
    for (journal, year), group in sorted(by_head.items()):
        number, previous = await _lock_head(tx, journal, year)
        for entry in group:
            number += 1
            previous = chain_hash(previous, number, entry)
            numbered.append((entry, year, number, previous))
        await tx.execute(
            "UPDATE journal_head SET last_number = $3, last_hash = $4 WHERE journal = $1 AND fiscal_year = $2",
            journal,
            year,
            number,
            previous,
        )
    await _write(tx, numbered)
    return {entry.id: f"{entry.journal}-{year}-{number:06d}" for entry, year, number, _ in numbered}


async def hold(tx: Transaction, journal: Journal, year: int) -> None:
    """Nobody else posts into this journal of a year until the transaction ends."""
    await _lock_head(tx, journal, year)


async def _lock_head(tx: Transaction, journal: Journal, year: int) -> tuple[int, bytes]:
    row = await tx.fetchrow(
        "INSERT INTO journal_head (journal, fiscal_year, last_number, last_hash) VALUES ($1, $2, 0, $3)"
        " ON CONFLICT (journal, fiscal_year) DO UPDATE SET last_number = journal_head.last_number"
        " RETURNING last_number, last_hash",
        journal,
        year,
        GENESIS,
    )
    assert row is not None  # noqa: S101  # the statement always returns its row
    return row["last_number"], row["last_hash"]


async def _write(tx: Transaction, numbered: Sequence[tuple[JournalEntry, int, int, bytes]]) -> None:
    await tx.copy(
        "journal_entry",
        (
            "id",
            "journal",
            "fiscal_year",
            "number",
            "posted_on",
            "document_on",
            "label",
            "source",
            "source_id",
            "reverses",
            "hash",
        ),
        [
            (
                e.id,
                e.journal,
                year,
                number,
                e.posted_on,
                e.document_on,
                e.label,
                e.source,
                e.source_id,
                e.reverses,
                hash_,
            )
            for e, year, number, hash_ in numbered
        ],
    )
    await tx.copy(
        "journal_line",
        (
            "entry_id",
            "position",
            "account",
            "partner_id",
            "posted_on",
            "debit",
            "credit",
            "currency",
            "currency_amount",
            "rate",
            "rate_on",
        ),
        [
            (e.id, position, line.account, line.partner_id, e.posted_on, line.debit, line.credit, *_foreign(line))
            for e, *_ in numbered
            for position, line in enumerate(e.lines, 1)
        ],
    )


def _foreign(line: JournalLine) -> tuple[object, ...]:
    if line.foreign is None:
        return None, None, None, None
    rate = line.foreign.rate
    return rate.currency, line.foreign.amount, rate.rate, rate.on


async def closed_months(tx: ReadTransaction) -> set[date]:
    """First days of the closed months."""
    return {row["month"] for row in await tx.fetch("SELECT month FROM period WHERE is_closed")}


def open_day(closed: set[date], day: date) -> date:
    """The day itself, or the first day of the next open month when its own month is closed."""
    while (month := day.replace(day=1)) in closed:
        day = (month + timedelta(days=32)).replace(day=1)
    return day


async def lock_periods(tx: Transaction) -> None:
    """Nobody closes or opens a period until this transaction ends."""
    await tx.execute("LOCK TABLE period IN SHARE ROW EXCLUSIVE MODE")


async def _refuse_closed(tx: Transaction, entries: Sequence[JournalEntry]) -> None:
    await tx.execute("LOCK TABLE period IN ROW SHARE MODE")
    closed = await closed_months(tx)
    for entry in entries:
        if entry.posted_on.replace(day=1) in closed:
            raise PeriodClosed(
                f"The period {entry.posted_on:%Y-%m} is closed: date it in an open one, or have it reopened.",
                field="posted_on",
                period=f"{entry.posted_on:%Y-%m}",
            )


async def entry_of(tx: ReadTransaction, entry_id: UUID) -> JournalEntry:
    """A posted entry.

    Raises:
        NotFound: there is none with this id.
    """
    row = await tx.fetchrow("SELECT * FROM journal_entry WHERE id = $1", entry_id)
    if row is None:
        raise unknown("journal entry", entry_id)
    lines = await tx.fetch("SELECT * FROM journal_line WHERE entry_id = $1 ORDER BY position", entry_id)
    return _entry(row, lines)


async def broken_links(tx: ReadTransaction) -> list[dict[str, object]]:
    """Entries whose hash is not that of their content and of the entry before: the whole chain is read again."""
    entries = await tx.fetch("SELECT * FROM journal_entry ORDER BY journal, fiscal_year, number")
    lines = await tx.fetch("SELECT * FROM journal_line ORDER BY entry_id, position")
    by_entry = {entry_id: list(group) for entry_id, group in groupby(lines, key=lambda row: row["entry_id"])}
    broken: list[dict[str, object]] = []
    for (journal, year), group in groupby(entries, key=lambda row: (row["journal"], row["fiscal_year"])):
        previous, expected = GENESIS, 1
        for row in group:
            entry = _entry(row, by_entry.get(row["id"], []))
            previous = chain_hash(previous, row["number"], entry)
            if row["number"] != expected or previous != row["hash"]:
                broken.append({"journal": journal, "year": year, "number": row["number"], "expected_number": expected})
            previous, expected = row["hash"], row["number"] + 1
    return broken


def _entry(row: asyncpg.Record, lines: Sequence[asyncpg.Record]) -> JournalEntry:
    return JournalEntry(
        id=row["id"],
        journal=Journal(row["journal"]),
        posted_on=row["posted_on"],
        document_on=row["document_on"],
        label=row["label"],
        source=row["source"],
        source_id=row["source_id"],
        lines=tuple(_line(line) for line in lines),
        reverses=row["reverses"],
    )


def _line(row: asyncpg.Record) -> JournalLine:
    foreign = None
    if row["currency"] is not None:
        foreign = Foreign(row["currency_amount"], ExchangeRate(row["currency"], row["rate"], row["rate_on"]))
    return JournalLine(row["account"], row["debit"], row["credit"], row["partner_id"], foreign)
