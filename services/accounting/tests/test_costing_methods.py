"""Another costing method is one dated revaluation, proposed and approved by two people."""

from decimal import Decimal
from typing import Any

import httpx
import pytest
from comptoir.accounting.v1.valuation_pb2 import StockRevalued
from kit.ids import new_id
from kit.testing.services import ServiceUnderTest

from services.accounting.tests.factories import House, broken

PROPOSE = ("accounting.costing.write", "accounting.valuation.read")
APPROVE = ("accounting.costing.approve", "accounting.approvals.read")
CHANGES = "/costing-changes"


async def pending(house: House) -> list[dict[str, Any]]:
    async with house.accounting.client("accounting.valuation.read") as client:
        found = await client.get(CHANGES, params={"product_id": house.product_id, "status": "pending"})
    items: list[dict[str, Any]] = found.json()["items"]
    return items


async def propose(house: House, method: str, **details: str) -> Any:
    async with house.accounting.client(*PROPOSE) as client:
        return await client.post(CHANGES, json={"product_id": house.product_id, "method": method, **details})


async def approve(house: House, proposal_id: str, what: str = "approve") -> Any:
    """The answer of the inbox; the proposal as it is then, when it could be decided on."""
    async with house.accounting.client(*APPROVE, "accounting.valuation.read", sub="controller") as client:
        answer = await decide(client, proposal_id, what)
        if answer.status_code != 200:
            return answer
        items = (await client.get(CHANGES, params={"product_id": house.product_id})).json()["items"]
    return next(each for each in items if each["id"] == proposal_id)


async def decide(client: httpx.AsyncClient, proposal_id: str, what: str) -> httpx.Response:
    """Somebody decides on what was asked for a proposal, whatever has become of it."""
    for status in ("pending", "approved", "rejected", "void"):
        asked = await client.get("/approvals", params={"document_id": proposal_id, "status": status})
        for request in asked.json()["items"]:
            return await client.post(f"/approvals/{request['id']}/{what}", json={"comment": "Seen."})
    raise LookupError(proposal_id)


async def two_prices(accounting: ServiceUnderTest, method: str) -> House:
    """Ten at 10 and ten at 20, of which five are sold."""
    house = await House(accounting, method).open()
    await house.receive("10", "10")
    await house.receive("10", "20")
    await house.move("shipment", "5")
    return house


@pytest.mark.parametrize(
    ("first", "then", "value", "amount", "next_cost"),
    [("avco", "fifo", "250.00", "25.00", "-50.00"), ("fifo", "avco", "250.00", "0.00", "-83.33")],
)
async def test_what_the_catalog_asks_for_waits_and_is_then_one_revaluation(
    accounting: ServiceUnderTest, first: str, then: str, value: str, amount: str, next_cost: str
) -> None:
    """From average cost to FIFO what is left is worth what it has cost; the other way it keeps its value."""
    house = await two_prices(accounting, first)
    before = await house.value()
    await house.cost_by(then, version=2)
    await house.cost_by(then, version=2)  # an event that comes twice says nothing new
    (asked,) = await pending(house)
    assert (asked["proposed_by"], asked["method"]) == ("catalog", then)
    assert await house.value() == before
    made = await approve(house, asked["id"])
    assert (made["status"], made["amount"]) == ("approved", amount)
    assert await house.value() == ("15", value)
    (event,) = await house.revaluations()
    assert Decimal(event.amount_to_stock.value) == -Decimal(event.amount_to_cost_of_sales.value) == Decimal(amount)
    assert event.reason == "costing-method"
    await house.move("shipment", "5")
    assert (await house.costs())[-1] == next_cost
    assert await broken(accounting) == []
    assert (await approve(house, asked["id"])).json()["type"].endswith("already-decided")


async def test_there_and_back_loses_nothing(accounting: ServiceUnderTest) -> None:
    house = await House(accounting, "fifo").open()
    await house.receive("3", "3.333333")
    await house.receive("3", "5")
    await house.move("shipment", "1")
    value = await house.value()
    for method in ("avco", "fifo"):
        asked = (await propose(house, method)).json()
        assert (await approve(house, asked["id"]))["amount"] == "0.00"
        assert await house.value() == value
    await house.move("shipment", "5")
    assert await house.value() == ("0", "0.00")
    assert await broken(accounting) == []


async def test_a_rejected_change_leaves_all_as_it_is(accounting: ServiceUnderTest) -> None:
    house = await two_prices(accounting, "avco")
    asked = (await propose(house, "fifo", reason="Prices rise.")).json()
    assert (await approve(house, asked["id"], "reject"))["status"] == "rejected"
    await house.move("shipment", "1")
    assert (await house.costs())[-1] == "-15.00"
    assert await accounting.published(StockRevalued) == [
        event for event in await accounting.published(StockRevalued) if event.product_id != house.product_id
    ]


async def test_what_is_refused(accounting: ServiceUnderTest) -> None:
    house = await two_prices(accounting, "avco")
    assert (await propose(house, "avco")).json()["type"].endswith("same-method")
    unmoved = House(accounting, product_id=str(new_id()))
    assert (await propose(unmoved, "fifo")).json()["type"].endswith("product-not-stocked")
    async with accounting.client(*PROPOSE, *APPROVE) as client:
        asked = (await client.post(CHANGES, json={"product_id": house.product_id, "method": "fifo"})).json()
        own = await decide(client, asked["id"], "approve")
    assert (own.status_code, own.json()["type"].rsplit("/", 1)[-1]) == (403, "own-request")
    again = (await propose(house, "lot")).json()
    assert (await approve(house, asked["id"])).status_code == 409  # the newer question took its place
    assert [each["id"] for each in await pending(house)] == [again["id"]]
    assert await house.value() == ("15", "225.00")


async def test_the_catalog_may_think_again(accounting: ServiceUnderTest) -> None:
    house = await two_prices(accounting, "avco")
    await house.cost_by("fifo", version=2)
    await house.cost_by("avco", version=3)
    assert await pending(house) == []


async def test_lots_have_their_own_cost(accounting: ServiceUnderTest) -> None:
    """What leaves of a lot costs what that lot has cost, whatever came before it."""
    house = await House(accounting, "lot").open()
    await house.move("receipt", "10", line_id=await house.order("10"), lot="A")
    await house.move("receipt", "10", line_id=await house.order("14"), lot="B")
    await house.move("shipment", "4", lot="B")
    assert (await house.costs())[-1] == "-56.00"
    await house.move("gain", "1", lot="B")  # at the average of its lot
    assert (await house.costs())[-1] == "14.00"
    await house.move("shipment", "8", lot="B")  # one more than there is of it: that one is the oldest there is
    assert (await house.costs())[-1] == "-108.00"
    assert await house.value() == ("9", "90.00")
    assert await broken(accounting) == []


async def test_a_batch_takes_each_lot_from_its_own_layers(accounting: ServiceUnderTest) -> None:
    house = await House(accounting, "lot").open()
    for lot, price in (("A", "1"), ("B", "2"), ("C", "3")):
        await house.move("receipt", "5", line_id=await house.order(price), lot=lot)
    batch = [house.movement("shipment", "5", lot=lot) for lot in ("C", "A")]
    await accounting.deliver("inventory.stock-movements.v1", *batch)
    assert (await house.costs())[-2:] == ["-15.00", "-5.00"]
    assert await house.value() == ("5", "10.00")
    assert await broken(accounting) == []
