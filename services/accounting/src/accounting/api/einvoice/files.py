"""Invoices and credit notes on paper and as files: PDF, Factur-X, CII, UBL; the archive's original bytes."""

import re
from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response
from kit.auth import Principal
from kit.db import ReadTransaction
from kit.errors import NotFound
from kit.http import Command, Db, Paging, requires
from kit.pagination import Page, fetch_page
from kit.papers_api import PrintedTogetherIn, pdf_response, together_response
from sqlalchemy import select

from accounting.api.einvoice.schemas import EInvoiceHead, EInvoiceOut
from accounting.commands.einvoice.write_invoices import keep_made
from accounting.domain.errors import FilesAreKept
from accounting.formats.einvoice.workshop import Workshop
from accounting.queries.einvoice.documents import prepared_all, prepared_one
from accounting.storage.einvoice import archive, ours
from accounting.storage.einvoice.archive import ArchivedFile
from accounting.storage.tables_einvoice import einvoice
from kit import clock

router = APIRouter(tags=["electronic invoices"])

Reader = Annotated[Principal, requires("accounting.invoices.read")]


async def _workshop(request: Request) -> Workshop:
    workshop: Workshop = request.app.state.workshop
    return workshop


Shop = Annotated[Workshop, Depends(_workshop)]


async def _currency(request: Request) -> str:
    currency: str = request.app.state.settings.company_currency
    return currency


CompanyCurrency = Annotated[str, Depends(_currency)]


async def _require_own(tx: ReadTransaction, caller: Principal, kind: ours.Kind, document_id: UUID) -> None:
    """Nothing, or a refusal: there is no such document, or it is another customer's. One issued again has its own id too."""
    caller.require_customer((await ours.get(tx, document_id, kind)).customer_id)


def _routes(path: str, name: str, noun: ours.Kind) -> None:
    """The same for all that customers are sent."""

    @router.get(
        f"{path}/paper",
        operation_id=f"get_{noun}_paper",
        summary=f"The {name} as a PDF to read",
        response_class=Response,
    )
    async def get_paper(
        caller: Reader,
        db: Db,
        currency: CompanyCurrency,
        document_id: UUID,
        language: Literal["fr", "en"] | None = None,
    ) -> Response:
        async with db.read() as tx:
            await _require_own(tx, caller, noun, document_id)
            found = await prepared_one(tx, document_id, currency, language)
        return await pdf_response(found.paper, found.issued.document.number)

    @router.get(
        f"{path}/files",
        operation_id=f"list_{noun}_files",
        summary=f"The {name} as files, with what the rules said",
    )
    async def list_files(caller: Reader, db: Db, document_id: UUID) -> EInvoiceOut:
        async with db.read() as tx:
            await _require_own(tx, caller, noun, document_id)
            return await _out(tx, document_id)

    @router.get(
        f"{path}/files/{{kind}}",
        operation_id=f"get_{noun}_file",
        summary="One file, byte by byte as it is archived",
        response_class=Response,
    )
    async def get_file(caller: Reader, db: Db, document_id: UUID, kind: Literal["factur-x", "cii", "ubl"]) -> Response:
        async with db.read() as tx:
            await _require_own(tx, caller, noun, document_id)
            return attached(*await archive.content(tx, document_id, kind))

    @router.post(
        f"{path}/files",
        status_code=201,
        operation_id=f"post_{noun}_files",
        summary=f"Make the files of a {name} that has none yet",
    )
    async def post_files(
        caller: Annotated[Principal, requires("accounting.einvoices.write")],
        command: Command,
        db: Db,
        workshop: Shop,
        currency: CompanyCurrency,
        document_id: UUID,
    ) -> EInvoiceOut:
        await command.check_answered()
        async with db.read() as tx:
            await _require_own(tx, caller, noun, document_id)
            if await archive.of_document(tx, document_id):
                raise FilesAreKept("This document has its files: they are archived and stay as they are.")
            one = await prepared_one(tx, document_id, currency)
        made = await workshop.make(one.issued.document, one.paper)
        async with command.transaction() as tx:
            await keep_made(tx, one, made, clock.now())
            return command.answer(await _out(tx, document_id))


@router.post(
    "/invoices/papers",
    summary="Many invoices as one PDF to print, each in its own language unless another is asked for",
    response_class=Response,
    responses={200: {"content": {"application/pdf": {}}}},
)
async def print_invoices(caller: Reader, db: Db, currency: CompanyCurrency, body: PrintedTogetherIn) -> Response:
    async with db.read() as tx:
        current = await ours.last_issues(tx, body.ids)
        for document in current:
            caller.require_customer(document.customer_id)
        found = await prepared_all(tx, [document.id for document in current], currency, body.language)
    return await together_response([each.paper for each in found], "invoices")


_routes("/invoices/{document_id}", "invoice", "invoice")
_routes("/down-payments/{document_id}", "down payment", "down_payment")
_routes("/customer-credit-notes/{document_id}", "credit note", "customer_credit_note")


def attached(file: ArchivedFile, content: bytes) -> Response:
    """A file to save, known by its hash."""
    name = re.sub(r"[^A-Za-z0-9._-]", "_", file.name)
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "ETag": f'"{file.sha256.hex()}"'}
    return Response(content, media_type=file.media_type, headers=headers)


@router.get("/e-invoices", summary="How the writing of invoices and credit notes went; the faulty ones have no files")
async def list_e_invoices(
    caller: Annotated[Principal, requires("accounting.einvoices.read")],
    db: Db,
    paging: Paging,
    status: Literal["written", "faulty"] | None = None,
) -> Page[EInvoiceHead]:
    e = einvoice.c
    statement = select(*(e[name] for name in EInvoiceHead.model_fields))
    if status is not None:
        statement = statement.where(e.status == status)
    async with db.read() as tx:
        return await fetch_page(
            tx,
            statement,
            paging,
            sortable={"written_at": e.written_at},
            key=e.document_id,
            convert=lambda row: EInvoiceHead(**dict(row)),
        )


async def _out(tx: ReadTransaction, document_id: UUID) -> EInvoiceOut:
    row = await tx.fetchrow(
        "SELECT document_id, number, status, rules_version, written_at, findings FROM einvoice WHERE document_id = $1",
        document_id,
    )
    if row is None:
        raise NotFound("This document has no files yet: they are made within moments of it, once the company is known.")
    return EInvoiceOut.of(row, await archive.of_document(tx, document_id))
