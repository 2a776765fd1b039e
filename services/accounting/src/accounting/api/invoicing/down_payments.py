"""Advances on orders ("acomptes")."""

from datetime import date
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Request
from kit.auth import Principal
from kit.bodies import Day, Strict
from kit.db import ReadTransaction
from kit.errors import unknown
from kit.http import Command, Db, Paging, requires
from kit.ids import new_id
from kit.pagination import Page, fetch_page
from pydantic import BaseModel, Field, model_validator

from accounting.api.invoicing.schemas import Amount, Text
from accounting.api.schemas import VatSubtotalOut
from accounting.commands.invoicing.credit_down_payment import CreditAdvance, credit_down_payment
from accounting.commands.invoicing.issue_down_payment import AskDownPayment, issue_down_payment
from accounting.queries import down_payments
from accounting.queries.document_tax import subtotals
from accounting.storage.tables_invoicing import down_payment
from kit import clock

router = APIRouter(tags=["down payments"])

Reader = Annotated[Principal, requires("accounting.invoices.read")]
Creditor = Annotated[Principal, requires("accounting.credit-notes.write")]
Writer = Annotated[Principal, requires("accounting.down-payments.write")]


class DownPaymentIn(Strict):
    """An advance: an amount before tax, or a share of the order."""

    id: UUID | None = None
    sales_order_id: UUID
    net_amount: Amount | None = None
    share: Annotated[Decimal, Field(gt=0, le=1, max_digits=7, decimal_places=6, examples=["0.30"])] | None = None
    issued_on: Day
    due_on: Day | None = Field(default=None, description="The day of issue when absent.")

    @model_validator(mode="after")
    def _one_of_them(self) -> "DownPaymentIn":
        if (self.net_amount is None) == (self.share is None):
            raise ValueError("give the amount or the share, one of them")
        if self.due_on is not None and self.due_on < self.issued_on:
            raise ValueError("due_on is before issued_on")
        return self


class DownPaymentHead(BaseModel):
    """A down payment in a list."""

    id: UUID
    number: str = Field(examples=["AC-2026-000001"])
    sales_order_id: UUID
    sales_order_number: str
    customer_id: UUID
    bill_to_id: UUID
    currency: str
    issued_on: date
    due_on: date
    net_amount: Decimal
    tax_amount: Decimal
    gross_amount: Decimal
    rate: Decimal | None = Field(description="Of its day; null: the currency is the company's.")
    value: Decimal = Field(description="The gross amount in company currency.")
    open_amount: Decimal = Field(description="Not paid yet.")
    left_amount: Decimal = Field(description="With tax: no invoice has taken it off yet.")


class TakenOffOut(BaseModel):
    invoice_id: UUID
    invoice_number: str
    gross_amount: Decimal


class CreditedOut(BaseModel):
    credit_note_id: UUID
    number: str = Field(examples=["AV-2026-000001"])
    gross_amount: Decimal


class DownPaymentOut(DownPaymentHead):
    """A down payment with its tax, the invoices that took it off, and the credit note that gave back the rest."""

    vat: list[VatSubtotalOut] = Field(description="By category, rate and reason.")
    taken_off: list[TakenOffOut]
    credited: CreditedOut | None


class CreditAdvanceIn(Strict):
    """Why it is given back."""

    reason: Text
    credited_on: Day | None = Field(default=None, description="Default today; never before the down payment.")


@router.get("/down-payments", summary="Advances that customers were invoiced")
async def list_down_payments(
    caller: Reader,
    db: Db,
    paging: Paging,
    customer_id: UUID | None = None,
    sales_order_id: UUID | None = None,
    has_left: bool = False,  # noqa: FBT001, FBT002  # a query parameter
) -> Page[DownPaymentHead]:
    if customer_id is not None:
        caller.require_customer(customer_id)
    elif caller.customer_id is not None:
        customer_id = UUID(caller.customer_id)
    statement = down_payments.heads()
    if customer_id is not None:
        statement = statement.where(down_payment.c.customer_id == customer_id)
    if sales_order_id is not None:
        statement = statement.where(down_payment.c.sales_order_id == sales_order_id)
    if has_left:
        statement = statement.where(statement.selected_columns.left_amount > 0)
    async with db.read() as tx:
        return await fetch_page(
            tx,
            statement,
            paging,
            sortable={"issued_on": down_payment.c.issued_on, "number": down_payment.c.number},
            key=down_payment.c.id,
            convert=lambda row: DownPaymentHead(**dict(row)),
        )


@router.get("/down-payments/{down_payment_id}", summary="One down payment")
async def get_down_payment(caller: Reader, db: Db, down_payment_id: UUID) -> DownPaymentOut:
    async with db.read() as tx:
        found = await _one(tx, down_payment_id)
    caller.require_customer(found.customer_id)
    return found


@router.post("/down-payments", status_code=201, summary="Invoice an advance on an order")
async def post_down_payment(caller: Writer, command: Command, body: DownPaymentIn, request: Request) -> DownPaymentOut:
    currency: str = request.app.state.settings.company_currency
    asked = AskDownPayment(
        id=body.id or new_id(),
        sales_order_id=body.sales_order_id,
        net_amount=body.net_amount,
        share=body.share,
        issued_on=body.issued_on,
        due_on=body.due_on or body.issued_on,
    )
    async with command.transaction() as tx:
        await issue_down_payment(tx, asked, currency, by=caller.subject)
        return command.answer(await _one(tx, asked.id))


@router.post("/down-payments/{down_payment_id}/credit", summary="Give back what no invoice has taken off of it")
async def post_credit(
    caller: Creditor, command: Command, down_payment_id: UUID, body: CreditAdvanceIn
) -> DownPaymentOut:
    now = clock.now()
    asked = CreditAdvance(down_payment_id, body.credited_on or now.date(), body.reason)
    async with command.transaction() as tx:
        await credit_down_payment(tx, asked, by=caller.subject, now=now)
        return command.answer(await _one(tx, down_payment_id))


async def _one(tx: ReadTransaction, down_payment_id: UUID) -> DownPaymentOut:
    rows = await tx.select(down_payments.heads().where(down_payment.c.id == down_payment_id))
    if not rows:
        raise unknown("down payment", down_payment_id)
    taken = await down_payments.taken_off(tx, down_payment_id)
    vat = await subtotals(tx, down_payment_id)
    credited = await down_payments.credited(tx, down_payment_id)
    return DownPaymentOut.model_validate(dict(rows[0]) | {"taken_off": taken, "vat": vat, "credited": credited})
