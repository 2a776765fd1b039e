"""Sales orders."""

from collections.abc import Awaitable, Callable
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Response
from kit.auth import Principal
from kit.company import Language, OurCompany
from kit.http import Command, CommandContext, Db, requires
from kit.ids import new_id
from kit.papers_api import PrintedTogetherIn, pdf_response, together_response

from sales.api.access import SalesDesk, require_own
from sales.api.schemas import (
    ConfirmIn,
    NewOrderIn,
    OrderDetailsOut,
    OrderIn,
    OrderOut,
    PlacedOrderIn,
    ReasonIn,
    WithoutCredit,
)
from sales.clients.desk import Desk
from sales.commands.confirm_order import Attempt, attempt_new, attempt_stored, deciding, settle
from sales.commands.end_order import cancel_order, close_order
from sales.commands.watch_credit import judge_order, take_in
from sales.commands.write_order import change_draft, create_draft, rewritten
from sales.domain.errors import LimitReachedMeanwhile
from sales.queries.order_details import order_details
from sales.queries.order_paper import order_paper, order_papers
from sales.storage import orders

router = APIRouter(prefix="/orders", tags=["orders"])

Reader = Annotated[Principal, requires("sales.orders.read")]
Writer = Annotated[Principal, requires("sales.orders.write")]
Confirmer = Annotated[Principal, requires("sales.orders.confirm")]


@router.post("", status_code=201, summary="Write an order at the prices of now; it stays a draft until confirmed")
async def post_order(caller: Writer, desk: SalesDesk, command: Command, body: NewOrderIn) -> OrderOut:
    written = body.to_written(caller)
    await command.check_answered()
    attempt = await attempt_new(desk, body.id or new_id(), written, caller)
    async with command.transaction() as tx:
        return command.answer(OrderOut.of(await create_draft(tx, attempt, caller.subject), caller))


@router.post("/place", status_code=201, summary="Write an order and confirm it in one; a refusal leaves nothing behind")
async def post_placement(caller: Confirmer, desk: SalesDesk, command: Command, body: PlacedOrderIn) -> OrderOut:
    written = body.to_written(caller)
    await command.check_answered()
    order_id, asks = body.id or new_id(), body.without_credit is WithoutCredit.ASK

    async def place() -> OrderOut:
        attempt = await attempt_new(desk, order_id, written, caller)
        return await _confirmed(desk, command, attempt, asks_release=asks)

    return await _within_limit(place)


@router.get("/{order_id}", summary="One order, why its prices, and what became of it")
async def get_order(caller: Reader, db: Db, order_id: UUID) -> OrderDetailsOut:
    async with db.read() as tx:
        details = await order_details(tx, order_id)
    require_own(caller, details.order)
    return OrderDetailsOut.of_details(details, caller)


@router.get(
    "/{order_id}/paper",
    summary="The order, or its confirmation, as PDF, in the customer's language unless another is asked for",
    response_class=Response,
    responses={200: {"content": {"application/pdf": {}}}},
)
async def get_order_paper(
    caller: Reader, db: Db, company: OurCompany, order_id: UUID, language: Language | None = None
) -> Response:
    async with db.read() as tx:
        order = await orders.get(tx, order_id)
        require_own(caller, order)
        paper = await order_paper(tx, order, company, language)
    return await pdf_response(paper, order.number)


@router.post(
    "/papers",
    summary="Many orders as one PDF to print, each in its customer's language unless another is asked for",
    response_class=Response,
    responses={200: {"content": {"application/pdf": {}}}},
)
async def print_orders(caller: Reader, db: Db, company: OurCompany, body: PrintedTogetherIn) -> Response:
    async with db.read() as tx:
        found = await orders.get_all(tx, body.ids)
        for order in found:
            require_own(caller, order)
        papers = await order_papers(tx, found, company, body.language)
    return await together_response(papers, "orders")


@router.put("/{order_id}", summary="Change a draft: send all of it, and its version in If-Match; it is priced anew")
async def put_order(caller: Writer, desk: SalesDesk, command: Command, order_id: UUID, body: OrderIn) -> OrderOut:
    written = body.to_written(caller)
    version = command.version()
    await command.check_answered()
    async with desk.database.read() as tx:
        before = await orders.get(tx, order_id)
    require_own(caller, before)
    order = await rewritten(desk, before, written, version=version, caller=caller)
    async with command.transaction() as tx:
        return command.answer(OrderOut.of(await change_draft(tx, order, caller.subject), caller))


@router.post("/{order_id}/confirm", summary="Make a draft firm, or ask for approval of its margin")
async def post_confirmation(
    caller: Confirmer, desk: SalesDesk, command: Command, order_id: UUID, body: ConfirmIn
) -> OrderOut:
    await command.check_answered()

    async def confirm() -> OrderOut:
        attempt = await attempt_stored(desk, order_id)
        require_own(caller, attempt.order)
        return await _confirmed(desk, command, attempt, asks_release=body.without_credit is WithoutCredit.ASK)

    return await _within_limit(confirm)


@router.post(
    "/{order_id}/check-credit", summary="Judge a firm order's credit now: hold it and ask for release, or let it go"
)
async def post_credit_check(caller: Confirmer, desk: SalesDesk, command: Command, order_id: UUID) -> OrderOut:
    await command.check_answered()
    async with desk.database.read() as tx:
        order = await orders.get(tx, order_id)
    require_own(caller, order)
    judged = await judge_order(desk, order, caller)
    async with command.transaction() as tx:
        return command.answer(OrderOut.of(await take_in(tx, judged, caller.subject), caller))


@router.post("/{order_id}/cancel", summary="Give up an order of which nothing was shipped")
async def post_cancellation(caller: Writer, command: Command, order_id: UUID, body: ReasonIn) -> OrderOut:
    async with command.transaction() as tx:
        require_own(caller, await orders.get(tx, order_id))
        return command.answer(
            OrderOut.of(await cancel_order(tx, order_id, body.reason, subject=caller.subject), caller)
        )


@router.post("/{order_id}/close", summary="Give up the rest of an order that was shipped in part")
async def post_closing(caller: Writer, command: Command, order_id: UUID, body: ReasonIn) -> OrderOut:
    async with command.transaction() as tx:
        require_own(caller, await orders.get(tx, order_id))
        return command.answer(OrderOut.of(await close_order(tx, order_id, body.reason, subject=caller.subject), caller))


async def _confirmed(desk: Desk, command: CommandContext, attempt: Attempt, *, asks_release: bool) -> OrderOut:
    caller = command.caller
    async with deciding(desk, attempt, caller, asks_release=asks_release) as order, command.transaction() as tx:
        settled = await settle(tx, attempt, order, caller.subject, asks_release=asks_release)
        return command.answer(OrderOut.of(settled, caller))


async def _within_limit(confirm: Callable[[], Awaitable[OrderOut]]) -> OrderOut:
    """Begun anew once where another order of the same buyer was faster: above his limit it waits, it is not refused."""
    try:
        return await confirm()
    except LimitReachedMeanwhile:
        return await confirm()
