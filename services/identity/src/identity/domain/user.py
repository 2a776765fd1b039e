"""People who sign in, and the programs of partners that do."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from identity.domain.errors import CustomerMissing, UnknownPermission
from identity.domain.roles import ALL, BOUND_TO_A_CUSTOMER, Role, permissions_of


@dataclass(frozen=True, slots=True)
class User:
    """A person. Without a password hash nobody can sign in as it yet."""

    id: UUID
    version: int
    username: str  # as `normalized` gives it
    display_name: str
    roles: tuple[Role, ...]
    email: str | None = None
    customer_id: UUID | None = None  # of a portal user
    warehouses: tuple[str, ...] = ()  # codes; empty means all
    approval_limits: Mapping[str, Decimal] = field(default_factory=dict)  # permission to amount in company currency
    is_active: bool = True

    def __post_init__(self) -> None:
        check_customer(self.roles, self.customer_id)
        if unknown := sorted(self.approval_limits.keys() - ALL):
            raise UnknownPermission(
                f"There is no permission {unknown[0]!r} to limit.", field=f"approval_limits.{unknown[0]}"
            )

    @property
    def subject(self) -> str:
        return str(self.id)


class Grant(StrEnum):
    """The ways to a token (RFC 6749)."""

    AUTHORIZATION_CODE = "authorization_code"
    CLIENT_CREDENTIALS = "client_credentials"
    PASSWORD = "password"  # noqa: S105  # the name of the grant
    REFRESH_TOKEN = "refresh_token"  # noqa: S105


@dataclass(frozen=True, slots=True)
class Client:
    """A program that asks for tokens. One without a secret runs at the user's and proves nothing about itself."""

    id: str
    name: str
    grants: frozenset[Grant]
    version: int = 1
    roles: tuple[Role, ...] = ()  # of its own, for client credentials
    customer_id: UUID | None = None
    redirect_uris: frozenset[str] = frozenset()
    secret_hash: bytes | None = None
    is_active: bool = True

    def __post_init__(self) -> None:
        check_customer(self.roles, self.customer_id)


def check_customer(roles: tuple[Role, ...], customer_id: UUID | None) -> None:
    """Nothing, or a refusal: whoever acts as a customer is bound to one.

    Raises:
        CustomerMissing: a role asks for a customer, and none is named.
    """
    if customer_id is None and (bound := BOUND_TO_A_CUSTOMER.intersection(roles)):
        raise CustomerMissing(
            f"The role {min(bound)} acts for one customer: name it.", field="customer_id", role=min(bound)
        )


def normalized(username: str) -> str:
    """The one spelling of a user name, whatever the keyboard."""
    return unicodedata.normalize("NFKC", username).strip().casefold()


def permissions(roles: tuple[Role, ...]) -> list[str]:
    """What a token says its bearer may do, in a steady order."""
    return sorted(permissions_of(roles))
