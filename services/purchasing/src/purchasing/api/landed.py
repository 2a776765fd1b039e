"""Landed costs: freight, duty, insurance, shared over what they brought."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Request
from kit.auth import Principal
from kit.bodies import Currency, Strict
from kit.http import Command, Db, Paging, requires
from kit.ids import new_id
from kit.pagination import Page, fetch_page
from pydantic import BaseModel, Field
from sqlalchemy import select

from purchasing.commands.landed_costs import Landing, post_landed_cost, preview, reverse_landed_cost
from purchasing.domain.landed import Basis, LandedCost, LandedKind, Share
from purchasing.storage.tables_landed import landed_cost, landed_reversal

router = APIRouter(prefix="/landed-costs", tags=["landed costs"])

Reader = Annotated[Principal, requires("purchasing.landed-costs.read")]
Writer = Annotated[Principal, requires("purchasing.landed-costs.write")]


class LandingIn(Strict):
    """An amount before tax, as it will be billed, for what these receipts brought."""

    kind: LandedKind
    supplier_id: UUID = Field(description="Who will bill it.")
    reference: Annotated[str, Field(max_length=80)] = ""
    amount: Annotated[Decimal, Field(gt=0, max_digits=15, decimal_places=2, examples=["480.00"])]
    currency: Currency | None = Field(default=None, description="The company's when absent.")
    basis: Basis = Basis.VALUE
    receipt_ids: list[UUID] = Field(min_length=1, max_length=200)

    def to_landing(self, company_currency: str) -> Landing:
        ids = list(dict.fromkeys(self.receipt_ids))
        currency = self.currency or company_currency
        return Landing(self.kind, self.supplier_id, self.reference, self.amount, currency, self.basis, ids)


class NewLandingIn(LandingIn):
    id: UUID | None = None


class ShareOut(BaseModel):
    receipt_id: UUID
    receipt_line_id: UUID
    product_id: UUID
    sku: str
    weight: Decimal = Field(description="Its part in the basis.")
    amount: Decimal

    @classmethod
    def of(cls, share: Share) -> "ShareOut":
        return cls(
            receipt_id=share.line.receipt_id,
            receipt_line_id=share.line.receipt_line_id,
            product_id=share.line.product_id,
            sku=share.line.sku,
            weight=share.weight,
            amount=share.amount,
        )


class SharesOut(BaseModel):
    """They sum to the amount, to the cent."""

    shares: list[ShareOut]


class LandedHead(BaseModel):
    id: UUID
    number: str = Field(examples=["LC-2026-000042"])
    kind: LandedKind
    supplier_id: UUID
    reference: str
    amount: Decimal = Field(description="In company currency, at the rate of its day.")
    currency: str
    currency_amount: Decimal
    basis: Basis
    posted_by: str


class LandedSummary(LandedHead):
    created_at: datetime
    is_reversed: bool


class LandedOut(LandedHead, SharesOut):
    """As it was posted."""


class ReverseIn(Strict):
    reason: Annotated[str, Field(min_length=1, max_length=200)]


@router.get("", summary="Landed costs")
async def list_landed(caller: Reader, db: Db, paging: Paging) -> Page[LandedSummary]:
    columns = landed_cost.c
    statement = select(
        *(columns[name] for name in LandedHead.model_fields),
        columns.created_at,
        landed_reversal.c.landed_cost_id.is_not(None).label("is_reversed"),
    ).select_from(landed_cost.outerjoin(landed_reversal, landed_reversal.c.landed_cost_id == columns.id))
    async with db.read() as tx:
        return await fetch_page(
            tx,
            statement,
            paging,
            sortable={"created_at": columns.created_at},
            key=columns.id,
            convert=lambda row: LandedSummary(**dict(row)),
        )


@router.post("/preview", summary="How an amount would fall on received lines")
async def post_preview(caller: Reader, db: Db, body: LandingIn, request: Request) -> SharesOut:
    company = request.app.state.currency
    async with db.read() as tx:
        _, shares = await preview(tx, body.to_landing(company), company)
    return SharesOut(shares=[ShareOut.of(share) for share in shares])


@router.post("", status_code=201, summary="Post it: the goods cost so much more, those left and those gone")
async def post_landed(caller: Writer, command: Command, body: NewLandingIn, request: Request) -> LandedOut:
    company = request.app.state.currency
    async with command.transaction() as tx:
        document, shares = await post_landed_cost(
            tx, body.id or new_id(), body.to_landing(company), company_currency=company, by=caller.subject
        )
        return command.answer(LandedOut(**_head(document), shares=[ShareOut.of(share) for share in shares]))


@router.post("/{landed_cost_id}/reverse", summary="Take it back")
async def post_landed_reversal(caller: Writer, command: Command, landed_cost_id: UUID, body: ReverseIn) -> LandedHead:
    async with command.transaction() as tx:
        document = await reverse_landed_cost(tx, landed_cost_id, body.reason, by=caller.subject)
        return command.answer(LandedHead(**_head(document)))


def _head(document: LandedCost) -> dict[str, Any]:
    own = {name: getattr(document, name) for name in LandedHead.model_fields if name != "currency"}
    return {**own, "currency": document.rate.currency}
