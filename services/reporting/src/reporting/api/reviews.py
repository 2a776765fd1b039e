"""The monthly review: a document to read, a table to work with."""

from datetime import date
from typing import Annotated, Literal

from fastapi import APIRouter, Path, Request, Response
from kit.auth import Principal
from kit.exports import xlsx_response
from kit.http import Db, requires
from kit.papers_api import pdf_response

from kit import clock
from reporting.queries.review import review
from reporting.queries.review_paper import Company, review_paper, review_table

router = APIRouter(prefix="/reviews", tags=["kpis"])

Reader = Annotated[Principal, requires("reporting.margins.read")]
Month = Annotated[str, Path(pattern=r"^(19[7-9]\d|2\d{3})-(0[1-9]|1[0-2])$", description="As 2026-03.")]
Language = Literal["fr", "en"]


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
