"""What the endpoints of revisions take and give. Amounts before tax unless said."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from kit.auth import Principal
from kit.bodies import Day, Quantity, Strict, UnitPrice
from pydantic import BaseModel, Field

from sales.api.schemas import Address, OrderLineIn, Priority, Text
from sales.commands.revise_order import Proposal
from sales.domain.credit import CreditAnswer
from sales.domain.delivery import DeliveryPolicy
from sales.domain.revision import Difference, Margin, RevisedTerms, Revision, RevisionStatus, differences, margin_of
from sales.queries.read_revision import WrittenChange, WrittenRevision
from sales.queries.revision_effect import Effect


class LineChangeIn(Strict):
    """What is otherwise of a line; what is left out stays."""

    line_id: UUID
    quantity: Quantity | None = Field(default=None, description="In the line's packaging.")
    unit_price: UnitPrice | None = Field(default=None, description="Per stock unit (needs sales.prices.set).")
    cancel_rest: bool = Field(default=False, description="What was not shipped is not wanted any more.")


class RevisionIn(Strict):
    """What is otherwise of a firm order; what is left out stays."""

    reason: Text = Field(min_length=1, examples=["The customer needs more"])
    changes: list[LineChangeIn] = Field(default_factory=list, max_length=1000)
    added: list[OrderLineIn] = Field(default_factory=list, max_length=1000)
    waived_charges: list[UUID] = Field(
        default_factory=list, max_length=20, description="Charges that are let go (needs sales.charges.waive)."
    )
    customer_reference: Text | None = None
    deliver_to: Address | None = None
    requested_on: Day | None = None
    delivery: DeliveryPolicy | None = None
    consolidate_until: Day | None = None
    priority: Priority | None = None

    def to_written(self, caller: Principal) -> WrittenRevision:
        """What this caller may ask for.

        Raises:
            PermissionMissing: a price is set by hand, or a charge is let go.
        """
        if self.waived_charges:
            caller.require("sales.charges.waive")
        prices = [*(line.unit_price for line in self.changes), *(line.unit_price for line in self.added)]
        if any(price is not None for price in prices):
            caller.require("sales.prices.set")
        return WrittenRevision(
            changes=tuple(WrittenChange(**dict(each)) for each in self.changes),
            added=tuple(line.to_line(caller) for line in self.added),
            terms=RevisedTerms(
                customer_reference=self.customer_reference,
                deliver_to=self.deliver_to,
                requested_on=self.requested_on,
                delivery=self.delivery,
                consolidate_until=self.consolidate_until,
                priority=self.priority if caller.customer_id is None else None,
            ),
            reason=self.reason,
            waived=tuple(dict.fromkeys(self.waived_charges)),
        )


class AcceptIn(Strict):
    """Nothing to say."""


class DifferenceOut(BaseModel):
    line_id: UUID | None = Field(description="Null for the order itself.")
    sku: str
    field: str = Field(examples=["quantity"])
    before: str | None = Field(description="Null for a line that is added.")
    after: str | None

    @classmethod
    def of(cls, difference: Difference) -> "DifferenceOut":
        return cls.model_validate(difference, from_attributes=True)


class RevisionHead(BaseModel):
    id: UUID
    order_id: UUID
    number: int
    reason: str
    status: RevisionStatus


class OrderMarginOut(BaseModel):
    amount: Decimal
    rate: Decimal | None

    @classmethod
    def of(cls, margin: Margin | None) -> "OrderMarginOut | None":
        return None if margin is None else cls(amount=margin.amount, rate=margin.rate)


class CreditEffectOut(BaseModel):
    """Amounts with tax, in company currency."""

    gross_before: Decimal | None
    gross_after: Decimal
    exposure: Decimal = Field(description="What the customer would owe or has ordered, this revision included.")
    credit_limit: Decimal | None
    refusal: str | None = Field(description="Why accounting would refuse: credit-limit or credit-hold.")

    @classmethod
    def of(cls, answer: CreditAnswer, gross_before: Decimal | None) -> "CreditEffectOut":
        return cls(
            gross_before=gross_before,
            gross_after=answer.amount,
            exposure=answer.exposure,
            credit_limit=answer.credit_limit,
            refusal=answer.refusal,
        )


class StockEffectOut(BaseModel):
    """In stock units."""

    line_id: UUID
    sku: str
    change: Decimal = Field(description="How much more (or less) is wanted.")
    available: Decimal = Field(description="How much of what is wanted more could be held now.")


class RevisionOut(RevisionHead):
    """What it changes of the order as it is now. Accept it with the version of the order that is told here."""

    differences: list[DifferenceOut]
    order_version: int
    requested_on: date | None
    net_before: Decimal
    net_after: Decimal
    verdict: str | None = Field(description="On the margin of what it changes; null for customers.")
    margin_before: OrderMarginOut | None = Field(description="Null for customers, and while a cost is unknown.")
    margin_after: OrderMarginOut | None
    credit: CreditEffectOut | None = Field(description="Null once it is decided.")
    stock: list[StockEffectOut]

    @classmethod
    def beside(cls, proposal: Proposal, caller: Principal, effect: Effect | None = None) -> "RevisionOut":
        """The revision beside the order before and after it."""
        before, after = proposal.before, proposal.after
        is_staff = caller.customer_id is None
        return cls(
            **head_of(proposal.revision),
            differences=[DifferenceOut.of(each) for each in differences(before, after)],
            order_version=before.version if effect else after.version,
            requested_on=after.terms.requested_on,
            net_before=before.net,
            net_after=after.net,
            verdict=proposal.part.verdict.name.lower().replace("_", "-") if is_staff else None,
            margin_before=OrderMarginOut.of(margin_of(before)) if is_staff else None,
            margin_after=OrderMarginOut.of(margin_of(after)) if is_staff else None,
            credit=CreditEffectOut.of(effect.credit, before.credit) if effect else None,
            stock=[StockEffectOut.model_validate(each, from_attributes=True) for each in effect.stock]
            if effect
            else [],
        )


class RevisionDetailsOut(RevisionHead):
    """A revision that may be decided already: what it changes, or would have changed."""

    differences: list[DifferenceOut]


def head_of(revision: Revision) -> dict[str, object]:
    """Members of the head."""
    return {name: getattr(revision, name) for name in RevisionHead.model_fields}
