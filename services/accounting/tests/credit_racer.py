"""Processes that want credit of one customer at the same moment: each prints what it got, and why not more."""

import asyncio
import multiprocessing
import sys
from collections import Counter
from datetime import UTC, datetime
from decimal import Decimal
from uuid import UUID

from accounting.commands.reserve_credit import ReserveCredit, reserve_credit
from kit.db import Database
from kit.ids import new_id

PROCESSES, ORDERS = 8, 20


async def race(dsn: str, partner_id: str) -> Counter[str]:
    """Ask for many orders at once."""
    database = Database(dsn, pool_max=4)

    async def ask() -> str:
        async with database.transaction() as tx:
            command = ReserveCredit(new_id(), UUID(partner_id), Decimal(70), 600)
            return str((await reserve_credit(tx, command, now=datetime(2026, 3, 2, tzinfo=UTC))).refusal or "granted")

    answers = Counter(await asyncio.gather(*(ask() for _ in range(ORDERS))))
    await database.close()
    return answers


def main(dsn: str, partner_id: str) -> None:
    """Fork before anything runs: what is imported is imported once."""
    with multiprocessing.get_context("fork").Pool(PROCESSES) as pool:
        for answers in pool.starmap(_run, [(dsn, partner_id)] * PROCESSES, chunksize=1):
            print(*(f"{answer}={count}" for answer, count in sorted(answers.items())))  # noqa: T201  # for who started it


def _run(dsn: str, partner_id: str) -> Counter[str]:
    return asyncio.run(race(dsn, partner_id))


if __name__ == "__main__":
    main(*sys.argv[1:])
