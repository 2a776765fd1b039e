"""The endpoints of delegations, the same in every service that has them."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter
from pydantic import BaseModel, Field
from sqlalchemy import Table, or_, select

from kit import audit, clock, delegations
from kit.audit import AuditEntry
from kit.auth import Principal
from kit.bodies import Strict
from kit.delegations import Delegation, new_delegations
from kit.http import Command, Db, Paging, requires
from kit.pagination import Page, fetch_page

Subject = Annotated[str, Field(min_length=1, max_length=200, examples=["bert"])]


class DelegationIn(Strict):
    """Somebody decides in your name for a time. You give no more than you have yourself."""

    delegate: Subject
    permissions: list[Annotated[str, Field(max_length=100)]] = Field(min_length=1, max_length=20)
    starts_at: datetime | None = Field(default=None, description="Default now.")
    ends_at: datetime
    reason: Annotated[str, Field(min_length=1, max_length=500, examples=["Holidays"])]


class DelegationOut(BaseModel):
    id: UUID
    delegator: str
    delegate: str
    permission: str
    limit: Decimal | None = Field(description="Up to which amount, in company currency; null: any.")
    starts_at: datetime
    ends_at: datetime
    reason: str
    revoked_at: datetime | None

    @classmethod
    def of(cls, delegation: Delegation) -> "DelegationOut":
        return cls(**{name: getattr(delegation, name) for name in cls.model_fields})


class DelegationsOut(BaseModel):
    items: list[DelegationOut]


def delegations_router(table: Table, *, permission: str, all_permission: str) -> APIRouter:
    """`permission` is needed to have delegations at all, `all_permission` to see and end everybody's."""
    router = APIRouter(prefix="/delegations", tags=["approvals"])
    caller_ = requires(permission)

    @router.get("", summary="Who decides in whose name: what you gave and were given")
    async def list_delegations(caller: Annotated[Principal, caller_], db: Db, paging: Paging) -> Page[DelegationOut]:
        statement = select(*(table.c[name] for name in DelegationOut.model_fields))
        if all_permission not in caller.permissions:
            statement = statement.where(or_(table.c.delegator == caller.subject, table.c.delegate == caller.subject))
        async with db.read() as tx:
            return await fetch_page(
                tx,
                statement,
                paging,
                sortable={"ends_at": table.c.ends_at},
                key=table.c.id,
                convert=lambda row: DelegationOut(**dict(row)),
            )

    @router.post("", status_code=201, summary="Let somebody decide in your name for a time")
    async def post_delegation(
        caller: Annotated[Principal, caller_], command: Command, body: DelegationIn
    ) -> DelegationsOut:
        now = clock.now()
        given = new_delegations(
            caller,
            body.delegate,
            list(dict.fromkeys(body.permissions)),
            starts_at=clock.aware(body.starts_at) if body.starts_at else now,
            ends_at=clock.aware(body.ends_at),
            reason=body.reason,
        )
        async with command.transaction() as tx:
            await delegations.add(tx, given)
            for each in given:
                changes = {"permission": [None, each.permission], "delegate": [None, each.delegate]}
                await audit.record(tx, AuditEntry("delegation", str(each.id), "given", changes, caller.subject))
            return command.answer(DelegationsOut(items=[DelegationOut.of(each) for each in given]))

    @router.post("/{delegation_id}/revoke", summary="End a delegation now")
    async def post_revocation(
        caller: Annotated[Principal, caller_], command: Command, delegation_id: UUID
    ) -> DelegationOut:
        now = clock.now()
        async with command.transaction() as tx:
            may_all = all_permission in caller.permissions
            ended = await delegations.revoke(tx, delegation_id, caller, now, may_all=may_all)
            await audit.record(tx, AuditEntry("delegation", str(ended.id), "revoked", {}, caller.subject))
            (found,) = await tx.fetch("SELECT * FROM delegation WHERE id = $1", delegation_id)
            return command.answer(DelegationOut(**{name: found[name] for name in DelegationOut.model_fields}))

    return router
