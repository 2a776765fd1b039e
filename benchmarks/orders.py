"""Orders over the gateway: confirmed, fought for, and brought to cash."""

import random
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, Final

import orjson
from kit.ids import new_id
from wholesaler.client import Role
from wholesaler.desk import INVENTORY, REPORTING, SALES

from benchmarks import load
from benchmarks.http import Connection, Failed
from benchmarks.result import Goal, Percentiles, Result
from benchmarks.stage import WAREHOUSE, Stage, until

_CLIENTS: Final = 8
_LINES: Final = 5
_SECONDS: Final = 15
_TO_CASH: Final = 600
_HALF_LOAD: Final = 30.0  # orders/s: half of what order to cash is asked for
_SECONDS_AT_HALF_LOAD: Final = 40


async def confirmed(stage: Stage) -> Result:
    """Price, margin, credit and reservation over gRPC; spread over all articles."""
    seen, cpu_ms = await _place_for(stage, stage.products)
    return Result(
        name="orders confirmed",
        value=seen.rate,
        unit="orders/s",
        goal=Goal(at_least=150, p95_ms=60),
        latency=seen.latency,
        limit="commits_eight_clients",
        notes=f"{_LINES} lines; price, margin, credit, reservation; {_CLIENTS} clients over the gateway",
        cpu_ms=cpu_ms,
    )


async def hot_products(stage: Stage) -> Result:
    """Everybody wants the same ten articles. A refusal or an order to retry would end the run."""
    seen, cpu_ms = await _place_for(stage, stage.products[:10])
    return Result(
        name="hot products",
        value=seen.rate,
        unit="orders/s",
        goal=Goal(at_least=150, p95_ms=150),
        latency=seen.latency,
        limit="commits_eight_clients",
        notes=f"{_LINES} lines of the same 10 articles, {_CLIENTS} clients, no retry seen",
        cpu_ms=cpu_ms,
    )


async def to_cash(stage: Stage) -> Result:
    """From the first order placed until the last one's margin is in the reports."""
    reported = "SELECT count(*) FROM margin_line WHERE cost IS NOT NULL"
    before = stage.count("reporting", reported)
    sellers = await stage.connections(Role.SALES, _CLIENTS)
    packers = await stage.connections(Role.WAREHOUSE, _CLIENTS)
    numbers = random.Random(2)

    async def sell(client: int, _number: int) -> None:
        order = await _place(sellers[client], stage, numbers, stage.products)
        await _ship(packers[client], order)

    started, cpu = time.perf_counter(), stage.cpu()
    await load.for_each(_TO_CASH, _CLIENTS, sell)
    ended = await stage.until("reporting", reported, before + _TO_CASH * _LINES)
    used = stage.cpu().per(_TO_CASH, since=cpu)
    await _close(sellers, packers)
    return Result(
        name="order to cash",
        value=_TO_CASH / (ended - started),
        unit="orders/s",
        goal=Goal(at_least=60),
        limit="commits_eight_clients",
        notes=f"{_LINES} lines; placed, shipped, valued, invoiced, posted, reported",
        cpu_ms=used,
    )


async def event_delay(stage: Stage) -> Result:
    """From a shipment's answer until its margin can be read in reporting, at half of full load."""
    sellers = await stage.connections(Role.SALES, _CLIENTS)
    packers = await stage.connections(Role.WAREHOUSE, _CLIENTS)
    readers = await stage.connections(Role.FINANCE, _CLIENTS)
    numbers = random.Random(3)
    delays: list[float] = []

    async def sell(client: int, _number: int) -> None:
        order = await _place(sellers[client], stage, numbers, stage.products)
        await _ship(packers[client], order)
        shipped = time.perf_counter()

        async def is_reported() -> bool:
            page = await readers[client].get(f"{REPORTING}/margins/lines?sales_order_id={order['id']}")
            return len(page["items"]) == _LINES

        delays.append(await until(is_reported, f"order {order['id']} is reported") - shipped)

    seen = await load.at_rate(_HALF_LOAD, _SECONDS_AT_HALF_LOAD, _CLIENTS, sell)
    await _close(sellers, packers, readers)
    latency = Percentiles.of_seconds(delays)
    return Result(
        name="event to report",
        value=latency.p99,
        unit="ms, p99",
        goal=Goal(at_most=1000),
        latency=latency,
        notes=f"from shipment to its margin in reporting, at {seen.rate:.0f} orders/s of {_HALF_LOAD:g} wanted",
    )


async def _place_for(stage: Stage, products: Sequence[str]) -> tuple[load.Load, dict[str, float]]:
    """What clients saw, and the CPU time of each part for one order."""
    connections = await stage.connections(Role.SALES, _CLIENTS)
    numbers = random.Random(1)

    async def place(client: int, _number: int) -> None:
        await _place(connections[client], stage, numbers, products)

    await load.for_seconds(3, _CLIENTS, place)
    cpu = stage.cpu()
    seen = await load.for_seconds(_SECONDS, _CLIENTS, place)
    used = stage.cpu().per(len(seen.latencies_s), since=cpu)
    await _close(connections)
    return seen, used


async def _place(connection: Connection, stage: Stage, numbers: random.Random, products: Sequence[str]) -> Any:
    body = {
        "id": str(new_id()),
        "customer_id": numbers.choice(stage.customers),
        "warehouse": WAREHOUSE,
        "ordered_on": datetime.now(UTC).date().isoformat(),
        "channel": "field",
        "salesperson": "bench",
        "shortage": "refuse",
        "lines": [{"product_id": id_, "quantity": "2"} for id_ in numbers.sample(products, _LINES)],
    }
    order = await connection.post(f"{SALES}/orders/place", body)
    if order["status"] != "confirmed":
        raise Failed(f"The order {order['id']} is {order['status']}, not confirmed.")
    return order


async def _ship(connection: Connection, order: Any) -> None:
    """As soon as the warehouse has heard that the order is confirmed."""
    body = {"id": str(new_id()), "sales_order_id": order["id"]}

    async def is_shipped() -> bool:
        status, answer = await connection.request("POST", f"{INVENTORY}/shipments", orjson.dumps(body))
        if status not in (201, 404):
            raise Failed(f"The order {order['id']} is not shipped: {status} {answer[:500].decode(errors='replace')}")
        return status == 201

    await until(is_shipped, f"order {order['id']} can be shipped")


async def _close(*lists: Sequence[Connection]) -> None:
    for connections in lists:
        for connection in connections:
            await connection.close()
