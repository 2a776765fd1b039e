"""Sensible defaults for identity's tests."""

from itertools import count
from typing import Any

from httpx import AsyncClient, Response
from joserfc.util import json_b64decode
from kit.testing.services import ServiceUnderTest

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


def user(**changes: Any) -> dict[str, Any]:
    return {"username": f"user-{next(_next):06}", "display_name": "Some Person", "roles": ["buyer"], **changes}


def client(**changes: Any) -> dict[str, Any]:
    return {
        "id": f"partner-{next(_next):06}",
        "name": "A partner's program",
        "roles": ["partner"],
        "customer_id": CUSTOMER,
        **changes,
    }


async def created_user(identity: ServiceUnderTest, **changes: Any) -> dict[str, Any]:
    """What the service answers to a good user."""
    async with identity.client("identity.users.write") as admin:
        answer = await admin.post("/users", json=user(**changes))
    assert answer.status_code == 201, answer.text
    result: dict[str, Any] = answer.json()
    return result


async def set_password(identity: ServiceUnderTest, id_: str, *, version: int, password: str = PASSWORD) -> None:
    async with identity.client("identity.users.write") as admin:
        answer = await admin.put(
            f"/users/{id_}/password", json={"password": password}, headers={"If-Match": str(version)}
        )
    assert answer.status_code == 200, answer.text


def claims(token: str) -> dict[str, Any]:
    """What a token says, unverified."""
    result: dict[str, Any] = json_b64decode(token.split(".")[1].encode())
    return result


def header(token: str) -> dict[str, Any]:
    """By which key a token is signed."""
    result: dict[str, Any] = json_b64decode(token.split(".", maxsplit=1)[0].encode())
    return result
