"""The monthly review: a document to read, a table to work with."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from fastapi import APIRouter, Path, Request, Response
from kit.auth import Principal
from kit.exports import xlsx_response
from kit.http import Db, Paging, requires
from kit.pagination import Page, fetch_page
from kit.papers_api import pdf_response
from sqlalchemy import Date, Numeric, Select, cast, func, select

from kit import clock
from reporting.api.review_schemas import Language, ReviewOut
from reporting.queries.review import review
from reporting.queries.review_paper import Company, review_paper, review_table
from reporting.storage.tables_cube import margin_day
from reporting.storage.tables_reviews import sealed_review

router = APIRouter(prefix="/reviews", tags=["kpis"])

Reader = Annotated[Principal, requires("reporting.margins.read")]
Month = Annotated[str, Path(pattern=r"^(19[7-9]\d|2\d{3})-(0[1-9]|1[0-2])$", description="As 2026-03.")]


@router.get("", summary="The months that can be reviewed, sealed or provisional")
async def list_reviews(caller: Reader, db: Db, paging: Paging) -> Page[ReviewOut]:
    months = _months().subquery("review")
    async with db.read() as tx:
        return await fetch_page(
            tx,
            select(months),
            paging,
            sortable={"month": months.c.month},
            key=months.c.key,
            convert=lambda row: ReviewOut(
                month=row["month"],
                revenue=Decimal(row["revenue"]),
                margin=Decimal(row["revenue"]) - Decimal(row["cost"]),
                sealed_at=row["sealed_at"],
                seal=row["seal"],
            ),
        )


def _months() -> Select[Any]:
    """Sealed months with the figures that were kept, the others as they are known now."""
    t, s = margin_day.c, sealed_review.c
    first = cast(func.date_trunc("month", t.day), Date).label("month")
    known = (
        select(first, func.sum(t.revenue).label("revenue"), func.sum(t.cost).label("cost"))
        .group_by(first)
        .subquery("known")
    )
    month = func.coalesce(s.month, known.c.month)
    kept = s.figures["margin"]
    return select(
        month.label("month"),
        func.to_char(month, "YYYY-MM").label("key"),
        func.coalesce(cast(kept[0].astext, Numeric), known.c.revenue, 0).label("revenue"),
        func.coalesce(cast(kept[1].astext, Numeric), known.c.cost, 0).label("cost"),
        s.sealed_at,
        s.seal,
    ).select_from(known.outerjoin(sealed_review, s.month == known.c.month, full=True))


@router.get("/{month}/paper", summary="The review of a month as a PDF", response_class=Response)
async def get_paper(caller: Reader, db: Db, request: Request, month: Month, language: Language = "fr") -> Response:
    company: Company = request.app.state.company
    today = clock.now().date()
    async with db.read() as tx:
        found = await review(tx, date.fromisoformat(f"{month}-01"), today)
    return await pdf_response(review_paper(found, company, language, today), f"review-{month}")


@router.get("/{month}/table", summary="The review of a month as a workbook", response_class=Response)
async def get_table(caller: Reader, db: Db, month: Month, language: Language = "fr") -> Response:
    async with db.read() as tx:
        found = await review(tx, date.fromisoformat(f"{month}-01"), clock.now().date())
    header, rows = review_table(found, language)
    return xlsx_response(f"review-{month}", header, rows)
