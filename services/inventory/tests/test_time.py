"""Stock at any instant of the past, and what can be promised."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from inventory.commands.take_checkpoint import take_checkpoint
from kit.ids import new_id
from kit.testing.services import ServiceUnderTest

from kit import clock
from services.inventory.tests import factories as make

START = datetime(2025, 1, 6, 8, tzinfo=UTC)  # a Monday


async def adjust(
    inventory: ServiceUnderTest, product: UUID, change: int, at: datetime, location: str = "STOCK"
) -> None:
    line = {"product_id": str(product), "quantity_change": str(change), "location": location}
    body = {"warehouse": make.WAREHOUSE, "reason": "Count", "occurred_at": at.isoformat(), "lines": [line]}
    await make.posted(inventory, "/adjustments", body)


async def at(inventory: ServiceUnderTest, instant: datetime, product: UUID) -> dict[str, int]:
    """Quantities by location at that instant."""
    async with inventory.client(*make.ALL) as client:
        answer = await client.get("/stock/at", params={"at": instant.isoformat(), "product_id": str(product)})
    assert answer.status_code == 200, answer.text
    return {row["location"]: int(row["quantity"]) for row in answer.json()["items"]}


def expected(moves: Sequence[tuple[datetime, int, str]], instant: datetime) -> dict[str, int]:
    sums: dict[str, int] = defaultdict(int)
    for when, change, location in moves:
        if when < instant:
            sums[location] += change
    return {location: quantity for location, quantity in sums.items() if quantity}


async def checkpoint(inventory: ServiceUnderTest, now: datetime) -> datetime | None:
    async with inventory.database.transaction() as tx:
        return await take_checkpoint(tx, now, enough=1)


async def test_every_instant_is_answered_the_same_before_and_after_checkpoints_and_late_facts(
    inventory: ServiceUnderTest,
) -> None:
    product = await make.product(inventory)
    moves = [(START + timedelta(days=3 * i), 10 + i if i % 3 else -i, ("STOCK", "A-01")[i % 2]) for i in range(1, 12)]
    moves.insert(0, (START, 50, "A-01"))
    moves.insert(0, (START, 50, "STOCK"))
    for when, change, location in moves:
        await adjust(inventory, product, change, when, location)
    instants = [START + timedelta(days=days) for days in range(40)]

    async def check() -> None:
        for instant in instants:
            assert await at(inventory, instant, product) == expected(moves, instant), instant

    await check()
    assert await checkpoint(inventory, START + timedelta(days=15)) == datetime(2025, 1, 20, tzinfo=UTC)
    assert await checkpoint(inventory, START + timedelta(days=15)) is None
    assert await checkpoint(inventory, START + timedelta(days=29)) == datetime(2025, 2, 3, tzinfo=UTC)
    await check()
    for days, change, location in ((2, -20, "STOCK"), (16, 7, "A-01"), (38, 3, "STOCK")):
        moves.append((START + timedelta(days=days, hours=1), change, location))
        await adjust(inventory, product, change, moves[-1][0], location)
        await check()


async def test_all_products_at_an_instant_come_in_pages(inventory: ServiceUnderTest) -> None:
    products = [await make.product(inventory, "3") for _ in range(3)]
    seen: list[str] = []
    after: str | None = None
    async with inventory.client(*make.ALL) as client:
        while True:
            params: dict[str, Any] = {"at": clock.now().isoformat(), "limit": 2}
            page = (await client.get("/stock/at", params=params | ({"after": after} if after else {}))).json()
            seen += [row["product_id"] for row in page["items"]]
            after = page["next_product_id"]
            if after is None:
                break
    assert {str(id_) for id_ in products} <= set(seen)


async def test_a_promise_waits_for_the_order_that_serves_it_after_those_who_wait_already(
    inventory: ServiceUnderTest,
) -> None:
    product = await make.product(inventory, "5")
    today = clock.now().date()
    await make.firm(inventory, (product, "8"))  # takes the 5, waits for 3
    for number, days in (("PO-A", 3), ("PO-B", 10)):
        order = make.placed(product, "10", number=number)
        order.lines[0].expected_on = (today + timedelta(days=days)).isoformat()
        await inventory.deliver(make.PURCHASES, order)
    asked = [
        {"product_id": str(product), "warehouse": make.WAREHOUSE, "quantity": quantity} for quantity in ("7", "8", "18")
    ]
    async with inventory.client(*make.ALL) as client:
        items = (await client.post("/stock/promises", json={"lines": asked})).json()["items"]
    answers = [(item["on"], item["document_number"], Decimal(item["missing"])) for item in items]
    assert answers == [
        ((today + timedelta(days=3)).isoformat(), "PO-A", Decimal(0)),
        ((today + timedelta(days=10)).isoformat(), "PO-B", Decimal(0)),
        (None, "", Decimal(1)),
    ]


@pytest.mark.parametrize("path", ["/stock/at?at=2026-01-01T00:00:00Z&product_id=1", "/stock/at"])
async def test_a_question_that_makes_no_sense_is_refused(inventory: ServiceUnderTest, path: str) -> None:
    async with inventory.client(*make.ALL) as client:
        assert (await client.get(path)).status_code == 422


async def test_a_product_never_seen_can_never_be_promised(inventory: ServiceUnderTest) -> None:
    line = {"product_id": str(new_id()), "warehouse": make.WAREHOUSE, "quantity": "1"}
    async with inventory.client(*make.ALL) as client:
        (item,) = (await client.post("/stock/promises", json={"lines": [line]})).json()["items"]
    assert (item["on"], item["missing"]) == (None, "1")
