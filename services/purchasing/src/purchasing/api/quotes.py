"""Answers of suppliers: versions, tables, and side by side."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Body, Query, Request, Response
from kit.auth import Principal
from kit.exports import csv_response
from kit.http import Command, Db, Paging, requires
from kit.imports import parsed, read_csv
from kit.pagination import Page, fetch_page
from sqlalchemy import select

from purchasing.api.rfq_schemas import (
    ComparedLineOut,
    ComparedOut,
    ComparedSupplierOut,
    ComparisonOut,
    KeptOut,
    QuoteLineOut,
    QuoteOut,
    QuoteRow,
    QuoteTableIn,
)
from purchasing.commands import rfqs as commands
from purchasing.commands.quote_tables import TableRow, quoted_lines
from purchasing.domain.rfq import best_of
from purchasing.queries.comparison import comparison
from purchasing.storage import masters, rfqs
from purchasing.storage.tables_sourcing import quote

router = APIRouter(prefix="/rfqs/{rfq_id}", tags=["sourcing"])

Reader = Annotated[Principal, requires("purchasing.requests.read")]
Buyer = Annotated[Principal, requires("purchasing.rfqs.write")]

_HEAD = (
    "id",
    "supplier_id",
    "version",
    "currency",
    "freight",
    "charges",
    "valid_until",
    "note",
    "entered_by",
    "created_at",
)
_FILLED = ("unit_price", "lead_time_days", "minimum")  # what a supplier fills in; the quantity, if he has less
_NUMBERS = ("unit_price", "quantity", "minimum")


@router.get("/quotes", summary="All answers, with the versions before")
async def list_quotes(
    caller: Reader, db: Db, paging: Paging, rfq_id: UUID, supplier_id: UUID | None = None
) -> Page[QuoteOut]:
    statement = select(*(quote.c[name] for name in _HEAD)).where(quote.c.rfq_id == rfq_id)
    if supplier_id is not None:
        statement = statement.where(quote.c.supplier_id == supplier_id)
    async with db.read() as tx:
        page = await fetch_page(
            tx,
            statement,
            paging,
            sortable={"created_at": quote.c.created_at},
            key=quote.c.id,
            convert=lambda row: QuoteOut(**dict(row), lines=[]),
        )
        lines = await rfqs.quote_lines(tx, [each.id for each in page.items])
    for each in page.items:
        each.lines = [QuoteLineOut.model_validate(line, from_attributes=True) for line in lines[each.id]]
    return page


@router.get("/lines.csv", summary="What is asked, as a table for suppliers to fill in", response_class=Response)
async def get_table(caller: Reader, db: Db, rfq_id: UUID) -> Response:
    async with db.read() as tx:
        found = await rfqs.get(tx, rfq_id)
        known = await masters.some_products(tx, [line.product_id for line in found.lines])
    return csv_response(
        found.number,
        ("sku", "name", "packaging_code", "quantity", "needed_on", *_FILLED),
        [
            (
                known[line.product_id].sku,
                known[line.product_id].name,
                line.packaging_code,
                line.quantity,
                line.needed_on,
                *("" for _ in _FILLED),
            )
            for line in found.lines
        ],
    )


@router.post(
    "/quotes/csv", status_code=201, summary="Enter a supplier's answer as a table: what has no price is not quoted"
)
async def post_table(
    caller: Buyer,
    command: Command,
    rfq_id: UUID,
    terms: Annotated[QuoteTableIn, Query()],
    body: Annotated[bytes, Body(media_type="text/csv", examples=["sku;unit_price;lead_time_days\nVIS-4X40;7,35;10\n"])],
    request: Request,
) -> KeptOut:
    optional = ["name", "packaging_code", "quantity", "needed_on", "lead_time_days", "minimum", "valid_until"]
    rows = read_csv(body, required=["sku", "unit_price"], optional=optional, rows_max=500)
    shown = [{name: cell for name, cell in row.items() if name in QuoteRow.model_fields} for row in rows]
    read, faults = parsed(shown, QuoteRow, numbers=_NUMBERS)
    table = [
        TableRow(
            place=place,
            sku=row.sku,
            packaging_code=row.packaging_code,
            unit_price=row.unit_price,
            quantity=row.quantity,
            lead_time_days=row.lead_time_days,
            minimum=row.minimum,
            valid_until=row.valid_until,
        )
        for place, row in read
        if row.unit_price is not None
    ]
    async with command.transaction() as tx:
        lines = await quoted_lines(tx, rfq_id, table, unreadable=faults)
        quoted = terms.to_quote(terms.supplier_id, lines, request.app.state.currency)
        version = await commands.keep_quote(
            tx, rfq_id, quoted, note=terms.note, company_currency=request.app.state.currency, by=caller.subject
        )
        return command.answer(KeptOut(version=version))


@router.get("/comparison", summary="Answers side by side, on landed cost, date and record")
async def get_comparison(caller: Reader, db: Db, rfq_id: UUID, request: Request) -> ComparisonOut:
    async with db.read() as tx:
        found = await rfqs.get(tx, rfq_id)
        compared = await comparison(tx, found, request.app.state.currency)
        suppliers = await rfqs.suppliers(tx, rfq_id)
    items = [
        ComparedLineOut(
            rfq_line_id=line.id,
            product_id=line.product_id,
            packaging_code=line.packaging_code,
            quantity=line.quantity,
            offers=ComparedOut.all_of(compared[line.id]),
        )
        for line in found.lines
    ]
    offers = [each for item in items for each in item.offers]
    return ComparisonOut(
        items=items,
        suppliers=[
            ComparedSupplierOut(
                supplier_id=each.supplier_id,
                standing=each.standing(found.status),
                lines_asked=len(items),
                lines_answered=sum(offer.supplier_id == each.supplier_id for offer in offers),
                lines_best=sum(offer.supplier_id == each.supplier_id and offer.is_best for offer in offers),
            )
            for each in suppliers
        ],
    )


@router.get("/comparison.csv", summary="The same as a table", response_class=Response)
async def get_comparison_table(caller: Reader, db: Db, rfq_id: UUID, request: Request) -> Response:
    async with db.read() as tx:
        found = await rfqs.get(tx, rfq_id)
        compared = await comparison(tx, found, request.app.state.currency)
        known = await masters.some_products(tx, [line.product_id for line in found.lines])
        names = await masters.supplier_names(tx, [each.supplier_id for each in await rfqs.suppliers(tx, rfq_id)])
    rows = []
    for line in found.lines:
        best = best_of(compared[line.id])
        for each in compared[line.id]:
            code, name = names[each.supplier_id]
            is_best = best is not None and best[0] is each
            rows.append(
                (
                    known[line.product_id].sku, known[line.product_id].name, line.packaging_code, line.quantity, code, name,
                    each.unit_price, each.landed_unit_price, each.quantity, each.arrives_on, each.is_complete,
                    each.is_in_time, each.is_valid, each.record.on_time, each.record.in_full, is_best,
                    str(best[1]) if best and is_best else None,
                )
            )  # fmt: skip
    return csv_response(f"{found.number}-comparison", _COMPARISON, rows)


_COMPARISON = (
    "sku", "name", "packaging", "quantity_asked", "supplier", "supplier_name", "unit_price", "landed_unit_price",
    "quantity_offered", "arrives_on", "is_complete", "is_in_time", "is_valid", "on_time", "in_full", "is_best", "because",
)  # fmt: skip
