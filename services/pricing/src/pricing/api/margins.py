"""Margin rules, and what was decided by them."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter
from kit.auth import Principal
from kit.bodies import Code, HistoryOut
from kit.errors import unknown
from kit.http import Command, Db, Paging, requires
from kit.pagination import Page, fetch_page
from sqlalchemy import select

from kit import audit
from pricing.api.schemas import (
    DecidedOrderOut,
    MarginRuleIn,
    MarginRuleOut,
    RemovedOut,
    SalespersonIn,
    SalespersonOut,
    VerdictName,
    verdict_of,
)
from pricing.commands.margin_rules import put_margin_rule, remove_margin_rule
from pricing.commands.salespeople import set_level
from pricing.storage.tables import margin_decision, margin_rule, salesperson

router = APIRouter(tags=["margins"])

RuleReader = Annotated[Principal, requires("pricing.rules.read")]
RuleWriter = Annotated[Principal, requires("pricing.rules.write")]


@router.get("/margin-rules", summary="Margin rules; the most specific one that matches a sale counts")
async def list_margin_rules(caller: RuleReader, db: Db, paging: Paging) -> Page[MarginRuleOut]:
    async with db.read() as tx:
        return await fetch_page(
            tx,
            select(margin_rule),
            paging,
            sortable={"id": margin_rule.c.id},
            key=margin_rule.c.id,
            convert=lambda row: MarginRuleOut(**dict(row)),
        )


@router.put("/margin-rules", summary="Set a margin rule (If-Match, when sent, is the version it had)")
async def put_rule(caller: RuleWriter, command: Command, body: MarginRuleIn) -> MarginRuleOut:
    rule = body.to_domain()
    sent = command.version() if command.has_version() else None
    async with command.transaction() as tx:
        version = await put_margin_rule(tx, rule, version=sent, subject=caller.subject)
        values = {name: getattr(rule, name) for name in MarginRuleOut.model_fields if name != "version"}
        return command.answer(MarginRuleOut(**values, version=version))


@router.delete("/margin-rules/{rule_id}", summary="Remove a margin rule (If-Match: its version)")
async def delete_rule(caller: RuleWriter, command: Command, rule_id: UUID) -> RemovedOut:
    sent = command.version()
    async with command.transaction() as tx:
        await remove_margin_rule(tx, rule_id, version=sent, subject=caller.subject)
        return command.answer(RemovedOut(id=rule_id))


@router.get("/margin-rules/{rule_id}/history", summary="Every change of a margin rule")
async def get_rule_history(caller: RuleReader, db: Db, rule_id: UUID) -> HistoryOut:
    async with db.read() as tx:
        entries = await audit.history(tx, "margin_rule", str(rule_id))
    if not entries:
        raise unknown("margin rule", rule_id)
    return HistoryOut.of(entries)


@router.get("/salespeople", summary="Levels of salespeople, by which margin rules may differ")
async def list_salespeople(caller: RuleReader, db: Db, paging: Paging) -> Page[SalespersonOut]:
    async with db.read() as tx:
        return await fetch_page(
            tx,
            select(salesperson),
            paging,
            sortable={"code": salesperson.c.code},
            key=salesperson.c.code,
            convert=lambda row: SalespersonOut(**dict(row)),
        )


@router.put("/salespeople/{code}", summary="Say which level a salesperson has")
async def put_salesperson(caller: RuleWriter, command: Command, code: Code, body: SalespersonIn) -> SalespersonOut:
    async with command.transaction() as tx:
        await set_level(tx, code, body.level, subject=caller.subject)
        return command.answer(SalespersonOut(code=code, level=body.level))


@router.get("/margin-decisions", summary="Orders that were not plainly allowed, as last decided")
async def list_margin_decisions(
    caller: Annotated[Principal, requires("pricing.decisions.read")],
    db: Db,
    paging: Paging,
    customer_id: UUID | None = None,
    order_id: UUID | None = None,
    verdict: VerdictName | None = None,
) -> Page[DecidedOrderOut]:
    statement = select(*(margin_decision.c[name] for name in DecidedOrderOut.model_fields))
    wanted = verdict_of(verdict).name if verdict else None
    for column, value in (
        (margin_decision.c.customer_id, customer_id),
        (margin_decision.c.order_id, order_id),
        (margin_decision.c.verdict, wanted),
    ):
        if value is not None:
            statement = statement.where(column == value)
    async with db.read() as tx:
        return await fetch_page(
            tx,
            statement,
            paging,
            sortable={"decided_at": margin_decision.c.decided_at},
            key=margin_decision.c.order_id,
            convert=lambda row: DecidedOrderOut.of(dict(row)),
        )
