"""Quotes: what a sale would cost, why, and what its margins are worth."""

from typing import Annotated

from fastapi import APIRouter, Request
from kit.auth import Principal
from kit.http import Db, requires
from kit.money import ONE

from kit import clock
from pricing.api.quote_schemas import BreaksIn, BreaksOut, QuoteIn, QuoteOut
from pricing.queries.advise import quote_with_advice
from pricing.queries.authorities import granting_roles
from pricing.queries.breaks import price_breaks
from pricing.queries.quote import AskedLine, Quote
from pricing.queries.wanted import asked_lines

router = APIRouter(tags=["quotes"])


@router.post("/quotes", summary="Price lines for a customer, with every step and the judgement of each margin")
async def post_quote(
    caller: Annotated[Principal, requires("pricing.quotes.read")], db: Db, body: QuoteIn, request: Request
) -> QuoteOut:
    """A customer of the portal asks for himself only, and sees prices but no margins."""
    caller.require_customer(body.customer_id)
    company_currency = request.app.state.currency
    async with db.glance() as tx:
        lines = await asked_lines(tx, body.customer_id, [line.to_wanted() for line in body.lines])
    quote = Quote(
        customer_id=body.customer_id,
        channel=body.channel,
        priced_on=body.priced_on or clock.now().date(),
        currency=body.currency or company_currency,
        lines=lines,
        cost_change=body.cost_change,
        roles=granting_roles(caller),
        warehouse=body.warehouse or "",
    )
    quoted = await quote_with_advice(db, request.app.state.rules, quote, company_currency=company_currency)
    return QuoteOut.of(quote.currency, quoted, shows_margin=caller.customer_id is None)


@router.post("/quotes/breaks", summary="What up to 200 products cost a customer, and from which quantities on less")
async def post_breaks(
    caller: Annotated[Principal, requires("pricing.quotes.read")], db: Db, body: BreaksIn, request: Request
) -> BreaksOut:
    """A product without a price has no breaks."""
    caller.require_customer(body.customer_id)
    company_currency = request.app.state.currency
    quote = Quote(
        customer_id=body.customer_id,
        channel=body.channel,
        priced_on=clock.now().date(),
        currency=body.currency or company_currency,
        lines=[AskedLine(id_, ONE) for id_ in dict.fromkeys(body.product_ids)],
    )
    found = await price_breaks(db, request.app.state.rules, quote, company_currency=company_currency)
    return BreaksOut.of(quote.currency, found)
