"""Posting: numbers without gaps, hash chains, periods. The only way into the ledger."""

from collections import defaultdict
from collections.abc import AsyncIterator, Sequence
from datetime import date
from uuid import UUID

import asyncpg
from kit.db import ReadTransaction, Transaction
from kit.errors import unknown
from kit.exchange import ExchangeRate

from accounting.domain.books.calendar import Calendar, FiscalYear, PeriodStatus, month_after
from accounting.domain.entry import GENESIS, NO_AXES, Axes, Foreign, JournalEntry, JournalLine, chain_hash


async def post(tx: Transaction, entries: Sequence[JournalEntry], *, by_hand: bool = False) -> dict[UUID, str]:
    """Write entries for good, in this order; returns their numbers by id. `by_hand`: locked months take them too.

    Raises:
        PeriodClosed: one is dated in a closed period (late facts are dated by `open_day` before).
    """
    if not entries:
        return {}
    await tx.execute("LOCK TABLE period IN ROW SHARE MODE")
    known = await calendar(tx)
    by_head: dict[tuple[str, int], list[JournalEntry]] = defaultdict(list)
    for entry in entries:
        known.check_open(entry.posted_on, by_hand=by_hand)
        by_head[entry.journal, known.year_of(entry.posted_on).year].append(entry)
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


async def hold(tx: Transaction, journal: str, year: int) -> None:
    """Nobody else posts into this journal of a year until the transaction ends."""
    await _lock_head(tx, journal, year)


async def _lock_head(tx: Transaction, journal: str, year: int) -> tuple[int, bytes]:
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
            "document_number",
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
                e.document_number,
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
            "site",
            "family",
            "customer_id",
            "channel",
        ),
        [
            (e.id, position, line.account, line.partner_id, e.posted_on, line.debit, line.credit, *_extras(line))
            for e, *_ in numbered
            for position, line in enumerate(e.lines, 1)
        ],
    )


def _extras(line: JournalLine) -> tuple[object, ...]:
    axes = line.axes
    by = (axes.site or None, axes.family or None, axes.customer_id, axes.channel or None)
    if line.foreign is None:
        return None, None, None, None, *by
    rate = line.foreign.rate
    return rate.currency, line.foreign.amount, rate.rate, rate.on, *by


async def calendar(tx: ReadTransaction) -> Calendar:
    """The fiscal years and the months that are not open."""
    rows = await tx.fetch(
        "SELECT month AS starts_on, NULL::date AS ends_on, status FROM period WHERE status <> 'open'"
        " UNION ALL SELECT starts_on, ends_on, NULL FROM fiscal_year ORDER BY starts_on"
    )
    return Calendar(
        years=[FiscalYear(row["starts_on"], row["ends_on"]) for row in rows if row["ends_on"]],
        months={row["starts_on"]: PeriodStatus(row["status"]) for row in rows if row["status"]},
    )


async def closed_months(tx: ReadTransaction) -> set[date]:
    """First days of the months that take no postings from documents."""
    return {row["month"] for row in await tx.fetch("SELECT month FROM period WHERE status <> 'open'")}


def open_day(closed: set[date], day: date) -> date:
    """The day itself, or the first day of the next open month when its own month is closed."""
    while day.replace(day=1) in closed:
        day = month_after(day)
    return day


async def lock_periods(tx: Transaction) -> None:
    """Nobody closes or opens a period, or posts, until this transaction ends."""
    await tx.execute("LOCK TABLE period IN SHARE ROW EXCLUSIVE MODE")


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


async def reversal_of(tx: ReadTransaction, entry_id: UUID) -> UUID | None:
    """The entry that takes this one back, if there is one."""
    found: UUID | None = await tx.fetchval("SELECT id FROM journal_entry WHERE reverses = $1", entry_id)
    return found


async def broken_links(tx: ReadTransaction, *, at_most: int = 20) -> tuple[int, list[dict[str, object]]]:
    """How many entries there are, and those whose hash is not that of their content and of the entry before.

    The whole chain is read again, a part at a time.
    """
    broken: list[dict[str, object]] = []
    count, head, number, previous = 0, ("", 0), 0, GENESIS
    async for row, lines in _all_entries(tx):
        if (row["journal"], row["fiscal_year"]) != head:
            head, number, previous = (row["journal"], row["fiscal_year"]), 0, GENESIS
        said = chain_hash(previous, row["number"], _entry(row, lines)) if lines else b""
        if (row["number"] != number + 1 or said != row["hash"]) and len(broken) < at_most:
            broken.append({"journal": head[0], "year": head[1], "number": row["number"], "expected_number": number + 1})
        count, number, previous = count + 1, row["number"], row["hash"]
    return count, broken


async def _all_entries(tx: ReadTransaction) -> AsyncIterator[tuple[asyncpg.Record, list[asyncpg.Record]]]:
    """Each entry with its lines, in the order of the chains."""
    await tx.without_timeout()
    rows: list[asyncpg.Record] = []
    async for row in tx.stream(
        "SELECT e.*, l.position, l.account, l.partner_id, l.debit, l.credit, l.currency, l.currency_amount, l.rate,"
        " l.rate_on, l.site, l.family, l.customer_id, l.channel FROM journal_entry e"
        " LEFT JOIN journal_line l ON l.entry_id = e.id ORDER BY journal, fiscal_year, number, position"
    ):
        if rows and rows[0]["id"] != row["id"]:
            yield rows[0], [each for each in rows if each["account"]]
            rows = []
        rows.append(row)
    if rows:
        yield rows[0], [each for each in rows if each["account"]]


def _entry(row: asyncpg.Record, lines: Sequence[asyncpg.Record]) -> JournalEntry:
    return JournalEntry(
        id=row["id"],
        journal=row["journal"],
        posted_on=row["posted_on"],
        document_on=row["document_on"],
        label=row["label"],
        source=row["source"],
        source_id=row["source_id"],
        lines=tuple(_line(line) for line in lines),
        reverses=row["reverses"],
        document_number=row["document_number"],
    )


def _line(row: asyncpg.Record) -> JournalLine:
    foreign = None
    if row["currency"] is not None:
        foreign = Foreign(row["currency_amount"], ExchangeRate(row["currency"], row["rate"], row["rate_on"]))
    axes = Axes(row["site"] or "", row["family"] or "", row["customer_id"], row["channel"] or "")
    return JournalLine(
        row["account"], row["debit"], row["credit"], row["partner_id"], foreign, NO_AXES if axes == NO_AXES else axes
    )
