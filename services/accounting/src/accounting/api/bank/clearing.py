"""Proposals for entries of statements, clearing them one by one or many in a call, undoing it, and the rules behind it."""

from collections.abc import Iterable
from typing import Annotated
from uuid import UUID

import orjson
from fastapi import APIRouter, Request
from kit.auth import Principal
from kit.db import Database, ReadTransaction
from kit.errors import DomainError
from kit.http import Command, Db, Paging, requires
from kit.pagination import Page, fetch_page
from kit.problems import Problem, problem_of
from sqlalchemy import select

from accounting.api.bank.clearing_schemas import (
    ClearedManyOut,
    ClearedOut,
    ClearManyIn,
    ClearProposedIn,
    NamedDocumentOut,
    NamedMovementOut,
    PartnerAccountIn,
    PartnerAccountOut,
    ProposalOut,
    ProposedEntryOut,
    TextRuleModel,
    TextRulesModel,
    UndoIn,
    WriteOffLimitModel,
    WriteOffLimitsModel,
)
from accounting.api.bank.schemas import BankEntryOut
from accounting.commands.bank.clear_entry import ClearedEntry, clear_entry
from accounting.commands.bank.set_rules import set_partner_account, set_text_rules, set_write_off_limits
from accounting.commands.bank.undo_clearing import undo_clearing
from accounting.domain.bank.account import as_iban
from accounting.domain.bank.clearing import Clearing, OfPartner, Recorded, Refunded
from accounting.domain.bank.proposals import Proposal
from accounting.queries.bank.proposals import proposals_for
from accounting.storage.bank import candidates, clearings, movements
from accounting.storage.bank.clearings import TextRule
from accounting.storage.tables_bank import bank_entry, partner_account
from kit import clock

router = APIRouter(tags=["bank"])

Reader = Annotated[Principal, requires("accounting.bank.read")]
Writer = Annotated[Principal, requires("accounting.bank.write")]
RulesWriter = Annotated[Principal, requires("accounting.bank-rules.write")]

_AT_ONCE = 500  # entries of a statement looked at in one call


@router.get("/bank-proposals", summary="What open entries are probably for, with the reasons")
async def list_proposals(
    caller: Reader, db: Db, paging: Paging, statement_id: UUID | None = None, bank_account_id: UUID | None = None
) -> Page[ProposedEntryOut]:
    e = bank_entry.c
    statement = select(bank_entry).where(e.status.in_(("open", "suspended")))
    if statement_id is not None:
        statement = statement.where(e.statement_id == statement_id)
    if bank_account_id is not None:
        statement = statement.where(e.bank_account_id == bank_account_id)
    async with db.read() as tx:
        page = await fetch_page(tx, statement, paging, sortable={"booked_on": e.booked_on}, key=e.id, convert=dict)
        entries = [candidates.entry_of(row) for row in page.items]
        found = await proposals_for(tx, entries)
        proposals = [each for row in page.items for each in found[row["id"]]]
        documents = await _documents(tx, proposals)
        credits_left = await _credits(tx, proposals)
        recorded = await movements.named(tx, _recorded(proposals))
    return Page[ProposedEntryOut](
        items=[
            ProposedEntryOut(
                entry=BankEntryOut(**{name: row[name] for name in BankEntryOut.model_fields}),
                proposals=[ProposalOut.of(each) for each in found[row["id"]]],
                documents=[documents[id_] for id_ in _named(found[row["id"]])],
                credits=[credits_left[id_] for id_ in _paid_back(found[row["id"]])],
                movements=[NamedMovementOut.of(recorded[id_]) for id_ in _recorded(found[row["id"]])],
            )
            for row in page.items
        ],
        next_cursor=page.next_cursor,
    )


def _named(proposals: Iterable[Proposal]) -> set[UUID]:
    """The documents that proposals would settle."""
    settled = (each.clearing.parts for each in proposals if isinstance(each.clearing, OfPartner))
    return {part.document_id for parts in settled for part in parts}


def _recorded(proposals: Iterable[Proposal]) -> set[UUID]:
    """What was recorded before, of which proposals speak."""
    return {id_ for each in proposals if isinstance(each.clearing, Recorded) for id_ in each.clearing.movement_ids}


async def _documents(tx: ReadTransaction, proposals: Iterable[Proposal]) -> dict[UUID, NamedDocumentOut]:
    rows = await tx.fetch(
        "SELECT document_id, number, due_on, currency, open_amount FROM open_item WHERE document_id = ANY($1)",
        list(_named(proposals)),
    )
    return {row["document_id"]: NamedDocumentOut(**dict(row)) for row in rows}


def _paid_back(proposals: Iterable[Proposal]) -> set[UUID]:
    """The credits that proposals would pay back."""
    refunded = (each.clearing.parts for each in proposals if isinstance(each.clearing, Refunded))
    return {part.document_id for parts in refunded for part in parts}


async def _credits(tx: ReadTransaction, proposals: Iterable[Proposal]) -> dict[UUID, NamedDocumentOut]:
    rows = await tx.fetch(
        "SELECT id AS document_id, number, paid_on AS due_on, currency, unmatched_amount AS open_amount FROM payment"
        " WHERE id = ANY($1)",
        list(_paid_back(proposals)),
    )
    return {row["document_id"]: NamedDocumentOut(**dict(row)) for row in rows}


