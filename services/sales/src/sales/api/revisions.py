"""Firm orders that change: proposed with their effect, then accepted, or not."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter
from kit.auth import Principal
from kit.http import Command, Db, Paging, requires
from kit.pagination import Page, fetch_page
from sqlalchemy import select

from sales.api.access import SalesDesk, require_own
from sales.api.revision_schemas import (
    AcceptIn,
    DifferenceOut,
    RevisionDetailsOut,
    RevisionHead,
    RevisionIn,
    RevisionOut,
    head_of,
)
from sales.api.schemas import OrderOut, ReasonIn
from sales.clients.desk import Desk
from sales.commands.revise_order import (
    check_seen,
    deciding_revision,
    propose,
    reject_revision,
    settle_revision,
    stored_proposal,
    written_proposal,
)
from sales.commands.spend import check_growth
from sales.domain.order import SalesOrder
from sales.domain.revision import RevisedTerms, RevisionStatus
from sales.queries.read_revision import WrittenChange, WrittenRevision
from sales.queries.revision_effect import revision_effect
from sales.storage import orders, revisions
from sales.storage.tables_revisions import order_revision

router = APIRouter(prefix="/orders", tags=["order revisions"])

Reader = Annotated[Principal, requires("sales.orders.read")]
Writer = Annotated[Principal, requires("sales.orders.write")]
Confirmer = Annotated[Principal, requires("sales.orders.confirm")]


async def _own(desk: Desk, order_id: UUID, caller: Principal) -> SalesOrder:
    async with desk.database.read() as tx:
        order = await orders.get(tx, order_id)
    require_own(caller, order)
    return order


@router.get("/{order_id}/revisions", summary="The revisions of an order")
async def list_revisions(
    caller: Reader, db: Db, paging: Paging, desk: SalesDesk, order_id: UUID
) -> Page[RevisionDetailsOut]:
    await _own(desk, order_id, caller)
    columns = [order_revision.c[name] for name in RevisionDetailsOut.model_fields]
    async with db.read() as tx:
        return await fetch_page(
            tx,
            select(*columns).where(order_revision.c.order_id == order_id),
            paging,
            sortable={"number": order_revision.c.number},
            key=order_revision.c.id,
            convert=lambda row: RevisionDetailsOut(**dict(row)),
        )


@router.post(
    "/{order_id}/revisions", status_code=201, summary="Propose a change of a firm order, and see what it would do"
)
async def post_revision(
    caller: Writer, desk: SalesDesk, command: Command, order_id: UUID, body: RevisionIn
) -> RevisionOut:
    written = body.to_written(caller)
    await command.check_answered()
    proposal = await written_proposal(desk, await _own(desk, order_id, caller), written, caller)
    effect = await revision_effect(desk, proposal.before, proposal.after, proposal.revision.id, caller)
    async with command.transaction() as tx:
        await check_growth(tx, proposal.before, proposal.after, caller)
        return command.answer(RevisionOut.beside(await propose(tx, proposal), caller, effect))


@router.get("/{order_id}/revisions/{revision_id}", summary="One revision: what it changes, or would have changed")
async def get_revision(
    caller: Reader, db: Db, desk: SalesDesk, order_id: UUID, revision_id: UUID
) -> RevisionDetailsOut:
    await _own(desk, order_id, caller)
    async with db.read() as tx:
        revision = await revisions.find(tx, order_id, revision_id)
        changes = await revisions.differences_of(tx, revision_id)
    return RevisionDetailsOut(**head_of(revision), differences=[DifferenceOut.of(each) for each in changes])


@router.post("/{order_id}/revisions/{revision_id}/preview", summary="What an open revision would do to the order now")
async def preview_revision(
    caller: Reader, desk: SalesDesk, order_id: UUID, revision_id: UUID, body: AcceptIn
) -> RevisionOut:
    await _own(desk, order_id, caller)
    proposal = await stored_proposal(desk, order_id, revision_id)
    effect = await revision_effect(desk, proposal.before, proposal.after, revision_id, caller)
    return RevisionOut.beside(proposal, caller, effect)


@router.post(
    "/{order_id}/revisions/{revision_id}/accept",
    summary="Let a revision count, or ask for approval of its margin; the order's version that was shown in If-Match",
)
async def post_acceptance(
    caller: Confirmer, desk: SalesDesk, command: Command, order_id: UUID, revision_id: UUID, body: AcceptIn
) -> RevisionOut:
    version = command.version()
    await command.check_answered()
    await _own(desk, order_id, caller)
    proposal = await stored_proposal(desk, order_id, revision_id)
    check_seen(proposal, version)
    async with deciding_revision(desk, proposal, caller) as decided, command.transaction() as tx:
        await check_growth(tx, proposal.before, proposal.after, caller)
        return command.answer(RevisionOut.beside(await settle_revision(tx, decided, caller.subject), caller))


@router.post("/{order_id}/revisions/{revision_id}/reject", summary="Give a revision up: the order stays as it is")
async def post_rejection_of_revision(
    caller: Writer, desk: SalesDesk, command: Command, order_id: UUID, revision_id: UUID, body: ReasonIn
) -> RevisionHead:
    await _own(desk, order_id, caller)
    async with command.transaction() as tx:
        rejected = await reject_revision(tx, order_id, revision_id, body.reason, subject=caller.subject)
        return command.answer(RevisionHead(**head_of(rejected)))


@router.post(
    "/{order_id}/lines/{line_id}/cancel",
    summary="Give up what was not shipped of a line: a revision that counts at once",
)
async def post_line_cancellation(
    caller: Writer, desk: SalesDesk, command: Command, order_id: UUID, line_id: UUID, body: ReasonIn
) -> OrderOut:
    await command.check_answered()
    written = WrittenRevision((WrittenChange(line_id, cancel_rest=True),), (), RevisedTerms(), body.reason)
    proposal = await written_proposal(desk, await _own(desk, order_id, caller), written, caller)
    async with deciding_revision(desk, proposal, caller) as decided, command.transaction() as tx:
        settled = await settle_revision(tx, decided, caller.subject)
        is_accepted = settled.revision.status is RevisionStatus.ACCEPTED
        return command.answer(OrderOut.of(settled.after if is_accepted else settled.before, caller))
