"""Scanners: what was done without a network is done once, however often it is sent."""

import asyncio
from typing import Any
from uuid import UUID

import pytest
from kit.ids import new_id
from kit.testing.services import ServiceUnderTest

from services.inventory.tests import factories as make
from services.inventory.tests.test_picking import BACK, FAR, NEAR, lay, wave, where

pytestmark = pytest.mark.usefixtures("aisle")

AT = "2026-11-02T08:00:00Z"


def move(product: UUID, quantity: str, source: str, destination: str) -> dict[str, Any]:
    line = {"product_id": str(product), "quantity": quantity, "source": source, "destination": destination}
    return {"kind": "move", "key": str(new_id()), "scanned_at": AT, "warehouse": make.WAREHOUSE, "line": line}


async def sent(
    inventory: ServiceUnderTest, *entries: dict[str, Any], permissions: tuple[str, ...] = make.ALL
) -> list[dict[str, Any]]:
    async with inventory.client(*permissions) as client:
        answer = await client.post("/scan-batches", json={"device": "gun-7", "entries": list(entries)})
    assert answer.status_code == 200, answer.text
    items: list[dict[str, Any]] = answer.json()["items"]
    assert [item["key"] for item in items] == [entry["key"] for entry in entries]
    return items


def outcomes(items: list[dict[str, Any]]) -> list[str]:
    return [item["outcome"] for item in items]


async def test_500_scans_sent_twice_give_the_stock_of_once(inventory: ServiceUnderTest) -> None:
    product = await make.product(inventory)
    await lay(inventory, product, NEAR, "500")
    entries = [move(product, "1", NEAR, FAR if i % 2 else BACK) for i in range(500)]
    batches = [entries[i : i + 100] for i in range(0, 500, 100)]
    for batch in batches:
        assert set(outcomes(await sent(inventory, *batch))) == {"done"}
    there = await where(inventory, product)
    for batch in batches:
        assert set(outcomes(await sent(inventory, *batch))) == {"already-done"}
    assert there == {FAR: "250", BACK: "250"} == await where(inventory, product)


async def test_two_sends_at_once_do_each_entry_once(inventory: ServiceUnderTest) -> None:
    product = await make.product(inventory)
    await lay(inventory, product, NEAR, "20")
    entries = [move(product, "1", NEAR, FAR) for _ in range(20)]
    first, second = await asyncio.gather(sent(inventory, *entries), sent(inventory, *entries))
    for one, other in zip(outcomes(first), outcomes(second), strict=True):
        assert {one, other} == {"done", "already-done"}
    assert await where(inventory, product) == {FAR: "20"}


async def test_what_is_refused_says_why_and_holds_nothing_up(inventory: ServiceUnderTest) -> None:
    product = await make.product(inventory)
    await lay(inventory, product, NEAR, "1")
    entries = [move(product, "2", NEAR, FAR), move(product, "1", NEAR, BACK), move(product, "1", BACK, FAR)]
    items = await sent(inventory, *entries)
    assert outcomes(items) == ["refused", "done", "done"]  # the third needs what the second brought: order is kept
    assert items[0]["refused"]["reason"] == "insufficient-stock"
    await lay(inventory, product, NEAR, "2")
    assert outcomes(await sent(inventory, *entries)) == ["done", "already-done", "already-done"]
    assert await where(inventory, product) == {FAR: "3"}


async def test_a_key_belongs_to_one_entry(inventory: ServiceUnderTest) -> None:
    product = await make.product(inventory)
    await lay(inventory, product, NEAR, "5")
    entry = move(product, "1", NEAR, FAR)
    await sent(inventory, entry)
    other = move(product, "2", NEAR, FAR) | {"key": entry["key"]}
    (item,) = await sent(inventory, other)
    assert (item["outcome"], item["refused"]["reason"]) == ("refused", "scan-key-reused")


async def test_who_may_not_move_goods_may_not_scan_them_away(inventory: ServiceUnderTest) -> None:
    product = await make.product(inventory)
    (item,) = await sent(inventory, move(product, "1", NEAR, FAR), permissions=("inventory.stock.read",))
    assert item["refused"]["reason"] == "permission-missing"


async def test_goods_are_received_picked_packed_and_counted_by_scans(inventory: ServiceUnderTest) -> None:
    product = await make.product(inventory)
    ordered = make.placed(product, "8")
    await inventory.deliver(make.PURCHASES, ordered)
    line = {"purchase_order_line_id": ordered.lines[0].purchase_order_line_id, "quantity": "8", "location": NEAR}
    head = {"scanned_at": AT, "key": str(new_id())}
    receive = head | {"kind": "receive", "purchase_order_id": ordered.purchase_order_id, "line": line}
    assert outcomes(await sent(inventory, receive)) == ["done"]

    request = make.asked((product, "5"))
    await make.reserve(inventory, request)
    await inventory.deliver(make.SALES, make.confirmed(request))
    opened = await wave(inventory, request)
    (task,) = opened["tasks"]
    picked = {"task_id": task["id"], "quantity": "5", "location": NEAR}
    package = str(new_id())
    into = {
        "kind": "pack", "scanned_at": AT, "package_id": package, "sales_order_id": request.order_id,
        "sales_order_line_id": request.lines[0].order_line_id,
    }  # fmt: skip
    items = await sent(
        inventory,
        {"kind": "pick", "key": str(new_id()), "scanned_at": AT, "wave_id": opened["id"], "line": picked},
        into | {"key": str(new_id()), "quantity": "2"},
        into | {"key": str(new_id()), "quantity": "3"},
        {"kind": "close-package", "key": str(new_id()), "scanned_at": AT, "package_id": package, "weight_kg": "1.5"},
    )
    assert outcomes(items) == ["done"] * 4, items
    (closed,) = await make.listed(inventory, "/packages", sales_order_id=request.order_id)
    assert (closed["state"], closed["sscc"]) == ("closed", items[-1]["document_number"])

    count = await make.posted(inventory, "/counts", {"warehouse": make.WAREHOUSE, "product_ids": [str(product)]})
    looked = {
        "kind": "count", "key": str(new_id()), "scanned_at": count["created_at"], "count_id": count["id"],
        "location": NEAR, "product_id": str(product), "counted": "3",
    }  # fmt: skip
    assert outcomes(await sent(inventory, looked)) == ["done"]
