"""What offers take and give. Amounts in the customer's currency, before tax; quantities in stock units unless said."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Annotated, Literal
from uuid import UUID

from kit.auth import Principal
from kit.bodies import Code, Day, Quantity, Strict, UnitPrice
from pydantic import BaseModel, Field, model_validator

from kit import clock
from sales.api.charge_schemas import ChargeOut
from sales.api.schemas import LineIn, MarginOut, OrderIn, OrderLineIn, Short, StepOut, Text, verdict_text
from sales.commands.write_offer import WrittenItem, WrittenOffer, WrittenText
from sales.domain.kit import KitPart
from sales.domain.margin import worst
from sales.domain.offer import Choice, Offer, OfferedItem, OfferedText, OfferStatus, amounts, printed, usual
from sales.domain.offer_changes import LineChange
from sales.domain.order import Shortage

Words = Annotated[str, Field(max_length=2000)]
Days = Annotated[int, Field(ge=0, le=730)]
USUAL_VALIDITY = timedelta(days=30)


class OfferItemIn(Strict):
    product_id: UUID
    quantity: Quantity
    packaging_code: Code | None = Field(default=None, description="What the quantity counts; default the stock unit.")
    unit_price: UnitPrice | None = Field(
        default=None, description="Per stock unit, set by hand (needs sales.prices.set); the price list's by default."
    )
    text: Words = Field(default="", description="Printed under the goods.")
    choice: Choice = Field(default=Choice.FIXED, description="What the customer may leave out.")
    group: Code | None = Field(default=None, description="Of alternatives: one of each group is taken.")
    lead_time_days: Days | None = None

    @model_validator(mode="after")
    def _is_whole(self) -> "OfferItemIn":
        if (self.choice is Choice.ALTERNATIVE) != (self.group is not None):
            raise ValueError("an alternative has a group, and nothing else has one")
        return self


class OfferTextIn(Strict):
    """Words on a line of their own."""

    text: Annotated[str, Field(min_length=1, max_length=2000)]


class OfferIn(Strict):
    """All of an edition."""

    customer_id: UUID
    warehouse: Code = Field(examples=["LYON"])
    valid_until: Day | None = Field(default=None, description="The last day to accept; default thirty days from today.")
    channel: Short | None = Field(default=None, examples=["field"], description="Default the customer's usual.")
    salesperson: Short | None = Field(default=None, description="Code; default the customer's own.")
    customer_reference: Text = Field(default="", description="The customer's own number of his request.")
    shortage: Shortage = Field(default=Shortage.BACKORDER, description="Of the order: what to do when stock is short.")
    lead_time_days: Days | None = Field(default=None, description="From the order to the delivery.")
    notes: Words = Field(default="", description="Printed at the end.")
    lines: list[OfferItemIn | OfferTextIn] = Field(min_length=1, max_length=500)

    @model_validator(mode="after")
    def _has_goods(self) -> "OfferIn":
        if not any(isinstance(line, OfferItemIn) for line in self.lines):
            raise ValueError("an offer has at least one line of goods")
        return self

    def to_written(self, caller: Principal) -> WrittenOffer:
        """What this caller may offer.

        Raises:
            PermissionMissing: a price is set by hand.
        """
        items = [line for line in self.lines if isinstance(line, OfferItemIn)]
        asked = OrderIn(
            customer_id=self.customer_id,
            warehouse=self.warehouse,
            channel=self.channel,
            salesperson=self.salesperson,
            customer_reference=self.customer_reference,
            shortage=self.shortage,
            lines=[OrderLineIn(**item.model_dump(include=set(LineIn.model_fields))) for item in items],
        )
        return WrittenOffer(
            asked=asked.to_written(caller),
            valid_until=self.valid_until or clock.now().date() + USUAL_VALIDITY,
            lead_time_days=self.lead_time_days,
            notes=self.notes,
            lines=tuple(
                WrittenItem(line.text, line.choice, line.group or "", line.lead_time_days)
                if isinstance(line, OfferItemIn)
                else WrittenText(line.text)
                for line in self.lines
            ),
        )


class NewOfferIn(OfferIn):
    id: UUID | None = Field(default=None, description="Yours (UUIDv7) or ours.")


class OfferItemOut(BaseModel):
    kind: Literal["item"] = "item"
    id: UUID
    product_id: UUID
    sku: str
    description: str
    text: str
    quantity: Decimal
    packaging_code: str | None
    packaging_quantity: Decimal
    unit_price: Decimal
    net: Decimal
    tax_class: str
    choice: Choice
    group: str | None
    is_counted: bool = Field(description="Part of the total unless the customer chooses otherwise.")
    lead_time_days: int | None
    steps: list[StepOut]
    margin: MarginOut | None = Field(description="Null for customers.")

    @classmethod
    def of(cls, line: OfferedItem, caller: Principal, *, is_counted: bool) -> "OfferItemOut":
        item = line.item
        return cls(
            id=line.id,
            product_id=item.product_id,
            sku=item.sku,
            description=item.description,
            text=line.text,
            quantity=item.quantity,
            packaging_code=item.packaging_code,
            packaging_quantity=item.packaging_quantity,
            unit_price=line.price.unit_price,
            net=line.net,
            tax_class=item.tax_class,
            choice=line.choice,
            group=line.group or None,
            is_counted=is_counted,
            lead_time_days=line.lead_time_days,
            steps=[StepOut.of(step) for step in line.price.steps],
            margin=MarginOut.of(line.price.decision, caller),
        )


class OfferPartOut(BaseModel):
    """A component of a kit, in stock units."""

    id: UUID
    product_id: UUID
    sku: str
    description: str
    quantity: Decimal
    unit_price: Decimal
    net: Decimal
    tax_class: str
    margin: MarginOut | None = Field(description="Null for customers.")


class OfferKitOut(BaseModel):
    """A kit, offered as one: taken or left whole. Quantities in stock units of the kit."""

    kind: Literal["kit"] = "kit"
    id: UUID = Field(description="Of its first part, by which it is chosen.")
    product_id: UUID
    sku: str
    description: str
    text: str
    quantity: Decimal
    unit_price: Decimal = Field(description="Of one kit, to four decimals; `net` is exact.")
    net: Decimal
    choice: Choice
    group: str | None
    is_counted: bool = Field(description="Part of the total unless the customer chooses otherwise.")
    lead_time_days: int | None
    margin_rate: Decimal | None = Field(description="Null for customers, and where a cost is not known.")
    verdict: str | None = Field(description="The worst of its parts; null for customers.")
    parts: list[OfferPartOut]

    @classmethod
    def of(cls, kit: KitPart, parts: Sequence[OfferedItem], caller: Principal, *, is_counted: bool) -> "OfferKitOut":
        net, margin = amounts(parts)
        is_house = caller.customer_id is None
        verdict = worst(line.price.decision for line in parts)
        first = parts[0]
        return cls(
            id=first.id,
            product_id=kit.product_id,
            sku=kit.sku,
            description=kit.description,
            text=first.text,
            quantity=kit.quantity,
            unit_price=round(net / kit.quantity, 4),
            net=net,
            choice=first.choice,
            group=first.group or None,
            is_counted=is_counted,
            lead_time_days=first.lead_time_days,
            margin_rate=round(margin / net, 4) if is_house and margin is not None and net else None,
            verdict=verdict_text(verdict.name) if is_house else None,
            parts=[
                OfferPartOut(
                    id=line.id,
                    product_id=line.item.product_id,
                    sku=line.item.sku,
                    description=line.item.description,
                    quantity=line.item.quantity,
                    unit_price=line.price.unit_price,
                    net=line.net,
                    tax_class=line.tax_class,
                    margin=MarginOut.of(line.price.decision, caller),
                )
                for line in parts
            ],
        )


class OfferTextOut(BaseModel):
    kind: Literal["text"] = "text"
    id: UUID
    text: str


OfferLineOut = OfferItemOut | OfferKitOut | OfferTextOut


class OfferHead(BaseModel):
    offer_id: UUID
    number: str = Field(examples=["QU-2026-000123"])
    edition: int = Field(description="1, 2, …; the newest that was sent counts.")
    customer_id: UUID
    salesperson: str
    team: str = Field(description="Of the salesperson when it was written.")
    channel: str
    currency: str
    rate: Decimal | None = Field(description="Units of it for one of the company's; null: it is the company's.")
    rate_on: date | None
    warehouse: str
    customer_reference: str
    valid_until: date
    net: Decimal = Field(description="Without options, with the first alternatives and what is charged on top.")
    charged: Decimal = Field(description="What of it is charged on top of the lines.")
    margin: Decimal | None = Field(description="Of the same; null for customers, and where a cost is not known.")
    status: OfferStatus
    version: int
    sales_order_id: UUID | None


class OfferSummary(OfferHead):
    customer_code: str | None
    customer_name: str | None
    created_at: datetime


class OfferOut(OfferHead):
    priced_on: date
    payment_days: int
    shortage: Shortage
    lead_time_days: int | None
    notes: str
    margin_rate: Decimal | None = Field(description="Margin by net; null for customers.")
    verdict: str | None = Field(description="The worst of all that may be chosen; null for customers.")
    lines: list[OfferLineOut]
    charges: list[ChargeOut]

    @classmethod
    def of(cls, offer: Offer, caller: Principal) -> "OfferOut":
        return cls(**members_of(offer, caller))


class SentOut(OfferOut):
    link: str | None = Field(
        description="For the customer, told this once only. Null while the margin waits for approval.",
        examples=["/offer#3q2-…"],
    )

    @classmethod
    def of_sent(cls, offer: Offer, token: str | None, caller: Principal) -> "SentOut":
        return cls(**members_of(offer, caller), link=link_of(token))


class LinkOut(BaseModel):
    link: str = Field(description="Told this once only; the one before is void.", examples=["/offer#3q2-…"])


class EditionsOut(BaseModel):
    """All editions that this caller may see, the first first."""

    items: list[OfferHead]


class SideOut(BaseModel):
    """A line before or after."""

    quantity: Decimal
    unit_price: Decimal
    net: Decimal
    margin_rate: Decimal | None = Field(description="Null for customers.")
    choice: Choice
    text: str
    lead_time_days: int | None


class LineChangeOut(BaseModel):
    sku: str
    before: SideOut | None
    after: SideOut | None


class TotalsOut(BaseModel):
    edition: int
    net: Decimal
    margin: Decimal | None = Field(description="Null for customers.")
    valid_until: date
    lead_time_days: int | None


class DifferenceOut(BaseModel):
    """What an edition changes of the one before; lines that stay as they are left out."""

    before: TotalsOut
    after: TotalsOut
    lines: list[LineChangeOut]

    @classmethod
    def of(cls, before: Offer, after: Offer, changes: list[LineChange], caller: Principal) -> "DifferenceOut":
        return cls(
            before=_totals(before, caller),
            after=_totals(after, caller),
            lines=[
                LineChangeOut(sku=each.sku, before=_side(each.before, caller), after=_side(each.after, caller))
                for each in changes
                if each.is_changed
            ],
        )


def link_of(token: str | None) -> str | None:
    """The path of a customer's link: the secret is in the part that browsers keep for themselves."""
    return None if token is None else f"/offer#{token}"


