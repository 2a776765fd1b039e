"""The trail of changes and decisions: who did what to which record, with the values before and after."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from kit.db import ReadTransaction, Transaction


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One change of one record. `changes` maps each field to [before, after]."""

    entity: str
    entity_id: str
    action: str
    changes: Mapping[str, Sequence[Any]]
    subject: str
    version: int | None = None
    created_at: datetime | None = None  # set by the database


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, list[Any]]:
    """What changed between two states, as [before, after] by field."""
    fields = {**before, **after}
    return {name: [before.get(name), after.get(name)] for name in fields if before.get(name) != after.get(name)}


async def record(tx: Transaction, *entries: AuditEntry) -> None:
    """Write the trail in the transaction of the change itself."""
    # The clock at this moment, not the begin of the transaction: a record is locked by now, so its entries' times rise.
    await tx.execute(
        "INSERT INTO audit_entry (entity, entity_id, action, version, changes, subject, created_at)"
        " SELECT *, clock_timestamp() FROM unnest($1::text[], $2::text[], $3::text[], $4::bigint[], $5::jsonb[], $6::text[])",
        [entry.entity for entry in entries],
        [entry.entity_id for entry in entries],
        [entry.action for entry in entries],
        [entry.version for entry in entries],
        [entry.changes for entry in entries],
        [entry.subject for entry in entries],
    )


async def history(tx: ReadTransaction, entity: str, entity_id: str, *, limit: int = 200) -> list[AuditEntry]:
    """The changes of a record, newest first."""
    rows = await tx.fetch(
        "SELECT entity, entity_id, action, changes, subject, version, created_at FROM audit_entry"
        " WHERE entity = $1 AND entity_id = $2 ORDER BY id DESC LIMIT $3",
        entity,
        entity_id,
        limit,
    )
    return [AuditEntry(**dict(row)) for row in rows]
