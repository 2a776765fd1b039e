"""How customers are reminded: the ladder, rates of late interest, customers left in peace."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter
from kit.auth import Principal
from kit.bodies import Day, Strict
from kit.http import Command, Db, Paging, requires
from kit.pagination import Page, fetch_page
from pydantic import BaseModel, Field
from sqlalchemy import select

from accounting.commands.receivables.dunning import hold, let_go, set_ladder, set_rate
from accounting.domain.receivables.dunning import Level, Words
from accounting.storage.receivables import dunning_rules
from accounting.storage.tables_dunning import dunning_hold, late_interest_rate

router = APIRouter(tags=["reminders"])

Reader = Annotated[Principal, requires("accounting.dunning.read")]
Ruler = Annotated[Principal, requires("accounting.dunning-rules.write")]
_Rate = Annotated[Decimal, Field(ge=0, lt=1, max_digits=7, decimal_places=6, examples=["0.0215"])]


class WordsIn(Strict):
    title: Annotated[str, Field(min_length=1, max_length=80, examples=["Rappel"])]
    text: Annotated[str, Field(min_length=1, max_length=2000)]


class LadderWordsIn(Strict):
    """Both languages: a customer is written to in his own."""

    fr: WordsIn
    en: WordsIn


class LevelIn(Strict):
    days_late: Annotated[int, Field(ge=1, le=1000, description="Of the document, at least.")]
    pause_days: Annotated[int, Field(ge=0, le=365, description="Since the letter before, at least.")] = 7
    claims: bool = Field(default=False, description="Late interest, and the indemnity of 40 EUR for each invoice.")
    posts: bool = Field(default=False, description="What it claims is owed from then on, by a debit note without VAT.")
    words: LadderWordsIn

    def to_level(self) -> Level:
        words = {"fr": self.words.fr, "en": self.words.en}
        return Level(
            self.days_late,
            self.pause_days,
            self.claims,
            {name: Words(w.title, w.text) for name, w in words.items()},
            self.posts,
        )


class LadderIn(Strict):
    levels: Annotated[list[LevelIn], Field(min_length=1, max_length=9, description="The friendliest first.")]


class LadderOut(BaseModel):
    levels: list[LevelIn]

    @classmethod
    def of(cls, ladder: list[Level]) -> "LadderOut":
        return cls(levels=[LevelIn.model_validate(_plain(level)) for level in ladder])


def _plain(level: Level) -> dict[str, object]:
    return {
        "days_late": level.days_late,
        "pause_days": level.pause_days,
        "claims": level.claims,
        "posts": level.posts,
        "words": {name: {"title": words.title, "text": words.text} for name, words in level.words.items()},
    }


class LateRateIn(Strict):
    """Of a half-year: the rates on its first day."""

    effective_from: Day
    ecb_rate: _Rate
    legal_rate: Annotated[_Rate, Field(description='"Taux de l\'intérêt légal" between traders.')]


class LateRateOut(BaseModel):
    effective_from: date
    ecb_rate: Decimal
    legal_rate: Decimal
    rate: Decimal = Field(description="Of a year: the ECB's and ten points, at least three times the legal rate.")


class HoldIn(Strict):
    reason: Annotated[str, Field(min_length=1, max_length=200)]
    until: Day | None = Field(default=None, description="Until somebody lets him go when absent.")


class HoldOut(BaseModel):
    partner_id: UUID
    until: date | None
    reason: str
    held_by: str
    created_at: datetime


@router.get("/dunning-levels", summary="The ladder of reminders")
async def get_dunning_levels(caller: Reader, db: Db) -> LadderOut:
    async with db.read() as tx:
        return LadderOut.of(await dunning_rules.ladder(tx))


@router.put("/dunning-levels", summary="Set the whole ladder of reminders")
async def put_dunning_levels(caller: Ruler, command: Command, body: LadderIn) -> LadderOut:
    async with command.transaction() as tx:
        await set_ladder(tx, [level.to_level() for level in body.levels], by=caller.subject)
        return command.answer(LadderOut.of(await dunning_rules.ladder(tx)))


@router.get("/late-interest-rates", summary="Rates of late interest")
async def list_late_interest_rates(caller: Reader, db: Db, paging: Paging) -> Page[LateRateOut]:
    r = late_interest_rate.c
    async with db.read() as tx:
        return await fetch_page(
            tx,
            select(late_interest_rate),
            paging,
            sortable={"effective_from": r.effective_from},
            key=r.effective_from,
            convert=lambda row: LateRateOut(**dict(row)),
        )


@router.put("/late-interest-rates", summary="Set the rate of late interest from a day on")
async def put_late_interest_rate(caller: Ruler, command: Command, body: LateRateIn) -> LateRateOut:
    async with command.transaction() as tx:
        rate = await set_rate(
            tx, body.effective_from, ecb_rate=body.ecb_rate, legal_rate=body.legal_rate, by=caller.subject
        )
        return command.answer(LateRateOut(**body.model_dump(), rate=rate.rate))


@router.get("/dunning-holds", summary="Customers who get no reminders")
async def list_dunning_holds(caller: Reader, db: Db, paging: Paging) -> Page[HoldOut]:
    h = dunning_hold.c
    async with db.read() as tx:
        return await fetch_page(
            tx,
            select(dunning_hold),
            paging,
            sortable={"created_at": h.created_at},
            key=h.partner_id,
            convert=lambda row: HoldOut(**dict(row)),
        )


@router.put("/dunning-holds/{partner_id}", status_code=204, summary="Leave a customer in peace")
async def put_dunning_hold(
    caller: Annotated[Principal, requires("accounting.dunning.write")], command: Command, partner_id: UUID, body: HoldIn
) -> None:
    async with command.transaction() as tx:
        await hold(tx, partner_id, body.until, body.reason, by=caller.subject)


@router.delete("/dunning-holds/{partner_id}", status_code=204, summary="Remind a customer again")
async def delete_dunning_hold(
    caller: Annotated[Principal, requires("accounting.dunning.write")], command: Command, partner_id: UUID
) -> None:
    async with command.transaction() as tx:
        await let_go(tx, partner_id, by=caller.subject)
