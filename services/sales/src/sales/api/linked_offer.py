"""What a customer reaches by the secret of his link, and nothing else: no account, no permission.

The secret travels in a header, and in the part of the link that browsers keep for themselves: so it is in nobody's access log.
"""

from typing import Annotated

from fastapi import APIRouter, Depends, Header, Request, Response
from kit.company import Company, Language, OurCompany
from kit.db import ReadTransaction
from kit.http import Db
from kit.papers_api import pdf_response

from sales.api.answer_schemas import AcceptIn, LinkedAcceptedOut, LinkedOfferOut, RefuseIn
from sales.commands.answer_offer import accept_offer, count_by_link, offer_behind, refuse_offer
from sales.domain.offer import SHOWN, Offer
from sales.queries.offer_paper import offer_paper
from sales.storage import masters, offers

router = APIRouter(prefix="/offer", tags=["for customers"], include_in_schema=False)  # no door of the API: docs/api.md

Token = Annotated[str, Header(alias="offer-token", min_length=20, max_length=100, pattern=r"^[A-Za-z0-9_-]+$")]


async def _counted(request: Request, db: Db, token: Token) -> str:
    """The secret of a link that may answer once more; what is refused after this has counted."""
    async with db.transaction() as tx:
        await count_by_link(tx, token, request.app.state.link_limits)
    return token


Answering = Annotated[str, Depends(_counted)]


@router.get("", summary="The offer")
async def get_linked_offer(db: Db, token: Token, company: OurCompany) -> LinkedOfferOut:
    async with db.read() as tx:
        return await _shown(tx, await _behind(tx, token), company)


@router.get("/paper", summary="The same as PDF", response_class=Response)
async def get_linked_paper(db: Db, token: Token, company: OurCompany, language: Language | None = None) -> Response:
    async with db.read() as tx:
        offer = await _behind(tx, token)
        paper = await offer_paper(tx, offer, company, language)
    return await pdf_response(paper, f"{offer.number}-v{offer.edition}")


@router.post("/accept", status_code=201, summary="Yes: it becomes an order")
async def post_linked_acceptance(db: Db, token: Answering, body: AcceptIn) -> LinkedAcceptedOut:
    async with db.transaction() as tx:
        _, order = await accept_offer(tx, await offer_behind(tx, token), body.to_yes(), by="link")
    return LinkedAcceptedOut(sales_order_number=order.number, net=order.net)


@router.post("/refuse", summary="No")
async def post_linked_refusal(db: Db, token: Answering, company: OurCompany, body: RefuseIn) -> LinkedOfferOut:
    async with db.transaction() as tx:
        offer = await refuse_offer(tx, await offer_behind(tx, token), body.to_no(), by="link")
        return await _shown(tx, offer, company)


async def _behind(tx: ReadTransaction, token: str) -> Offer:
    """The edition that he has."""
    editions = await offers.editions(tx, await offer_behind(tx, token))
    return [each for each in editions if each.status in SHOWN][-1]


async def _shown(tx: ReadTransaction, offer: Offer, company: Company) -> LinkedOfferOut:
    return LinkedOfferOut.of(offer, await masters.customer_known(tx, offer.terms.customer_id), company.name)
