"""Freight and duty that are known late: on goods that are left, and on sales of those that are gone."""

from decimal import Decimal
from typing import Any

import pytest
from comptoir.purchasing.v1.landed_cost_pb2 import LandedCostPosted, LandedCostReversed, LandedShare
from hypothesis import given
from hypothesis import strategies as st
from kit.consumer import NotYet
from kit.testing.properties import on_a_database
from kit.testing.services import ServiceUnderTest
from kit.wire import time_out

from kit import clock
from services.accounting.tests.factories import House, broken, number, text_id

LANDED = "purchasing.landed-costs.v1"


async def received(house: House, quantity: str, price: str) -> Any:
    """The receipt movement."""
    movement = house.movement("receipt", quantity, line_id=await house.order(price, quantity))
    await house.accounting.deliver("inventory.stock-movements.v1", movement)
    return movement


def freight(*shares: tuple[Any, str]) -> LandedCostPosted:
    return LandedCostPosted(
        landed_cost_id=text_id(),
        number="LC-1",
        kind="freight",
        supplier_id=text_id(),
        amount=number(sum(Decimal(amount) for _, amount in shares)),
        shares=[
            LandedShare(
                receipt_id=movement.document_id,
                receipt_line_id=movement.document_line_id,
                product_id=movement.product_id,
                amount=number(amount),
            )
            for movement, amount in shares
        ],
        occurred_at=time_out(clock.now()),
    )


def reversal(cost: LandedCostPosted) -> LandedCostReversed:
    return LandedCostReversed(landed_cost_id=cost.landed_cost_id, number=cost.number, occurred_at=time_out(clock.now()))


async def balance(accounting: ServiceUnderTest, account: str) -> Decimal:
    """Debit less credit."""
    async with accounting.database.read() as tx:
        return Decimal(
            await tx.fetchval("SELECT coalesce(sum(debit - credit), 0) FROM journal_line WHERE account = $1", account)
        )


@pytest.mark.parametrize("method", ["avco", "fifo"])
async def test_what_is_left_takes_its_part_and_what_is_gone_the_rest(accounting: ServiceUnderTest, method: str) -> None:
    house = await House(accounting, method).open()
    movement = await received(house, "10", "10")
    await house.move("shipment", "4")
    owed, extra = await balance(accounting, "40812"), await balance(accounting, "608")
    await accounting.deliver(LANDED, freight((movement, "50.00")), repeat=2)
    assert await house.value() == ("6", "90.00")  # 60 and six tenths of 50
    (event,) = await house.revaluations()
    assert (event.reason, event.amount_to_stock.value, event.amount_to_cost_of_sales.value) == (
        "landed-cost",
        "30.00",
        "20.00",
    )
    assert [share.amount.value for share in event.shares] == ["20.00"]
    assert await balance(accounting, "40812") == owed - 50
    assert await balance(accounting, "608") == extra + 50
    assert await broken(accounting) == []


async def test_what_comes_after_all_is_sold_is_cost_of_sales(accounting: ServiceUnderTest) -> None:
    house = await House(accounting).open()
    movement = await received(house, "3", "10")
    await house.move("shipment", "3")
    await accounting.deliver(LANDED, freight((movement, "10.00")))
    assert await house.value() == ("0", "0.00")
    (event,) = await house.revaluations()
    assert (event.amount_to_stock.value, event.amount_to_cost_of_sales.value) == ("0", "10.00")
    assert await broken(accounting) == []


async def test_a_reversal_undoes_it_where_the_goods_are_by_now(accounting: ServiceUnderTest) -> None:
    house = await House(accounting).open()
    movement = await received(house, "4", "10")
    cost = freight((movement, "20.00"))
    owed = await balance(accounting, "40812")
    await accounting.deliver(LANDED, cost)
    assert await house.value() == ("4", "60.00")
    await accounting.deliver(LANDED, reversal(cost), repeat=2)
    assert await house.value() == ("4", "40.00")
    assert await balance(accounting, "40812") == owed
    assert await broken(accounting) == []


async def test_a_cost_of_a_receipt_that_is_not_valued_waits(accounting: ServiceUnderTest) -> None:
    house = await House(accounting).open()
    movement = house.movement("receipt", "1", line_id=await house.order("5", "1"))
    cost = freight((movement, "2.00"))
    with pytest.raises(NotYet):
        await accounting.deliver(LANDED, cost)
    with pytest.raises(NotYet):
        await accounting.deliver(LANDED, reversal(cost))


@on_a_database
@given(st.lists(st.tuples(st.sampled_from(["land", "sell", "back", "receive"]), st.integers(1, 999)), max_size=8))
async def test_the_books_hold_whatever_comes_when(accounting: ServiceUnderTest, steps: list[tuple[str, int]]) -> None:
    """In the end, with everything sold, all that was paid is cost of sales: nothing is left on stock, nothing is lost."""
    house = await House(accounting, "fifo" if len(steps) % 2 else "avco").open()
    movements = [await received(house, "10", "3.33")]
    posted: list[LandedCostPosted] = []
    left = 10
    for kind, amount in steps:
        match kind:
            case "land":
                posted.append(freight((movements[amount % len(movements)], f"{amount}.07")))
                await accounting.deliver(LANDED, posted[-1])
            case "back" if posted:
                await accounting.deliver(LANDED, reversal(posted.pop()))
            case "sell" if left:
                sold = min(left, amount % 5 + 1)
                await house.move("shipment", str(sold))
                left -= sold
            case "receive":
                movements.append(await received(house, "3", "7.77"))
                left += 3
            case _:
                pass
        assert await broken(accounting) == []
    if left:
        await house.move("shipment", str(left))
    assert await house.value() == ("0", "0.00")
    assert await broken(accounting) == []
