"""Invoiced lines with their cost, and the house at a glance."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter
from kit.auth import Principal
from kit.http import Db, Paging, requires
from kit.pagination import Page, fetch_page
from sqlalchemy import select

from reporting.api.periods import From, Until, check_period
from reporting.api.schemas import FreshnessOut, MarginLineOut, SummaryOut, TopicFreshness
from reporting.domain.margin import Margin
from reporting.queries.summary import freshness, summary
from reporting.storage.tables import margin_line, product

router = APIRouter(tags=["margins"])


@router.get("/margins/lines", summary="The invoiced lines behind a margin")
async def list_margin_lines(
    caller: Annotated[Principal, requires("reporting.margins.read")],
    db: Db,
    paging: Paging,
    product_id: UUID | None = None,
    customer_id: UUID | None = None,
    sales_order_id: UUID | None = None,
    from_: From = None,
    until: Until = None,
) -> Page[MarginLineOut]:
    check_period(from_, until)
    line = margin_line.c
    statement = select(margin_line, product.c.sku).select_from(
        margin_line.outerjoin(product, product.c.id == line.product_id)
    )
    for column, value in (
        (line.product_id, product_id),
        (line.customer_id, customer_id),
        (line.sales_order_id, sales_order_id),
    ):
        if value is not None:
            statement = statement.where(column == value)
    if from_ is not None:
        statement = statement.where(line.issued_on >= from_)
    if until is not None:
        statement = statement.where(line.issued_on < until)
    sortable = {"issued_on": line.issued_on}
    async with db.read() as tx:
        return await fetch_page(
            tx,
            statement,
            paging,
            sortable=sortable,
            key=line.invoice_line_id,
            convert=lambda row: MarginLineOut(**dict(row)),
        )


@router.get("/summary", summary="The house at a glance")
async def get_summary(
    caller: Annotated[Principal, requires("reporting.margins.read")], db: Db, from_: From = None, until: Until = None
) -> SummaryOut:
    check_period(from_, until)
    async with db.read() as tx:
        found = await summary(tx, effective_from=from_, effective_until=until)
    margin = Margin(found["revenue"], found["cost"])
    return SummaryOut(**found, margin=margin.amount, rate=margin.rate)


@router.get("/freshness", summary="How fresh the figures are")
async def get_freshness(caller: Annotated[Principal, requires("reporting.margins.read")], db: Db) -> FreshnessOut:
    async with db.read() as tx:
        return FreshnessOut(topics=[TopicFreshness(**topic) for topic in await freshness(tx)])
