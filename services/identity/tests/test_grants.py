"""Ways to a token that need no browser."""

import json

import httpx
import pytest
from authlib.oauth2.rfc8414 import AuthorizationServerMetadata
from authlib.oidc.discovery import OpenIDProviderMetadata
from identity.domain.roles import PERMISSIONS, Role
from kit.auth import Principal, TokenVerifier
from kit.settings import ServiceSettings
from kit.testing import tokens
from kit.testing.services import ServiceUnderTest

from services.identity.tests import factories as make


def verifier(address: str, **changes: str) -> TokenVerifier:
    """As every service makes it, with keys over HTTP."""
    settings = {
        "database_url": "postgresql://unused",
        "internal_token_key": tokens.INTERNAL_KEY,
        "oidc_issuer": tokens.ISSUER,
        "oidc_jwks_url": f"{address}/.well-known/jwks.json",
        **changes,
    }
    return TokenVerifier(ServiceSettings.model_validate(settings))


async def bearer(client: httpx.AsyncClient, address: str, username: str) -> Principal:
    answer = await make.sign_in(client, username)
    assert answer.status_code == 200, answer.text
    return await verifier(address).verify(answer.json()["access_token"])


@pytest.mark.parametrize(
    ("username", "role"),
    [
        ("buyer", Role.BUYER),
        ("warehouse", Role.WAREHOUSE),
        ("sales", Role.SALES),
        ("pricing", Role.PRICING_MANAGER),
        ("finance", Role.FINANCE),
        ("admin", Role.ADMIN),
        ("auditor", Role.AUDITOR),
        ("portal", Role.PORTAL_ADMIN),
    ],
)
async def test_each_demo_user_has_its_role_and_no_more(
    client: httpx.AsyncClient, address: str, username: str, role: Role
) -> None:
    principal = await bearer(client, address, username)
    assert principal.roles == (role,)
    assert principal.permissions == PERMISSIONS[role]
    assert principal.customer_id == (make.CUSTOMER if role is Role.PORTAL_ADMIN else None)


async def test_programs_prove_themselves_by_header_or_form(
    client: httpx.AsyncClient, address: str, identity: ServiceUnderTest
) -> None:
    form = {"grant_type": "client_credentials"}
    by_header = await client.post(
        "/oauth/token", data=form, auth=("comptoir-operator", make.SETTINGS["OPERATOR_CLIENT_SECRET"])
    )
    by_form = await make.token(client, **form, client_id="demo-partner", client_secret=make.PASSWORD)
    operator = await verifier(address).verify(by_header.json()["access_token"])
    partner = await verifier(address).verify(by_form.json()["access_token"])
    assert (operator.subject, operator.customer_id) == ("comptoir-operator", None)
    assert "accounting.invariants.read" in operator.permissions
    assert (partner.subject, partner.customer_id) == ("demo-partner", make.CUSTOMER)
    assert "refresh_token" not in by_header.json()
    assert by_header.headers["Cache-Control"] == "no-store"
    wrong = await client.post("/oauth/token", data=form, auth=("comptoir-operator", "guessed"))
    assert (wrong.status_code, wrong.json()["error"]) == (401, "invalid_client")
    assert wrong.headers["WWW-Authenticate"].startswith("Basic ")


@pytest.mark.parametrize(
    ("form", "error"),
    [
        ({}, "invalid_request"),
        ({"grant_type": "password"}, "invalid_request"),
        ({"grant_type": "password", "client_id": "nobody"}, "invalid_client"),
        ({"grant_type": "password", "client_id": "comptoir-cli"}, "invalid_request"),
        ({"grant_type": "password", "client_id": "comptoir-cli", "client_secret": "x"}, "invalid_client"),
        ({"grant_type": "password", "client_id": "comptoir-console"}, "unauthorized_client"),
        ({"grant_type": "client_credentials", "client_id": "comptoir-cli"}, "unauthorized_client"),
        ({"grant_type": "implicit", "client_id": "comptoir-cli"}, "unsupported_grant_type"),
        ({"grant_type": ["password", "password"], "client_id": "comptoir-cli"}, "invalid_request"),
        ({"grant_type": "password", "client_id": "comptoir-cli", "username": "a\0b"}, "invalid_request"),
        ({"grant_type": "refresh_token", "client_id": "comptoir-cli", "refresh_token": "x"}, "invalid_grant"),
    ],
)
async def test_refusals_are_oauth_errors(client: httpx.AsyncClient, form: dict[str, str], error: str) -> None:
    answer = await client.post("/oauth/token", data=form, headers={"Content-Type": "application/x-www-form-urlencoded"})
    assert (answer.status_code, answer.json()["error"]) == (400, error)
    assert answer.headers["Cache-Control"] == "no-store"


async def test_a_body_that_is_no_form_is_refused(client: httpx.AsyncClient) -> None:
    answer = await client.post("/oauth/token", json={"grant_type": "password"})
    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_request")


async def test_tokens_for_others_are_not_accepted(client: httpx.AsyncClient, address: str) -> None:
    token = (await make.sign_in(client)).json()["access_token"]
    for change in ({"oidc_audience": "another"}, {"oidc_issuer": "http://elsewhere.test"}):
        with pytest.raises(Exception, match="is not valid"):
            await verifier(address, **change).verify(token)


async def test_metadata_is_what_the_standards_ask_for(client: httpx.AsyncClient) -> None:
    first, second = [
        (await client.get(f"/.well-known/{name}")).json()
        for name in ("openid-configuration", "oauth-authorization-server")
    ]
    assert first == second
    secure = json.loads(json.dumps(first).replace("http://", "https://"))  # the standard knows no plain HTTP
    AuthorizationServerMetadata(secure).validate()
    # OpenID Connect wants RS256 on the list; every token of ours is ES256, as RFC 8414 allows, and we promise no other.
    listed = [*secure["id_token_signing_alg_values_supported"], "RS256"]
    OpenIDProviderMetadata({**secure, "id_token_signing_alg_values_supported": listed}).validate()
    assert first["issuer"] == tokens.ISSUER
    assert "password" in first["grant_types_supported"]
