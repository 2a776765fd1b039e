"""A record as it was at any instant, out of its history."""

from datetime import datetime
from typing import TypeVar
from uuid import UUID

from kit.db import ReadTransaction
from kit.errors import NotFound

from catalog.domain.partner import Partner
from catalog.domain.product import Product
from catalog.domain.snapshot import restored

R = TypeVar("R", Product, Partner)


async def as_of(tx: ReadTransaction, kind: type[R], record_id: UUID, at: datetime) -> R:
    """Each field as it was at this instant.

    Raises:
        NotFound: the record did not exist yet, or does not at all.
    """
    entity = kind.__name__.lower()
    # The last value of each field up to the last entry of that time; entries of one record are in the order of its versions.
    row = await tx.fetchrow(
        "WITH entries AS (SELECT id, version, changes FROM audit_entry WHERE entity = $1 AND entity_id = $2 AND id <="
        " (SELECT max(id) FROM audit_entry WHERE entity = $1 AND entity_id = $2 AND created_at <= $3)),"
        " latest AS (SELECT DISTINCT ON (field) field, change -> 1 AS value"
        " FROM entries, jsonb_each(changes) AS each (field, change) ORDER BY field, id DESC)"
        " SELECT (SELECT max(version) FROM entries) AS version, (SELECT jsonb_object_agg(field, value) FROM latest) AS state",
        entity,
        str(record_id),
        at,
    )
    if row is None or row["version"] is None:
        raise NotFound(f"There was no {entity} {record_id} at {at.isoformat()}.", field="as_of", id=str(record_id))
    state = {name: value for name, value in row["state"].items() if value is not None}
    return restored(kind, {**state, "id": record_id, "version": row["version"]})
