"""Offers ("devis"): written, approved, sent, revised by editions."""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path, Query, Response
from kit.auth import Principal
from kit.company import Language, OurCompany
from kit.errors import unknown
from kit.http import Command, Db, Paging, requires
from kit.ids import new_id
from kit.pagination import Page, fetch_page
from kit.papers_api import pdf_response
from pydantic import BaseModel, Field
from sqlalchemy import ColumnElement, case, func, literal, or_, select

from sales.api.access import SalesDesk
from sales.api.offer_schemas import (
    DifferenceOut,
    EditionsOut,
    LinkOut,
    NewOfferIn,
    OfferIn,
    OfferOut,
    OfferSummary,
    SentOut,
    head_of,
    link_of,
)
from sales.api.schemas import ReasonIn, Short
from sales.commands.send_offer import judge_offer, new_link, send_offer, withdraw_offer
from sales.commands.write_offer import (
    add_edition,
    change_offer,
    create_offer,
    next_edition,
    rewritten_offer,
    written_offer,
)
from sales.domain.offer import SHOWN, Offer, OfferStatus
from sales.domain.offer_changes import compared
from sales.queries.offer_paper import offer_paper
from sales.storage import offers
from sales.storage.tables import partner
from sales.storage.tables_offers import offer

router = APIRouter(prefix="/offers", tags=["offers"])

Reader = Annotated[Principal, requires("sales.offers.read")]
Writer = Annotated[Principal, requires("sales.offers.write")]
Edition = Annotated[int, Path(ge=1, le=10_000)]

_STATUS = case(
    ((offer.c.status == "sent") & (offer.c.valid_until < func.current_date()), literal("expired")),
    else_=offer.c.status,
)


class OfferFilter(BaseModel):
    """Which offers."""

    status: OfferStatus | None = None
    customer_id: UUID | None = None
    sales_order_id: UUID | None = Field(default=None, description="The order that it became.")
    salesperson: Short | None = None
    team: Short | None = None
    channel: Short | None = None
    valid_from: date | None = Field(default=None, description="Valid on this day or later.")
    valid_until: date | None = Field(default=None, description="Not valid after this day.")
    q: str = Field(default="", max_length=60, description="Begin of our number, or the customer's own number.")

    def conditions(self, caller: Principal) -> list[ColumnElement[bool]]:
        """In SQL. A customer sees what he was sent; the house, each offer by its newest edition.

        Raises:
            NotYours: a customer asks for another's.
        """
        found: list[ColumnElement[bool]] = []
        if caller.customer_id is None:
            found.append(offer.c.is_newest)
        else:
            caller.require_customer(self.customer_id or caller.customer_id)
            found += [offer.c.customer_id == UUID(caller.customer_id), offer.c.status.in_(sorted(SHOWN))]
        for column in (offer.c.customer_id, offer.c.sales_order_id, offer.c.salesperson, offer.c.team, offer.c.channel):
            if (value := getattr(self, str(column.key))) is not None:
                found.append(column == value)
        if self.status is not None:
            found.append(literal(self.status.value) == _STATUS)
        if self.valid_from is not None:
            found.append(offer.c.valid_until >= self.valid_from)
        if self.valid_until is not None:
            found.append(offer.c.valid_until <= self.valid_until)
        if self.q:
            number = offer.c.number.startswith(self.q.upper(), autoescape=True)
            found.append(or_(number, offer.c.customer_reference == self.q))
        return found


_COMPUTED = {"customer_code": partner.c.code, "customer_name": partner.c.name, "status": _STATUS}


@router.get("", summary="Offers, each by its newest edition, without lines")
async def list_offers(
    caller: Reader,
    db: Db,
    paging: Paging,
    wanted: Annotated[OfferFilter, Query()],
) -> Page[OfferSummary]:
    own = [offer.c[name] for name in OfferSummary.model_fields if name not in _COMPUTED]
    statement = select(offer.c.id, *own, *(column.label(name) for name, column in _COMPUTED.items())).outerjoin_from(
        offer, partner, partner.c.id == offer.c.customer_id
    )
    statement = statement.where(*wanted.conditions(caller))
    hidden = {} if caller.customer_id is None else {"margin": None}
    async with db.read() as tx:
        return await fetch_page(
            tx,
            statement,
            paging,
            sortable={name: offer.c[name] for name in ("created_at", "number", "valid_until", "net")},
            key=offer.c.id,
            convert=lambda row: OfferSummary(**{**dict(row), **hidden}),
        )


@router.post("", status_code=201, summary="Write an offer at the prices of now; it is a draft until it is sent")
async def post_offer(caller: Writer, desk: SalesDesk, command: Command, body: NewOfferIn) -> OfferOut:
    caller.require_staff()
    written = body.to_written(caller)
    await command.check_answered()
    new = await written_offer(desk, written, caller, offer_id=body.id or new_id())
    async with command.transaction() as tx:
        return command.answer(OfferOut.of(await create_offer(tx, new, caller.subject), caller))


