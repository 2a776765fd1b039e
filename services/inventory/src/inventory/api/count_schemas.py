"""What the endpoints of counting take and give. Quantities are strings, in stock units."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Self
from uuid import UUID

from kit.bodies import Code, Strict
from pydantic import AwareDatetime, BaseModel, Field

from inventory.api.schemas import LotCode
from inventory.domain.count import CountStatus
from inventory.domain.detective import Clue, Evidence

Counted = Annotated[Decimal, Field(ge=0, max_digits=18, decimal_places=6, examples=["48"])]
Value = Annotated[Decimal, Field(ge=0, max_digits=18, decimal_places=2, examples=["500"])]


class CountIn(Strict):
    """All of the warehouse, a zone of it, some products, or what the plan says is due."""

    id: UUID | None = None
    warehouse: Code
    zone: str | None = Field(default=None, max_length=400, description="Path of a zone or place.", examples=["A/A-01"])
    product_ids: list[UUID] | None = Field(default=None, min_length=1, max_length=1000)
    due: int | None = Field(default=None, ge=1, le=5000, description="The so many places that are most urgent.")
    is_blind: bool = Field(default=True, description="Counters do not see what the books say.")


class CountOut(BaseModel):
    id: UUID
    number: str = Field(examples=["CO-2026-000042"])
    warehouse: str
    scope: str
    status: CountStatus
    is_blind: bool
    opened_by: str
    version: int
    created_at: datetime
    closed_at: datetime | None
    lines: int
    uncounted: int
    to_recount: int


class ObservationIn(Strict):
    location: Code
    product_id: UUID
    counted: Counted
    lot: LotCode | None = None
    expires_on: date | None = None
    observed_at: AwareDatetime | None = Field(default=None, description="When somebody looked; default now.")


class ObservationsIn(Strict):
    observations: list[ObservationIn] = Field(min_length=1, max_length=5000)


class CountLineOut(BaseModel):
    """A place. What the books say is missing in a blind count that is open, but for those who may see it."""

    id: UUID
    product_id: UUID
    sku: str
    location: str
    lot: str | None
    counted: Decimal | None
    counted_by: str | None
    observed_at: datetime | None
    needs_recount: bool
    cause: str | None
    comment: str
    expected: Decimal | None
    difference: Decimal | None


class CauseIn(Strict):
    line_id: UUID
    cause: Annotated[str, Field(max_length=40, examples=["picking-error"])]
    comment: Annotated[str, Field(max_length=500)] = ""


class CausesIn(Strict):
    causes: list[CauseIn] = Field(min_length=1, max_length=1000)


class SubmitIn(Strict):
    leave_uncounted: bool = Field(default=False, description="Leave out the places that nobody looked at.")


class SubmittedOut(CountOut):
    """The count as it goes on: posted, waiting for approval, or open still, for places must be counted again."""


class ClueOut(BaseModel):
    cause: str
    weight: int = Field(description="0 to 100.")
    evidence: Evidence
    line_id: UUID | None = Field(description="The other line, where the evidence is a pair.")
    document_number: str
    factor: Decimal | None = Field(description="Stock units in the packaging that the evidence is about.")

    @classmethod
    def of(cls, clue: Clue) -> Self:
        factor = None if clue.factor is None else Decimal(clue.factor.numerator) / clue.factor.denominator
        return cls(
            cause=clue.cause,
            weight=clue.weight,
            evidence=clue.evidence,
            line_id=clue.line_id,
            document_number=clue.document_number,
            factor=factor,
        )


class CluesOut(BaseModel):
    """A difference with its probable causes, the likeliest first."""

    line_id: UUID
    product_id: UUID
    difference: Decimal
    value: Decimal
    clues: list[ClueOut]


class CountCluesOut(BaseModel):
    items: list[CluesOut]


class CauseOut(BaseModel):
    code: str
    name_fr: str
    name_en: str


class CauseList(BaseModel):
    items: list[CauseOut]


class CountRulesIn(Strict):
    """From which value of a difference on, in company currency."""

    recount_value: Value = Field(description="Somebody else counts again.")
    cause_value: Value = Field(description="Its root cause must be said.")
    approval_value: Value = Field(description="The document needs approval (sum of its differences).")


class CountRulesOut(CountRulesIn):
    version: int


class PlannedOut(BaseModel, populate_by_name=True):
    product_id: UUID
    location: str
    lot: str | None
    class_: str = Field(alias="class", examples=["A"])
    risk: int = Field(description="100 is exactly due.")
    reasons: list[str]


class CountPlanOut(BaseModel):
    items: list[PlannedOut]


class ClassedOut(BaseModel):
    classed: int = Field(description="Products and warehouses that have a class now.")
