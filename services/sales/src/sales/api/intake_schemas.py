"""Orders as a table: what is sent, what is found, what becomes of it."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from kit.bodies import Code, Day, Quantity, Strict, UnitPrice
from kit.errors import Fault
from pydantic import BaseModel, Field

from sales.api.schemas import verdict_text
from sales.commands.import_orders import Checked
from sales.domain.intake import IntakeFault, IntakeRow, IntakeStatus, IntakeTable, Mode
from sales.domain.order import SalesOrder, Shortage
from sales.storage.intakes import Intake

ROWS_MAX = 10_000
SHOWN_MAX = 1000
NUMBERS = ("quantity", "unit_price")
REQUIRED = ("reference", "product", "quantity", "warehouse")
Named = Annotated[str, Field(min_length=1, max_length=60)]


class IntakeRowIn(Strict):
    """Rows with the same customer and reference are one order."""

    customer: Annotated[str, Field(max_length=60)] = Field(
        default="", description="Code or id; a portal user need not say."
    )
    reference: Annotated[str, Field(min_length=1, max_length=200)] = Field(description="The customer's order number.")
    product: Named = Field(description="The customer's own code, our SKU, a GTIN, or an id.")
    quantity: Quantity
    packaging: Code | None = Field(default=None, description="Default what the code says, else the stock unit.")
    unit_price: UnitPrice | None = Field(default=None, description="By hand (needs sales.prices.set).")
    warehouse: Code = Field(description="A portal user is served from the customer's site, whatever is written here.")
    ordered_on: Day | None = None
    shortage: Shortage = Shortage.BACKORDER
    is_drop_shipped: bool = Field(
        default=False, description="A supplier brings it to the customer himself. Not for portal users."
    )

    def to_row(self, place: int, usual_customer: str | None) -> IntakeRow:
        return IntakeRow(
            place=place,
            customer=self.customer.strip() or usual_customer or "",
            reference=self.reference,
            product=self.product,
            quantity=self.quantity,
            packaging=self.packaging,
            unit_price=self.unit_price,
            warehouse=self.warehouse,
            ordered_on=self.ordered_on,
            shortage=self.shortage.value,
            is_drop_shipped=self.is_drop_shipped,
        )


class IntakeIn(Strict):
    name: Annotated[str, Field(max_length=200)] = Field(default="", examples=["Orders of week 48"])
    rows: list[IntakeRowIn] = Field(min_length=1, max_length=ROWS_MAX)


def table_of(
    cells: list[dict[str, str]], read: list[tuple[int, IntakeRowIn]], faults: list[Fault], usual_customer: str | None
) -> IntakeTable:
    """What `parsed` made of the rows of a file."""
    unreadable, spoilt = [], set()
    for fault in faults:
        _, index, column = fault.field.split(".", 2)
        unreadable.append(IntakeFault(int(index) + 1, column, "unreadable", f"{fault.detail}: correct the cell."))
        own = cells[int(index)]
        spoilt.add((own.get("customer", usual_customer or ""), own.get("reference", "")))
    rows = tuple(row.to_row(i + 1, usual_customer) for i, row in read)
    return IntakeTable(rows, tuple(unreadable), frozenset(spoilt))


class IntakeFaultOut(BaseModel):
    row: int = Field(description="Counted from 1, without the heading and empty rows.")
    column: str
    rule: str = Field(examples=["product-not-known"])
    detail: str = Field(description="What is wrong, and what to do.")


class IntakeOrderOut(BaseModel):
    """An order without a fault, as it would be written."""

    customer_id: UUID
    customer_reference: str
    lines: int
    currency: str
    net: Decimal
    verdict: str | None = Field(description="On its margin; null for customers.")

    @classmethod
    def of(cls, order: SalesOrder, *, shows_margin: bool) -> "IntakeOrderOut":
        return cls(
            customer_id=order.terms.customer_id,
            customer_reference=order.terms.customer_reference,
            lines=len(order.lines),
            currency=order.terms.currency,
            net=order.net,
            verdict=verdict_text(order.verdict.name) if shows_margin else None,
        )


class IntakeHead(BaseModel):
    id: UUID
    name: str
    status: IntakeStatus
    row_count: int
    order_count: int = Field(description="Orders without a fault.")
    fault_count: int
    net: Decimal = Field(description="Of the orders without a fault, in company currency.")
    sent_by: str
    created_at: datetime
    imported_at: datetime | None

    @classmethod
    def of(cls, intake: Intake) -> "IntakeHead":
        return cls(**{name: getattr(intake, name) for name in IntakeHead.model_fields})


class IntakeCheckedOut(IntakeHead):
    """What was found. At most 1,000 of each are shown here; `/faults` has all of them."""

    faults: list[IntakeFaultOut]
    orders: list[IntakeOrderOut]

    @classmethod
    def of_checked(cls, intake: Intake, checked: Checked, *, shows_margin: bool) -> "IntakeCheckedOut":
        return cls(
            **IntakeHead.of(intake).model_dump(),
            faults=[
                IntakeFaultOut(row=each.place, column=each.column, rule=each.rule, detail=each.detail)
                for each in checked.faults[:SHOWN_MAX]
            ],
            orders=[IntakeOrderOut.of(order, shows_margin=shows_margin) for order in checked.orders[:SHOWN_MAX]],
        )


class ImportIn(Strict):
    mode: Mode = Field(
        default=Mode.ALL, description="`all`: everything or nothing. `each`: the orders without a fault."
    )


class ImportedOrderOut(BaseModel):
    id: UUID
    number: str
    customer_id: UUID
    customer_reference: str
    ordered_on: date
    status: str
    net: Decimal
