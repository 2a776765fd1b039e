"""What stock was worth at a day, as it was known at an instant, and the proof of it."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from kit.auth import Principal
from kit.exports import csv_response
from kit.http import Db, Paging, requires
from kit.pagination import Page, fetch_page
from kit.papers_api import pdf_response
from pydantic import BaseModel, Field
from sqlalchemy import cast, literal, null, select

from accounting.config import Settings
from accounting.queries.stock_value import as_of as reports
from accounting.queries.stock_value.proof import COLUMNS, cells
from accounting.queries.stock_value.proof import proof as proof_of
from accounting.queries.stock_value.proof_paper import proof_paper
from accounting.storage.tables import movement_valuation, revaluation
from kit import clock

router = APIRouter(tags=["valuation"])

Reader = Annotated[Principal, requires("accounting.valuation.read")]
AsOf = Annotated[date | None, Query(description="At the end of which day; today if not given.")]
KnownAt = Annotated[datetime | None, Query(description="As it was known then; as it is known now if not given.")]


class WorthOut(BaseModel):
    product_id: UUID
    sku: str | None
    quantity: Decimal
    value: Decimal


class ReportOut(BaseModel):
    """Account 37 at the end of the day, by what was posted up to the instant."""

    as_of: date
    known_at: datetime | None
    value: Decimal
    products: int
    items: list[WorthOut] | None = Field(description="Of the products asked for; the CSV file has all.")


class LateFactOut(BaseModel):
    """Posted on a day of the report, and not known yet at the instant."""

    id: UUID
    product_id: UUID
    posted_on: date
    known_at: datetime
    reason: str
    document_number: str | None
    quantity: Decimal
    amount: Decimal


@router.get("/valuation/report", summary="What stock was worth at the end of a day, as it was known at an instant")
async def get_report(
    caller: Reader,
    db: Db,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    product_id: Annotated[list[UUID] | None, Query(max_length=200)] = None,
) -> ReportOut:
    """`product_id`, repeated: only these, and each of them."""
    day, instant = as_of or clock.now().date(), _aware(known_at)
    async with db.read() as tx:
        report = await reports.stock_value(tx, day, instant, product_ids=product_id)
    items = (
        None if product_id is None else [WorthOut.model_validate(line, from_attributes=True) for line in report.lines]
    )
    return ReportOut(as_of=day, known_at=instant, value=report.value, products=len(report.lines), items=items)


@router.get("/valuation/report.csv", summary="The same, with every product", response_class=Response)
async def get_report_file(caller: Reader, db: Db, as_of: AsOf = None, known_at: KnownAt = None) -> Response:
    day = as_of or clock.now().date()
    async with db.read() as tx:
        report = await reports.stock_value(tx, day, _aware(known_at))
    rows = [(line.sku or "", line.product_id, line.quantity, line.value) for line in report.lines]
    return csv_response(f"stock-{day}", ("sku", "product_id", "quantity", "value"), rows)


@router.get("/valuation/late-facts", summary="What makes the difference between a day as it was known then and now")
async def list_late_facts(
    caller: Reader, db: Db, paging: Paging, as_of: date, known_at: datetime, until: datetime | None = None
) -> Page[LateFactOut]:
    """The report known until `until` (now) less the report known at `known_at` is the sum of these amounts."""
    m, r = movement_valuation.c, revaluation.c
    facts = (
        select(
            m.movement_id.label("id"), m.product_id, m.posted_on, m.created_at.label("known_at"), m.reason,
            m.document_number, m.quantity, m.amount,
        )
        .union_all(
            select(
                r.id, r.product_id, r.posted_on, r.created_at, r.reason, cast(null(), m.document_number.type),
                cast(literal(0), m.quantity.type), r.amount,
            )
        )
        .subquery()
    )  # fmt: skip
    statement = select(facts).where(facts.c.posted_on <= as_of, facts.c.known_at > clock.aware(known_at))
    if until is not None:
        statement = statement.where(facts.c.known_at <= clock.aware(until))
    async with db.read() as tx:
        return await fetch_page(
            tx,
            statement,
            paging,
            sortable={"known_at": facts.c.known_at},
            key=facts.c.id,
            convert=lambda row: LateFactOut(**dict(row)),
        )


@router.get("/valuation/proof", summary="The proof of what a product's stock is worth", response_class=Response)
async def get_proof(
    caller: Reader,
    db: Db,
    request: Request,
    product_id: UUID,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    format: Literal["csv", "pdf"] = "csv",  # noqa: A002  # the parameter's name
    language: Literal["fr", "en"] = "fr",
) -> Response:
    """Facts in their order, takes from receipts, suppliers' lines, ledger lines, sites. `tools/check_proof.py` recomputes it."""
    settings: Settings = request.app.state.settings
    day = as_of or clock.now().date()
    async with db.read() as tx:
        proof = await proof_of(tx, product_id, day, _aware(known_at))
    name = f"proof-{proof.sku}-{day}"
    if format == "pdf":
        currency, company = settings.company_currency, settings.company_name
        return await pdf_response(proof_paper(proof, company=company, currency=currency, language=language), name)
    return csv_response(name, COLUMNS, map(cells, proof.rows))


def _aware(instant: datetime | None) -> datetime | None:
    return None if instant is None else clock.aware(instant)
