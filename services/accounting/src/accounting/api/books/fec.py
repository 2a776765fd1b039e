"""The file of accounting entries (FEC): written, described, checked."""

import io
from collections.abc import AsyncIterator
from dataclasses import asdict
from decimal import Decimal
from typing import Annotated

from fastapi import APIRouter, Body, Path, Query, Request, Response
from fastapi.responses import StreamingResponse
from kit.auth import Principal
from kit.db import Database
from kit.http import Db, requires
from pydantic import BaseModel, Field

from accounting.config import Settings
from accounting.domain.fec.check import Outcome, Severity, check_fec
from accounting.domain.fec.record import HEADER, description, file_name
from accounting.storage import ledger
from accounting.storage.books import fec

router = APIRouter(prefix="/fec", tags=["reports"])

Reader = Annotated[Principal, requires("accounting.ledger.read")]
_PART = 2000  # records that are sent at a time


class FindingOut(BaseModel):
    severity: Severity
    rule: str
    detail: str
    line: int | None = Field(description="Counted from 1, the header's; null: about the file or an entry.")


class FecReportOut(BaseModel):
    """What a file holds, and what is wrong with it."""

    outcome: Outcome
    encoding: str
    separator: str
    columns: int
    lines: int
    entries: int
    unbalanced_entries: int
    debit: Decimal
    credit: Decimal
    counts: dict[str, int] = Field(description="How often each rule is broken.")
    findings: list[FindingOut] = Field(description="The first ones.")


@router.get("/description", summary="The description that is handed over with the file", response_class=Response)
async def get_fec_description(caller: Reader) -> Response:
    return Response(description(), media_type="text/plain; charset=utf-8")


@router.get("/{year}", summary="The file of a fiscal year", response_class=Response)
async def get_fec(
    caller: Reader, db: Db, request: Request, year: Annotated[int, Path(ge=1990, le=2099)]
) -> StreamingResponse:
    settings: Settings = request.app.state.settings
    async with db.read() as tx:
        ends_on = (await ledger.calendar(tx)).year_named(year).ends_on
    name = file_name(settings.company_siren, ends_on)
    return StreamingResponse(
        _parts(db, year),
        media_type="text/plain; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


async def _parts(db: Database, year: int) -> AsyncIterator[bytes]:
    part = [HEADER]
    async with db.read() as tx:
        async for record in fec.records(tx, year):
            part.append(record.text())
            if len(part) >= _PART:
                yield "".join(part).encode()
                part.clear()
    yield "".join(part).encode()


@router.post("/check", summary="Check a file as the tax office's public tool does")
async def post_fec_check(
    caller: Reader,
    name: Annotated[str, Query(max_length=80, examples=["732829320FEC20261231.txt"])],
    body: Annotated[bytes, Body(media_type="text/plain", description="The file.")],
) -> FecReportOut:
    report = check_fec(name, io.BytesIO(body))
    return FecReportOut(
        outcome=report.outcome,
        findings=[FindingOut(**asdict(finding)) for finding in report.findings[:200]],
        **{name: getattr(report, name) for name in FecReportOut.model_fields if name not in ("outcome", "findings")},
    )
