"""What the endpoints of supplier price lists take and give. Quantities are packagings."""

from collections import Counter
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Self
from uuid import UUID

from kit.bodies import Code, Currency, Day, Quantity, Strict, UnitPrice
from kit.problems import FieldProblem
from pydantic import BaseModel, Field, model_validator

from purchasing.api.sourcing_schemas import Days, NotNegative, Text
from purchasing.commands.price_lists import ListedPrice, Review
from purchasing.domain.prices import ChangeKind, PriceChange

_SHOWN = 200  # lines and faults in an answer; the rest is in pages

Reference = Annotated[str, Field(max_length=60)]


class PriceRow(Strict):
    """A line of a list: its product by our reference, or by the supplier's own that an earlier list has told."""

    sku: Reference = ""
    supplier_sku: Reference = ""
    packaging_code: Code = "EACH"
    from_quantity: NotNegative = Field(default=Decimal(0), description="Packagings from which on the price holds.")
    unit_price: UnitPrice
    minimum: NotNegative = Field(default=Decimal(0), description="Least quantity of an order.")
    multiple: Quantity = Field(default=Decimal(1), description="Ordered in multiples of it.")
    lead_time_days: Days = 0

    @model_validator(mode="after")
    def names_a_product(self) -> Self:
        if not (self.sku or self.supplier_sku):
            raise ValueError("name the product: sku or supplier_sku")
        return self

    def to_listed(self) -> ListedPrice:
        return ListedPrice(product_id=None, **dict(self))


class PriceLineIn(PriceRow):
    product_id: UUID | None = None

    @model_validator(mode="after")
    def names_a_product(self) -> Self:
        if not (self.product_id or self.sku or self.supplier_sku):
            raise ValueError("name the product: product_id, sku or supplier_sku")
        return self

    def to_listed(self) -> ListedPrice:
        return ListedPrice(**dict(self))


class PriceFileIn(Strict):
    """A supplier's list. It is compared with what holds, and in force only once it is applied."""

    id: UUID | None = None
    supplier_id: UUID
    effective_from: Day
    currency: Currency | None = Field(default=None, description="Of its prices; the company's when absent.")
    note: Text = ""
    is_complete: bool = Field(default=False, description="What it leaves out is not sold any more.")
    lines: list[PriceLineIn] = Field(min_length=1, max_length=20_000)


class PriceChangeOut(BaseModel):
    kind: ChangeKind
    product_id: UUID
    supplier_sku: str
    packaging_code: str
    from_quantity: Decimal
    currency: str
    unit_price: Decimal
    price_before: Decimal | None = Field(description="In the currency of the list.")
    rate: Decimal | None = Field(description="0.05: five per cent dearer.")
    yearly_effect: Decimal = Field(description="On what was bought in the last twelve months, in company currency.")

    @classmethod
    def of(cls, change: PriceChange) -> Self:
        return cls(
            kind=change.kind,
            product_id=change.price.product_id,
            supplier_sku=change.price.supplier_sku,
            packaging_code=change.price.packaging_code,
            from_quantity=change.price.from_quantity,
            currency=change.price.currency,
            unit_price=change.price.unit_price,
            price_before=change.before,
            rate=change.rate,
            yearly_effect=change.yearly_effect,
        )


class PriceFileOut(BaseModel):
    """What the list changes: counts by kind, the money of a year, and the lines that weigh most; the rest in pages."""

    id: UUID
    counts: dict[ChangeKind, int]
    yearly_effect: Decimal
    lines: list[PriceChangeOut] = Field(description="The 200 with the greatest effect.")
    refused: int = Field(description="Faults of lines that cannot be taken.")
    faults: list[FieldProblem] = Field(description="The first 200 of them.")

    @classmethod
    def of(cls, file_id: UUID, review: Review) -> Self:
        weightiest = sorted(review.changes, key=lambda each: -abs(each.yearly_effect))[:_SHOWN]
        return cls(
            id=file_id,
            counts=dict(Counter(each.kind for each in review.changes)),
            yearly_effect=sum((each.yearly_effect for each in review.changes), Decimal(0)),
            lines=[PriceChangeOut.of(each) for each in weightiest],
            refused=len(review.faults),
            faults=[FieldProblem.model_validate(each, from_attributes=True) for each in review.faults[:_SHOWN]],
        )


class PriceFileHead(BaseModel):
    id: UUID
    supplier_id: UUID
    effective_from: date
    currency: str
    is_complete: bool
    note: str
    uploaded_by: str
    created_at: datetime
    applied_by: str | None
    applied_at: datetime | None


class ApplyIn(Strict):
    leave_out_refused: bool = Field(default=False, description="The lines that cannot be taken are left out knowingly.")


class AppliedOut(BaseModel):
    changed: int
