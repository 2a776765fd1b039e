"""What sales' endpoints take and give. Amounts in the document's currency, before tax unless said; decimals are strings."""

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from kit.auth import Principal
from kit.bodies import Code, Day, Quantity, Strict, UnitPrice
from pydantic import BaseModel, Field

from kit import clock
from sales.api.charge_schemas import ChargeOut
from sales.domain.credit import CreditAnswer, explanation
from sales.domain.delivery import DeliveryPolicy
from sales.domain.fulfilment import OrderStatus
from sales.domain.margin import MarginDecision, PriceStep
from sales.domain.order import Breach, OrderLine, SalesOrder, Shortage
from sales.domain.promise import PromiseReason
from sales.domain.revision import margin_of
from sales.queries.order_details import OrderDetails
from sales.queries.read_basket import WrittenLine, WrittenOrder
from sales.storage.credit_notes import CreditNote

Text = Annotated[str, Field(max_length=200)]
Short = Annotated[str, Field(max_length=40)]
Priority = Annotated[int, Field(ge=0, le=100)]
Address = Annotated[str, Field(max_length=500, examples=["12 quai Perrache, 69002 Lyon"])]


class WithoutCredit(StrEnum):
    """What becomes of an order whose customer may not owe that much more."""

    REFUSE = "refuse"
    ASK = "ask-release"


class LineIn(Strict):
    product_id: UUID
    quantity: Quantity
    packaging_code: Code | None = Field(
        default=None, description="What the quantity counts; the stock unit by default."
    )
    unit_price: UnitPrice | None = Field(
        default=None, description="Per stock unit, set by hand (needs sales.prices.set); the price list's by default."
    )


class OrderLineIn(LineIn):
    is_drop_shipped: bool = Field(
        default=False,
        description="A supplier brings it to the customer himself: it takes no stock. Not for portal users.",
    )

    def to_line(self, caller: Principal) -> WrittenLine:
        """Who asks for it by the portal does not say where it comes from."""
        is_drop_shipped = self.is_drop_shipped and caller.customer_id is None
        return WrittenLine(
            self.product_id, self.quantity, self.packaging_code, self.unit_price, is_drop_shipped=is_drop_shipped
        )


class OrderIn(Strict):
    """All of an order. A portal user's is always of the channel `portal`, of the customer's own salesperson and site."""

    customer_id: UUID
    warehouse: Code | None = Field(
        default=None,
        examples=["LYON"],
        description="Default, and for customers always, the site that serves the customer: of his last order, else of anybody's.",
    )
    ordered_on: Day | None = Field(default=None, description="Default today.")
    channel: Short | None = Field(default=None, examples=["field"], description="Default the customer's usual.")
    salesperson: Short | None = Field(default=None, description="Code; default the customer's own.")
    customer_reference: Text = Field(default="", description="The customer's own order number.")
    shortage: Shortage = Field(default=Shortage.REFUSE, description="What to do when stock is short.")
    deliver_to: Address = Field(default="", description="Default the customer's own address.")
    requested_on: Day | None = Field(default=None, description="When the goods are wanted; default at once.")
    delivery: DeliveryPolicy | None = Field(
        default=None, description="How they may leave; default the customer's usual."
    )
    consolidate_until: Day | None = Field(
        default=None, description="A consolidated order leaves from that day on; default when it is wanted."
    )
    priority: Priority | None = Field(
        default=None, description="Higher is served first; default, and for customers, the customer's usual."
    )
    lines: list[OrderLineIn] = Field(min_length=1, max_length=1000)

    def to_written(self, caller: Principal) -> WrittenOrder:
        """What this caller may ask for.

        Raises:
            NotYours: it is for another customer than the portal user's.
            PermissionMissing: a price is set by hand.
        """
        caller.require_customer(self.customer_id)
        if any(line.unit_price is not None for line in self.lines):
            caller.require("sales.prices.set")
        is_portal = caller.customer_id is not None
        return WrittenOrder(
            customer_id=self.customer_id,
            warehouse=None if is_portal else self.warehouse,
            ordered_on=clock.happened_on(self.ordered_on, field="ordered_on"),
            channel="portal" if is_portal else self.channel,
            salesperson=None if is_portal else self.salesperson,
            customer_reference=self.customer_reference,
            shortage=self.shortage,
            deliver_to=self.deliver_to,
            requested_on=self.requested_on,
            delivery=self.delivery,
            consolidate_until=self.consolidate_until,
            priority=None if is_portal else self.priority,
            lines=tuple(line.to_line(caller) for line in self.lines),
        )


