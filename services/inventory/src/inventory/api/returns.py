"""Goods that come back from customers, and goods that go back to suppliers."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Request
from kit.auth import Principal
from kit.db import ReadTransaction
from kit.errors import unknown
from kit.http import Command, Db, Paging, requires
from kit.pagination import Page, fetch_page
from sqlalchemy import select

from inventory.api.lot_schemas import (
    CustomerReturnIn,
    DisposalsIn,
    ReturnHead,
    ReturnLineOut,
    ReturnOut,
    SupplierReturnIn,
)
from inventory.api.stock import posting
from inventory.commands.customer_returns import CameBack, dispose_of_return, receive_return
from inventory.commands.return_to_supplier import GoesBack, return_to_supplier
from inventory.domain.returns import Disposal
from inventory.storage.tables_returns import stock_return

router = APIRouter(tags=["returns"])

Reader = Annotated[Principal, requires("inventory.stock.read")]
Writer = Annotated[Principal, requires("inventory.returns.write")]

_HEAD = select(*(stock_return.c[name] for name in ReturnHead.model_fields))


@router.get("/returns", summary="Returns from customers and to suppliers")
async def list_returns(
    caller: Reader,
    db: Db,
    paging: Paging,
    kind: Literal["customer", "supplier"] | None = None,
    order_id: UUID | None = None,
) -> Page[ReturnHead]:
    statement = _HEAD
    if kind is not None:
        statement = statement.where(stock_return.c.kind == kind)
    if order_id is not None:
        statement = statement.where(stock_return.c.order_id == order_id)
    async with db.read() as tx:
        return await fetch_page(
            tx,
            statement,
            paging,
            sortable={"occurred_at": stock_return.c.occurred_at},
            key=stock_return.c.id,
            convert=lambda row: ReturnHead(**dict(row)),
        )


@router.get("/returns/{return_id}", summary="One return")
async def get_return(caller: Reader, db: Db, return_id: UUID) -> ReturnOut:
    async with db.read() as tx:
        return await _answer(tx, return_id)


@router.post("/customer-returns", status_code=201, summary="Take goods back from a customer, into quarantine")
async def post_customer_return(caller: Writer, command: Command, body: CustomerReturnIn, request: Request) -> ReturnOut:
    async with command.transaction() as tx:
        returned = await receive_return(
            tx,
            body.sales_order_id,
            [CameBack(**dict(line)) for line in body.lines],
            posting(body, command, request),
            warehouse=body.warehouse,
            reference=body.reference,
        )
        return command.answer(ReturnOut.of(returned, "customer"))


@router.post(
    "/customer-returns/{return_id}/dispose", summary="Say what becomes of returned goods, or of a part of them"
)
async def post_disposals(
    caller: Annotated[Principal, requires("inventory.inspections.write")],
    command: Command,
    return_id: UUID,
    body: DisposalsIn,
    request: Request,
) -> ReturnOut:
    async with command.transaction() as tx:
        disposals = [Disposal(**dict(each)) for each in body.dispositions]
        await dispose_of_return(tx, return_id, disposals, posting(body, command, request))
        return command.answer(await _answer(tx, return_id))


@router.post("/supplier-returns", status_code=201, summary="Send goods back to a supplier")
async def post_supplier_return(caller: Writer, command: Command, body: SupplierReturnIn, request: Request) -> ReturnOut:
    async with command.transaction() as tx:
        returned = await return_to_supplier(
            tx,
            body.purchase_order_id,
            [GoesBack(**dict(line)) for line in body.lines],
            posting(body, command, request),
            warehouse=body.warehouse,
            wants=body.wants,
        )
        return command.answer(ReturnOut.of(returned, "supplier"))


async def _answer(tx: ReadTransaction, return_id: UUID) -> ReturnOut:
    rows = await tx.select(_HEAD.where(stock_return.c.id == return_id))
    if not rows:
        raise unknown("return", return_id)
    lines = await tx.fetch(
        "SELECT id, delivered_line_id, product_id, quantity, disposed, reason, movement_id FROM stock_return_line"
        " WHERE return_id = $1 ORDER BY position",
        return_id,
    )
    return ReturnOut(**dict(rows[0]), lines=[ReturnLineOut(**dict(line)) for line in lines])
