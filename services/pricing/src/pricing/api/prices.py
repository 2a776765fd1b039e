"""Prices, margin rules, quotes and costs."""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request
from kit.auth import Principal
from kit.errors import unknown
from kit.http import Command, Db, Paging, requires
from kit.pagination import Page, fetch_page
from sqlalchemy import or_, select

from kit import clock
from pricing.api.schemas import (
    CostOut,
    MarginRuleIn,
    MarginRuleOut,
    PriceOut,
    PricesIn,
    PricesOut,
    QuotedLineOut,
    QuoteIn,
    QuoteOut,
    verdict_name,
)
from pricing.commands.set_prices import put_margin_rule, set_prices
from pricing.domain.price import Scope
from pricing.queries.quote import AskedLine, Quote, quote_lines, worst
from pricing.storage.tables import cost, margin_rule, price

router = APIRouter(tags=["prices"])

PriceReader = Annotated[Principal, requires("pricing.prices.read")]
RuleWriter = Annotated[Principal, requires("pricing.rules.write")]


@router.get("/prices", summary="Prices")
async def list_prices(
    caller: PriceReader,
    db: Db,
    paging: Paging,
    product_id: UUID | None = None,
    scope: Scope | None = None,
    scope_key: Annotated[str | None, Query(max_length=40)] = None,
    on: Annotated[date | None, Query(description="Only those that apply on that day.")] = None,
) -> Page[PriceOut]:
    statement = select(*(price.c[name] for name in PriceOut.model_fields))
    for column, value in ((price.c.product_id, product_id), (price.c.scope, scope), (price.c.scope_key, scope_key)):
        if value is not None:
            statement = statement.where(column == value)
    if on is not None:
        ends = or_(price.c.effective_until.is_(None), price.c.effective_until >= on)
        statement = statement.where(price.c.effective_from <= on, ends)
    async with db.read() as tx:
        return await fetch_page(
            tx, statement, paging, sortable={"id": price.c.id}, key=price.c.id, convert=lambda r: PriceOut(**dict(r))
        )


@router.post("/prices/bulk", status_code=201, summary="Set up to 1,000 prices, all or none")
async def post_prices(
    caller: Annotated[Principal, requires("pricing.prices.write")], command: Command, body: PricesIn
) -> PricesOut:
    async with command.transaction() as tx:
        written = await set_prices(tx, [each.to_domain() for each in body.prices], subject=caller.subject)
        return command.answer(PricesOut(items=[PriceOut.of(each) for each in written]))


@router.get("/margin-rules", summary="Margin rules; the most specific one that matches a sale counts")
async def list_margin_rules(
    caller: Annotated[Principal, requires("pricing.rules.read")], db: Db, paging: Paging
) -> Page[MarginRuleOut]:
    async with db.read() as tx:
        return await fetch_page(
            tx,
            select(margin_rule),
            paging,
            sortable={"id": margin_rule.c.id},
            key=margin_rule.c.id,
            convert=lambda row: MarginRuleOut(**dict(row)),
        )


@router.put("/margin-rules", summary="Set a margin rule (If-Match, when sent, is the version it had)")
async def put_rule(caller: RuleWriter, command: Command, body: MarginRuleIn) -> MarginRuleOut:
    rule = body.to_domain()
    sent = command.version() if command.has_version() else None
    async with command.transaction() as tx:
        version = await put_margin_rule(tx, rule, version=sent, subject=caller.subject)
        values = {name: getattr(rule, name) for name in MarginRuleOut.model_fields if name != "version"}
        return command.answer(MarginRuleOut(**values, version=version))


@router.post("/quotes", summary="Price lines for a customer, with every step and the judgement of each margin")
async def post_quote(
    caller: Annotated[Principal, requires("pricing.quotes.read")], db: Db, body: QuoteIn, request: Request
) -> QuoteOut:
    quote = Quote(
        customer_id=body.customer_id,
        channel=body.channel,
        priced_on=body.priced_on or clock.now().date(),
        currency=body.currency or request.app.state.currency,
        lines=[AskedLine(str(i), line.product_id, line.quantity, line.unit_price) for i, line in enumerate(body.lines)],
    )
    quoted = await quote_lines(db, request.app.state.rules, quote)
    return QuoteOut(
        verdict=verdict_name(worst([line.decision for line in quoted]).name),
        currency=quote.currency,
        lines=[QuotedLineOut.of(line) for line in quoted],
    )


@router.get("/costs", summary="Current costs")
async def list_costs(
    caller: Annotated[Principal, requires("pricing.costs.read")], db: Db, paging: Paging
) -> Page[CostOut]:
    async with db.read() as tx:
        return await fetch_page(
            tx,
            select(cost),
            paging,
            sortable={"product_id": cost.c.product_id},
            key=cost.c.product_id,
            convert=lambda row: CostOut(**dict(row)),
        )


@router.get("/costs/{product_id}", summary="The current cost of one product")
async def get_cost(caller: Annotated[Principal, requires("pricing.costs.read")], db: Db, product_id: UUID) -> CostOut:
    async with db.read() as tx:
        row = await tx.fetchrow("SELECT product_id, unit_cost, updated_at FROM cost WHERE product_id = $1", product_id)
    if row is None:
        raise unknown("cost", product_id)
    return CostOut(**dict(row))
