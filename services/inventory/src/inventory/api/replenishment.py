"""Replenishment: rules, runs, what they propose, what will run out, and what a rule would have done."""

import asyncio
from dataclasses import asdict
from datetime import timedelta
from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Query
from kit.auth import Principal
from kit.http import Command, Db, Paging, requires
from kit.pagination import Page, fetch_page
from sqlalchemy import select

from inventory.api.replenishment_schemas import (
    AcceptIn,
    BackTestOut,
    BackTestsIn,
    BackTestsOut,
    KeptOut,
    RuleBody,
    RulesBody,
    RunIn,
    RunOut,
    StockOutOut,
    SuggestionOut,
    SuggestionsIn,
    TermsBody,
    TermsKeptOut,
    TermsListBody,
)
from inventory.commands.replenish import accept, dismiss
from inventory.commands.run_replenishment import run_replenishment
from inventory.commands.write_replenishment_rules import write_replenishment_rules, write_supplier_terms
from inventory.domain.back_test import BackTest, back_test
from inventory.domain.movement import StockKey
from inventory.domain.stock_out import Cause
from inventory.storage import replenishment
from inventory.storage.tables import product
from inventory.storage.tables_replenishment import replenishment_rule, stock_out, suggestion, supplier_terms
from kit import clock

router = APIRouter(prefix="/replenishment", tags=["replenishment"])

Reader = Annotated[Principal, requires("inventory.stock.read")]
Planner = Annotated[Principal, requires("inventory.replenishment.write")]


@router.get("/rules", summary="Rules of replenishment, past, present and planned")
async def list_replenishment_rules(
    caller: Reader,
    db: Db,
    paging: Paging,
    warehouse: Annotated[str | None, Query(max_length=40)] = None,
    product_id: UUID | None = None,
) -> Page[RuleBody]:
    columns = replenishment_rule.c
    statement = select(replenishment_rule)
    if warehouse is not None:
        statement = statement.where(columns.warehouse == warehouse)
    if product_id is not None:
        statement = statement.where(columns.product_id == product_id)
    async with db.read() as tx:
        return await fetch_page(
            tx,
            statement,
            paging,
            sortable={"id": columns.id},
            key=columns.id,
            convert=lambda row: RuleBody(**{name: row[name] for name in RuleBody.model_fields}),
        )


@router.put("/rules", summary="Set rules, up to 10,000 at once; others stay")
async def put_replenishment_rules(caller: Planner, command: Command, body: RulesBody) -> KeptOut:
    async with command.transaction() as tx:
        await write_replenishment_rules(
            tx,
            [each.to_rule() for each in body.items],
            [each.version for each in body.items],
            subject=caller.subject,
        )
        return command.answer(KeptOut(rules=len(body.items)))


@router.get("/supplier-terms", summary="When suppliers take orders and deliver")
async def list_supplier_terms(caller: Reader, db: Db, paging: Paging) -> Page[TermsBody]:
    columns = supplier_terms.c
    async with db.read() as tx:
        return await fetch_page(
            tx,
            select(*(columns[name] for name in TermsBody.model_fields)),
            paging,
            sortable={"supplier_id": columns.supplier_id},
            key=columns.supplier_id,
            convert=lambda row: TermsBody(**dict(row)),
        )


@router.put("/supplier-terms", summary="Say when suppliers take orders and deliver; others stay")
async def put_supplier_terms(caller: Planner, command: Command, body: TermsListBody) -> TermsKeptOut:
    async with command.transaction() as tx:
        terms = [(each.supplier_id, each.to_terms()) for each in body.items]
        await write_supplier_terms(tx, terms, subject=caller.subject)
        return command.answer(TermsKeptOut(suppliers=len(terms)))


@router.post("/runs", status_code=201, summary="Propose what to fill up now; running twice proposes once")
async def post_run(caller: Planner, command: Command, body: RunIn) -> RunOut:
    async with command.transaction() as tx:
        run_id, count = await run_replenishment(
            tx, clock.now().date(), warehouse=body.warehouse, product_ids=body.product_ids
        )
        return command.answer(RunOut(run_id=run_id, suggestions=count))


