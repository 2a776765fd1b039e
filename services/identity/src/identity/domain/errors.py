"""Refusals of identity.

DomainError
├── Invalid:     WeakPassword, UnknownPermission, CustomerMissing
├── NotFound:    InvitationOver
├── Conflict:    UsernameTaken, ClientTaken, LastAdmin, OwnRight, NoAddress, NoMail
└── Unavailable: TooManySignIns, WrongKeySecret
"""

from kit.errors import Conflict, Invalid, NotFound, Unavailable


class WeakPassword(Invalid):
    """The password would be guessed."""


class UnknownPermission(Invalid):
    """No role has such a permission."""


class CustomerMissing(Invalid):
    """A portal user acts for one customer, and for none it would act for all."""


class UsernameTaken(Conflict):
    """Another user has this name."""


class ClientTaken(Conflict):
    """Another client has this id."""


class LastAdmin(Conflict):
    """Without an administrator nobody could let anybody in again."""


class OwnRight(Conflict):
    """Who manages a customer's people does not change his own access."""


class NoAddress(Conflict):
    """Nobody knows where to write to."""


class NoMail(Conflict):
    """Letters cannot leave: nobody has said by which mail server."""


class InvitationOver(NotFound):
    """The link was used, is too old, or was never ours."""

    def __init__(self) -> None:
        super().__init__("This invitation was used or is over: ask for another one.")


class TooManySignIns(Unavailable):
    """More passwords wait to be checked than this process takes on."""


class WrongKeySecret(Unavailable):
    """IDENTITY_KEY_SECRET is not the one that the keys in the database were encrypted with."""
