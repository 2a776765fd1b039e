"""How the client behaves towards a gateway that is slow, away, or says no."""

import json
from collections.abc import Callable

import httpx
import pytest
from wholesaler.answers import Document, Order
from wholesaler.client import Gateway, Role, not_known_yet
from wholesaler.errors import Refused, TooSlow, Unreachable

ID = "013bf368-5800-74fd-9540-19b3453730ee"


def gateway(answer: Callable[[httpx.Request], httpx.Response], *, lives_s: float = 300) -> Gateway:
    def with_tokens(request: httpx.Request) -> httpx.Response:
        if request.url.path == "/oauth/token":
            return httpx.Response(200, json={"access_token": "t", "expires_in": lives_s})
        return answer(request)

    http = httpx.AsyncClient(base_url="http://gateway", transport=httpx.MockTransport(with_tokens))
    return Gateway(http, password="secret", in_flight=4, patience_s=0.4, first_pause_s=0.001)


async def test_each_role_has_its_own_token_by_password_and_uses_it_again() -> None:
    asked: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        if request.url.path == "/oauth/token":
            asked.append(request.content.decode())
            return httpx.Response(200, json={"access_token": f"token-{len(asked)}", "expires_in": 300})
        return httpx.Response(200, json={"id": ID, "status": request.headers["Authorization"]})

    http = httpx.AsyncClient(base_url="http://gateway", transport=httpx.MockTransport(answer))
    client = Gateway(http, password="comptoir-demo", in_flight=4, patience_s=1)
    seen = [(await client.get(role, "/o", Order)).status for role in (Role.SALES, Role.SALES, Role.BUYER)]
    assert seen == ["Bearer token-1", "Bearer token-1", "Bearer token-2"]
    assert asked[0] == "grant_type=password&client_id=comptoir-cli&username=sales&password=comptoir-demo"


async def test_a_token_is_renewed_before_it_expires() -> None:
    tokens = 0

    def answer(request: httpx.Request) -> httpx.Response:
        nonlocal tokens
        tokens += request.url.path == "/oauth/token"
        return httpx.Response(200, json={"access_token": "t", "expires_in": 0, "id": ID})

    http = httpx.AsyncClient(base_url="http://gateway", transport=httpx.MockTransport(answer))
    client = Gateway(http, password="secret", in_flight=4, patience_s=1)
    for _ in range(3):
        await client.get(Role.SALES, "/o", Document)
    assert tokens == 3


async def test_a_refusal_says_who_refused_what_and_why() -> None:
    problem = {
        "type": "https://comptoir.example/problems/insufficient-stock",
        "title": "Insufficient stock",
        "detail": "Only 3 of 5 are available.",
        "field": "lines.0.quantity",
    }
    client = gateway(lambda _: httpx.Response(409, json=problem))
    with pytest.raises(Refused) as refusal:
        await client.post(Role.SALES, "/api/sales/v1/orders", {}, Document, key="k")
    assert refusal.value.slug == "insufficient-stock"
    assert str(refusal.value) == (
        "POST /api/sales/v1/orders was refused with 409 insufficient-stock: Only 3 of 5 are available."
        " (field lines.0.quantity)"
    )


async def test_an_answer_that_is_no_problem_document_is_quoted() -> None:
    client = gateway(lambda _: httpx.Response(400, text="upstream said no"))
    with pytest.raises(Refused, match="GET /o was refused with 400 : upstream said no"):
        await client.get(Role.SALES, "/o", Document)


async def test_what_is_away_is_asked_again_with_the_same_key() -> None:
    keys: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        keys.append(request.headers["Idempotency-Key"])
        if len(keys) == 1:
            raise httpx.ConnectError("refused")
        return httpx.Response(503 if len(keys) == 2 else 201, json={"id": ID})

    document = await gateway(answer).post(Role.SALES, "/o", {}, Document, key="wwi:ship:1")
    assert str(document.id) == ID
    assert keys == ["wwi:ship:1"] * 3


async def test_a_gateway_that_never_answers_is_told_with_its_address() -> None:
    def answer(_: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("refused")

    with pytest.raises(Unreachable, match="No answer from http://gateway"):
        await gateway(answer).get(Role.SALES, "/o", Document)


async def test_what_is_not_known_yet_is_waited_for() -> None:
    answers = iter([404, 404, 201])
    client = gateway(lambda _: httpx.Response(next(answers), json={"id": ID}))
    document = await client.post(Role.SALES, "/o", {}, Document, key="k", waits_for=not_known_yet)
    assert str(document.id) == ID


async def test_patience_ends_and_says_what_was_missing() -> None:
    client = gateway(lambda _: httpx.Response(404, json={"detail": "There is no receipt 7."}))
    with pytest.raises(TooSlow, match="There is no receipt 7"):
        await client.post(Role.SALES, "/o", {}, Document, key="k", waits_for=not_known_yet)


async def test_a_list_is_read_page_after_page() -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        assert request.url.params["open"] == "true"
        last = request.url.params.get("cursor") == "more"
        return httpx.Response(200, json={"items": [{"id": ID}], "next_cursor": None if last else "more"})

    assert len([item async for item in gateway(answer).pages(Role.SALES, "/o", Document, open="true")]) == 2


async def test_a_change_names_the_version_it_is_based_on() -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        assert (request.headers["If-Match"], json.loads(request.content)) == ('"3"', {"credit_limit": "100"})
        return httpx.Response(200, json={})

    await gateway(answer).patch(Role.ADMIN, "/p", {"credit_limit": "100"}, key="k", version=3)
