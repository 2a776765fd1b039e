"""Answers to offers that come another way than by the link: entered by the house, or by a portal user for his own customer."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter
from kit.auth import Principal
from kit.http import Command, requires

from sales.api.answer_schemas import AcceptedOut, AcceptIn, RefuseIn
from sales.api.offer_schemas import OfferOut
from sales.commands.answer_offer import accept_offer, refuse_offer
from sales.queries.price_basket import buyer_of
from sales.storage import offers

router = APIRouter(prefix="/offers", tags=["offers"])

Answerer = Annotated[Principal, requires("sales.offers.answer")]


@router.post("/{offer_id}/accept", status_code=201, summary="The customer said yes: it becomes a draft order")
async def post_offer_acceptance(caller: Answerer, command: Command, offer_id: UUID, body: AcceptIn) -> AcceptedOut:
    async with command.transaction() as tx:
        caller.require_customer((await offers.get(tx, offer_id)).terms.customer_id)
        offer, order = await accept_offer(tx, offer_id, body.to_yes(), by=caller.subject, buyer=buyer_of(caller))
        return command.answer(AcceptedOut.of_accepted(offer, order, caller))


@router.post("/{offer_id}/refuse", summary="The customer said no")
async def post_offer_refusal(caller: Answerer, command: Command, offer_id: UUID, body: RefuseIn) -> OfferOut:
    async with command.transaction() as tx:
        caller.require_customer((await offers.get(tx, offer_id)).terms.customer_id)
        return command.answer(OfferOut.of(await refuse_offer(tx, offer_id, body.to_no(), by=caller.subject), caller))
