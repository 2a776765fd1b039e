"""Ends processes as a power cut would, at moments that a seed decides, and starts them again."""

import asyncio
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import islice, repeat
from random import Random

from stack.platform import Platform

BROKER = "kafka"


@dataclass
class Killer:
    """Kills one process or two at a time, each in its turn, the broker now and then; `most` times in all."""

    platform: Platform
    random: Random
    most: int
    kills: Counter[str] = field(default_factory=Counter)  # by process

    async def work(self, over: asyncio.Event) -> None:
        """Kill and revive until it is over, or enough; then everything runs again."""
        turns = self._turns()
        while not over.is_set() and self.kills.total() < self.most:
            await _pause(over, self.random.uniform(0, 2.5))
            is_broker = self.random.random() < 0.1
            victims = [BROKER] if is_broker else list(islice(turns, self.random.randint(1, 2)))
            downtimes = [self.random.uniform(0, 1) for _ in victims]
            await asyncio.gather(*map(self._strike, victims, downtimes, repeat(over)))
        await asyncio.to_thread(self.platform.await_ready)

    def _turns(self) -> Iterator[str]:
        """Every process, in one order after another."""
        names = sorted(self.platform.children)
        while True:
            yield from self.random.sample(names, len(names))

    async def _strike(self, name: str, downtime_s: float, over: asyncio.Event) -> None:
        part = self.platform.kafka if name == BROKER else self.platform.process(name)
        await asyncio.to_thread(part.kill)
        self.kills[name] += 1
        await _pause(over, downtime_s)
        await asyncio.to_thread(part.start)


async def _pause(over: asyncio.Event, limit_s: float) -> None:
    """That long, cut short when it is over."""
    with suppress(TimeoutError):
        async with asyncio.timeout(limit_s):
            await over.wait()
