"""The approvals inbox of catalog, and the rules that fill it."""

from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Request
from kit.approvals_api import ApprovalOut
from kit.auth import Principal
from kit.bodies import Strict
from kit.decisions import Decision
from kit.decisions_api import Deciding, approvals_router
from kit.delegations_api import delegations_router
from kit.errors import unknown
from kit.http import Command, Db, requires
from pydantic import BaseModel, Field

from catalog.api.partners import BANK_READER
from catalog.commands.decide_change import decide_change
from catalog.commands.field_rules import set_rules
from catalog.commands.govern import hidden
from catalog.domain.field_rule import FieldPermission, FieldRule
from catalog.storage import field_rules
from catalog.storage.tables_rules import approval_request, delegation
from kit import approvals

READ = "catalog.approvals.read"
router = APIRouter(tags=["approvals"])

Reader = Annotated[Principal, requires(READ)]
RulesReader = Annotated[Principal, requires("catalog.field-rules.read")]
RulesWriter = Annotated[Principal, requires("catalog.field-rules.write")]


class FieldRuleModel(Strict):
    """A field of which a change needs a permission of its own, or somebody else's approval."""

    entity: Literal["product", "partner"]
    field: Annotated[str, Field(max_length=60, examples=["tax_class"])]
    permission: FieldPermission = Field(description="Who lacks it asks for the change instead; who decides has it.")
    needs_approval: bool = Field(default=False, description="Even who has the permission cannot change it alone.")
    on_create: bool = Field(default=False, description="The permission is needed to create a record with it as well.")


class FieldRulesIn(Strict):
    items: list[FieldRuleModel] = Field(max_length=100)


class FieldRulesOut(BaseModel):
    items: list[FieldRuleModel]


class ChangeRequestOut(ApprovalOut):
    """A request with what is asked for, field by field."""

    changes: dict[str, tuple[Any, Any]] = Field(description="By field: before and after.")


@router.get("/approvals/{request_id}", summary="One request, with what it changes")
async def get_approval(caller: Reader, db: Db, request_id: UUID) -> ChangeRequestOut:
    async with db.read() as tx:
        request = ApprovalOut.of(await approvals.find(tx, request_id))
        asked = await field_rules.asked(tx, request_id)
    if asked is None:
        raise unknown("approval request", request_id)
    changes = asked.changes if BANK_READER in caller.permissions else hidden(asked.changes)
    return ChangeRequestOut.model_validate({**request.model_dump(), "changes": changes})


async def decide(_: Request, deciding: Deciding, decision: Decision) -> ApprovalOut:
    """Approve, and the change is made; or reject, and the record stays."""
    async with deciding.transaction() as tx:
        return deciding.answer(ApprovalOut.of(await decide_change(tx, decision, deciding.caller)))


router.include_router(
    approvals_router(
        decide,
        approval_request,
        permission=READ,
        approving="Approve: the change is made at once",
        rejecting="Reject: the record stays as it is",
    )
)
router.include_router(delegations_router(delegation, permission=READ, all_permission="catalog.field-rules.write"))


@router.get("/field-rules", summary="Which fields not everybody may change alone")
async def get_rules(caller: RulesReader, db: Db) -> FieldRulesOut:
    async with db.read() as tx:
        return _out(await field_rules.every(tx))


@router.put("/field-rules", summary="Set which fields not everybody may change alone: these and no others")
async def put_rules(caller: RulesWriter, command: Command, body: FieldRulesIn) -> FieldRulesOut:
    async with command.transaction() as tx:
        rules = [FieldRule(**each.model_dump()) for each in body.items]
        await set_rules(tx, rules, subject=caller.subject)
        return command.answer(_out(await field_rules.every(tx)))


def _out(rules: list[FieldRule]) -> FieldRulesOut:
    return FieldRulesOut(items=[FieldRuleModel.model_validate(rule, from_attributes=True) for rule in rules])
