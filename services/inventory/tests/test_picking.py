"""Waves, short picks, packages, and what happens when somebody changes his mind in between."""

import asyncio
from collections import defaultdict
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from comptoir.inventory.v1 import movement_pb2
from comptoir.inventory.v1.movement_pb2 import MovementPosted
from comptoir.inventory.v1.reservation_pb2 import ReservationChanged
from comptoir.inventory.v1.shipment_pb2 import ShipmentPosted
from comptoir.sales.v1.sales_order_pb2 import OrderCancelled
from hypothesis import given, settings
from hypothesis import strategies as st
from inventory.domain.lot import Tracking
from inventory.domain.package import sscc
from inventory.domain.reservation import HeldLine, share_out
from inventory.domain.wave import Point, metres
from kit.ids import new_id
from kit.testing.services import ServiceUnderTest
from kit.wire import decimal_in
from stdnum import ean

from services.inventory.tests import factories as make

NEAR, FAR, BACK = make.AISLE


pytestmark = pytest.mark.usefixtures("aisle")


async def lay(inventory: ServiceUnderTest, product: UUID, location: str, quantity: str, **more: Any) -> None:
    line = {"product_id": str(product), "quantity": quantity, "unit_cost": "1", "location": location, **more}
    await make.posted(inventory, "/opening-stock", {"warehouse": make.WAREHOUSE, "lines": [line]})


async def wave(inventory: ServiceUnderTest, *orders: Any, status: int = 201, **more: Any) -> dict[str, Any]:
    body = {"warehouse": make.WAREHOUSE, "sales_order_ids": [order.order_id for order in orders], **more}
    return await make.posted(inventory, "/waves", body, status=status)


async def pick(inventory: ServiceUnderTest, found: dict[str, Any], *lines: dict[str, Any], status: int = 200) -> Any:
    """Without lines: all that is open."""
    everything = [
        {"task_id": task["id"], "quantity": task["quantity"], "location": task["location"]}
        for task in found["tasks"]
        if task["status"] == "open"
    ]
    return await make.posted(
        inventory, f"/waves/{found['id']}/picks", {"lines": list(lines) or everything}, status=status
    )


def packed(order: Any, *quantities: str) -> dict[str, Any]:
    lines = [
        {"sales_order_line_id": line.order_line_id, "quantity": quantity}
        for line, quantity in zip(order.lines, quantities, strict=True)
    ]
    return {"sales_order_id": order.order_id, "lines": lines}


async def close(inventory: ServiceUnderTest, package: dict[str, Any], weight: str = "2.5") -> Any:
    return await make.posted(inventory, f"/packages/{package['id']}/close", {"weight_kg": weight}, status=200)


async def where(inventory: ServiceUnderTest, product: UUID) -> dict[str, str]:
    async with inventory.client(*make.ALL) as client:
        rows = (await client.get("/stock/by-location", params={"product_id": str(product)})).json()
    return {row["location"]: row["quantity"] for row in rows if Decimal(row["quantity"])}


async def check_invariants(inventory: ServiceUnderTest) -> None:
    async with inventory.client("inventory.invariants.read") as client:
        checks = (await client.get("/invariants")).json()["checks"]
    assert [check for check in checks if not check["ok"]] == []


