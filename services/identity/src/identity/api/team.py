"""The people of one customer, managed by one of them or by the house: nobody reaches another customer's."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter
from kit.auth import NotYours, Principal
from kit.bodies import Strict
from kit.db import ReadTransaction
from kit.errors import stale, unknown
from kit.http import Command, Db, Paging, requires
from kit.ids import new_id
from kit.mail import Delivery, delivery_of
from kit.pagination import Page, fetch_page
from pydantic import BaseModel, Field
from sqlalchemy import Select, select

from identity.api.schemas import Name
from identity.commands.change_user import change_user
from identity.commands.create_user import create_user
from identity.commands.invite import Language, invitation_of, link_of, send_invitation
from identity.domain.errors import NoMail
from identity.domain.roles import OF_THE_PORTAL
from identity.domain.team import Right, check_not_oneself, is_of_a_team, rights_of, roles_of
from identity.domain.user import User, normalized
from identity.provider import TheProvider
from identity.storage import users
from identity.storage.tables import effect, invitation_letter, user_account
from kit import clock

router = APIRouter(prefix="/team", tags=["team"])

Manager = Annotated[Principal, requires("identity.team.manage")]
Address = Annotated[
    str, Field(max_length=100, pattern=r"^[\w.+-]+@[\w-]+(\.[\w-]+)+$", examples=["marie@batiplus.example"])
]
Rights = Annotated[
    list[Right],
    Field(max_length=len(Right), description="Besides looking, which everybody may; `manage` has all the others."),
]


class MemberIn(Strict):
    """A colleague. He signs in by his e-mail, once he has chosen a password by the link of his invitation."""

    display_name: Name
    email: Address
    rights: Rights = Field(default_factory=lambda: [Right.ORDER])
    language: Language = Field(default="fr", description="Of the letter that invites him.")
    customer_id: UUID | None = Field(
        default=None, description="The house names the customer; his own manager need not."
    )

    def to_domain(self, customer_id: UUID) -> User:
        return User(
            id=new_id(),
            version=1,
            username=normalized(self.email),
            display_name=self.display_name,
            roles=roles_of(self.rights),
            email=self.email,
            customer_id=customer_id,
        )


class MemberPatch(Strict):
    """Members left out stay as they are. Who is made inactive is signed out and cannot sign in; his invitation is over."""

    display_name: Name | None = None
    rights: Rights | None = None
    is_active: bool | None = None

    def applied_to(self, user: User) -> User:
        return User(
            id=user.id,
            version=user.version + 1,
            username=user.username,
            display_name=self.display_name or user.display_name,
            roles=user.roles if self.rights is None else roles_of(self.rights),
            email=user.email,
            customer_id=user.customer_id,
            is_active=user.is_active if self.is_active is None else self.is_active,
        )


class LetterOut(BaseModel):
    """The last letter that invited somebody."""

    delivery: Delivery
    error: str = Field(description="Why it has not left; empty when nothing was in its way.")
    asked_at: datetime
    expires_at: datetime


class MemberOut(BaseModel):
    id: UUID
    version: int
    display_name: str
    email: str | None
    rights: list[Right]
    is_active: bool
    has_password: bool = Field(description="Who has none was invited, and has not come in yet.")
    letter: LetterOut | None
    is_oneself: bool = Field(description="Nobody changes his own rights.")

    @classmethod
    def of(cls, row: Mapping[str, Any], caller: Principal) -> "MemberOut":
        user = users.user_of(row)
        return cls(
            id=user.id,
            version=user.version,
            display_name=user.display_name,
            email=user.email,
            rights=list(rights_of(user)),
            is_active=user.is_active,
            has_password=row["has_password"],
            letter=_letter(row),
            is_oneself=user.subject == caller.subject,
        )


def _letter(row: Mapping[str, Any]) -> LetterOut | None:
    if row["letter_status"] is None:
        return None
    return LetterOut(
        delivery=delivery_of(row["letter_status"]),
        error=row["letter_error"],
        asked_at=row["asked_at"],
        expires_at=row["expires_at"],
    )


class InvitationOut(BaseModel):
    """Whoever has the link chooses the password: give it to that person only. It works once."""

    link: str
    expires_at: datetime


class LetterIn(Strict):
    language: Language = "fr"


@router.get("", summary="Everybody of one's own company; the house names a customer")
async def list_team(caller: Manager, db: Db, paging: Paging, customer_id: UUID | None = None) -> Page[MemberOut]:
    columns = user_account.c
    roles = sorted(role.value for role in OF_THE_PORTAL)
    statement = _members().where(columns.customer_id == _customer_of(caller, customer_id), columns.roles.overlap(roles))
    async with db.read() as tx:
        return await fetch_page(
            tx,
            statement,
            paging,
            sortable={"display_name": columns.display_name},
            key=columns.id,
            convert=lambda row: MemberOut.of(dict(row), caller),
        )


@router.post("", status_code=201, summary="Add a colleague, who comes in by an invitation: a letter, if mail is set up")
async def post_member(caller: Manager, command: Command, provider: TheProvider, body: MemberIn) -> MemberOut:
    user = body.to_domain(_customer_of(caller, body.customer_id))
    async with command.transaction() as tx:
        await create_user(tx, user, subject=caller.subject)
        if provider.has_mail:
            await send_invitation(tx, user, body.language, inviter=caller.name, subject=caller.subject)
        return command.answer(await _member(tx, user.id, caller))


@router.patch("/{user_id}", summary="Change a colleague's name or rights, or end his access")
async def patch_member(caller: Manager, command: Command, user_id: UUID, body: MemberPatch) -> MemberOut:
    sent = command.version()
    async with command.transaction() as tx:
        before = await _colleague(tx, caller, user_id)
        if before.version != sent:
            raise stale("user", sent=sent, current=before.version)
        await change_user(tx, before, body.applied_to(before), subject=caller.subject)
        return command.answer(await _member(tx, user_id, caller))


@router.post("/{user_id}/invitation", summary="A link by which a colleague chooses his password, good for a week")
async def post_invitation(caller: Manager, db: Db, provider: TheProvider, user_id: UUID) -> InvitationOut:
    async with db.read() as tx:
        user = await _colleague(tx, caller, user_id)
    invitation = invitation_of(user, clock.now())
    return InvitationOut(link=link_of(provider, invitation), expires_at=invitation.expires_at)


@router.post("/{user_id}/letter", summary="Send the invitation by e-mail, once more")
async def post_letter(
    caller: Manager, command: Command, provider: TheProvider, user_id: UUID, body: LetterIn
) -> MemberOut:
    async with command.transaction() as tx:
        user = await _colleague(tx, caller, user_id)
        if not provider.has_mail:
            raise NoMail("No mail server is set up: give the link another way, or tell the house.")
        await send_invitation(tx, user, body.language, inviter=caller.name, subject=caller.subject)
        return command.answer(await _member(tx, user_id, caller))


def _customer_of(caller: Principal, named: UUID | None) -> UUID:
    """Whose people it is about.

    Raises:
        NotYours: a customer names another one, or the house names none.
    """
    if caller.customer_id is None:
        if named is None:
            raise NotYours("Only who acts for a customer has a team: say whose, by customer_id.", field="customer_id")
        return named
    caller.require_customer(named or caller.customer_id)
    return UUID(caller.customer_id)


async def _colleague(tx: ReadTransaction, caller: Principal, user_id: UUID) -> User:
    user = await users.find(tx, user_id)
    is_his = user is not None and caller.customer_id in (None, str(user.customer_id))
    if user is None or not is_his or not is_of_a_team(user):
        raise unknown("user", user_id)
    check_not_oneself(user, caller.subject)
    return user


async def _member(tx: ReadTransaction, user_id: UUID, caller: Principal) -> MemberOut:
    (row,) = await tx.select(_members().where(user_account.c.id == user_id))
    return MemberOut.of(dict(row), caller)


def _members() -> Select[Any]:
    letter = invitation_letter.c
    joined = user_account.outerjoin(invitation_letter, letter.user_id == user_account.c.id).outerjoin(
        effect, effect.c.key == letter.effect_key
    )
    return select(
        *(user_account.c[name] for name in users.COLUMNS),
        user_account.c.password_hash.is_not(None).label("has_password"),
        effect.c.status.label("letter_status"),
        effect.c.error.label("letter_error"),
        letter.asked_at,
        letter.expires_at,
    ).select_from(joined)
