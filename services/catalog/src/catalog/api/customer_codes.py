"""What customers call our products."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from kit.auth import Principal
from kit.bodies import Code, Strict
from kit.http import Command, Db, Paging, requires
from kit.pagination import Page, fetch_page
from pydantic import BaseModel, Field
from sqlalchemy import select

from catalog.commands.customer_codes import put_codes, remove_codes
from catalog.domain.customer_code import CustomerCode, code_key
from catalog.domain.product import STOCK_PACKAGING
from catalog.storage import customer_codes
from catalog.storage.tables_rules import customer_code

router = APIRouter(tags=["customer codes"])

Reader = Annotated[Principal, requires("catalog.products.read")]
Writer = Annotated[Principal, requires("catalog.partners.write")]
TheirCode = Annotated[str, Field(min_length=1, max_length=80, examples=["REF-CLIENT 4711"])]


class CustomerCodeIn(Strict):
    code: TheirCode
    product_id: UUID
    packaging_code: Code = STOCK_PACKAGING


class CustomerCodesIn(Strict):
    items: list[CustomerCodeIn] = Field(min_length=1, max_length=1000)
    replace: bool = Field(default=False, description="Codes that stand for another product now stand for this one.")


class CodesIn(Strict):
    codes: list[TheirCode] = Field(min_length=1, max_length=1000)


class CustomerCodeOut(BaseModel):
    code: str
    product_id: UUID
    packaging_code: str


class LookedUpOut(BaseModel):
    """One code as it was asked; without a product when the customer has no such code."""

    code: str
    product_id: UUID | None = None
    packaging_code: str | None = None

    @classmethod
    def of(cls, code: str, found: CustomerCode | None) -> "LookedUpOut":
        if found is None:
            return cls(code=code)
        return cls(code=code, product_id=found.product_id, packaging_code=found.packaging_code)


class LookedUpCodesOut(BaseModel):
    items: list[LookedUpOut]


class CountOut(BaseModel):
    count: int = Field(description="How many lines of the request now hold.")


@router.get("/partners/{partner_id}/product-codes", summary="What a customer calls our products")
async def list_codes(
    caller: Reader,
    db: Db,
    paging: Paging,
    partner_id: UUID,
    product_id: UUID | None = None,
    q: Annotated[str, Query(max_length=80)] = "",
) -> Page[CustomerCodeOut]:
    caller.require_customer(partner_id)
    columns = customer_code.c
    statement = select(columns.key, columns.code, columns.product_id, columns.packaging_code).where(
        columns.customer_id == partner_id
    )
    if product_id is not None:
        statement = statement.where(columns.product_id == product_id)
    if q:
        statement = statement.where(columns.key.contains(code_key(q), autoescape=True))
    async with db.read() as tx:
        return await fetch_page(
            tx,
            statement,
            paging,
            sortable={"key": columns.key},
            key=columns.key,
            convert=lambda row: CustomerCodeOut.model_validate(dict(row)),
        )


@router.put("/partners/{partner_id}/product-codes", summary="Write up to 1,000 codes of a customer; others stay")
async def put_customer_codes(caller: Writer, command: Command, partner_id: UUID, body: CustomerCodesIn) -> CountOut:
    asked = [CustomerCode(**each.model_dump()) for each in body.items]
    async with command.transaction() as tx:
        await put_codes(tx, partner_id, asked, replace=body.replace)
        return command.answer(CountOut(count=len(asked)))


@router.post("/partners/{partner_id}/product-codes/remove", summary="Forget codes of a customer")
async def remove_customer_codes(caller: Writer, command: Command, partner_id: UUID, body: CodesIn) -> CountOut:
    async with command.transaction() as tx:
        await remove_codes(tx, partner_id, body.codes)
        return command.answer(CountOut(count=len(body.codes)))


@router.post("/partners/{partner_id}/product-codes/lookup", summary="Products of up to 1,000 codes, in the same order")
async def look_up_codes(caller: Reader, db: Db, partner_id: UUID, body: CodesIn) -> LookedUpCodesOut:
    caller.require_customer(partner_id)
    async with db.read() as tx:
        known = await customer_codes.find(tx, partner_id, body.codes)
    return LookedUpCodesOut(items=[LookedUpOut.of(code, known.get(code_key(code))) for code in body.codes])
