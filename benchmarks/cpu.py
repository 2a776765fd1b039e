"""CPU time by part: on a machine that others use too it says more than the clock does."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

import psutil

CLIENT = "client"  # our own process, which measures


@dataclass(frozen=True, slots=True)
class CpuTimes:
    """Seconds that each part has used up to now, its children's included, dead or alive."""

    seconds: Mapping[str, float]

    @classmethod
    def of(cls, pids: Mapping[str, int]) -> Self:
        parts = {name: _of_tree(psutil.Process(pid)) for name, pid in pids.items()}
        return cls({**parts, CLIENT: _own(psutil.Process())})

    def per(self, operations: int, since: Self) -> dict[str, float]:
        """Milliseconds of each part for one operation, the most expensive first. Parts that started anew are left out."""
        used = {
            name: round((seconds - since.seconds[name]) * 1000 / operations, 4)
            for name, seconds in self.seconds.items()
            if seconds >= since.seconds.get(name, seconds + 1)
        }
        return dict(sorted(used.items(), key=lambda part: -part[1]))


def _of_tree(process: psutil.Process) -> float:
    """PostgreSQL's sessions are its children, and it collects those that have ended."""
    total = _own(process)
    for each in process.children(recursive=True):
        try:
            total += _own(each)
        except psutil.NoSuchProcess:
            continue
    collected = process.cpu_times()
    return total + float(collected.children_user + collected.children_system)


def _own(process: psutil.Process) -> float:
    times = process.cpu_times()
    return float(times.user + times.system)
