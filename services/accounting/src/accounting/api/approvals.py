"""The approvals inbox of accounting."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from functools import partial
from typing import Annotated

from fastapi import APIRouter, Request
from kit.approvals import ApprovalRequest
from kit.approvals_api import ApprovalOut
from kit.auth import Principal
from kit.db import Transaction
from kit.decisions import Decision
from kit.decisions_api import Deciding, approvals_router
from kit.delegations_api import delegations_router
from kit.http import requires

from accounting.commands.bank.clear_entry import SUBJECT as WRITE_OFF
from accounting.commands.bank.decide_write_off import decide_write_off
from accounting.commands.bank.payment_runs import SUBJECT as PAYMENT_RUN
from accounting.commands.bank.payment_runs import decide_run
from accounting.commands.books.set_period import REOPENING, decide_reopening
from accounting.commands.invoicing.ask_credit import CREDIT_NOTE, decide_credit
from accounting.commands.post_entry import SUBJECT as ENTRY
from accounting.commands.post_entry import decide_entry
from accounting.commands.receivables.doubtful import LOSS, decide_loss
from accounting.commands.stock_value.change_method import decide_method
from accounting.commands.stock_value.write_down import decide_write_down
from accounting.config import Settings
from accounting.domain.stock_value.proposal import Kind
from accounting.storage.tables_approvals import approval_request, delegation
from kit import approvals, clock

READ = "accounting.approvals.read"
router = APIRouter(tags=["approvals"])

Reader = Annotated[Principal, requires(READ)]
_Decide = Callable[[Transaction, Decision, Principal, datetime], Awaitable[ApprovalRequest]]


async def decide(request: Request, deciding: Deciding, decision: Decision) -> ApprovalOut:
    """Approve, and what was asked for is done; or reject."""
    settings: Settings = request.app.state.settings
    decided_by: dict[str, _Decide] = {
        LOSS: partial(decide_loss, currency=settings.company_currency),
        CREDIT_NOTE: decide_credit,
        ENTRY: decide_entry,
        PAYMENT_RUN: partial(decide_run, settings=settings),
        REOPENING: decide_reopening,
        WRITE_OFF: partial(decide_write_off, currency=settings.company_currency),
        Kind.WRITE_DOWN: decide_write_down,
        Kind.COSTING_METHOD: partial(decide_method, scheme=settings.posting_scheme),
    }
    async with deciding.transaction() as tx:
        asked = await approvals.find(tx, decision.request_id)
        return deciding.answer(
            ApprovalOut.of(await decided_by[asked.subject](tx, decision, deciding.caller, clock.now()))
        )


router.include_router(
    approvals_router(
        decide,
        approval_request,
        permission=READ,
        approving="Approve, and it is done",
        rejecting="Reject, and it is not done",
    )
)
router.include_router(delegations_router(delegation, permission=READ, all_permission="accounting.chart.write"))
