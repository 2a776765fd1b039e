"""What the insights answer. Amounts are in company currency, before tax."""

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from pydantic import BaseModel, Field

from reporting.domain.drift import Brief, Drift
from reporting.domain.matrix import Place, PlacedProduct
from reporting.domain.serving import Activity, CustomerFacts, Served
from reporting.domain.shortfall import Cause, SoldLine, causes
from reporting.queries.insights import Names


class ServedOut(BaseModel):
    """A margin, and what is left of it once serving is paid."""

    sold: Decimal
    gross: Decimal = Field(description="sold less the cost of what left, landed costs and corrections included")
    returns: Decimal = Field(description="Credited for goods, less what came back of their cost, and their handling.")
    rebates: Decimal = Field(description="Credited of prices, discounts for early payment, small amounts let go.")
    logistics: Decimal = Field(description="Orders, their lines and shipments, at the rates of activities.")
    late_payment: Decimal = Field(description="The cost of money for what was overdue.")
    net: Decimal = Field(description="gross less the four costs")
    rate: Decimal | None = Field(description="net / sold; null without sales")

    @classmethod
    def parts_of(cls, served: Served) -> dict[str, Any]:
        return {name: getattr(served, name) for name in ServedOut.model_fields}


class ServedCustomerOut(ServedOut):
    """A customer with the full cost of serving him, and the events that it is made of."""

    customer_id: UUID
    code: str | None
    name: str | None
    orders: int
    order_lines: int
    shipments: int
    return_lines: int

    @classmethod
    def of(cls, customer_id: UUID, names: Names, facts: CustomerFacts, served: Served) -> "ServedCustomerOut":
        return cls(
            customer_id=customer_id, code=names.code, name=names.name, orders=facts.orders, order_lines=facts.order_lines,
            shipments=facts.shipments, return_lines=facts.return_lines, **ServedOut.parts_of(served),
        )  # fmt: skip


class ServedCustomersOut(BaseModel):
    """The customers that leave least, and the sum of all, shown or not."""

    effective_from: date
    effective_until: date
    rows: list[ServedCustomerOut]
    count: int = Field(description="Customers in all.")
    unprofitable: int = Field(description="Of them those that leave less than nothing.")
    lost: Decimal = Field(description="What those leave together, zero or below.")
    total: ServedOut


class RateOut(BaseModel):
    """What an activity costs."""

    activity: Activity
    rate: Decimal = Field(ge=0, max_digits=12, decimal_places=4, description="Of one; of capital a year's rate.")


class RatesOut(BaseModel):
    items: list[RateOut] = Field(min_length=1, max_length=len(Activity))


class PlacedProductOut(BaseModel):
    """A product in the matrix."""

    product_id: UUID
    sku: str | None
    name: str | None
    place: Place
    revenue: Decimal
    margin: Decimal
    rate: Decimal | None
    quantity: Decimal
    stock_value: Decimal
    stock_return: Decimal | None = Field(description="Margin of the period for one unit of money in stock (GMROI).")

    @classmethod
    def of(cls, placed: PlacedProduct, names: Names) -> "PlacedProductOut":
        facts = placed.facts
        return cls(
            product_id=facts.product_id, sku=names.code, name=names.name, place=placed.place,
            revenue=facts.margin.revenue, margin=facts.margin.amount, rate=facts.margin.rate, quantity=facts.quantity,
            stock_value=facts.stock_value, stock_return=placed.stock_return,
        )  # fmt: skip


class PlaceOut(BaseModel):
    """A field of the matrix."""

    place: Place
    products: int
    revenue: Decimal
    margin: Decimal
    stock_value: Decimal


class MatrixOut(BaseModel):
    """Products by falling revenue, and the four fields of the matrix with all that is in them."""

    effective_from: date
    effective_until: date
    house_rate: Decimal | None = Field(description="The margin rate that a product is compared with.")
    places: list[PlaceOut]
    rows: list[PlacedProductOut]


