"""Price lists of suppliers: reviewed as a diff, then applied."""

import asyncio
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Body, Query, Request
from kit.auth import Principal
from kit.bodies import Day
from kit.http import Command, Db, Paging, requires
from kit.ids import new_id
from kit.imports import parsed, read_table
from kit.pagination import Page, fetch_page
from kit.problems import FieldProblem
from sqlalchemy import select

from purchasing.api.price_file_schemas import (
    AppliedOut,
    ApplyIn,
    PriceChangeOut,
    PriceFileHead,
    PriceFileIn,
    PriceFileOut,
    PriceRow,
)
from purchasing.commands.price_lists import PriceList, apply, review
from purchasing.domain.prices import ChangeKind
from purchasing.storage.tables_sourcing import price_file, price_file_fault, price_file_line

router = APIRouter(prefix="/price-files", tags=["supplier prices"])

Reader = Annotated[Principal, requires("purchasing.prices.read")]
Writer = Annotated[Principal, requires("purchasing.prices.write")]

_LINES_MAX = 20_000
_NUMBERS = ("from_quantity", "unit_price", "minimum", "multiple")


@router.get("", summary="Lists of suppliers, reviewed and applied")
async def list_files(caller: Reader, db: Db, paging: Paging, supplier_id: UUID | None = None) -> Page[PriceFileHead]:
    statement = select(*(price_file.c[name] for name in PriceFileHead.model_fields))
    if supplier_id is not None:
        statement = statement.where(price_file.c.supplier_id == supplier_id)
    async with db.read() as tx:
        return await fetch_page(
            tx,
            statement,
            paging,
            sortable={"created_at": price_file.c.created_at},
            key=price_file.c.id,
            convert=lambda row: PriceFileHead(**dict(row)),
        )


@router.post("", status_code=201, summary="Review a supplier's list: what it changes, and what that costs")
async def post_file(caller: Writer, command: Command, body: PriceFileIn, request: Request) -> PriceFileOut:
    company = request.app.state.currency
    file_id = body.id or new_id()
    asked = PriceList(
        supplier_id=body.supplier_id,
        effective_from=body.effective_from,
        note=body.note,
        is_complete=body.is_complete,
        currency=body.currency or company,
        lines=[(i, line.to_listed()) for i, line in enumerate(body.lines)],
    )
    async with command.transaction() as tx:
        reviewed = await review(tx, file_id, asked, company_currency=company, by=caller.subject)
        return command.answer(PriceFileOut.of(file_id, reviewed))


@router.post("/csv", status_code=201, summary="Review a supplier's list as a table")
async def post_csv(
    *,
    caller: Writer,
    command: Command,
    request: Request,
    supplier_id: UUID,
    effective_from: Day,
    body: Annotated[
        bytes,
        Body(
            media_type="text/csv",
            description="CSV text, or a workbook (.xlsx) of which the first sheet counts."
            " Columns `unit_price`, and `sku` or `supplier_sku`; optional ones as in the JSON list.",
            examples=["sku;packaging_code;unit_price\nVIS-4X40;BOX200;7,35\n"],
        ),
    ],
    note: Annotated[str, Query(max_length=500)] = "",
    is_complete: bool = False,
    currency: Annotated[str | None, Query(pattern="^[A-Z]{3}$")] = None,
) -> PriceFileOut:
    optional = [name for name in PriceRow.model_fields if name != "unit_price"]
    rows = await asyncio.to_thread(read_table, body, required=["unit_price"], optional=optional, rows_max=_LINES_MAX)
    lines, unreadable = parsed(rows, PriceRow, numbers=_NUMBERS)
    file_id = new_id()
    asked = PriceList(
        supplier_id=supplier_id,
        effective_from=effective_from,
        note=note,
        is_complete=is_complete,
        currency=currency or request.app.state.currency,
        lines=[(place, line.to_listed()) for place, line in lines],
    )
    async with command.transaction() as tx:
        reviewed = await review(
            tx,
            file_id,
            asked,
            company_currency=request.app.state.currency,
            by=caller.subject,
            unreadable=unreadable,
        )
        return command.answer(PriceFileOut.of(file_id, reviewed))


@router.get("/{file_id}/lines", summary="What a list changes, line by line")
async def list_lines(
    caller: Reader, db: Db, paging: Paging, file_id: UUID, kind: ChangeKind | None = None
) -> Page[PriceChangeOut]:
    columns = price_file_line.c
    statement = select(*(columns[name] for name in PriceChangeOut.model_fields), columns.position).where(
        columns.file_id == file_id
    )
    if kind is not None:
        statement = statement.where(columns.kind == str(kind))
    async with db.read() as tx:
        return await fetch_page(
            tx,
            statement,
            paging,
            sortable={"position": columns.position, "yearly_effect": columns.yearly_effect},
            key=columns.position,
            convert=lambda row: PriceChangeOut(**{name: row[name] for name in PriceChangeOut.model_fields}),
        )


@router.get("/{file_id}/faults", summary="Why lines of a list cannot be taken")
async def list_faults(caller: Reader, db: Db, paging: Paging, file_id: UUID) -> Page[FieldProblem]:
    columns = price_file_fault.c
    async with db.read() as tx:
        return await fetch_page(
            tx,
            select(*(columns[name] for name in FieldProblem.model_fields), columns.position).where(
                columns.file_id == file_id
            ),
            paging,
            sortable={"position": columns.position},
            key=columns.position,
            convert=lambda row: FieldProblem.model_validate(dict(row)),
        )


@router.post("/{file_id}/apply", summary="Put a reviewed list in force")
async def post_apply(caller: Writer, command: Command, file_id: UUID, body: ApplyIn, request: Request) -> AppliedOut:
    async with command.transaction() as tx:
        changed = await apply(
            tx,
            file_id,
            leave_out_refused=body.leave_out_refused,
            company_currency=request.app.state.currency,
            by=caller.subject,
        )
        return command.answer(AppliedOut(changed=changed))
