"""Goods received over the gateway until every line has its value in the ledger."""

import time
from typing import Any, Final

from kit.ids import new_id
from wholesaler.client import Role
from wholesaler.desk import INVENTORY, PURCHASING

from benchmarks import load
from benchmarks.result import Goal, Result
from benchmarks.stage import WAREHOUSE, Stage

_CLIENTS: Final = 4
_LINES: Final = 12_000


async def in_batches(stage: Stage) -> Result:
    """As a container is unloaded: documents of 200 lines."""
    return await _receive(stage, 200, Goal(at_least=3000))


async def one_by_one(stage: Stage) -> Result:
    """As parcels come: documents of 10 lines."""
    return await _receive(stage, 10, Goal(at_least=600))


async def _receive(stage: Stage, lines: int, goal: Goal) -> Result:
    documents = _LINES // lines
    orders = await placed_orders(stage, documents, lines)
    valued = "SELECT count(*) FROM movement_valuation"
    before = await stage.watch.count("accounting", valued)
    connections = await stage.connections(Role.WAREHOUSE, _CLIENTS)

    async def receive(client: int, number: int) -> None:
        await connections[client].post(f"{INVENTORY}/receipts", receipt_of(orders[number]))

    started, cpu = time.perf_counter(), stage.cpu()
    seen = await load.for_each(documents, _CLIENTS, receive)
    ended = await stage.watch.until("accounting", valued, before + documents * lines)
    cost = stage.cpu().per(documents * lines, since=cpu)
    for connection in connections:
        await connection.close()
    return Result(
        name=f"received lines, {lines} a document",
        value=documents * lines / (ended - started),
        unit="lines/s",
        goal=goal,
        latency=seen.latency,
        limit="batched_rows",
        notes=f"over the gateway, {_CLIENTS} clients, until valued and in the ledger; latency of a document",
        cost=cost,
    )


async def placed_orders(stage: Stage, documents: int, lines: int) -> list[Any]:
    """Purchase orders that inventory has heard of."""
    orders: list[Any] = [None] * documents
    connections = await stage.connections(Role.BUYER, _CLIENTS)
    heard = "SELECT count(*) FROM purchase_order"
    before = await stage.watch.count("inventory", heard)

    async def place(client: int, number: int) -> None:
        body = {
            "supplier_id": stage.supplier,
            "currency": "EUR",
            "warehouse": WAREHOUSE,
            "lines": [
                {
                    "product_id": stage.products[(number * lines + i) % len(stage.products)],
                    "quantity": "5",
                    "unit_price": "5.10",
                }
                for i in range(lines)
            ],
        }
        draft = await connections[client].post(f"{PURCHASING}/purchase-orders", body)
        orders[number] = await connections[client].post(f"{PURCHASING}/purchase-orders/{draft['id']}/submit", {})

    await load.for_each(documents, _CLIENTS, place)
    await stage.watch.until("inventory", heard, before + documents)
    for connection in connections:
        await connection.close()
    return orders


def receipt_of(order: Any) -> dict[str, Any]:
    lines = [{"purchase_order_line_id": line["id"], "quantity": line["quantity"]} for line in order["lines"]]
    return {"id": str(new_id()), "purchase_order_id": order["id"], "lines": lines}
