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
from pricing.api.price_rule_schemas import PriceRuleIn
from pricing.api.quote_schemas import ChargeOut, StepOut
from pricing.api.quote_schemas import CostChange as CostRate
from pricing.api.schemas import FromQuantity, OwedOut, ReasonOut, VerdictName
from pricing.domain.price import Price, Scope, faults_of
from pricing.domain.price_rule import faults_of as rule_faults
from pricing.domain.scenario import CostChange, Scenario
from pricing.queries.replay import PastQuote, Replayed

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


class TriedRuleIn(PriceRuleIn):
    """A price rule; unless it says otherwise, as if it had been in force for all of the sales."""

    effective_from: Day = date(1990, 1, 1)


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
    price_list_id: UUID | None = Field(
        default=None,
        description="As if this list, reviewed but not yet published, had been in force for all of the sales.",
    )
    rules: list[TriedRuleIn] = Field(
        default_factory=list, max_length=200, description="Each instead of the price rule of its code, or new."
    )
    rules_removed: list[Code] = Field(
        default_factory=list, max_length=200, description="Codes of price rules, as if they had never been."
    )
    prices_as_of: datetime | None = Field(
        default=None,
        description="By the lists, contracts and rules recorded at this instant, instead of those of their time.",
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
        rules = tuple(rule.to_domain() for rule in self.rules)
        faults += [fault.within(f"rules.{i}.") for i, rule in enumerate(rules) for fault in rule_faults(rule)]
        if faults:
            raise InvalidRecords(faults)
        return Scenario(
            ordered_from=self.ordered_from,
            ordered_until=self.ordered_until,
            customer_id=self.customer_id,
            family_code=self.family_code,
            cost_changes=tuple(CostChange(**change.model_dump()) for change in self.cost_changes),
            prices=prices,
            price_list_id=self.price_list_id,
            rules=rules,
            rules_removed=tuple(self.rules_removed),
            prices_as_of=None if self.prices_as_of is None else clock.aware(self.prices_as_of),
        )


class Amounts(BaseModel):
    """Before and after. Margins are those of lines whose cost is known, at the true cost of now on both sides, net of what is
    owed after the sale.
    """

    lines: int
    lines_without_cost: int
    lines_stopped_before: int = Field(description="Margin rules want approval for them, or block them.")
    lines_stopped_after: int
    revenue_before: Decimal
    revenue_after: Decimal
    margin_before: Decimal
    margin_after: Decimal


class EffectOut(Amounts):
    key: str = Field(description="Of the customer or product, or the family's code; a family has all under it.")
    code: str | None = Field(description="The customer's code, the SKU or the family's code.")
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
    reasons: list[ReasonOut] = Field(description="What `explanation` says; empty in old simulations.")
    owes: list[OwedOut] = Field(description="After the sale, by the rules of the scenario.")


class ReplayLineIn(Strict):
    product_id: UUID
    quantity: Quantity


class ReplayIn(Strict):
    """What a customer would have been quoted at an instant, by the lists, contracts and rules that were recorded then."""

    as_of: datetime
    customer_id: UUID
    segment: Annotated[str, Field(max_length=40)] | None = Field(default=None, description="Default his present one.")
    channel: Code = "field"
    priced_on: Day
    currency: Currency | None = Field(default=None, description="Default the company's.")
    lines: list[ReplayLineIn] = Field(min_length=1, max_length=1000)

    def to_quote(self, company_currency: str) -> PastQuote:
        return PastQuote(
            customer_id=self.customer_id,
            segment=self.segment,
            channel=self.channel,
            priced_on=self.priced_on,
            currency=self.currency or company_currency,
            lines=[(line.product_id, line.quantity) for line in self.lines],
        )


class ReplayedLineOut(BaseModel):
    product_id: UUID
    unit_price: Decimal | None = Field(description="Null: there was no price.")
    amount: Decimal | None
    steps: list[StepOut]


class ReplayOut(BaseModel):
    lines: list[ReplayedLineOut]
    charges: list[ChargeOut]
    amount: Decimal = Field(description="Of the lines that had a price, and the charges.")

    @classmethod
    def of(cls, asked: ReplayIn, replayed: Replayed) -> "ReplayOut":
        return cls(
            lines=[
                ReplayedLineOut(
                    product_id=line.product_id,
                    unit_price=priced.unit_price if priced else None,
                    amount=priced.amount if priced else None,
                    steps=StepOut.all_of(priced.steps) if priced else [],
                )
                for line, priced in zip(asked.lines, replayed.lines, strict=True)
            ],
            charges=[ChargeOut(**charge._asdict()) for charge in replayed.charges],
            amount=replayed.amount,
        )
