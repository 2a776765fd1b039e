"""After the sale: what customers may give back."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter
from kit.auth import Principal
from kit.http import Command, Db, Paging, requires
from kit.ids import new_id
from kit.pagination import Page, fetch_page
from sqlalchemy import select

from sales.api.access import SalesDesk, require_own
from sales.api.return_schemas import (
    DeliveredLineOut,
    ReturnableOut,
    ReturnDetailsOut,
    ReturnIn,
    ReturnOut,
    ReturnRulesIn,
    ReturnRulesOut,
    ReturnSummary,
)
from sales.api.schemas import ConfirmIn, OrderOut, ReasonIn
from sales.commands.authorise_return import AskReturn, ask_return, give_up_return, set_rules
from sales.commands.confirm_order import deciding
from sales.commands.replace_goods import attempt_replacement, settle_replacement
from sales.domain.returns import ReturnRules, ReturnStatus
from sales.storage import credit_notes, delivered, orders, returns
from sales.storage.tables_returns import return_authorisation

router = APIRouter(tags=["returns"])

Reader = Annotated[Principal, requires("sales.returns.read")]
Writer = Annotated[Principal, requires("sales.returns.write")]
Confirmer = Annotated[Principal, requires("sales.orders.confirm")]
RulesWriter = Annotated[Principal, requires("sales.return-rules.write")]


@router.get("/orders/{order_id}/returnable", summary="What was delivered of an order, and what of it can come back")
async def get_returnable(caller: Reader, db: Db, order_id: UUID) -> ReturnableOut:
    async with db.read() as tx:
        require_own(caller, await orders.get(tx, order_id))
        found = await delivered.of_order(tx, order_id)
    return ReturnableOut(lines=[DeliveredLineOut.of(line, caller) for line in found.values()])


@router.get("/returns", summary="Return authorisations, without their lines")
async def list_returns(
    caller: Reader,
    db: Db,
    paging: Paging,
    status: ReturnStatus | None = None,
    order_id: UUID | None = None,
    customer_id: UUID | None = None,
) -> Page[ReturnSummary]:
    if customer_id is not None:
        caller.require_customer(customer_id)
    elif caller.customer_id is not None:
        customer_id = UUID(caller.customer_id)
    table = return_authorisation.c
    statement = select(*(table[name] for name in ReturnSummary.model_fields))
    for column, value in ((table.status, status), (table.order_id, order_id), (table.customer_id, customer_id)):
        if value is not None:
            statement = statement.where(column == value)
    async with db.read() as tx:
        return await fetch_page(
            tx,
            statement,
            paging,
            sortable={"created_at": table.created_at},
            key=table.id,
            convert=lambda row: ReturnSummary(**dict(row)),
        )


@router.post("/returns", status_code=201, summary="Let goods come back, or ask for it")
async def post_return(caller: Writer, command: Command, body: ReturnIn) -> ReturnOut:
    async with command.transaction() as tx:
        require_own(caller, await orders.get(tx, body.order_id))
        asked = AskReturn(new_id(), body.order_id, body.wants, body.comment, body.asked(caller))
        return command.answer(ReturnOut.of(await ask_return(tx, asked, caller), caller))


@router.get("/returns/{return_id}", summary="One return authorisation")
async def get_return(caller: Reader, db: Db, return_id: UUID) -> ReturnDetailsOut:
    async with db.read() as tx:
        found = await returns.find(tx, return_id)
        notes = await credit_notes.of_source(tx, return_id)
    caller.require_customer(found.customer_id)
    return ReturnDetailsOut.of_credited(found, notes, caller)


@router.post("/returns/{return_id}/give-up", summary="What has not come back will not")
async def post_giving_up(caller: Writer, command: Command, return_id: UUID, body: ReasonIn) -> ReturnOut:
    async with command.transaction() as tx:
        caller.require_customer((await returns.find(tx, return_id)).customer_id)
        given_up = await give_up_return(tx, return_id, body.reason, subject=caller.subject)
        return command.answer(ReturnOut.of(given_up, caller))


@router.post(
    "/returns/{return_id}/replace",
    status_code=201,
    summary="Order what replaces the goods, at the prices they were sold at",
)
async def post_replacement(
    caller: Confirmer, desk: SalesDesk, command: Command, return_id: UUID, body: ConfirmIn
) -> OrderOut:
    caller.require_staff()
    await command.check_answered()
    attempt = await attempt_replacement(desk, return_id, caller)
    async with deciding(desk, attempt, caller) as order, command.transaction() as tx:
        return command.answer(
            OrderOut.of(await settle_replacement(tx, return_id, attempt, order, caller.subject), caller)
        )


@router.get(
    "/return-rules",
    summary="What the house keeps of the price, and from which value, or after how long, somebody approves",
)
async def get_rules(caller: Reader, db: Db) -> ReturnRulesOut:
    caller.require_staff()
    async with db.read() as tx:
        return ReturnRulesOut.of(await returns.rules(tx))


@router.put("/return-rules", summary="Set them, from now on; the version that was read in If-Match")
async def put_rules(caller: RulesWriter, command: Command, body: ReturnRulesIn) -> ReturnRulesOut:
    caller.require_staff()
    asked = ReturnRules(body.approval_above, body.restocking, command.version(), body.window_days)
    async with command.transaction() as tx:
        return command.answer(ReturnRulesOut.of(await set_rules(tx, asked, subject=caller.subject)))