class DriftOut(BaseModel):
    """A product that a supplier charges otherwise than in the period before."""

    supplier_id: UUID
    supplier_name: str | None
    product_id: UUID
    sku: str | None
    product_name: str | None
    unit_before: Decimal
    unit_now: Decimal
    rate: Decimal | None = Field(description="By how much a unit costs more, as a share of what it did.")
    quantity: Decimal = Field(description="Billed in the period, stock units.")
    amount: Decimal
    effect: Decimal = Field(description="What it cost more in the period; below zero: less.")
    yearly_effect: Decimal
    passed_on: Decimal = Field(description="What our own prices brought more on what was sold.")
    margin_effect: Decimal = Field(description="On the margin of what was sold.")

    @classmethod
    def of(cls, drift: Drift, supplier: Names, product: Names) -> "DriftOut":
        facts = drift.facts
        return cls(
            supplier_id=facts.supplier_id, supplier_name=supplier.name, product_id=facts.product_id, sku=product.code,
            product_name=product.name, unit_before=round(drift.unit_before, 6), unit_now=round(drift.unit_now, 6),
            rate=drift.rate, quantity=facts.bought.quantity, amount=facts.bought.amount, effect=drift.effect,
            yearly_effect=drift.yearly_effect, passed_on=drift.passed_on, margin_effect=drift.margin_effect,
        )  # fmt: skip


class BriefOut(BaseModel):
    """What to talk about with a supplier: its products that cost more or less than before, added up."""

    supplier_id: UUID
    supplier_code: str | None
    supplier_name: str | None
    dearer: int = Field(description="Products.")
    cheaper: int
    amount: Decimal = Field(description="Billed of them in the period.")
    rate: Decimal | None = Field(description="By how much the same goods cost more than at the prices of before.")
    effect: Decimal
    yearly_effect: Decimal
    passed_on: Decimal
    margin_effect: Decimal

    @classmethod
    def of(cls, brief: Brief, supplier: Names) -> "BriefOut":
        return cls(
            supplier_id=brief.supplier_id, supplier_code=supplier.code, supplier_name=supplier.name, dearer=brief.dearer,
            cheaper=brief.cheaper, amount=brief.amount, rate=brief.rate, effect=brief.effect,
            yearly_effect=brief.yearly_effect, passed_on=brief.passed_on, margin_effect=brief.margin_effect,
        )  # fmt: skip


class DriftsOut(BaseModel):
    """What costs most more, and the sums of all that was bought in both periods."""

    effective_from: date
    effective_until: date
    previous_from: date
    suppliers: list[BriefOut] = Field(description="What costs most a year first; 200 at most.")
    rows: list[DriftOut]
    effect: Decimal
    yearly_effect: Decimal
    margin_effect: Decimal


class TakenOut(BaseModel):
    cause: Cause
    amount: Decimal = Field(description="Of margin that it took; may be more than is missing.")


class LowSaleOut(BaseModel):
    """A line sold below the threshold, and why."""

    id: UUID
    invoice_line_id: UUID
    invoice_number: str
    issued_on: date
    sales_order_id: UUID
    customer_id: UUID
    customer_name: str | None
    product_id: UUID
    sku: str | None
    product_name: str | None
    salesperson: str
    quantity: Decimal
    revenue: Decimal
    cost: Decimal
    rate: Decimal | None
    threshold_rate: Decimal
    shortfall: Decimal = Field(description="How much margin is missing.")
    causes: list[TakenOut] = Field(description="The largest first.")

    @classmethod
    def of(cls, row: dict[str, Any]) -> "LowSaleOut":
        line = SoldLine(
            **{
                name: row[name]
                for name in (
                    "revenue", "purchase_cost", "landed_cost", "adjustments", "discount", "is_exception", "is_by_hand",
                    "confirmed_rate", "threshold_rate",
                )
            }
        )  # fmt: skip
        return cls(
            **{name: row[name] for name in row if name in LowSaleOut.model_fields and name != "shortfall"},
            cost=line.cost,
            rate=round((line.revenue - line.cost) / line.revenue, 4) if line.revenue else None,
            shortfall=round(line.shortfall, 2),
            causes=[TakenOut(cause=each.cause, amount=round(each.amount, 2)) for each in causes(line)],
        )
