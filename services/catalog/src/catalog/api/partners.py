"""Customers and suppliers."""

from collections.abc import Iterable
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from kit.auth import Principal
from kit.bodies import HistoryOut
from kit.errors import stale, unknown
from kit.http import Command, Db, Paging, requires
from kit.pagination import Page, fetch_page
from kit.search import words
from sqlalchemy import select

from catalog.api.schemas import (
    PartnerFields,
    PartnerIn,
    PartnerOut,
    PartnerPatch,
    PartnersIn,
    PartnersOut,
    patched_partner,
)
from catalog.commands.change_partner import change_partner
from catalog.commands.create_partners import create_partners
from catalog.storage import partners
from catalog.storage.tables import partner
from kit import audit

router = APIRouter(tags=["partners"])

Reader = Annotated[Principal, requires("catalog.partners.read")]
Writer = Annotated[Principal, requires("catalog.partners.write")]


def _check_credit(caller: Principal, bodies: Iterable[PartnerFields]) -> None:
    """Who may write partners may still not lend money."""
    if any(body.sets_credit() for body in bodies):
        caller.require("catalog.credit.write")


@router.get("/partners", summary="Search customers and suppliers")
async def list_partners(
    caller: Reader,
    db: Db,
    paging: Paging,
    q: Annotated[str, Query(max_length=100, description="Words of code, name, identifiers or e-mail.")] = "",
    is_customer: bool | None = None,  # noqa: FBT001  # query parameters
    is_supplier: bool | None = None,  # noqa: FBT001
    is_active: bool | None = None,  # noqa: FBT001
) -> Page[PartnerOut]:
    statement = select(partner).where(*(partner.c.search.like(pattern) for pattern in words(q)))
    if is_customer is not None:
        statement = statement.where(partner.c.is_customer == is_customer)
    if is_supplier is not None:
        statement = statement.where(partner.c.is_supplier == is_supplier)
    if is_active is not None:
        statement = statement.where(partner.c.is_active == is_active)
    sortable = {"code": partner.c.code, "name": partner.c.name, "created_at": partner.c.created_at}
    async with db.read() as tx:
        return await fetch_page(
            tx,
            statement,
            paging,
            sortable=sortable,
            key=partner.c.id,
            convert=lambda row: PartnerOut.of(partners.partner_of(dict(row))),
        )


@router.post("/partners", status_code=201, summary="Create a partner")
async def create_partner(caller: Writer, command: Command, body: PartnerIn) -> PartnerOut:
    _check_credit(caller, [body])
    async with command.transaction() as tx:
        (created,) = await create_partners(tx, [body.to_domain()], subject=caller.subject)
        return command.answer(PartnerOut.of(created))


@router.post("/partners/bulk", status_code=201, summary="Create up to 1,000 partners, all or none")
async def create_partners_in_bulk(caller: Writer, command: Command, body: PartnersIn) -> PartnersOut:
    _check_credit(caller, body.partners)
    async with command.transaction() as tx:
        asked = [each.to_domain() for each in body.partners]
        created = await create_partners(tx, asked, subject=caller.subject)
        return command.answer(PartnersOut(items=[PartnerOut.of(each) for each in created]))


@router.get("/partners/{partner_id}", summary="One partner")
async def get_partner(caller: Reader, db: Db, partner_id: UUID) -> PartnerOut:
    async with db.read() as tx:
        found = await partners.find(tx, partner_id)
    if found is None:
        raise unknown("partner", partner_id)
    return PartnerOut.of(found)


@router.patch("/partners/{partner_id}", summary="Change a partner")
async def patch_partner(caller: Writer, command: Command, partner_id: UUID, body: PartnerPatch) -> PartnerOut:
    if body.changes_credit():
        caller.require("catalog.credit.write")
    sent = command.version()
    async with command.transaction() as tx:
        before = await partners.find(tx, partner_id)
        if before is None:
            raise unknown("partner", partner_id)
        if before.version != sent:
            raise stale("partner", sent=sent, current=before.version)
        after = await change_partner(tx, before, patched_partner(before, body), subject=caller.subject)
        return command.answer(PartnerOut.of(after))


@router.get("/partners/{partner_id}/history", summary="Every change of a partner")
async def get_partner_history(caller: Reader, db: Db, partner_id: UUID) -> HistoryOut:
    async with db.read() as tx:
        entries = await audit.history(tx, "partner", str(partner_id))
    if not entries:
        raise unknown("partner", partner_id)
    return HistoryOut.of(entries)