def head_of(offer: Offer, caller: Principal) -> OfferHead:
    """Without its lines."""
    return OfferHead(
        **{name: value for name, value in members_of(offer, caller).items() if name in OfferHead.model_fields}
    )


def lines_of(offer: Offer, caller: Principal) -> list[OfferLineOut]:
    """What is offered, as this caller may see it."""
    counted = {line.id for line in usual(offer.items)}
    told: list[OfferLineOut] = []
    for lines in printed(offer.lines):
        first = lines[0]
        if isinstance(first, OfferedText):
            told.append(OfferTextOut(id=first.id, text=first.text))
            continue
        parts = [line for line in lines if isinstance(line, OfferedItem)]
        if (kit := first.item.kit) is None:
            told.append(OfferItemOut.of(first, caller, is_counted=first.id in counted))
        else:
            told.append(OfferKitOut.of(kit, parts, caller, is_counted=first.id in counted))
    return told


def members_of(offer: Offer, caller: Principal) -> dict[str, object]:
    """Of `OfferOut`, as this caller may see them."""
    terms = offer.terms
    is_house = caller.customer_id is None
    margin = offer.margin if is_house else None
    return {
        "offer_id": offer.offer_id,
        "number": offer.number,
        "edition": offer.edition,
        "customer_id": terms.customer_id,
        "salesperson": terms.salesperson,
        "team": terms.team,
        "channel": terms.channel,
        "currency": terms.currency,
        "rate": terms.rate.rate if terms.rate else None,
        "rate_on": terms.rate.on if terms.rate else None,
        "warehouse": terms.warehouse,
        "customer_reference": terms.customer_reference,
        "valid_until": offer.valid_until,
        "net": offer.net,
        "charged": offer.charged,
        "margin": margin,
        "status": offer.status,
        "version": offer.version,
        "sales_order_id": offer.sales_order_id,
        "priced_on": terms.ordered_on,
        "payment_days": terms.payment_days,
        "shortage": terms.shortage,
        "lead_time_days": offer.lead_time_days,
        "notes": offer.notes,
        "margin_rate": round(margin / offer.net, 4) if margin is not None and offer.net else None,
        "verdict": verdict_text(offer.verdict.name) if is_house else None,
        "lines": lines_of(offer, caller),
        "charges": [ChargeOut.of_charge(charge, caller) for charge in offer.charges],
    }


def _totals(offer: Offer, caller: Principal) -> TotalsOut:
    return TotalsOut(
        edition=offer.edition,
        net=offer.net,
        margin=offer.margin if caller.customer_id is None else None,
        valid_until=offer.valid_until,
        lead_time_days=offer.lead_time_days,
    )


def _side(line: OfferedItem | None, caller: Principal) -> SideOut | None:
    if line is None:
        return None
    return SideOut(
        quantity=line.item.quantity,
        unit_price=line.price.unit_price,
        net=line.net,
        margin_rate=line.price.decision.margin_rate if caller.customer_id is None else None,
        choice=line.choice,
        text=line.text,
        lead_time_days=line.lead_time_days,
    )
