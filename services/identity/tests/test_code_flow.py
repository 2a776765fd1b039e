"""The code flow, as a browser and a client live it."""

import asyncio
from datetime import timedelta

import httpx
import pytest
from joserfc import jwt
from joserfc.jwk import KeySet
from kit.testing import tokens
from kit.testing.services import ServiceUnderTest

from services.identity.tests import factories as make
from services.identity.tests.browser import REDIRECT, Flow, answered, hidden
from services.identity.tests.test_grants import verifier


async def test_a_user_signs_in_and_the_client_gets_tokens(client: httpx.AsyncClient, address: str) -> None:
    flow = Flow(client)
    page = await flow.open()
    assert page.status_code == 200
    back = answered(await flow.submit(page))
    assert (back["state"], back["iss"]) == (flow.state, tokens.ISSUER)
    answer = await flow.exchange(back["code"])
    assert answer.status_code == 200, answer.text
    body = answer.json()
    principal = await verifier(address).verify(body["access_token"])
    assert (principal.name, principal.roles) == ("Demo buyer", ("buyer",))
    keys = KeySet.import_key_set((await client.get("/.well-known/jwks.json")).json())
    claims = jwt.decode(body["id_token"], keys, algorithms=["ES256"]).claims
    assert (claims["aud"], claims["nonce"], claims["sub"]) == ("comptoir-console", "a nonce", principal.subject)
    assert (body["token_type"], body["expires_in"], body["scope"]) == ("Bearer", 900, "openid profile")


async def test_the_page_speaks_the_readers_language_and_protects_itself(client: httpx.AsyncClient) -> None:
    flow = Flow(client)
    french = await flow.open()
    by_header = await client.get(
        "/oauth/authorize", params=flow.parameters(), headers={"Accept-Language": "de, fr;q=0.2, en-GB;q=0.9"}
    )
    english = await flow.open(ui_locales="en", login_hint='"><script>alert(1)</script>')
    assert '<html lang="fr">' in french.text
    assert '<html lang="en">' in by_header.text
    assert '<html lang="en">' in english.text
    assert "<script" not in english.text
    policy = french.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert f"form-action 'self' {tokens.ISSUER};" in policy
    assert french.headers["Referrer-Policy"] == "no-referrer"
    cookie = french.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie


async def test_a_wrong_password_is_told_on_the_page(client: httpx.AsyncClient) -> None:
    flow = Flow(client)
    page = await flow.open()
    wrong = await flow.submit(page, "auditor", "not the password")
    nobody = await flow.submit(page, "nobody at all", "not the password")
    empty = await flow.submit(page, "auditor", "")
    assert (wrong.status_code, nobody.status_code, empty.status_code) == (403, 403, 400)
    assert 'role="alert"' in wrong.text
    assert wrong.text.replace("auditor", "") == nobody.text.replace("nobody at all", "")
    assert answered(await flow.submit(wrong, "auditor"))["code"]


async def test_a_form_that_our_page_did_not_make_signs_nobody_in(client: httpx.AsyncClient, address: str) -> None:
    flow = Flow(client)
    form = {**hidden(await flow.open()), "username": "buyer", "password": make.PASSWORD}
    async with httpx.AsyncClient(base_url=address) as other_browser:
        stolen = await other_browser.post("/oauth/authorize", data=form)
    bare = {name: value for name, value in form.items() if name != "seal"}
    forged = await client.post("/oauth/authorize", data={**form, "seal": "0" * 64})
    changed = await client.post("/oauth/authorize", data={**form, "state": "another"})
    unsealed = await client.post("/oauth/authorize", data=bare)
    assert [answer.status_code for answer in (stolen, forged, changed, unsealed)] == [403, 403, 403, 200]
    assert all("Location" not in answer.headers for answer in (stolen, forged, changed, unsealed))


@pytest.mark.parametrize(
    "target",
    [
        "",
        REDIRECT + "/",
        REDIRECT + "?x=1",
        REDIRECT.upper(),
        REDIRECT + "#",
        REDIRECT.replace("/callback", "/callback/../evil"),
        f"{tokens.ISSUER}.evil.test/callback",
        f"{tokens.ISSUER}@evil.test/callback",
        "//evil.test/callback",
        "javascript:alert(1)",
    ],
)
async def test_a_browser_is_sent_nowhere_but_to_the_clients_own_address(client: httpx.AsyncClient, target: str) -> None:
    flow = Flow(client)
    opened = await flow.open(redirect_uri=target, prompt="none")
    form = {**hidden(await flow.open()), "username": "buyer", "password": make.PASSWORD, "redirect_uri": target}
    posted = await client.post("/oauth/authorize", data=form)
    unknown = await flow.open(client_id="nobody")
    twice = await client.get(f"/oauth/authorize?redirect_uri=http://evil.test&{httpx.QueryParams(flow.parameters())}")
    for answer in (opened, posted, unknown, twice):
        assert answer.status_code == 400
        assert "Location" not in answer.headers
        assert "evil" not in answer.text


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"response_type": "token"}, "unsupported_response_type"),
        ({"response_mode": "fragment"}, "invalid_request"),
        ({"code_challenge": ""}, "invalid_request"),
        ({"code_challenge_method": "plain"}, "invalid_request"),
        ({"prompt": "none"}, "login_required"),
        ({"request": "eyJ"}, "request_not_supported"),
    ],
)
async def test_other_refusals_go_back_to_the_client(
    client: httpx.AsyncClient, change: dict[str, str], error: str
) -> None:
    flow = Flow(client)
    back = answered(await flow.open(**change))
    assert (back["error"], back["state"], back["iss"]) == (error, flow.state, tokens.ISSUER)


