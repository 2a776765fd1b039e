"""What the endpoints of price lists take and give. Prices per stock unit, before tax."""

from collections import Counter
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Literal, Self
from uuid import UUID

from kit.bodies import Code, Currency, Day, Strict, UnitPrice
from kit.ids import new_id
from kit.problems import FieldProblem
from pydantic import BaseModel, Field, model_validator

from pricing.api.schemas import VERDICT_NAMES, FromQuantity, VerdictName
from pricing.commands.price_lists import ListedPrice, NewList, Review
from pricing.domain.margin import Verdict
from pricing.domain.price import Scope
from pricing.domain.price_list import ChangeKind, LineMargin, ListStatus, PriceChange
from pricing.storage.price_lists import Summary

LINES_MAX = 100_000
_SHOWN = 200  # lines and faults in an answer; the rest is in pages

Name = Annotated[str, Field(min_length=1, max_length=120)]
Comment = Annotated[str, Field(max_length=500)]


class PriceRow(Strict):
    """A line of a list, its product named by our reference."""

    sku: Annotated[str, Field(min_length=1, max_length=60)]
    packaging_code: Code | None = None
    min_quantity: FromQuantity = Decimal(0)
    unit_price: UnitPrice

    def to_listed(self) -> ListedPrice:
        return ListedPrice(None, self.sku, self.min_quantity, self.unit_price, self.packaging_code)


class PriceListLineIn(Strict):
    sku: Annotated[str, Field(max_length=60)] = ""
    product_id: UUID | None = None
    packaging_code: Code | None = Field(default=None, description="What the price is of; default the stock unit.")
    min_quantity: FromQuantity = Decimal(0)
    unit_price: UnitPrice

    @model_validator(mode="after")
    def names_a_product(self) -> Self:
        if (self.product_id is None) == (self.sku == ""):
            raise ValueError("name the product: product_id or sku")
        return self

    def to_listed(self) -> ListedPrice:
        return ListedPrice(self.product_id, self.sku, self.min_quantity, self.unit_price, self.packaging_code)


class PriceListIn(Strict):
    """A list. It is compared with what holds on its first day, and in force only once it is published."""

    id: UUID | None = None
    name: Name
    scope: Scope = Scope.LIST
    scope_key: Annotated[str, Field(max_length=40)] = ""
    currency: Currency
    effective_from: Day
    is_complete: bool = Field(default=False, description="What it leaves out ends.")
    lines: list[PriceListLineIn] = Field(min_length=1, max_length=LINES_MAX)

    def to_command(self) -> NewList:
        return NewList(
            id=self.id or new_id(),
            name=self.name,
            scope=self.scope,
            scope_key=self.scope_key,
            currency=self.currency,
            effective_from=self.effective_from,
            is_complete=self.is_complete,
            lines=[(i, line.to_listed()) for i, line in enumerate(self.lines)],
        )


class PriceListHead(BaseModel):
    id: UUID
    name: str
    scope: Scope
    scope_key: str
    currency: str
    effective_from: date
    is_complete: bool
    status: ListStatus
    refused: int = Field(description="Lines that cannot be taken.")
    created_by: str
    created_at: datetime
    published_by: str | None
    published_at: datetime | None
    version: int


class PriceListLineOut(BaseModel):
    """What a line changes, and what its price earns at the current cost."""

    kind: ChangeKind
    product_id: UUID
    min_quantity: Decimal
    unit_price: Decimal
    price_before: Decimal | None
    rate: Decimal | None = Field(description="0.05: five per cent dearer.")
    margin_before: Decimal | None
    margin_after: Decimal | None
    verdict: VerdictName | None

    @classmethod
    def of(cls, change: PriceChange, margin: LineMargin) -> Self:
        return cls(
            **change._asdict(),
            margin_before=margin.rate_before,
            margin_after=margin.rate_after,
            verdict=None if margin.verdict is None else VERDICT_NAMES[margin.verdict],
        )


def verdict_name(name: str | None) -> VerdictName | None:
    """The verdict of a stored line."""
    return None if name is None else VERDICT_NAMES[Verdict[name]]


class ReviewOut(BaseModel):
    """What the list changes: counts by kind and verdict, and the lines that weigh most; all of it is in pages."""

    id: UUID
    status: ListStatus
    counts: dict[ChangeKind, int]
    verdicts: dict[VerdictName, int] = Field(
        description="Of the new prices at the current cost; unknown costs left out."
    )
    mean_margin_before: Decimal | None = Field(
        description="Of the lines with a price before and after, and a known cost."
    )
    mean_margin_after: Decimal | None
    lines: list[PriceListLineOut] = Field(description="The 200 with the greatest change of rate.")
    refused: int = Field(description="Lines that cannot be taken.")
    faults: list[FieldProblem] = Field(description="The first 200 faults of them.")

    @classmethod
    def of(cls, review: Review) -> Self:
        weightiest = sorted(review.lines, key=lambda line: -abs(line[0].rate or Decimal(0)))[:_SHOWN]
        both = [
            (margin.rate_before, margin.rate_after)
            for _, margin in review.lines
            if margin.rate_before is not None and margin.rate_after is not None
        ]
        return cls(
            id=review.head.id,
            status=review.head.status,
            counts=dict(Counter(change.kind for change, _ in review.lines)),
            verdicts=dict(Counter(VERDICT_NAMES[margin.verdict] for _, margin in review.lines if margin.verdict)),
            mean_margin_before=_mean([before for before, _ in both]),
            mean_margin_after=_mean([after for _, after in both]),
            lines=[PriceListLineOut.of(*line) for line in weightiest],
            refused=review.head.refused,
            faults=[FieldProblem.model_validate(each, from_attributes=True) for each in review.faults[:_SHOWN]],
        )


class ListSummaryOut(BaseModel):
    counts: dict[ChangeKind, int] = Field(description="Of lines.")
    verdicts: dict[VerdictName, int] = Field(
        description="Of the new prices at the cost of the review; unknown costs left out."
    )
    mean_margin_before: Decimal | None = Field(
        description="Of the lines with a price before and after, and a known cost."
    )
    mean_margin_after: Decimal | None

    @classmethod
    def of(cls, summary: Summary) -> Self:
        return cls(
            counts={ChangeKind(kind): n for kind, n in summary.counts.items()},
            verdicts={VERDICT_NAMES[Verdict[name]]: n for name, n in summary.verdicts.items()},
            mean_margin_before=summary.margin_before,
            mean_margin_after=summary.margin_after,
        )


def _mean(rates: list[Decimal]) -> Decimal | None:
    return (sum(rates, Decimal(0)) / len(rates)).quantize(Decimal("0.0001")) if rates else None


class PublishIn(Strict):
    leave_out_refused: bool = Field(default=False, description="The lines that cannot be taken are left out knowingly.")


class ListDecisionIn(Strict):
    decision: Literal["approve", "reject"]
    comment: Comment = ""


class PublishedOut(BaseModel):
    """Where the list is now."""

    id: UUID
    status: ListStatus
    version: int
