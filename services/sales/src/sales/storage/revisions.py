"""Revisions of orders. The order is locked before its revisions."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from kit.db import ReadTransaction, Transaction
from kit.errors import unknown

from sales.domain.delivery import DeliveryPolicy
from sales.domain.order import Granter, OrderLine
from sales.domain.revision import OPEN, Difference, RevisedLine, RevisedTerms, Revision, RevisionStatus
from sales.storage.charge_rows import charge_values, charges_in
from sales.storage.order_rows import LINE, line_of, line_values

_COLUMNS = (
    "id",
    "order_id",
    "number",
    "base",
    "reason",
    "lines",
    "terms",
    "written_by",
    "status",
    "granter_roles",
    "charges",
)


async def next_number(tx: ReadTransaction, order_id: UUID) -> int:
    """Of a locked order."""
    return int(
        await tx.fetchval("SELECT coalesce(max(number), 0) + 1 FROM order_revision WHERE order_id = $1", order_id)
    )


async def add(tx: Transaction, revision: Revision, changes: Iterable[Difference]) -> None:
    await tx.execute(
        f"INSERT INTO order_revision ({', '.join(_COLUMNS)}, differences)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        revision.id,
        revision.order_id,
        revision.number,
        revision.base,
        revision.reason,
        _lines(revision),
        asdict(revision.terms),
        revision.written_by,
        str(revision.status),
        revision.granter.roles,
        None if revision.charges is None else charge_values(revision.charges),
        [asdict(each) for each in changes],
    )


async def find(tx: ReadTransaction, order_id: UUID, revision_id: UUID) -> Revision:
    """One revision of an order.

    Raises:
        NotFound: the order has none with this id.
    """
    row = await tx.fetchrow(
        f"SELECT {', '.join(_COLUMNS)} FROM order_revision WHERE id = $1 AND order_id = $2", revision_id, order_id
    )
    if row is None:
        raise unknown("revision", revision_id)
    return _revision(dict(row))


async def order_of(tx: ReadTransaction, revision_id: UUID) -> UUID | None:
    """The order that a revision changes; None when there is no such revision."""
    found: UUID | None = await tx.fetchval("SELECT order_id FROM order_revision WHERE id = $1", revision_id)
    return found


async def differences_of(tx: ReadTransaction, revision_id: UUID) -> list[Difference]:
    """What it changed, or would have changed, when it was decided on."""
    listed = await tx.fetchval("SELECT differences FROM order_revision WHERE id = $1", revision_id)
    return [
        Difference(**{**each, "line_id": UUID(each["line_id"]) if each["line_id"] else None}) for each in listed or ()
    ]


async def is_accepted(tx: ReadTransaction, revision_id: UUID) -> bool:
    return bool(
        await tx.fetchval(
            "SELECT EXISTS (SELECT FROM order_revision WHERE id = $1 AND status = 'accepted')", revision_id
        )
    )


async def wait(tx: Transaction, revision: Revision) -> None:
    """It waits for approval, with its lines as they were judged."""
    await tx.execute(
        "UPDATE order_revision SET status = 'awaiting-approval', lines = $2 WHERE id = $1",
        revision.id,
        _lines(revision),
    )


async def set_status(tx: Transaction, revision_id: UUID, status: RevisionStatus) -> None:
    await tx.execute("UPDATE order_revision SET status = $2 WHERE id = $1", revision_id, str(status))


async def accept(tx: Transaction, revision_id: UUID, changes: Iterable[Difference]) -> None:
    """It counts, and that is what it changed."""
    await tx.execute(
        "UPDATE order_revision SET status = 'accepted', differences = $2 WHERE id = $1",
        revision_id,
        [asdict(each) for each in changes],
    )


async def supersede(tx: Transaction, order_id: UUID) -> list[UUID]:
    """Open revisions of a locked order do not fit it any more; returns them."""
    rows = await tx.fetch(
        "UPDATE order_revision SET status = 'superseded' WHERE order_id = $1 AND status = ANY($2) RETURNING id",
        order_id,
        [str(status) for status in OPEN],
    )
    return [row["id"] for row in rows]


def _lines(revision: Revision) -> list[dict[str, object]]:
    return [
        {"line": dict(zip(LINE, line_values(0, each.line), strict=True)), "cancels_rest": each.cancels_rest}
        for each in revision.lines
    ]


def _revision(row: Mapping[str, Any]) -> Revision:
    return Revision(
        **{
            **{name: row[name] for name in _COLUMNS if name != "granter_roles"},
            "charges": None if row["charges"] is None else charges_in(row["charges"]),
            "granter": Granter(row["written_by"], tuple(row["granter_roles"])),
            "lines": tuple(RevisedLine(_line(each["line"]), each["cancels_rest"]) for each in row["lines"]),
            "terms": _terms(row["terms"]),
            "status": RevisionStatus(row["status"]),
        }
    )


def _terms(values: Mapping[str, Any]) -> RevisedTerms:
    days = {name: values[name] and date.fromisoformat(values[name]) for name in ("requested_on", "consolidate_until")}
    delivery = values["delivery"] and DeliveryPolicy(values["delivery"])
    return RevisedTerms(**{**values, **days, "delivery": delivery})


_READ = {"uuid": UUID, "numeric": Decimal}


def _line(values: Mapping[str, Any]) -> OrderLine:
    """Of a line as JSON has it; one that was written before there were drop-shipped lines is none."""
    whole = {"is_drop_shipped": False, **values}
    return line_of(
        {
            name: _READ[kind](whole[name]) if kind in _READ and whole[name] is not None else whole[name]
            for name, kind in LINE.items()
        }
    )
