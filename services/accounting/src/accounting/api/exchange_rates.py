"""Exchange rates: read, set, taken from the central bank's file."""

from datetime import date
from decimal import Decimal
from typing import Annotated

from fastapi import APIRouter, Body, Query, Request
from kit.auth import Principal
from kit.bodies import Currency, Day, Strict
from kit.exchange import ExchangeRate
from kit.http import Command, CommandContext, Db, Paging, requires
from kit.pagination import Page, fetch_page
from pydantic import BaseModel, Field, field_serializer
from sqlalchemy import select

from accounting.commands.set_rates import set_rates
from accounting.config import Settings
from accounting.domain.reference_rates import read_reference_rates
from accounting.storage.tables import exchange_rate
from kit import clock

router = APIRouter(prefix="/exchange-rates", tags=["exchange rates"])

Reader = Annotated[Principal, requires("accounting.rates.read")]
Writer = Annotated[Principal, requires("accounting.rates.write")]
RateOf = Annotated[Decimal, Field(gt=0, lt=Decimal(10) ** 9, max_digits=19, decimal_places=10, examples=["1.1172"])]


class RateIn(Strict):
    """Units of a currency for one of the company's, from a day on until the next that has one."""

    currency: Currency
    rate: RateOf
    valid_on: Day


class RatesIn(Strict):
    rates: list[RateIn] = Field(min_length=1, max_length=1000)


class RateOut(BaseModel):
    currency: str
    rate: Decimal
    valid_on: date
    source: str = Field(description="`ecb`, or who set it.")

    @field_serializer("rate")
    def _plain(self, rate: Decimal) -> str:
        return format(rate, "f")


class RatesSetOut(BaseModel):
    changed: int = Field(description="Rates that are new, or another number than their day had.")
    read: int


@router.get("", summary="Exchange rates, by currency and day")
async def list_rates(
    caller: Reader,
    db: Db,
    paging: Paging,
    currency: Annotated[str | None, Query(pattern="^[A-Z]{3}$")] = None,
    on: Annotated[date | None, Query(description="Only those published on this day.")] = None,
) -> Page[RateOut]:
    rate = exchange_rate.c
    statement = select(rate.currency, rate.rate, rate.valid_on, rate.source)
    if currency is not None:
        statement = statement.where(rate.currency == currency)
    if on is not None:
        statement = statement.where(rate.valid_on == on)
    async with db.read() as tx:
        return await fetch_page(
            tx,
            statement,
            paging,
            sortable={"valid_on": rate.valid_on},
            key=rate.currency,
            convert=lambda row: RateOut(**dict(row)),
        )


@router.put("", summary="Set rates: each in place of what its day had")
async def put_rates(caller: Writer, command: Command, body: RatesIn, request: Request) -> RatesSetOut:
    rates = [ExchangeRate(each.currency, each.rate, each.valid_on) for each in body.rates]
    return await _set(command, request, rates, source=caller.subject, by=caller.subject)


@router.post("/ecb", summary="Take the rates of the ECB's CSV file (the last day's, or the history)")
async def post_reference_rates(
    caller: Writer,
    command: Command,
    request: Request,
    body: Annotated[bytes, Body(media_type="text/csv", description="The unzipped file.")],
) -> RatesSetOut:
    rates = read_reference_rates(body, _currency(request))
    return await _set(command, request, rates, source="ecb", by=caller.subject)


async def _set(
    command: CommandContext, request: Request, rates: list[ExchangeRate], *, source: str, by: str
) -> RatesSetOut:
    async with command.transaction() as tx:
        changed = await set_rates(tx, rates, company_currency=_currency(request), source=source, by=by, now=clock.now())
        return command.answer(RatesSetOut(changed=len(changed), read=len(rates)))


def _currency(request: Request) -> str:
    settings: Settings = request.app.state.settings
    return settings.company_currency
