"""The wholesaler's first days while processes are killed all the time: every document once, every figure right."""

import asyncio
from collections import Counter
from random import Random

import pytest
from rich.console import Console
from stack.platform import Platform
from wholesaler.config import Settings
from wholesaler.report import Outcome
from wholesaler.run import run

from tests.integration.outages.killer import BROKER, Killer

pytestmark = pytest.mark.integration

SEED = 11
KILLS = 40


async def play(platform: Platform, last_day: int) -> Outcome:
    """January up to a day, by a client that does not lose heart; all is shown when the test fails."""
    period = f"2013-01-01..2013-01-{last_day:02}"
    return await run(Settings(url=platform.url, PERIOD=period, attempts=60, patience_s=240), Console(width=120))


async def test_no_document_is_lost_or_doubled_whatever_is_killed(split_platform: Platform) -> None:
    killer = Killer(split_platform, Random(SEED), most=KILLS)
    over = asyncio.Event()
    async with asyncio.TaskGroup() as group:
        group.create_task(killer.work(over))
        try:
            last_day = 3
            played = await play(split_platform, last_day)
            while killer.kills.total() < KILLS:  # the days were too short for all of them: another one
                last_day += 1
                played = await play(split_platform, last_day)
        finally:
            over.set()
    assert set(killer.kills) == {*split_platform.children, BROKER}
    assert killer.kills[BROKER] >= 2

    # Everything runs again. A second look finds every document there: nothing of it has to be done again.
    outcome = await play(split_platform, last_day)
    assert [control for control in outcome.controls if not control.holds] == []
    assert [proof for proof in outcome.proofs if not proof.holds] == []
    again = Counter(outcome.done)
    del again["adjustments"]  # they have no list to look in: their keys get the first answers
    assert again == Counter()
    assert outcome.played == played.played
