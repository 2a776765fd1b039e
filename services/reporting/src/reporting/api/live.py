"""Figures pushed to who looks at them, as server-sent events (WHATWG HTML, chapter 9.2)."""

import asyncio
import time
from collections.abc import AsyncIterator
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated

from fastapi import APIRouter, Request
from fastapi.responses import StreamingResponse
from kit.auth import Principal
from kit.db import Database
from kit.http import Db, requires
from pydantic import BaseModel, Field

from kit import clock
from reporting.queries import summary
from reporting.storage.notices import Notices

router = APIRouter(tags=["live"])

GATHER_S = 0.2  # changes of one moment are one message
BEAT_S = 15  # below the time after which the gateway ends a silent stream
LIFE_S = 300  # then the reader comes again, with a token that is valid


class LiveOut(BaseModel):
    """What changed, how fresh it is, and the figures of the month."""

    topics: list[str] = Field(description="Whose events changed the figures; all of them in the first message.")
    event_at: datetime | None = Field(description="Of the newest event that counts.")
    applied_at: datetime | None
    month: date = Field(description="Its first day.")
    revenue: Decimal
    cost: Decimal
    margin: Decimal
    low_margin_alerts: int


@router.get(
    "/live",
    summary="Figures as they change, pushed",
    response_class=StreamingResponse,
    responses={200: {"content": {"text/event-stream": {}}, "description": "Messages `changed`, each a LiveOut."}},
)
async def get_live(
    caller: Annotated[Principal, requires("reporting.margins.read")], db: Db, request: Request
) -> StreamingResponse:
    notices: Notices = request.app.state.notices
    return StreamingResponse(
        _messages(db, notices), media_type="text/event-stream", headers={"Cache-Control": "no-store"}
    )


async def _messages(db: Database, notices: Notices) -> AsyncIterator[str]:
    ends_at = time.monotonic() + LIFE_S
    async with notices.listening() as listener:
        yield _message(await _now(db, None))
        while time.monotonic() < ends_at and not listener.is_cut_off:
            if not await listener.wait(BEAT_S):
                yield ": still here\n\n"
                continue
            await asyncio.sleep(GATHER_S)
            if changed := listener.take():
                yield _message(await _now(db, changed))


async def _now(db: Database, changed: set[str] | None) -> LiveOut:
    month = clock.now().date().replace(day=1)
    async with db.read() as tx:
        fresh = await summary.freshness(tx)
        figures = await summary.month(tx, month)
    shown = [row for row in fresh if changed is None or row["topic"] in changed]
    return LiveOut(
        topics=[row["topic"] for row in shown],
        event_at=max((row["event_at"] for row in shown), default=None),
        applied_at=max((row["applied_at"] for row in shown), default=None),
        month=month,
        margin=figures["revenue"] - figures["cost"],
        **figures,
    )


def _message(body: LiveOut) -> str:
    return f"event: changed\ndata: {body.model_dump_json()}\n\n"
