"""Users."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from kit.auth import Principal
from kit.bodies import HistoryOut
from kit.db import ReadTransaction
from kit.errors import stale, unknown
from kit.http import Command, Db, Paging, requires
from kit.pagination import Page, fetch_page
from kit.search import words
from sqlalchemy import select

from identity.api.schemas import PasswordIn, SignInOut, UserIn, UserOut, UserPatch
from identity.commands.change_user import change_user, set_password, unlock
from identity.commands.create_user import create_user
from identity.domain.passwords import check_password
from identity.domain.roles import Role
from identity.domain.user import User
from identity.provider import TheProvider
from identity.queries.sign_in_state import sign_in_state
from identity.storage import users
from identity.storage.tables import user_account
from kit import audit, clock

router = APIRouter(prefix="/users", tags=["users"])

Reader = Annotated[Principal, requires("identity.users.read")]
Writer = Annotated[Principal, requires("identity.users.write")]


@router.get("", summary="Search users")
async def list_users(
    caller: Reader,
    db: Db,
    paging: Paging,
    q: Annotated[str, Query(max_length=100, description="Words of names or e-mail.")] = "",
    role: Role | None = None,
    is_active: bool | None = None,  # noqa: FBT001  # query parameters
) -> Page[UserOut]:
    columns = [user_account.c[name] for name in (*users.COLUMNS, "created_at")]
    statement = select(*columns).where(*(user_account.c.search.like(pattern) for pattern in words(q)))
    if role is not None:
        statement = statement.where(user_account.c.roles.contains([role.value]))
    if is_active is not None:
        statement = statement.where(user_account.c.is_active == is_active)
    async with db.read() as tx:
        return await fetch_page(
            tx,
            statement,
            paging,
            sortable={name: user_account.c[name] for name in ("username", "display_name", "created_at")},
            key=user_account.c.id,
            convert=lambda row: UserOut.of(users.user_of(dict(row))),
        )


@router.post("", status_code=201, summary="Create a user, who can sign in once a password is set")
async def post_user(caller: Writer, command: Command, body: UserIn) -> UserOut:
    async with command.transaction() as tx:
        user = await create_user(tx, body.to_domain(), subject=caller.subject)
        return command.answer(UserOut.of(user))


@router.get("/{user_id}", summary="One user")
async def get_user(caller: Reader, db: Db, user_id: UUID) -> UserOut:
    async with db.read() as tx:
        return UserOut.of(await _existing(tx, user_id))


@router.patch("/{user_id}", summary="Change or deactivate a user")
async def patch_user(caller: Writer, command: Command, user_id: UUID, body: UserPatch) -> UserOut:
    sent = command.version()
    async with command.transaction() as tx:
        before = await _existing(tx, user_id, version=sent)
        after = await change_user(tx, before, body.applied_to(before), subject=caller.subject)
        return command.answer(UserOut.of(after))


@router.put("/{user_id}/password", summary="Set a user's password; every sign-in with the old one ends")
async def put_password(
    caller: Writer, command: Command, db: Db, provider: TheProvider, user_id: UUID, body: PasswordIn
) -> UserOut:
    sent = command.version()
    async with db.read() as read:
        user = await _existing(read, user_id, version=sent)
    names = (user.username, *user.display_name.split())
    check_password(body.password, length_min=provider.password_length_min, names=names)
    hash_ = await provider.passwords.hash(body.password)
    # Not the command's transaction: with a key it would keep a plain hash of the request, and so of the password.
    async with db.transaction() as tx:
        return UserOut.of(await set_password(tx, user, hash_, subject=caller.subject))


@router.post("/{user_id}/unlock", summary="Let a user try passwords again at once")
async def post_unlock(caller: Writer, command: Command, user_id: UUID) -> UserOut:
    async with command.transaction() as tx:
        user = await _existing(tx, user_id)
        await unlock(tx, user, subject=caller.subject)
        return command.answer(UserOut.of(user))


@router.get("/{user_id}/sign-in", summary="Whether a user can sign in now")
async def get_sign_in(caller: Reader, db: Db, user_id: UUID) -> SignInOut:
    async with db.read() as tx:
        state = await sign_in_state(tx, user_id, clock.now())
    if state is None:
        raise unknown("user", user_id)
    return SignInOut.model_validate(state)


@router.get("/{user_id}/history", summary="Every change of a user")
async def get_user_history(caller: Reader, db: Db, user_id: UUID) -> HistoryOut:
    async with db.read() as tx:
        entries = await audit.history(tx, "user", str(user_id))
    if not entries:
        raise unknown("user", user_id)
    return HistoryOut.of(entries)


async def _existing(tx: ReadTransaction, user_id: UUID, *, version: int | None = None) -> User:
    user = await users.find(tx, user_id)
    if user is None:
        raise unknown("user", user_id)
    if version is not None and user.version != version:
        raise stale("user", sent=version, current=user.version)
    return user
