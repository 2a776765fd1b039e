"""What customers may owe and owe, the documents behind it, who is at risk, and the rules."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter
from kit.auth import Principal
from kit.http import Command, Db, Paging, requires
from kit.pagination import Page, fetch_page

from accounting.api.credit_schemas import (
    CreditDocumentOut,
    CreditLimitsIn,
    CreditOut,
    CreditRowOut,
    OverdueRuleModel,
    OverdueRulesIn,
    OverdueRulesOut,
)
from accounting.commands.set_credit_rules import set_limits, set_rules
from accounting.domain.credit import OverdueRule
from accounting.queries import credit_lists
from accounting.queries.credit_state import credit_state
from accounting.storage import credit_facts
from kit import clock

router = APIRouter(tags=["credit"])

Reader = Annotated[Principal, requires("accounting.credit.read")]
Writer = Annotated[Principal, requires("accounting.credit.write")]
RulesReader = Annotated[Principal, requires("accounting.credit-rules.read")]
RulesWriter = Annotated[Principal, requires("accounting.credit-rules.write")]


@router.get("/credit", summary="Customers at risk: stopped, overdue, near a limit or above it")
async def list_credit(
    caller: Reader,
    db: Db,
    paging: Paging,
    at_risk: bool = True,  # noqa: FBT001, FBT002  # a query parameter
) -> Page[CreditRowOut]:
    """`at_risk=false`: everybody."""
    caller.require_staff()
    statement = credit_lists.customers(clock.now(), at_risk=at_risk)
    c = statement.selected_columns
    async with db.read() as tx:
        return await fetch_page(
            tx,
            statement,
            paging,
            sortable={"exposure": c.exposure, "overdue": c.overdue},
            key=c.partner_id,
            convert=lambda row: CreditRowOut(**dict(row)),
        )


@router.get("/credit/{partner_id}", summary="What a customer may owe and owes, and what would pass")
async def get_credit(caller: Reader, db: Db, partner_id: UUID) -> CreditOut:
    caller.require_customer(partner_id)
    async with db.read() as tx:
        state = await credit_state(tx, partner_id, clock.now())
    return CreditOut.of(state, is_customer=caller.customer_id is not None)


@router.get("/credit/{partner_id}/documents", summary="The invoices and orders that a customer's exposure is made of")
async def list_documents(caller: Reader, db: Db, paging: Paging, partner_id: UUID) -> Page[CreditDocumentOut]:
    caller.require_customer(partner_id)
    statement = credit_lists.documents(partner_id, clock.now().date())
    c = statement.selected_columns
    async with db.read() as tx:
        return await fetch_page(
            tx,
            statement,
            paging,
            sortable={"document_on": c.document_on, "open_amount": c.open_amount},
            key=c.document_id,
            convert=lambda row: CreditDocumentOut(**dict(row)),
        )


@router.put("/credit/{partner_id}/limits", summary="Set what an insurer pays for, and a limit for a time")
async def put_limits(caller: Writer, command: Command, partner_id: UUID, body: CreditLimitsIn) -> CreditOut:
    now = clock.now()
    async with command.transaction() as tx:
        await set_limits(
            tx,
            partner_id,
            insured=body.insured_limit,
            temporary=body.temporary_limit,
            until=None if body.temporary_until is None else clock.aware(body.temporary_until),
            reason=body.reason,
            by=caller.subject,
            now=now,
        )
        return command.answer(CreditOut.of(await credit_state(tx, partner_id, now), is_customer=False))


@router.get("/credit-rules", summary="What may be overdue before nothing more is given")
async def get_rules(caller: RulesReader, db: Db) -> OverdueRulesOut:
    async with db.read() as tx:
        return _out(await credit_facts.rules(tx))


@router.put("/credit-rules", summary="Set what may be overdue, from now on: these rules and no others")
async def put_rules(caller: RulesWriter, command: Command, body: OverdueRulesIn) -> OverdueRulesOut:
    async with command.transaction() as tx:
        await set_rules(tx, [OverdueRule(**rule.model_dump()) for rule in body.items], by=caller.subject)
        return command.answer(_out(await credit_facts.rules(tx)))


def _out(rules: list[OverdueRule]) -> OverdueRulesOut:
    return OverdueRulesOut(items=[OverdueRuleModel.model_validate(rule, from_attributes=True) for rule in rules])
