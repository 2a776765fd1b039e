"""Customers and suppliers."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from kit.auth import Principal
from kit.bodies import ChangeOut
from kit.errors import stale, unknown
from kit.history_api import list_changes
from kit.http import Command, Db, Paging, requires
from kit.pagination import Page, fetch_page
from kit.search import words
from sqlalchemy import select

from catalog.api.partner_schemas import (
    ChangedPartnerOut,
    PartnerIn,
    PartnerOut,
    PartnerPatch,
    PartnersIn,
    PartnersOut,
    patched_partner,
)
from catalog.commands.change_partners import change_partners
from catalog.commands.create_partners import create_partners
from catalog.commands.govern import hidden
from catalog.domain.partner import Partner
from catalog.queries.as_of import as_of as partner_as_of
from catalog.storage import partners
from catalog.storage.tables import partner
from catalog.storage.tables_rules import audit_entry
from kit import clock

router = APIRouter(tags=["partners"])

Reader = Annotated[Principal, requires("catalog.partners.read")]
Writer = Annotated[Principal, requires("catalog.partners.write")]
BANK_READER = "catalog.bank-accounts.read"


@router.get("/partners", summary="Search customers and suppliers")
async def list_partners(
    caller: Reader,
    db: Db,
    paging: Paging,
    q: Annotated[str, Query(max_length=100, description="Words of code, name, identifiers or e-mail.")] = "",
    is_customer: bool | None = None,  # noqa: FBT001  # query parameters
    is_supplier: bool | None = None,  # noqa: FBT001
    is_active: bool | None = None,  # noqa: FBT001
    id_: Annotated[list[UUID] | None, Query(alias="id", max_length=200, description="These partners only.")] = None,
) -> Page[PartnerOut]:
    statement = select(partner).where(*(partner.c.search.like(pattern) for pattern in words(q)))
    if id_ is not None:
        statement = statement.where(partner.c.id.in_(id_))
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
    async with command.transaction() as tx:
        (created,) = await create_partners(tx, [body.to_domain()], caller=caller, accepted=[body.accept_duplicate])
        return command.answer(PartnerOut.of(created))


@router.post("/partners/bulk", status_code=201, summary="Create up to 1,000 partners, all or none")
async def create_partners_in_bulk(caller: Writer, command: Command, body: PartnersIn) -> PartnersOut:
    async with command.transaction() as tx:
        asked = [each.to_domain() for each in body.partners]
        accepted = [each.accept_duplicate for each in body.partners]
        created = await create_partners(tx, asked, caller=caller, accepted=accepted)
        return command.answer(PartnersOut(items=[PartnerOut.of(each) for each in created]))


@router.get("/partners/{partner_id}", summary="One partner, as it is or as it was")
async def get_partner(caller: Reader, db: Db, partner_id: UUID, as_of: datetime | None = None) -> PartnerOut:
    reveal = BANK_READER in caller.permissions
    async with db.read() as tx:
        if as_of is not None:
            at = clock.happened(clock.aware(as_of), field="as_of")
            return PartnerOut.of(await partner_as_of(tx, Partner, partner_id, at), reveal=reveal)
        found = await partners.find(tx, partner_id)
    if found is None:
        raise unknown("partner", partner_id)
    return PartnerOut.of(found, reveal=reveal)


@router.patch("/partners/{partner_id}", summary="Change a partner")
async def patch_partner(caller: Writer, command: Command, partner_id: UUID, body: PartnerPatch) -> ChangedPartnerOut:
    sent = command.version()
    async with command.transaction() as tx:
        before = await partners.find(tx, partner_id, lock=True)
        if before is None:
            raise unknown("partner", partner_id)
        if before.version != sent:
            raise stale("partner", sent=sent, current=before.version)
        (after,), requests = await change_partners(tx, [(before, patched_partner(before, body))], caller=caller)
        waiting = requests[0].request_id if requests else None
        return command.answer(ChangedPartnerOut.of(after, change_request_id=waiting))


@router.get("/partners/{partner_id}/history", summary="Every change of a partner, the last one first")
async def get_partner_history(caller: Reader, db: Db, paging: Paging, partner_id: UUID) -> Page[ChangeOut]:
    async with db.read() as tx:
        page = await list_changes(tx, audit_entry, paging, entity="partner", entity_id=str(partner_id))
    if not page.items and paging.cursor is None:
        raise unknown("partner", partner_id)
    if BANK_READER in caller.permissions:
        return page
    shown = [ChangeOut.model_validate({**each.model_dump(), "changes": hidden(each.changes)}) for each in page.items]
    return Page(items=shown, next_cursor=page.next_cursor)
