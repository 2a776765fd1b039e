"""The HTTP side of kit, through the toy service."""

import asyncio
import base64
import time

import httpx
import pytest
from fastapi import FastAPI
from joserfc.jwk import ECKey
from kit.db import Database
from kit.operations import probes
from kit.testing import tokens
from kit.testing.doors import assert_every_door_is_shut
from kit.testing.fuzz import fuzz
from kit.testing.services import ServiceUnderTest

WRITE, READ = "toy.notes.write", "toy.notes.read"


async def test_a_repeated_key_gives_the_first_answer_and_does_nothing_more(toy: ServiceUnderTest) -> None:
    async with toy.client(WRITE) as client:
        first = await client.post("/notes", json={"text": "once"}, headers={"Idempotency-Key": "k1"})
        again = await client.post("/notes", json={"text": "once"}, headers={"Idempotency-Key": "k1"})
    assert first.status_code == again.status_code == 201
    assert first.json() == again.json()
    assert again.headers["Idempotent-Replay"] == "true"


async def test_a_key_with_another_body_is_refused(toy: ServiceUnderTest) -> None:
    async with toy.client(WRITE) as client:
        await client.post("/notes", json={"text": "a"}, headers={"Idempotency-Key": "k2"})
        other = await client.post("/notes", json={"text": "b"}, headers={"Idempotency-Key": "k2"})
    assert other.status_code == 409
    assert other.json()["type"].endswith("/idempotency-key-reused")


async def test_twins_at_the_same_moment_act_once(toy: ServiceUnderTest) -> None:
    async with toy.client(WRITE) as client:
        twins = [client.post("/notes", json={"text": "twin"}, headers={"Idempotency-Key": "k3"}) for _ in range(8)]
        answers = await asyncio.gather(*twins)
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.json()["id"] for answer in answers}) == 1


async def test_a_refused_command_leaves_nothing_and_its_key_stays_free(toy: ServiceUnderTest) -> None:
    async with toy.client(WRITE) as client:
        await client.post("/notes", json={"text": "taken"})
        before = await toy.outbox_position()
        refused = await client.post("/notes", json={"text": "taken"}, headers={"Idempotency-Key": "k4"})
        assert await toy.outbox_position() == before
        freed = await client.post("/notes", json={"text": "free"}, headers={"Idempotency-Key": "k4"})
    assert refused.status_code == 409
    assert refused.json() == {
        "type": "https://comptoir.example/problems/note-taken",
        "title": "Note taken",
        "status": 409,
        "detail": "Choose another text.",
        "field": "text",
    }
    assert refused.headers["content-type"] == "application/problem+json"
    assert freed.status_code == 201


async def test_a_stale_version_is_refused_and_a_missing_one_too(toy: ServiceUnderTest) -> None:
    async with toy.client(WRITE) as client:
        note = (await client.post("/notes", json={"text": "v"})).json()
        url = f"/notes/{note['id']}"
        changed = await client.put(url, json={"text": "v2"}, headers={"If-Match": '"1"'})
        lost = await client.put(url, json={"text": "v3"}, headers={"If-Match": '"1"'})
        missing = await client.put(url, json={"text": "v3"})
    assert changed.json()["version"] == 2
    assert (lost.status_code, lost.json()["current"]) == (412, 2)
    assert missing.status_code == 422


async def test_pages_give_every_row_once_in_order(toy: ServiceUnderTest) -> None:
    async with toy.client(WRITE, READ) as client:
        for n in range(7):
            await client.post("/notes", json={"text": f"page {n}"})
        for sort in ("text", "-text", "id"):
            seen: list[str] = []
            cursor = None
            while True:
                query = {"limit": 3, "sort": sort, **({"cursor": cursor} if cursor else {})}
                page = (await client.get("/notes", params=query)).json()
                seen += [item[sort.removeprefix("-")] for item in page["items"]]
                if not (cursor := page["next_cursor"]):
                    break
            assert seen == sorted(seen, reverse=sort.startswith("-"))
            assert len(seen) == len(set(seen)) >= 7


async def test_pages_follow_a_column_that_the_list_does_not_show(toy: ServiceUnderTest) -> None:
    async with toy.client(WRITE, READ) as client:
        for text in ("way za", "way yb", "way xc"):
            await client.post("/notes", json={"text": text})
        seen: list[str] = []
        query = {"limit": "2", "sort": "reversed"}
        while query.get("cursor") != "":
            page = (await client.get("/notes", params=query)).json()
            seen += [item["text"] for item in page["items"]]
            query["cursor"] = page["next_cursor"] or ""
    assert seen == sorted(seen, key=lambda text: text[::-1])
    assert [text for text in seen if text.startswith("way")] == ["way za", "way yb", "way xc"]


