"""A change of sensitive fields that waits for somebody else."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar
from uuid import UUID

from catalog.domain.partner import Partner
from catalog.domain.product import Product
from catalog.domain.snapshot import kept, restored

R = TypeVar("R", Product, Partner)


@dataclass(frozen=True, slots=True)
class ChangeRequest:
    """Fields with their values before and after, for one version of a record."""

    request_id: UUID
    entity: str  # "product", "partner"
    record_id: UUID
    base_version: int
    changes: Mapping[str, Sequence[Any]]


def signed_content(entity: str, record_id: UUID, version: int, changes: Mapping[str, Sequence[Any]]) -> object:
    """What a decision covers: these changes of this very version."""
    return {"entity": entity, "record_id": str(record_id), "version": version, "changes": changes}


def applied(before: R, changes: Mapping[str, Sequence[Any]]) -> R:
    """The next version of the record, with the changes."""
    after = restored(
        type(before), {**kept(before), **{name: value for name, (_, value) in changes.items()}, "id": before.id}
    )
    return replace(after, version=before.version + 1)
