"""Orders as the invoices that they would be: "pro forma"."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Response
from kit.auth import Principal
from kit.http import Db, requires
from kit.papers_api import pdf_response
from pydantic import BaseModel

from accounting.api.schemas import VatSubtotalOut
from accounting.domain.einvoice.model import Document
from accounting.queries.einvoice.pro_forma import paper_of, pro_forma
from kit import clock

router = APIRouter(tags=["pro forma invoices"])

Reader = Annotated[Principal, requires("accounting.invoices.read")]


class ProFormaLineOut(BaseModel):
    description: str
    quantity: Decimal
    unit: str
    unit_price: Decimal
    net_amount: Decimal
    vat_category: str
    tax_rate: Decimal


class ProFormaChargeOut(BaseModel):
    label: str
    net_amount: Decimal
    vat_category: str
    tax_rate: Decimal


class ProFormaOut(BaseModel):
    """What an order would be invoiced as today, whole. Nothing of it is posted or owed."""

    sales_order_number: str
    dated: date
    due_on: date
    currency: str
    net_amount: Decimal
    tax_amount: Decimal
    gross_amount: Decimal
    lines: list[ProFormaLineOut]
    charges: list[ProFormaChargeOut]
    vat: list[VatSubtotalOut]

    @classmethod
    def of(cls, document: Document) -> "ProFormaOut":
        return cls(
            sales_order_number=document.number,
            dated=document.issued_on,
            due_on=document.due_on or document.issued_on,
            currency=document.currency,
            net_amount=document.totals.net,
            tax_amount=document.totals.tax,
            gross_amount=document.totals.gross,
            lines=[
                ProFormaLineOut(
                    description=each.name,
                    quantity=each.quantity,
                    unit=each.unit,
                    unit_price=each.unit_price,
                    net_amount=each.net_amount,
                    vat_category=str(each.vat.category),
                    tax_rate=each.vat.rate,
                )
                for each in document.lines
            ],
            charges=[
                ProFormaChargeOut(
                    label=each.reason,
                    net_amount=each.amount,
                    vat_category=str(each.vat.category),
                    tax_rate=each.vat.rate,
                )
                for each in document.charges
            ],
            vat=[
                VatSubtotalOut(
                    category=str(each.vat.category),
                    rate=each.vat.rate,
                    reason_code=each.vat.reason_code,
                    reason=each.vat.reason,
                    base=each.base,
                    tax=each.tax,
                )
                for each in document.vat
            ],
        )


@router.get("/sales-orders/{sales_order_id}/pro-forma", summary="What an order would be invoiced as")
async def get_pro_forma(caller: Reader, db: Db, sales_order_id: UUID) -> ProFormaOut:
    async with db.read() as tx:
        found = await pro_forma(tx, sales_order_id, clock.now().date())
    caller.require_customer(found.customer_id)
    return ProFormaOut.of(found.document)


@router.get(
    "/sales-orders/{sales_order_id}/pro-forma/paper", summary="The same as a PDF to read", response_class=Response
)
async def get_pro_forma_paper(
    caller: Reader, db: Db, sales_order_id: UUID, language: Literal["fr", "en"] | None = None
) -> Response:
    async with db.read() as tx:
        found = await pro_forma(tx, sales_order_id, clock.now().date())
        caller.require_customer(found.customer_id)
        paper = await paper_of(tx, found, language)
    return await pdf_response(paper, f"{found.document.number}-pro-forma")