async def test_a_code_is_good_for_its_client_request_and_verifier_only(client: httpx.AsyncClient) -> None:
    flow = Flow(client)
    code = await flow.code()
    wrong_verifier = await flow.exchange(code, code_verifier="x" * 43)
    short_verifier = await flow.exchange(code, code_verifier="x")
    elsewhere = await flow.exchange(code, redirect_uri="http://elsewhere.test")
    unknown = await flow.exchange("no such code")
    right = await flow.exchange(code)
    errors = [answer.json()["error"] for answer in (wrong_verifier, short_verifier, elsewhere, unknown)]
    assert errors == ["invalid_grant", "invalid_request", "invalid_grant", "invalid_grant"]
    assert right.status_code == 200


async def test_a_code_that_comes_twice_revokes_what_it_gave(client: httpx.AsyncClient) -> None:
    flow = Flow(client)
    code = await flow.code()
    first, second = await asyncio.gather(flow.exchange(code), flow.exchange(code))
    good, refused = sorted((first, second), key=lambda answer: answer.status_code)
    assert (good.status_code, refused.json()["error"]) == (200, "invalid_grant")
    after = await flow.refresh(good.json()["refresh_token"])
    assert after.json()["error"] == "invalid_grant"


async def test_a_refresh_token_is_good_once_and_its_copy_ends_the_sign_in(client: httpx.AsyncClient) -> None:
    flow = Flow(client)
    first = (await flow.exchange(await flow.code())).json()["refresh_token"]
    second = (await flow.refresh(first)).json()
    assert second["access_token"]
    copied = await flow.refresh(first)
    owner = await flow.refresh(second["refresh_token"])
    assert [copied.json()["error"], owner.json()["error"]] == ["invalid_grant", "invalid_grant"]


async def test_of_two_that_bring_a_refresh_token_at_once_one_wins(client: httpx.AsyncClient) -> None:
    flow = Flow(client)
    token = (await flow.exchange(await flow.code())).json()["refresh_token"]
    answers = await asyncio.gather(*(flow.refresh(token) for _ in range(8)))
    assert sorted(answer.status_code for answer in answers) == [200, *[400] * 7]


async def test_a_refresh_token_of_another_client_is_refused_and_stays_good(client: httpx.AsyncClient) -> None:
    flow = Flow(client)
    token = (await flow.exchange(await flow.code())).json()["refresh_token"]
    assert (await flow.refresh(token, "comptoir-cli")).json()["error"] == "invalid_grant"
    assert (await flow.refresh(token)).status_code == 200


async def test_a_sign_in_ends_when_its_client_says_so(client: httpx.AsyncClient) -> None:
    flow = Flow(client)
    token = (await flow.exchange(await flow.code())).json()["refresh_token"]
    stranger = await client.post("/oauth/revoke", data={"client_id": "comptoir-cli", "token": token})
    renewed = (await flow.refresh(token)).json()["refresh_token"]
    revoked = await client.post("/oauth/revoke", data={"client_id": "comptoir-console", "token": renewed})
    unknown = await client.post("/oauth/revoke", data={"client_id": "comptoir-console", "token": "unknown"})
    assert [answer.status_code for answer in (stranger, revoked, unknown)] == [200, 200, 200]
    assert (await flow.refresh(renewed)).json()["error"] == "invalid_grant"


async def test_what_has_expired_is_worth_nothing(client: httpx.AsyncClient, identity: ServiceUnderTest) -> None:
    flow = Flow(client)
    code = await flow.code()
    token = (await flow.exchange(await flow.code())).json()["refresh_token"]
    async with identity.database.transaction() as tx:
        for table in ("authorization_code", "refresh_token"):
            await tx.execute(f"UPDATE {table} SET expires_at = expires_at - $1::interval", timedelta(days=1))
    assert (await flow.exchange(code)).json()["error"] == "invalid_grant"
    assert (await flow.refresh(token)).json()["error"] == "invalid_grant"


async def test_userinfo_tells_who_the_bearer_is_now(
    address: str, identity: ServiceUnderTest, client: httpx.AsyncClient
) -> None:
    flow = Flow(client)
    access = (await flow.exchange(await flow.code())).json()
    identity.service.tokens.use_keys(KeySet.import_key_set((await client.get("/.well-known/jwks.json")).json()))
    try:
        bearer = {"Authorization": f"Bearer {access['access_token']}"}
        known = await client.get("/oauth/userinfo", headers=bearer)
        nobody = await client.get("/oauth/userinfo")
    finally:
        tokens.trust(identity.service.tokens)
    assert (known.json()["preferred_username"], known.json()["roles"]) == ("buyer", ["buyer"])
    assert (nobody.status_code, nobody.headers["WWW-Authenticate"]) == (401, "Bearer")
