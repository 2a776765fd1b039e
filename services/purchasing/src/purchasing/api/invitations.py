"""What a supplier reaches by the secret of his link, and nothing else: no account, no permission.

The secret travels in a header, and in the part of the link that browsers keep for themselves: so it is in nobody's access log.
"""

from typing import Annotated

from fastapi import APIRouter, Header, Request
from kit.db import ReadTransaction
from kit.http import Db

from purchasing.api.rfq_schemas import AnswerIn, KeptOut, PublicLineOut, PublicRfqOut
from purchasing.commands import rfqs as commands
from purchasing.storage import masters, rfqs

router = APIRouter(
    prefix="/rfq", tags=["for suppliers"], include_in_schema=False
)  # no door of the API: see docs/api.md

Token = Annotated[str, Header(alias="rfq-token", min_length=20, max_length=100, pattern=r"^[A-Za-z0-9_-]+$")]


@router.get("", summary="What is asked")
async def get_invitation(db: Db, token: Token, request: Request) -> PublicRfqOut:
    async with db.read() as tx:
        return await _shown(tx, token, request.app.state.currency)


@router.post("/quote", status_code=201, summary="Answer; a later answer replaces it")
async def post_answer(db: Db, token: Token, body: AnswerIn, request: Request) -> KeptOut:
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
async def post_decline(db: Db, token: Token, request: Request) -> PublicRfqOut:
    async with db.transaction() as tx:
        await commands.decline_by_link(tx, token)
        return await _shown(tx, token, request.app.state.currency)


async def _shown(tx: ReadTransaction, token: str, currency: str) -> PublicRfqOut:
    found, supplier_id = await commands.invited(tx, token)
    known = await masters.some_products(tx, [line.product_id for line in found.lines])
    (own,) = [each for each in await rfqs.suppliers(tx, found.id) if each.supplier_id == supplier_id]
    return PublicRfqOut(
        number=found.number,
        respond_by=found.respond_by,
        note=found.note,
        currency=currency,
        standing=own.standing(found.status),
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
    )
