"""Rules of sensitive fields, and the changes that wait for a decision."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from kit.db import ReadTransaction, Transaction

from catalog.domain.change import ChangeRequest
from catalog.domain.field_rule import FieldRule
from catalog.domain.snapshot import restored

_COLUMNS = ("entity", "field", "permission", "needs_approval", "on_create")


async def every(tx: ReadTransaction) -> list[FieldRule]:
    """All rules, by entity and field."""
    rows = await tx.fetch(f"SELECT {', '.join(_COLUMNS)} FROM field_rule ORDER BY entity, field")
    return [restored(FieldRule, dict(row)) for row in rows]


async def of(tx: ReadTransaction, entity: str) -> Mapping[str, FieldRule]:
    """The rules of one entity, by field."""
    return {rule.field: rule for rule in await every(tx) if rule.entity == entity}


async def replace(tx: Transaction, rules: Sequence[FieldRule]) -> None:
    """These rules and no others. Two who set them at once do so one after the other."""
    await tx.execute("LOCK TABLE field_rule IN SHARE ROW EXCLUSIVE MODE")
    await tx.execute("DELETE FROM field_rule")
    await tx.copy("field_rule", _COLUMNS, [tuple(getattr(rule, name) for name in _COLUMNS) for rule in rules])


async def ask(tx: Transaction, changes: Sequence[ChangeRequest]) -> None:
    """Keep what the open requests ask for."""
    await tx.copy(
        "change_request",
        ("request_id", "entity", "record_id", "base_version", "changes"),
        [(each.request_id, each.entity, each.record_id, each.base_version, each.changes) for each in changes],
    )


async def asked(tx: ReadTransaction, request_id: UUID) -> ChangeRequest | None:
    """What a request asks for, or nothing when it is none of a change."""
    row = await tx.fetchrow(
        "SELECT request_id, entity, record_id, base_version, changes FROM change_request WHERE request_id = $1",
        request_id,
    )
    return None if row is None else ChangeRequest(**dict(row))
