"""Runs of payments, their files, mandates, blocks of documents."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Response
from kit.auth import Principal
from kit.db import ReadTransaction
from kit.errors import unknown
from kit.http import Command, Db, Paging, requires
from kit.iban import masked
from kit.ids import new_id
from kit.pagination import Page, fetch_page
from sqlalchemy import select

from accounting.api.bank.run_schemas import (
    BlockIn,
    BlockOut,
    MandateIn,
    MandateOut,
    NewRunIn,
    OrderOut,
    PlanOut,
    RevokeIn,
    RunHead,
    RunIn,
    RunOut,
)
from accounting.commands.bank.deliver_files import decide_delivery, key_of
from accounting.commands.bank.mandates import add_mandate, block_document, revoke_mandate, unblock_document
from accounting.commands.bank.payment_runs import (
    cancel_run,
    give_order_back,
    make_run,
    mark_sent,
    propose_run,
    submit_run,
)
from accounting.domain.bank.account import as_iban, bic_of
from accounting.domain.bank.mandate import Mandate
from accounting.storage.bank import runs
from accounting.storage.tables_runs import mandate, payment_run
from kit import approvals, clock

router = APIRouter(tags=["payment runs"])

Reader = Annotated[Principal, requires("accounting.payment-runs.read")]
Writer = Annotated[Principal, requires("accounting.payment-runs.write")]


@router.post("/payment-runs/propose", summary="What a run would pay, and what it would leave out and why")
async def post_payment_run_proposal(caller: Reader, db: Db, body: RunIn) -> PlanOut:
    async with db.read() as tx:
        return PlanOut.of(await propose_run(tx, body.to_asked()))


@router.post("/payment-runs", status_code=201, summary="Make a run of what is proposed")
async def post_payment_run(caller: Writer, command: Command, body: NewRunIn) -> RunOut:
    async with command.transaction() as tx:
        run = await make_run(
            tx, body.id or new_id(), body.bank_account_id, body.to_asked(), by=caller.subject, now=clock.now()
        )
        return command.answer(await _out(tx, run.id))


@router.get("/payment-runs", summary="Runs of payments")
async def list_payment_runs(
    caller: Reader,
    db: Db,
    paging: Paging,
    status: Literal["draft", "waiting", "approved", "sent", "cancelled"] | None = None,
) -> Page[RunHead]:
    r = payment_run.c
    statement = select(payment_run)
    if status is not None:
        statement = statement.where(r.status == status)
    async with db.read() as tx:
        return await fetch_page(
            tx, statement, paging, sortable={"created_at": r.created_at}, key=r.id, convert=lambda x: RunHead(**dict(x))
        )


@router.get("/payment-runs/{run_id}", summary="One run with its payments")
async def get_payment_run(caller: Reader, db: Db, run_id: UUID) -> RunOut:
    async with db.read() as tx:
        return await _out(tx, run_id)


async def _out(tx: ReadTransaction, run_id: UUID) -> RunOut:
    rows = await tx.select(select(payment_run).where(payment_run.c.id == run_id))
    if not rows:
        raise unknown("payment run", run_id)
    waiting = await approvals.pending(tx, run_id)
    file = await runs.file_of(tx, run_id)
    delivery = await tx.fetchrow("SELECT status, error FROM effect WHERE key = $1", key_of(run_id))
    return RunOut(
        **dict(rows[0]),
        approval_id=None if waiting is None else waiting.id,
        sha256=None if file is None else file[1].hex(),
        delivery=None if delivery is None else delivery["status"],
        delivery_error=None if delivery is None else delivery["error"] or None,
        orders=[OrderOut.written(order) for order in await runs.orders(tx, run_id)],
    )


@router.post("/payment-runs/{run_id}/submit", summary="Ask somebody else to let the run go")
async def post_payment_run_submission(caller: Writer, command: Command, run_id: UUID) -> RunOut:
    async with command.transaction() as tx:
        await submit_run(tx, run_id, by=caller.subject, now=clock.now())
        return command.answer(await _out(tx, run_id))


@router.post("/payment-runs/{run_id}/cancel", summary="Give a run up; its documents may be paid otherwise")
async def post_payment_run_cancellation(caller: Writer, command: Command, run_id: UUID) -> RunOut:
    async with command.transaction() as tx:
        await cancel_run(tx, run_id, by=caller.subject, now=clock.now())
        return command.answer(await _out(tx, run_id))


@router.get("/payment-runs/{run_id}/file", summary="The file for the bank, the same bytes each time")
async def get_payment_file(
    caller: Annotated[Principal, requires("accounting.payment-files.send")], db: Db, run_id: UUID
) -> Response:
    async with db.read() as tx:
        rows = await tx.select(select(payment_run.c.number).where(payment_run.c.id == run_id))
        file = await runs.file_of(tx, run_id)
    if not rows or file is None:
        raise unknown("payment file", run_id)
    disposition = f'attachment; filename="{rows[0]["number"]}.xml"'
    return Response(file[0], media_type="application/xml", headers={"Content-Disposition": disposition})


@router.post("/payment-runs/{run_id}/sent", summary="The bank has the file")
async def post_payment_run_sent(
    caller: Annotated[Principal, requires("accounting.payment-files.send")], command: Command, run_id: UUID
) -> RunOut:
    async with command.transaction() as tx:
        await mark_sent(tx, run_id, by=caller.subject)
        return command.answer(await _out(tx, run_id))


@router.post("/payment-runs/{run_id}/deliver-again", summary="Deliver a file that waits for somebody's decision")
async def post_payment_file_again(
    caller: Annotated[Principal, requires("accounting.payment-files.send")], command: Command, run_id: UUID
) -> RunOut:
    async with command.transaction() as tx:
        await decide_delivery(tx, run_id, again=True, by=caller.subject, now=clock.now())
        return command.answer(await _out(tx, run_id))


@router.post("/payment-runs/{run_id}/give-delivery-up", summary="Carry a file by hand, or cancel its run")
async def post_payment_file_given_up(
    caller: Annotated[Principal, requires("accounting.payment-files.send")], command: Command, run_id: UUID
) -> RunOut:
    async with command.transaction() as tx:
        await decide_delivery(tx, run_id, again=False, by=caller.subject, now=clock.now())
        return command.answer(await _out(tx, run_id))


@router.post(
    "/payment-runs/{run_id}/orders/{end_to_end_id}/give-back",
    summary="The bank did not do one payment: its documents may be in other runs",
)
async def post_payment_order_return(caller: Writer, command: Command, run_id: UUID, end_to_end_id: str) -> RunOut:
    async with command.transaction() as tx:
        await give_order_back(tx, run_id, end_to_end_id, by=caller.subject)
        return command.answer(await _out(tx, run_id))


@router.get("/mandates", summary="Mandates to debit customers' accounts")
async def list_mandates(caller: Reader, db: Db, paging: Paging, partner_id: UUID | None = None) -> Page[MandateOut]:
    m = mandate.c
    statement = select(mandate)
    if partner_id is not None:
        statement = statement.where(m.partner_id == partner_id)
    async with db.read() as tx:
        return await fetch_page(
            tx,
            statement,
            paging,
            sortable={"reference": m.reference},
            key=m.id,
            convert=lambda row: MandateOut(**{**dict(row), "iban": masked(row["iban"])}),
        )


@router.post("/mandates", status_code=201, summary="Keep a customer's mandate")
async def post_mandate(caller: Writer, command: Command, body: MandateIn) -> MandateOut:
    iban = as_iban(body.iban, field="iban")
    given = Mandate(
        id=body.id or new_id(),
        partner_id=body.partner_id,
        reference=body.reference,
        scheme=body.scheme,
        iban=iban,
        bic=body.bic or bic_of(iban),
        signed_on=body.signed_on,
    )
    async with command.transaction() as tx:
        await add_mandate(tx, given, by=caller.subject)
        return command.answer(await _mandate(tx, given.id))


@router.post("/mandates/{mandate_id}/revoke", summary="End a mandate")
async def post_mandate_revocation(caller: Writer, command: Command, mandate_id: UUID, body: RevokeIn) -> MandateOut:
    async with command.transaction() as tx:
        await revoke_mandate(tx, mandate_id, on=body.on, by=caller.subject)
        return command.answer(await _mandate(tx, mandate_id))


async def _mandate(tx: ReadTransaction, mandate_id: UUID) -> MandateOut:
    (row,) = await tx.select(select(mandate).where(mandate.c.id == mandate_id))
    return MandateOut(**{**dict(row), "iban": masked(row["iban"])})


@router.put("/open-items/{document_id}/block", summary="Keep a document out of runs and reminders")
async def put_block(
    caller: Annotated[Principal, requires("accounting.documents.block")],
    command: Command,
    document_id: UUID,
    body: BlockIn,
) -> BlockOut:
    async with command.transaction() as tx:
        await block_document(tx, document_id, body.reason, by=caller.subject)
        return command.answer(BlockOut(document_id=document_id, is_blocked=True, reason=body.reason))


@router.delete("/open-items/{document_id}/block", summary="Let a document go its way again")
async def delete_block(
    caller: Annotated[Principal, requires("accounting.documents.block")], command: Command, document_id: UUID
) -> BlockOut:
    async with command.transaction() as tx:
        await unblock_document(tx, document_id, by=caller.subject)
        return command.answer(BlockOut(document_id=document_id, is_blocked=False, reason=None))
