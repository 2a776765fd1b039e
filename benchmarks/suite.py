"""All benchmarks, in the order in which they disturb each other least."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Final

from stack.platform import Platform

from benchmarks import (
    books,
    history,
    hot_product,
    imports,
    invoice_run,
    limits,
    margin_cube,
    orders,
    pricing_lines,
    received_lines,
    screens,
    stock_value,
    valued_movements,
    warehouse,
)
from benchmarks.limits import Limits
from benchmarks.report import costs, figure
from benchmarks.result import Result
from benchmarks.stage import Stage

BENCHMARKS: Final[Mapping[str, Callable[[Stage], Awaitable[Result]]]] = MappingProxyType(
    {
        "orders-confirmed": orders.confirmed,
        "orders-at-half-load": orders.at_half_load,
        "hot-products": orders.hot_products,
        "hot-reservations": hot_product.measure,
        "order-to-cash": orders.to_cash,
        "event-delay": orders.event_delay,
        "received-lines-in-batches": received_lines.in_batches,
        "received-lines-one-by-one": received_lines.one_by_one,
        "large-receipt": warehouse.large_receipt,
        "valued-movements": valued_movements.measure,
        "large-count": warehouse.large_count,
        "availability": warehouse.availability,
        "pricing-lines": pricing_lines.lines,
        "pricing-baskets": pricing_lines.baskets,
        "availability-over-history": history.availability,
        "stock-of-the-past": history.past,
        "invoice-run": invoice_run.measure,
        "imports": imports.measure,
        "month-end": books.month_end,
        "file-for-the-tax-office": books.file_for_the_tax_office,
        "valued-movements-over-history": stock_value.over_history,
        "stock-value-of-the-past": stock_value.past,
        "console-opened": screens.opening,
        "change-of-screen": screens.change_of_screen,
        "long-list": screens.long_list,
        "scan-answered": screens.scan,
        "margin-cube": margin_cube.by_every_axis,
        "margin-pairs": margin_cube.by_pairs,
        "dashboards": margin_cube.dashboards,
    }
)


async def run(platform: Platform, names: Sequence[str], *, repeats: int = 1) -> tuple[list[Result], Limits]:
    """Measure those benchmarks; of several repeats the median counts."""
    stage = await Stage.set_up(platform)
    known = await limits.measure(platform.postgres)
    results = []
    for name in names:
        each = [await BENCHMARKS[name](stage) for _ in range(repeats)]
        result = sorted(each, key=lambda seen: seen.value)[len(each) // 2]
        results.append(result)
        tell(result)
    await stage.watch.close()
    return results, known


def tell(result: Result) -> None:
    """One line, as soon as it is known, and what it cost."""
    verdict = f" ({'meets' if result.is_met else 'misses'} {result.goal})" if str(result.goal) else ""
    latency = (
        f", p50 {result.latency.p50:g} p95 {result.latency.p95:g} p99 {result.latency.p99:g} ms"
        if result.latency
        else ""
    )
    print(f"{result.name}: {figure(result)}{latency}{verdict}", flush=True)
    if result.cost:
        print(f"    CPU ms each: {costs(result.cost)}; others took {result.cost.elsewhere:.0%}", flush=True)
