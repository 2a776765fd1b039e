"""What the endpoints of simulations and replays take and give. Amounts in company currency, before tax."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, Literal
from uuid import UUID

from kit.bodies import Code, Currency, Day, Quantity, Strict, UnitPrice
from kit.errors import Fault, Invalid, InvalidRecords
from kit.ids import new_id
from pydantic import BaseModel, Field

from kit import clock
from pricing.api.quote_schemas import CostChange as CostRate
from pricing.api.quote_schemas import StepOut
from pricing.api.schemas import FromQuantity, VerdictName
from pricing.domain.price import Price, Scope, faults_of
from pricing.domain.simulation import CostChange, Scenario

Status = Literal["running", "done", "cancelled"]


class CostChangeIn(Strict):
    """Of a product, a family, or a supplier's products; without any, of all. The most specific one counts."""

    rate: CostRate
    product_id: UUID | None = None
    family_code: Code | None = None
    supplier_id: UUID | None = None


class NewPriceIn(Strict):
    """A price as if it had been in force for all of the sales."""

    product_id: UUID
    scope: Scope = Scope.LIST
    scope_key: Annotated[str, Field(max_length=40, description="Segment code or customer id; empty for the list.")] = ""
    min_quantity: FromQuantity = Decimal(0)
    unit_price: UnitPrice

    def to_domain(self, currency: str) -> Price:
        return Price(new_id(), **self.model_dump(), currency=currency, effective_from=date(1990, 1, 1))


class SimulationIn(Strict):
    name: Annotated[str, Field(min_length=1, max_length=100, examples=["Tools + 8 % at the supplier"])]
    ordered_from: Day
    ordered_until: Day = Field(description="The first day without.")
    customer_id: UUID | None = Field(default=None, description="Only his orders.")
    family_code: Code | None = Field(default=None, description="Only what lies in this family, however deep.")
    cost_changes: list[CostChangeIn] = Field(default_factory=list, max_length=1000)
    prices: list[NewPriceIn] = Field(
        default_factory=list,
        max_length=10_000,
        description="For each product and scope that is named, instead of all its prices of that scope.",
    )
    prices_as_of: datetime | None = Field(
        default=None,
        description="With the prices as they were recorded at this instant, instead of those of their time.",
    )

    def to_domain(self, currency: str) -> Scenario:
        """The scenario.

        Raises:
            Invalid, InvalidRecords: it makes no sense.
        """
        if self.ordered_until <= self.ordered_from:
            raise Invalid("The period ends after it starts.", field="ordered_until")
        prices = tuple(price.to_domain(currency) for price in self.prices)
        faults = [fault.within(f"prices.{i}.") for i, price in enumerate(prices) for fault in faults_of(price)]
        targets = []
        for i, change in enumerate(self.cost_changes):
            target = (change.product_id, change.family_code, change.supplier_id)
            if sum(each is not None for each in target) > 1:
                faults.append(Fault(f"cost_changes.{i}", "A change is of one product, family or supplier."))
            if target in targets:
                faults.append(Fault(f"cost_changes.{i}", "Another change is of the same."))
            targets.append(target)
        if faults:
            raise InvalidRecords(faults)
        return Scenario(
            ordered_from=self.ordered_from,
            ordered_until=self.ordered_until,
            customer_id=self.customer_id,
            family_code=self.family_code,
            cost_changes=tuple(CostChange(**change.model_dump()) for change in self.cost_changes),
            prices=prices,
            prices_as_of=None if self.prices_as_of is None else clock.aware(self.prices_as_of),
        )


class Amounts(BaseModel):
    """Before and after. Margins are those of lines whose cost is known, at the cost of now on both sides."""

    lines: int
    lines_without_cost: int
    lines_stopped_before: int = Field(description="Margin rules want approval for them, or block them.")
    lines_stopped_after: int
    revenue_before: Decimal
    revenue_after: Decimal
    margin_before: Decimal
    margin_after: Decimal


class EffectOut(Amounts):
    key: UUID = Field(description="Of the customer or product.")
    code: str | None = Field(description="The customer's code or the SKU.")
    quantity: Decimal
    revenue_change: Decimal
    margin_change: Decimal


class SimulationOut(BaseModel):
    id: UUID
    name: str
    status: Status
    lines_total: int
    lines_done: int
    requested_by: str
    created_at: datetime
    finished_at: datetime | None


class SimulationDetailsOut(SimulationOut):
    scenario: dict[str, Any]
    total: Amounts | None = Field(description="Of what is done so far; null before the first part.")


class StopOut(BaseModel):
    """A line that margin rules would stop."""

    order_line_id: UUID
    order_number: str
    ordered_on: date
    customer_id: UUID
    product_id: UUID
    sku: str | None
    quantity: Decimal
    unit_price_before: Decimal
    unit_price_after: Decimal
    margin_rate_before: Decimal | None
    margin_rate_after: Decimal | None
    verdict_before: VerdictName
    verdict_after: VerdictName
    explanation: str


class ReplayLineIn(Strict):
    product_id: UUID
    quantity: Quantity


class ReplayIn(Strict):
    """What a customer would have been quoted at an instant, by the prices that were recorded then."""

    as_of: datetime
    customer_id: UUID
    segment: Annotated[str, Field(max_length=40)] | None = Field(default=None, description="Default his present one.")
    priced_on: Day
    currency: Currency | None = Field(default=None, description="Default the company's.")
    lines: list[ReplayLineIn] = Field(min_length=1, max_length=1000)


class ReplayedLineOut(BaseModel):
    product_id: UUID
    unit_price: Decimal | None = Field(description="Null: there was no price.")
    steps: list[StepOut]


class ReplayOut(BaseModel):
    lines: list[ReplayedLineOut]
