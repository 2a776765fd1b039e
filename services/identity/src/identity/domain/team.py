"""People of one customer: what each may do in the portal, and how one of them lets another in."""

import hashlib
import hmac
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from uuid import UUID

from identity.domain.errors import InvitationOver, OwnRight
from identity.domain.roles import OF_THE_PORTAL, Role, permissions_of
from identity.domain.user import User


class Right(StrEnum):
    """What somebody may do for his company besides looking at its prices, orders and quotes."""

    ORDER = "order"
    APPROVE = "approve"
    INVOICES = "invoices"
    MANAGE = "manage"  # with all the others


_NEEDS = {
    Right.ORDER: "sales.orders.write",
    Right.APPROVE: "sales.spending.approve",
    Right.INVOICES: "accounting.invoices.read",
    Right.MANAGE: "identity.team.manage",
}
_LOOKING_AND_ORDERING = {
    (False, False): Role.PORTAL_VISITOR,
    (False, True): Role.PORTAL_READER,
    (True, False): Role.PORTAL_BUYER,
    (True, True): Role.PORTAL_CUSTOMER,
}


def roles_of(rights: Collection[Right]) -> tuple[Role, ...]:
    """The roles that give these rights and no other."""
    if Right.MANAGE in rights:
        return (Role.PORTAL_ADMIN,)
    first = _LOOKING_AND_ORDERING[Right.ORDER in rights, Right.INVOICES in rights]
    return (first, Role.PORTAL_APPROVER) if Right.APPROVE in rights else (first,)


def rights_of(user: User) -> tuple[Right, ...]:
    """What a portal user may do, whatever roles give it."""
    given = permissions_of(user.roles)
    return tuple(right for right, permission in _NEEDS.items() if permission in given)


def is_of_a_team(user: User) -> bool:
    """Whether he is a person who acts for a customer in the portal."""
    return user.customer_id is not None and not OF_THE_PORTAL.isdisjoint(user.roles)


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
