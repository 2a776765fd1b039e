"""CPU time by part: on a machine that others use too it says more than the clock does."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

import psutil

from benchmarks.result import Cost

CLIENT = "client"  # our own process, which measures


@dataclass(frozen=True, slots=True)
class CpuTimes:
    """Seconds of CPU time used up to now: of each part with its children, dead or alive, and of the whole machine."""

    at: float
    parts: Mapping[str, float]
    machine: float

    @classmethod
    def of(cls, pids: Mapping[str, int]) -> Self:
        parts = {name: _of_tree(psutil.Process(pid)) for name, pid in pids.items()}
        times = psutil.cpu_times()
        return cls(
            time.perf_counter(),
            {**parts, CLIENT: _own(psutil.Process())},
            sum(times) - times.idle - times.iowait - times.guest - times.guest_nice,
        )

    def per(self, operations: int, since: Self) -> Cost:
        """What one of so many operations took. Parts that started anew meanwhile are left out."""
        used = {
            name: seconds - since.parts[name]
            for name, seconds in self.parts.items()
            if seconds >= since.parts.get(name, seconds + 1)
        }
        capacity = (self.at - since.at) * (psutil.cpu_count() or 1)
        others = self.machine - since.machine - sum(used.values())
        each = {name: round(seconds * 1000 / operations, 4) for name, seconds in used.items()}
        return Cost(dict(sorted(each.items(), key=lambda part: -part[1])), round(max(others / capacity, 0.0), 3))


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
