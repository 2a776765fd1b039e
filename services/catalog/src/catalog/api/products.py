"""Products."""

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
    ProductIn,
    ProductOut,
    ProductPatch,
    ProductsIn,
    ProductsOut,
    patched_product,
)
from catalog.commands.change_product import change_product
from catalog.commands.create_products import create_products
from catalog.domain.product import ProductStatus
from catalog.storage import products
from catalog.storage.tables import family, product
from kit import audit

router = APIRouter(tags=["products"])

Reader = Annotated[Principal, requires("catalog.products.read")]
Writer = Annotated[Principal, requires("catalog.products.write")]


@router.get("/products", summary="Search products")
async def list_products(
    caller: Reader,
    db: Db,
    paging: Paging,
    q: Annotated[str, Query(max_length=100, description="Words of SKU or names, in any order.")] = "",
    family_code: Annotated[str | None, Query(alias="family", description="A family and all below it.")] = None,
    status: ProductStatus | None = None,
) -> Page[ProductOut]:
    statement = select(product).where(*(product.c.search.like(pattern) for pattern in words(q)))
    if family_code is not None:
        below = select(family.c.code).where(family.c.code == family_code).cte(recursive=True)
        below = below.union(select(family.c.code).join(below, family.c.parent_code == below.c.code))
        statement = statement.where(product.c.family_code.in_(select(below.c.code)))
    if status is not None:
        statement = statement.where(product.c.status == status.value)
    sortable = {"sku": product.c.sku, "name_fr": product.c.name_fr, "created_at": product.c.created_at}
    async with db.read() as tx:
        page = await fetch_page(tx, statement, paging, sortable=sortable, key=product.c.id, convert=dict)
        found = await products.complete(tx, page.items)
    return Page(items=[ProductOut.of(each) for each in found], next_cursor=page.next_cursor)


@router.post("/products", status_code=201, summary="Create a product")
async def create_product(caller: Writer, command: Command, body: ProductIn) -> ProductOut:
    async with command.transaction() as tx:
        (created,) = await create_products(tx, [body.to_domain()], subject=caller.subject)
        return command.answer(ProductOut.of(created))


@router.post("/products/bulk", status_code=201, summary="Create up to 1,000 products, all or none")
async def create_products_in_bulk(caller: Writer, command: Command, body: ProductsIn) -> ProductsOut:
    async with command.transaction() as tx:
        asked = [each.to_domain() for each in body.products]
        created = await create_products(tx, asked, subject=caller.subject)
        return command.answer(ProductsOut(items=[ProductOut.of(each) for each in created]))


@router.get("/products/{product_id}", summary="One product")
async def get_product(caller: Reader, db: Db, product_id: UUID) -> ProductOut:
    async with db.read() as tx:
        found = await products.find(tx, product_id)
    if found is None:
        raise unknown("product", product_id)
    return ProductOut.of(found)


@router.patch("/products/{product_id}", summary="Change a product")
async def patch_product(caller: Writer, command: Command, product_id: UUID, body: ProductPatch) -> ProductOut:
    sent = command.version()
    async with command.transaction() as tx:
        before = await products.find(tx, product_id)
        if before is None:
            raise unknown("product", product_id)
        if before.version != sent:
            raise stale("product", sent=sent, current=before.version)
        after = await change_product(tx, before, patched_product(before, body), subject=caller.subject)
        return command.answer(ProductOut.of(after))


@router.get("/products/{product_id}/history", summary="Every change of a product")
async def get_product_history(caller: Reader, db: Db, product_id: UUID) -> HistoryOut:
    async with db.read() as tx:
        entries = await audit.history(tx, "product", str(product_id))
    if not entries:
        raise unknown("product", product_id)
    return HistoryOut.of(entries)
