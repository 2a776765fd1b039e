"""What accounting credited of orders."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from kit.db import ReadTransaction, Transaction


@dataclass(frozen=True, slots=True)
class CreditNote:
    """Or its part of one order, when it is about several. `source_id`: of the return or dispute; None by hand."""

    id: UUID
    order_id: UUID
    number: str
    source_id: UUID | None
    credited_on: date
    net: Decimal
    gross: Decimal


async def keep(tx: Transaction, notes: Sequence[CreditNote]) -> None:
    """Note them, each once."""
    await tx.execute(
        "INSERT INTO credit_note (credit_note_id, sales_order_id, number, source_id, credited_on, net, gross)"
        " SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::uuid[], $5::date[], $6::numeric[], $7::numeric[])"
        " ON CONFLICT DO NOTHING",
        [note.id for note in notes],
        [note.order_id for note in notes],
        [note.number for note in notes],
        [note.source_id for note in notes],
        [note.credited_on for note in notes],
        [note.net for note in notes],
        [note.gross for note in notes],
    )


async def of_order(tx: ReadTransaction, order_id: UUID) -> list[CreditNote]:
    """The order's, oldest first."""
    return await _read(tx, "sales_order_id", order_id)


async def of_source(tx: ReadTransaction, source_id: UUID) -> list[CreditNote]:
    """What a return or a price dispute was credited by, oldest first."""
    return await _read(tx, "source_id", source_id)


async def _read(tx: ReadTransaction, column: str, value: UUID) -> list[CreditNote]:
    rows = await tx.fetch(
        "SELECT credit_note_id AS id, sales_order_id AS order_id, number, source_id, credited_on, net, gross FROM credit_note"
        f" WHERE {column} = $1 ORDER BY credited_on, number",
        value,
    )
    return [CreditNote(**dict(row)) for row in rows]
