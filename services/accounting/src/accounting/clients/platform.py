"""An approved platform by its standard API (XP Z12-013, version 1.3): flows and the directory.

pyfrctc has a client too, for one platform's addresses and with blocking calls.
"""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

import httpx
import orjson

from accounting.domain.errors import PlatformAway, PlatformRefused

_TIMEOUT_S = 30.0
_PAGE = 100


@dataclass(frozen=True, slots=True)
class SentFlow:
    """A file for the platform; the tracking id is ours and stays the same in every attempt."""

    tracking_id: UUID
    name: str
    syntax: str  # CII, UBL, Factur-X, CDAR, FRR
    processing_rule: str  # B2B, B2BInt, NotApplicable, …
    content: bytes


@dataclass(frozen=True, slots=True)
class Flow:
    """A flow as the platform knows it."""

    id: str
    tracking_id: str
    name: str
    syntax: str
    direction: str  # In: to us
    kind: str  # flowType
    ack: str  # Pending, Ok, Error
    errors: tuple[str, ...]
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class DirectoryLine:
    """Where a company takes invoices in."""

    address: str
    is_enabled: bool


class Platform:
    """One approved platform, as one client of it."""

    def __init__(
        self,
        base_url: str,
        *,
        token_url: str,
        client_id: str,
        client_secret: str,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        self._base = base_url.rstrip("/")
        self._token_url = token_url
        self._credentials = (client_id, client_secret)
        self._http = httpx.AsyncClient(timeout=_TIMEOUT_S, transport=transport)
        self._token = ""
        self._token_until = 0.0
        self._asking = asyncio.Lock()

    async def send(self, flow: SentFlow) -> str:
        """Hand a file over; returns the platform's id of it.

        Raises:
            PlatformAway: nobody knows whether it arrived: look for it before sending it again.
            PlatformRefused: it did not take it.
        """
        info = {
            "trackingId": str(flow.tracking_id),
            "name": flow.name,
            "flowSyntax": flow.syntax,
            "processingRule": flow.processing_rule,
            "sha256": sha256(flow.content).hexdigest(),
        }
        media_type = "application/pdf" if flow.syntax == "Factur-X" else "application/xml"
        files = {
            "flowInfo": (None, orjson.dumps(info), "application/json"),
            "file": (flow.name, flow.content, media_type),
        }
        answer = await self._call("POST", "/flow-service/v1/flows", files=files)
        return str(answer.json()["flowId"])

    async def find(self, tracking_id: UUID) -> str | None:
        """The platform's id of what was sent under this tracking id; nothing when it never arrived.

        Raises:
            PlatformAway, PlatformRefused: it does not say.
        """
        found = await self._search({"trackingId": str(tracking_id)})
        return found[0].id if found else None

    async def changed(self, after: datetime) -> Sequence[Flow]:
        """All flows that changed after an instant of the platform's clock, the oldest first.

        Raises:
            PlatformAway, PlatformRefused: it does not say.
        """
        found = await self._search({"updatedAfter": after.isoformat().replace("+00:00", "Z")})
        return sorted(found, key=lambda flow: flow.updated_at)

    async def _search(self, where: dict[str, Any]) -> list[Flow]:
        asked, found = {"where": where, "limit": _PAGE}, list[Flow]()
        while True:
            told = (await self._call("POST", "/flow-service/v1/flows/search", json=asked)).json()
            found += [_flow(each) for each in told["results"]]
            if "nextCursor" not in told:
                return found
            asked["cursor"] = told["nextCursor"]

    async def download(self, flow_id: str) -> bytes:
        """The original file of a flow.

        Raises:
            PlatformAway, PlatformRefused: it does not give it.
        """
        answer = await self._call("GET", f"/flow-service/v1/flows/{flow_id}", params={"docType": "Original"})
        return answer.content

    async def directory(self, siren: str) -> list[DirectoryLine]:
        """Where a company takes invoices in, by its SIREN.

        Raises:
            PlatformAway, PlatformRefused: it does not say.
        """
        asked = {"filters": {"siren": {"op": "strict", "value": siren}}, "limit": 50}
        answer = await self._call("POST", "/directory-service/v1/directory-line/search", json=asked)
        return [
            DirectoryLine(each["addressingIdentifier"], each.get("directoryLineStatus", "Enabled") == "Enabled")
            for each in answer.json().get("results", [])
        ]

    async def close(self) -> None:
        await self._http.aclose()

    async def _call(self, method: str, path: str, **body: Any) -> httpx.Response:
        try:
            headers = {"Authorization": f"Bearer {await self._bearer()}"}
            answer = await self._http.request(method, f"{self._base}{path}", headers=headers, **body)
        except httpx.HTTPError as error:
            raise PlatformAway(f"The platform does not answer: {error!r}.") from error
        if answer.status_code == httpx.codes.UNAUTHORIZED:
            self._token = ""
            raise PlatformAway("The platform does not know our token any more: repeat.")
        if answer.status_code == httpx.codes.TOO_MANY_REQUESTS or answer.is_server_error:
            raise PlatformAway(f"The platform answers {answer.status_code}: repeat later.")
        if answer.is_error:
            raise PlatformRefused(f"The platform answers {answer.status_code}: {answer.text[:500]}")
        return answer

    async def _bearer(self) -> str:
        """A token by client credentials, asked for once and used until shortly before its end."""
        async with self._asking:
            if not self._token or time.monotonic() > self._token_until:
                answer = await self._http.post(
                    self._token_url, data={"grant_type": "client_credentials"}, auth=self._credentials
                )
                if answer.is_error:
                    raise PlatformAway(f"The platform gives no token: {answer.status_code}. Check the client's secret.")
                given = answer.json()
                self._token = given["access_token"]
                self._token_until = time.monotonic() + float(given.get("expires_in", 60)) - _TIMEOUT_S
            return self._token


def _flow(told: dict[str, Any]) -> Flow:
    acknowledged = told.get("acknowledgement") or {}
    return Flow(
        id=told["flowId"],
        tracking_id=told.get("trackingId", ""),
        name=told["name"],
        syntax=told["flowSyntax"],
        direction=told["flowDirection"],
        kind=told["flowType"],
        ack=acknowledged.get("status", "Pending"),
        errors=tuple(f"{each['reasonCode']}: {each['reasonMessage']}" for each in acknowledged.get("details", ())),
        updated_at=datetime.fromisoformat(told["updatedAt"]),
    )
