"""Replenishment: rules, runs, what they propose, and what a rule would have done."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Query
from kit.auth import Principal
from kit.bodies import Code, Quantity, Strict
from kit.http import Command, Db, Paging, requires
from kit.pagination import Page, fetch_page
from pydantic import BaseModel, Field
from sqlalchemy import select

from inventory.commands.replenish import accept, dismiss, run_replenishment
from inventory.domain.movement import StockKey
from inventory.domain.replenishment import Method, Rule, back_test
from inventory.storage import locations, products, replenishment
from inventory.storage.tables import product
from inventory.storage.tables_replenishment import replenishment_rule, suggestion
from kit import clock

router = APIRouter(prefix="/replenishment", tags=["replenishment"])

Reader = Annotated[Principal, requires("inventory.stock.read")]
Planner = Annotated[Principal, requires("inventory.replenishment.write")]

NotNegative = Annotated[Decimal, Field(ge=0, max_digits=18, decimal_places=6)]
Days = Annotated[int, Field(ge=0, le=730)]


class RuleBody(Strict):
    """How a product is kept in stock in a warehouse. Stock units and days."""

    product_id: UUID
    warehouse: Code
    method: Method
    minimum: NotNegative = Field(default=Decimal(0), description="min-max: fill up below it; also kept by a source.")
    maximum: NotNegative = Field(default=Decimal(0), description="min-max: fill up to it.")
    safety: NotNegative = Decimal(0)
    service_level: Annotated[Decimal, Field(gt=0, lt=1, max_digits=6, decimal_places=5)] | None = Field(
        default=None, description="0.95: of cycles without a stock-out; makes a safety stock of the demand's deviation."
    )
    cover_days: Days = 0
    lead_days: Days | None = Field(default=None, description="Default: learned from receipts.")
    multiple: Quantity = Field(default=Decimal(1), description="Ordered in multiples of it, say a box.")
    supplier_id: UUID | None = None
    source_warehouse: Code | None = Field(default=None, description="Asked before anybody buys; keeps its own minimum.")

    def to_rule(self) -> Rule:
        return Rule(**dict(self))


class RulesBody(Strict):
    items: list[RuleBody] = Field(min_length=1, max_length=10_000)


class KeptOut(BaseModel):
    rules: int


class RunIn(Strict):
    warehouse: Code | None = None
    product_ids: list[UUID] | None = Field(default=None, min_length=1, max_length=10_000)


class RunOut(BaseModel):
    run_id: UUID
    suggestions: int


class StepOut(BaseModel):
    name: str
    value: Decimal
    text: str


class SuggestionOut(BaseModel):
    """So much is needed by that day, and why, step by step."""

    id: UUID
    product_id: UUID
    sku: str
    warehouse: str
    source_warehouse: str | None = Field(description="Null: to be bought.")
    supplier_id: UUID | None
    method: Method
    quantity: Decimal
    needed_on: date
    status: str
    transfer_id: UUID | None
    steps: list[StepOut]


class SuggestionsIn(Strict):
    ids: list[UUID] = Field(min_length=1, max_length=1000)


class BackTestIn(Strict):
    """A rule against the real demand of the last days."""

    rule: RuleBody
    days: int = Field(default=365, ge=14, le=1100)
    start_stock: NotNegative = Decimal(0)
    lead_days: Days = 7


class BackTestOut(BaseModel):
    days: int
    stock_out_days: int
    missed: Decimal = Field(description="Units asked for and not there.")
    orders: int
    mean_stock: Decimal


@router.get("/rules", summary="Rules of replenishment")
async def list_replenishment_rules(
    caller: Reader, db: Db, paging: Paging, warehouse: Annotated[str | None, Query(max_length=40)] = None
) -> Page[RuleBody]:
    columns = replenishment_rule.c
    statement = select(replenishment_rule)
    if warehouse is not None:
        statement = statement.where(columns.warehouse == warehouse)
    async with db.read() as tx:
        return await fetch_page(
            tx,
            statement,
            paging,
            sortable={"warehouse": columns.warehouse},
            key=columns.product_id,
            convert=lambda row: RuleBody(**dict(row)),
        )


@router.put("/rules", summary="Set rules, up to 10,000 at once; others stay")
async def put_replenishment_rules(caller: Planner, command: Command, body: RulesBody) -> KeptOut:
    async with command.transaction() as tx:
        await products.known(tx, [each.product_id for each in body.items])
        for warehouse in sorted({each.warehouse for each in body.items}):
            await locations.check_warehouse(tx, warehouse)
        for warehouse in sorted({each.source_warehouse for each in body.items if each.source_warehouse}):
            await locations.check_warehouse(tx, warehouse, field="source_warehouse")
        await replenishment.set_rules(tx, [each.to_rule() for each in body.items])
        return command.answer(KeptOut(rules=len(body.items)))


@router.post("/runs", status_code=201, summary="Propose what to fill up now; running twice proposes once")
async def post_run(caller: Planner, command: Command, body: RunIn) -> RunOut:
    async with command.transaction() as tx:
        run_id, count = await run_replenishment(tx, warehouse=body.warehouse, product_ids=body.product_ids)
        return command.answer(RunOut(run_id=run_id, suggestions=count))


@router.get("/suggestions", summary="What was proposed, and why")
async def list_suggestions(
    caller: Reader,
    db: Db,
    paging: Paging,
    status: Literal["open", "replaced", "accepted", "ordered", "dismissed", "refused"] = "open",
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
async def post_accept(caller: Planner, command: Command, body: SuggestionsIn) -> SuggestionsIn:
    async with command.transaction() as tx:
        await accept(tx, body.ids, by=caller.subject)
        return command.answer(body)


@router.post("/suggestions/dismiss", summary="Not now")
async def post_dismiss(caller: Planner, command: Command, body: SuggestionsIn) -> SuggestionsIn:
    async with command.transaction() as tx:
        await dismiss(tx, body.ids)
        return command.answer(body)


@router.post("/back-tests", summary="What a rule would have done with the real demand of the last days")
async def post_back_test(caller: Reader, db: Db, body: BackTestIn) -> BackTestOut:
    until = clock.now().date()
    async with db.read() as tx:
        history = await replenishment.daily_history(
            tx, StockKey(body.rule.product_id, body.rule.warehouse), until - timedelta(days=body.days), until
        )
    found = back_test(
        body.rule.to_rule(), history, start=body.start_stock, lead_days=body.rule.lead_days or body.lead_days, window=90
    )
    return BackTestOut.model_validate(found, from_attributes=True)