async def test_a_wave_is_picked_packed_and_shipped(inventory: ServiceUnderTest) -> None:
    far, near = await make.product(inventory), await make.product(inventory)
    await lay(inventory, far, BACK, "10")
    await lay(inventory, near, NEAR, "10")
    order = await make.firm(inventory, (far, "4"), (near, "6"))
    found = await wave(inventory, order)
    assert [(task["location"], task["quantity"]) for task in found["tasks"]] == [(NEAR, "6"), (BACK, "4")]
    assert (found["metres"], found["metres_per_line"]) == ("20", "10.0")
    again = await wave(inventory, order, status=409)
    assert again["type"].endswith("/nothing-to-pick")
    assert (await pick(inventory, found))["status"] == "done"
    assert await where(inventory, far) == {BACK: "6", "SHIPPING": "4"}
    assert await make.stock(inventory, far) == (10, 4, 0)
    refused = await make.posted(inventory, "/shipments", {"sales_order_id": order.order_id}, status=409)
    assert refused["type"].endswith("/nothing-reserved")
    first = await make.posted(inventory, "/packages", packed(order, "4", "2"))
    second = await make.posted(
        inventory, "/packages", {**packed(order, "4", "4"), "lines": packed(order, "4", "4")["lines"][1:]}
    )
    for package in (first, second):
        assert ean.calc_check_digit(package["sscc"][:-1]) == package["sscc"][-1]
        await close(inventory, package)
    since = await inventory.outbox_position()
    body = {"sales_order_id": order.order_id}
    shipment = await make.posted(inventory, "/shipments/packed", body)
    assert sorted(line["quantity"] for line in shipment["lines"]) == ["4", "6"]
    (event,) = await inventory.published(ShipmentPosted, since=since)
    assert {each.sscc for each in event.packages} == {first["sscc"], second["sscc"]}
    assert [decimal_in(each.weight_kg) for each in event.packages] == [Decimal("2.5")] * 2
    assert (await make.posted(inventory, "/shipments/packed", body, status=409))["type"].endswith("/order-is-closed")
    assert await make.stock(inventory, far) == (6, 0, 0)
    await check_invariants(inventory)


async def test_what_was_not_found_is_counted_and_picked_elsewhere(inventory: ServiceUnderTest) -> None:
    product = await make.product(inventory)
    await lay(inventory, product, NEAR, "5")
    await lay(inventory, product, FAR, "3")
    order = await make.firm(inventory, (product, "5"))
    found = await wave(inventory, order)
    (task,) = found["tasks"]
    wrong = {"task_id": task["id"], "quantity": "2", "location": FAR}
    assert (await pick(inventory, found, wrong, status=409))["type"].endswith("/wrong-scan")
    less = {"task_id": task["id"], "quantity": "2", "location": NEAR}
    assert (await pick(inventory, found, less, status=409))["type"].endswith("/pick-is-short")
    since = await inventory.outbox_position()
    after = await pick(inventory, found, {**less, "is_short": True})
    assert [(each["location"], each["quantity"], each["status"]) for each in after["tasks"]] == [
        (NEAR, "5", "short"), (FAR, "3", "open"),
    ]  # fmt: skip
    assert await where(inventory, product) == {"QUARANTINE": "3", FAR: "3", "SHIPPING": "2"}
    assert await make.stock(inventory, product) == (8, 5, 0)
    assert not await inventory.published(ReservationChanged, since=since)
    (asked,) = [
        each
        for each in await make.listed(inventory, "/count-requests", warehouse=make.WAREHOUSE)
        if each["product_id"] == str(product)
    ]
    assert (asked["location"], asked["reason"]) == (NEAR, f"short pick of {found['number']}")
    count = await make.posted(inventory, "/counts", {"warehouse": make.WAREHOUSE, "product_ids": [str(product)]})
    looked = [{"location": NEAR, "product_id": str(product), "counted": "0"}]
    await make.posted(inventory, f"/counts/{count['id']}/observations", {"observations": looked}, status=200)
    assert (await pick(inventory, after))["status"] == "done"
    await check_invariants(inventory)


async def test_who_would_be_served_last_is_told_when_goods_are_missing(inventory: ServiceUnderTest) -> None:
    product = await make.product(inventory)
    await lay(inventory, product, NEAR, "5")
    await lay(inventory, product, FAR, "3")
    first = await make.firm(inventory, (product, "5"))
    last = await make.firm(inventory, (product, "3"))
    found = await wave(inventory, first)
    (task,) = found["tasks"]
    since = await inventory.outbox_position()
    short = {"task_id": task["id"], "quantity": "1", "is_short": True}
    await pick(inventory, found, short)
    changed = await inventory.published(ReservationChanged, since=since)
    assert {each.sales_order_id for each in changed} == {first.order_id, last.order_id}
    assert await make.stock(inventory, product) == (8, 4, 0)  # 1 is picked, 3 lie elsewhere, and nobody else has any
    await check_invariants(inventory)


