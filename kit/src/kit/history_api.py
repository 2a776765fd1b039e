"""The history of one record as a list, newest first."""

from dataclasses import replace

from sqlalchemy import Table, select

from kit.bodies import ChangeOut
from kit.db import ReadTransaction
from kit.pagination import Page, PageRequest, fetch_page


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
