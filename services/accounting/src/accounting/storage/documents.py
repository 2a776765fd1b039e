"""Gapless numbers of documents, and what is open on them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from kit.db import ReadTransaction, Transaction
from kit.ids import new_id

from accounting.domain.matching import Adjusted, OpenItem, Settled
from accounting.domain.payment import Settlement


async def take_numbers(tx: Transaction, prefix: str, year: int, count: int) -> list[str]:
    """The next numbers of a year, without gaps: the counter stays locked until the transaction ends."""
    last = await tx.fetchval(
        "INSERT INTO document_head (prefix, year, last_number) VALUES ($1, $2, $3) ON CONFLICT (prefix, year)"
        " DO UPDATE SET last_number = document_head.last_number + $3 RETURNING last_number",
        prefix,
        year,
        count,
    )
    return [f"{prefix}-{year}-{number:06d}" for number in range(last - count + 1, last + 1)]


@dataclass(frozen=True, slots=True)
class NewItem:
    """A posted document that somebody owes: `amount` in its currency, `value` in the company's."""

    document_id: UUID
    number: str
    partner_id: UUID
    is_receivable: bool
    issued_on: date
    due_on: date
    currency: str
    amount: Decimal
    value: Decimal
    entry_id: UUID | None = None  # that brought it in from another system


async def open_items(tx: Transaction, items: Sequence[NewItem]) -> None:
    """Write what is owed from now on."""
    await tx.copy(
        "open_item",
        (
            "document_id",
            "number",
            "partner_id",
            "is_receivable",
            "issued_on",
            "due_on",
            "currency",
            "amount",
            "open_amount",
            "value",
            "open_value",
            "entry_id",
        ),
        [
            (
                item.document_id,
                item.number,
                item.partner_id,
                item.is_receivable,
                item.issued_on,
                item.due_on,
                item.currency,
                item.amount,
                item.amount,
                item.value,
                item.value,
                item.entry_id,
            )
            for item in items
        ],
    )


async def lock_open(tx: Transaction, partner_id: UUID, currency: str, *, is_receivable: bool) -> list[OpenItem]:
    """The partner's open documents in a currency, oldest due first, held against other payments until the transaction ends."""
    rows = await tx.fetch(
        "SELECT document_id, number, due_on, currency, open_amount, open_value FROM open_item WHERE partner_id = $1"
        " AND is_receivable = $2 AND currency = $3 AND open_amount > 0 ORDER BY due_on, number FOR UPDATE",
        partner_id,
        is_receivable,
        currency,
    )
    return [OpenItem(**dict(row)) for row in rows]


async def settle(tx: Transaction, payment_id: UUID, settled: Sequence[Settled], on: date | None = None) -> None:
    """Take what a payment settles off its documents; `on`: a day later than its own."""
    arguments = (
        [each.document_id for each in settled],
        [each.amount for each in settled],
        [each.value for each in settled],
    )
    summed = (
        "SELECT id, sum(amount) AS amount, sum(value) AS value"
        " FROM unnest($1::uuid[], $2::numeric[], $3::numeric[]) AS m (id, amount, value) GROUP BY id"
    )
    await tx.execute(
        "UPDATE open_item o SET open_amount = o.open_amount - m.amount, open_value = o.open_value - m.value"
        f" FROM ({summed}) AS m WHERE o.document_id = m.id",
        *arguments,
    )
    await tx.execute(
        "INSERT INTO payment_match (payment_id, document_id, amount, value, matched_on)"
        f" SELECT $4, id, amount, value, $5 FROM ({summed}) AS m",
        *arguments,
        payment_id,
        on,
    )


async def adjust(tx: Transaction, payment_id: UUID, adjusted: Sequence[Adjusted]) -> None:
    """Take what is settled without money off its documents."""
    if not adjusted:
        return
    await tx.copy(
        "settlement_adjustment",
        ("id", "payment_id", "document_id", "kind", "amount", "value", "tax_value"),
        [(new_id(), payment_id, a.document_id, a.kind.value, a.amount, a.value, a.tax_value) for a in adjusted],
    )
    await tx.execute(
        "UPDATE open_item o SET open_amount = o.open_amount - a.amount, open_value = o.open_value - a.value"
        " FROM (SELECT id, sum(amount) AS amount, sum(value) AS value"
        "  FROM unnest($1::uuid[], $2::numeric[], $3::numeric[]) AS x (id, amount, value) GROUP BY id) AS a"
        " WHERE o.document_id = a.id",
        [each.document_id for each in adjusted],
        [each.amount for each in adjusted],
        [each.value for each in adjusted],
    )


async def tax_shares(tx: ReadTransaction, document_ids: Sequence[UUID]) -> dict[UUID, Decimal]:
    """VAT of invoices and bills by their total."""
    rows = await tx.fetch(
        "SELECT id, tax_amount / gross_amount AS share FROM invoice WHERE id = ANY($1) AND gross_amount > 0"
        " UNION ALL SELECT id, tax_amount / gross_amount FROM bill WHERE id = ANY($1) AND gross_amount > 0",
        list(document_ids),
    )
    return {row["id"]: row["share"] for row in rows}


async def close(tx: Transaction, document_id: UUID) -> None:
    """Nothing is owed on it any more: it was taken back whole."""
    await tx.execute(
        "UPDATE open_item SET open_amount = 0, amount = 0, open_value = 0, value = 0 WHERE document_id = $1",
        document_id,
    )


async def payment_days(tx: ReadTransaction, partner_id: UUID) -> int | None:
    """The partner's terms; nothing when accounting does not know the partner."""
    days: int | None = await tx.fetchval("SELECT payment_days FROM partner WHERE id = $1", partner_id)
    return days


async def add_payment(tx: Transaction, settlement: Settlement, number: str, entry_id: UUID) -> None:
    """Write a payment."""
    payment = settlement.payment
    await tx.execute(
        "INSERT INTO payment (id, number, partner_id, direction, amount, currency, paid_on, method, reference,"
        " unmatched_amount, entry_id, rate, rate_on, value, unmatched_value, exchange_gain)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)",
        payment.id,
        number,
        payment.partner_id,
        payment.direction,
        payment.amount,
        payment.currency,
        payment.paid_on,
        payment.method,
        payment.reference,
        settlement.unmatched,
        entry_id,
        payment.rate.column,
        payment.rate.on,
        payment.value,
        settlement.unmatched_value,
        settlement.exchange_gain,
    )
