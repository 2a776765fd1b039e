"""Costing methods and write-downs as they are proposed; they are decided in the inbox of approvals."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter
from kit.auth import Principal
from kit.db import ReadTransaction
from kit.http import Command, Db, Paging, requires
from kit.money import ZERO
from kit.pagination import Page, PageRequest, fetch_page
from sqlalchemy import Select, select

from accounting.api.stock_value.schemas import (
    CostingChangeIn,
    PreviewIn,
    PreviewLineOut,
    PreviewOut,
    ProposalOut,
    SlowRuleModel,
    SlowRules,
    TakeBackIn,
    WriteDownIn,
    WriteDownLineOut,
)
from accounting.commands.stock_value import change_method, write_down
from accounting.commands.stock_value.change_method import ChangeMethod
from accounting.domain.stock_value.proposal import APPROVE_WRITE_DOWN, Kind, ProposalStatus
from accounting.domain.stock_value.write_down import SlowRule
from accounting.storage.stock_value import write_downs
from accounting.storage.tables import product
from accounting.storage.tables_stock_value import valuation_proposal, write_down_line
from kit import clock

router = APIRouter(tags=["valuation"])
_SHOWN = 100  # lines of a preview

Reader = Annotated[Principal, requires("accounting.valuation.read")]
CostingWriter = Annotated[Principal, requires("accounting.costing.write")]
WriteDownWriter = Annotated[Principal, requires("accounting.write-downs.write")]
WriteDownApprover = Annotated[Principal, requires(APPROVE_WRITE_DOWN)]


@router.get("/costing-changes", summary="Other costing methods, proposed and decided")
async def list_costing_changes(
    caller: Reader,
    db: Db,
    paging: Paging,
    status: ProposalStatus | None = None,
    product_id: UUID | None = None,
) -> Page[ProposalOut]:
    statement = _proposals(Kind.COSTING_METHOD, status)
    if product_id is not None:
        statement = statement.where(valuation_proposal.c.product_id == product_id)
    async with db.read() as tx:
        return await _page(tx, statement, paging)


@router.post("/costing-changes", status_code=201, summary="Propose to cost a product by another method")
async def post_costing_change(caller: CostingWriter, command: Command, body: CostingChangeIn) -> ProposalOut:
    """What the catalog asks for is proposed by itself."""
    now = clock.now()
    asked = ChangeMethod(body.product_id, body.method, body.effective_on or now.date(), body.reason)
    async with command.transaction() as tx:
        proposal = await change_method.propose_method(tx, asked, by=caller.subject, now=now)
        return command.answer(await _proposal(tx, proposal.id))


@router.get("/write-down-rules", summary="From which age on stock is written down, and by how much")
async def get_slow_rules(caller: Reader, db: Db) -> SlowRules:
    async with db.read() as tx:
        return _rules(await write_downs.rules(tx))


@router.put("/write-down-rules", summary="Set from which age on stock is written down: these rules and no others")
async def put_slow_rules(caller: WriteDownWriter, command: Command, body: SlowRules) -> SlowRules:
    async with command.transaction() as tx:
        rules = [SlowRule(rule.days, rule.rate) for rule in body.items]
        await write_down.set_slow_rules(tx, rules, by=caller.subject)
        return command.answer(_rules(await write_downs.rules(tx)))


@router.post("/write-down-rules/preview", summary="What a write-down by these rules would be, without proposing it")
async def post_slow_rules_preview(caller: Reader, db: Db, body: PreviewIn) -> PreviewOut:
    on = body.on or clock.now().date()
    async with db.read() as tx:
        lines = await write_down.preview(tx, [SlowRule(rule.days, rule.rate) for rule in body.items], on)
    return PreviewOut(
        on=on,
        products=len(lines),
        value=sum((line.value for line in lines), ZERO),
        amount=sum((line.change for line in lines), ZERO),
        lines=[PreviewLineOut.model_validate(line, from_attributes=True) for line in lines[:_SHOWN]],
    )


@router.get("/write-downs", summary="Write-downs of slow stock, proposed and decided")
async def list_write_downs(
    caller: Reader, db: Db, paging: Paging, status: ProposalStatus | None = None
) -> Page[ProposalOut]:
    async with db.read() as tx:
        return await _page(tx, _proposals(Kind.WRITE_DOWN, status), paging)


@router.post("/write-downs", status_code=201, summary="Propose what the rules ask for")
async def post_write_down(caller: WriteDownWriter, command: Command, body: WriteDownIn) -> ProposalOut:
    now = clock.now()
    async with command.transaction() as tx:
        proposal = await write_down.propose_write_down(
            tx, body.on or now.date(), reason=body.reason, by=caller.subject, now=now
        )
        return command.answer(await _proposal(tx, proposal.id))


@router.get("/write-downs/{proposal_id}/lines", summary="What it says, product by product")
async def list_write_down_lines(caller: Reader, db: Db, paging: Paging, proposal_id: UUID) -> Page[WriteDownLineOut]:
    line = write_down_line.c
    columns = [line[name] for name in ("product_id", "quantity", "value", "required", "written_down")]
    statement = (
        select(product.c.sku, *columns)
        .select_from(write_down_line.outerjoin(product, product.c.id == line.product_id))
        .where(line.proposal_id == proposal_id)
    )
    async with db.read() as tx:
        return await fetch_page(
            tx,
            statement,
            paging,
            sortable={"product_id": line.product_id},
            key=line.product_id,
            convert=lambda row: WriteDownLineOut(**dict(row)),
        )


@router.post("/write-downs/{proposal_id}/take-back", summary="The same amounts the other way")
async def take_back_write_down(
    caller: WriteDownApprover, command: Command, proposal_id: UUID, body: TakeBackIn
) -> ProposalOut:
    now = clock.now()
    async with command.transaction() as tx:
        await write_down.take_back_write_down(
            tx, proposal_id, caller, on=body.on or now.date(), comment=body.comment, now=now
        )
        return command.answer(await _proposal(tx, proposal_id))


def _rules(rules: list[SlowRule]) -> SlowRules:
    return SlowRules(items=[SlowRuleModel(days=rule.days, rate=rule.rate) for rule in rules])


def _proposals(kind: Kind, status: ProposalStatus | None) -> Select[tuple[object, ...]]:
    columns = [valuation_proposal.c[name] for name in ProposalOut.model_fields]
    statement = select(*columns).where(valuation_proposal.c.kind == kind.value)
    return statement if status is None else statement.where(valuation_proposal.c.status == status.value)


async def _page(tx: ReadTransaction, statement: Select[tuple[object, ...]], paging: PageRequest) -> Page[ProposalOut]:
    return await fetch_page(
        tx,
        statement,
        paging,
        sortable={"proposed_at": valuation_proposal.c.proposed_at},
        key=valuation_proposal.c.id,
        convert=lambda row: ProposalOut(**dict(row)),
    )


async def _proposal(tx: ReadTransaction, proposal_id: UUID) -> ProposalOut:
    row = await tx.fetchrow("SELECT * FROM valuation_proposal WHERE id = $1", proposal_id)
    assert row is not None  # noqa: S101  # it was written or locked in this transaction
    return ProposalOut(**{name: row[name] for name in ProposalOut.model_fields})
