"""Reminders: what is late, the runs, and the letters as they were written."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

import asyncpg
from kit.db import ReadTransaction, Transaction
from kit.errors import unknown

from accounting.domain.receivables.dunning import Claim, Late, Letter, Words
from accounting.domain.receivables.errors import NothingToRemind
from accounting.domain.receivables.late_interest import Part

_LATE = (
    "SELECT o.document_id, o.number, o.partner_id, o.issued_on, o.due_on, o.currency, o.amount, o.open_amount,"
    " coalesce(d.level, 0) AS level, d.reminded_on, k.document_id IS NOT NULL AS is_blocked,"
    " l.document_id IS NOT NULL AS is_collected, h.id IS NOT NULL AS is_charge, x.charged_through,"
    " coalesce(x.has_indemnity, false) AS has_indemnity FROM open_item o"
    " LEFT JOIN late_charge h ON h.id = o.document_id"
    " LEFT JOIN (SELECT document_id, max(through) AS charged_through, bool_or(indemnity > 0) AS has_indemnity"
    "  FROM late_charge_line WHERE is_live GROUP BY 1) x USING (document_id)"
    " LEFT JOIN (SELECT c.document_id, max(c.level) AS level, max(t.written_on) AS reminded_on FROM dunning_claim c"
    "  JOIN dunning_letter t ON t.id = c.letter_id WHERE c.is_raised GROUP BY 1) d USING (document_id)"
    " LEFT JOIN document_block k USING (document_id)"
    " LEFT JOIN payment_order_document l ON l.document_id = o.document_id AND l.is_live"
)


# What only money settles: what a credit note took off was never owed, and a lost debt is asked for no more.
_PAID = (
    "SELECT m.document_id, p.paid_on, sum(m.amount) AS amount FROM payment_match m JOIN payment p ON p.id = m.payment_id"
    " WHERE m.document_id = ANY($1) AND p.method NOT IN ('credit-note', 'bad-debt')"
    " AND NOT EXISTS (SELECT 1 FROM payment_reversal r WHERE r.payment_id = p.id) GROUP BY 1, 2 ORDER BY 2"
)
_PAID_LATE = (
    "EXISTS (SELECT 1 FROM payment_match m JOIN payment p ON p.id = m.payment_id WHERE m.document_id = o.document_id"
    " AND p.paid_on > coalesce(x.charged_through, o.due_on) AND p.method NOT IN ('credit-note', 'bad-debt')"
    " AND NOT EXISTS (SELECT 1 FROM payment_reversal r WHERE r.payment_id = p.id))"
)


async def late(tx: ReadTransaction, on: date) -> list[Late]:
    """All invoices that are past their due date on a day and not settled."""
    rows = await tx.fetch(f"{_LATE} WHERE o.is_receivable AND o.open_amount > 0 AND o.due_on < $1", on)
    return await _with_paid(tx, rows)


async def late_of(tx: ReadTransaction, partner_id: UUID, on: date) -> list[Late]:
    """Those of one customer, the oldest first, and those that he paid late and was not charged for."""
    rows = await tx.fetch(
        f"{_LATE} WHERE o.partner_id = $2 AND o.is_receivable AND o.due_on < $1 AND (o.open_amount > 0 OR {_PAID_LATE})"
        " ORDER BY o.due_on, o.number",
        on,
        partner_id,
    )
    return await _with_paid(tx, rows)


async def _with_paid(tx: ReadTransaction, rows: Sequence[asyncpg.Record]) -> list[Late]:
    paid: dict[UUID, list[Part]] = defaultdict(list)
    for row in await tx.fetch(_PAID, [row["document_id"] for row in rows]):
        paid[row["document_id"]].append(Part(row["amount"], row["paid_on"]))
    return [Late(**dict(row), paid=tuple(paid[row["document_id"]])) for row in rows]


async def unused_credits(tx: ReadTransaction) -> dict[tuple[UUID, str], Decimal]:
    """What of customers' payments and credit notes settles nothing yet, by currency."""
    rows = await tx.fetch(
        "SELECT p.partner_id, p.currency, sum(p.unmatched_amount) AS amount FROM payment p"
        " LEFT JOIN payment_reversal r ON r.payment_id = p.id"
        " WHERE p.direction = 'received' AND p.unmatched_amount > 0 AND r.payment_id IS NULL GROUP BY 1, 2"
    )
    return {(row["partner_id"], row["currency"]): row["amount"] for row in rows}


