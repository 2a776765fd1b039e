"""Refusals of identity.

DomainError
├── Invalid:     WeakPassword, UnknownPermission, CustomerMissing
├── NotFound
├── Conflict:    UsernameTaken, ClientTaken, LastAdmin
└── Unavailable: TooManySignIns, WrongKeySecret
"""

from kit.errors import Conflict, Invalid, Unavailable


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


class TooManySignIns(Unavailable):
    """More passwords wait to be checked than this process takes on."""


class WrongKeySecret(Unavailable):
    """IDENTITY_KEY_SECRET is not the one that the keys in the database were encrypted with."""
