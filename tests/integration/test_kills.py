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

from tests.integration.killer import BROKER, Killer

pytestmark = pytest.mark.integration

SEED = 2013
DAYS = "2013-01-01..2013-01-03"
KILLS_MIN = {"serve": 8, "consume": 6, "relay": 6, BROKER: 1}


async def play(platform: Platform) -> Outcome:
    """The days on the platform, by a client that does not lose heart; shown when the test fails."""
    settings = Settings(url=platform.url, PERIOD=DAYS, attempts=60, patience_s=240)
    return await run(settings, Console(width=120))


async def test_no_document_is_lost_or_doubled_whatever_is_killed(split_platform: Platform) -> None:
    killer = Killer(split_platform, Random(SEED))
    over = asyncio.Event()
    async with asyncio.TaskGroup() as group:
        group.create_task(killer.work(over))
        try:
            played = await play(split_platform)
        finally:
            over.set()
    print(f"killed: {dict(killer.kills)}")
    too_few = {role: number for role, number in KILLS_MIN.items() if killer.by_role()[role] < number}
    assert not too_few, killer.kills

    # Everything runs again. A second look finds every document there: nothing of it has to be done again.
    outcome = await play(split_platform)
    assert [control for control in outcome.controls if not control.holds] == []
    assert [proof for proof in outcome.proofs if not proof.holds] == []
    again = Counter(outcome.done)
    del again["adjustments"]  # they have no list to look in: their keys get the first answers
    assert again == Counter()
    assert outcome.played == played.played
