"""Ask for a rebuild of the read models, or give it up."""

from datetime import datetime
from typing import Any

from kit.audit import AuditEntry
from kit.auth import Principal
from kit.db import Transaction
from kit.ids import new_id

from kit import audit
from reporting.domain.errors import NoRebuild, RebuildOpen
from reporting.domain.rebuild import RebuildStatus
from reporting.storage import rebuilds, shadow


async def ask_rebuild(tx: Transaction, *, by: Principal, now: datetime) -> None:
    """A consumer begins with it within some seconds.

    Raises:
        RebuildOpen: one is under way.
    """
    rebuild_id = new_id()
    if not await rebuilds.add(tx, rebuild_id, by=by.subject, now=now):
        raise RebuildOpen("The figures are being rebuilt already: wait until that is done, or cancel it.")
    await audit.record(tx, AuditEntry("rebuild", str(rebuild_id), "asked", {}, by.subject))


async def cancel_rebuild(tx: Transaction, *, by: Principal, now: datetime) -> None:
    """What serves goes on as it was.

    Raises:
        NoRebuild: none is under way.
    """
    open_one = await _open(tx)
    await rebuilds.end(tx, open_one["id"], RebuildStatus.CANCELLED, now)
    await shadow.drop(tx)
    await audit.record(tx, AuditEntry("rebuild", str(open_one["id"]), "cancelled", {}, by.subject))


async def _open(tx: Transaction) -> dict[str, Any]:
    found = await rebuilds.last(tx)
    if found is None or found["ended_at"] is not None:
        raise NoRebuild("No rebuild of the figures is under way: there is nothing to cancel.")
    return found
