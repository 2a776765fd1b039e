"""The approvals inbox of purchasing, and the rules that fill it."""

from collections.abc import Sequence
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Request
from kit.approvals import ApprovalRequest
from kit.approvals_api import ApprovalOut
from kit.audit import AuditEntry
from kit.auth import Principal
from kit.db import ReadTransaction, Transaction
from kit.decisions import Decision
from kit.decisions_api import Deciding, approvals_router
from kit.errors import Invalid, stale
from kit.http import Command, Db, requires
from kit.ids import new_id

from kit import approvals, audit
from purchasing.api.schemas import (
    BudgetOut,
    BudgetsIn,
    BudgetsOut,
    ExplainedOut,
    FiredOut,
    RuleBody,
    RulesIn,
    RulesOut,
    SimulatedOrderOut,
    SimulatedOut,
    SimulateIn,
)
from purchasing.commands.judge_order import fired_rules, simulated
from purchasing.commands.place_order import decide_order
from purchasing.commands.revise_order import SUBJECT, decide_revision
from purchasing.domain.errors import BudgetsOverlap
from purchasing.domain.rules import ApprovalRule, Fired, steps
from purchasing.storage import orders, rules
from purchasing.storage.rules import NewBudget
from purchasing.storage.tables import approval_request

router = APIRouter(tags=["approvals"])

Reader = Annotated[Principal, requires("purchasing.approvals.read")]
RulesReader = Annotated[Principal, requires("purchasing.rules.read")]
RulesWriter = Annotated[Principal, requires("purchasing.rules.write")]


async def decide(_: Request, deciding: Deciding, decision: Decision) -> ApprovalOut:
    """Approve, and an order is placed or revised once everybody has who must; or reject."""
    by = deciding.caller
    async with deciding.transaction() as tx:
        found = await approvals.find(tx, decision.request_id)
        one = decide_revision if found.subject == SUBJECT else _decide_order
        request = await one(tx, found.id, by, approve=decision.approve, comment=decision.comment)
        return deciding.answer(ApprovalOut.of(request))


async def _decide_order(
    tx: Transaction, request_id: UUID, decider: Principal, *, approve: bool, comment: str
) -> ApprovalRequest:
    request, _ = await decide_order(tx, request_id, decider, approve=approve, comment=comment)
    return request


router.include_router(
    approvals_router(
        decide,
        approval_request,
        permission="purchasing.approvals.read",
        approving="Approve: the order is placed at once",
        rejecting="Reject: the order is a draft again",
    )
)


@router.get("/approval-rules", summary="Which orders need approval")
async def get_rules(caller: RulesReader, db: Db) -> RulesOut:
    async with db.read() as tx:
        return await _rules(tx)


@router.put("/approval-rules", summary="Set which orders need approval, from now on: these rules and no others")
async def put_rules(caller: RulesWriter, command: Command, body: RulesIn) -> RulesOut:
    async with command.transaction() as tx:
        for i, each in enumerate(body.items):
            if (each.escalation_hours is None) != (each.escalates_to is None):
                raise Invalid("An escalation says after how many hours, and to whom.", field=f"items.{i}.escalates_to")
        before, version = await rules.every(tx), await rules.version(tx)
        if command.has_version() and command.version() != version:
            raise stale("approval rules", sent=command.version(), current=version)
        after = [ApprovalRule(id=new_id(), **dict(each)) for each in body.items]
        version = await rules.replace(tx, after)
        changes = {"rules": [[_text(rule) for rule in before], [_text(rule) for rule in after]]}
        await audit.record(tx, AuditEntry("approval_rules", "all", "changed", changes, caller.subject, version))
        return command.answer(await _rules(tx))


@router.post("/purchase-orders/{order_id}/explain-approval", summary="What the rules say of an order, and why")
async def explain(caller: RulesReader, db: Db, order_id: UUID, request: Request) -> ExplainedOut:
    async with db.transaction() as tx:
        found = await fired_rules(tx, await orders.get(tx, order_id), company_currency=request.app.state.currency)
    return _explained(found)


@router.post("/approval-rules/simulate", summary="Which of the last orders other rules would have asked about")
async def simulate(caller: RulesReader, db: Db, body: SimulateIn, request: Request) -> SimulatedOut:
    asked = [ApprovalRule(id=new_id(), **dict(each)) for each in body.items]
    async with db.transaction() as tx:
        judged = await simulated(
            tx, asked, since=body.since, limit=body.limit, company_currency=request.app.state.currency
        )
    return SimulatedOut(
        items=[
            SimulatedOrderOut(
                purchase_order_id=each.order.id,
                number=each.order.number,
                net=each.order.net_value,
                now=[fired.reason for fired in each.now],
                then=[fired.reason for fired in each.then],
            )
            for each in judged
        ]
    )


def _explained(found: Sequence[Fired]) -> ExplainedOut:
    return ExplainedOut(
        needs_approval=bool(found),
        steps=steps(found),
        fired=[FiredOut(rule=_body(each.rule), reason=each.reason) for each in found],
    )


@router.get("/budgets", summary="What departments may spend, and what is left")
async def list_budgets(caller: RulesReader, db: Db) -> BudgetsOut:
    async with db.read() as tx:
        return await _budgets(tx)


@router.put("/budgets", summary="Set budgets by department and period; others stay")
async def put_budgets(caller: RulesWriter, command: Command, body: BudgetsIn) -> BudgetsOut:
    asked = [NewBudget(**dict(each)) for each in body.items]
    for i, each in enumerate(asked):
        if each.starts_on >= each.ends_on:
            raise Invalid("A period ends after it starts.", field=f"items.{i}.ends_on")
    async with command.transaction() as tx:
        if periods := await rules.overlapping(tx, asked):
            raise BudgetsOverlap(f"{', '.join(periods)} overlaps another budget of its department.", field="items")
        await rules.set_budgets(tx, asked)
        changes = {"set": [None, [f"{each.department} {each.period} {each.amount}" for each in asked]]}
        await audit.record(tx, AuditEntry("budget", "all", "set", changes, caller.subject))
        return command.answer(await _budgets(tx))


async def _rules(tx: ReadTransaction) -> RulesOut:
    return RulesOut(items=[_body(rule) for rule in await rules.every(tx)], version=await rules.version(tx))


async def _budgets(tx: ReadTransaction) -> BudgetsOut:
    found = await rules.budgets(tx)
    return BudgetsOut(items=[BudgetOut.model_validate(each, from_attributes=True) for each in found])


def _body(rule: ApprovalRule) -> RuleBody:
    return RuleBody(**{name: getattr(rule, name) for name in RuleBody.model_fields})


def _text(rule: ApprovalRule) -> str:
    names = (
        "department", "supplier_id", "family", "exception", "approver", "approvers", "escalation_hours", "escalates_to",
        "effective_from", "effective_until",
    )  # fmt: skip
    return " ".join([f"above {rule.above}", *(f"{n} {v}" for n in names if (v := getattr(rule, n)) is not None)])
