"""Somebody who was invited chooses his password."""

from identity.commands.change_user import set_password
from identity.domain.errors import InvitationOver
from identity.domain.passwords import check_password
from identity.domain.team import opened
from identity.domain.user import User
from identity.provider import Provider
from identity.storage import users
from kit import clock


async def invited(provider: Provider, sealed: str) -> User:
    """Whom a link lets in.

    Raises:
        InvitationOver: it was used, its time is over, or it is none of ours.
    """
    invitation = opened(sealed, provider.invitation_key, clock.now())
    async with provider.database.read() as tx:
        user = await users.find(tx, invitation.user_id)
    if user is None or not user.is_active or user.version != invitation.version:
        raise InvitationOver
    return user


async def accept_invitation(provider: Provider, sealed: str, password: str) -> User:
    """The user, who can sign in with this password from now on.

    Raises:
        InvitationOver: as `invited`.
        WeakPassword: it would be guessed.
        Stale: the same link was used at the same moment.
        TooManySignIns: too many passwords wait to be hashed.
    """
    user = await invited(provider, sealed)
    names = (user.username, *user.display_name.split())
    check_password(password, length_min=provider.password_length_min, names=names)
    hash_ = await provider.passwords.hash(password)
    async with provider.database.transaction() as tx:
        return await set_password(tx, user, hash_, subject=user.subject)