class ConfirmIn(Strict):
    without_credit: WithoutCredit = Field(
        default=WithoutCredit.REFUSE,
        description="What to do when the customer has no credit: refuse, or wait while somebody is asked to release it.",
    )


class NewOrderIn(OrderIn):
    id: UUID | None = Field(default=None, description="Yours (UUIDv7) or ours. The same order again is no new one.")


class PlacedOrderIn(NewOrderIn, ConfirmIn):
    """A new order, and how to confirm it."""


class ReasonIn(Strict):
    reason: Text = Field(min_length=1, examples=["Customer changed his mind"])


class StepOut(BaseModel):
    """One answer to "why this price?"; the last step has the price."""

    rule: str = Field(examples=["volume-price"])
    label: str = Field(examples=["List price from 100"])
    label_fr: str = Field(description="Empty for prices of before it was told.", examples=["Prix de tarif dès 100"])
    unit_price: Decimal

    @classmethod
    def of(cls, step: PriceStep) -> "StepOut":
        return cls(rule=step.rule, label=step.label, label_fr=step.label_fr, unit_price=step.unit_price)


class ReasonOut(BaseModel):
    """One sentence of an explanation, to be said in the reader's language."""

    code: str = Field(examples=["margin-below-wanted"])
    facts: dict[str, str] = Field(
        description="By name: `…_rate`, `…_price`, `…_amount`, `…_quantity`, … are decimals; `…_on` is a date."
    )


class MarginOut(BaseModel):
    """The judgement of a line's margin."""

    verdict: str = Field(examples=["allowed"], description="allowed, needs-approval or blocked")
    margin_rate: Decimal | None
    unit_cost: Decimal | None
    floor_price: Decimal | None = Field(description="The lowest price that needs no approval.")
    explanation: str = Field(description="In English.")
    reasons: list[ReasonOut] = Field(description="What `explanation` says; empty where pricing told none.")
    discount_rate: Decimal | None = Field(description="Off the price list's, where a lower price was set by hand.")
    discount_limit: Decimal | None = Field(description="What whoever set the price may grant without approval.")
    approval_levels: list[str] = Field(description="Who must approve.", examples=[["manager"]])
    exception_id: UUID | None = Field(description="The price exception that allows it.")

    @classmethod
    def of(cls, decision: MarginDecision, caller: Principal) -> "MarginOut | None":
        """Nothing for customers."""
        if caller.customer_id is not None:
            return None
        return cls(
            verdict=verdict_text(decision.verdict.name),
            margin_rate=decision.margin_rate,
            unit_cost=decision.unit_cost,
            floor_price=decision.floor_price,
            explanation=decision.explanation,
            reasons=[ReasonOut(code=each.code, facts=dict(each.facts)) for each in decision.reasons],
            discount_rate=decision.discount_rate,
            discount_limit=decision.discount_limit,
            approval_levels=list(decision.levels),
            exception_id=UUID(decision.exception_id) if decision.exception_id else None,
        )


def verdict_text(name: str) -> str:
    """needs-approval, not NEEDS_APPROVAL."""
    return name.lower().replace("_", "-")


class KitPartOut(BaseModel):
    """The kit that a line is a part of."""

    product_id: UUID
    sku: str
    quantity: Decimal
    position: int = Field(description="Parts of the same kit have the same.")


