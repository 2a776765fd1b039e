"""Bring how KPIs were before the go-live."""

from collections.abc import Sequence
from datetime import date

from kit.auth import Principal
from kit.db import Transaction
from kit.errors import Fault, InvalidRecords

from kit import audit
from reporting.domain.baseline import BaselineMonth, faults_of
from reporting.storage import baselines


async def bring_baseline(
    tx: Transaction,
    *,
    go_live: date,
    months: Sequence[tuple[int, BaselineMonth]],
    unreadable: Sequence[Fault],
    by: Principal,
) -> list[BaselineMonth]:
    """These months instead of all that were there: whole, or not at all.

    Raises:
        InvalidRecords: with everything that is wrong.
    """
    if faults := [*unreadable, *faults_of(months, go_live)]:
        raise InvalidRecords(faults)
    before = await baselines.go_live(tx)
    kept = [month for _, month in months]
    await baselines.replace(tx, go_live, kept)
    changes = audit.differences(
        {"go_live": before.isoformat() if before else None}, {"go_live": go_live.isoformat(), "months": len(kept)}
    )
    await audit.record(tx, audit.AuditEntry("kpi_baseline", "1", "brought", changes, by.subject))
    return kept
