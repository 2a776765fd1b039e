"""Sensible defaults for identity's tests."""

from itertools import count
from typing import Any

from httpx import AsyncClient, Response

PASSWORD = "correct horse battery staple"
CUSTOMER = "0192f000-0000-7000-8000-000000000001"
SETTINGS = {
    "IDENTITY_KEY_SECRET": "the key secret of the tests, 32 characters or more",
    "ALLOW_PASSWORD_GRANT": "true",
    "ARGON2_MEMORY_KIB": "8",
    "ARGON2_PASSES": "1",
    "DEMO_PASSWORD": PASSWORD,
    "DEMO_PORTAL_CUSTOMER_ID": CUSTOMER,
    "OPERATOR_CLIENT_SECRET": "the secret of the operator",
}

_next = count(1)


async def token(client: AsyncClient, **form: Any) -> Response:
    """What `/oauth/token` answers to these parameters."""
    return await client.post("/oauth/token", data=form)


async def sign_in(client: AsyncClient, username: str = "buyer", password: str = PASSWORD, **form: Any) -> Response:
    """What the command line's client gets for a name and a password."""
    return await token(
        client, grant_type="password", client_id="comptoir-cli", username=username, password=password, **form
    )
