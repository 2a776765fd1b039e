"""A stand-in for an approved platform ("plateforme agréée"): the standard API of XP Z12-013 over a memory. Not for production.

`python -m stack.approved_platform --port 8899` runs it; tests put files into it as the other side would.
"""

import argparse
import base64
import json
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Annotated, Any
from uuid import uuid4

import uvicorn
from fastapi import APIRouter, Depends, FastAPI, Form, Header, HTTPException, Request, Response, UploadFile
from fastapi.responses import JSONResponse

LIMIT = 100


@dataclass
class StoredFlow:
    """One flow and its file."""

    info: dict[str, Any]
    content: bytes
    changed_at: datetime


@dataclass
class ApprovedPlatform:
    """What the platform knows. Everything handed over is acknowledged at once, unless `refuse` says why not."""

    client_id: str = "comptoir"
    client_secret: str = "secret"  # noqa: S105  # of a stand-in
    flows: dict[str, StoredFlow] = field(default_factory=dict)
    directory: dict[str, list[str]] = field(default_factory=dict)  # SIREN → addresses
    unknown: set[str] = field(default_factory=set)  # SIREN that the directory does not answer for
    refuse: dict[str, tuple[str, str]] = field(default_factory=dict)  # name of a file → reason code and message
    tokens: set[str] = field(default_factory=set)
    _last: datetime = datetime(2026, 1, 1, tzinfo=UTC)

    def put(self, info: dict[str, Any], content: bytes, *, direction: str, kind: str) -> str:
        """A new flow; returns its id."""
        flow_id = str(uuid4())
        now = self._now()
        ack: dict[str, Any] = {"status": "Ok"}
        if info["name"] in self.refuse:
            code, text = self.refuse[info["name"]]
            detail = {"level": "Error", "item": info["name"], "reasonCode": code, "reasonMessage": text}
            ack = {"status": "Error", "details": [detail]}
        told = {
            "processingRule": "B2B", "flowProfile": "CIUS", **info, "flowId": flow_id, "submittedAt": _written(now),
            "updatedAt": _written(now), "flowType": kind, "flowDirection": direction, "processingRuleSource": "Input",
            "acknowledgement": ack,
        }  # fmt: skip
        self.flows[flow_id] = StoredFlow(told, content, now)
        return flow_id

    def deliver(self, name: str, content: bytes, *, syntax: str, kind: str) -> str:
        """Something comes in for us: an invoice of a supplier, or what happened to one of ours."""
        return self.put({"name": name, "flowSyntax": syntax}, content, direction="In", kind=kind)

    def sent(self) -> list[StoredFlow]:
        """What was handed over, in order."""
        return [flow for flow in self.flows.values() if flow.info["flowDirection"] == "Out"]

    def _now(self) -> datetime:
        """Its own clock, which no two flows share an instant of."""
        self._last = max(datetime.now(UTC).replace(microsecond=0), self._last + timedelta(milliseconds=1))
        return self._last


def _written(at: datetime) -> str:
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def build(platform: ApprovedPlatform) -> FastAPI:
    """The API over it."""
    app = FastAPI(title="Stand-in of an approved platform", version="1.3.0")
    app.include_router(_token_router(platform))

    @app.exception_handler(HTTPException)
    async def refuse(_: Request, refusal: HTTPException) -> JSONResponse:
        return JSONResponse({"errorCode": refusal.detail}, refusal.status_code)

    async def known(authorization: Annotated[str, Header()] = "") -> None:
        if authorization.removeprefix("Bearer ") not in platform.tokens:
            raise HTTPException(401, "MISSING_TOKEN")

    guard = [Depends(known)]
    app.include_router(_flow_router(platform), prefix="/flow-service/v1", dependencies=guard)
    app.include_router(_directory_router(platform), prefix="/directory-service/v1", dependencies=guard)
    return app


def _token_router(platform: ApprovedPlatform) -> APIRouter:
    router = APIRouter()

    @router.post("/token")
    async def token(request: Request) -> dict[str, Any]:
        given = base64.b64decode(request.headers.get("authorization", "").removeprefix("Basic ")).decode()
        if given != f"{platform.client_id}:{platform.client_secret}":
            raise HTTPException(401, "INVALID_CLIENT")
        issued = uuid4().hex
        platform.tokens.add(issued)
        return {"access_token": issued, "token_type": "Bearer", "expires_in": 3600}

    return router


def _flow_router(platform: ApprovedPlatform) -> APIRouter:
    router = APIRouter()

    @router.post("/flows", status_code=202)
    async def submit(file: UploadFile, flow_info: Annotated[str, Form(alias="flowInfo")]) -> dict[str, Any]:
        info, content = json.loads(flow_info), await file.read()
        if not content:
            raise HTTPException(422, "EmptyFlow")
        if info.get("sha256", sha256(content).hexdigest()) != sha256(content).hexdigest():
            raise HTTPException(422, "ChecksumMismatch")
        kind = {"CDAR": "SupplierInvoiceLC", "FRR": "MultiFlowReport"}.get(info["flowSyntax"], "CustomerInvoice")
        flow_id = platform.put(info, content, direction="Out", kind=kind)
        return {**info, "flowId": flow_id, "submittedAt": platform.flows[flow_id].info["submittedAt"]}

    @router.post("/flows/search")
    async def search(asked: dict[str, Any]) -> dict[str, Any]:
        where, limit = asked["where"], min(asked.get("limit", 25), LIMIT)
        start = int(asked.get("cursor", 0))
        found = [flow.info for flow in platform.flows.values() if _matches(flow, where)]
        more = {"nextCursor": str(start + limit)} if len(found) > start + limit else {}
        return {"limit": limit, "filters": where, "results": found[start : start + limit], **more}

    @router.get("/flows/{flow_id}")
    async def get_flow(flow_id: str, docType: str = "Metadata") -> Response:  # noqa: N803  # the standard's name
        flow = platform.flows.get(flow_id)
        if flow is None:
            raise HTTPException(404, "NOT_FOUND")
        if docType == "Metadata":
            return Response(json.dumps(flow.info), media_type="application/json")
        return Response(flow.content, media_type="application/octet-stream")

    @router.get("/healthcheck")
    async def health() -> dict[str, str]:
        return {"status": "UP"}

    return router


def _matches(flow: StoredFlow, where: dict[str, Any]) -> bool:
    info = flow.info
    after = where.get("updatedAfter")
    return (
        where.get("trackingId") in (None, info.get("trackingId"))
        and (after is None or flow.changed_at > datetime.fromisoformat(after))
        and info["flowDirection"] in where.get("flowDirection", ("In", "Out"))
        and info["flowType"] in where.get("flowType", (info["flowType"],))
    )


def _directory_router(platform: ApprovedPlatform) -> APIRouter:
    router = APIRouter()

    @router.post("/directory-line/search")
    async def search(asked: dict[str, Any]) -> dict[str, Any]:
        siren = asked["filters"]["siren"]["value"]
        if siren in platform.unknown:
            raise HTTPException(404, "NOT_FOUND")
        lines = [
            {"addressingIdentifier": each, "siren": siren, "platformType": "WK", "directoryLineStatus": "Enabled"}
            for each in platform.directory.get(siren, [])
        ]
        return {"search": asked, "totalNumberOfResults": len(lines), "results": lines}

    return router


if __name__ == "__main__":
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--port", type=int, default=8899)
    uvicorn.run(build(ApprovedPlatform()), host="127.0.0.1", port=arguments.parse_args().port, log_level="warning")
