"""Types that bodies of every service share. Decimals travel as strings."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from kit.audit import AuditEntry

Code = Annotated[str, Field(min_length=1, max_length=40, pattern=r"^[A-Za-z0-9][A-Za-z0-9._/-]*$")]
Quantity = Annotated[Decimal, Field(gt=0, max_digits=18, decimal_places=6, examples=["12"])]
UnitPrice = Annotated[Decimal, Field(ge=0, max_digits=18, decimal_places=6, examples=["3.75"])]
Rate = Annotated[Decimal, Field(ge=0, le=1, max_digits=7, decimal_places=6, examples=["0.25"])]
Currency = Annotated[str, Field(pattern=r"^[A-Z]{3}$", examples=["EUR"])]
Day = Annotated[date, Field(ge=date(1990, 1, 1), le=date(2099, 12, 31))]


class Strict(BaseModel):
    """A body whose members are all known: a misspelt one is a fault, not silence."""

    model_config = ConfigDict(extra="forbid")


class ChangeOut(BaseModel):
    """One change: each field with its value before and after."""

    action: str = Field(examples=["changed"])
    version: int | None
    changes: dict[str, tuple[Any, Any]]
    subject: str = Field(description="Who did it.")
    created_at: datetime | None


class HistoryOut(BaseModel):
    """The changes of a record, newest first."""

    items: list[ChangeOut]

    @classmethod
    def of(cls, entries: Sequence[AuditEntry]) -> "HistoryOut":
        return cls.model_validate({"items": [asdict(entry) for entry in entries]})
