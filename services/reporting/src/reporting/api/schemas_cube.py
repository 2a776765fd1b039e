"""What the margin cube answers. Amounts are in company currency, before tax."""

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from kit.pagination import Page
from pydantic import BaseModel, Field


class MeasuresOut(BaseModel):
    """What a margin is made of. revenue = sold + credited; cost is the sum of the four costs."""

    quantity: Decimal = Field(description="Stock units invoiced, less those credited.")
    lines: int = Field(description="Invoiced.")
    sold: Decimal = Field(description="Invoiced, with charges.")
    credited: Decimal = Field(description="Credit notes, below zero.")
    revenue: Decimal = Field(examples=["1250.00"])
    discount: Decimal = Field(description="How much more it were at list prices; in no sum.")
    purchase_cost: Decimal = Field(description="Of the goods when they left, landed costs known until then included.")
    landed_cost: Decimal = Field(description="Freight, duty and the like, told after the goods left.")
    adjustments: Decimal = Field(description="Price differences of bills and other corrections, after the goods left.")
    returned_cost: Decimal = Field(description="Of goods that came back, below zero.")
    cost: Decimal = Field(examples=["800.00"])
    margin: Decimal = Field(examples=["450.00"])
    rate: Decimal | None = Field(examples=["0.3600"], description="margin / revenue; null without revenue")


class CubeRowOut(MeasuresOut):
    """The margin of one key, or of a pair of keys."""

    key: str = Field(examples=["novelty"])
    name: str = Field(examples=["Novelty items"])
    across_key: str = Field(description="Of the second axis; empty without one.")
    across_name: str


class CubeOut(Page[CubeRowOut]):
    """A page of rows, the total of all, which is the same by every axis, and what rows that are not on the page come to."""

    total: MeasuresOut
    rest: MeasuresOut = Field(description="The total less the rows of this page.")


class EntryOut(BaseModel):
    """One dated piece of revenue or cost, with what it comes from."""

    id: UUID
    kind: str = Field(examples=["landed"], description="sale, charge, credit; cost, landed, adjustment, return")
    invoice_line_id: UUID = Field(description="Whose sale it is about.")
    sold_on: date
    known_on: date
    sku: str | None
    customer_code: str | None
    segment: str
    salesperson: str
    team: str
    channel: str
    site: str
    quantity: Decimal
    revenue: Decimal
    cost: Decimal
    sales_order_id: UUID
    product_id: UUID | None
    customer_id: UUID
    movement_id: UUID | None = Field(description="The issue from stock.")
    document_id: str = Field(description="Invoice, credit note, shipment, bill or landed cost.")
    entry_number: str = Field(description="Of the journal entry, where the event told it.")
    links: dict[str, str] = Field(
        description="Where to read on: order, document, ledger entries, cost layers, movements."
    )

    @classmethod
    def of(cls, row: dict[str, Any]) -> "EntryOut":
        links = {"order": f"/api/sales/v1/orders/{row['sales_order_id']}"}
        if row["kind"] in ("sale", "charge"):
            links["document"] = f"/api/accounting/v1/invoices/{row['document_id']}"
        source = row["document_id"] if row["kind"] in ("sale", "charge", "credit") else row["movement_id"]
        links["ledger"] = f"/api/accounting/v1/entries?source_id={source}"
        if row["product_id"]:
            links["layers"] = f"/api/accounting/v1/valuation/{row['product_id']}/layers"
            links["movements"] = f"/api/accounting/v1/valuation/{row['product_id']}/movements"
        return cls(**{**row, "invoice_line_id": row["line_id"]}, links=links)
