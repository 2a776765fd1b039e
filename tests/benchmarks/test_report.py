"""Figures, goals and the report."""

from datetime import UTC, datetime
from pathlib import Path

import orjson
import psutil
import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks import report
from benchmarks.cpu import CpuTimes
from benchmarks.limits import Limits
from benchmarks.result import Goal, Percentiles, Result

LIMITS = Limits(commits_one_client=4550, commits_eight_clients=15_600, batched_rows=221_000, python_calls=1e7)
FAST = Percentiles(1, 2, 3)


@given(st.lists(st.floats(0, 10), min_size=1))
def test_a_percentile_is_a_latency_that_was_seen(seconds: list[float]) -> None:
    seen = Percentiles.of_seconds(seconds)
    assert seen.p50 <= seen.p95 <= seen.p99 <= round(max(seconds) * 1000, 2)
    assert {seen.p50, seen.p95, seen.p99} <= {round(each * 1000, 2) for each in seconds}


def test_ranks_are_nearest() -> None:
    assert Percentiles.of_seconds([n / 1000 for n in range(1, 101)]) == Percentiles(50, 95, 99)


@pytest.mark.parametrize(
    ("goal", "value", "latency", "met"),
    [
        (Goal(at_least=100), 100, None, True),
        (Goal(at_least=100), 99.9, FAST, False),
        (Goal(at_least=100, p99_ms=3), 100, FAST, True),
        (Goal(at_least=100, p99_ms=2.9), 100, FAST, False),
        (Goal(at_least=100, p95_ms=2), 100, None, False),
        (Goal(at_most=25), 25, None, True),
        (Goal(at_most=25), 25.1, None, False),
    ],
)
def test_a_goal_is_met_in_all_its_parts(goal: Goal, value: float, latency: Percentiles | None, met: bool) -> None:
    assert goal.is_met(value, latency) is met


def test_the_report_sets_figures_against_the_machines_limits(tmp_path: Path) -> None:
    goal = Goal(at_least=10_000, p99_ms=20)
    results = [
        Result("price lines", 22_100, "lines/s", goal, FAST, "batched_rows"),
        Result("start-up", 31.5, "s", Goal(at_most=25)),
    ]
    shown = tmp_path / "docs" / "benchmarks.md"
    path = report.write(results, LIMITS, whole=False, into=tmp_path)
    assert not shown.exists()
    first, second = orjson.loads(path.read_bytes())["results"]
    assert (first["goal"], first["is_met"], first["ratio"]) == ("≥ 10,000, p99 ≤ 20 ms", True, 0.1)
    assert (second["is_met"], second["ratio"], second["latency"]) == (False, None, None)
    report.write(results, LIMITS, whole=True, into=tmp_path)
    rows = [row for row in shown.read_text().splitlines() if row.startswith(("| price", "| start"))]
    assert rows == [
        "| price lines | 22,100 lines/s | 1 | 2 | 3 | ≥ 10,000, p99 ≤ 20 ms | yes | 10.00% of rows/s in batches of 1,000 |",
        "| start-up | 31.50 s |  |  |  | ≤ 25 | no |  |",
    ]
    assert datetime.now(UTC).strftime("%Y-%m-%d") in shown.read_text()


def test_costs_are_of_one_operation_the_dearest_first() -> None:
    before = CpuTimes(0, {"sales": 1.0, "kafka": 2.0, "accounting": 9.0}, machine=20)
    after = CpuTimes(10, {"sales": 2.0, "kafka": 2.5, "accounting": 1.0, "new": 3.0}, machine=30)
    cost = after.per(100, since=before)
    assert list(cost.cpu_ms.items()) == [("sales", 10.0), ("kafka", 5.0)]
    assert cost.elsewhere == round(8.5 / 10 / (psutil.cpu_count() or 1), 3)
