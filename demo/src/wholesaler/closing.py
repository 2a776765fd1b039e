"""The accountant's month-ends: each month that is over is closed, with exactly what the platform showed."""

from datetime import date

from wholesaler.answers import Closing
from wholesaler.checks import await_quiet
from wholesaler.client import Role
from wholesaler.desk import ACCOUNTING, Desk
from wholesaler.errors import MonthBlocked
from wholesaler.identity import command_key
from wholesaler.period import months


async def close_months(desk: Desk, before: date) -> None:
    """Close the months that end before a day and are not closed yet.

    Raises:
        MonthBlocked: something is in the way that an accountant would have to settle first.
    """
    for month in months(before):
        if month not in desk.known.months_closed:
            await await_quiet(desk)
            await _close(desk, month)
            desk.known.months_closed.add(month)


async def _close(desk: Desk, month: date) -> None:
    path = f"{ACCOUNTING}/periods/{month:%Y-%m}/closing"
    shown = await desk.gateway.get(Role.FINANCE, path, Closing)
    if in_the_way := [f"{each.count} {each.kind} ({each.link})" for each in shown.blockers if each.blocks]:
        raise MonthBlocked(f"{month:%Y-%m} cannot be closed: {', '.join(in_the_way)}.")
    body = {"content_hash": shown.content_hash, "reason": "Month-end"}
    key = command_key("close", f"{month:%Y-%m}")
    await desk.gateway.post(Role.FINANCE, path, body, Closing, key=key)
    desk.findings["months closed and locked"] += 1
