"""Counts: observations, second looks, causes, approvals, and the correction of stock."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import httpx
import pytest
from comptoir.accounting.v1.valuation_pb2 import MovementValued
from comptoir.inventory.v1.count_pb2 import CountPosted
from comptoir.inventory.v1.movement_pb2 import MovementPosted
from hypothesis import given
from hypothesis import strategies as st
from kit.ids import new_id
from kit.testing.properties import on_a_database
from kit.testing.services import ServiceUnderTest
from kit.wire import decimal_in, decimal_out

from kit import clock
from services.inventory.tests import factories as make

COUNTER = ("inventory.counts.read", "inventory.counts.write")
PLACE = "COUNT-1"


@pytest.fixture(scope="session", autouse=True)
async def place(inventory: ServiceUnderTest, warehouse: None) -> None:
    await make.posted(inventory, "/locations", {"warehouse": make.WAREHOUSE, "code": PLACE})
    await make.posted(inventory, "/locations", {"warehouse": make.WAREHOUSE, "code": "COUNT-2"})


@pytest.fixture
async def anne(inventory: ServiceUnderTest) -> AsyncIterator[httpx.AsyncClient]:
    async with inventory.client(*COUNTER, sub="anne", roles=["warehouse"]) as client:
        yield client


async def product(inventory: ServiceUnderTest, on_hand: int, *, unit_cost: str = "1", location: str = PLACE) -> UUID:
    """A product whose cost is known, lying in one place."""
    id_ = await make.product(inventory)
    if on_hand:
        line = {"product_id": str(id_), "quantity": str(on_hand), "unit_cost": unit_cost, "location": location}
        await make.posted(inventory, "/opening-stock", {"warehouse": make.WAREHOUSE, "lines": [line]})
    cost = MovementValued(
        product_id=str(id_), unit_cost_after=decimal_out(Decimal(unit_cost)), quantity_after=decimal_out(Decimal(1))
    )
    await inventory.deliver("accounting.valuations.v1", cost)
    return id_


async def opened(client: httpx.AsyncClient, *products: UUID, **more: Any) -> str:
    body = {"warehouse": make.WAREHOUSE, "product_ids": [str(id_) for id_ in products], **more}
    answer = await client.post("/counts", json=body)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


async def look(
    client: httpx.AsyncClient, count: str, product_id: UUID, counted: int, *, status: int = 200, **more: Any
) -> dict[str, Any]:
    seen = {"location": PLACE, "product_id": str(product_id), "counted": str(counted), **more}
    answer = await client.post(f"/counts/{count}/observations", json={"observations": [seen]})
    assert answer.status_code == status, answer.text
    result: dict[str, Any] = answer.json()
    return result


async def submit(client: httpx.AsyncClient, count: str, *, status: int = 200, **body: Any) -> dict[str, Any]:
    answer = await client.post(f"/counts/{count}/submit", json=body)
    assert answer.status_code == status, answer.text
    result: dict[str, Any] = answer.json()
    return result


async def adjust(inventory: ServiceUnderTest, product_id: UUID, change: int, **more: Any) -> None:
    line = {"product_id": str(product_id), "quantity_change": str(change), "location": PLACE}
    await make.posted(inventory, "/adjustments", {"warehouse": make.WAREHOUSE, "reason": "x", "lines": [line], **more})


async def test_a_count_corrects_stock_by_what_was_missing_and_tells_it(
    inventory: ServiceUnderTest, anne: httpx.AsyncClient
) -> None:
    right, short = await product(inventory, 10), await product(inventory, 10, unit_cost="2")
    count = await opened(anne, right, short)
    await look(anne, count, right, 10)
    since = await inventory.outbox_position()
    state = await look(anne, count, short, 7)
    assert (state["lines"], state["uncounted"]) == (2, 0)
    assert (await submit(anne, count))["status"] == "posted"
    assert (await make.stock(inventory, right))[0] == 10
    assert (await make.stock(inventory, short))[0] == 7
    (moved,) = await inventory.published(MovementPosted, since=since)
    assert (moved.product_id, decimal_in(moved.quantity), moved.posted_by) == (str(short), Decimal(3), "anne")
    (event,) = await inventory.published(CountPosted, since=since)
    assert (event.lines_counted, event.lines_differing, event.part, event.parts) == (2, 1, 1, 1)
    assert (decimal_in(event.value_expected), decimal_in(event.value_differing)) == (Decimal(30), Decimal(6))
    assert (await anne.post(f"/counts/{count}/submit", json={})).status_code == 409


async def test_what_moves_after_the_look_changes_nothing_of_it(
    inventory: ServiceUnderTest, anne: httpx.AsyncClient
) -> None:
    id_ = await product(inventory, 10)
    count = await opened(anne, id_)
    await look(anne, count, id_, 8)  # two are missing
    await adjust(inventory, id_, -3)
    await adjust(inventory, id_, 5)
    await adjust(inventory, id_, 4, occurred_at=(clock.now() - timedelta(hours=1)).isoformat())
    await submit(anne, count)
    assert (await make.stock(inventory, id_))[0] == 10 - 2 - 3 + 5 + 4


async def test_a_look_in_the_past_is_compared_with_the_books_of_that_moment(
    inventory: ServiceUnderTest, anne: httpx.AsyncClient
) -> None:
    id_ = await product(inventory, 0)
    start = datetime(2026, 1, 5, 8, tzinfo=UTC)
    await adjust(inventory, id_, 10, occurred_at=start.isoformat())
    await adjust(inventory, id_, 6, occurred_at=(start + timedelta(hours=4)).isoformat())
    count = await opened(anne, id_)
    await look(anne, count, id_, 9, observed_at=(start + timedelta(hours=2)).isoformat())
    await submit(anne, count)
    assert (await make.stock(inventory, id_))[0] == 15


async def test_a_counter_of_a_blind_count_does_not_see_the_books(
    inventory: ServiceUnderTest, anne: httpx.AsyncClient
) -> None:
    id_ = await product(inventory, 10)
    count = await opened(anne, id_)
    await look(anne, count, id_, 9)
    (line,) = (await anne.get(f"/counts/{count}/lines")).json()["items"]
    assert (line["counted"], line["expected"], line["difference"]) == ("9", None, None)
    assert (await anne.get(f"/counts/{count}/lines", params={"which": "differing"})).status_code == 403
    assert (await anne.get(f"/counts/{count}/clues")).status_code == 403
    (seen,) = await make.listed(inventory, f"/counts/{count}/lines", which="differing")
    assert (seen["expected"], seen["difference"]) == ("10", "-1")


async def test_a_large_difference_needs_another_pair_of_eyes_a_cause_and_an_approval(
    inventory: ServiceUnderTest, anne: httpx.AsyncClient
) -> None:
    id_ = await product(inventory, 100, unit_cost="50")
    count = await opened(anne, id_)
    await look(anne, count, id_, 70)  # 1,500 are missing
    asked = await submit(anne, count)
    assert (asked["status"], asked["to_recount"]) == ("counting", 1)
    await look(anne, count, id_, 71)  # the same person again does not help
    assert (await submit(anne, count))["to_recount"] == 1
    async with inventory.client(*COUNTER, sub="bert", roles=["warehouse"]) as bert:
        await look(bert, count, id_, 72)
        refused = await submit(bert, count, status=409)
        (line,) = refused["lines"]
        async with inventory.client(*make.ALL, sub="chief") as chief:
            cause = {"causes": [{"line_id": line, "cause": "theft"}]}
            assert (await chief.post(f"/counts/{count}/causes", json=cause)).status_code == 200
            wrong = {"causes": [{"line_id": line, "cause": "magic"}]}
            assert (await chief.post(f"/counts/{count}/causes", json=wrong)).status_code == 422
        assert (await submit(bert, count))["status"] == "awaiting-approval"
    assert (await make.stock(inventory, id_))[0] == 100
    (request,) = await make.listed(inventory, "/approvals", document_id=count)
    assert Decimal(request["amount"]) == 1400
    async with inventory.client("inventory.counts.approve", "inventory.approvals.read", sub="bert") as own:
        assert (await own.post(f"/approvals/{request['id']}/approve", json={})).status_code == 403
    async with inventory.client(
        "inventory.counts.approve", "inventory.approvals.read", sub="chief", roles=["finance"]
    ) as chief:
        assert (await chief.post(f"/approvals/{request['id']}/approve", json={})).status_code == 200
    assert (await make.stock(inventory, id_))[0] == 72


async def test_a_new_look_makes_the_request_for_approval_void(
    inventory: ServiceUnderTest, anne: httpx.AsyncClient
) -> None:
    id_ = await product(inventory, 100, unit_cost="0.99")
    async with inventory.client(*make.ALL, sub="chief") as chief:
        before = (await chief.get("/count-rules")).json()
        lower = {"recount_value": "1000", "cause_value": "1000", "approval_value": "10"}
        assert (await chief.put("/count-rules", json=lower)).status_code == 200
        count = await opened(anne, id_)
        await look(anne, count, id_, 80)
        assert (await submit(anne, count))["status"] == "awaiting-approval"
        (request,) = await make.listed(inventory, "/approvals", document_id=count)
        assert (await look(anne, count, id_, 100))["status"] == "counting"
        since = await inventory.outbox_position()
        async with inventory.client("inventory.counts.approve", "inventory.approvals.read", sub="chief") as approver:
            assert (await approver.post(f"/approvals/{request['id']}/approve", json={})).status_code == 409
        assert not await inventory.published(MovementPosted, since=since)
        assert (await submit(anne, count))["status"] == "posted"
        rules = {name: before[name] for name in lower}
        assert (await chief.put("/count-rules", json=rules)).status_code == 200
    assert (await make.stock(inventory, id_))[0] == 100


async def test_a_loss_of_what_has_left_since_is_refused(inventory: ServiceUnderTest, anne: httpx.AsyncClient) -> None:
    id_ = await product(inventory, 10)
    count = await opened(anne, id_)
    await look(anne, count, id_, 4)
    await adjust(inventory, id_, -9)  # by the books one is left, by the count none could be
    since = await inventory.outbox_position()
    refused = await submit(anne, count, status=409)
    assert "count-again" in refused["type"]
    assert not await inventory.published(MovementPosted, since=since)
    await look(anne, count, id_, 1)
    assert (await submit(anne, count))["status"] == "posted"
    assert (await make.stock(inventory, id_))[0] == 1


async def test_every_fault_of_every_look_is_told_and_nothing_is_kept(
    inventory: ServiceUnderTest, anne: httpx.AsyncClient
) -> None:
    id_ = await product(inventory, 10)
    count = await opened(anne, id_)
    good = {"location": PLACE, "product_id": str(id_), "counted": "1"}
    looks = [
        good,
        good,
        {**good, "location": "NOWHERE"},
        {**good, "product_id": str(new_id())},
        {**good, "counted": "1.5", "location": "COUNT-2"},
        {**good, "lot": "L1"},
    ]
    answer = await anne.post(f"/counts/{count}/observations", json={"observations": looks})
    assert answer.status_code == 422
    fields = {fault["field"] for fault in answer.json()["errors"]}
    assert fields == {
        "observations.1",
        "observations.2.location",
        "observations.3.product_id",
        "observations.4.counted",
        "observations.5.lot",
    }
    assert (await anne.get(f"/counts/{count}")).json()["uncounted"] == 1
    refused = await submit(anne, count, status=409)
    assert refused["uncounted"] == 1


async def test_found_goods_are_counted_where_nobody_knew_of_them(
    inventory: ServiceUnderTest, anne: httpx.AsyncClient
) -> None:
    id_ = await product(inventory, 0)
    count = await opened(anne, id_)
    await look(anne, count, id_, 12)
    await submit(anne, count)
    assert (await make.stock(inventory, id_))[0] == 12


async def test_a_cancelled_count_leaves_stock_alone(inventory: ServiceUnderTest, anne: httpx.AsyncClient) -> None:
    id_ = await product(inventory, 10)
    count = await opened(anne, id_)
    await look(anne, count, id_, 1)
    assert (await anne.post(f"/counts/{count}/cancel")).json()["status"] == "cancelled"
    assert (await make.stock(inventory, id_))[0] == 10
    await look(anne, count, id_, 1, status=409)


async def test_clues_name_what_was_put_elsewhere_mixed_up_or_not_booked(
    inventory: ServiceUnderTest, anne: httpx.AsyncClient
) -> None:
    first, second, third = [await product(inventory, 20) for _ in range(3)]
    boxes = await product(inventory, 24)
    order = make.placed(third, "7", number="PO-LATE")
    await inventory.deliver(make.PURCHASES, order)
    count = await opened(anne, first, second, third, boxes)
    await look(anne, count, boxes, 2)
    await look(anne, count, first, 8)
    await look(anne, count, second, 32)
    await look(anne, count, third, 27)
    async with inventory.client(*make.ALL) as chief:
        items = (await chief.get(f"/counts/{count}/clues")).json()["items"]
    best = {item["product_id"]: item["clues"][0] for item in items}
    assert (best[str(first)]["cause"], best[str(second)]["cause"]) == ("mixed-up", "mixed-up")
    assert (best[str(boxes)]["cause"], best[str(boxes)]["factor"]) == ("unit-mistake", "12")  # two boxes of twelve
    assert (best[str(third)]["cause"], best[str(third)]["document_number"]) == ("unbooked-receipt", "PO-LATE")


async def test_the_likeliest_causes_are_told_with_what_speaks_for_them(
    inventory: ServiceUnderTest, anne: httpx.AsyncClient
) -> None:
    first, second, late, right = [await product(inventory, 20) for _ in range(4)]
    boxes = await product(inventory, 24)
    await inventory.deliver(make.PURCHASES, make.placed(late, "7", number="PO-TOLD"))
    count = await opened(anne, first, second, late, right, boxes)
    for id_, counted in ((first, 8), (second, 32), (late, 27), (right, 20), (boxes, 2)):
        await look(anne, count, id_, counted)
    since = await inventory.outbox_position()
    assert (await submit(anne, count))["status"] == "posted"
    (event,) = await inventory.published(CountPosted, since=since)
    told = {line.product_id: line for line in event.lines}
    mixed = told[str(first)]
    assert (mixed.probable_cause, mixed.probability, mixed.evidence) == ("mixed-up", 80, "other-product-here")
    assert (mixed.evidence_product_id, mixed.evidence_location) == (str(second), PLACE)
    assert mixed.evidence_line_id == told[str(second)].count_line_id
    assert (told[str(late)].probable_cause, told[str(late)].evidence_document) == ("unbooked-receipt", "PO-TOLD")
    assert (told[str(boxes)].evidence, decimal_in(told[str(boxes)].evidence_factor)) == (
        "packagings-counted",
        Decimal(12),
    )
    assert (told[str(right)].probable_cause, told[str(right)].cause) == ("", "")


async def test_the_plan_asks_for_what_was_never_counted_and_forgets_it_then(
    inventory: ServiceUnderTest, anne: httpx.AsyncClient
) -> None:
    id_ = await product(inventory, 5)

    async def is_planned() -> bool:
        answer = await anne.get("/count-plan", params={"warehouse": make.WAREHOUSE, "limit": 5000})
        return str(id_) in {item["product_id"] for item in answer.json()["items"]}

    assert await is_planned()
    count = await opened(anne, id_)
    await look(anne, count, id_, 5)
    await submit(anne, count)
    assert not await is_planned()
    async with inventory.client(*make.ALL) as chief:
        assert (await chief.post("/stock-classes/compute")).json()["classed"] > 0


async def test_many_who_count_at_once_lose_nothing(inventory: ServiceUnderTest, anne: httpx.AsyncClient) -> None:
    products = [await product(inventory, 10) for _ in range(6)]
    count = await opened(anne, *products)
    await asyncio.gather(*(look(anne, count, id_, 9) for id_ in products), adjust(inventory, products[0], 2))
    assert (await submit(anne, count))["status"] == "posted"
    stocks = [(await make.stock(inventory, id_))[0] for id_ in products]
    assert (stocks[0] in (11, 12 - 3), stocks[1:]) == (True, [9] * 5)


@on_a_database
@given(st.lists(st.tuples(st.sampled_from(["move", "lose", "look"]), st.integers(1, 9)), min_size=1, max_size=12))
async def test_corrected_stock_is_the_truth_whatever_moves_while_it_is_counted(
    inventory: ServiceUnderTest, steps: list[tuple[str, int]]
) -> None:
    """`truth` is what lies on the shelf; the books know of movements, but not of what is lost."""
    async with inventory.client(*COUNTER, sub="anne", roles=["warehouse"]) as anne:
        id_ = await product(inventory, 100)
        count = await opened(anne, id_)
        truth, unseen = 100, 0
        for step, quantity in [*steps, ("look", 0)]:
            match step:
                case "move":
                    await adjust(inventory, id_, quantity)
                    truth += quantity
                case "lose":
                    truth -= quantity
                    unseen += quantity
                case _:
                    await look(anne, count, id_, truth)
                    unseen = 0
        await submit(anne, count)
        assert (await make.stock(inventory, id_))[0] == truth + unseen
