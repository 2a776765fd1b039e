"""Users, clients, and what keeps their sign-ins safe. Secrets are kept as hashes, signing keys encrypted."""

from kit.effects import effect_table
from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, UUID

from kit import schema

metadata = schema.new_metadata()
effect = effect_table(metadata)


def _created_at() -> "Column[object]":
    return Column("created_at", DateTime(timezone=True), nullable=False, server_default=func.now())


user_account = Table(
    "user_account",
    metadata,
    Column("id", UUID, primary_key=True),
    Column("version", BigInteger, nullable=False),
    Column("username", Text, nullable=False, unique=True, comment="in its one spelling"),
    Column("display_name", Text, nullable=False),
    Column("email", Text),
    Column("roles", ARRAY(Text), nullable=False),
    Column("customer_id", UUID),
    Column("warehouses", ARRAY(Text), nullable=False),
    Column("approval_limits", JSONB, nullable=False, comment="amount by permission, as text"),
    Column("is_active", Boolean, nullable=False),
    Column("password_hash", Text, comment="argon2id"),
    Column("search", Text, nullable=False, comment="folded names and e-mail"),
    _created_at(),
)

# The last letter that invites somebody; whether it has left, the effect says.
invitation_letter = Table(
    "invitation_letter",
    metadata,
    Column("user_id", UUID, ForeignKey("user_account.id"), primary_key=True),
    Column("effect_key", Text, nullable=False),
    Column("asked_at", DateTime(timezone=True), nullable=False),
    Column("expires_at", DateTime(timezone=True), nullable=False),
)

client = Table(
    "client",
    metadata,
    Column("id", Text, primary_key=True),
    Column("version", BigInteger, nullable=False),
    Column("name", Text, nullable=False),
    Column("roles", ARRAY(Text), nullable=False),
    Column("customer_id", UUID),
    Column("is_active", Boolean, nullable=False),
    Column("secret_hash", LargeBinary, nullable=False, comment="SHA-256 of a random secret"),
    _created_at(),
)

signing_key = Table(
    "signing_key",
    metadata,
    Column("id", Text, primary_key=True),
    Column("status", Text, nullable=False, comment="next, current or retired"),
    Column("public_jwk", JSONB, nullable=False),
    Column("private_jwe", Text, nullable=False, comment="encrypted with IDENTITY_KEY_SECRET"),
    Column("retired_at", DateTime(timezone=True)),
    _created_at(),
)
Index("uq_signing_key_next", signing_key.c.status, unique=True, postgresql_where=text("status = 'next'"))
Index("uq_signing_key_current", signing_key.c.status, unique=True, postgresql_where=text("status = 'current'"))

failure = Table(
    "failure",
    metadata,
    Column("counted", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("count", Integer, nullable=False),
    Column("last_at", DateTime(timezone=True)),
    Column("locked_until", DateTime(timezone=True)),
)
Index(None, failure.c.last_at)

# One sign-in of one user with one client: its code and refresh tokens live and die together.
token_family = Table(
    "token_family",
    metadata,
    Column("id", UUID, primary_key=True),
    Column("user_id", UUID, ForeignKey("user_account.id"), nullable=False),
    Column("client_id", Text, nullable=False),
    Column("scope", Text, nullable=False),
    Column("signed_in_at", DateTime(timezone=True), nullable=False),
    Column("expires_at", DateTime(timezone=True), nullable=False),
    Column("revoked_at", DateTime(timezone=True)),
    Column("revoked_because", Text),
)
Index(None, token_family.c.user_id)
Index(None, token_family.c.expires_at)

authorization_code = Table(
    "authorization_code",
    metadata,
    Column("hash", LargeBinary, primary_key=True),
    Column("family_id", UUID, ForeignKey("token_family.id", ondelete="CASCADE"), nullable=False),
    Column("redirect_uri", Text, nullable=False),
    Column("code_challenge", Text, nullable=False),
    Column("nonce", Text),
    Column("expires_at", DateTime(timezone=True), nullable=False),
    Column("used_at", DateTime(timezone=True)),
)
Index(None, authorization_code.c.family_id)

refresh_token = Table(
    "refresh_token",
    metadata,
    Column("hash", LargeBinary, primary_key=True),
    Column("family_id", UUID, ForeignKey("token_family.id", ondelete="CASCADE"), nullable=False),
    Column("expires_at", DateTime(timezone=True), nullable=False),
    Column("used_at", DateTime(timezone=True)),
)
Index(None, refresh_token.c.family_id)
