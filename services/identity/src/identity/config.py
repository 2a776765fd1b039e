"""What identity reads from its environment."""

from uuid import UUID

from kit.settings import MailSettings
from pydantic import Field, SecretStr


class Settings(MailSettings):
    identity_key_secret: SecretStr = Field(min_length=32)  # protects the signing keys in the database

    access_token_s: int = Field(default=900, ge=60, le=3600)  # seconds that an access token lives
    refresh_token_s: int = Field(default=12 * 3600, ge=60)  # unused that long, it is worth nothing
    session_s: int = Field(default=14 * 24 * 3600, ge=60)  # then the user signs in again

    allow_password_grant: bool = False  # for the client comptoir-cli alone: development and the demo
    console_redirect_uris: str = ""  # where browsers are sent back to, space-separated; empty: <OIDC_ISSUER>/callback

    password_length_min: int = Field(default=15, ge=8, le=64)  # NIST SP 800-63B-4 for passwords alone
    argon2_memory_kib: int = Field(default=19 * 1024, ge=8)  # of each hash
    argon2_passes: int = Field(default=2, ge=1)  # over that memory
    hashes_at_once: int = Field(default=2, ge=1)  # each takes its memory and a core
    hashes_waiting_max: int = Field(default=100, ge=1)  # beyond that, sign-ins are refused for the moment

    user_failures_free: int = Field(default=5, ge=1)  # wrong passwords of a user before the first wait
    address_failures_free: int = Field(default=50, ge=1)  # and of an address
    first_wait_s: float = Field(default=5, gt=0)  # doubles with each further wrong password
    longest_wait_s: float = Field(default=900, gt=0)  # it doubles no further
    failures_forgotten_s: float = Field(default=3600, gt=0)  # without a try

    demo_password: SecretStr | None = None  # makes the demo's users; never set in production
    demo_portal_customer_id: UUID | None = None  # the customer of the demo's user portal and client demo-partner
    operator_client_secret: SecretStr | None = Field(default=None, min_length=16)  # of the client comptoir-operator
