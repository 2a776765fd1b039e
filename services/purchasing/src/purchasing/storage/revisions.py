"""Revisions, acknowledgements and tolerances. The order is locked before its revisions."""

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import asyncpg
from kit.db import ReadTransaction, Transaction
from kit.errors import unknown
from kit.ids import new_id
from kit.quantity import Factor

from purchasing.domain.errors import ProductNotKnown, SupplierNotKnown
from purchasing.domain.order import OrderLine, PurchaseOrder
from purchasing.domain.revision import LineChange, Revision, RevisionStatus, Source

_COLUMNS = "id, order_id, number, base, source, reason, changes, added, written_by, status"


@dataclass(frozen=True, slots=True)
class Tolerance:
    """So much more or less than ordered may come."""

    supplier_id: UUID | None
    product_id: UUID | None
    over_rate: Decimal
    under_rate: Decimal


async def next_number(tx: ReadTransaction, order_id: UUID) -> int:
    """Of a locked order."""
    return int(
        await tx.fetchval("SELECT coalesce(max(number), 0) + 1 FROM order_revision WHERE order_id = $1", order_id)
    )


async def add(tx: Transaction, revision: Revision) -> None:
    await tx.execute(
        f"INSERT INTO order_revision ({_COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        revision.id,
        revision.order_id,
        revision.number,
        revision.base,
        str(revision.source),
        revision.reason,
        [asdict(change) for change in revision.changes],
        [asdict(line) for line in revision.added],
        revision.written_by,
        str(revision.status),
    )


async def get(tx: ReadTransaction, revision_id: UUID) -> Revision:
    """One revision.

    Raises:
        NotFound: there is none with this id.
    """
    row = await tx.fetchrow(f"SELECT {_COLUMNS} FROM order_revision WHERE id = $1", revision_id)
    if row is None:
        raise unknown("revision", revision_id)
    return _revision(row)


async def of_order(tx: ReadTransaction, order_id: UUID) -> list[Revision]:
    """All of an order, the first first."""
    rows = await tx.fetch(f"SELECT {_COLUMNS} FROM order_revision WHERE order_id = $1 ORDER BY number", order_id)
    return [_revision(row) for row in rows]


async def set_status(tx: Transaction, revision_id: UUID, status: RevisionStatus) -> None:
    await tx.execute("UPDATE order_revision SET status = $2 WHERE id = $1", revision_id, str(status))


def _revision(row: asyncpg.Record) -> Revision:
    return Revision(
        **{
            **dict(row),
            "source": Source(row["source"]),
            "status": RevisionStatus(row["status"]),
            "changes": tuple(_change(each) for each in row["changes"]),
            "added": tuple(_line(each) for each in row["added"]),
        }
    )


def _change(values: dict[str, Any]) -> LineChange:
    return LineChange(
        UUID(values["line_id"]),
        _decimal(values["quantity"]),
        _decimal(values["unit_price"]),
        _day(values["expected_on"]),
        values["cancel_rest"],
    )


def _line(values: dict[str, Any]) -> OrderLine:
    decimals = ("quantity", "stock_quantity", "unit_price", "received", "cancelled", "given_up", "under_receipt_rate")
    return OrderLine(
        **{
            **values,
            **{name: Decimal(values[name]) for name in decimals},
            "id": UUID(values["id"]),
            "product_id": UUID(values["product_id"]),
            "factor": Factor(**values["factor"]),
            "over_receipt_rate": _decimal(values["over_receipt_rate"]),
            "expected_on": _day(values["expected_on"]),
            "first_promised_on": _day(values["first_promised_on"]),
            "blanket_line_id": UUID(values["blanket_line_id"]) if values["blanket_line_id"] else None,
            "sales_order_line_id": UUID(sold) if (sold := values.get("sales_order_line_id")) else None,
        }
    )


def _decimal(value: str | None) -> Decimal | None:
    return None if value is None else Decimal(value)


def _day(value: str | None) -> date | None:
    return None if value is None else date.fromisoformat(value)


# --- what suppliers said ---


async def acknowledge(
    tx: Transaction,
    order: PurchaseOrder,
    *,
    reference: str,
    answers: Sequence[LineChange],
    revision_id: UUID | None,
    by: str,
    now: datetime,
) -> None:
    """The supplier has answered. A line that had no day is held to the first that he names."""
    await tx.execute(
        "INSERT INTO acknowledgement (id, order_id, revision, reference, lines, revision_id, entered_by, acknowledged_at)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        new_id(),
        order.id,
        order.revision,
        reference,
        [asdict(each) for each in answers],
        revision_id,
        by,
        now,
    )
    await tx.execute("UPDATE purchase_order SET acknowledged_at = $2 WHERE id = $1", order.id, now)
    named = [(each.line_id, each.expected_on) for each in answers if each.expected_on is not None]
    await tx.execute(
        "UPDATE purchase_order_line SET first_promised_on = day FROM unnest($1::uuid[], $2::date[]) AS x (line, day)"
        " WHERE id = x.line AND first_promised_on IS NULL",
        [line_id for line_id, _ in named],
        [day for _, day in named],
    )


# --- tolerances ---


async def tolerances(tx: ReadTransaction) -> list[Tolerance]:
    """All of them, the most particular first."""
    rows = await tx.fetch(
        "SELECT supplier_id, product_id, over_rate, under_rate FROM receipt_tolerance"
        " ORDER BY product_id NULLS LAST, supplier_id NULLS LAST"
    )
    return [Tolerance(**dict(row)) for row in rows]


async def set_tolerances(tx: Transaction, asked: Sequence[Tolerance]) -> None:
    """These and no others."""
    await tx.execute("DELETE FROM receipt_tolerance")
    await tx.copy(
        "receipt_tolerance",
        ("id", "supplier_id", "product_id", "over_rate", "under_rate"),
        [(new_id(), each.supplier_id, each.product_id, each.over_rate, each.under_rate) for each in asked],
    )


async def tolerances_for(
    tx: ReadTransaction, supplier_id: UUID, product_ids: Collection[UUID]
) -> dict[UUID, Tolerance]:
    """What counts for each product: what is said of it and the supplier, else of it, else of the supplier."""
    rows = await tx.fetch(
        "SELECT DISTINCT ON (p.id) p.id, t.supplier_id, t.product_id, t.over_rate, t.under_rate"
        " FROM unnest($2::uuid[]) AS p (id) JOIN receipt_tolerance t"
        " ON (t.product_id = p.id OR t.product_id IS NULL) AND (t.supplier_id = $1 OR t.supplier_id IS NULL)"
        " ORDER BY p.id, t.product_id IS NULL, t.supplier_id IS NULL",
        supplier_id,
        list(product_ids),
    )
    return {
        row["id"]: Tolerance(row["supplier_id"], row["product_id"], row["over_rate"], row["under_rate"]) for row in rows
    }


async def check_known(tx: ReadTransaction, scopes: Sequence[tuple[UUID | None, UUID | None]]) -> None:
    """Nothing when all these suppliers and products were heard of.

    Raises:
        SupplierNotKnown, ProductNotKnown: one was not.
    """
    for i, (table, refusal) in enumerate((("partner", SupplierNotKnown), ("product", ProductNotKnown))):
        asked = [scope[i] for scope in scopes if scope[i] is not None]
        rows = await tx.fetch(f"SELECT id FROM {table} WHERE id = ANY($1)", asked)
        if missing := set(asked) - {row["id"] for row in rows}:
            raise refusal(f"Purchasing has not heard of {min(str(id_) for id_ in missing)}.", field="items")
