"""What the endpoints of received invoices take and give."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from kit.bodies import Quantity, Strict
from pydantic import BaseModel, Field

from accounting.api.einvoice.schemas import FindingOut
from accounting.commands.einvoice.settle_received import Chosen
from accounting.domain.einvoice.proposal import LineMatch, Reason, Unmatched
from accounting.domain.einvoice.received import ReceivedInvoice, Status


class SupplierBody(Strict):
    supplier_id: UUID


class WhyIn(Strict):
    reason: Annotated[str, Field(min_length=1, max_length=500)]


class RejectIn(WhyIn):
    reason_code: Annotated[str, Field(max_length=40)] = Field(
        default="", description="Of status 210, which the seller is told; compulsory for what came by the platform."
    )


class ChosenIn(Strict):
    """A line, or a part of it, is of this order line: so many stock units."""

    position: Annotated[int, Field(ge=1, le=10000)]
    purchase_order_line_id: UUID
    quantity: Quantity


class BillReceivedIn(Strict):
    """Nothing where the proposal is right; else what some lines are, whole."""

    lines: list[ChosenIn] = Field(default_factory=list, max_length=1000)

    def chosen(self) -> dict[int, list[Chosen]]:
        found: dict[int, list[Chosen]] = {}
        for each in self.lines:
            found.setdefault(each.position, []).append(Chosen(each.purchase_order_line_id, each.quantity))
        return found


class ReceivedHead(BaseModel):
    id: UUID
    source: str = Field(examples=["upload"])
    status: Status
    received_at: datetime
    received_by: str
    kind: str = Field(description="UNTDID 1001: 380 is an invoice, 381 a credit note; empty: unreadable.")
    number: str
    issued_on: date | None
    due_on: date | None
    seller_name: str
    supplier_id: UUID | None
    currency: str
    net_amount: Decimal
    tax_amount: Decimal
    gross_amount: Decimal
    line_count: int
    matched_count: int = Field(description="Lines that found their orders by themselves when it came.")
    bill_id: UUID | None
    version: int


class OrderPartOut(BaseModel):
    purchase_order_line_id: UUID
    quantity: Decimal = Field(description="Stock units.")
    net_amount: Decimal


class ReceivedLineOut(BaseModel):
    """A line as the supplier writes it, and what we take it for."""

    position: int
    name: str
    seller_sku: str
    buyer_sku: str
    gtin: str
    order_number: str
    quantity: Decimal
    unit: str
    unit_price: Decimal
    net_amount: Decimal
    tax_rate: Decimal
    matched_by: Reason | None
    unmatched: Unmatched | None
    orders: list[OrderPartOut]


class ReceivedTaxOut(BaseModel):
    rate: Decimal
    base: Decimal
    tax: Decimal


class ReceivedOut(ReceivedHead):
    syntax: str
    profile: str
    rules_version: str
    is_readable: bool
    seller_vat_id: str
    seller_country: str
    order_number: str
    iban: str
    findings: list[FindingOut]
    decided_by: str | None
    decision: str | None
    taxes: list[ReceivedTaxOut] = Field(description="The tax of each rate, as the supplier states it.")
    lines: list[ReceivedLineOut]

    @classmethod
    def of(cls, invoice: ReceivedInvoice, matches: Sequence[LineMatch]) -> "ReceivedOut":
        same = set(cls.model_fields) - {"findings", "taxes", "lines", "line_count", "matched_count"}
        return cls(
            **{name: getattr(invoice, name) for name in same},
            findings=[FindingOut.model_validate(each, from_attributes=True) for each in invoice.findings],
            taxes=[ReceivedTaxOut.model_validate(each, from_attributes=True) for each in invoice.taxes],
            line_count=len(invoice.lines),
            matched_count=sum(1 for each in matches if each.parts),
            lines=[
                ReceivedLineOut(
                    position=position,
                    **{name: getattr(line, name) for name in line.__dataclass_fields__},
                    matched_by=match.reason,
                    unmatched=match.unmatched,
                    orders=[
                        OrderPartOut(purchase_order_line_id=id_, quantity=quantity, net_amount=net)
                        for id_, quantity, net in match.parts
                    ],
                )
                for position, (line, match) in enumerate(zip(invoice.lines, matches, strict=True), 1)
            ],
        )
