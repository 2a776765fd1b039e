"""Reads what the services say, as the client `comptoir-operator`."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from decimal import Decimal
from typing import Any

import httpx
from aiokafka import AIOKafkaConsumer, TopicPartition

from stack.errors import StackError
from stack.invariants.checks import Check, Facts, Invoice, Position, Stocked, Valued

OPERATOR = "comptoir-operator"
_PAGE = 200


class Reader:
    """Questions to a running system; each list is read to its end."""

    def __init__(self, http: httpx.AsyncClient, services: Sequence[str], kafka: str) -> None:
        self._http = http
        self._services = services
        self._kafka = kafka

    async def sign_in(self, secret: str) -> None:
        """Get a token for all that follows.

        Raises:
            StackError: the gateway or identity does not answer, or does not know the client.
        """
        form = {"grant_type": "client_credentials", "client_id": OPERATOR, "client_secret": secret}
        try:
            answer = await self._http.post("/oauth/token", data=form)
        except httpx.HTTPError as error:
            raise StackError(
                f"Nobody answers at {self._http.base_url} ({error!r}): start Comptoir by `make up`."
            ) from error
        if answer.is_error:
            raise StackError(f"No token for {OPERATOR}: {answer.status_code} {answer.text}")
        self._http.headers["Authorization"] = f"Bearer {answer.json()['access_token']}"

    async def own_checks(self) -> list[Check]:
        """What every service checks in its own data."""
        answers = await asyncio.gather(*(self._get(f"{name}/v1/invariants") for name in self._services))
        return [
            Check(name, check["name"], check["detail"], () if check["ok"] else tuple(check["rows"]) or ({"row": "?"},))
            for name, answer in zip(self._services, answers, strict=True)
            for check in answer["checks"]
        ]

    async def positions(self) -> tuple[list[Position], dict[str, int], dict[str, int]]:
        """Positions with the ends of their partitions, events not published, and messages parked, by service."""
        answers = await asyncio.gather(*(self._get(f"{name}/v1/event-positions") for name in self._services))
        found = dict(zip(self._services, answers, strict=True))
        rows = [(name, row) for name, answer in found.items() for row in answer["positions"]]
        ends = await self._ends({TopicPartition(row["topic"], row["partition"]) for _, row in rows})
        positions = [
            Position(name, row["topic"], row["partition"], row["next_offset"], ends[row["topic"], row["partition"]])
            for name, row in rows
        ]
        outbox = {name: answer["outbox_rows"] for name, answer in found.items()}
        return positions, outbox, {name: answer["parked_messages"] for name, answer in found.items()}

    async def _ends(self, partitions: set[TopicPartition]) -> dict[tuple[str, int], int]:
        consumer = AIOKafkaConsumer(bootstrap_servers=self._kafka)
        await consumer.start()
        try:
            ends = await consumer.end_offsets(list(partitions))
        finally:
            await consumer.stop()
        return {(partition.topic, partition.partition): end for partition, end in ends.items()}

    async def facts(self) -> Facts:
        """All that is compared between services."""
        async with asyncio.TaskGroup() as group:
            stock = group.create_task(self._stock())
            valuation = group.create_task(self._listed("accounting/v1/valuation"))
            balance = group.create_task(self._get("accounting/v1/trial-balance"))
            unbilled = group.create_task(self._listed("accounting/v1/gr-ir"))
            chain = group.create_task(self._get("accounting/v1/chain"))
            shipments = group.create_task(self._listed("inventory/v1/shipments"))
            movements = group.create_task(self._listed("inventory/v1/movements"))
            reservations = group.create_task(self._listed("inventory/v1/reservations"))
            invoices = group.create_task(self._listed("accounting/v1/invoices"))
            invoiced = group.create_task(self._listed("reporting/v1/margins/lines"))
            orders = group.create_task(self._listed("sales/v1/orders"))
            summary = group.create_task(self._get("reporting/v1/summary"))
        return Facts(
            stock=stock.result(),
            valuation={
                row["product_id"]: Valued(Decimal(row["quantity"]), Decimal(row["value"])) for row in valuation.result()
            },
            balances={row["account"]: Decimal(row["balance"]) for row in balance.result()["accounts"]},
            unbilled={row["receipt_line_id"]: Decimal(row["open_value"]) for row in unbilled.result()},
            chain_breaks=_breaks(chain.result()),
            shipments={row["id"]: row["sales_order_id"] for row in shipments.result()},
            shipped_lines={
                row["id"]: Decimal(row["quantity"]) for row in movements.result() if row["reason"] == "shipment"
            },
            invoices=tuple(
                Invoice(
                    row["shipment_id"], row["sales_order_id"], Decimal(row["net_amount"]), Decimal(row["tax_amount"])
                )
                for row in invoices.result()
            ),
            invoiced_lines=tuple((row["movement_id"], Decimal(row["quantity"])) for row in invoiced.result()),
            sales_orders={row["id"]: row["status"] for row in orders.result()},
            held_orders=frozenset(row["sales_order_id"] for row in reservations.result()),
            reported_revenue=Decimal(summary.result()["revenue"]),
            reported_tax=Decimal(summary.result()["tax"]),
            reported_lines=summary.result()["invoice_lines"],
            reported_stock_value=Decimal(summary.result()["stock_value"]),
        )

    async def _stock(self) -> dict[str, Stocked]:
        found: dict[str, Stocked] = {}
        async for row in self._rows("inventory/v1/stock"):
            before = found.get(row["product_id"], Stocked(Decimal(0), Decimal(0)))
            found[row["product_id"]] = Stocked(
                before.on_hand + Decimal(row["on_hand"]) + Decimal(row["in_transit"]),
                before.reserved + Decimal(row["reserved"]),
            )
        return found

    async def _listed(self, path: str) -> list[dict[str, Any]]:
        return [row async for row in self._rows(path)]

    async def _rows(self, path: str) -> AsyncIterator[dict[str, Any]]:
        cursor: dict[str, str] = {}
        while True:
            page = await self._get(path, limit=str(_PAGE), **cursor)
            for row in page["items"]:
                yield row
            if page["next_cursor"] is None:
                return
            cursor = {"cursor": page["next_cursor"]}

    async def _get(self, path: str, **params: str) -> dict[str, Any]:
        answer = await self._http.get(f"/api/{path}", params=params)
        if answer.is_error:
            raise StackError(f"GET /api/{path} answers {answer.status_code}: {answer.text[:500]}")
        found: dict[str, Any] = answer.json()
        return found


def _breaks(chain: dict[str, Any]) -> tuple[str, ...]:
    if chain["ok"]:
        return ()
    return tuple(str(entry) for entry in chain["broken"]) or ("somewhere",)
