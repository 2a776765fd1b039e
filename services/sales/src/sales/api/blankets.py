"""Blanket orders: agreed quantities and prices, called off by orders."""

from datetime import date
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter
from kit.auth import Principal
from kit.bodies import Code, Day, Quantity, Strict, UnitPrice
from kit.http import Command, Db, Paging, requires
from kit.ids import new_id
from kit.pagination import Page, fetch_page
from pydantic import BaseModel, Field
from sqlalchemy import select

from kit import clock
from sales.api.access import SalesDesk
from sales.api.schemas import Address, OrderOut, ReasonIn, Text
from sales.commands.blankets import (
    Agreement,
    agree,
    agreed,
    attempt_call_off,
    end_blanket,
    settle_call_off,
)
from sales.commands.confirm_order import deciding
from sales.domain.blanket import BlanketOrder
from sales.domain.order import Shortage
from sales.queries.read_basket import WrittenLine, WrittenOrder
from sales.storage import blankets
from sales.storage.tables_blankets import blanket_order

router = APIRouter(prefix="/blanket-orders", tags=["blanket orders"])

Reader = Annotated[Principal, requires("sales.orders.read")]
Writer = Annotated[Principal, requires("sales.blankets.write")]
Caller = Annotated[Principal, requires("sales.orders.confirm")]

Least = Annotated[Decimal, Field(ge=0, max_digits=18, decimal_places=6)]


class BlanketLineIn(Strict):
    product_id: UUID
    quantity: Quantity
    packaging_code: Code | None = Field(default=None, description="What it counts; the stock unit by default.")
    unit_price: UnitPrice = Field(description="Per stock unit, before tax.")
    least: Least = Field(default=Decimal(0), description="Of one call-off, in the packaging.")


class BlanketIn(Strict):
    customer_id: UUID
    reference: Text = Field(default="", description="The customer's own number of the agreement.")
    starts_on: Day
    ends_on: Day = Field(description="The first day without it.")
    lines: list[BlanketLineIn] = Field(min_length=1, max_length=1000)


class BlanketLineOut(BaseModel):
    """Quantities in stock units."""

    id: UUID
    product_id: UUID
    sku: str
    quantity: Decimal
    unit_price: Decimal
    least: Decimal
    called: Decimal
    left: Decimal
    shipped: Decimal


class BlanketHead(BaseModel):
    id: UUID
    number: str = Field(examples=["BSO-2026-000004"])
    customer_id: UUID
    reference: str
    starts_on: date
    ends_on: date
    currency: str
    version: int


class BlanketSummary(BlanketHead):
    is_ended: bool


class BlanketOut(BlanketSummary):
    lines: list[BlanketLineOut]

    @classmethod
    def of(cls, blanket: BlanketOrder, shipped: dict[UUID, Decimal] | None = None) -> "BlanketOut":
        head = {name: getattr(blanket, name) for name in BlanketSummary.model_fields}
        lines = [
            BlanketLineOut(
                **{name: getattr(line, name) for name in BlanketLineOut.model_fields if name != "shipped"},
                shipped=(shipped or {}).get(line.id, Decimal(0)),
            )
            for line in blanket.lines
        ]
        return cls(**head, lines=lines)


class CalledLineIn(Strict):
    line_id: UUID
    quantity: Quantity = Field(description="In stock units.")


class CallOffIn(Strict):
    id: UUID | None = Field(default=None, description="Of the order: yours (UUIDv7) or ours.")
    warehouse: Code | None = Field(
        default=None, description="Default, and for customers always, the site that serves the customer."
    )
    ordered_on: Day | None = Field(default=None, description="Default today.")
    customer_reference: Text = ""
    shortage: Shortage = Shortage.REFUSE
    deliver_to: Address = ""
    requested_on: Day | None = None
    lines: list[CalledLineIn] = Field(min_length=1, max_length=1000)

    def terms(self, caller: Principal) -> WrittenOrder:
        """All but the customer and the lines, which the agreement says."""
        is_portal = caller.customer_id is not None
        return WrittenOrder(
            customer_id=UUID(int=0),
            warehouse=None if is_portal else self.warehouse,
            ordered_on=clock.happened_on(self.ordered_on, field="ordered_on"),
            channel="portal" if is_portal else None,
            salesperson=None,
            customer_reference=self.customer_reference,
            shortage=self.shortage,
            lines=(),
            deliver_to=self.deliver_to,
            requested_on=self.requested_on,
        )


