"""Orders over the gateway: confirmed, fought for, and brought to cash."""

import asyncio
import random
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID

import orjson
from kit.ids import new_id
from wholesaler.client import Role
from wholesaler.desk import INVENTORY, SALES

from benchmarks import load
from benchmarks.http import Connection, Failed
from benchmarks.result import Cost, Goal, Percentiles, Result
from benchmarks.stage import WAREHOUSE, Stage
from benchmarks.watch import until

_CLIENTS: Final = 8
_LINES: Final = 5
_CLIENTS_AT_HALF_LOAD: Final = 24  # each waits most of the time
_SECONDS: Final = 15
_TO_CASH: Final = 600
_HALF_LOAD: Final = 30.0  # orders/s: half of what order to cash is asked for
_PROBE_S: Final = 5  # to see what the machine manages today
_SECONDS_AT_HALF_LOAD: Final = 30
_UNTIL_PACKED_S: Final = 0.3
_REPORTED: Final = (
    "SELECT sales_order_id FROM margin_line WHERE sales_order_id = ANY($1::uuid[]) AND cost IS NOT NULL"
    " GROUP BY sales_order_id HAVING count(*) = $2"
)


async def confirmed(stage: Stage) -> Result:
    """Price, margin, credit and reservation over gRPC; spread over all articles."""
    seen, cost = await _place_for(stage, stage.products)
    return Result(
        name="orders confirmed",
        value=seen.rate,
        unit="orders/s",
        goal=Goal(at_least=150, p95_ms=60),
        latency=seen.latency,
        limit="commits_eight_clients",
        notes=f"{_LINES} lines; price, margin, credit, reservation; {_CLIENTS} clients over the gateway",
        cost=cost,
    )


async def at_half_load(stage: Stage) -> Result:
    """How long an order takes where the machine is not full: at saturation that is clients divided by rate, whatever we do."""
    connections = await stage.connections(Role.SALES, _CLIENTS_AT_HALF_LOAD)
    numbers = random.Random(4)

    async def place(client: int, _number: int) -> None:
        await _place(connections[client], stage, numbers, stage.products)

    wanted = (await load.for_seconds(_PROBE_S, _CLIENTS, place)).rate / 2
    seen = await load.at_rate(wanted, _SECONDS_AT_HALF_LOAD, _CLIENTS_AT_HALF_LOAD, place)
    await close(connections)
    return Result(
        name="orders at half load",
        value=seen.latency.p95,
        unit="ms, p95",
        goal=Goal(at_most=60),
        latency=seen.latency,
        notes=f"{_LINES} lines, confirmed, at {seen.rate:.0f} orders/s, half of what {_CLIENTS} clients get",
    )


async def hot_products(stage: Stage) -> Result:
    """Everybody wants the same ten articles. A refusal or an order to retry would end the run."""
    seen, cost = await _place_for(stage, stage.products[:10])
    return Result(
        name="hot products",
        value=seen.rate,
        unit="orders/s",
        goal=Goal(at_least=150, p95_ms=150),
        latency=seen.latency,
        limit="commits_eight_clients",
        notes=f"{_LINES} lines of the same 10 articles, {_CLIENTS} clients, no retry seen",
        cost=cost,
    )


async def to_cash(stage: Stage) -> Result:
    """From the first order placed until the last one's margin is in the reports. Some sell, others pack what was sold."""
    reported = "SELECT count(*) FROM margin_line WHERE cost IS NOT NULL"
    before = await stage.watch.count("reporting", reported)
    sellers = await stage.connections(Role.SALES, _CLIENTS)
    packers = await stage.connections(Role.WAREHOUSE, _CLIENTS)
    numbers = random.Random(2)
    placed: asyncio.Queue[tuple[float, Any]] = asyncio.Queue()

    async def sell(client: int, _number: int) -> None:
        placed.put_nowait((time.perf_counter(), await _place(sellers[client], stage, numbers, stage.products)))

    async def pack(client: int, _number: int) -> None:
        at, order = await placed.get()
        await ship(packers[client], order, placed_at=at)

    started, cpu = time.perf_counter(), stage.cpu()
    await asyncio.gather(load.for_each(_TO_CASH, _CLIENTS, sell), load.for_each(_TO_CASH, _CLIENTS, pack))
    ended = await stage.watch.until("reporting", reported, before + _TO_CASH * _LINES)
    cost = stage.cpu().per(_TO_CASH, since=cpu)
    await close(sellers, packers)
    return Result(
        name="order to cash",
        value=_TO_CASH / (ended - started),
        unit="orders/s",
        goal=Goal(at_least=60),
        limit="commits_eight_clients",
        notes=f"{_LINES} lines; placed, shipped, valued, invoiced, posted, reported",
        cost=cost,
    )