@router.post("/bank-entries/clear", summary="Clear entries: each in its own transaction, answered on its own")
async def post_clearings(
    caller: Writer, db: Db, command: Command, body: ClearManyIn, request: Request
) -> ClearedManyOut:
    """One that cannot be cleared leaves the others alone. The same call again finds what was cleared, cleared."""
    await command.check_answered()
    currency = request.app.state.settings.company_currency
    items = [await _cleared(db, each.entry_id, each.clearing.to_clearing(), caller, currency) for each in body.items]
    async with command.transaction():
        return command.answer(ClearedManyOut(items=items))


@router.post("/bank-entries/clear-proposed", summary="Clear all entries of a statement that have a sure proposal")
async def post_proposed(
    caller: Writer, db: Db, command: Command, body: ClearProposedIn, request: Request
) -> ClearedManyOut:
    """500 entries in a call; each is looked at anew after the one before, so that nothing is settled twice."""
    await command.check_answered()
    currency = request.app.state.settings.company_currency
    async with db.read() as tx:
        rows = await tx.fetch(
            "SELECT * FROM bank_entry WHERE statement_id = $1 AND status = 'open' ORDER BY position, part LIMIT $2",
            body.statement_id,
            _AT_ONCE,
        )
    items = []
    for row in rows:
        entry = candidates.entry_of(dict(row))
        async with db.read() as tx:
            best = (await proposals_for(tx, [entry]))[entry.id][0]
        if best.confidence >= body.min_confidence:
            items.append(await _cleared(db, entry.id, best.clearing, caller, currency))
    async with command.transaction():
        return command.answer(ClearedManyOut(items=items))


async def _cleared(db: Database, entry_id: UUID, clearing: Clearing, caller: Principal, currency: str) -> ClearedOut:
    try:
        async with db.transaction() as tx:
            return _out(await clear_entry(tx, entry_id, clearing, by=caller, currency=currency, now=clock.now()))
    except DomainError as error:
        problem = Problem.model_validate(orjson.loads(bytes(problem_of(error).body)))
        return ClearedOut(entry_id=entry_id, status=None, problem=problem)


@router.post("/bank-entries/{entry_id}/undo", summary="Undo what an entry was cleared as, by reversals")
async def post_undo(caller: Writer, command: Command, entry_id: UUID, body: UndoIn) -> ClearedOut:
    async with command.transaction() as tx:
        undone = await undo_clearing(tx, entry_id, reason=body.reason, by=caller.subject, now=clock.now())
        return command.answer(_out(undone))


def _out(cleared: ClearedEntry) -> ClearedOut:
    return ClearedOut(
        entry_id=cleared.bank_entry_id,
        status=cleared.status,
        entry_number=cleared.entry_number,
        payment_id=cleared.payment_id,
        payment_number=cleared.payment_number,
        approval_id=cleared.approval_id,
    )


@router.get("/bank-rules", summary="Which texts mean which ledger account")
async def get_bank_rules(caller: Reader, db: Db) -> TextRulesModel:
    async with db.read() as tx:
        rules = await clearings.text_rules(tx)
    return TextRulesModel(items=[TextRuleModel.model_validate(each, from_attributes=True) for each in rules])


@router.put("/bank-rules", summary="Set which texts mean which ledger account: these, in this order, and no others")
async def put_bank_rules(caller: RulesWriter, command: Command, body: TextRulesModel) -> TextRulesModel:
    async with command.transaction() as tx:
        await set_text_rules(tx, [TextRule(**each.model_dump()) for each in body.items], by=caller.subject)
        return command.answer(body)


@router.get("/write-off-limits", summary="How much each role may write off by itself")
async def get_write_off_limits(caller: Reader, db: Db) -> WriteOffLimitsModel:
    async with db.read() as tx:
        limits = await clearings.write_off_limits(tx)
    return WriteOffLimitsModel(items=[WriteOffLimitModel(role=role, amount=each) for role, each in limits.items()])


@router.put("/write-off-limits", summary="Set how much each role may write off: these and no others")
async def put_write_off_limits(caller: RulesWriter, command: Command, body: WriteOffLimitsModel) -> WriteOffLimitsModel:
    async with command.transaction() as tx:
        await set_write_off_limits(tx, {each.role: each.amount for each in body.items}, by=caller.subject)
        return command.answer(body)


@router.get("/partner-accounts", summary="Whose bank accounts are known")
async def list_partner_accounts(
    caller: Reader, db: Db, paging: Paging, partner_id: UUID | None = None
) -> Page[PartnerAccountOut]:
    a = partner_account.c
    statement = select(partner_account)
    if partner_id is not None:
        statement = statement.where(a.partner_id == partner_id)
    async with db.read() as tx:
        return await fetch_page(
            tx, statement, paging, sortable={"iban": a.iban}, key=a.iban, convert=lambda r: PartnerAccountOut(**dict(r))
        )


@router.put("/partner-accounts", summary="Set whose bank account it is")
async def put_partner_account(caller: RulesWriter, command: Command, body: PartnerAccountIn) -> PartnerAccountOut:
    iban = as_iban(body.iban, field="iban")
    async with command.transaction() as tx:
        await set_partner_account(tx, iban, body.partner_id, by=caller.subject)
        return command.answer(PartnerAccountOut(iban=iban, partner_id=body.partner_id, source="set", times=0))
