"""Movements that wait in Kafka, until accounting has them in cost layers and ledger."""

import time
from typing import Final

from wholesaler.client import Role
from wholesaler.desk import INVENTORY

from benchmarks import load
from benchmarks.result import Goal, Result
from benchmarks.stage import WAREHOUSE, Stage

_DOCUMENTS: Final = 40
_LINES: Final = 1000
_CLIENTS: Final = 2


async def measure(stage: Stage) -> Result:
    """Accounting is away while the movements are made. Timed from its first ones, so that its start does not count."""
    valued = "SELECT count(*) FROM movement_valuation"
    before = await stage.watch.count("accounting", valued)
    accounting = stage.platform.process("accounting")
    accounting.terminate()
    connections = await stage.connections(Role.WAREHOUSE, _CLIENTS)

    async def adjust(client: int, number: int) -> None:
        lines = [{"product_id": id_, "quantity_change": "3" if number % 2 else "-2"} for id_ in stage.products[:_LINES]]
        body = {"warehouse": WAREHOUSE, "reason": "Benchmark", "lines": lines}
        await connections[client].post(f"{INVENTORY}/adjustments", body)

    await load.for_each(_DOCUMENTS, _CLIENTS, adjust)
    for connection in connections:
        await connection.close()
    await stage.watch.until_published("inventory")
    accounting.start()
    await stage.watch.until("accounting", valued, before + 1)
    cpu = stage.cpu()
    started, done = time.perf_counter(), await stage.watch.count("accounting", valued) - before
    ended = await stage.watch.until("accounting", valued, before + _DOCUMENTS * _LINES)
    cost = stage.cpu().per(_DOCUMENTS * _LINES - done, since=cpu)
    return Result(
        name="valued movements",
        value=(_DOCUMENTS * _LINES - done) / (ended - started),
        unit="movements/s",
        goal=Goal(at_least=5000),
        limit="batched_rows",
        notes=f"{_DOCUMENTS * _LINES:,} from Kafka into layers and ledger, gains and losses, half average cost, half FIFO",
        cost=cost,
    )