@router.get("/{offer_id}", summary="The newest edition of an offer")
async def get_offer(caller: Reader, db: Db, offer_id: UUID) -> OfferOut:
    async with db.read() as tx:
        return OfferOut.of(_shown(await offers.editions(tx, offer_id), caller)[-1], caller)


@router.put("/{offer_id}", summary="Change what was not sent: all of it, with its version in If-Match; priced anew")
async def put_offer(caller: Writer, desk: SalesDesk, command: Command, offer_id: UUID, body: OfferIn) -> OfferOut:
    caller.require_staff()
    written = body.to_written(caller)
    version = command.version()
    await command.check_answered()
    async with desk.database.read() as tx:
        before = await offers.get(tx, offer_id)
    after = await rewritten_offer(desk, before, written, version=version, caller=caller)
    async with command.transaction() as tx:
        return command.answer(OfferOut.of(await change_offer(tx, after, caller.subject), caller))


@router.get("/{offer_id}/editions", summary="All editions of an offer, without lines")
async def list_editions(caller: Reader, db: Db, offer_id: UUID) -> EditionsOut:
    async with db.read() as tx:
        found = _shown(await offers.editions(tx, offer_id), caller)
    return EditionsOut(items=[head_of(each, caller) for each in found])


@router.post("/{offer_id}/editions", status_code=201, summary="Offer anew: another edition, a draft until it is sent")
async def post_edition(caller: Writer, desk: SalesDesk, command: Command, offer_id: UUID, body: OfferIn) -> OfferOut:
    caller.require_staff()
    written = body.to_written(caller)
    await command.check_answered()
    async with desk.database.read() as tx:
        before = await offers.get(tx, offer_id)
    after = await next_edition(desk, before, written, caller)
    async with command.transaction() as tx:
        return command.answer(OfferOut.of(await add_edition(tx, after, caller.subject), caller))


@router.get("/{offer_id}/editions/{edition}", summary="One edition of an offer")
async def get_edition(caller: Reader, db: Db, offer_id: UUID, edition: Edition) -> OfferOut:
    async with db.read() as tx:
        return OfferOut.of(_one(await offers.editions(tx, offer_id), edition, caller), caller)


@router.get("/{offer_id}/editions/{edition}/changes", summary="What an edition changes of the one before")
async def get_edition_changes(caller: Reader, db: Db, offer_id: UUID, edition: Edition) -> DifferenceOut:
    async with db.read() as tx:
        found = await offers.editions(tx, offer_id)
    after = _one(found, edition, caller)
    before = _one(found, edition - 1, caller)
    return DifferenceOut.of(before, after, compared(before.items, after.items), caller)


@router.get(
    "/{offer_id}/editions/{edition}/paper",
    summary="One edition as PDF, in the customer's language unless another is asked for",
    response_class=Response,
    responses={200: {"content": {"application/pdf": {}}}},
)
async def get_offer_paper(
    caller: Reader, db: Db, company: OurCompany, offer_id: UUID, edition: Edition, language: Language | None = None
) -> Response:
    async with db.read() as tx:
        found = _one(await offers.editions(tx, offer_id), edition, caller)
        paper = await offer_paper(tx, found, company, language)
    return await pdf_response(paper, f"{found.number}-v{found.edition}")


@router.post("/{offer_id}/send", summary="Send it, with a link for the customer; or ask for approval of its margin")
async def post_sending(caller: Writer, desk: SalesDesk, command: Command, offer_id: UUID) -> SentOut:
    caller.require_staff()
    await command.check_answered()
    found = await judge_offer(desk, offer_id, caller)
    async with command.transaction() as tx:
        sent, token = await send_offer(tx, found, subject=caller.subject)
        return command.answer(SentOut.of_sent(sent, token, caller))


@router.post("/{offer_id}/link", status_code=201, summary="Another link for the customer; the one before is void")
async def post_offer_link(caller: Writer, command: Command, offer_id: UUID) -> LinkOut:
    caller.require_staff()
    async with command.transaction() as tx:
        return command.answer(LinkOut(link=link_of(await new_link(tx, offer_id)) or ""))


@router.post("/{offer_id}/withdraw", summary="Offer it no more")
async def post_offer_withdrawal(caller: Writer, command: Command, offer_id: UUID, body: ReasonIn) -> OfferOut:
    caller.require_staff()
    async with command.transaction() as tx:
        return command.answer(
            OfferOut.of(await withdraw_offer(tx, offer_id, body.reason, subject=caller.subject), caller)
        )


def _shown(editions: list[Offer], caller: Principal) -> list[Offer]:
    """Those that this caller may see: a customer's own that were sent.

    Raises:
        NotYours, NotFound: none.
    """
    caller.require_customer(editions[0].terms.customer_id)
    found = [each for each in editions if caller.customer_id is None or each.status in SHOWN]
    if not found:
        raise unknown("offer", editions[0].offer_id)
    return found


def _one(editions: list[Offer], number: int, caller: Principal) -> Offer:
    found = next((each for each in _shown(editions, caller) if each.edition == number), None)
    if found is None:
        raise unknown("edition", number)
    return found