class LineOut(BaseModel):
    """Quantities in stock units."""

    id: UUID
    product_id: UUID
    sku: str
    description: str
    quantity: Decimal
    packaging_code: str | None
    packaging_quantity: Decimal
    unit_price: Decimal
    net: Decimal
    tax_class: str
    steps: list[StepOut]
    margin: MarginOut | None = Field(description="Null for customers.")
    quantity_reserved: Decimal
    quantity_backordered: Decimal
    quantity_shipped: Decimal
    quantity_invoiced: Decimal
    promised_on: date | None = Field(
        description="When all of it should leave; null while nobody knows, or it has left."
    )
    promise_reason: PromiseReason | None
    kit: KitPartOut | None
    is_drop_shipped: bool = Field(description="A supplier brings it to the customer himself.")

    @classmethod
    def of(cls, line: OrderLine, caller: Principal) -> "LineOut":
        return cls(
            id=line.id,
            product_id=line.product_id,
            sku=line.sku,
            description=line.description,
            quantity=line.quantity,
            packaging_code=line.packaging_code,
            packaging_quantity=line.packaging_quantity,
            unit_price=line.unit_price,
            net=line.net,
            tax_class=line.tax_class,
            steps=[StepOut.of(step) for step in line.steps],
            margin=MarginOut.of(line.decision, caller),
            quantity_reserved=line.goods.reserved,
            quantity_backordered=line.goods.backordered,
            quantity_shipped=line.goods.shipped,
            quantity_invoiced=line.goods.invoiced,
            promised_on=line.promise.on if line.promise and line.goods.owed else None,
            promise_reason=line.promise.reason if line.promise and line.goods.owed else None,
            kit=KitPartOut.model_validate(line.kit, from_attributes=True) if line.kit else None,
            is_drop_shipped=line.is_drop_shipped,
        )


class OrderHead(BaseModel):
    id: UUID
    number: str = Field(examples=["SO-2026-000123"])
    customer_id: UUID
    bill_to_id: UUID
    salesperson: str
    team: str = Field(description="Of the salesperson when it was written.")
    channel: str
    currency: str
    rate: Decimal | None = Field(description="Units of it for one of the company's; null: it is the company's.")
    rate_on: date | None
    warehouse: str
    ordered_on: date
    customer_reference: str
    shortage: Shortage
    deliver_to: str
    requested_on: date | None
    delivery: DeliveryPolicy
    consolidate_until: date | None
    priority: int
    revision: int = Field(description="How often it was revised since it is firm.")
    net: Decimal = Field(description="Lines and charges.")
    charged: Decimal = Field(description="What of it is charged on top of the lines.")
    value: Decimal = Field(description="`net` in company currency.")
    gross: Decimal | None = Field(description="Tax included; known once the order is firm.")
    status: OrderStatus
    hold_cause: str | None = Field(
        examples=["credit-overdue"], description="Why it does not go on: credit-hold, credit-overdue, credit-limit."
    )
    buyer_name: str = Field(description="The customer's user who ordered it; empty when the house wrote it.")
    spending_breach: Breach | None = Field(
        description="Which limit of that user it is above: it waits for a colleague of his."
    )
    version: int


class OrderSummary(OrderHead):
    customer_code: str | None
    customer_name: str | None
    is_short: bool = Field(description="A line waits for stock; one that a supplier brings does not.")
    margin: Decimal | None = Field(description="As it was judged; null for customers, and where a cost is not known.")
    created_at: datetime


class KitOut(KitPartOut):
    """What its parts are worth and earn together."""

    net: Decimal
    margin_rate: Decimal | None = Field(description="Null for customers, and while a cost is unknown.")


class OverdueOut(BaseModel):
    number: str
    due_on: date


class HoldOut(BaseModel):
    """The customer's credit as it was judged, in company currency, tax included."""

    cause: str
    explanation: str
    amount: Decimal = Field(description="What the order takes of the credit.")
    exposure: Decimal = Field(description="What else the customer owes and has ordered.")
    parts: dict[str, Decimal] = Field(description="What that is made of.")
    limit: Decimal | None
    overdue: Decimal
    oldest_overdue: OverdueOut | None
    passing_amount: Decimal | None = Field(
        description="The largest order that would have passed; null: not judged, or any."
    )
    payment_needed: Decimal = Field(description="Paid on the oldest documents, it lets this order pass.")

    @classmethod
    def of(cls, held: CreditAnswer | None) -> "HoldOut | None":
        if held is None or held.refusal is None:
            return None
        oldest = held.oldest
        return cls(
            cause=held.refusal,
            explanation=explanation(held),
            amount=held.amount,
            exposure=held.exposure,
            parts=dict(held.parts),
            limit=held.credit_limit,
            overdue=held.overdue,
            oldest_overdue=None if oldest is None else OverdueOut(number=oldest.number, due_on=oldest.due_on),
            passing_amount=held.passing_amount,
            payment_needed=held.payment_needed,
        )


class OrderOut(OrderHead):
    lines: list[LineOut]
    charges: list[ChargeOut]
    kits: list[KitOut]
    hold: HoldOut | None
    released_until: datetime | None = Field(description="Somebody let it go on despite its customer's credit.")

    @classmethod
    def of(cls, order: SalesOrder, caller: Principal) -> "OrderOut":
        return cls(**_members(order, caller))


