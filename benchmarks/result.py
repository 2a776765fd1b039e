"""What a benchmark tells."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Self


@dataclass(frozen=True, slots=True)
class Percentiles:
    """Of latencies, in milliseconds."""

    p50: float
    p95: float
    p99: float

    @classmethod
    def of_seconds(cls, latencies: Sequence[float]) -> Self:
        """Nearest rank: a latency that was really seen."""
        ordered = sorted(latencies)

        def rank(share: float) -> float:
            return round(ordered[max(math.ceil(share * len(ordered)) - 1, 0)] * 1000, 2)

        return cls(rank(0.5), rank(0.95), rank(0.99))


@dataclass(frozen=True, slots=True)
class Goal:
    """At least or at most so much, and a latency that is not exceeded."""

    at_least: float | None = None
    at_most: float | None = None
    p95_ms: float | None = None
    p99_ms: float | None = None

    def is_met(self, value: float, latency: Percentiles | None) -> bool:
        return (
            (self.at_least is None or value >= self.at_least)
            and (self.at_most is None or value <= self.at_most)
            and (self.p95_ms is None or (latency is not None and latency.p95 <= self.p95_ms))
            and (self.p99_ms is None or (latency is not None and latency.p99 <= self.p99_ms))
        )

    def __str__(self) -> str:
        parts = [
            f"≥ {self.at_least:,g}" if self.at_least is not None else "",
            f"≤ {self.at_most:,g}" if self.at_most is not None else "",
            f"p95 ≤ {self.p95_ms:g} ms" if self.p95_ms is not None else "",
            f"p99 ≤ {self.p99_ms:g} ms" if self.p99_ms is not None else "",
        ]
        return ", ".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class Cost:
    """What it took, whatever else the machine did."""

    cpu_ms: Mapping[str, float]  # of each part, for one of what is counted; the most expensive first
    elsewhere: float  # the share of the machine's CPU time that others took meanwhile


@dataclass(frozen=True, slots=True)
class Result:
    """One figure, with what it is measured against."""

    name: str
    value: float
    unit: str
    goal: Goal
    latency: Percentiles | None = None
    limit: str = ""  # which of the machine's own limits it is compared with: a member of `Limits`
    notes: str = ""
    cost: Cost | None = None

    @property
    def is_met(self) -> bool:
        return self.goal.is_met(self.value, self.latency)
