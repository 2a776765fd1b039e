"""Runs of reminders and their letters."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Request, Response
from kit.auth import Principal
from kit.bodies import Day, Strict
from kit.db import ReadTransaction
from kit.http import Command, Db, Paging, requires
from kit.ids import new_id
from kit.pagination import Page, fetch_page
from kit.papers_api import pdf_response
from pydantic import BaseModel, Field
from sqlalchemy import Select, Text, cast, func, select

from accounting.commands.receivables.dunning import LETTER, decide_letter, make_run, propose
from accounting.config import Settings
from accounting.domain.receivables.dunning import Claim, Letter, Omission
from accounting.domain.receivables.dunning import LeftAlone as Reason
from accounting.queries.receivables.letter_paper import letter_paper
from accounting.storage.receivables import dunning
from accounting.storage.receivables.letterhead import addressees, letterhead
from accounting.storage.tables_dunning import dunning_letter, dunning_run, effect
from kit import clock

router = APIRouter(tags=["reminders"])

Reader = Annotated[Principal, requires("accounting.dunning.read")]
Writer = Annotated[Principal, requires("accounting.dunning.write")]


class RemindIn(Strict):
    on: Day | None = Field(default=None, description="Late on this day; today when absent.")
    minimum: Annotated[Decimal, Field(ge=0, max_digits=12, decimal_places=2)] = Field(
        default=Decimal(1), description="Customers who owe less are left alone; in the currency of what they owe."
    )


class NewRemindersIn(RemindIn):
    id: UUID | None = None


class ClaimOut(BaseModel):
    document_id: UUID
    number: str
    due_on: date
    days_late: int
    level: int
    is_raised: bool = Field(description="By this letter; false when it stands there beside others that are.")
    open_amount: Decimal
    interest: Decimal
    indemnity: Decimal

    @classmethod
    def of(cls, claim: Claim) -> "ClaimOut":
        return cls(
            document_id=claim.document.document_id,
            number=claim.document.number,
            due_on=claim.document.due_on,
            days_late=claim.days_late,
            level=claim.level,
            is_raised=claim.is_raised,
            open_amount=claim.document.open_amount,
            interest=claim.interest,
            indemnity=claim.indemnity,
        )


class LetterOut(BaseModel):
    """A reminder to one customer, in one currency."""

    partner_id: UUID
    level: int
    currency: str
    open_amount: Decimal
    credit: Decimal
    interest: Decimal
    indemnity: Decimal
    total: Decimal
    documents: list[ClaimOut]

    @classmethod
    def of(cls, letter: Letter) -> "LetterOut":
        return cls(**_sums(letter), documents=[ClaimOut.of(claim) for claim in letter.claims])


def _sums(letter: Letter) -> dict[str, Any]:
    names = ("partner_id", "level", "currency", "open_amount", "credit", "interest", "indemnity", "total")
    return {name: getattr(letter, name) for name in names}


class OmissionOut(BaseModel):
    document_id: UUID
    number: str
    partner_id: UUID
    open_amount: Decimal
    reason: Reason

    @classmethod
    def of(cls, omission: Omission) -> "OmissionOut":
        item = omission.document
        return cls(
            document_id=item.document_id,
            number=item.number,
            partner_id=item.partner_id,
            open_amount=item.open_amount,
            reason=omission.reason,
        )


class RemindersOut(BaseModel):
    letters: list[LetterOut]
    left_alone: list[OmissionOut]


class RunOut(BaseModel):
    id: UUID
    number: str = Field(examples=["RR-2026-000001"])
    run_on: date
    letters: int
    created_by: str
    created_at: datetime


class LetterHead(BaseModel):
    id: UUID
    number: str = Field(examples=["RL-2026-000001"])
    run_id: UUID
    partner_id: UUID
    written_on: date
    level: int
    currency: str
    open_amount: Decimal
    credit: Decimal
    interest: Decimal
    indemnity: Decimal
    email: str = Field(description="Empty: it is printed and sent by post.")
    delivery: str | None = Field(
        description="By e-mail: waiting, trying, done, parked (somebody decides), given-up. Null: by post."
    )
    delivery_error: str | None


class WrittenOut(LetterHead):
    debit_note: str = Field(description="Number of that which posts its interest and indemnities; empty: claimed only.")
    documents: list[ClaimOut]


@router.post("/dunning-runs/propose", summary="Which letters a run would write, and whom it would leave alone and why")
async def post_dunning_proposal(caller: Reader, db: Db, body: RemindIn) -> RemindersOut:
    async with db.read() as tx:
        found = await propose(tx, body.on or clock.now().date(), body.minimum)
    return RemindersOut(
        letters=[LetterOut.of(letter) for letter in found.letters],
        left_alone=[OmissionOut.of(each) for each in found.left_alone],
    )


@router.post("/dunning-runs", status_code=201, summary="Write the letters that are proposed, and send them")
async def post_dunning_run(caller: Writer, command: Command, request: Request, body: NewRemindersIn) -> RunOut:
    settings: Settings = request.app.state.settings
    async with command.transaction() as tx:
        run = await make_run(
            tx,
            body.id or new_id(),
            body.on or clock.now().date(),
            body.minimum,
            settings=settings,
            by=caller.subject,
            now=clock.now(),
        )
        return command.answer(RunOut.model_validate(run, from_attributes=True))


@router.get("/dunning-runs", summary="Runs of reminders")
async def list_dunning_runs(caller: Reader, db: Db, paging: Paging) -> Page[RunOut]:
    r = dunning_run.c
    async with db.read() as tx:
        return await fetch_page(
            tx,
            select(dunning_run),
            paging,
            sortable={"created_at": r.created_at},
            key=r.id,
            convert=lambda row: RunOut(**dict(row)),
        )


def _letters() -> Select[Any]:
    t, e = dunning_letter.c, effect.c
    heads = [t[name] for name in LetterHead.model_fields if name not in ("delivery", "delivery_error")]
    return select(
        *heads, e.status.label("delivery"), func.nullif(e.error, "").label("delivery_error"), e.id.label("effect_id")
    ).select_from(dunning_letter.outerjoin(effect, e.key == func.concat(f"{LETTER}:", cast(t.id, Text))))


def _head(row: Any) -> dict[str, Any]:
    return {name: row[name] for name in LetterHead.model_fields}


@router.get("/dunning-letters", summary="Reminders that were written, with how they went out")
async def list_dunning_letters(
    caller: Reader,
    db: Db,
    paging: Paging,
    run_id: UUID | None = None,
    partner_id: UUID | None = None,
    delivery: str | None = None,
) -> Page[LetterHead]:
    t = dunning_letter.c
    statement = _letters()
    if run_id is not None:
        statement = statement.where(t.run_id == run_id)
    if partner_id is not None:
        statement = statement.where(t.partner_id == partner_id)
    if delivery is not None:
        statement = statement.where(effect.c.status == delivery)
    async with db.read() as tx:
        return await fetch_page(
            tx, statement, paging, sortable={"number": t.number}, key=t.id, convert=lambda row: LetterHead(**_head(row))
        )


@router.get("/dunning-letters/{letter_id}", summary="One reminder with its documents")
async def get_dunning_letter(caller: Reader, db: Db, letter_id: UUID) -> WrittenOut:
    async with db.read() as tx:
        return await _out(tx, letter_id)


async def _out(tx: ReadTransaction, letter_id: UUID) -> WrittenOut:
    written = await dunning.letter(tx, letter_id)
    (row,) = await tx.select(_letters().where(dunning_letter.c.id == letter_id))
    return WrittenOut(
        **_head(row), debit_note=written.debit_note, documents=[ClaimOut.of(claim) for claim in written.letter.claims]
    )


@router.get("/dunning-letters/{letter_id}/paper", summary="The letter as a PDF", response_class=Response)
async def get_dunning_letter_paper(caller: Reader, db: Db, request: Request, letter_id: UUID) -> Response:
    async with db.read() as tx:
        written = await dunning.letter(tx, letter_id)
        head = await letterhead(tx, request.app.state.settings)
        to = (await addressees(tx, [written.letter.partner_id]))[written.letter.partner_id]
    return await pdf_response(letter_paper(written, head, to), written.number)


@router.post("/dunning-letters/{letter_id}/send-again", summary="Send a letter that waits for somebody's decision")
async def post_dunning_letter_again(caller: Writer, command: Command, letter_id: UUID) -> WrittenOut:
    async with command.transaction() as tx:
        await decide_letter(tx, letter_id, again=True, by=caller.subject, now=clock.now())
        return command.answer(await _out(tx, letter_id))


@router.post("/dunning-letters/{letter_id}/give-up", summary="Do not send a letter that waits for a decision")
async def post_dunning_letter_given_up(caller: Writer, command: Command, letter_id: UUID) -> WrittenOut:
    async with command.transaction() as tx:
        await decide_letter(tx, letter_id, again=False, by=caller.subject, now=clock.now())
        return command.answer(await _out(tx, letter_id))
