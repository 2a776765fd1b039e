"""Price lists as documents: reviewed as a diff, approved, published."""

import asyncio
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Body, Query, Request
from kit.auth import Principal
from kit.bodies import Currency, Day, HistoryOut
from kit.errors import unknown
from kit.http import Command, Db, Paging, requires
from kit.ids import new_id
from kit.imports import parsed, read_table
from kit.pagination import Page, fetch_page
from kit.problems import FieldProblem
from sqlalchemy import select

from kit import audit
from pricing.api.price_list_schemas import (
    LINES_MAX,
    ListDecisionIn,
    ListSummaryOut,
    Name,
    PriceListHead,
    PriceListIn,
    PriceListLineOut,
    PriceRow,
    PublishedOut,
    PublishIn,
    ReviewOut,
    verdict_name,
)
from pricing.api.schemas import VerdictName, verdict_of
from pricing.commands.price_lists import NewList, decide, publish, review, withdraw
from pricing.domain.price import Scope
from pricing.domain.price_list import ChangeKind, ListStatus, PriceList
from pricing.storage import price_lists
from pricing.storage.tables_price_lists import price_list, price_list_fault, price_list_line

router = APIRouter(prefix="/price-lists", tags=["price lists"])

# Its lines show margins, which are not for everybody who sees prices.
Reader = Annotated[Principal, requires("pricing.costs.read")]
Writer = Annotated[Principal, requires("pricing.prices.write")]
Approver = Annotated[Principal, requires("pricing.lists.approve")]


@router.get("", summary="Price lists, reviewed and published")
async def list_price_lists(
    caller: Reader, db: Db, paging: Paging, status: ListStatus | None = None
) -> Page[PriceListHead]:
    statement = select(*(price_list.c[name] for name in PriceListHead.model_fields))
    if status is not None:
        statement = statement.where(price_list.c.status == str(status))
    async with db.read() as tx:
        return await fetch_page(
            tx,
            statement,
            paging,
            sortable={"created_at": price_list.c.created_at},
            key=price_list.c.id,
            convert=lambda row: PriceListHead(**dict(row)),
        )


@router.post("", status_code=201, summary="Review a price list: what it changes, and what that does to margins")
async def post_price_list(caller: Writer, command: Command, body: PriceListIn, request: Request) -> ReviewOut:
    async with command.transaction() as tx:
        reviewed = await review(tx, body.to_command(), company_currency=request.app.state.currency, by=caller.subject)
        return command.answer(ReviewOut.of(reviewed))


@router.post("/csv", status_code=201, summary="Review a price list as a table of up to 100,000 lines")
async def post_price_list_csv(
    *,
    caller: Writer,
    command: Command,
    name: Annotated[Name, Query()],
    currency: Annotated[Currency, Query()],
    effective_from: Annotated[Day, Query()],
    body: Annotated[
        bytes,
        Body(
            media_type="text/csv",
            description="CSV text, or a workbook (.xlsx) of which the first sheet counts."
            " Columns `sku` and `unit_price`; optional `packaging_code`, `min_quantity`.",
            examples=["sku;min_quantity;unit_price\nVIS-4X40;12;7,35\n"],
        ),
    ],
    scope: Scope = Scope.LIST,
    scope_key: Annotated[str, Query(max_length=40)] = "",
    is_complete: bool = False,
    request: Request,
) -> ReviewOut:
    rows = await asyncio.to_thread(
        read_table,
        body,
        required=["sku", "unit_price"],
        optional=["packaging_code", "min_quantity"],
        rows_max=LINES_MAX,
    )
    lines, unreadable = await asyncio.to_thread(parsed, rows, PriceRow, numbers=("min_quantity", "unit_price"))
    asked = NewList(
        id=new_id(),
        name=name,
        scope=scope,
        scope_key=scope_key,
        currency=currency,
        effective_from=effective_from,
        is_complete=is_complete,
        lines=[(place, line.to_listed()) for place, line in lines],
    )
    async with command.transaction() as tx:
        reviewed = await review(
            tx, asked, company_currency=request.app.state.currency, by=caller.subject, unreadable=unreadable
        )
        return command.answer(ReviewOut.of(reviewed))


