"""Families: the tree that products are sorted into."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Family:
    code: str
    name: str
    parent_code: str | None = None


def path(families: Mapping[str, Family], code: str) -> list[str]:
    """Codes from the root to this family."""
    steps: list[str] = []
    at: str | None = code
    while at is not None:
        steps.append(at)
        at = families[at].parent_code
    return steps[::-1]
