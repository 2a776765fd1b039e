"""How customers answer offers, and what a link shows them."""

from datetime import date
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from kit.auth import Principal
from kit.bodies import Day, Strict
from pydantic import BaseModel, Field

from kit import clock
from sales.api.charge_schemas import ChargeOut
from sales.api.offer_schemas import OfferLineOut, OfferOut, lines_of, members_of
from sales.api.schemas import Text
from sales.commands.answer_offer import No, Yes
from sales.domain.offer import Offer, OfferStatus
from sales.domain.order import SalesOrder
from sales.storage.masters import Customer

Name = Annotated[str, Field(min_length=2, max_length=120, examples=["A. Martin, buyer"])]
Edition = Annotated[int, Field(ge=1, le=10_000, description="Which one he has read.")]


class AcceptIn(Strict):
    edition: Edition
    name: Name
    accepted_on: Day | None = Field(default=None, description="When he said so; default today.")
    customer_reference: Text = Field(default="", description="His order number; default that of his request.")
    lines: list[UUID] | None = Field(
        default=None,
        max_length=500,
        description="Options and alternatives that he takes; without it no option, and the first alternatives.",
    )

    def to_yes(self) -> Yes:
        """Raises:
        InTheFuture: the day has not come.
        """
        return Yes(
            edition=self.edition,
            name=self.name,
            on=clock.happened_on(self.accepted_on, field="accepted_on"),
            reference=self.customer_reference,
            lines=None if self.lines is None else frozenset(self.lines),
        )


class RefuseIn(Strict):
    edition: Edition
    name: Name
    refused_on: Day | None = Field(default=None, description="When he said so; default today.")
    reason: Text = Field(min_length=1, examples=["Delivery too late"])

    def to_no(self) -> No:
        """Raises:
        InTheFuture: the day has not come.
        """
        on = clock.happened_on(self.refused_on, field="refused_on")
        return No(edition=self.edition, name=self.name, on=on, reason=self.reason)


class AcceptedOut(OfferOut):
    sales_order_number: str = Field(examples=["SO-2026-000123"])

    @classmethod
    def of_accepted(cls, offer: Offer, order: SalesOrder, caller: Principal) -> "AcceptedOut":
        return cls(**members_of(offer, caller), sales_order_number=order.number)


class LinkedOfferOut(BaseModel):
    """What a customer sees by his link: his offer, and nothing of anybody else, nor of costs."""

    company: str
    customer: str
    number: str
    edition: int
    status: OfferStatus
    customer_reference: str
    priced_on: date
    valid_until: date
    currency: str
    net: Decimal
    payment_days: int
    lead_time_days: int | None
    notes: str
    lines: list[OfferLineOut]
    charges: list[ChargeOut]

    @classmethod
    def of(cls, offer: Offer, customer: Customer, company: str) -> "LinkedOfferOut":
        terms = offer.terms
        customer_himself = Principal("link", customer_id=str(terms.customer_id))
        return cls(
            company=company,
            customer=customer.name,
            number=offer.number,
            edition=offer.edition,
            status=offer.status,
            customer_reference=terms.customer_reference,
            priced_on=terms.ordered_on,
            valid_until=offer.valid_until,
            currency=terms.currency,
            net=offer.net,
            payment_days=terms.payment_days,
            lead_time_days=offer.lead_time_days,
            notes=offer.notes,
            lines=lines_of(offer, customer_himself),
            charges=[ChargeOut.of_charge(charge, customer_himself) for charge in offer.charges],
        )


class LinkedAcceptedOut(BaseModel):
    sales_order_number: str
    net: Decimal = Field(description="Of what was chosen, before tax.")
