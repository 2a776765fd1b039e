"""Hostile input at the public endpoints: every answer is an answer of ours."""

import asyncio
from urllib.parse import quote, urlencode

import httpx
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from kit.service import api_of
from kit.testing.services import ServiceUnderTest

from services.identity.tests import factories as make
from services.identity.tests.browser import REDIRECT

NAMES = (
    "grant_type", "client_id", "client_secret", "username", "password", "code", "redirect_uri", "code_verifier",
    "refresh_token", "token", "scope", "response_type", "response_mode", "code_challenge", "code_challenge_method",
    "state", "nonce", "prompt", "ui_locales", "login_hint", "seal",
)  # fmt: skip
GOOD = (
    "password", "authorization_code", "refresh_token", "client_credentials", "comptoir-cli", "comptoir-console",
    "demo-partner", REDIRECT, "code", "S256", "openid offline_access", "x" * 43,
)  # fmt: skip
VALUES = st.one_of(
    st.sampled_from(GOOD), st.text(max_size=60), st.sampled_from(["\0", "\r\nSet-Cookie: a=b", "'\"><", "%00"])
)
MEMBERS = st.lists(st.tuples(st.sampled_from(NAMES), VALUES), max_size=14)
BODIES = st.one_of(
    MEMBERS.map(lambda members: urlencode(members, errors="surrogatepass").encode()),
    st.binary(max_size=200),
)
TYPES = st.sampled_from(
    [
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "multipart/form-data",
        "application/json",
        "",
    ]
)
HEADERS = st.fixed_dictionaries(
    {},
    optional={
        "Authorization": st.one_of(
            st.sampled_from(["Basic", "Basic !!!", "Basic AA==", "Bearer", "Bearer x.y.z", "Basic JTAwOng="]),
            st.binary(max_size=30).map(lambda raw: b"Basic " + raw.hex().encode()),
        ),
        "Cookie": st.sampled_from(["comptoir_sign_in=x", "comptoir_sign_in", "=;;=", 'comptoir_sign_in="\\000"']),
        "Accept-Language": st.sampled_from(["en;q=x", "*", ",,,", "fr;q=1.0.0"]),
    },
)  # fmt: skip
REQUESTS = st.sampled_from(
    [
        ("POST", "/oauth/token"),
        ("POST", "/oauth/revoke"),
        ("POST", "/oauth/authorize"),
        ("GET", "/oauth/authorize"),
        ("GET", "/oauth/userinfo"),
    ]
)


async def test_hostile_input_gets_an_answer_of_ours(identity: ServiceUnderTest) -> None:
    loop = asyncio.get_running_loop()
    transport = httpx.ASGITransport(app=api_of(identity.service), raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:

        @settings(max_examples=400, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
        @given(target=REQUESTS, body=BODIES, kind=TYPES, headers=HEADERS)
        def attempt(target: tuple[str, str], body: bytes, kind: str, headers: dict[str, str]) -> None:
            method, path = target
            sent = {**headers, "Content-Type": kind}
            if method == "GET":
                request = client.build_request(method, f"{path}?{quote(body, safe='=&+%')}", headers=headers)
            else:
                request = client.build_request(method, path, content=body, headers=sent)
            answer = asyncio.run_coroutine_threadsafe(client.send(request), loop).result(30)
            assert answer.status_code < 500, (target, body, answer.text)
            location = answer.headers.get("Location", REDIRECT)
            assert location == REDIRECT or location.startswith(f"{REDIRECT}?")
            assert "a=b" not in answer.headers.get("Set-Cookie", "")

        await asyncio.to_thread(attempt)


async def test_a_form_too_large_is_refused(identity: ServiceUnderTest, client: httpx.AsyncClient) -> None:
    many = await client.post("/oauth/token", data={f"member-{i}": "x" for i in range(200)})
    long = await make.token(client, grant_type="password", username="x" * 5000)
    assert (many.status_code, long.status_code) == (400, 400)
