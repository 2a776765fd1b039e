"""The platform as a client sees it: one gateway, one token per role, requests that are safe to repeat."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final, TypeVar

import httpx
from pydantic import BaseModel

from wholesaler.answers import Page, Token
from wholesaler.errors import Refused, TooSlow, Unreachable

M = TypeVar("M", bound=BaseModel)
T = TypeVar("T")

_AWAY: Final = frozenset({429, 502, 503, 504})
_RENEW_BEFORE_S: Final = 30.0
_SLOWEST_POLL_S: Final = 1.0
_SLOWEST_REPEAT_S: Final = 2.0


class Role(StrEnum):
    """Who acts; each is one of the demo's users."""

    BUYER = "buyer"
    WAREHOUSE = "warehouse"
    SALES = "sales"
    PRICING = "pricing"
    FINANCE = "finance"
    ADMIN = "admin"


@dataclass(slots=True)
class _Session:
    token: str = ""
    renew_at: float = 0.0
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)


def never(_refusal: Refused) -> bool:
    """No refusal is worth waiting for."""
    return False


def not_known_yet(refusal: Refused) -> bool:
    """The service that was asked has not heard of the document: its copy of another's facts is a moment behind."""
    return refusal.status == 404


class Gateway:
    """Requests by role. At most `in_flight` at a time; what is away is asked again, as every command has its key."""

    def __init__(
        self,
        http: httpx.AsyncClient,
        *,
        password: str,
        in_flight: int,
        patience_s: float,
        attempts: int = 6,  # for an answer
        first_pause_s: float = 0.2,  # before the second attempt; doubles with each, up to a limit
    ) -> None:
        self._http = http
        self._password = password
        self._slots = asyncio.Semaphore(in_flight)
        self._patience_s = patience_s
        self._attempts = attempts
        self._first_pause_s = first_pause_s
        self._sessions = {role: _Session() for role in Role}
        self.requests = 0

    async def get(self, role: Role, path: str, answer: type[M], **params: str | int) -> M:
        response = await self._send(role, "GET", path, params=params)
        return answer.model_validate_json(response.content)

    async def pages(self, role: Role, path: str, item: type[M], **params: str | int) -> AsyncIterator[M]:
        """Every item of a list, page after page."""
        cursor: dict[str, str] = {}
        while True:
            response = await self._send(role, "GET", path, params={"limit": 200, **params, **cursor})
            page = Page[item].model_validate_json(response.content)  # type: ignore[valid-type]  # the model is the argument
            for each in page.items:
                yield each
            if page.next_cursor is None:
                return
            cursor = {"cursor": page.next_cursor}

    async def post(
        self,
        role: Role,
        path: str,
        body: Mapping[str, object],
        answer: type[M],
        *,
        key: str,
        version: int | None = None,
        waits_for: Callable[[Refused], bool] = never,
    ) -> M:
        """A command; `version` is that of the document which was read.

        A refusal that `waits_for` holds for is met with patience: the facts it lacks are on their way.
        """
        headers = {"Idempotency-Key": key, **({} if version is None else {"If-Match": f'"{version}"'})}

        async def send() -> M:
            response = await self._send(role, "POST", path, body=body, headers=headers)
            return answer.model_validate_json(response.content)

        return await self.patiently(send, waits_for, what=f"POST {path}")

    async def put(
        self, role: Role, path: str, body: Mapping[str, object], *, key: str, version: int | None = None
    ) -> None:
        headers = {"Idempotency-Key": key} | ({} if version is None else {"If-Match": f'"{version}"'})
        await self._send(role, "PUT", path, body=body, headers=headers)

    async def patch(self, role: Role, path: str, body: Mapping[str, object], *, key: str, version: int) -> None:
        headers = {"Idempotency-Key": key, "If-Match": f'"{version}"'}
        await self._send(role, "PATCH", path, body=body, headers=headers)

    async def patiently(self, call: Callable[[], Awaitable[T]], waits_for: Callable[[Refused], bool], what: str) -> T:
        """The answer, once the refusals that `waits_for` holds for have ceased.

        Raises:
            TooSlow: they did not cease in time.
        """
        deadline = time.monotonic() + self._patience_s
        pause_s = 0.05
        while True:
            try:
                return await call()
            except Refused as refusal:
                if not waits_for(refusal):
                    raise
                if time.monotonic() > deadline:
                    raise TooSlow(f"{what}: still refused after {self._patience_s:.0f} s. {refusal}") from refusal
            await asyncio.sleep(pause_s)
            pause_s = min(pause_s * 1.5, _SLOWEST_POLL_S)

    async def until(self, claim: Callable[[], Awaitable[bool]], what: str, *, patience_s: float | None = None) -> None:
        """Come back when the claim holds; without `patience_s`, as patient as the client is.

        Raises:
            TooSlow: it did not become true in time.
        """
        patience_s = patience_s or self._patience_s
        deadline = time.monotonic() + patience_s
        pause_s = 0.05
        while not await claim():
            if time.monotonic() > deadline:
                raise TooSlow(f"Waited {patience_s:.0f} s in vain: {what}.")
            await asyncio.sleep(pause_s)
            pause_s = min(pause_s * 1.5, _SLOWEST_POLL_S)

    async def _send(
        self,
        role: Role,
        method: str,
        path: str,
        *,
        params: Mapping[str, str | int] | None = None,
        body: Mapping[str, object] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> httpx.Response:
        token = await self.token(role)
        response = await self._repeat(
            lambda: self._http.request(
                method,
                path,
                params=params,
                json=body,
                headers={"Authorization": f"Bearer {token}", **(headers or {})},
            )
        )
        if response.is_error:
            raise Refused.of(response)
        return response

    async def token(self, role: Role) -> str:
        session = self._sessions[role]
        async with session.lock:
            if time.monotonic() >= session.renew_at:
                form = {
                    "grant_type": "password",
                    "client_id": "comptoir-cli",
                    "username": str(role),
                    "password": self._password,
                }
                response = await self._repeat(lambda: self._http.post("/oauth/token", data=form))
                if response.is_error:
                    raise Refused.of(response)
                token = Token.model_validate_json(response.content)
                session.token = token.access_token
                # A token that lives shorter than the margin is used for half of its life.
                session.renew_at = time.monotonic() + max(token.expires_in - _RENEW_BEFORE_S, token.expires_in / 2)
            return session.token

    async def _repeat(self, send: Callable[[], Awaitable[httpx.Response]]) -> httpx.Response:
        pause_s = self._first_pause_s
        for attempt in range(self._attempts):
            last = attempt == self._attempts - 1
            try:
                async with self._slots:
                    self.requests += 1
                    response = await send()
            except httpx.TransportError as error:
                if last:
                    raise Unreachable(
                        f"No answer from {self._http.base_url} ({type(error).__name__}): is the platform running?"
                        " Start it by `make run`, or set COMPTOIR_URL."
                    ) from error
            else:
                if response.status_code not in _AWAY or last:
                    return response
            await asyncio.sleep(pause_s)
            pause_s = min(pause_s * 2, _SLOWEST_REPEAT_S)
        raise AssertionError("the last attempt returns or raises")
