"""A client that costs a tenth of a comfortable one: on two cores its own time would be measured too."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any, Self
from urllib.parse import urlsplit

import orjson


class Failed(Exception):
    """The platform did not do what the benchmark asked."""


class Connection:
    """One connection of one client, kept open. Speaks as much HTTP/1.1 as the gateway does with us."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, host: str, token: str) -> None:
        self._reader = reader
        self._writer = writer
        self._head = (
            f"host: {host}\r\nauthorization: Bearer {token}\r\ncontent-type: application/json\r\ncontent-length: "
        )

    @classmethod
    async def open(cls, url: str, token: str) -> Self:
        parts = urlsplit(url)
        reader, writer = await asyncio.open_connection(parts.hostname, parts.port or 80, limit=16 * 1024 * 1024)
        return cls(reader, writer, parts.netloc, token)

    async def post(self, path: str, body: object) -> Any:
        """The answer.

        Raises:
            Failed: it is none of success.
        """
        return await self._send("POST", path, body)

    async def put(self, path: str, body: object) -> Any:
        """The same for what is set as a whole."""
        return await self._send("PUT", path, body)

    async def _send(self, method: str, path: str, body: object) -> Any:
        status, answer = await self.request(method, path, orjson.dumps(body))
        if status >= 300:
            raise Failed(f"{method} {path}: {status} {answer[:500].decode(errors='replace')}")
        return orjson.loads(answer)

    async def get(self, path: str) -> Any:
        """The answer.

        Raises:
            Failed: it is none of success.
        """
        status, answer = await self.request("GET", path)
        if status >= 300:
            raise Failed(f"GET {path}: {status} {answer[:500].decode(errors='replace')}")
        return orjson.loads(answer)

    async def count_lines(self, path: str) -> int:
        """How many lines a streamed answer has, of which no more is kept than a part.

        Raises:
            Failed: it is none of success.
        """
        self._writer.write(f"GET {path} HTTP/1.1\r\n{self._head}0\r\n\r\n".encode())
        head = (await self._reader.readuntil(b"\r\n\r\n")).lower()
        if not head[9:12].startswith(b"2"):
            raise Failed(f"GET {path}: {head[9:12].decode()}")
        return sum([part.count(b"\n") async for part in self._parts()])

    async def request(self, method: str, path: str, body: bytes = b"") -> tuple[int, bytes]:
        self._writer.write(f"{method} {path} HTTP/1.1\r\n{self._head}{len(body)}\r\n\r\n".encode() + body)
        head = (await self._reader.readuntil(b"\r\n\r\n")).lower()
        status = int(head[9:12])
        if b"\r\ntransfer-encoding: chunked" in head:
            return status, await self._chunks()
        _, _, after = head.partition(b"\r\ncontent-length:")
        length = int(after.partition(b"\r\n")[0] or 0)
        return status, await self._reader.readexactly(length)

    async def _chunks(self) -> bytes:
        return b"".join([part async for part in self._parts()])

    async def _parts(self) -> AsyncIterator[bytes]:
        while size := int((await self._reader.readuntil(b"\r\n")).split(b";")[0], 16):
            yield await self._reader.readexactly(size)
            await self._reader.readexactly(2)
        await self._reader.readuntil(b"\r\n")

    async def close(self) -> None:
        self._writer.close()
        await self._writer.wait_closed()
