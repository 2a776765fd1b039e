"""Orders by the table: checked first, then taken in."""

import hashlib
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Body, Query, Request
from kit.auth import Principal
from kit.http import Command, Db, Paging, requires
from kit.imports import parsed, read_csv
from kit.pagination import Page, fetch_page
from sqlalchemy import select

from sales.api.access import SalesDesk
from sales.api.intake_schemas import (
    NUMBERS,
    REQUIRED,
    ROWS_MAX,
    ImportedOrderOut,
    ImportIn,
    IntakeCheckedOut,
    IntakeFaultOut,
    IntakeHead,
    IntakeIn,
    IntakeRowIn,
    table_of,
)
from sales.clients.desk import Desk
from sales.commands.import_orders import (
    SentTable,
    check_table,
    import_table,
    keep_table,
    order_each,
    require_own,
)
from sales.domain.intake import IntakeStatus, IntakeTable, Mode
from sales.storage import intakes
from sales.storage.tables import sales_order
from sales.storage.tables_intake import order_intake, order_intake_fault, order_intake_order

router = APIRouter(prefix="/order-intakes", tags=["orders by the table"])

Reader = Annotated[Principal, requires("sales.orders.read")]
Writer = Annotated[Principal, requires("sales.orders.write")]


@router.get("", summary="Tables that were sent")
async def list_intakes(caller: Reader, db: Db, paging: Paging, status: IntakeStatus | None = None) -> Page[IntakeHead]:
    statement = select(*(order_intake.c[name] for name in IntakeHead.model_fields))
    if caller.customer_id is not None:
        statement = statement.where(order_intake.c.customer_id == UUID(caller.customer_id))
    if status is not None:
        statement = statement.where(order_intake.c.status == status.value)
    async with db.read() as tx:
        return await fetch_page(
            tx,
            statement,
            paging,
            sortable={"created_at": order_intake.c.created_at},
            key=order_intake.c.id,
            convert=lambda row: IntakeHead(**dict(row)),
        )


@router.post("", status_code=201, summary="Check a table of orders: all faults at once, and what it would come to")
async def post_intake(
    caller: Writer, desk: SalesDesk, command: Command, request: Request, body: IntakeIn
) -> IntakeCheckedOut:
    await command.check_answered()
    rows = tuple(row.to_row(i, caller.customer_id) for i, row in enumerate(body.rows, 1))
    sent = SentTable(_hash(caller, await request.body()), body.name, IntakeTable(rows))
    return await _checked(desk, command, sent, caller)


@router.post("/csv", status_code=201, summary="Check a table of orders from a spreadsheet")
async def post_intake_csv(
    *,
    caller: Writer,
    desk: SalesDesk,
    command: Command,
    body: Annotated[
        bytes,
        Body(
            media_type="text/csv",
            description="Columns `reference`, `product`, `quantity`, `warehouse`; optional ones as in the JSON rows.",
            examples=["customer;reference;product;quantity;warehouse\nC000832;PO-77;VIS-4X40;200;LYON\n"],
        ),
    ],
    name: Annotated[str, Query(max_length=200)] = "",
) -> IntakeCheckedOut:
    await command.check_answered()
    optional = [each for each in IntakeRowIn.model_fields if each not in REQUIRED]
    cells = read_csv(body, required=REQUIRED, optional=optional, rows_max=ROWS_MAX)
    read, faults = parsed(cells, IntakeRowIn, numbers=NUMBERS)
    table = table_of(cells, read, faults, caller.customer_id)
    return await _checked(desk, command, SentTable(_hash(caller, body), name, table), caller)


def _hash(caller: Principal, content: bytes) -> bytes:
    """Of the table: the same bytes of another customer's are another one, for they need not say who he is."""
    return hashlib.sha256((caller.customer_id or "").encode() + b"\n" + content).digest()


async def _checked(desk: Desk, command: Command, sent: SentTable, caller: Principal) -> IntakeCheckedOut:
    checked = await check_table(desk, sent.table, caller)
    async with command.transaction() as tx:
        intake = await keep_table(tx, sent, checked, caller)
        shows_margin = caller.customer_id is None
        return command.answer(IntakeCheckedOut.of_checked(intake, checked, shows_margin=shows_margin))


@router.get("/{intake_id}", summary="One table, without its rows")
async def get_intake(caller: Reader, db: Db, intake_id: UUID) -> IntakeHead:
    async with db.read() as tx:
        intake = await intakes.get(tx, intake_id)
    require_own(caller, intake)
    return IntakeHead.of(intake)


@router.get("/{intake_id}/faults", summary="Everything that is wrong with a table")
async def list_intake_faults(caller: Reader, db: Db, paging: Paging, intake_id: UUID) -> Page[IntakeFaultOut]:
    columns = order_intake_fault.c
    statement = select(
        columns.position, columns.row, columns.field.label("column"), columns.rule, columns.detail
    ).where(columns.intake_id == intake_id)
    async with db.read() as tx:
        require_own(caller, await intakes.get(tx, intake_id))
        return await fetch_page(
            tx,
            statement,
            paging,
            sortable={"position": columns.position},
            key=columns.position,
            convert=lambda row: IntakeFaultOut(**{name: row[name] for name in IntakeFaultOut.model_fields}),
        )


@router.get("/{intake_id}/orders", summary="The orders that came of a table")
async def list_intake_orders(caller: Reader, db: Db, paging: Paging, intake_id: UUID) -> Page[ImportedOrderOut]:
    statement = select(*(sales_order.c[name] for name in ImportedOrderOut.model_fields)).join_from(
        order_intake_order, sales_order, sales_order.c.id == order_intake_order.c.order_id
    )
    async with db.read() as tx:
        require_own(caller, await intakes.get(tx, intake_id))
        return await fetch_page(
            tx,
            statement.where(order_intake_order.c.intake_id == intake_id),
            paging,
            sortable={"id": sales_order.c.id},
            key=sales_order.c.id,
            convert=lambda row: ImportedOrderOut(**dict(row)),
        )


@router.post("/{intake_id}/import", summary="Order what a table asks for, at the prices of now: draft orders")
async def post_import(caller: Writer, desk: SalesDesk, command: Command, intake_id: UUID, body: ImportIn) -> IntakeHead:
    await command.check_answered()
    async with desk.database.read() as tx:
        intake = await intakes.get(tx, intake_id)
        require_own(caller, intake)
        table = await intakes.content_of(tx, intake_id)
    is_done = intake.status is IntakeStatus.IMPORTED
    checked = await check_table(desk, IntakeTable(()) if is_done else table, caller)
    if body.mode is Mode.EACH and not is_done:
        await order_each(desk, intake_id, checked, caller.subject)
    async with command.transaction() as tx:
        return command.answer(IntakeHead.of(await import_table(tx, intake_id, checked, body.mode, caller.subject)))
