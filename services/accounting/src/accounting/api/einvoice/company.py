"""Who the company is by law."""

from typing import Annotated

from fastapi import APIRouter
from kit.auth import Principal
from kit.http import Command, Db, requires

from accounting.api.einvoice.schemas import CompanyIn, CompanyOut
from accounting.commands.einvoice.set_company import set_company
from accounting.storage.einvoice import companies

router = APIRouter(tags=["company"])


@router.get("/company", summary="Who we are by law, as invoices say it")
async def get_company(caller: Annotated[Principal, requires("accounting.company.read")], db: Db) -> CompanyOut | None:
    """Null until somebody has said it."""
    async with db.read() as tx:
        found = await companies.find(tx)
    return None if found is None else CompanyOut.of(*found)


@router.put("/company", summary="Say who we are by law (If-Match: its version, once there is one)")
async def put_company(
    caller: Annotated[Principal, requires("accounting.company.write")], command: Command, body: CompanyIn
) -> CompanyOut:
    sent = command.version() if command.has_version() else None
    company = body.to_domain()
    async with command.transaction() as tx:
        version = await set_company(tx, company, version=sent, by=caller.subject)
        return command.answer(CompanyOut.of(company, version))
