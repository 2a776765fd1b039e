"""The load and its client, against a real server."""

import asyncio
import time
from collections.abc import AsyncIterator

import pytest

from benchmarks import load
from benchmarks.http import Connection, Failed


async def _answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while head := await reader.readuntil(b"\r\n\r\n"):
        length = int(head.lower().split(b"content-length: ")[1].split(b"\r\n")[0])
        body = await reader.readexactly(length)
        path = head.split(b" ")[1]
        if path == b"/chunked":
            parts = b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in (body[:3], body[3:]) if part)
            writer.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + parts + b"0\r\n\r\n")
        else:
            status = b"409 Conflict" if path == b"/refused" else b"200 OK"
            writer.write(b"HTTP/1.1 %s\r\nContent-Length: %d\r\n\r\n%s" % (status, len(body), body))
        if path == b"/last":
            writer.close()
            return


@pytest.fixture
async def connection() -> AsyncIterator[Connection]:
    server = await asyncio.start_server(_answer, "127.0.0.1", 0)
    connection = await Connection.open(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}", "token")
    yield connection
    assert await connection.request("POST", "/last", b"{}") == (200, b"{}")
    await connection.close()
    server.close()
    await server.wait_closed()


async def test_answers_come_whole_with_and_without_chunks(connection: Connection) -> None:
    body = {"lines": ["é" * 50_000]}
    for path in ("/plain", "/chunked", "/plain"):
        assert await connection.post(path, body) == body


async def test_a_refusal_ends_the_run(connection: Connection) -> None:
    with pytest.raises(Failed, match="POST /refused: 409"):
        await connection.post("/refused", {})


async def test_each_number_is_done_once_by_some_client() -> None:
    done: list[int] = []
    clients: set[int] = set()

    async def act(client: int, number: int) -> None:
        await asyncio.sleep(0)
        clients.add(client)
        done.append(number)

    seen = await load.for_each(50, 4, act)
    assert (sorted(done), clients, len(seen.latencies_s)) == (list(range(50)), {0, 1, 2, 3}, 50)


async def test_a_rate_is_not_exceeded() -> None:
    started: list[float] = []

    async def act(_client: int, _number: int) -> None:
        started.append(time.perf_counter())

    seen = await load.at_rate(100, 0.3, 4, act)
    assert len(seen.latencies_s) == 30
    assert max(started) - min(started) >= 0.28
