"""How customers want to be delivered."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter
from kit.auth import Principal
from kit.bodies import Strict
from kit.http import Command, Db, Paging, requires
from kit.pagination import Page, fetch_page
from pydantic import BaseModel, Field
from sqlalchemy import select

from sales.api.schemas import Priority
from sales.commands.set_delivery import set_delivery
from sales.domain.delivery import DeliveryPolicy, UsualDelivery
from sales.storage import deliveries
from sales.storage.tables_delivery import usual_delivery

router = APIRouter(prefix="/usual-deliveries", tags=["deliveries"])

Reader = Annotated[Principal, requires("sales.orders.read")]
Writer = Annotated[Principal, requires("sales.deliveries.write")]


class UsualDeliveryIn(Strict):
    policy: DeliveryPolicy
    consolidation_days: int = Field(
        default=7, ge=0, le=90, description="A consolidated order waits so long for others."
    )
    priority: Priority = 0


class UsualDeliveryOut(BaseModel):
    customer_id: UUID
    policy: DeliveryPolicy
    consolidation_days: int
    priority: int
    version: int = Field(description="0 while nobody said anything.")

    @classmethod
    def of(cls, delivery: UsualDelivery) -> "UsualDeliveryOut":
        return cls.model_validate(delivery, from_attributes=True)


@router.get("", summary="Customers of whom somebody said how they are delivered")
async def list_deliveries(caller: Reader, db: Db, paging: Paging) -> Page[UsualDeliveryOut]:
    caller.require_staff()
    async with db.read() as tx:
        return await fetch_page(
            tx,
            select(*(usual_delivery.c[name] for name in UsualDeliveryOut.model_fields)),
            paging,
            sortable={"priority": usual_delivery.c.priority},
            key=usual_delivery.c.customer_id,
            convert=lambda row: UsualDeliveryOut(**dict(row)),
        )


@router.get("/{customer_id}", summary="How a customer is delivered unless an order says otherwise")
async def get_delivery(caller: Reader, db: Db, customer_id: UUID) -> UsualDeliveryOut:
    caller.require_customer(customer_id)
    async with db.read() as tx:
        return UsualDeliveryOut.of(await deliveries.usual(tx, customer_id))


@router.put("/{customer_id}", summary="Say how a customer is delivered; the version that was read in If-Match")
async def put_delivery(caller: Writer, command: Command, customer_id: UUID, body: UsualDeliveryIn) -> UsualDeliveryOut:
    caller.require_staff()
    asked = UsualDelivery(customer_id, body.policy, body.consolidation_days, body.priority, command.version())
    async with command.transaction() as tx:
        return command.answer(UsualDeliveryOut.of(await set_delivery(tx, asked, subject=caller.subject)))
