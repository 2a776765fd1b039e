"""What customers call our products."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from kit.auth import Principal
from kit.bodies import Code, Strict
from kit.errors import Fault
from kit.http import Command, Db, Paging, requires
from kit.pagination import Page, fetch_page
from pydantic import BaseModel, Field
from sqlalchemy import select

from catalog.commands.customer_codes import put_codes, remove_codes
from catalog.domain.customer_code import CustomerCode, code_key
from catalog.domain.errors import UnknownCodes
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


class CustomerCodesOut(BaseModel):
    items: list[CustomerCodeOut]


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
async def look_up_codes(caller: Reader, db: Db, partner_id: UUID, body: CodesIn) -> CustomerCodesOut:
    caller.require_customer(partner_id)
    async with db.read() as tx:
        known = await customer_codes.find(tx, partner_id, body.codes)
    faults = [
        Fault(f"codes.{i}", f"This customer has no code {code!r}: add it, or ask by our own reference.")
        for i, code in enumerate(body.codes)
        if code_key(code) not in known
    ]
    if faults:
        raise UnknownCodes(faults)
    return CustomerCodesOut(
        items=[CustomerCodeOut.model_validate(known[code_key(code)], from_attributes=True) for code in body.codes]
    )
