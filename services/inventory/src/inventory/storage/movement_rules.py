"""Which ways goods may go, and by whom: from kind to kind by role."""

from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

from kit.db import ReadTransaction, Transaction

from inventory.domain.errors import MovementNotAllowed
from inventory.domain.location import LocationKind
from inventory.domain.movement import Movement

ANYBODY = "*"


class MovementRule(NamedTuple):
    """Goods may go from places of one kind to places of another, moved by this role."""

    source_kind: LocationKind
    destination_kind: LocationKind
    role: str


async def check(tx: ReadTransaction, movements: Iterable[Movement], roles: Collection[str]) -> None:
    """Nothing when somebody with these roles may move goods so.

    Raises:
        MovementNotAllowed: not that way, or not by this person.
    """
    rows = await tx.fetch(
        "SELECT DISTINCT source_kind, destination_kind FROM movement_rule WHERE role = ANY($1)", [ANYBODY, *roles]
    )
    allowed = {(row["source_kind"], row["destination_kind"]) for row in rows}
    for movement in movements:
        way = (str(movement.source.kind), str(movement.destination.kind))
        if way not in allowed:
            raise MovementNotAllowed(
                f"Goods may not go from {way[0]} to {way[1]} by your roles: GET /api/inventory/v1/movement-rules says"
                " who may.",
                source_kind=way[0],
                destination_kind=way[1],
                roles=sorted(roles),
            )


async def replace(tx: Transaction, rules: Sequence[MovementRule]) -> None:
    """These rules and no others."""
    await tx.execute("DELETE FROM movement_rule")
    await tx.execute(
        "INSERT INTO movement_rule (source_kind, destination_kind, role)"
        " SELECT DISTINCT * FROM unnest($1::text[], $2::text[], $3::text[])",
        [str(rule.source_kind) for rule in rules],
        [str(rule.destination_kind) for rule in rules],
        [rule.role for rule in rules],
    )


async def listed(tx: ReadTransaction) -> list[MovementRule]:
    """All of them, by kinds and role."""
    rows = await tx.fetch(
        "SELECT source_kind, destination_kind, role FROM movement_rule ORDER BY source_kind, destination_kind, role"
    )
    return [MovementRule(LocationKind(row[0]), LocationKind(row[1]), row[2]) for row in rows]