async def event_delay(stage: Stage) -> Result:
    """From a shipment's answer until its margin can be read in reporting, at half of full load."""
    sellers = await stage.connections(Role.SALES, _CLIENTS_AT_HALF_LOAD)
    packers = await stage.connections(Role.WAREHOUSE, _CLIENTS_AT_HALF_LOAD)
    numbers = random.Random(3)
    shipped: dict[UUID, float] = {}
    delays: list[float] = []

    async def sell(client: int, _number: int) -> None:
        at = time.perf_counter()
        order = await _place(sellers[client], stage, numbers, stage.products)
        await ship(packers[client], order, placed_at=at)
        shipped[UUID(order["id"])] = time.perf_counter()

    async def are_reported() -> bool:
        rows = await stage.watch.fetch("reporting", _REPORTED, list(shipped), _LINES)
        now = time.perf_counter()
        delays.extend(now - shipped.pop(row["sales_order_id"]) for row in rows)
        if selling.done():
            selling.result()  # a refusal ends the run
        return selling.done() and not shipped

    selling = asyncio.ensure_future(load.at_rate(_HALF_LOAD, _SECONDS_AT_HALF_LOAD, _CLIENTS_AT_HALF_LOAD, sell))
    await until(are_reported, "all orders are reported")
    seen = await selling
    await close(sellers, packers)
    latency = Percentiles.of_seconds(delays)
    return Result(
        name="event to report",
        value=latency.p99,
        unit="ms, p99",
        goal=Goal(at_most=1000),
        latency=latency,
        notes=f"from shipment to its margin in reporting, at {seen.rate:.0f} orders/s of {_HALF_LOAD:g} wanted",
    )


async def _place_for(stage: Stage, products: Sequence[str]) -> tuple[load.Load, Cost]:
    """What clients saw, and what one order took."""
    connections = await stage.connections(Role.SALES, _CLIENTS)
    numbers = random.Random(1)

    async def place(client: int, _number: int) -> None:
        await _place(connections[client], stage, numbers, products)

    await load.for_seconds(3, _CLIENTS, place)
    cpu = stage.cpu()
    seen = await load.for_seconds(_SECONDS, _CLIENTS, place)
    cost = stage.cpu().per(len(seen.latencies_s), since=cpu)
    await close(connections)
    return seen, cost


async def _place(connection: Connection, stage: Stage, numbers: random.Random, products: Sequence[str]) -> Any:
    return await place(connection, numbers.choice(stage.customers), numbers.sample(products, _LINES))


async def place(connection: Connection, customer_id: str, product_ids: Sequence[str]) -> Any:
    """A confirmed order of two of each article.

    Raises:
        Failed: it is not confirmed.
    """
    body = {
        "id": str(new_id()),
        "customer_id": customer_id,
        "warehouse": WAREHOUSE,
        "ordered_on": datetime.now(UTC).date().isoformat(),
        "channel": "field",
        "salesperson": "bench",
        "shortage": "refuse",
        "lines": [{"product_id": id_, "quantity": "2"} for id_ in product_ids],
    }
    order = await connection.post(f"{SALES}/orders/place", body)
    if order["status"] != "confirmed":
        raise Failed(f"The order {order['id']} is {order['status']}, not confirmed.")
    return order


async def ship(connection: Connection, order: Any, *, placed_at: float) -> None:
    """A moment after it was placed: by then the warehouse has heard of it, or soon will."""
    body = {"id": str(new_id()), "sales_order_id": order["id"]}

    async def is_shipped() -> bool:
        status, answer = await connection.request("POST", f"{INVENTORY}/shipments", orjson.dumps(body))
        if status not in (201, 404):
            raise Failed(f"The order {order['id']} is not shipped: {status} {answer[:500].decode(errors='replace')}")
        return status == 201

    await asyncio.sleep(placed_at + _UNTIL_PACKED_S - time.perf_counter())
    await until(is_shipped, f"order {order['id']} can be shipped")


async def close(*lists: Sequence[Connection]) -> None:
    for connections in lists:
        for connection in connections:
            await connection.close()