class DeliveryOut(BaseModel):
    id: UUID
    number: str = Field(examples=["SH-2026-000042"])
    shipped_at: datetime


class InvoiceOut(BaseModel):
    id: UUID
    number: str
    issued_on: date
    gross: Decimal = Field(description="Tax included.")


class CreditNoteOut(BaseModel):
    """What was credited of an order."""

    id: UUID
    number: str = Field(examples=["AV-2026-000001"])
    source_id: UUID | None = Field(description="Of the return or price dispute; null: by hand.")
    credited_on: date
    net: Decimal = Field(description="Before tax.")
    gross: Decimal = Field(description="Tax included.")

    @classmethod
    def of(cls, note: CreditNote) -> "CreditNoteOut":
        return cls.model_validate(note, from_attributes=True)


class EntryOut(BaseModel):
    """Who did what; customers are not told who."""

    action: str = Field(examples=["confirmed"])
    at: datetime | None
    by: str | None
    status: str | None
    document: str | None = Field(description="Number of the shipment or invoice.")
    comment: str | None


class OrderDetailsOut(OrderOut):
    shipments: list[DeliveryOut]
    invoices: list[InvoiceOut]
    credit_notes: list[CreditNoteOut]
    history: list[EntryOut] = Field(description="Newest first.")

    @classmethod
    def of_details(cls, details: OrderDetails, caller: Principal) -> "OrderDetailsOut":
        return cls(
            **_members(details.order, caller),
            shipments=[
                DeliveryOut(id=each.shipment_id, number=each.number, shipped_at=each.shipped_at)
                for each in details.deliveries
            ],
            invoices=[
                InvoiceOut(id=each.invoice_id, number=each.number, issued_on=each.issued_on, gross=each.gross)
                for each in details.billings
            ],
            credit_notes=[CreditNoteOut.of(each) for each in details.credit_notes],
            history=[
                EntryOut(
                    action=each.action,
                    at=each.created_at,
                    by=each.subject if caller.customer_id is None else None,
                    **{name: each.changes[name][1] if name in each.changes else None for name in _TOLD},
                )
                for each in details.history
            ],
        )


_TOLD = ("status", "document", "comment")


def _members(order: SalesOrder, caller: Principal) -> dict[str, object]:
    terms = order.terms
    return {
        "id": order.id,
        "number": order.number,
        "customer_id": terms.customer_id,
        "bill_to_id": terms.bill_to_id,
        "salesperson": terms.salesperson,
        "team": terms.team,
        "channel": terms.channel,
        "currency": terms.currency,
        "rate": terms.rate.rate if terms.rate else None,
        "rate_on": terms.rate.on if terms.rate else None,
        "warehouse": terms.warehouse,
        "ordered_on": terms.ordered_on,
        "customer_reference": terms.customer_reference,
        "shortage": terms.shortage,
        "deliver_to": terms.deliver_to,
        "requested_on": terms.requested_on,
        "delivery": terms.delivery,
        "consolidate_until": terms.consolidate_until,
        "priority": terms.priority,
        "revision": order.revision,
        "net": order.net,
        "charged": order.charged,
        "value": order.value,
        "gross": order.gross,
        "status": order.status,
        "hold_cause": None if order.hold is None else order.hold.refusal,
        "hold": HoldOut.of(order.hold),
        "released_until": None if order.release is None else order.release.until,
        "buyer_name": order.buyer.name,
        "spending_breach": order.breach,
        "version": order.version,
        "lines": [LineOut.of(line, caller) for line in order.lines],
        "charges": [ChargeOut.of_charge(charge, caller) for charge in order.charges],
        "kits": _kits(order, caller),
    }


def _kits(order: SalesOrder, caller: Principal) -> list[KitOut]:
    parts = dict.fromkeys(line.kit for line in order.lines if line.kit)
    found = []
    for part in parts:
        of_kit = replace(order, lines=tuple(line for line in order.lines if line.kit == part), charges=())
        margin = margin_of(of_kit) if caller.customer_id is None else None
        members = {name: getattr(part, name) for name in KitPartOut.model_fields}
        found.append(KitOut(**members, net=of_kit.net, margin_rate=margin.rate if margin else None))
    return found
