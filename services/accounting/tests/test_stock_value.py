"""What stock is worth, as an accountant tells it: the expected cost after each step."""

import asyncio
from decimal import Decimal
from itertools import pairwise
from uuid import UUID

import pytest
from accounting.storage import stocks
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from kit.consumer import NotYet
from kit.testing.services import ServiceUnderTest

from services.accounting.tests.factories import House, broken


@pytest.mark.parametrize(
    ("method", "costs", "value"),
    [
        ("fifo", ["100.00", "150.00", "-115.00", "-135.00"], ("0", "0.00")),
        ("avco", ["100.00", "150.00", "-137.50", "-112.50"], ("0", "0.00")),
    ],
)
async def test_two_receipts_two_issues(
    accounting: ServiceUnderTest, method: str, costs: list[str], value: tuple[str, str]
) -> None:
    house = await House(accounting, method).open()
    await house.receive("10", "10")
    await house.receive("10", "15")
    await house.move("shipment", "11")
    assert await house.value() == ("9", str(Decimal("250.00") + Decimal(costs[2])))
    await house.move("shipment", "9")
    assert await house.costs() == costs
    assert await house.value() == value
    assert await broken(accounting) == []


async def test_what_never_moved_is_costed_as_catalog_says_last(accounting: ServiceUnderTest) -> None:
    house = await House(accounting, "fifo").open()
    await house.cost_by("avco", version=2)
    await house.receive("10", "10")
    await house.receive("10", "15")
    await house.move("shipment", "1")
    assert (await house.costs())[-1] == "-12.50"


async def test_opening_stock_brings_its_own_cost_and_transfers_change_nothing(accounting: ServiceUnderTest) -> None:
    house = await House(accounting).open()
    await house.move("opening", "4", unit_cost="2.50")
    await house.move("transfer", "3")
    assert await house.value() == ("4", "10.00")


async def test_a_count_gain_enters_at_the_current_cost_and_a_loss_leaves_like_an_issue(
    accounting: ServiceUnderTest,
) -> None:
    house = await House(accounting, "avco").open()
    await house.receive("8", "3")
    await house.move("gain", "2")
    assert await house.value() == ("10", "30.00")
    await house.move("loss", "5")
    assert await house.value() == ("5", "15.00")


async def test_a_customer_return_comes_back_at_what_that_line_left_at(accounting: ServiceUnderTest) -> None:
    house = await House(accounting).open()
    await house.receive("10", "10")
    order_line = await house.order("99")  # any id serves as the sales line
    await house.move("shipment", "4", line_id=order_line)
    await house.receive("10", "20")
    await house.move("return", "1", line_id=order_line)
    assert (await house.costs())[-1] == "10.00"
    assert await house.value() == ("17", "270.00")


async def test_a_return_comes_back_at_what_that_very_delivery_left_at(accounting: ServiceUnderTest) -> None:
    house = await House(accounting, "fifo").open()
    await house.receive("2", "10")
    await house.receive("2", "20")
    order_line = await house.order("99")
    cheap = await house.move("shipment", "2", line_id=order_line)
    dear = await house.move("shipment", "2", line_id=order_line)
    await house.move("return", "1", line_id=order_line, returns=dear)
    await house.move("return", "1", line_id=order_line, returns=cheap)
    assert (await house.costs())[-2:] == ["20.00", "10.00"]
    assert await house.value() == ("2", "30.00")
    assert await broken(accounting) == []


@pytest.mark.parametrize("together", [False, True])
async def test_when_all_has_come_back_it_is_worth_what_left_to_the_cent(
    accounting: ServiceUnderTest, together: bool
) -> None:
    house = await House(accounting).open()
    await house.receive("3", "3.333333")
    shipped = await house.move("shipment", "3", line_id=await house.order("9"))
    back = [house.movement("return", "1", returns=shipped) for _ in range(3)]
    if together:
        await accounting.deliver("inventory.stock-movements.v1", *back)
    else:
        for each in back:
            await accounting.deliver("inventory.stock-movements.v1", each)
    assert (await house.costs())[-3:] == ["3.33", "3.34", "3.33"]
    assert await house.value() == ("3", "10.00")


async def test_goods_go_back_to_the_supplier_at_the_cost_of_their_receipt(accounting: ServiceUnderTest) -> None:
    house = await House(accounting, "fifo").open()
    _, _ = await house.receive("5", "10")
    line = await house.order("20", "5")
    second = await house.move("receipt", "5", line_id=line)
    await house.move("to-supplier", "2", line_id=line, returns=second)
    assert (await house.costs())[-1] == "-40.00"
    assert await house.value() == ("8", "110.00")
    assert await broken(accounting) == []


async def test_a_reversed_issue_puts_back_exactly_what_it_took(accounting: ServiceUnderTest) -> None:
    house = await House(accounting).open()
    await house.receive("3", "3.333333")
    shipped = await house.move("shipment", "1")
    await house.move("shipment", "1", reverses=shipped)
    assert await house.value() == ("3", "10.00")
    assert await broken(accounting) == []


