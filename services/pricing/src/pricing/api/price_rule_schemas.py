"""What the endpoints of price rules take and give."""

from dataclasses import asdict
from datetime import date
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from kit.bodies import Code, Currency, Day, Strict
from kit.ids import new_id
from pydantic import BaseModel, Field

from pricing.domain.price_rule import Counts, Kind, PriceRule, Stacking

Amount = Annotated[Decimal, Field(ge=0, max_digits=18, decimal_places=6, examples=["500"])]
Name = Annotated[str, Field(min_length=1, max_length=120)]


class PriceRuleIn(Strict):
    """Members of the scope that are left out match anything."""

    id: UUID | None = Field(default=None, description="Of the rule to change; a new one gets it.")
    code: Code
    kind: Kind
    name_fr: Name
    name_en: Name
    value: Amount = Field(
        description="A rate (0.05: 5 %), an amount per stock unit, per kg or per order, or free units."
    )
    effective_from: Day
    effective_until: Day | None = Field(default=None, description="The first day without it.")
    stage: int = Field(default=0, ge=0, le=1000, description="Rules of a lower stage come first.")
    stacking: Stacking = Stacking.TOGETHER
    product_id: UUID | None = None
    family_code: Code | None = Field(default=None, description="With all families under it.")
    customer_id: UUID | None = None
    segment: Code | None = None
    channel: Code | None = None
    warehouse: Code | None = Field(default=None, description="Of costs of freight: the site that the goods leave from.")
    currency: Currency | None = Field(default=None, description="Of its amounts; a rate without one holds in any.")
    min_quantity: Amount = Field(default=Decimal(0), description="Stock units from which on it holds.")
    counts: Counts = Field(default=Counts.LINE, description="Whether the line or the whole order reaches min_quantity.")
    min_amount: Amount | None = Field(default=None, description="Of the order, from which on it holds.")
    below_amount: Amount | None = Field(default=None, description="Of the order, from which on it holds no more.")
    buy_quantity: Annotated[Decimal, Field(gt=0, max_digits=18, decimal_places=6)] | None = Field(
        default=None, description="Of free goods: of every buy_quantity + value units, value are free."
    )

    def to_domain(self) -> PriceRule:
        return PriceRule(**{**self.model_dump(), "id": self.id or new_id()})


class PriceRuleOut(BaseModel):
    id: UUID
    code: str
    kind: Kind
    name_fr: str
    name_en: str
    value: Decimal
    effective_from: date
    effective_until: date | None
    stage: int
    stacking: Stacking
    product_id: UUID | None
    family_code: str | None
    customer_id: UUID | None
    segment: str | None
    channel: str | None
    warehouse: str | None
    currency: str | None
    min_quantity: Decimal
    counts: Counts
    min_amount: Decimal | None
    below_amount: Decimal | None
    buy_quantity: Decimal | None
    version: int

    @classmethod
    def of(cls, rule: PriceRule, version: int) -> "PriceRuleOut":
        return cls(**asdict(rule), version=version)
