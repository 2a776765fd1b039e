"""Many clients at once, and peers that fail in the middle: one event, no orphan, nothing sold twice."""

import asyncio
from collections import Counter
from uuid import UUID

import pytest
from comptoir.sales.v1.sales_order_pb2 import OrderConfirmed
from kit.ids import new_id

from services.sales.tests import factories as make
from services.sales.tests.factories import House
from services.sales.tests.fakes import Kept


async def test_fifty_confirmations_of_one_draft_make_one_event(house: House) -> None:
    since = await house.sales.outbox_position()
    draft = await house.draft()
    async with house.sales.client(*make.SELLER) as client:
        answers = await asyncio.gather(*(client.post(f"/orders/{draft['id']}/confirm", json={}) for _ in range(50)))
    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.text for answer in answers}) == 1
    assert len(await house.sales.published(OrderConfirmed, since=since)) == 1
    assert house.world.holds(draft["id"]) == (True, True)


async def test_twenty_placements_of_one_order_are_one(house: House) -> None:
    since = await house.sales.outbox_position()
    product = await house.product(free="5")
    body = await house.body(make.line(product), id=str(new_id()))
    async with house.sales.client(*make.SELLER) as client:
        answers = await asyncio.gather(*(client.post("/orders/place", json=body) for _ in range(20)))
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.json()["number"] for answer in answers}) == 1
    assert len(await house.sales.published(OrderConfirmed, since=since)) == 1
    assert house.world.holds(body["id"]) == (True, True)
    assert house.world.stock.free[UUID(product)] == 0


async def test_one_key_sent_twenty_times_without_an_id_is_one_order(house: House) -> None:
    product = await house.product(free="1000")
    body = await house.body(make.line(product))
    headers = {"Idempotency-Key": str(new_id())}
    async with house.sales.client(*make.SELLER) as client:
        answers = await asyncio.gather(*(client.post("/orders/place", json=body, headers=headers) for _ in range(20)))
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.json()["id"] for answer in answers}) == 1
    assert house.world.stock.free[UUID(product)] == 995


async def test_fifty_orders_for_the_last_pieces_sell_each_once(house: House) -> None:
    product = await house.product(free="7")
    body = await house.body(make.line(product, "1"))
    async with house.sales.client(*make.SELLER) as client:
        answers = await asyncio.gather(*(client.post("/orders/place", json=body) for _ in range(50)))
    assert Counter(answer.status_code for answer in answers) == {201: 7, 409: 43}
    assert house.world.stock.free[UUID(product)] == 0


async def test_cancelling_while_confirming_leaves_no_hold_without_a_firm_order(house: House) -> None:
    for _ in range(5):
        draft = await house.draft()
        path = f"/orders/{draft['id']}"
        async with house.sales.client(*make.SELLER) as client:
            confirmed, cancelled = await asyncio.gather(
                client.post(f"{path}/confirm", json={}), client.post(f"{path}/cancel", json={"reason": "x"})
            )
        assert confirmed.status_code in (200, 409)
        assert cancelled.status_code == 200
        # A firm order's hold falls by the OrderCancelled event; a draft's is given back at once.
        if confirmed.status_code == 409:
            assert house.world.holds(draft["id"]) == (False, False)


@pytest.mark.parametrize("peer", ["stock", "credit"])
@pytest.mark.parametrize("moment", ["before", "after"])
async def test_a_peer_that_fails_leaves_nothing_held(house: House, peer: str, moment: str) -> None:
    since = await house.sales.outbox_position()
    faults = getattr(house.world, peer).faults
    body = await house.body(id=str(new_id()))
    setattr(faults, moment, True)
    try:
        failed = await house.post("/orders/place", body, 503)
    finally:
        setattr(faults, moment, False)
    assert make.slug(failed) == "peer-away"
    if moment == "after":
        assert house.world.holds(body["id"]) == (False, False)
    await house.get(f"/orders/{body['id']}", 404)
    assert await house.sales.published(OrderConfirmed, since=since) == []
    placed = await house.post("/orders/place", body, 201)
    assert (placed["status"], house.world.holds(body["id"])) == ("confirmed", (True, True))


async def test_pricing_that_is_away_holds_nothing(house: House) -> None:
    draft = await house.draft()
    house.world.pricing.faults.before = True
    try:
        assert make.slug(await house.post(f"/orders/{draft['id']}/confirm", {}, 503)) == "peer-away"
    finally:
        house.world.pricing.faults.before = False
    assert house.world.holds(draft["id"]) == (False, False)


async def test_an_attempt_does_not_count_on_a_hold_that_another_gave_back(house: House) -> None:
    """Stock's answer to the first is lost, so it gives back what the second holds as well: the second must notice."""
    product = await house.product(free="5")
    draft = await house.draft(make.line(product))
    stock, kept = house.world.stock, Kept()
    path = f"/orders/{draft['id']}/confirm"
    async with house.sales.client(*make.SELLER) as client:
        stock.faults.kept = kept
        second = asyncio.create_task(client.post(path, json={}))
        await kept.reached.wait()
        stock.faults.after = True
        first = await client.post(path, json={})
        stock.faults.after = False
        kept.proceed.set()
        answer = await second
        assert (first.status_code, answer.status_code) == (503, 409)
        assert make.slug(answer.json()) == "confirmation-raced"
        assert house.world.holds(draft["id"]) == (False, False)
        assert (await client.post(path, json={})).status_code == 200
    assert stock.free[UUID(product)] == 0


async def test_many_orders_for_the_last_credit_take_each_part_once(house: House) -> None:
    customer = await house.customer(limit="250")  # of 60.00 each: four
    product = await house.product()
    body = await house.body(make.line(product), customer_id=customer, without_credit="ask-release")
    async with house.sales.client(*make.SELLER) as client:
        answers = await asyncio.gather(*(client.post("/orders/place", json=body) for _ in range(24)))
    assert Counter(answer.json()["status"] for answer in answers) == {"confirmed": 4, "awaiting-approval": 20}
    assert sum(owed for who, owed in house.world.credit.taken.values() if who == UUID(customer)) == 240


async def test_releasing_rejecting_cancelling_and_confirming_at_once_is_one_of_them(house: House) -> None:
    for _ in range(5):
        since = await house.sales.outbox_position()
        order = await house.place(customer_id=await house.customer(limit="50"), without_credit="ask-release")
        request = await house.request(order["id"])
        async with (
            house.sales.client(*make.FINANCE, sub="boss") as boss,
            house.sales.client(*make.SELLER) as client,
        ):
            decided = [boss.post(f"/approvals/{request['id']}/{what}", json={}) for what in ("approve", "reject") * 4]
            others = [
                client.post(f"/orders/{order['id']}/confirm", json={"without_credit": "ask-release"}),
                client.post(f"/orders/{order['id']}/cancel", json={"reason": "x"}),
            ]
            answers = await asyncio.gather(*decided, *others)
        assert {answer.status_code for answer in answers} <= {200, 409}
        after = await house.order(order["id"])
        was_firm = after["gross"] is not None
        assert len(await house.sales.published(OrderConfirmed, since=since)) == was_firm
        # A firm order's hold falls by the OrderCancelled event, everything else holds nothing.
        assert house.world.holds(order["id"]) == (was_firm, was_firm)
