"""Families and units."""

from typing import Annotated

from fastapi import APIRouter
from kit.auth import Principal
from kit.errors import unknown
from kit.http import Command, Db, Paging, requires
from kit.pagination import Page, fetch_page
from kit.uom import UOMS
from sqlalchemy import select

from catalog.api.schemas import AttributesIn, FamilyIn, FamilyOut, UomOut, UomsOut
from catalog.commands.create_family import create_family, define_attributes
from catalog.storage import families
from catalog.storage.tables import family

router = APIRouter()

Reader = Annotated[Principal, requires("catalog.products.read")]
Writer = Annotated[Principal, requires("catalog.products.write")]


@router.get("/families", tags=["families"], summary="The families of products")
async def list_families(caller: Reader, db: Db, paging: Paging, parent_code: str | None = None) -> Page[FamilyOut]:
    statement = select(family.c.code, family.c.name, family.c.parent_code, family.c.attributes)
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
        return command.answer(FamilyOut.of(await create_family(tx, body.to_domain())))


@router.get("/families/{code}", tags=["families"], summary="One family")
async def get_family(caller: Reader, db: Db, code: str) -> FamilyOut:
    async with db.read() as tx:
        found = (await families.every(tx)).get(code)
    if found is None:
        raise unknown("family", code)
    return FamilyOut.of(found)


@router.put("/families/{code}/attributes", tags=["families"], summary="Set what products of a family say of themselves")
async def put_attributes(caller: Writer, command: Command, code: str, body: AttributesIn) -> FamilyOut:
    attributes = [each.to_domain() for each in body.attributes]
    async with command.transaction() as tx:
        return command.answer(FamilyOut.of(await define_attributes(tx, code, attributes, subject=caller.subject)))


@router.get("/uoms", tags=["units"], summary="Units of measure (UN/ECE Rec 20 and 21)")
async def list_uoms(caller: Reader) -> UomsOut:
    return UomsOut(
        items=[
            UomOut(
                code=unit.code,
                symbol=unit.symbol,
                name_fr=unit.name_fr,
                name_en=unit.name_en,
                dimension=unit.dimension,
                numerator=None if unit.factor is None else unit.factor.numerator,
                denominator=None if unit.factor is None else unit.factor.denominator,
                decimals=unit.decimals,
            )
            for unit in UOMS.values()
        ]
    )
