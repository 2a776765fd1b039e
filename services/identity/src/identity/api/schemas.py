"""What identity's endpoints take and give. Decimals are strings; secrets are given once and never shown again."""

from collections.abc import Iterable
from dataclasses import asdict, replace
from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any, Literal
from uuid import UUID

from kit.bodies import Code, Strict
from kit.ids import new_id
from pydantic import BaseModel, Field

from identity.domain.passwords import LENGTH_MAX
from identity.domain.roles import PERMISSIONS, Role
from identity.domain.secrets import digest
from identity.domain.user import Client, Grant, User, normalized

Username = Annotated[str, Field(min_length=2, max_length=100, pattern=r"^[\w.@+-]+$", examples=["marie.durand"])]
Name = Annotated[str, Field(min_length=1, max_length=200, examples=["Marie Durand"])]
Email = Annotated[
    str, Field(max_length=254, pattern=r"^[^@\s]+@[^@\s]+\.[^@\s]+$", examples=["marie@comptoir.example"])
]
Roles = Annotated[list[Role], Field(max_length=len(Role), examples=[["buyer"]])]
Warehouses = Annotated[list[Code], Field(max_length=200, description="Codes; empty means all.")]
Amount = Annotated[Decimal, Field(ge=0, max_digits=15, decimal_places=2, examples=["10000.00"])]
Limits = Annotated[
    dict[str, Amount],
    Field(max_length=50, description="The largest amount that may be decided, by permission, in company currency."),
]


# --- users ---


class UserIn(Strict):
    """A new user. The password is set by a request of its own."""

    username: Username
    display_name: Name
    roles: Roles
    email: Email | None = None
    customer_id: UUID | None = Field(default=None, description="For whom a portal user acts.")
    warehouses: Warehouses = Field(default_factory=list)
    approval_limits: Limits = Field(default_factory=dict)

    def to_domain(self) -> User:
        values = self.model_dump()
        values["username"] = normalized(self.username)
        return User(id=new_id(), version=1, **_as_domain(values))


class UserPatch(Strict):
    """Members left out stay as they are. Whoever is made inactive is signed out and cannot sign in."""

    display_name: Name | None = None
    roles: Roles | None = None
    email: Email | None = None
    customer_id: UUID | None = None
    warehouses: Warehouses | None = None
    approval_limits: Limits | None = None
    is_active: bool | None = None

    def applied_to(self, user: User) -> User:
        values = self.model_dump(exclude_unset=True)
        may_be_nothing = {"email", "customer_id"}
        values = {name: value for name, value in values.items() if value is not None or name in may_be_nothing}
        return replace(user, version=user.version + 1, **_as_domain(values))


class UserOut(BaseModel):
    id: UUID
    version: int
    username: str
    display_name: str
    roles: list[Role]
    email: str | None
    customer_id: UUID | None
    warehouses: list[str]
    approval_limits: dict[str, Decimal]
    is_active: bool

    @classmethod
    def of(cls, user: User) -> "UserOut":
        return cls.model_validate(asdict(user))


class PasswordIn(Strict):
    password: str = Field(max_length=LENGTH_MAX * 4, examples=["a sentence that nobody else would think of"])


class SignInOut(BaseModel):
    """Whether a user can sign in now."""

    has_password: bool
    wrong_passwords: int = Field(description="Since the last right one.")
    locked_until: datetime | None
    open_sign_ins: int = Field(description="Browsers and programs that can still renew their tokens.")


# --- people ---


class PersonOut(BaseModel):
    """A colleague, as everybody in the house may know him."""

    subject: str
    name: str
    username: str
    is_active: bool


# --- roles ---


class RoleOut(BaseModel):
    role: Role
    permissions: list[str]


class PermissionOut(BaseModel):
    permission: str
    roles: list[Role]


class RolesOut(BaseModel):
    """Who may do what, read from both sides."""

    items: list[RoleOut]
    permissions: list[PermissionOut]

    @classmethod
    def all(cls) -> "RolesOut":
        names = sorted(frozenset().union(*PERMISSIONS.values()))
        return cls(
            items=[RoleOut(role=role, permissions=sorted(PERMISSIONS[role])) for role in Role],
            permissions=[
                PermissionOut(permission=name, roles=[role for role in Role if name in PERMISSIONS[role]])
                for name in names
            ],
        )


# --- clients ---


class ClientIn(Strict):
    """A program of a partner that asks for tokens in its own name (client credentials)."""

    id: str = Field(pattern=r"^[a-z0-9][a-z0-9-]{2,59}$", examples=["edi-batiplus"])
    name: Name = Field(examples=["EDI of Batiplus"])
    roles: Roles = Field(examples=[["partner"]])
    customer_id: UUID | None = Field(default=None, description="For whom the program acts.")

    def to_domain(self, secret: str) -> Client:
        grants = frozenset({Grant.CLIENT_CREDENTIALS})
        return Client(grants=grants, secret_hash=digest(secret), **_as_domain(self.model_dump()))


class ClientPatch(Strict):
    """Members left out stay as they are. An inactive client gets no more tokens; those it has expire."""

    name: Name | None = None
    roles: Roles | None = None
    customer_id: UUID | None = None
    is_active: bool | None = None

    def applied_to(self, client: Client) -> Client:
        values = self.model_dump(exclude_unset=True)
        values = {name: value for name, value in values.items() if value is not None or name == "customer_id"}
        return replace(client, version=client.version + 1, **_as_domain(values))


class ClientOut(BaseModel):
    id: str
    version: int
    name: str
    roles: list[Role]
    customer_id: UUID | None
    is_active: bool

    @classmethod
    def of(cls, client: Client) -> "ClientOut":
        return cls.model_validate({name: getattr(client, name) for name in cls.model_fields})


class ClientWithSecret(ClientOut):
    """The only time that the secret is told: a repeat of the request tells it no more."""

    secret: str

    @classmethod
    def telling(cls, client: Client, secret: str) -> "ClientWithSecret":
        return cls(**ClientOut.of(client).model_dump(), secret=secret)


# --- signing keys ---


class SigningKeyOut(BaseModel):
    id: str = Field(description="The `kid` of the tokens that it signs.")
    status: Literal["next", "current", "retired"]
    created_at: datetime
    retired_at: datetime | None


def _as_domain(values: dict[str, Any]) -> dict[str, Any]:
    return {name: _unrepeated(value) if isinstance(value, list) else value for name, value in values.items()}


def _unrepeated(values: Iterable[Any]) -> tuple[Any, ...]:
    return tuple(dict.fromkeys(values))