@dataclass(frozen=True, slots=True)
class Run:
    id: UUID
    number: str
    run_on: date
    letters: int
    created_by: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Written:
    """A letter as it was written, with the words and the address of that day."""

    id: UUID
    number: str
    run_id: UUID
    written_on: date
    language: str
    words: Words
    email: str
    letter: Letter
    debit_note: str = ""  # number of that which posts its interest and indemnities; empty: they are claimed only


async def add_run(tx: Transaction, run: Run, written: Sequence[Written]) -> None:
    """Write a run with its letters.

    Raises:
        NothingToRemind: another run has raised one of the documents meanwhile.
    """
    await tx.execute(
        "INSERT INTO dunning_run (id, number, run_on, letters, created_by, created_at) VALUES ($1, $2, $3, $4, $5, $6)",
        run.id,
        run.number,
        run.run_on,
        run.letters,
        run.created_by,
        run.created_at,
    )
    await tx.copy(
        "dunning_letter",
        (
            "id", "number", "run_id", "partner_id", "written_on", "level", "language", "words", "email", "currency",
            "open_amount", "credit", "interest", "indemnity",
        ),
        [_letter_row(each) for each in written],
    )  # fmt: skip
    try:
        await tx.copy(
            "dunning_claim",
            (
                "letter_id", "document_id", "level", "is_raised", "days_late", "open_amount", "interest", "indemnity"
            ),
            [_claim_row(each.id, claim) for each in written for claim in each.letter.claims],
        )  # fmt: skip
    except asyncpg.UniqueViolationError:
        raise NothingToRemind("Another run has written some of these letters meanwhile: propose again.") from None


def _letter_row(each: Written) -> tuple[object, ...]:
    letter = each.letter
    words = {"title": each.words.title, "text": each.words.text}
    return (
        each.id, each.number, each.run_id, letter.partner_id, each.written_on, letter.level, each.language, words,
        each.email, letter.currency, letter.open_amount, letter.credit, letter.interest, letter.indemnity,
    )  # fmt: skip


def _claim_row(letter_id: UUID, claim: Claim) -> tuple[object, ...]:
    return (
        letter_id, claim.document.document_id, claim.level, claim.is_raised, claim.days_late, claim.document.open_amount,
        claim.interest, claim.indemnity,
    )  # fmt: skip


async def letter(tx: ReadTransaction, letter_id: UUID) -> Written:
    """A letter as it was written.

    Raises:
        NotFound: there is none with this id.
    """
    row = await tx.fetchrow(
        "SELECT t.id, t.number, t.run_id, t.partner_id, t.written_on, t.level, t.language, t.words, t.email, t.currency,"
        " t.credit, coalesce(h.number, '') AS debit_note FROM dunning_letter t LEFT JOIN late_charge h ON h.letter_id = t.id"
        " WHERE t.id = $1",
        letter_id,
    )
    if row is None:
        raise unknown("reminder", letter_id)
    claims = await tx.fetch(
        "SELECT o.document_id, o.number, o.partner_id, o.issued_on, o.due_on, o.currency, o.amount, c.open_amount,"
        " c.level, c.is_raised, c.days_late, c.interest, c.indemnity FROM dunning_claim c JOIN open_item o USING (document_id)"
        " WHERE c.letter_id = $1 ORDER BY o.due_on, o.number",
        letter_id,
    )
    return Written(
        id=row["id"],
        number=row["number"],
        run_id=row["run_id"],
        written_on=row["written_on"],
        language=row["language"],
        words=Words(**row["words"]),
        email=row["email"],
        letter=Letter(
            row["partner_id"], row["currency"], row["level"], tuple(_claim(claim) for claim in claims), row["credit"]
        ),
        debit_note=row["debit_note"],
    )


async def written_at(tx: ReadTransaction, run_id: UUID) -> datetime:
    """When a run wrote its letters."""
    at: datetime = await tx.fetchval("SELECT created_at FROM dunning_run WHERE id = $1", run_id)
    return at


_DOCUMENT = ("document_id", "number", "partner_id", "issued_on", "due_on", "currency", "amount", "open_amount")


def _claim(row: asyncpg.Record) -> Claim:
    return Claim(
        Late(**{name: row[name] for name in _DOCUMENT}),
        row["level"],
        row["is_raised"],
        row["days_late"],
        row["interest"],
        row["indemnity"],
    )