async def test_a_reversed_receipt_leaves_nothing_and_is_no_longer_to_be_billed(accounting: ServiceUnderTest) -> None:
    house = await House(accounting).open()
    received, _ = await house.receive("5", "7")
    await house.move("receipt", "5", reverses=received)
    assert await house.value() == ("0", "0.00")
    async with accounting.client("accounting.bills.read") as client:
        due = (await client.get("/gr-ir", params={"supplier_id": house.supplier_id})).json()["items"]
    assert due == []
    assert await broken(accounting) == []


async def test_what_left_before_it_came_is_trued_up_by_the_receipt(accounting: ServiceUnderTest) -> None:
    house = await House(accounting, "avco").open()
    await house.receive("2", "10")
    await house.move("shipment", "5")  # three on credit, at the last known 10
    assert await house.value() == ("-3", "-30.00")
    await house.receive("4", "12")
    assert await house.value() == ("1", "12.00")
    (correction,) = await house.revaluations()
    assert (correction.amount_to_cost_of_sales.value, correction.amount_to_stock.value) == ("6.00", "-6.00")
    assert await broken(accounting) == []


async def test_a_receipt_before_its_order_waits(accounting: ServiceUnderTest) -> None:
    house = await House(accounting).open()
    with pytest.raises(NotYet):
        await house.move("receipt", "1", line_id=house.customer_id)
    with pytest.raises(NotYet):
        await House(accounting).move("gain", "1")


async def test_every_event_twice_counts_once(accounting: ServiceUnderTest) -> None:
    house = await House(accounting).open()
    line = await house.order("5")
    await accounting.deliver("inventory.stock-movements.v1", house.movement("receipt", "2", line_id=line), repeat=3)
    assert await house.value() == ("2", "10.00")


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    method=st.sampled_from(["fifo", "avco"]),
    steps=st.lists(
        st.tuples(st.sampled_from(["receipt", "shipment", "gain", "loss"]), st.integers(1, 20), st.integers(1, 999)),
        min_size=1,
        max_size=25,
    ),
)
def test_generated_histories_keep_every_invariant(
    accounting: ServiceUnderTest, method: str, steps: list[tuple[str, int, int]]
) -> None:
    """Through the real database, in batches."""

    async def story() -> None:
        house = await House(accounting, method).open()
        batch = []
        for kind, quantity, price in steps:
            line = await house.order(f"{price / 100}") if kind == "receipt" else ""
            batch.append(house.movement(kind, str(quantity), line_id=line))
        await accounting.deliver("inventory.stock-movements.v1", *batch)
        assert await broken(accounting) == []

    asyncio.get_event_loop_policy().get_event_loop().run_until_complete(story())


@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    method=st.sampled_from(["fifo", "avco"]),
    steps=st.lists(
        st.tuples(st.sampled_from(["receipt", "shipment", "gain", "loss"]), st.integers(1, 20), st.integers(1, 999)),
        min_size=2,
        max_size=25,
    ),
    cuts=st.lists(st.integers(0, 25), max_size=6),
)
def test_batches_change_nothing(
    accounting: ServiceUnderTest, method: str, steps: list[tuple[str, int, int]], cuts: list[int]
) -> None:
    """The same movements one by one, in batches cut anywhere, and all at once: the same costs, the same value."""

    async def story(edges: list[int]) -> tuple[list[str], tuple[str, str]]:
        house = await House(accounting, method).open()
        movements = []
        for kind, quantity, price in steps:
            line = await house.order(f"{price / 100}") if kind == "receipt" else ""
            movements.append(house.movement(kind, str(quantity), line_id=line))
        for start, end in pairwise([0, *edges, len(steps)]):
            await accounting.deliver("inventory.stock-movements.v1", *movements[start:end])
        return await house.costs(), await house.value()

    async def stories() -> None:
        whole = await story([])
        assert await story(list(range(1, len(steps)))) == whole
        assert await story(sorted(min(cut, len(steps)) for cut in cuts)) == whole

    asyncio.get_event_loop_policy().get_event_loop().run_until_complete(stories())


async def test_old_layers_that_nothing_is_taken_from_are_not_read(accounting: ServiceUnderTest) -> None:
    house = await House(accounting, "fifo").open()
    for price in ("1", "2", "3", "4"):
        await house.receive("10", price)
    async with accounting.database.transaction() as tx:
        (stock,) = (await stocks.lock(tx, {UUID(house.product_id): Decimal(11)})).values()
    assert [layer.value for layer in stock.layers] == [10, 20]
    assert (stock.quantity, stock.posted) == (Decimal(40), Decimal(100))
    await house.move("shipment", "25")
    assert (await house.costs())[-1] == "-45.00"
    assert await house.value() == ("15", "55.00")
