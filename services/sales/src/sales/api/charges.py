"""Charges that are let go."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter
from kit.auth import Principal
from kit.http import Command, requires

from sales.api.offer_schemas import OfferOut
from sales.api.schemas import OrderOut, ReasonIn
from sales.commands.waive_charge import waive_charge_of_offer, waive_charge_of_order
from sales.domain.charge import Waiver

router = APIRouter(tags=["charges"])

Waiving = Annotated[Principal, requires("sales.charges.waive")]


@router.post(
    "/orders/{order_id}/charges/{charge_id}/waive",
    summary="Let a charge of a draft go; its version in If-Match. Confirming it judges the margin without the charge",
)
async def post_waiver_of_order(
    caller: Waiving, command: Command, order_id: UUID, charge_id: UUID, body: ReasonIn
) -> OrderOut:
    caller.require_staff()
    waiver, version = Waiver(caller.subject, body.reason), command.version()
    async with command.transaction() as tx:
        after = await waive_charge_of_order(tx, order_id, charge_id, waiver, version=version)
        return command.answer(OrderOut.of(after, caller))


@router.post(
    "/offers/{offer_id}/charges/{charge_id}/waive",
    summary="Let a charge of an offer go before it is sent; its version in If-Match. Sending it judges the margin anew",
)
async def post_waiver_of_offer(
    caller: Waiving, command: Command, offer_id: UUID, charge_id: UUID, body: ReasonIn
) -> OfferOut:
    caller.require_staff()
    waiver, version = Waiver(caller.subject, body.reason), command.version()
    async with command.transaction() as tx:
        after = await waive_charge_of_offer(tx, offer_id, charge_id, waiver, version=version)
        return command.answer(OfferOut.of(after, caller))
