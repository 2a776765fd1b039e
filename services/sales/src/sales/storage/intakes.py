"""Tables of orders, as they were sent, with what was found wrong, and what became of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from kit.db import ReadTransaction, Transaction
from kit.errors import unknown

from sales.domain.intake import IntakeFault, IntakeRow, IntakeStatus, IntakeTable

_HEAD = (
    "id", "name", "status", "row_count", "order_count", "fault_count", "net", "customer_id", "sent_by", "created_at",
    "imported_at",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Intake:
    """A table of orders. Counts are those of its last check, or of its import."""

    id: UUID
    name: str
    status: IntakeStatus
    row_count: int
    order_count: int
    fault_count: int
    net: Decimal
    customer_id: UUID | None
    sent_by: str
    created_at: datetime
    imported_at: datetime | None


@dataclass(frozen=True, slots=True)
class Found:
    """What a check found."""

    order_count: int
    net: Decimal
    faults: Sequence[IntakeFault]


async def same(tx: ReadTransaction, file_hash: bytes) -> Intake | None:
    """The table of this very content, if it was sent before."""
    row = await tx.fetchrow(f"SELECT {', '.join(_HEAD)} FROM order_intake WHERE file_hash = $1", file_hash)
    return None if row is None else _intake(row)


async def get(tx: ReadTransaction, id_: UUID) -> Intake:
    """One table.

    Raises:
        NotFound: there is none with this id.
    """
    return await _one(tx, id_, "")


async def lock(tx: Transaction, id_: UUID) -> Intake:
    """One table, held until the transaction ends.

    Raises:
        NotFound: there is none with this id.
    """
    return await _one(tx, id_, " FOR UPDATE")


async def content_of(tx: ReadTransaction, id_: UUID) -> IntakeTable:
    """What was written in it."""
    stored = await tx.fetchval("SELECT content FROM order_intake WHERE id = $1", id_)
    return IntakeTable(
        rows=tuple(_row(values) for values in stored["rows"]),
        unreadable=tuple(IntakeFault(*values) for values in stored["unreadable"]),
        spoilt=frozenset((customer, reference) for customer, reference in stored["spoilt"]),
    )


async def add(
    tx: Transaction, id_: UUID, *, file_hash: bytes, name: str, table: IntakeTable, customer_id: str | None, by: str
) -> UUID:
    """Write a table down; the id of the same one, where it was sent before."""
    await tx.execute(
        "INSERT INTO order_intake (id, file_hash, name, status, content, row_count, order_count, fault_count, net,"
        " customer_id, sent_by) VALUES ($1, $2, $3, 'checked', $4, $5, 0, 0, 0, $6, $7) ON CONFLICT (file_hash) DO NOTHING",
        id_,
        file_hash,
        name,
        {
            "rows": [_stored(row) for row in table.rows],
            "unreadable": [[fault.place, fault.column, fault.rule, fault.detail] for fault in table.unreadable],
            "spoilt": sorted(table.spoilt),
        },
        table.row_count,
        None if customer_id is None else UUID(customer_id),
        by,
    )
    kept: UUID = await tx.fetchval("SELECT id FROM order_intake WHERE file_hash = $1", file_hash)
    return kept


async def set_found(tx: Transaction, id_: UUID, found: Found) -> None:
    """Write what a check found; what one found before is forgotten."""
    await tx.execute(
        "UPDATE order_intake SET order_count = $2, fault_count = $3, net = $4 WHERE id = $1",
        id_,
        found.order_count,
        len(found.faults),
        found.net,
    )
    await tx.execute("DELETE FROM order_intake_fault WHERE intake_id = $1", id_)
    await tx.copy(
        "order_intake_fault",
        ("intake_id", "position", "row", "field", "rule", "detail"),
        [(id_, i, each.place, each.column, each.rule, each.detail) for i, each in enumerate(found.faults)],
    )


async def set_imported(tx: Transaction, id_: UUID, at: datetime) -> None:
    """It is ordered."""
    await tx.execute("UPDATE order_intake SET status = 'imported', imported_at = $2 WHERE id = $1", id_, at)


async def claim(tx: Transaction, intake_id: UUID, orders: Sequence[tuple[UUID, UUID, str]]) -> set[UUID]:
    """Say that these orders (id, customer, his number) come of it; returns those whose number nobody had taken in.

    A number is free again when its order was cancelled.
    """
    columns = [list(column) for column in zip(*orders, strict=True)]
    await tx.execute(
        "DELETE FROM order_intake_order i USING sales_order o, unnest($1::uuid[], $2::text[]) AS x (c, r)"
        " WHERE i.customer_id = x.c AND i.customer_reference = x.r AND o.id = i.order_id AND o.status = 'cancelled'",
        *columns[1:],
    )
    rows = await tx.fetch(
        "INSERT INTO order_intake_order (order_id, intake_id, customer_id, customer_reference)"
        " SELECT x.o, $1, x.c, x.r FROM unnest($2::uuid[], $3::uuid[], $4::text[]) AS x (o, c, r) ORDER BY x.c, x.r"
        " ON CONFLICT (customer_id, customer_reference) DO NOTHING RETURNING order_id",
        intake_id,
        *columns,
    )
    return {row["order_id"] for row in rows}


async def _one(tx: ReadTransaction, id_: UUID, more: str) -> Intake:
    row = await tx.fetchrow(f"SELECT {', '.join(_HEAD)} FROM order_intake WHERE id = $1{more}", id_)
    if row is None:
        raise unknown("intake", id_)
    return _intake(row)


def _intake(row: Any) -> Intake:
    return Intake(**{**dict(row), "status": IntakeStatus(row["status"])})


def _stored(row: IntakeRow) -> list[object]:
    return [
        row.place,
        row.customer,
        row.reference,
        row.product,
        str(row.quantity),
        row.packaging,
        None if row.unit_price is None else str(row.unit_price),
        row.warehouse,
        None if row.ordered_on is None else row.ordered_on.isoformat(),
        row.shortage,
        row.is_drop_shipped,
    ]


def _row(values: list[Any]) -> IntakeRow:
    place, customer, reference, product, quantity, packaging, price, warehouse, ordered_on, shortage, *more = values
    return IntakeRow(
        place=place,
        customer=customer,
        reference=reference,
        product=product,
        quantity=Decimal(quantity),
        packaging=packaging,
        unit_price=None if price is None else Decimal(price),
        warehouse=warehouse,
        ordered_on=None if ordered_on is None else date.fromisoformat(ordered_on),
        shortage=shortage,
        is_drop_shipped=any(more),  # none in a table that was written before it could be said
    )
