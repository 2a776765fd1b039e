"""Chains of replacement: what takes a product's place may itself have been replaced, but never by the first."""

from collections.abc import Mapping, Sequence
from uuid import UUID


def leads_back(start: UUID, replaced_by: Mapping[UUID, Sequence[UUID]]) -> bool:
    """Whether who follows the replacements of `start` comes back to it."""
    seen: set[UUID] = set()
    todo = list(replaced_by.get(start, ()))
    while todo:
        at = todo.pop()
        if at == start:
            return True
        if at not in seen:
            seen.add(at)
            todo.extend(replaced_by.get(at, ()))
    return False