@router.get("/{list_id}", summary="One price list")
async def get_price_list(caller: Reader, db: Db, list_id: UUID) -> PriceListHead:
    columns = [price_list.c[name] for name in PriceListHead.model_fields]
    async with db.read() as tx:
        rows = await tx.select(select(*columns).where(price_list.c.id == list_id))
    if not rows:
        raise unknown("price list", list_id)
    return PriceListHead(**dict(rows[0]))


@router.get("/{list_id}/summary", summary="What a list changes, counted")
async def get_price_list_summary(caller: Reader, db: Db, list_id: UUID) -> ListSummaryOut:
    async with db.read() as tx:
        return ListSummaryOut.of(await price_lists.summary(tx, list_id))


@router.get("/{list_id}/lines", summary="What a list changes, line by line")
async def list_price_list_lines(
    caller: Reader,
    db: Db,
    paging: Paging,
    list_id: UUID,
    kind: ChangeKind | None = None,
    verdict: Annotated[VerdictName | None, Query(description="Of the new price at the current cost.")] = None,
) -> Page[PriceListLineOut]:
    columns = price_list_line.c
    names = list(PriceListLineOut.model_fields)
    statement = select(*(columns[name] for name in names), columns.position).where(columns.list_id == list_id)
    if kind is not None:
        statement = statement.where(columns.kind == str(kind))
    if verdict is not None:
        statement = statement.where(columns.verdict == verdict_of(verdict).name)
    async with db.read() as tx:
        return await fetch_page(
            tx,
            statement,
            paging,
            sortable={"position": columns.position},
            key=columns.position,
            convert=lambda row: PriceListLineOut(
                **{**{name: row[name] for name in names}, "verdict": verdict_name(row["verdict"])}
            ),
        )


@router.get("/{list_id}/faults", summary="Why lines of a list cannot be taken")
async def list_price_list_faults(caller: Reader, db: Db, paging: Paging, list_id: UUID) -> Page[FieldProblem]:
    columns = price_list_fault.c
    async with db.read() as tx:
        return await fetch_page(
            tx,
            select(*(columns[name] for name in FieldProblem.model_fields), columns.position).where(
                columns.list_id == list_id
            ),
            paging,
            sortable={"position": columns.position},
            key=columns.position,
            convert=lambda row: FieldProblem.model_validate(dict(row)),
        )


@router.post("/{list_id}/publish", summary="Put a reviewed list in force, or ask for the approval that it needs")
async def post_publish(
    caller: Writer, command: Command, list_id: UUID, body: PublishIn, request: Request
) -> PublishedOut:
    needs_approval: bool = request.app.state.price_list_approval
    async with command.transaction() as tx:
        written = await publish(
            tx,
            list_id,
            leave_out_refused=body.leave_out_refused,
            needs_approval=needs_approval,
            by=caller.subject,
        )
        return command.answer(_now(written))


@router.post("/{list_id}/decide", summary="Approve a list, which publishes it, or reject it")
async def post_list_decision(caller: Approver, command: Command, list_id: UUID, body: ListDecisionIn) -> PublishedOut:
    async with command.transaction() as tx:
        written = await decide(tx, list_id, caller, is_approved=body.decision == "approve", comment=body.comment)
        return command.answer(_now(written))


@router.post("/{list_id}/withdraw", summary="Give up a list that is not published")
async def post_withdrawal(caller: Writer, command: Command, list_id: UUID) -> PublishedOut:
    async with command.transaction() as tx:
        return command.answer(_now(await withdraw(tx, list_id, by=caller.subject)))


@router.get("/{list_id}/history", summary="What happened to a list")
async def get_price_list_history(caller: Reader, db: Db, list_id: UUID) -> HistoryOut:
    async with db.read() as tx:
        return HistoryOut.of(await audit.history(tx, "price_list", str(list_id)))


def _now(written: PriceList) -> PublishedOut:
    return PublishedOut(id=written.id, status=written.status, version=written.version)
