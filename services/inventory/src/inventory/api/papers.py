"""Papers of the warehouse, as PDF."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Response
from kit.auth import Principal
from kit.company import Language, OurCompany
from kit.http import Db, requires
from kit.papers_api import PrintedTogetherIn, pdf_response, together_response

from inventory.queries.papers import count_sheet, customer_of, delivery_note, pick_list, receipt_notes

router = APIRouter(tags=["papers"])

Reader = Annotated[Principal, requires("inventory.stock.read")]
NoteReader = Annotated[Principal, requires("inventory.delivery-notes.read")]
Counter = Annotated[Principal, requires("inventory.counts.read")]

_PDF: dict[int | str, dict[str, Any]] = {200: {"content": {"application/pdf": {}}}}


@router.get(
    "/waves/{wave_id}/paper", summary="The picking list of a wave as PDF", response_class=Response, responses=_PDF
)
async def print_pick_list(
    caller: Reader, db: Db, company: OurCompany, wave_id: UUID, language: Language = "fr"
) -> Response:
    async with db.read() as tx:
        paper = await pick_list(tx, wave_id, company, language)
    return await pdf_response(paper, paper.number)


@router.get(
    "/counts/{count_id}/paper",
    summary="The sheet of a count as PDF: places still to be looked at",
    response_class=Response,
    responses=_PDF,
)
async def print_count_sheet(
    caller: Counter, db: Db, company: OurCompany, count_id: UUID, language: Language = "fr"
) -> Response:
    async with db.read() as tx:
        paper = await count_sheet(tx, count_id, company, language)
    return await pdf_response(paper, paper.number)


@router.get(
    "/shipments/{shipment_id}/paper",
    summary="The delivery note of a shipment as PDF, in the customer's language unless another is asked for",
    response_class=Response,
    responses=_PDF,
)
async def print_delivery_note(
    caller: Reader, db: Db, company: OurCompany, shipment_id: UUID, language: Language | None = None
) -> Response:
    async with db.read() as tx:
        paper = await delivery_note(tx, shipment_id, company, language)
    return await pdf_response(paper, paper.number)


@router.get(
    "/receipts/{receipt_id}/paper",
    summary="The note of a receipt as PDF: what came in and where it was put",
    response_class=Response,
    responses=_PDF,
)
async def print_receipt(
    caller: Reader, db: Db, company: OurCompany, receipt_id: UUID, language: Language = "fr"
) -> Response:
    async with db.read() as tx:
        (paper,) = await receipt_notes(tx, [receipt_id], company, language)
    return await pdf_response(paper, paper.number)


@router.post(
    "/receipts/papers",
    summary="The notes of many receipts as one PDF to print",
    response_class=Response,
    responses=_PDF,
)
async def print_receipts(caller: Reader, db: Db, company: OurCompany, body: PrintedTogetherIn) -> Response:
    async with db.read() as tx:
        papers = await receipt_notes(tx, body.ids, company, body.language or "fr")
    return await together_response(papers, "receipts")


@router.get(
    "/delivery-notes/{shipment_id}",
    summary="The same delivery note for whom it was written: a customer reads those of what left for him",
    response_class=Response,
    responses=_PDF,
)
async def print_own_delivery_note(
    caller: NoteReader, db: Db, company: OurCompany, shipment_id: UUID, language: Language | None = None
) -> Response:
    async with db.read() as tx:
        caller.require_customer(await customer_of(tx, shipment_id))
        paper = await delivery_note(tx, shipment_id, company, language)
    return await pdf_response(paper, paper.number)
