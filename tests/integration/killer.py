"""Ends processes as a power cut would, at moments that a seed decides, and starts them again."""

import asyncio
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from random import Random

from stack.platform import Platform

BROKER = "kafka"


@dataclass
class Killer:
    """Kills one process or two at a time, the broker now and then."""

    platform: Platform
    random: Random
    kills: Counter[str] = field(default_factory=Counter)  # by process

    def by_role(self) -> Counter[str]:
        """Kills of serving, consuming and relaying processes, and of the broker."""
        roles: Counter[str] = Counter()
        for name, count in self.kills.items():
            roles[name.rpartition(".")[2]] += count
        return roles

    async def work(self, over: asyncio.Event) -> None:
        """Kill and revive until it is over; then everything runs again."""
        while not over.is_set():
            await self._pause(over, 4)
            if self.random.random() < 0.1:
                await self._strike(over, BROKER, self.platform.kafka.kill, self.platform.kafka.start)
                continue
            names = self.random.sample(sorted(self.platform.children), self.random.randint(1, 2))
            await asyncio.gather(*(self._strike_child(over, name) for name in names))
        await asyncio.to_thread(self.platform.await_ready)

    async def _strike_child(self, over: asyncio.Event, name: str) -> None:
        child = self.platform.process(name)
        await self._strike(over, name, child.kill, child.start)

    async def _strike(
        self, over: asyncio.Event, name: str, kill: Callable[[], None], start: Callable[[], None]
    ) -> None:
        await asyncio.to_thread(kill)
        self.kills[name] += 1
        await self._pause(over, 1)
        await asyncio.to_thread(start)

    async def _pause(self, over: asyncio.Event, limit_s: float) -> None:
        """A random while, cut short when it is over."""
        with suppress(TimeoutError):
            async with asyncio.timeout(self.random.uniform(0, limit_s)):
                await over.wait()
