"""Deliveries over several orders, quality plans, verdicts, putaway and the room of places."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
from comptoir.inventory.v1.inspection_pb2 import InspectionDecided
from comptoir.inventory.v1.receipt_pb2 import ReceiptPosted
from hypothesis import given
from hypothesis import strategies as st
from inventory.domain.lot import Tracking
from inventory.domain.putaway import Bin, PutawayRule, put_away
from inventory.domain.quality import PlanKind, QualityPlan, SupplyRecord, next_receipt, plan_for
from kit.ids import new_id
from kit.testing.properties import on_a_database
from kit.testing.services import ServiceUnderTest
from kit.wire import decimal_in

from services.inventory.tests import factories as make

BIN = "R-01"


@pytest.fixture(scope="session", autouse=True)
async def rack(inventory: ServiceUnderTest, warehouse: None) -> None:
    locations = [
        {"code": "R", "kind": "zone"},
        {"code": BIN, "parent": "R", "walk_order": 1},
        {"code": "R-02", "parent": "R", "walk_order": 2},
        {"code": "R-03", "parent": "R", "walk_order": 3},
    ]
    await make.posted(inventory, "/locations/bulk", {"warehouse": make.WAREHOUSE, "locations": locations})


@pytest.fixture
async def inspector(inventory: ServiceUnderTest) -> AsyncIterator[httpx.AsyncClient]:
    async with inventory.client(*make.ALL, sub="inspector", roles=["warehouse"]) as client:
        yield client


async def ordered(inventory: ServiceUnderTest, product: UUID, quantity: str = "10", **changes: Any) -> Any:
    order = make.placed(product, quantity, **changes)
    await inventory.deliver(make.PURCHASES, order)
    return order


def line(order: Any, quantity: str, **more: Any) -> dict[str, Any]:
    return {
        "purchase_order_id": order.purchase_order_id,
        "purchase_order_line_id": order.lines[0].purchase_order_line_id,
        "quantity": quantity,
        **more,
    }


async def set_plans(inventory: ServiceUnderTest, *plans: dict[str, Any]) -> None:
    async with inventory.client(*make.ALL) as client:
        answer = await client.put("/quality-plans", json={"items": list(plans)})
    assert answer.status_code == 200, answer.text


async def waiting(inventory: ServiceUnderTest, supplier: str) -> list[dict[str, Any]]:
    return await make.listed(inventory, "/inspections", supplier_id=supplier)


async def test_one_delivery_brings_lines_of_several_orders_each_with_its_receipt(inventory: ServiceUnderTest) -> None:
    products = [await make.product(inventory) for _ in range(3)]
    orders = [await ordered(inventory, product) for product in products]
    since = await inventory.outbox_position()
    lines = [line(order, "4") for order in orders]
    answer = await make.posted(inventory, "/deliveries", {"supplier_reference": "BL 9", "lines": lines})
    assert len(answer["receipts"]) == 3
    receipts = await inventory.published(ReceiptPosted, since=since)
    assert {each.purchase_order_id for each in receipts} == {order.purchase_order_id for order in orders}
    assert [await make.stock(inventory, product) for product in products] == [(4, 0, 6)] * 3


async def test_a_delivery_with_one_wrong_line_is_refused_whole(inventory: ServiceUnderTest) -> None:
    products = [await make.product(inventory) for _ in range(2)]
    first, second = [await ordered(inventory, product) for product in products]
    since = await inventory.outbox_position()
    body = {"lines": [line(first, "4"), line(second, "12")]}
    refused = await make.posted(inventory, "/deliveries", body, status=409)
    assert (refused["field"], refused["limit"]) == ("lines.1.quantity", "11.0")
    assert not await inventory.published(ReceiptPosted, since=since)
    assert [await make.stock(inventory, product) for product in products] == [(0, 0, 10)] * 2


async def test_a_line_comes_in_several_lots_and_places_within_one_tolerance(inventory: ServiceUnderTest) -> None:
    product = await make.product(inventory, tracking=Tracking.LOT)
    order = await ordered(inventory, product)
    lots = [line(order, "6", lot="L1"), line(order, "5", lot="L2", location=BIN)]
    over = await make.posted(inventory, "/deliveries", {"lines": [*lots, line(order, "1", lot="L3")]}, status=409)
    assert over["field"] == "lines.2.quantity"
    twice = await make.posted(inventory, "/deliveries", {"lines": [lots[0], lots[0]]}, status=422)
    assert "line-repeated" in twice["type"]
    answer = await make.posted(inventory, "/deliveries", {"lines": lots})
    assert len(answer["receipts"][0]["lines"]) == 2
    assert await make.stock(inventory, product) == (11, 0, 0)


async def test_inspected_goods_cannot_be_promised_until_somebody_else_accepts_them(
    inventory: ServiceUnderTest, inspector: httpx.AsyncClient
) -> None:
    product = await make.product(inventory)
    order = await ordered(inventory, product)
    await set_plans(inventory, {"supplier_id": order.supplier_id, "kind": "all"})
    await make.firm(inventory, (product, "10"))
    await make.posted(inventory, "/receipts", make.receipt(order, "10"))
    assert await make.stock(inventory, product) == (10, 0, 0)
    (found,) = await waiting(inventory, order.supplier_id)
    assert (found["location"], found["quantity"]) == ("QUARANTINE", "10")
    path = f"/inspections/{found['id']}/judge"
    own = {"judgements": [{"verdict": "accept", "quantity": "1"}]}
    await make.posted(inventory, path, own, status=403)
    since = await inventory.outbox_position()
    too_much = {"judgements": [{"verdict": "accept", "quantity": "6"}, {"verdict": "reject", "quantity": "5"}]}
    assert (await inspector.post(path, json=too_much)).status_code == 409
    assert not await inventory.published(InspectionDecided, since=since)
    body = {
        "judgements": [
            {"verdict": "accept", "quantity": "6", "location": BIN},
            {"verdict": "reject", "quantity": "3", "reason": "Dented"},
        ]
    }
    answer = await inspector.post(path, json=body)
    assert answer.status_code == 200, answer.text
    rework = {"judgements": [{"verdict": "rework", "quantity": "1"}]}
    assert (await inspector.post(path, json=rework)).status_code == 200
    assert (await inspector.post(path, json=rework)).status_code == 409
    assert await make.stock(inventory, product) == (10, 6, 0)
    first, second = await inventory.published(InspectionDecided, since=since)
    assert (decimal_in(first.accepted), decimal_in(first.rejected)) == (Decimal(6), Decimal(3))
    assert [verdict.verdict for verdict in second.verdicts] == ["rework"]
    async with inventory.client(*make.ALL) as client:
        rows = (await client.get("/stock/by-location", params={"product_id": str(product)})).json()
    assert {row["location"]: row["quantity"] for row in rows} == {BIN: "6", "QUARANTINE": "3", "DAMAGED": "1"}


async def test_skip_lot_inspects_every_so_many_receipts_and_all_of_them_after_a_reject(
    inventory: ServiceUnderTest, inspector: httpx.AsyncClient
) -> None:
    product = await make.product(inventory)
    order = await ordered(inventory, product, "100")
    plan = {"product_id": str(product), "kind": "skip-lot", "every": 3, "tightened_for": 2}
    await set_plans(inventory, plan)

    async def receive() -> bool:
        before = len(await waiting(inventory, order.supplier_id))
        await make.posted(inventory, "/receipts", make.receipt(order, "1"))
        return len(await waiting(inventory, order.supplier_id)) > before

    assert [await receive() for _ in range(6)] == [False, False, True, False, False, True]
    found = await waiting(inventory, order.supplier_id)
    body = {"judgements": [{"verdict": "reject", "quantity": "1", "reason": "Rust"}]}
    assert (await inspector.post(f"/inspections/{found[0]['id']}/judge", json=body)).status_code == 200
    assert [await receive() for _ in range(5)] == [True, True, False, False, True]


def test_the_most_particular_plan_counts() -> None:
    supplier, product = uuid4(), uuid4()

    def plan(kind: PlanKind, *, of: UUID | None = None, for_: UUID | None = None) -> QualityPlan:
        return QualityPlan(new_id(), of, for_, kind)

    everything, theirs = plan(PlanKind.NONE), plan(PlanKind.ALL, of=supplier)
    this, both = plan(PlanKind.SKIP_LOT, for_=product), plan(PlanKind.NONE, of=supplier, for_=product)
    assert plan_for([everything, theirs, this, both], supplier, product) == both
    assert plan_for([everything, theirs, this], supplier, product) == this
    assert plan_for([everything, theirs], supplier, product) == theirs
    assert plan_for([everything, theirs], uuid4(), product) == everything
    assert plan_for([theirs], uuid4(), product) is None
    assert next_receipt(None, SupplyRecord()) == (False, SupplyRecord())


QUANTITY = st.integers(1, 50).map(Decimal)
BINS = st.builds(
    Bin,
    location_id=st.uuids(),
    code=st.text("ABC", min_size=1, max_size=3),
    path=st.sampled_from(["R/R-01", "R/R-02", "S/S-01"]),
    walk_order=st.integers(0, 9),
    room=st.none() | QUANTITY,
    holds_product=st.booleans(),
    is_empty=st.booleans(),
)


@given(QUANTITY, st.lists(BINS, max_size=6, unique_by=lambda each: each.location_id), st.permutations(["R", "S"]))
def test_goods_put_away_add_up_and_never_take_more_room_than_there_is(
    quantity: Decimal, bins: Sequence[Bin], paths: Sequence[str]
) -> None:
    rules = [PutawayRule(i, None, path) for i, path in enumerate(paths)]
    plan, left = put_away(uuid4(), quantity, rules, bins)
    assert sum((each.quantity for each in plan), left) == quantity
    room = {each.location_id: each.room for each in bins}
    assert all((room[each.location_id] or quantity) >= each.quantity for each in plan)
    assert len({each.location_id for each in plan}) == len(plan)
    assert not left or all(each.room is not None for each in bins)


async def test_goods_are_put_where_they_lie_then_where_there_is_room_and_never_more_than_fits(
    inventory: ServiceUnderTest,
) -> None:
    product = await make.product(inventory, "30")
    capacities = [{"location": code, "capacity": "10"} for code in (BIN, "R-02", "R-03")]
    async with inventory.client(*make.ALL) as client:
        body = {"warehouse": make.WAREHOUSE, "items": [{"path": "R"}]}
        rules = await client.put("/putaway-rules", params={"warehouse": make.WAREHOUSE}, json={"items": body["items"]})
        assert rules.status_code == 200, rules.text
        held = (await client.get("/stock/by-location", params={"product_id": str(product)})).json()
        assert [row["location"] for row in held] == ["STOCK"]
        answer = await client.put(
            "/location-capacities", json={"warehouse": make.WAREHOUSE, "items": [{"location": "X", "capacity": "1"}]}
        )
        assert answer.status_code == 422
        many = [{**each, "capacity": "1000"} for each in capacities]
        await client.put("/location-capacities", json={"warehouse": make.WAREHOUSE, "items": many})

        def move(quantity: str, code: str) -> dict[str, Any]:
            moved = {"product_id": str(product), "quantity": quantity, "source": "STOCK", "destination": code}
            return {"warehouse": make.WAREHOUSE, "lines": [moved]}

        assert (await client.post("/moves", json=move("4", "R-02"))).status_code == 201
        asked = {"warehouse": make.WAREHOUSE, "lines": [{"product_id": str(product), "quantity": "20"}]}
        (plan,) = (await client.post("/putaway/plans", json=asked)).json()["items"]
        assert plan["places"][0]["location"] == "R-02"
        tight = [{"location": "R-03", "capacity": "5"}]
        assert (
            await client.put("/location-capacities", json={"warehouse": make.WAREHOUSE, "items": tight})
        ).status_code == 200
        codes = await asyncio.gather(*(client.post("/moves", json=move("2", "R-03")) for _ in range(5)))
        assert sorted(answer.status_code for answer in codes) == [201, 201, 409, 409, 409]
        assert (await client.post("/moves", json=move("1", "R-03"))).status_code == 201
        small = [{"location": "R-03", "capacity": "4"}]
        refused = await client.put("/location-capacities", json={"warehouse": make.WAREHOUSE, "items": small})
        assert refused.status_code == 409


@on_a_database
@given(st.lists(st.integers(1, 60), min_size=1, max_size=6))
async def test_whatever_comes_in_parts_closes_exactly(inventory: ServiceUnderTest, parts: list[int]) -> None:
    """What was ordered is what came and what is still expected, never less than nothing."""
    product = await make.product(inventory)
    order = await ordered(inventory, product, "192")  # two packs of 96
    came = 0
    async with inventory.client(*make.ALL) as client:
        for part in parts:
            answer = await client.post("/deliveries", json={"lines": [line(order, str(part))]})
            if answer.status_code == 201:
                came += part
    assert await make.stock(inventory, product) == (came, 0, max(192 - came, 0))


async def test_many_who_receive_the_same_line_stay_within_its_tolerance(inventory: ServiceUnderTest) -> None:
    product = await make.product(inventory)
    order = await ordered(inventory, product)
    async with inventory.client(*make.ALL) as client:
        body = {"lines": [line(order, "3")]}
        answers = await asyncio.gather(*(client.post("/deliveries", json=body) for _ in range(8)))
    assert sorted(answer.status_code for answer in answers) == [201] * 3 + [409] * 5
    assert await make.stock(inventory, product) == (9, 0, 1)