@router.get("", summary="Agreements, without their lines")
async def list_blankets(
    caller: Reader, db: Db, paging: Paging, customer_id: UUID | None = None
) -> Page[BlanketSummary]:
    if customer_id is not None:
        caller.require_customer(customer_id)
    elif caller.customer_id is not None:
        customer_id = UUID(caller.customer_id)
    table = blanket_order.c
    statement = select(
        *(table[name] for name in BlanketHead.model_fields), table.ended_at.is_not(None).label("is_ended")
    )
    if customer_id is not None:
        statement = statement.where(table.customer_id == customer_id)
    async with db.read() as tx:
        return await fetch_page(
            tx,
            statement,
            paging,
            sortable={"ends_on": table.ends_on},
            key=table.id,
            convert=lambda row: BlanketSummary(**dict(row)),
        )


@router.post("", status_code=201, summary="Agree on quantities and prices for a time")
async def post_blanket(caller: Writer, desk: SalesDesk, command: Command, body: BlanketIn) -> BlanketOut:
    caller.require_staff()
    caller.require("sales.prices.set")
    await command.check_answered()
    written = WrittenOrder(
        customer_id=body.customer_id,
        warehouse="",
        ordered_on=clock.now().date(),
        channel=None,
        salesperson=None,
        customer_reference=body.reference,
        shortage=Shortage.REFUSE,
        lines=tuple(
            WrittenLine(line.product_id, line.quantity, line.packaging_code, line.unit_price) for line in body.lines
        ),
    )
    asked = Agreement(written, [line.least for line in body.lines], body.starts_on, body.ends_on)
    blanket = await agreed(desk, asked, caller)
    async with command.transaction() as tx:
        return command.answer(BlanketOut.of(await agree(tx, blanket, by=caller.subject)))


@router.get("/{blanket_id}", summary="One agreement: what is called off, left and shipped")
async def get_blanket(caller: Reader, db: Db, blanket_id: UUID) -> BlanketOut:
    async with db.read() as tx:
        blanket = await blankets.find(tx, blanket_id)
        shipped = await blankets.shipped(tx, blanket_id)
    caller.require_customer(blanket.customer_id)
    return BlanketOut.of(blanket, shipped)


@router.post("/{blanket_id}/call-offs", status_code=201, summary="Order so much of it, at the agreed prices")
async def post_call_off(
    caller: Caller, desk: SalesDesk, command: Command, blanket_id: UUID, body: CallOffIn
) -> OrderOut:
    terms = body.terms(caller)
    asked = [(line.line_id, line.quantity) for line in body.lines]
    await command.check_answered()
    attempt = await attempt_call_off(desk, blanket_id, body.id or new_id(), asked, terms, caller)
    async with deciding(desk, attempt, caller) as order, command.transaction() as tx:
        settled = await settle_call_off(tx, blanket_id, asked, attempt, order, caller.subject)
        return command.answer(OrderOut.of(settled, caller))


@router.post("/{blanket_id}/end", summary="Nothing more is called off; orders that were go on")
async def post_end(caller: Writer, command: Command, blanket_id: UUID, body: ReasonIn) -> BlanketOut:
    caller.require_staff()
    async with command.transaction() as tx:
        ended = await end_blanket(tx, blanket_id, body.reason, by=caller.subject, now=clock.now())
        return command.answer(BlanketOut.of(ended))