async def test_lots_are_picked_packed_and_told(inventory: ServiceUnderTest) -> None:
    product = await make.product(inventory, tracking=Tracking.LOT)
    await lay(inventory, product, FAR, "4", lot="OLD", expires_on="2099-01-01")
    await lay(inventory, product, NEAR, "4", lot="NEW", expires_on="2099-06-01")
    order = await make.firm(inventory, (product, "6"))
    found = await wave(inventory, order)
    assert {(task["lot"], task["quantity"]) for task in found["tasks"]} == {("OLD", "4"), ("NEW", "2")}
    old = next(task for task in found["tasks"] if task["lot"] == "OLD")
    wrong = {"task_id": old["id"], "quantity": "4", "lot": "NEW"}
    assert (await pick(inventory, found, wrong, status=409))["field"] == "lines.0.lot"
    await pick(inventory, found)
    line = {"sales_order_line_id": order.lines[0].order_line_id, "quantity": "4"}
    body = {"sales_order_id": order.order_id, "lines": [line]}
    assert (await make.posted(inventory, "/packages", body, status=409))["type"].endswith("/not-picked")
    package = await make.posted(inventory, "/packages", {**body, "lines": [{**line, "lot": "OLD"}]})
    more = {"lines": [{**line, "quantity": "2", "lot": "NEW"}]}
    filled = await make.posted(inventory, f"/packages/{package['id']}/lines", more, status=200)
    assert {(each["lot"], each["quantity"]) for each in filled["lines"]} == {("OLD", "4"), ("NEW", "2")}
    await close(inventory, package)
    assert (await make.posted(inventory, f"/packages/{package['id']}/lines", more, status=409))["state"] == "closed"
    await make.posted(inventory, "/shipments/packed", {"sales_order_id": order.order_id})
    assert await where(inventory, product) == {NEAR: "2"}
    await check_invariants(inventory)


async def test_goods_of_an_order_that_is_given_up_go_back_and_then_to_others(inventory: ServiceUnderTest) -> None:
    product = await make.product(inventory)
    await lay(inventory, product, NEAR, "5")
    order = await make.firm(inventory, (product, "5"))
    waiting = await make.firm(inventory, (product, "2"))
    found = await wave(inventory, order)
    await pick(inventory, found)
    package = await make.posted(inventory, "/packages", packed(order, "3"))
    await inventory.deliver(make.SALES, OrderCancelled(sales_order_id=order.order_id))
    assert await make.stock(inventory, product) == (5, 5, 0)
    assert (await make.posted(inventory, "/packages", packed(order, "1"), status=409))["type"].endswith(
        "/order-is-closed"
    )
    back = {"sales_order_id": order.order_id, "lines": [{**packed(order, "5")["lines"][0], "location": FAR}]}
    assert (await make.posted(inventory, "/put-backs", back, status=409))["loose"] == "2"
    await make.posted(inventory, f"/packages/{package['id']}/cancel", {}, status=200)
    since = await inventory.outbox_position()
    await make.posted(inventory, "/put-backs", back)
    (told,) = await inventory.published(ReservationChanged, since=since)
    assert told.sales_order_id == waiting.order_id
    assert (await where(inventory, product), await make.stock(inventory, product)) == ({FAR: "5"}, (5, 2, 0))
    await check_invariants(inventory)


async def test_what_is_not_picked_yet_can_be_left_and_planned_again(inventory: ServiceUnderTest) -> None:
    product = await make.product(inventory)
    await lay(inventory, product, NEAR, "5")
    order = await make.firm(inventory, (product, "5"))
    found = await wave(inventory, order)
    left = await make.posted(inventory, f"/waves/{found['id']}/cancel", {}, status=200)
    assert [task["status"] for task in left["tasks"]] == ["cancelled"]
    assert (await pick(inventory, found, status=409))["type"].endswith("/wave-is-over")
    again = await wave(inventory, order, zone="P")
    await pick(inventory, again)
    back = {"sales_order_id": order.order_id, "lines": [{**packed(order, "5")["lines"][0], "location": FAR}]}
    await make.posted(inventory, "/put-backs", back)
    assert (await where(inventory, product), await make.stock(inventory, product)) == ({FAR: "5"}, (5, 5, 0))
    await make.posted(inventory, "/shipments", {"sales_order_id": order.order_id})
    await check_invariants(inventory)


