"""Bodies on the value of stock."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from kit.bodies import Day, Rate, Strict
from pydantic import BaseModel, Field

from accounting.domain.stock_value.proposal import Kind, ProposalStatus
from accounting.domain.valuation import Method

Words = Annotated[str, Field(max_length=500)]


class CostingChangeIn(Strict):
    """Another costing method for a product, from the next movement after its approval on."""

    product_id: UUID
    method: Method
    effective_on: Day | None = Field(
        default=None, description="Day of the revaluation, in an open period; today if not given."
    )
    reason: Words = ""


class TakeBackIn(Strict):
    on: Day | None = Field(default=None, description="Today if not given.")
    comment: Words = ""


class SlowRuleModel(Strict):
    """What came so many days ago, or longer, is written down by so much of its value."""

    days: Annotated[int, Field(gt=0, le=36500, examples=[365])]
    rate: Annotated[Rate, Field(gt=0, examples=["0.5"])]


class SlowRules(Strict):
    items: list[SlowRuleModel] = Field(max_length=50)


class PreviewIn(SlowRules):
    on: Day | None = Field(default=None, description="Day by which age is counted; today if not given.")


class PreviewLineOut(BaseModel):
    product_id: UUID
    quantity: Decimal = Field(description="Slow units.")
    value: Decimal = Field(description="Of the slow units.")
    required: Decimal
    written_down: Decimal = Field(description="So far.")
    change: Decimal = Field(description="What would be posted; below zero it is taken back.")


class PreviewOut(BaseModel):
    """What a proposal by these rules would be."""

    on: date
    products: int
    value: Decimal = Field(description="Of the slow stock of these products.")
    amount: Decimal = Field(description="Of the entry, as `change` of its products together.")
    lines: list[PreviewLineOut] = Field(description="The largest changes, a hundred at most.")


class WriteDownIn(Strict):
    on: Day | None = Field(
        default=None, description="Day by which age is counted and that the entry bears; today if not given."
    )
    reason: Words = ""


class ProposalOut(BaseModel):
    """A decision on values, and what it posted."""

    id: UUID
    kind: Kind
    number: str
    status: ProposalStatus
    product_id: UUID | None
    method: Method | None = Field(description="That is asked for.")
    effective_on: date
    amount: Decimal | None = Field(
        description="Of a write-down: what it posts; of a change of method that is made: by how much stock is worth more."
    )
    reason: str
    proposed_by: str
    proposed_at: datetime
    decided_by: str | None
    decided_at: datetime | None
    comment: str | None
    entry_id: UUID | None


class WriteDownLineOut(BaseModel):
    product_id: UUID
    sku: str | None
    quantity: Decimal = Field(description="Slow units.")
    value: Decimal = Field(description="Of those.")
    required: Decimal = Field(description="What the rules ask for.")
    written_down: Decimal = Field(description="Before.")