async def test_bad_cursors_and_sorts_are_named(toy: ServiceUnderTest) -> None:
    async with toy.client(READ) as client:
        for values in (b"x", b"[1]", b'["2026-01-01T00:00:00Z",5]'):
            cursor = base64.urlsafe_b64encode(values).decode()
            assert (await client.get("/notes", params={"cursor": cursor})).json()["field"] == "cursor"
        assert (await client.get("/notes", params={"sort": "secret"})).json()["field"] == "sort"


@pytest.mark.parametrize(
    "claims",
    [
        {"exp": int(time.time()) - 60},
        {"nbf": int(time.time()) + 86_400},  # far from when the suite was collected
        {"aud": "another"},
        {"iss": "http://evil.test"},
        {"exp": "never"},
    ],
)
async def test_skewed_and_foreign_tokens_are_refused(toy: ServiceUnderTest, claims: dict[str, object]) -> None:
    async with toy.client(READ, **claims) as client:
        answer = await client.get("/notes")
    assert answer.status_code == 401
    assert answer.json()["type"].endswith("/invalid-token")


async def test_forged_and_unsigned_tokens_are_refused(toy: ServiceUnderTest) -> None:
    forged = tokens.token(READ, key=ECKey.generate_key("P-256", {"kid": "test"}))
    unsigned = "eyJhbGciOiJub25lIn0." + tokens.token(READ).split(".")[1] + "."
    async with toy.client() as client:
        for bad in (forged, unsigned, "rubbish", "a.b.c", ""):
            answer = await client.get("/notes", headers={"Authorization": f"Bearer {bad}"})
            assert answer.status_code == 401, bad


async def test_a_body_past_the_limit_is_refused_announced_or_not(toy: ServiceUnderTest) -> None:
    async def endless() -> object:
        for _ in range(20):
            yield b"x" * 1024 * 1024

    async with toy.client(WRITE) as client:
        announced = await client.post("/notes", content=b"x" * 9_000_000)
        streamed = await client.post("/notes", content=endless())  # type: ignore[arg-type]
    assert announced.status_code == streamed.status_code == 413


async def test_bad_input_names_the_field_and_texts_that_cannot_be_stored_are_refused(toy: ServiceUnderTest) -> None:
    async with toy.client(WRITE) as client:
        empty = await client.post("/notes", json={"text": ""})
        nul = await client.post("/notes", json={"text": "a\0b"})
        surrogate = await client.post("/notes", content=b'{"text": "\\ud800"}')
        broken = await client.post("/notes", content=b"{", headers={"content-type": "application/json"})
    assert empty.json()["errors"][0]["field"] == "text"
    assert {empty.status_code, nul.status_code, surrogate.status_code, broken.status_code} == {422}


async def test_every_door_is_shut(toy: ServiceUnderTest) -> None:
    assert await assert_every_door_is_shut(toy) == 9


async def test_no_generated_input_ends_in_a_fault_of_ours(toy: ServiceUnderTest) -> None:
    assert await fuzz(toy) == 9


async def test_metrics_tell_what_waits_in_the_tables(toy: ServiceUnderTest) -> None:
    async with toy.database.transaction() as tx:
        await tx.execute(
            "INSERT INTO parked_message (event_id, topic, partition, record_offset, key, type, payload, published_at, error)"
            " VALUES (gen_random_uuid(), 'toy.heard.v1', 0, 0, 'k', 'unknown', '', now(), 'made by a test')"
        )
        outbox_rows = await tx.fetchval("SELECT count(*) FROM outbox")
        parked = await tx.fetchval("SELECT count(*) FROM parked_message")
    async with toy.client() as client:
        lines = (await client.get("http://test/metrics")).text.splitlines()
    assert f'comptoir_outbox_rows{{service="toy"}} {float(outbox_rows)}' in lines
    assert f'comptoir_parked_messages{{service="toy"}} {float(parked)}' in lines


async def test_metrics_are_there_while_the_database_is_away(toy: ServiceUnderTest) -> None:
    away = Database("postgresql://nobody@127.0.0.1:1/nothing", application="toy")
    app = FastAPI()
    app.include_router(probes("toy", away, {}))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://test") as client:
        answer = await client.get("/metrics")
    assert answer.status_code == 200
    assert "comptoir_http_requests_total" in answer.text


async def test_the_request_id_goes_back_to_the_caller(toy: ServiceUnderTest) -> None:
    async with toy.client(READ) as client:
        answer: httpx.Response = await client.get("/notes", headers={"x-request-id": "abc"})
    assert answer.headers["x-request-id"] == "abc"
