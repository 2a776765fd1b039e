"""Entries by hand, their reversals, and opening balances."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Request
from kit.auth import Principal
from kit.http import Command, requires
from kit.ids import new_id

from accounting.api.books.schemas import EntryIn, EntryOut, OpeningIn, ReversalIn
from accounting.commands.books.open_balances import OpeningItem, open_balances
from accounting.commands.post_entry import post_entry, reverse_entry
from accounting.config import Settings
from kit import clock

router = APIRouter(tags=["ledger"])

Writer = Annotated[Principal, requires("accounting.entries.write")]


@router.post("/entries", status_code=201, summary="Post an entry by hand")
async def create_entry(caller: Writer, command: Command, body: EntryIn, request: Request) -> EntryOut:
    """Above the amount that one person posts alone it waits for a second one, who decides in `/approvals`."""
    settings: Settings = request.app.state.settings
    entry = body.to_entry(body.id or new_id())
    async with command.transaction() as tx:
        number = await post_entry(tx, entry, approval_above=settings.entry_approval_above, by=caller, now=clock.now())
        return command.answer(EntryOut.of(entry, number))


@router.post("/entries/{entry_id}/reverse", status_code=201, summary="Take an entry back by its mirror")
async def create_reversal(caller: Writer, command: Command, entry_id: UUID, body: ReversalIn) -> EntryOut:
    async with command.transaction() as tx:
        mirror, number = await reverse_entry(tx, entry_id, posted_on=body.posted_on, label=body.reason)
        return command.answer(EntryOut.of(mirror, number))


@router.post("/opening-balances", status_code=201, summary="Bring in the balances and open documents of another system")
async def create_opening(
    caller: Annotated[Principal, requires("accounting.opening.write")],
    command: Command,
    body: OpeningIn,
    request: Request,
) -> EntryOut:
    """Stock opens in inventory: put its value on 890 here. What partners owe or are owed comes as items."""
    settings: Settings = request.app.state.settings
    async with command.transaction() as tx:
        entry, number = await open_balances(
            tx,
            posted_on=body.posted_on,
            lines=[line.to_line() for line in body.lines],
            items=[OpeningItem(**item.model_dump()) for item in body.items],
            currency=settings.company_currency,
        )
        return command.answer(EntryOut.of(entry, number))
