"""Figures for machines (JSON) and for people (a table in docs/)."""

import os
import platform
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson

from benchmarks.limits import Limits
from benchmarks.result import Cost, Result

REPOSITORY = Path(__file__).parents[1]

_LIMIT_NAMES = {
    "commits_one_client": "single-row commits/s, one client",
    "commits_eight_clients": "single-row commits/s, eight clients",
    "batched_rows": "rows/s in batches of 1,000",
    "python_calls": "Python calls of a method for each second of CPU time",
}


def write(results: Sequence[Result], limits: Limits, *, whole: bool, into: Path = REPOSITORY) -> Path:
    """The figures of a run; the table for people is of whole runs only."""
    at = datetime.now(UTC)
    path = into / "benchmarks" / "results" / f"{at:%Y-%m-%dT%H%M%SZ}.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(orjson.dumps(document(results, limits, at), option=orjson.OPT_INDENT_2) + b"\n")
    if whole:
        shown = into / "docs" / "benchmarks.md"
        shown.parent.mkdir(exist_ok=True)
        shown.write_text(table(results, limits, at))
    return path


def document(results: Sequence[Result], limits: Limits, at: datetime) -> dict[str, Any]:
    return {
        "at": at,
        "machine": {"cores": os.cpu_count(), "processor": platform.machine(), "python": platform.python_version()},
        "limits": asdict(limits),
        "results": [
            {
                **asdict(result),
                "goal": str(result.goal),
                "is_met": result.is_met,
                "ratio": ratio(result, limits),
            }
            for result in results
        ],
    }


def ratio(result: Result, limits: Limits) -> float | None:
    """The figure as a part of the machine's own limit."""
    return round(result.value / float(getattr(limits, result.limit)), 4) if result.limit else None


def table(results: Sequence[Result], limits: Limits, at: datetime) -> str:
    rows = "\n".join(_row(result, limits) for result in results)
    used = "\n".join(_cost_row(result.name, result.cost) for result in results if result.cost)
    known = "\n".join(f"| {name} | {getattr(limits, member):,.0f} |" for member, name in _LIMIT_NAMES.items())
    return f"""# Benchmarks

What it costs, measured by `make bench` on {at:%Y-%m-%d} on {os.cpu_count()} cores ({platform.machine()}), everything on
the one machine, Python {platform.python_version()}, PostgreSQL with its default durability. Written by the run; do not edit.

| what | figure | p50 ms | p95 ms | p99 ms | goal | met | of the machine's limit |
|---|---|---|---|---|---|---|---|
{rows}

CPU milliseconds of each part for one of what is counted, whatever else the machine did. The client is the benchmark.

| what | together | parts | of the machine, others took |
|---|---|---|---|
{used}

The machine's own limits, in the same run on the same PostgreSQL:

| limit | |
|---|---|
{known}
"""


def figure(result: Result) -> str:
    """The value with its unit."""
    return f"{result.value:,.0f} {result.unit}" if result.value >= 100 else f"{result.value:.2f} {result.unit}"


def costs(cost: Cost) -> str:
    """The CPU time of the parts that matter: a hundredth of the whole or more."""
    least = sum(cost.cpu_ms.values()) / 100
    return ", ".join(f"{part} {ms:.3g}" for part, ms in cost.cpu_ms.items() if ms >= least)


def _cost_row(name: str, cost: Cost) -> str:
    return f"| {name} | {sum(cost.cpu_ms.values()):.3g} | {costs(cost)} | {cost.elsewhere:.0%} |"


def _row(result: Result, limits: Limits) -> str:
    latency = asdict(result.latency) if result.latency else {}
    p50, p95, p99 = (f"{latency[name]:g}" if latency else "" for name in ("p50", "p95", "p99"))
    share = ratio(result, limits)
    of_limit = f"{share:.2%} of {_LIMIT_NAMES[result.limit]}" if share is not None else ""
    name = f"{result.name} ({result.notes})" if result.notes else result.name
    met = ("yes" if result.is_met else "no") if str(result.goal) else ""
    return f"| {name} | {figure(result)} | {p50} | {p95} | {p99} | {result.goal} | {met} | {of_limit} |"
