"""Reservations of one hot product: every one waits for the same row, so it is measured against commits of single rows."""

from collections.abc import Awaitable, Callable
from decimal import Decimal
from typing import Final

import grpc
from comptoir.common.v1.decimal_pb2 import Decimal as DecimalMessage
from comptoir.inventory.v1 import inventory_service_pb2 as pb
from kit.auth import ServiceTokens
from kit.ids import new_id

from benchmarks import load
from benchmarks.result import Goal, Result
from benchmarks.stage import WAREHOUSE, Stage

_CLIENTS: Final = 8
_SECONDS: Final = 10
_METHOD: Final = "/comptoir.inventory.v1.InventoryService/ReserveStock"


async def measure(stage: Stage) -> Result:
    """Requests are made beforehand and answers left unread: the client's own time would count on two cores."""
    platform = stage.platform
    product = stage.products[0]
    requests = [_request(product) for _ in range(20_000)]
    token = ServiceTokens("benchmark", platform.settings.secrets["internal-token-key"]).issue(None)
    metadata = (("authorization", f"Bearer {token}"),)
    async with grpc.aio.insecure_channel(platform.grpc_target("inventory")) as channel:
        call: Callable[..., Awaitable[bytes]] = channel.unary_unary(
            _METHOD, request_serializer=None, response_deserializer=None
        )

        async def reserve(_client: int, number: int) -> None:
            await call(requests[number], metadata=metadata, timeout=10)

        cpu = stage.cpu()
        seen = await load.for_seconds(_SECONDS, _CLIENTS, reserve)
        cost = stage.cpu().per(len(seen.latencies_s), since=cpu)
    held = "SELECT count(*) FROM reservation_line WHERE product_id = $1 AND reserved = 1"
    rows = await stage.watch.fetch("inventory", held, product)
    if rows[0][0] < len(seen.latencies_s):
        raise RuntimeError(f"{len(seen.latencies_s)} were answered, {rows[0][0]} are held.")
    return Result(
        name="reservations of one hot product",
        value=seen.rate,
        unit="reservations/s",
        goal=Goal(),
        latency=seen.latency,
        limit="commits_one_client",
        notes=f"over gRPC, {_CLIENTS} clients, one line each, nothing lost; the goal is a third of single-row commits/s",
        cost=cost,
    )


def _request(product: str) -> bytes:
    return pb.ReserveStockRequest(
        order_id=str(new_id()),
        order_number="BENCH",
        customer_id=str(new_id()),
        warehouse=WAREHOUSE,
        lines=[
            pb.ReserveLine(
                order_line_id=str(new_id()), product_id=product, quantity=DecimalMessage(value=str(Decimal(1)))
            )
        ],
        shortage_policy=pb.SHORTAGE_POLICY_REFUSE,
        hold_seconds=3600,
    ).SerializeToString()
