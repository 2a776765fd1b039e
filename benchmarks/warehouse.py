"""What a warehouse does in one call: a container received, everything counted, a thousand availabilities asked."""

import time
from typing import Any, Final

from kit.ids import new_id
from wholesaler.client import Role
from wholesaler.desk import INVENTORY

from benchmarks import load
from benchmarks.received_lines import placed_orders, receipt_of
from benchmarks.result import Goal, Result
from benchmarks.stage import WAREHOUSE, Stage

_LINES: Final = 1000
_RECEIPTS: Final = 6
_PLACES: Final = 20  # with every article in each: 20,000 places to count
_ASKED: Final = 60


async def large_receipt(stage: Stage) -> Result:
    """One call receives 1,000 lines; the slowest of some counts."""
    orders = await placed_orders(stage, _RECEIPTS, _LINES)
    (connection,) = await stage.connections(Role.WAREHOUSE, 1)

    async def receive(_client: int, number: int) -> None:
        await connection.post(f"{INVENTORY}/receipts", receipt_of(orders[number]))

    seen = await load.for_each(_RECEIPTS, 1, receive)
    await connection.close()
    return Result(
        name="a receipt of 1,000 lines",
        value=max(seen.latencies_s),
        unit="s",
        goal=Goal(at_most=1),
        latency=seen.latency,
        notes=f"one call over the gateway, the slowest of {_RECEIPTS}",
    )


async def large_count(stage: Stage) -> Result:
    """20,000 places counted in one document, half of them differing: until stock is corrected."""
    (warehouse,) = await stage.connections(Role.WAREHOUSE, 1)
    (admin,) = await stage.connections(Role.ADMIN, 1)
    zone = f"COUNT-{str(new_id())[-6:]}"
    places = [f"{zone}-{number}" for number in range(_PLACES)]
    tree = [{"code": zone, "kind": "zone"}, *({"code": code, "parent": zone} for code in places)]
    await warehouse.post(f"{INVENTORY}/locations/bulk", {"warehouse": WAREHOUSE, "locations": tree})
    for code in places:
        lines = [{"product_id": id_, "quantity_change": "10", "location": code} for id_ in stage.products]
        body = {"warehouse": WAREHOUSE, "reason": "Benchmark", "lines": lines}
        await warehouse.post(f"{INVENTORY}/adjustments", body)
    nobody_asks = {"recount_value": "1000000000", "cause_value": "1000000000", "approval_value": "1000000000"}
    await admin.put(f"{INVENTORY}/count-rules", nobody_asks)
    count = await warehouse.post(f"{INVENTORY}/counts", {"warehouse": WAREHOUSE, "zone": zone})
    path = f"{INVENTORY}/counts/{count['id']}"
    looks: list[dict[str, Any]] = [
        {"location": code, "product_id": id_, "counted": "10" if number % 2 else "9"}
        for code in places
        for number, id_ in enumerate(stage.products)
    ]
    started = time.perf_counter()
    for i in range(0, len(looks), 5000):
        await warehouse.post(f"{path}/observations", {"observations": looks[i : i + 5000]})
    observed = time.perf_counter()
    posted = await warehouse.post(f"{path}/submit", {})
    ended = time.perf_counter()
    for connection in (warehouse, admin):
        await connection.close()
    if posted["status"] != "posted":
        raise RuntimeError(f"The count is {posted['status']}.")
    return Result(
        name=f"a count of {len(looks):,} places",
        value=ended - started,
        unit="s",
        goal=Goal(at_most=10),
        notes=f"looks in calls of 5,000 ({observed - started:.1f} s), then one document posted, half of it differing",
    )


async def availability(stage: Stage) -> Result:
    """What can be promised of 1,000 products, in one call."""
    (connection,) = await stage.connections(Role.SALES, 1)
    body = {"warehouse": WAREHOUSE, "product_ids": stage.products}

    async def ask(_client: int, _number: int) -> None:
        await connection.post(f"{INVENTORY}/stock/availability", body)

    seen = await load.for_each(_ASKED, 1, ask)
    await connection.close()
    return Result(
        name="availability of 1,000 products",
        value=seen.latency.p95,
        unit="ms, p95",
        goal=Goal(at_most=50),
        latency=seen.latency,
        notes="one call over the gateway",
    )
