"""All benchmarks, in the order in which they disturb each other least."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Final

from benchmarks import limits, orders, pricing_lines, received_lines, report, valued_movements
from benchmarks.result import Result
from benchmarks.running import Platform
from benchmarks.stage import Stage

BENCHMARKS: Final[Mapping[str, Callable[[Stage], Awaitable[Result]]]] = MappingProxyType(
    {
        "orders-confirmed": orders.confirmed,
        "hot-products": orders.hot_products,
        "order-to-cash": orders.to_cash,
        "event-delay": orders.event_delay,
        "received-lines-in-batches": received_lines.in_batches,
        "received-lines-one-by-one": received_lines.one_by_one,
        "valued-movements": valued_movements.measure,
        "pricing-lines": pricing_lines.measure,
    }
)


async def run(platform: Platform, names: Sequence[str] = (), *, repeats: int = 1) -> tuple[list[Result], Path]:
    """Measure those benchmarks, or all of them, and write the report; of several repeats the median counts."""
    stage = await Stage.set_up(platform)
    known = await limits.measure(platform.postgres)
    results = []
    for name in names or BENCHMARKS:
        each = [await BENCHMARKS[name](stage) for _ in range(repeats)]
        result = sorted(each, key=lambda seen: seen.value)[len(each) // 2]
        results.append(result)
        print(
            f"{result.name}: {result.value:,.0f} {result.unit} ({'meets' if result.is_met else 'misses'} {result.goal})"
        )
    return results, report.write(results, known, whole=not names)
