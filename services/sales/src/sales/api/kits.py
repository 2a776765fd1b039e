"""What kits are made of."""

from decimal import Decimal
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter
from kit.auth import Principal
from kit.bodies import Quantity, Strict
from kit.http import Command, Db, Paging, requires
from kit.pagination import Page, fetch_page
from pydantic import BaseModel, Field
from sqlalchemy import select

from sales.commands.set_kit import set_kit
from sales.domain.kit import Component, Kit
from sales.storage import kits
from sales.storage.tables import product
from sales.storage.tables_kits import kit as kit_table

router = APIRouter(prefix="/kits", tags=["kits"])

Reader = Annotated[Principal, requires("sales.orders.read")]
Writer = Annotated[Principal, requires("sales.kits.write")]


class ComponentIn(Strict):
    product_id: UUID
    quantity: Quantity = Field(description="Stock units in one kit.")


class KitIn(Strict):
    components: list[ComponentIn] = Field(max_length=100, description="None: it is no kit any more.")


class ComponentOut(BaseModel):
    product_id: UUID
    quantity: Decimal


class KitOut(BaseModel):
    product_id: UUID
    components: list[ComponentOut]
    version: int = Field(description="0 while it never was a kit.")

    @classmethod
    def of(cls, kit: Kit) -> "KitOut":
        return cls(
            product_id=kit.product_id,
            components=[ComponentOut.model_validate(each, from_attributes=True) for each in kit.components],
            version=kit.version,
        )


class KitSummary(BaseModel):
    product_id: UUID
    sku: str | None
    version: int


@router.get("", summary="Products that are, or were, kits")
async def list_kits(caller: Reader, db: Db, paging: Paging) -> Page[KitSummary]:
    statement = select(kit_table.c.product_id, product.c.sku, kit_table.c.version).outerjoin_from(
        kit_table, product, product.c.id == kit_table.c.product_id
    )
    async with db.read() as tx:
        return await fetch_page(
            tx,
            statement,
            paging,
            sortable={"version": kit_table.c.version},
            key=kit_table.c.product_id,
            convert=lambda row: KitSummary(**dict(row)),
        )


@router.get("/{product_id}", summary="What a product is made of")
async def get_kit(caller: Reader, db: Db, product_id: UUID) -> KitOut:
    async with db.read() as tx:
        return KitOut.of(await kits.find(tx, product_id))


@router.put("/{product_id}", summary="Say what a kit is made of; the version that was read in If-Match")
async def put_kit(caller: Writer, command: Command, product_id: UUID, body: KitIn) -> KitOut:
    components = tuple(Component(each.product_id, each.quantity) for each in body.components)
    asked = Kit(product_id, components, command.version())
    async with command.transaction() as tx:
        return command.answer(KitOut.of(await set_kit(tx, asked, subject=caller.subject)))
