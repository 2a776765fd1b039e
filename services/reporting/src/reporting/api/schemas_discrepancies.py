"""What the report of discrepancies answers. Values are in company currency, at the cost when it was counted."""

from dataclasses import fields
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from pydantic import BaseModel, Field

from reporting.domain.discrepancy import Basis, Differences


class DifferencesOut(BaseModel):
    """Sums over lines that differ."""

    lines: int
    units_missing: Decimal
    units_found: Decimal
    value_missing: Decimal
    value_found: Decimal
    value_said: Decimal = Field(description="Of both values: what somebody gave the cause of.")
    value_proposed: Decimal = Field(
        description="Of both: what the system found a likely cause of, and nobody said one."
    )
    value: Decimal = Field(description="missing and found together: one does not make good the other")
    net: Decimal = Field(description="found less missing: what it came to in the ledger")
    explained_rate: Decimal | None = Field(description="The share of the value that has a cause; null without value.")

    @classmethod
    def parts_of(cls, differences: Differences) -> dict[str, Any]:
        return {
            **{each.name: getattr(differences, each.name) for each in fields(Differences)},
            "value": differences.value, "net": differences.net, "explained_rate": differences.explained_rate,
        }  # fmt: skip

    @classmethod
    def of(cls, differences: Differences) -> "DifferencesOut":
        return cls(**cls.parts_of(differences))


class DiscrepancyOut(DifferencesOut):
    key: str = Field(description="Code of the cause (`unexplained` without one), of the site, or the month.")
    share: Decimal | None = Field(description="Of the value of all rows.")

    @classmethod
    def of_key(cls, key: str, differences: Differences, whole: Differences) -> "DiscrepancyOut":
        return cls(key=key, share=differences.share_of(whole), **cls.parts_of(differences))


class DiscrepanciesOut(BaseModel):
    """Differences by falling value, their sum over all rows, and all that was counted."""

    rows: list[DiscrepancyOut]
    total: DifferencesOut
    lines_counted: int = Field(description="Right or not, of any cause.")
    value_counted: Decimal = Field(description="As the books had it.")


class DifferingLineOut(BaseModel):
    """A line that differs, its cause, and what speaks for the one that the system proposes."""

    id: str
    count_id: UUID
    number: str
    counted_on: date
    site: str
    location: str
    product_id: UUID
    sku: str | None
    name: str | None
    expected: Decimal
    counted: Decimal
    difference: Decimal
    unit_cost: Decimal
    value: Decimal
    cause: str
    basis: Basis
    probable_cause: str = Field(description="The likeliest when the count was closed; empty: nothing spoke for one.")
    probability: int
    evidence: str
    evidence_document: str
    evidence_sku: str | None = Field(description="Of the line that differs the other way.")
    evidence_location: str
    evidence_factor: Decimal | None = Field(description="Stock units in the packaging that it is about.")

    @classmethod
    def of(cls, row: dict[str, Any]) -> "DifferingLineOut":
        return cls(**{name: value for name, value in row.items() if name in cls.model_fields})
