"""Price exceptions, and what orders take of them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import fields
from datetime import datetime
from decimal import Decimal
from typing import Any, NamedTuple
from uuid import UUID

from kit.db import ReadTransaction, Transaction
from kit.errors import unknown
from kit.money import ZERO

from pricing.domain.exception import PriceException, Status, Terms

_TERMS = tuple(field.name for field in fields(Terms))
_COLUMNS = ("id", "number", *_TERMS, "requested_by", "requester_roles", "status", "version")
_SELECT = f"SELECT {', '.join(_COLUMNS)} FROM price_exception"
_GRANTED = f"{_SELECT} WHERE customer_id = $1 AND status = 'granted' ORDER BY id"
_PUT = (
    f"INSERT INTO price_exception ({', '.join(_COLUMNS)})"
    f" VALUES ({', '.join(f'${i}' for i in range(1, len(_COLUMNS) + 1))}) ON CONFLICT (id) DO UPDATE SET"
    f" {', '.join(f'{name} = excluded.{name}' for name in _COLUMNS[2:])}"
)


class Use(NamedTuple):
    """What a line of an order takes of an exception."""

    exception_id: UUID
    order_line_id: UUID
    order_id: UUID
    quantity: Decimal


async def put(tx: Transaction, exception: PriceException) -> None:
    """Write one over its older self, if there is one."""
    terms = [getattr(exception.terms, name) for name in _TERMS]
    await tx.execute(
        _PUT,
        exception.id,
        exception.number,
        *terms,
        exception.requested_by,
        exception.requester_roles,
        str(exception.status),
        exception.version,
    )


async def get(tx: ReadTransaction, id_: UUID) -> PriceException:
    """One exception.

    Raises:
        NotFound: there is none with this id.
    """
    return _there(await tx.fetchrow(f"{_SELECT} WHERE id = $1", id_), id_)


async def lock(tx: Transaction, id_: UUID) -> PriceException:
    """One exception, held until the transaction ends.

    Raises:
        NotFound: there is none with this id.
    """
    return _there(await tx.fetchrow(f"{_SELECT} WHERE id = $1 FOR UPDATE", id_), id_)


async def granted(tx: ReadTransaction, customer_id: UUID) -> list[PriceException]:
    """Those that the customer has."""
    return [_exception(row) for row in await tx.fetch(_GRANTED, customer_id)]


async def lock_granted(tx: Transaction, customer_id: UUID) -> list[PriceException]:
    """Those that the customer has, held until the transaction ends: nobody takes of them meanwhile."""
    return [_exception(row) for row in await tx.fetch(f"{_GRANTED} FOR NO KEY UPDATE", customer_id)]


async def used(
    tx: ReadTransaction,
    ids: Collection[UUID],
    now: datetime,
    *,
    but_by: UUID | None = None,
    but_lines: Collection[UUID] = (),
) -> Mapping[UUID, Decimal]:
    """How much of each is taken now, for good or for a while, but for what is about to be taken anew: what the order
    `but_by` holds for a while, and what these lines of it take for good.
    """
    rows = await tx.fetch(
        "SELECT exception_id, sum(quantity) AS quantity FROM exception_use WHERE exception_id = ANY($1)"
        " AND (held_until IS NULL OR held_until > $2) AND ($3::uuid IS NULL OR order_id <> $3"
        " OR (held_until IS NULL AND order_line_id <> ALL($4))) GROUP BY exception_id",
        list(ids),
        now,
        but_by,
        list(but_lines),
    )
    return dict.fromkeys(ids, ZERO) | {row["exception_id"]: row["quantity"] for row in rows}


async def hold(tx: Transaction, order_id: UUID, uses: Sequence[Use], until: datetime) -> None:
    """Take of locked exceptions for a while, instead of what the order held before. A line that took some for good, and
    is to take more, takes it at once.
    """
    await release(tx, order_id)
    await tx.execute(
        "INSERT INTO exception_use (exception_id, order_line_id, order_id, quantity, held_until)"
        " SELECT *, $5 FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::numeric[])"
        " ON CONFLICT (exception_id, order_line_id)"
        " DO UPDATE SET quantity = greatest(exception_use.quantity, excluded.quantity)",
        *_columns(uses),
        until,
    )


async def release(tx: Transaction, order_id: UUID) -> None:
    """Give back what an order holds for a while."""
    await tx.execute("DELETE FROM exception_use WHERE order_id = $1 AND held_until IS NOT NULL", order_id)


async def make_firm(tx: Transaction, uses: Sequence[Use], order_ids: Collection[UUID]) -> None:
    """Orders are confirmed: they take these uses for good, and nothing else."""
    await tx.execute("DELETE FROM exception_use WHERE order_id = ANY($1)", list(order_ids))
    await tx.execute(
        "INSERT INTO exception_use (exception_id, order_line_id, order_id, quantity)"
        " SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::numeric[])"
        " AS u (exception_id, order_line_id, order_id, quantity)"
        " WHERE EXISTS (SELECT FROM price_exception e WHERE e.id = u.exception_id) ORDER BY 1, 2",
        *_columns(uses),
    )


async def give_back(tx: Transaction, order_ids: Collection[UUID]) -> list[Use]:
    """Orders are cancelled: what they took is free again."""
    rows = await tx.fetch(
        "DELETE FROM exception_use WHERE order_id = ANY($1) RETURNING exception_id, order_line_id, order_id, quantity",
        list(order_ids),
    )
    return [Use(*row) for row in rows]


async def give_rest_back(tx: Transaction, order_ids: Collection[UUID], shipped: Mapping[UUID, Decimal]) -> list[Use]:
    """Orders are closed, with so much of each line shipped: what they took beyond it is free again, and returned."""
    rows = await tx.fetch(
        "WITH rest AS (SELECT u.exception_id, u.order_line_id, u.order_id, least(u.quantity, coalesce(s.quantity, 0)) AS kept,"
        " u.quantity FROM exception_use u LEFT JOIN unnest($2::uuid[], $3::numeric[]) AS s (order_line_id, quantity)"
        " USING (order_line_id) WHERE u.order_id = ANY($1) FOR UPDATE OF u),"
        " gone AS (DELETE FROM exception_use u USING rest r WHERE r.kept = 0"
        " AND (u.exception_id, u.order_line_id) = (r.exception_id, r.order_line_id)),"
        " less AS (UPDATE exception_use u SET quantity = r.kept FROM rest r WHERE r.kept > 0 AND r.kept < r.quantity"
        " AND (u.exception_id, u.order_line_id) = (r.exception_id, r.order_line_id))"
        " SELECT exception_id, order_line_id, order_id, quantity - kept AS quantity FROM rest WHERE kept < quantity",
        list(order_ids),
        list(shipped),
        list(shipped.values()),
    )
    return [Use(*row) for row in rows]


def _columns(uses: Sequence[Use]) -> list[list[object]]:
    return [[use[i] for use in uses] for i in range(4)]


def _there(row: Any, id_: UUID) -> PriceException:
    if row is None:
        raise unknown("price exception", id_)
    return _exception(row)


def _exception(row: Any) -> PriceException:
    return PriceException(
        id=row["id"],
        number=row["number"],
        terms=Terms(**{name: row[name] for name in _TERMS}),
        requested_by=row["requested_by"],
        requester_roles=tuple(row["requester_roles"]),
        status=Status(row["status"]),
        version=row["version"],
    )
