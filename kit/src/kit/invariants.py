"""What a service can prove about its own data, in one shape for all services."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, Field

from kit.db import ReadTransaction


class Check(BaseModel):
    """One statement that must hold, and the rows where it does not."""

    name: str = Field(examples=["on-hand equals the sum of movements"])
    ok: bool
    detail: str = Field(examples=["219 products checked"])
    rows: list[dict[str, Any]] = Field(default_factory=list, description="At most 20 rows that break it.")


class Invariants(BaseModel):
    """Everything the service checked, in one consistent view."""

    checks: list[Check]


@dataclass(frozen=True, slots=True)
class Invariant:
    """A statement that must hold: `differences` is SQL that returns the rows where it does not."""

    name: str
    differences: str
    counted: str = ""  # SQL that counts what was looked at


async def prove(tx: ReadTransaction, invariants: Sequence[Invariant]) -> list[Check]:
    """Check each statement against the database."""
    checks = []
    for invariant in invariants:
        rows = await tx.fetch(f"SELECT * FROM ({invariant.differences}) AS difference LIMIT 20")
        seen = await tx.fetchval(invariant.counted) if invariant.counted else None
        detail = f"{seen} checked" if seen is not None else "checked"
        checks.append(
            Check(name=invariant.name, ok=not rows, detail=detail, rows=[_printable(dict(row)) for row in rows])
        )
    return checks


def _printable(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value if isinstance(value, (int, bool, type(None))) else str(value) for name, value in row.items()}
