"""People of one customer: what each may do in the portal, and how one of them lets another in."""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from uuid import UUID

from identity.domain.errors import InvitationOver, OwnRight
from identity.domain.roles import Role
from identity.domain.user import User


class Right(StrEnum):
    """What somebody may do for his company, the least first."""

    LOOK = "look"
    ORDER = "order"
    MANAGE = "manage"


ROLE_OF = {Right.LOOK: Role.PORTAL_READER, Right.ORDER: Role.PORTAL_CUSTOMER, Right.MANAGE: Role.PORTAL_ADMIN}


def right_of(user: User) -> Right | None:
    """What a portal user may do; None for whoever is none."""
    return next((right for right in reversed(Right) if ROLE_OF[right] in user.roles), None)


def check_not_oneself(user: User, subject: str) -> None:
    """Nothing, or a refusal: who manages a team stays in it until somebody else says otherwise.

    Raises:
        OwnRight: it is the caller himself.
    """
    if user.subject == subject:
        raise OwnRight("This is yourself: ask another manager of your company, or the house.")


@dataclass(frozen=True, slots=True)
class Invitation:
    """Lets one user choose his password, once: it ends when the user changes, and setting a password changes him."""

    user_id: UUID
    version: int
    expires_at: datetime  # to the second

    def sealed(self, key: bytes) -> str:
        """As it stands in a link."""
        text = f"{self.user_id.hex}.{self.version}.{int(self.expires_at.timestamp())}"
        return f"{text}.{_seal(key, text)}"


def opened(sealed: str, key: bytes, now: datetime) -> Invitation:
    """The invitation of a link.

    Raises:
        InvitationOver: it is none of ours, or its time is over.
    """
    text, _, seal = sealed.rpartition(".")
    if not hmac.compare_digest(_seal(key, text).encode(), seal.encode()):
        raise InvitationOver
    user_id, version, expires = text.split(".")
    invitation = Invitation(UUID(user_id), int(version), datetime.fromtimestamp(int(expires), UTC))
    if invitation.expires_at <= now:
        raise InvitationOver
    return invitation


def _seal(key: bytes, text: str) -> str:
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()
