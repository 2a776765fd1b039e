"""Families and units."""

from typing import Annotated

from fastapi import APIRouter
from kit.auth import Principal
from kit.errors import unknown
from kit.http import Command, Db, Paging, requires
from kit.pagination import Page, fetch_page
from sqlalchemy import select

from catalog.api.schemas import FamilyIn, FamilyOut, UomOut, UomsOut
from catalog.commands.create_family import create_family
from catalog.domain.family import Family
from catalog.domain.uom import UOMS
from catalog.storage import families
from catalog.storage.tables import family

router = APIRouter()

Reader = Annotated[Principal, requires("catalog.products.read")]
Writer = Annotated[Principal, requires("catalog.products.write")]


@router.get("/families", tags=["families"], summary="The families of products")
async def list_families(caller: Reader, db: Db, paging: Paging, parent_code: str | None = None) -> Page[FamilyOut]:
    statement = select(family.c.code, family.c.name, family.c.parent_code)
    if parent_code is not None:
        statement = statement.where(family.c.parent_code == parent_code)
    async with db.read() as tx:
        return await fetch_page(
            tx,
            statement,
            paging,
            sortable={"code": family.c.code},
            key=family.c.code,
            convert=lambda row: FamilyOut(**dict(row)),
        )


@router.post("/families", status_code=201, tags=["families"], summary="Add a family")
async def add_family(caller: Writer, command: Command, body: FamilyIn) -> FamilyOut:
    async with command.transaction() as tx:
        added = await create_family(tx, Family(body.code, body.name, body.parent_code))
        return command.answer(FamilyOut(code=added.code, name=added.name, parent_code=added.parent_code))


@router.get("/families/{code}", tags=["families"], summary="One family")
async def get_family(caller: Reader, db: Db, code: str) -> FamilyOut:
    async with db.read() as tx:
        found = (await families.every(tx)).get(code)
    if found is None:
        raise unknown("family", code)
    return FamilyOut(code=found.code, name=found.name, parent_code=found.parent_code)


@router.get("/uoms", tags=["units"], summary="Units of measure (UN/ECE Rec 20 and 21)")
async def list_uoms(caller: Reader) -> UomsOut:
    return UomsOut(
        items=[
            UomOut(code=unit.code, name_fr=unit.name_fr, name_en=unit.name_en, decimals=unit.decimals)
            for unit in UOMS.values()
        ]
    )
