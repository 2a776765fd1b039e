"""Debit notes of late interest and of the indemnity of 40 EUR."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Request, Response
from kit.auth import Principal
from kit.bodies import Day, Strict
from kit.db import ReadTransaction
from kit.errors import unknown
from kit.http import Command, Db, Paging, requires
from kit.ids import new_id
from kit.pagination import Page, fetch_page
from kit.papers_api import pdf_response
from pydantic import BaseModel, Field
from sqlalchemy import Select, select

from accounting.commands.receivables.charge_late import AskCharge, charge_late, propose_charge, take_back_charge
from accounting.config import Settings
from accounting.domain.receivables.dunning import Charge
from accounting.queries.receivables.late_charge_paper import late_charge_paper
from accounting.storage.receivables import late_charges
from accounting.storage.receivables.letterhead import addressees, letterhead
from accounting.storage.tables import open_item
from accounting.storage.tables_dunning import late_charge, late_charge_reversal
from kit import clock

router = APIRouter(tags=["reminders"])

Reader = Annotated[Principal, requires("accounting.dunning.read")]
Writer = Annotated[Principal, requires("accounting.late-charges.write")]


class LateChargeIn(Strict):
    partner_id: UUID
    on: Day | None = Field(default=None, description="Interest runs until this day; today when absent.")
    currency: Annotated[str, Field(pattern="^[A-Z]{3}$")] = "EUR"
    document_ids: Annotated[list[UUID], Field(max_length=1000)] = Field(
        default=[], description="Late documents; all that nobody blocked when empty."
    )

    def to_command(self, charge_id: UUID) -> AskCharge:
        on = self.on or clock.now().date()
        return AskCharge(charge_id, self.partner_id, self.currency, on, frozenset(self.document_ids))


class NewLateChargeIn(LateChargeIn):
    id: UUID | None = None


class StepOut(BaseModel):
    """Days at one rate: days x rate x amount / 365."""

    first: date
    last: date
    days: int
    rate: Decimal
    amount: Decimal


class ChargedOut(BaseModel):
    document_id: UUID
    number: str
    due_on: date
    open_amount: Decimal = Field(description="On that day, tax included.")
    through: date
    steps: list[StepOut]
    interest: Decimal = Field(description="The sum of the steps, rounded once.")
    indemnity: Decimal

    @classmethod
    def of(cls, charge: Charge) -> "ChargedOut":
        item = charge.document
        return cls(
            document_id=item.document_id,
            number=item.number,
            due_on=item.due_on,
            open_amount=item.open_amount,
            through=charge.through,
            steps=[StepOut.model_validate(step, from_attributes=True) for step in charge.steps],
            interest=charge.interest,
            indemnity=charge.indemnity,
        )


class ProposedOut(BaseModel):
    total: Decimal
    documents: list[ChargedOut]


class LateChargeHead(BaseModel):
    id: UUID
    number: str = Field(examples=["ND-2026-000001"])
    partner_id: UUID
    letter_id: UUID | None = Field(description="The reminder that posted it; null: posted on demand.")
    charged_on: date
    currency: str
    interest: Decimal
    indemnity: Decimal
    open_amount: Decimal
    value: Decimal = Field(description="In company currency.")
    charged_by: str
    created_at: datetime
    reversed_on: date | None


class LateChargeOut(LateChargeHead):
    documents: list[ChargedOut]


class TakeBackIn(Strict):
    reason: Annotated[str, Field(min_length=1, max_length=500)]
    on: Day | None = Field(default=None, description="Posted on this day; today when absent.")


def _heads() -> Select[Any]:
    c = late_charge.c
    own = [c[name] for name in LateChargeHead.model_fields if name in c]
    return select(*own, open_item.c.open_amount, late_charge_reversal.c.reversed_on).select_from(
        late_charge.join(open_item, open_item.c.document_id == c.id).outerjoin(
            late_charge_reversal, late_charge_reversal.c.late_charge_id == c.id
        )
    )


async def _out(tx: ReadTransaction, charge_id: UUID) -> LateChargeOut:
    rows = await tx.select(_heads().where(late_charge.c.id == charge_id))
    if not rows:
        raise unknown("late charge", charge_id)
    charges = await late_charges.charges(tx, charge_id)
    return LateChargeOut(**dict(rows[0]), documents=[ChargedOut.of(each) for each in charges])


@router.post("/late-charges/propose", summary="What a customer owes for being late, with its arithmetic")
async def post_late_charge_proposal(caller: Reader, db: Db, body: LateChargeIn) -> ProposedOut:
    async with db.read() as tx:
        found = await propose_charge(tx, body.to_command(new_id()))
    return ProposedOut(
        total=sum((each.total for each in found), Decimal(0)), documents=[ChargedOut.of(x) for x in found]
    )


@router.post("/late-charges", status_code=201, summary="Post late interest and indemnities as a debit note")
async def post_late_charge(caller: Writer, command: Command, request: Request, body: NewLateChargeIn) -> LateChargeOut:
    settings: Settings = request.app.state.settings
    async with command.transaction() as tx:
        asked = body.to_command(body.id or new_id())
        charge = await charge_late(tx, asked, settings.company_currency, by=caller.subject)
        return command.answer(await _out(tx, charge.id))


@router.get("/late-charges", summary="Debit notes of late interest and indemnities")
async def list_late_charges(
    caller: Reader, db: Db, paging: Paging, partner_id: UUID | None = None
) -> Page[LateChargeHead]:
    c = late_charge.c
    statement = _heads()
    if partner_id is not None:
        statement = statement.where(c.partner_id == partner_id)
    async with db.read() as tx:
        return await fetch_page(
            tx,
            statement,
            paging,
            sortable={"charged_on": c.charged_on},
            key=c.id,
            convert=lambda row: LateChargeHead(**dict(row)),
        )


@router.get("/late-charges/{charge_id}", summary="One debit note with the arithmetic of each document")
async def get_late_charge(caller: Reader, db: Db, charge_id: UUID) -> LateChargeOut:
    async with db.read() as tx:
        return await _out(tx, charge_id)


@router.get("/late-charges/{charge_id}/paper", summary="The debit note as a PDF", response_class=Response)
async def get_late_charge_paper(caller: Reader, db: Db, request: Request, charge_id: UUID) -> Response:
    async with db.read() as tx:
        found = await _out(tx, charge_id)
        charges = await late_charges.charges(tx, charge_id)
        head = await letterhead(tx, request.app.state.settings)
        to = (await addressees(tx, [found.partner_id]))[found.partner_id]
    return await pdf_response(late_charge_paper(found.number, found.charged_on, charges, head, to), found.number)


@router.post("/late-charges/{charge_id}/reverse", summary="Take a debit note back; its days may be charged again")
async def post_late_charge_reversal(
    caller: Writer, command: Command, charge_id: UUID, body: TakeBackIn
) -> LateChargeOut:
    async with command.transaction() as tx:
        on = body.on or clock.now().date()
        await take_back_charge(tx, charge_id, on=on, reason=body.reason, by=caller.subject)
        return command.answer(await _out(tx, charge_id))
