"""What a supplier reaches by the secret of his link, and nothing else: no account, no permission.

The secret travels in a header, and in the part of the link that browsers keep for themselves: so it is in nobody's access log.
"""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Header, Request
from kit.company import Company, OurCompany
from kit.db import ReadTransaction
from kit.http import Db

from kit import clock
from purchasing.api.rfq_schemas import (
    AnswerIn,
    KeptOut,
    PublicAnswerOut,
    PublicLineOut,
    PublicRfqOut,
    QuoteLineOut,
)
from purchasing.commands import rfqs as commands
from purchasing.domain.rfq import RfqStatus
from purchasing.storage import masters, rfqs

router = APIRouter(
    prefix="/rfq", tags=["for suppliers"], include_in_schema=False
)  # no door of the API: see docs/api.md

Token = Annotated[str, Header(alias="rfq-token", min_length=20, max_length=100, pattern=r"^[A-Za-z0-9_-]+$")]


async def _counted(request: Request, db: Db, token: Token) -> str:
    """The secret of a link that may answer once more; what is refused after this has counted."""
    async with db.transaction() as tx:
        await commands.count_by_link(tx, token, request.app.state.link_limits)
    return token


Answering = Annotated[str, Depends(_counted)]


@router.get("", summary="What is asked")
async def get_invitation(db: Db, token: Token, company: OurCompany, request: Request) -> PublicRfqOut:
    async with db.read() as tx:
        return await _shown(tx, token, company, request.app.state.currency)


@router.post("/quote", status_code=201, summary="Answer; a later answer replaces it")
async def post_answer(db: Db, token: Answering, body: AnswerIn, request: Request) -> KeptOut:
    async with db.transaction() as tx:
        version = await commands.answer_by_link(
            tx,
            token,
            lambda supplier_id: body.to_quote(supplier_id, body.quoted(), request.app.state.currency),
            note=body.note,
            company_currency=request.app.state.currency,
        )
    return KeptOut(version=version)


@router.post("/decline", summary="Not this time")
async def post_decline(db: Db, token: Answering, company: OurCompany, request: Request) -> PublicRfqOut:
    async with db.transaction() as tx:
        await commands.decline_by_link(tx, token)
        return await _shown(tx, token, company, request.app.state.currency)


async def _shown(tx: ReadTransaction, token: str, company: Company, currency: str) -> PublicRfqOut:
    found, supplier_id = await commands.invited(tx, token)
    _, name = (await masters.supplier_names(tx, [supplier_id]))[supplier_id]
    known = await masters.some_products(tx, [line.product_id for line in found.lines])
    (own,) = [each for each in await rfqs.suppliers(tx, found.id) if each.supplier_id == supplier_id]
    return PublicRfqOut(
        number=found.number,
        company=company.name,
        supplier=name,
        respond_by=found.respond_by,
        note=found.note,
        currency=currency,
        standing=own.standing(found.status),
        is_open=found.status is RfqStatus.OPEN and clock.now().date() <= found.respond_by,
        version=own.version,
        lines_won=own.lines_won,
        lines=[
            PublicLineOut(
                id=line.id,
                sku=known[line.product_id].sku,
                name=known[line.product_id].name,
                packaging_code=line.packaging_code,
                quantity=line.quantity,
                needed_on=line.needed_on,
            )
            for line in found.lines
        ],
        answer=await _answered(tx, found.id, supplier_id),
    )


async def _answered(tx: ReadTransaction, rfq_id: UUID, supplier_id: UUID) -> PublicAnswerOut | None:
    """His newest answer, declined since or not."""
    found = await rfqs.newest_quote(tx, rfq_id, supplier_id)
    if found is None:
        return None
    quote, note = found
    return PublicAnswerOut(
        currency=quote.currency,
        freight=quote.freight,
        charges=quote.charges,
        valid_until=quote.valid_until,
        note=note,
        lines=[QuoteLineOut.model_validate(line, from_attributes=True) for line in quote.lines],
    )