@router.get("/suggestions", summary="What was proposed, and why")
async def list_suggestions(
    caller: Reader,
    db: Db,
    paging: Paging,
    status: Literal["open", "replaced", "accepted", "ordered", "dismissed", "refused", "withdrawn"] = "open",
    kind: Literal["purchase", "transfer"] | None = None,
    warehouse: Annotated[str | None, Query(max_length=40)] = None,
    product_id: UUID | None = None,
) -> Page[SuggestionOut]:
    columns = suggestion.c
    statement = (
        select(
            *(columns[name] for name in SuggestionOut.model_fields if name != "sku"), product.c.sku, columns.created_at
        )
        .select_from(suggestion.join(product, product.c.id == columns.product_id))
        .where(columns.status == status)
    )
    if kind is not None:
        bought = columns.source_warehouse.is_(None)
        statement = statement.where(bought if kind == "purchase" else ~bought)
    if warehouse is not None:
        statement = statement.where(columns.warehouse == warehouse)
    if product_id is not None:
        statement = statement.where(columns.product_id == product_id)
    async with db.read() as tx:
        return await fetch_page(
            tx,
            statement,
            paging,
            sortable={"created_at": columns.created_at, "needed_on": columns.needed_on},
            key=columns.id,
            convert=lambda row: SuggestionOut(**{name: row[name] for name in SuggestionOut.model_fields}),
        )


@router.post("/suggestions/accept", summary="Buy or transfer what was proposed")
async def post_accept(caller: Planner, command: Command, body: AcceptIn) -> AcceptIn:
    async with command.transaction() as tx:
        await accept(tx, body.ids, by=caller.subject, quantities=body.quantities)
        return command.answer(body)


@router.post("/suggestions/dismiss", summary="Not now")
async def post_dismiss(caller: Planner, command: Command, body: SuggestionsIn) -> SuggestionsIn:
    async with command.transaction() as tx:
        await dismiss(tx, body.ids)
        return command.answer(body)


@router.get("/stock-outs", summary="What will run out, the first first, as the last run saw it")
async def list_stock_outs(
    caller: Reader,
    db: Db,
    paging: Paging,
    warehouse: Annotated[str | None, Query(max_length=40)] = None,
    product_id: UUID | None = None,
    cause: Cause | None = None,
) -> Page[StockOutOut]:
    columns = stock_out.c
    statement = select(
        *(columns[name] for name in StockOutOut.model_fields if name != "sku"), product.c.sku
    ).select_from(stock_out.join(product, product.c.id == columns.product_id))
    for column, value in ((columns.warehouse, warehouse), (columns.product_id, product_id), (columns.cause, cause)):
        if value is not None:
            statement = statement.where(column == value)
    async with db.read() as tx:
        return await fetch_page(
            tx,
            statement,
            paging,
            sortable={"runs_out_on": columns.runs_out_on, "units_short": columns.units_short},
            key=columns.id,
            convert=lambda row: StockOutOut(**dict(row)),
        )


@router.post("/back-tests", summary="What rules would have done with the real demand of the last days")
async def post_back_tests(caller: Reader, db: Db, body: BackTestsIn) -> BackTestsOut:
    until = clock.now().date()
    rules = [each.to_rule() for each in body.rules]
    keys = [StockKey(rule.product_id, rule.warehouse) for rule in rules]
    async with db.read() as tx:
        histories = await replenishment.histories(tx, set(keys), until - timedelta(days=body.days), until)

    def live_through() -> list[BackTest]:
        return [
            back_test(
                rule,
                histories[key],
                start=body.start_stock,
                lead_days=body.lead_days if rule.lead_days is None else rule.lead_days,
                window=90,
            )
            for rule, key in zip(rules, keys, strict=True)
        ]

    found = await asyncio.to_thread(live_through)  # seconds of computing: others are served meanwhile
    return BackTestsOut(
        items=[BackTestOut(**key._asdict(), **asdict(each)) for key, each in zip(keys, found, strict=True)]
    )