async def test_nothing_else_moves_what_was_picked(inventory: ServiceUnderTest) -> None:
    product = await make.product(inventory)
    await lay(inventory, product, NEAR, "5")
    await pick(inventory, await wave(inventory, await make.firm(inventory, (product, "3"))))
    move = {"product_id": str(product), "quantity": "1", "source": "SHIPPING", "destination": NEAR}
    body = {"warehouse": make.WAREHOUSE, "reason": "?", "lines": [move]}
    assert (await make.posted(inventory, "/moves", body, status=409))["type"].endswith("/goods-are-picked")
    lost = {"product_id": str(product), "quantity_change": "-3", "location": NEAR}
    body = {"warehouse": make.WAREHOUSE, "reason": "Lost", "lines": [lost]}
    assert "insufficient-stock" in (await make.posted(inventory, "/adjustments", body, status=409))["type"]


async def test_orders_wait_for_a_wave_until_they_are_complete(inventory: ServiceUnderTest) -> None:
    product = await make.product(inventory)
    await lay(inventory, product, NEAR, "5")
    order = await make.firm(inventory, (product, "6"))
    refused = await wave(inventory, order, complete_only=True, status=409)
    assert refused["type"].endswith("/nothing-to-pick")
    assert [task["quantity"] for task in (await wave(inventory, order))["tasks"]] == ["5"]


async def test_pickers_at_once_never_take_the_same_goods_twice(inventory: ServiceUnderTest) -> None:
    product = await make.product(inventory)
    await lay(inventory, product, NEAR, "20")
    orders = [await make.firm(inventory, (product, "5")) for _ in range(4)]
    body = {"warehouse": make.WAREHOUSE, "sales_order_ids": [order.order_id for order in orders]}
    async with inventory.client(*make.ALL) as client:
        answers = await asyncio.gather(*(client.post("/waves", json=body) for _ in range(8)))
        assert sorted(answer.status_code for answer in answers) == [201] + [409] * 7
        (found,) = [answer.json() for answer in answers if answer.status_code == 201]
        lines = [{"task_id": task["id"], "quantity": task["quantity"]} for task in found["tasks"]]
        path = f"/waves/{found['id']}/picks"
        picks = await asyncio.gather(*(client.post(path, json={"lines": lines}) for _ in range(8)))
        assert sorted(answer.status_code for answer in picks) == [200] + [409] * 7
        package = [packed(order, "5") for order in orders] * 2
        packs = await asyncio.gather(*(client.post("/packages", json=each) for each in package))
        assert sorted(answer.status_code for answer in packs) == [201] * 4 + [409] * 4
    await check_invariants(inventory)


async def test_a_supplier_brings_goods_to_the_customer_himself(inventory: ServiceUnderTest) -> None:
    product = await make.product(inventory, "2")
    order = await make.firm(inventory, (product, "6"))
    bought = make.placed(product, "4")
    await inventory.deliver(make.PURCHASES, bought)
    line = {
        "sales_order_line_id": order.lines[0].order_line_id,
        "purchase_order_line_id": bought.lines[0].purchase_order_line_id,
        "quantity": "4",
    }
    body = {"sales_order_id": order.order_id, "purchase_order_id": bought.purchase_order_id, "lines": [line]}
    since = await inventory.outbox_position()
    too_much = {**body, "lines": [{**line, "quantity": "5"}]}
    assert (await make.posted(inventory, "/drop-shipments", too_much, status=409))["waiting"] == "4"
    other = {**body, "lines": [{**line, "purchase_order_line_id": str(new_id())}]}
    assert (await make.posted(inventory, "/drop-shipments", other, status=422))["type"].endswith("/line-not-of-order")
    assert not await inventory.published(ShipmentPosted, since=since)
    answer = await make.posted(inventory, "/drop-shipments", body)
    assert [each["quantity"] for each in (answer["receipt"]["lines"] + answer["shipment"]["lines"])] == ["4", "4"]
    moved = await inventory.published(MovementPosted, since=since)
    assert {each.reason for each in moved} == {
        movement_pb2.MOVEMENT_REASON_RECEIPT, movement_pb2.MOVEMENT_REASON_SHIPMENT,
    }  # fmt: skip
    assert await make.stock(inventory, product) == (2, 2, 0)
    await make.posted(inventory, "/shipments", {"sales_order_id": order.order_id})
    refused = await make.posted(inventory, "/drop-shipments", body, status=409)
    assert refused["type"].endswith("/order-is-closed")
    await check_invariants(inventory)


