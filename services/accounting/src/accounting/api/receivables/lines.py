"""Lines of partners' accounts with their letters."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter
from kit.auth import Principal
from kit.http import Db, Paging, requires
from kit.pagination import Page, fetch_page
from pydantic import BaseModel, Field
from sqlalchemy import Text, and_, cast, func, select

from accounting.storage.tables import journal_entry, journal_line
from accounting.storage.tables_settlement import lettering, lettering_line

router = APIRouter(tags=["receivables"])


class PartnerLineOut(BaseModel):
    """A posted line of a customer's or supplier's account."""

    entry_id: UUID
    position: int
    posted_on: date
    label: str
    account: str
    debit: Decimal
    credit: Decimal
    letter: str | None = Field(
        description="The same on all lines that settle each other whole; null while one is open."
    )
    lettered_on: date | None


@router.get("/partner-lines", summary="A partner's account, line by line, with its letters")
async def list_partner_lines(
    caller: Annotated[Principal, requires("accounting.payments.read")],
    db: Db,
    paging: Paging,
    partner_id: UUID,
    account: Literal["401", "411"] | None = None,
    unlettered: bool = False,  # noqa: FBT001, FBT002  # a query parameter
) -> Page[PartnerLineOut]:
    n, e, x, g = journal_line.c, journal_entry.c, lettering_line.c, lettering.c
    key = (cast(n.entry_id, Text) + func.to_char(n.position, "00000")).label("key")
    letters = (
        select(x.entry_id, x.position, g.letter, g.lettered_on)
        .select_from(lettering_line.join(lettering, g.id == x.lettering_id))
        .where(g.undone_on.is_(None), g.partner_id == partner_id)
        .subquery()
    )
    source = journal_line.join(journal_entry, e.id == n.entry_id).outerjoin(
        letters, and_(letters.c.entry_id == n.entry_id, letters.c.position == n.position)
    )
    statement = (
        select(
            key, n.entry_id, n.position, n.posted_on, e.label, n.account, n.debit, n.credit, letters.c.letter,
            letters.c.lettered_on,
        )
        .select_from(source)
        .where(n.partner_id == partner_id)
    )  # fmt: skip
    if account is not None:
        statement = statement.where(n.account == account)
    if unlettered:
        statement = statement.where(letters.c.letter.is_(None))
    async with db.read() as tx:
        return await fetch_page(
            tx,
            statement,
            paging,
            sortable={"posted_on": n.posted_on},
            key=key,
            convert=lambda row: PartnerLineOut(**{name: row[name] for name in PartnerLineOut.model_fields}),
        )
