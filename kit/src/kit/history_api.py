"""The trail of changes: of one record, and of all that a service keeps; newest first."""

from dataclasses import replace
from datetime import UTC, date, datetime, time
from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import Field
from sqlalchemy import BigInteger, DateTime, Select, Table, Text, column, select, table
from sqlalchemy.dialects.postgresql import JSONB

from kit.auth import Principal
from kit.bodies import ChangeOut
from kit.db import ReadTransaction
from kit.http import Db, Paging, requires
from kit.pagination import Page, PageRequest, fetch_page

_audit = table(
    "audit_entry",
    column("id", BigInteger),
    column("entity", Text),
    column("entity_id", Text),
    column("action", Text),
    column("version", BigInteger),
    column("changes", JSONB),
    column("subject", Text),
    column("created_at", DateTime(timezone=True)),
)


async def list_changes(
    tx: ReadTransaction, audit_entry: Table, paging: PageRequest, *, entity: str, entity_id: str
) -> Page[ChangeOut]:
    """One page of the changes of a record."""
    columns = audit_entry.c
    statement = select(columns.id, *(columns[name] for name in ChangeOut.model_fields)).where(
        columns.entity == entity, columns.entity_id == entity_id
    )
    return await fetch_page(
        tx,
        statement,
        replace(paging, sort=paging.sort or "-id"),
        sortable={"id": columns.id},
        key=columns.id,
        convert=lambda row: ChangeOut(**{name: row[name] for name in ChangeOut.model_fields}),
    )


class RecordChangeOut(ChangeOut):
    """One change, and of which record."""

    id: int = Field(description="Rises with time, within one service.")
    entity: str = Field(examples=["partner"])
    entity_id: str


def history(service: str) -> APIRouter:
    """Everything that was changed or decided in the service: by whom, when, before and after."""
    router = APIRouter(tags=["operations"])

    @router.get("/history", summary="Every change of every record, the last one first")
    async def list_history(
        caller: Annotated[Principal, requires(f"{service}.history.read")],
        db: Db,
        paging: Paging,
        entity: Annotated[str | None, Query(max_length=60, examples=["partner"])] = None,
        entity_id: Annotated[str | None, Query(max_length=200)] = None,
        subject: Annotated[str | None, Query(max_length=200, description="Who did it.")] = None,
        from_: Annotated[date | None, Query(alias="from", description="UTC.")] = None,
        until: Annotated[date | None, Query(description="First day that no longer counts.")] = None,
    ) -> Page[RecordChangeOut]:
        wanted = {"entity": entity, "entity_id": entity_id, "subject": subject}
        statement: Select[Any] = select(*_audit.columns)
        for name, value in wanted.items():
            if value is not None:
                statement = statement.where(_audit.c[name] == value)
        if from_ is not None:
            statement = statement.where(_audit.c.created_at >= _begin_of(from_))
        if until is not None:
            statement = statement.where(_audit.c.created_at < _begin_of(until))
        async with db.read() as tx:
            return await fetch_page(
                tx,
                statement,
                replace(paging, sort=paging.sort or "-created_at"),
                sortable={"created_at": _audit.c.created_at, "id": _audit.c.id},
                key=_audit.c.id,
                convert=lambda row: RecordChangeOut(**dict(row)),
            )

    return router


def _begin_of(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)
