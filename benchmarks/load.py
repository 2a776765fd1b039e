"""Clients that ask again as soon as they are answered."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from itertools import count

from benchmarks.result import Percentiles


@dataclass(frozen=True, slots=True)
class Load:
    """What clients saw."""

    seconds: float
    latencies_s: list[float]

    @property
    def rate(self) -> float:
        """Answers per second."""
        return len(self.latencies_s) / self.seconds

    @property
    def latency(self) -> Percentiles:
        return Percentiles.of_seconds(self.latencies_s)


async def for_seconds(seconds: float, clients: int, act: Callable[[int, int], Awaitable[None]]) -> Load:
    """Each client does `act(client, number)` until the time is over; numbers are used once."""
    ends = time.perf_counter() + seconds
    return await _drive(clients, act, lambda _: time.perf_counter() < ends)


async def for_each(times: int, clients: int, act: Callable[[int, int], Awaitable[None]]) -> Load:
    """`act(client, number)` for each number below `times`, shared by the clients."""
    return await _drive(clients, act, lambda number: number < times)


async def at_rate(per_second: float, seconds: float, clients: int, act: Callable[[int, int], Awaitable[None]]) -> Load:
    """So many per second, whoever of the clients is free. Who has to wait for a free client has waited."""
    started = time.perf_counter()

    async def due(number: int) -> float:
        at = started + number / per_second
        await asyncio.sleep(at - time.perf_counter())
        return at

    return await _drive(clients, act, lambda number: number < per_second * seconds, due)


async def _at_once(_number: int) -> float:
    return time.perf_counter()


async def _drive(
    clients: int,
    act: Callable[[int, int], Awaitable[None]],
    goes_on: Callable[[int], bool],
    due: Callable[[int], Awaitable[float]] = _at_once,
) -> Load:
    numbers = count()
    latencies: list[float] = []

    async def client(which: int) -> None:
        while goes_on(number := next(numbers)):
            asked = await due(number)
            await act(which, number)
            latencies.append(time.perf_counter() - asked)

    started = time.perf_counter()
    await asyncio.gather(*(client(which) for which in range(clients)))
    return Load(time.perf_counter() - started, latencies)
