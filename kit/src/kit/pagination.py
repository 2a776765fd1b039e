"""Lists by cursor: each page is one index range scan, however far it is."""

import base64
import binascii
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Annotated, Any, Generic, TypeVar
from uuid import UUID

import asyncpg
import orjson
from fastapi import Query
from pydantic import BaseModel, Field
from sqlalchemy import ColumnElement, Select, tuple_

from kit.db import ReadTransaction
from kit.errors import Invalid

T = TypeVar("T")


class InvalidCursor(Invalid):
    """The cursor is none that a list of ours gave."""


class Page(BaseModel, Generic[T]):
    """A part of a list; ask again with `next_cursor` for what follows."""

    items: list[T]
    next_cursor: str | None = Field(
        default=None, description="Send it as `cursor` for the next page; null on the last."
    )


@dataclass(frozen=True, slots=True)
class PageRequest:
    """Which part of a list, in which order ("-created_at" is newest first; empty is the list's own order)."""

    limit: int = 50
    cursor: str | None = None
    sort: str = ""


async def page_query(
    limit: Annotated[int, Query(ge=1, le=200, description="Items in a page.")] = 50,
    cursor: Annotated[str | None, Query(max_length=500, description="`next_cursor` of the page before.")] = None,
    sort: Annotated[str, Query(max_length=60, description="Field to sort by; `-` before it for descending.")] = "",
) -> PageRequest:
    """FastAPI dependency."""
    return PageRequest(limit=limit, cursor=cursor, sort=sort)


async def fetch_page(
    tx: ReadTransaction,
    statement: Select[Any],
    request: PageRequest,
    *,
    sortable: Mapping[str, ColumnElement[Any]],
    key: ColumnElement[Any],
    convert: Callable[[asyncpg.Record], T],
) -> Page[T]:
    """One page of `statement`, ordered by a field of `sortable` (by default its first), then by the unique `key`.

    Columns of `sortable` and `key` that `statement` selects bear their own names; another is selected beside.

    Raises:
        Invalid: the sort field is not sortable, or the cursor is none of ours.
    """
    name = request.sort.removeprefix("-") or next(iter(sortable))
    descending = request.sort.startswith("-")
    if name not in sortable:
        raise Invalid(f"This list cannot be sorted by {name!r}: use one of {', '.join(sortable)}.", field="sort")
    column = sortable[name]
    columns = [column] if column is key else [column, key]
    if request.cursor is not None:
        after = _decode(request.cursor, columns)
        bound = tuple_(*columns)
        statement = statement.where(bound < tuple_(*after) if descending else bound > tuple_(*after))
    order = [each.desc() if descending else each.asc() for each in columns]
    beside = [each for each in columns if str(each.key) not in statement.selected_columns]
    rows = await tx.select(statement.add_columns(*beside).order_by(*order).limit(request.limit + 1))
    shown = rows[: request.limit]
    more = len(rows) > request.limit
    last = [shown[-1][str(each.key)] for each in columns] if more else []
    return Page(items=[convert(row) for row in shown], next_cursor=_encode(last) if more else None)


def _encode(values: Sequence[Any]) -> str:
    return base64.urlsafe_b64encode(orjson.dumps(values, default=str)).decode().rstrip("=")


def _decode(cursor: str, columns: Sequence[ColumnElement[Any]]) -> list[Any]:
    try:
        values = orjson.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        return [_typed(value, column.type.python_type) for value, column in zip(values, columns, strict=True)]
    except (ValueError, TypeError, binascii.Error, InvalidOperation):
        raise InvalidCursor("This cursor is none of this list: start again without it.", field="cursor") from None


def _typed(value: Any, kind: type) -> Any:
    if kind in (datetime, date):
        return kind.fromisoformat(value)
    if kind in (Decimal, UUID):
        return kind(str(value))
    if not isinstance(value, kind):
        raise TypeError("wrong type")
    return value