# --- the rules ---


@given(st.text("0123456789", min_size=4, max_size=12), st.integers(0, 9999))
def test_the_number_of_a_package_has_18_digits_and_checks(prefix: str, serial: int) -> None:
    number = sscc(prefix, serial)
    assert (len(number), number[0], number[1 : 1 + len(prefix)]) == (18, "0", prefix)
    weights = [3 if i % 2 == 0 else 1 for i in range(17)]
    assert (sum(int(n) * w for n, w in zip(number, weights, strict=False)) + int(number[-1])) % 10 == 0


def test_an_sscc_that_is_known() -> None:
    assert sscc("3401234", 567890123) == "034012345678901239"[:17] + ean.calc_check_digit("03401234567890123")


def test_a_walk_is_measured_along_the_aisles() -> None:
    points = [Point(Decimal(x), Decimal(y)) for x, y in ((0, 0), (3, 4), (3, 1))]
    assert (metres(points), metres(points[:1])) == (Decimal(10), Decimal(0))


_lines = st.lists(
    st.tuples(st.integers(0, 9), st.integers(0, 9)).map(
        lambda pair: HeldLine(new_id(), UUID(int=1), Decimal(10), Decimal(max(pair)), picked=Decimal(min(pair)))
    ),
    max_size=6,
)


@settings(max_examples=200)
@given(_lines, st.integers(1, 60))
def test_a_loss_never_takes_what_was_picked(lines: list[HeldLine], loss: int) -> None:
    changes: dict[UUID, Decimal] = defaultdict(Decimal)
    for line, change in share_out(Decimal(-loss), lines):
        changes[line.order_line_id] += change
    assert all(line.reserved + changes[line.order_line_id] >= line.picked for line in lines)
    could = sum((line.to_pick for line in lines), Decimal(0))
    assert -sum(changes.values(), Decimal(0)) == min(Decimal(loss), could)


async def test_what_can_leave_is_listed_until_it_has_left(inventory: ServiceUnderTest) -> None:
    article = await make.product(inventory)
    await lay(inventory, article, NEAR, "4")
    order = await make.firm(inventory, (article, "6"))
    waiting = await make.firm(inventory, (article, "1"))

    async def listed() -> list[dict[str, Any]]:
        async with inventory.client(*make.ALL) as client:
            asked = {"warehouse": make.WAREHOUSE, "sort": "-due_on", "limit": "200"}
            items = (await client.get("/orders-to-ship", params=asked)).json()["items"]
        ours = {order.order_id, waiting.order_id}
        return [each for each in items if each["sales_order_id"] in ours]

    (before,) = await listed()
    assert before["sales_order_id"] == order.order_id, "an order that holds nothing is not listed"
    assert [before[name] for name in ("lines", "held", "picked", "backordered")] == [1, "4", "0", "2"]
    found = await wave(inventory, order)
    (planned,) = await listed()
    assert planned["wave_id"] == found["id"]
    await pick(inventory, found)
    (standing,) = await listed()
    assert [standing[name] for name in ("held", "picked", "wave_id")] == ["0", "4", None]
    await close(inventory, await make.posted(inventory, "/packages", packed(order, "4")))
    await make.posted(inventory, "/shipments/packed", {"sales_order_id": order.order_id})
    assert await listed() == []
