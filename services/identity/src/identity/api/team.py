"""The people of one customer, managed by one of them: nobody reaches another customer's."""

from datetime import datetime, timedelta
from typing import Annotated
from urllib.parse import urlencode
from uuid import UUID

from fastapi import APIRouter
from kit.auth import NotYours, Principal
from kit.bodies import Strict
from kit.db import ReadTransaction
from kit.errors import stale, unknown
from kit.http import Command, Db, Paging, requires
from kit.ids import new_id
from kit.pagination import Page, fetch_page
from pydantic import BaseModel, Field
from sqlalchemy import select

from identity.api.schemas import Name
from identity.commands.change_user import change_user
from identity.commands.create_user import create_user
from identity.domain.team import ROLE_OF, Invitation, Right, check_not_oneself, right_of
from identity.domain.user import User, normalized
from identity.provider import TheProvider
from identity.storage import users
from identity.storage.tables import user_account
from kit import clock

router = APIRouter(prefix="/team", tags=["team"])

Manager = Annotated[Principal, requires("identity.team.manage")]
Address = Annotated[
    str, Field(max_length=100, pattern=r"^[\w.+-]+@[\w-]+(\.[\w-]+)+$", examples=["marie@batiplus.example"])
]
_HOLDS = timedelta(days=7)


class MemberIn(Strict):
    """A colleague. He signs in by his e-mail, once he has chosen a password by the link of his invitation."""

    display_name: Name
    email: Address
    right: Right = Right.ORDER

    def to_domain(self, customer_id: UUID) -> User:
        return User(
            id=new_id(),
            version=1,
            username=normalized(self.email),
            display_name=self.display_name,
            roles=(ROLE_OF[self.right],),
            email=self.email,
            customer_id=customer_id,
        )


class MemberPatch(Strict):
    """Members left out stay as they are. Who is made inactive is signed out and cannot sign in."""

    display_name: Name | None = None
    right: Right | None = None
    is_active: bool | None = None

    def applied_to(self, user: User) -> User:
        return User(
            id=user.id,
            version=user.version + 1,
            username=user.username,
            display_name=self.display_name or user.display_name,
            roles=user.roles if self.right is None else (ROLE_OF[self.right],),
            email=user.email,
            customer_id=user.customer_id,
            is_active=user.is_active if self.is_active is None else self.is_active,
        )


class MemberOut(BaseModel):
    id: UUID
    version: int
    display_name: str
    email: str | None
    right: Right
    is_active: bool
    is_oneself: bool = Field(description="Nobody changes his own right.")

    @classmethod
    def of(cls, user: User, caller: Principal) -> "MemberOut":
        right = right_of(user)
        assert right is not None  # noqa: S101  # only portal users are in a team
        return cls(
            id=user.id,
            version=user.version,
            display_name=user.display_name,
            email=user.email,
            right=right,
            is_active=user.is_active,
            is_oneself=user.subject == caller.subject,
        )


class InvitationOut(BaseModel):
    """Whoever has the link chooses the password: give it to that person only. It works once."""

    link: str
    expires_at: datetime


@router.get("", summary="Everybody of one's own company")
async def list_team(caller: Manager, db: Db, paging: Paging) -> Page[MemberOut]:
    columns = user_account.c
    statement = select(*(columns[name] for name in users.COLUMNS)).where(
        columns.customer_id == _customer_of(caller), columns.roles.overlap([role.value for role in ROLE_OF.values()])
    )
    async with db.read() as tx:
        return await fetch_page(
            tx,
            statement,
            paging,
            sortable={"display_name": columns.display_name},
            key=columns.id,
            convert=lambda row: MemberOut.of(users.user_of(dict(row)), caller),
        )


@router.post("", status_code=201, summary="Add a colleague, who comes in by an invitation")
async def post_member(caller: Manager, command: Command, body: MemberIn) -> MemberOut:
    user = body.to_domain(_customer_of(caller))
    async with command.transaction() as tx:
        return command.answer(MemberOut.of(await create_user(tx, user, subject=caller.subject), caller))


@router.patch("/{user_id}", summary="Change a colleague's name or right, or end his access")
async def patch_member(caller: Manager, command: Command, user_id: UUID, body: MemberPatch) -> MemberOut:
    sent = command.version()
    async with command.transaction() as tx:
        before = await _colleague(tx, caller, user_id)
        if before.version != sent:
            raise stale("user", sent=sent, current=before.version)
        after = await change_user(tx, before, body.applied_to(before), subject=caller.subject)
        return command.answer(MemberOut.of(after, caller))


@router.post("/{user_id}/invitation", summary="A link by which a colleague chooses his password, good for a week")
async def post_invitation(caller: Manager, db: Db, provider: TheProvider, user_id: UUID) -> InvitationOut:
    async with db.read() as tx:
        user = await _colleague(tx, caller, user_id)
    invitation = Invitation(user.id, user.version, (clock.now() + _HOLDS).replace(microsecond=0))
    query = urlencode({"invitation": invitation.sealed(provider.invitation_key)})
    return InvitationOut(link=f"{provider.issuing.issuer}/oauth/invitation?{query}", expires_at=invitation.expires_at)


def _customer_of(caller: Principal) -> UUID:
    if caller.customer_id is None:
        raise NotYours("Only who acts for a customer has a team: the house manages its people under users.")
    return UUID(caller.customer_id)


async def _colleague(tx: ReadTransaction, caller: Principal, user_id: UUID) -> User:
    user = await users.find(tx, user_id)
    if user is None or user.customer_id != _customer_of(caller) or right_of(user) is None:
        raise unknown("user", user_id)
    check_not_oneself(user, caller.subject)
    return user
