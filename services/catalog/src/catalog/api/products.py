"""Products."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from kit.auth import Principal
from kit.bodies import ChangeOut
from kit.db import Transaction
from kit.errors import stale, unknown
from kit.history_api import list_changes
from kit.http import Command, Db, Paging, requires
from kit.pagination import Page, fetch_page
from kit.search import words
from sqlalchemy import Select, select, union

from catalog.api.schemas import (
    ChangedProductOut,
    ChangedProductsOut,
    ProductChangesIn,
    ProductIn,
    ProductOut,
    ProductPatch,
    ProductsIn,
    ProductsOut,
    patched_product,
)
from catalog.commands.change_products import change_products, check_versions
from catalog.commands.create_products import create_products
from catalog.commands.records import refuse, repeated
from catalog.domain.product import Product, ProductStatus
from catalog.queries.as_of import as_of as product_as_of
from catalog.storage import products
from catalog.storage.tables import family, product
from catalog.storage.tables_rules import audit_entry, customer_code
from kit import clock

router = APIRouter(tags=["products"])

Reader = Annotated[Principal, requires("catalog.products.read")]
Writer = Annotated[Principal, requires("catalog.products.write")]


@router.get("/products", summary="Search products")
async def list_products(
    caller: Reader,
    db: Db,
    paging: Paging,
    q: Annotated[str, Query(max_length=100, description="Words of SKU, names or customers' codes, in any order.")] = "",
    family_code: Annotated[str | None, Query(alias="family", description="A family and all below it.")] = None,
    status: ProductStatus | None = None,
    customer_id: Annotated[UUID | None, Query(description="Whose codes are searched; by default everybody's.")] = None,
    id_: Annotated[list[UUID] | None, Query(alias="id", max_length=200, description="These products only.")] = None,
) -> Page[ProductOut]:
    statement = select(product)
    if id_ is not None:
        statement = statement.where(product.c.id.in_(id_))
    if caller.customer_id is not None:  # nobody sees what another customer calls a product
        caller.require_customer(customer_id or caller.customer_id)
        customer_id = UUID(caller.customer_id)
    if patterns := words(q):
        statement = statement.where(product.c.id.in_(_found_by(patterns, customer_id)))
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
    return Page(items=[ProductOut.shown_to(caller, each) for each in found], next_cursor=page.next_cursor)


@router.post("/products", status_code=201, summary="Create a product")
async def create_product(caller: Writer, command: Command, body: ProductIn) -> ProductOut:
    async with command.transaction() as tx:
        (created,) = await create_products(tx, [body.to_domain()], caller=caller)
        return command.answer(ProductOut.of(created))


@router.post("/products/bulk", status_code=201, summary="Create up to 1,000 products, all or none")
async def create_products_in_bulk(caller: Writer, command: Command, body: ProductsIn) -> ProductsOut:
    async with command.transaction() as tx:
        asked = [each.to_domain() for each in body.products]
        created = await create_products(tx, asked, caller=caller)
        return command.answer(ProductsOut(items=[ProductOut.of(each) for each in created]))


@router.patch("/products/bulk", summary="Change up to 1,000 products, all or none")
async def patch_products_in_bulk(caller: Writer, command: Command, body: ProductChangesIn) -> ChangedProductsOut:
    async with command.transaction() as tx:
        refuse(repeated("products", "id", [str(patch.id) for patch in body.products]))
        known = await products.find_many(tx, [patch.id for patch in body.products], lock=True)
        for i, patch in enumerate(body.products):
            if patch.id not in known:
                raise unknown("product", patch.id, field=f"products.{i}.id")
        check_versions([(known[patch.id], patch.version) for patch in body.products])
        pairs = [(known[patch.id], patched_product(known[patch.id], patch)) for patch in body.products]
        return command.answer(ChangedProductsOut(items=await _changed(tx, pairs, caller)))


@router.get("/products/{product_id}", summary="One product, as it is or as it was")
async def get_product(caller: Reader, db: Db, product_id: UUID, as_of: datetime | None = None) -> ProductOut:
    async with db.read() as tx:
        if as_of is not None:
            at = clock.happened(clock.aware(as_of), field="as_of")
            return ProductOut.shown_to(caller, await product_as_of(tx, Product, product_id, at))
        found = await products.find(tx, product_id)
    if found is None:
        raise unknown("product", product_id)
    return ProductOut.shown_to(caller, found)


@router.patch("/products/{product_id}", summary="Change a product")
async def patch_product(caller: Writer, command: Command, product_id: UUID, body: ProductPatch) -> ChangedProductOut:
    sent = command.version()
    async with command.transaction() as tx:
        before = (await products.find_many(tx, [product_id], lock=True)).get(product_id)
        if before is None:
            raise unknown("product", product_id)
        if before.version != sent:
            raise stale("product", sent=sent, current=before.version)
        (answer,) = await _changed(tx, [(before, patched_product(before, body))], caller)
        return command.answer(answer)


@router.get("/products/{product_id}/history", summary="Every change of a product, the last one first")
async def get_product_history(caller: Reader, db: Db, paging: Paging, product_id: UUID) -> Page[ChangeOut]:
    caller.require_staff()
    async with db.read() as tx:
        page = await list_changes(tx, audit_entry, paging, entity="product", entity_id=str(product_id))
    if not page.items and paging.cursor is None:
        raise unknown("product", product_id)
    return page


async def _changed(tx: Transaction, pairs: list[tuple[Product, Product]], caller: Principal) -> list[ChangedProductOut]:
    after, requests = await change_products(tx, pairs, caller=caller)
    waiting = {request.record_id: request.request_id for request in requests}
    return [ChangedProductOut.of(each, change_request_id=waiting.get(each.id)) for each in after]


def _found_by(patterns: list[str], customer_id: UUID | None) -> Select[tuple[UUID]]:
    """Ids of the products that these words find: each half of the union has its own index."""
    by_name = select(product.c.id).where(*(product.c.search.like(pattern) for pattern in patterns))
    # A customer's code is kept without spaces, so its words need not be apart.
    by_code = select(customer_code.c.product_id).where(*(customer_code.c.key.like(pattern) for pattern in patterns))
    if customer_id is not None:
        by_code = by_code.where(customer_code.c.customer_id == customer_id)
    return select(union(by_name, by_code).subquery().c.id)
