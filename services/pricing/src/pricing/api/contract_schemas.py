"""What the endpoints of contracts take and give. Quantities and prices per stock unit, before tax."""

from datetime import date
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from kit.bodies import Code, Currency, Day, Quantity, Strict, UnitPrice
from kit.ids import new_id
from pydantic import BaseModel, Field

from pricing.api.schemas import FromQuantity
from pricing.domain.contract import Contract, ContractLine

DiscountRate = Annotated[Decimal, Field(gt=0, le=1, max_digits=7, decimal_places=6, examples=["0.12"])]


class ContractLineIn(Strict):
    """A price of a product, or a discount on the list for a product or a family with all under it."""

    product_id: UUID | None = None
    family_code: Code | None = None
    min_quantity: FromQuantity = Field(default=Decimal(0), description="Of an order line.")
    unit_price: UnitPrice | None = None
    discount_rate: DiscountRate | None = Field(default=None, description="On the list price.")
    quantity_cap: Quantity | None = Field(default=None, description="Agreed on for the contract's life.")

    def to_domain(self) -> ContractLine:
        return ContractLine(new_id(), **self.model_dump())


class ContractIn(Strict):
    """A contract with all its lines."""

    id: UUID | None = Field(default=None, description="Of the contract to change; a new one gets it.")
    code: Code
    customer_id: UUID
    name: Annotated[str, Field(min_length=1, max_length=200)]
    currency: Currency
    effective_from: Day
    effective_until: Day | None = Field(default=None, description="The first day without it.")
    takes_rules: bool = Field(default=False, description="Promotions and discounts come on top.")
    lines: list[ContractLineIn] = Field(min_length=1, max_length=1000)

    def to_domain(self) -> Contract:
        head = self.model_dump(exclude={"id", "lines"})
        return Contract(id=self.id or new_id(), **head, lines=[line.to_domain() for line in self.lines])


class EndIn(Strict):
    effective_until: Day = Field(description="The first day without the contract.")


class ContractOut(BaseModel):
    id: UUID
    code: str
    customer_id: UUID
    name: str
    currency: str
    effective_from: date
    effective_until: date | None
    takes_rules: bool
    version: int

    @classmethod
    def of(cls, contract: Contract, version: int) -> "ContractOut":
        names = [name for name in cls.model_fields if name != "version"]
        return cls(**{name: getattr(contract, name) for name in names}, version=version)


class ContractLineOut(BaseModel):
    id: UUID
    product_id: UUID | None
    family_code: str | None
    min_quantity: Decimal
    unit_price: Decimal | None
    discount_rate: Decimal | None
    quantity_cap: Decimal | None
    quantity_called: Decimal = Field(description="By confirmed orders.")
