"""The rebuild of the read models while they serve."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter
from kit.auth import Principal
from kit.db import ReadTransaction
from kit.http import Command, Db, requires
from pydantic import BaseModel, Field

from kit import clock
from reporting.commands.rebuild import ask_rebuild, cancel_rebuild
from reporting.domain.rebuild import RebuildStatus
from reporting.storage import rebuilds, shadow

router = APIRouter(prefix="/rebuild", tags=["operations"])
_PERMISSION = "reporting.messages.manage"


class RebuildOut(BaseModel):
    """The newest rebuild; null in all fields where there never was one."""

    status: RebuildStatus | None
    asked_by: str | None
    asked_at: datetime | None
    ended_at: datetime | None
    applied: int = Field(description="Messages that it has applied.")
    of: int = Field(description="Messages that what serves has applied.")


async def _rebuild(tx: ReadTransaction) -> RebuildOut:
    found = await rebuilds.last(tx) or {}
    progress = None if found.get("ended_at") else await shadow.progress(tx)
    return RebuildOut(
        status=found.get("status"),
        asked_by=found.get("asked_by"),
        asked_at=found.get("asked_at"),
        ended_at=found.get("ended_at"),
        applied=progress.applied if progress else 0,
        of=progress.of if progress else 0,
    )


@router.get("", summary="How far the rebuild of the figures is")
async def get_rebuild(caller: Annotated[Principal, requires(_PERMISSION)], db: Db) -> RebuildOut:
    async with db.read() as tx:
        return await _rebuild(tx)


@router.post("", status_code=202, summary="Rebuild the figures from the topics while they serve")
async def post_rebuild(caller: Annotated[Principal, requires(_PERMISSION)], command: Command) -> RebuildOut:
    async with command.transaction() as tx:
        await ask_rebuild(tx, by=caller, now=clock.now())
        return command.answer(await _rebuild(tx))


@router.post("/cancel", summary="Give the rebuild up; the figures stay as they are")
async def post_rebuild_cancel(caller: Annotated[Principal, requires(_PERMISSION)], command: Command) -> RebuildOut:
    async with command.transaction() as tx:
        await cancel_rebuild(tx, by=caller, now=clock.now())
        return command.answer(await _rebuild(tx))
