"""The cases of the design's rules of valuation, each with the figure that an accountant expects."""

from decimal import Decimal
from typing import Any

import pytest
from comptoir.purchasing.v1.landed_cost_pb2 import LandedCostPosted, LandedShare
from kit.testing.services import ServiceUnderTest
from kit.wire import time_out

from kit import clock
from services.accounting.tests.factories import House, broken, number, text_id
from services.accounting.tests.test_returns_to_suppliers import BILLS, account, bill, received

METHODS = pytest.mark.parametrize("method", ["fifo", "avco"])
# How many of the ten received at 10 are sold before a cost of 12 more is known → what stock takes of it.
GONE = pytest.mark.parametrize(("gone", "to_stock"), [(0, "12.00"), (4, "7.20"), (10, "0.00")])


async def sold(house: House, quantity: int) -> None:
    if quantity:
        await house.move("shipment", str(quantity))


async def landed(house: House, receipt: Any, amount: str) -> None:
    share = LandedShare(
        receipt_id=receipt.document_id,
        receipt_line_id=receipt.document_line_id,
        product_id=house.product_id,
        amount=number(amount),
    )
    cost = LandedCostPosted(
        landed_cost_id=text_id(),
        number="LC-1",
        kind="freight",
        supplier_id=text_id(),
        amount=number(amount),
        shares=[share],
        occurred_at=time_out(clock.now()),
    )
    await house.accounting.deliver("purchasing.landed-costs.v1", cost)


@METHODS
@GONE
@pytest.mark.parametrize("kind", ["bill", "landed cost"])
async def test_a_late_cost_follows_the_goods(
    accounting: ServiceUnderTest, method: str, gone: int, to_stock: str, kind: str
) -> None:
    house = await House(accounting, method).open()
    receipt = await received(house, "10", "10")
    await sold(house, gone)
    cost = await account(accounting, "607", "608", "6037")
    if kind == "bill":
        await bill(house, receipt, "112.00", f"F-{text_id()}")
    else:
        await landed(house, receipt, "12.00")
    left = Decimal(10 - gone)
    assert await house.value() == (str(left), str(left * 10 + Decimal(to_stock)))
    assert await account(accounting, "607", "608", "6037") - cost == Decimal("12.00") - Decimal(to_stock)
    (event,) = await house.revaluations()
    assert Decimal(event.amount_to_stock.value) == Decimal(to_stock)
    assert await broken(accounting) == []


async def test_under_average_cost_what_is_left_of_a_receipt_is_followed_first_in_first_out(
    accounting: ServiceUnderTest,
) -> None:
    """Two receipts of ten; twelve are sold: of the first nothing is left, of the second eight."""
    house = await House(accounting, "avco").open()
    first, second = await received(house, "10", "10"), await received(house, "10", "20")
    await house.move("shipment", "12")  # at 15
    await landed(house, first, "10.00")
    assert await house.value() == ("8", "120.00")
    await landed(house, second, "10.00")
    assert await house.value() == ("8", "128.00")
    await house.move("shipment", "1")
    assert (await house.costs())[-1] == "-16.00"


@METHODS
async def test_a_cancelled_bill_leaves_things_as_if_it_had_not_been(accounting: ServiceUnderTest, method: str) -> None:
    house = await House(accounting, method).open()
    receipt = await received(house, "10", "10")
    posted = await bill(house, receipt, "130.00", f"F-{text_id()}")
    assert await house.value() == ("10", "130.00")
    await house.move("shipment", "4")
    async with accounting.client(*BILLS) as client:
        answer = await client.post(
            f"/bills/{posted['id']}/cancel", json={"reason": "Wrong", "cancelled_on": "2026-03-06"}
        )
    assert answer.status_code == 200, answer.text
    assert await house.value() == ("6", "60.00")  # of the 30 taken back, 18 leave stock and 12 cost of sales
    await bill(house, receipt, "100.00", f"F-{text_id()}")
    assert await house.value() == ("6", "60.00")
    assert await broken(accounting) == []


@METHODS
async def test_a_credit_on_the_price_follows_the_goods_as_well(accounting: ServiceUnderTest, method: str) -> None:
    house = await House(accounting, method).open()
    receipt = await received(house, "10", "10")
    await bill(house, receipt, "100.00", f"F-{text_id()}")
    await house.move("shipment", "5")
    note = {
        "supplier_id": house.supplier_id,
        "supplier_number": f"A-{text_id()}",
        "credited_on": "2026-03-09",
        "lines": [{"receipt_line_id": receipt.document_line_id, "net_amount": "10.00"}],
    }
    async with accounting.client(*BILLS) as client:
        assert (await client.post("/credit-notes", json=note)).status_code == 201
    assert await house.value() == ("5", "45.00")
    assert await broken(accounting) == []


@pytest.mark.parametrize(("method", "gain"), [("fifo", "50.00"), ("avco", "45.00")])
async def test_a_gain_enters_at_the_average_of_what_is_there(
    accounting: ServiceUnderTest, method: str, gain: str
) -> None:
    """Ten at 10 and ten at 20, five are sold: fifteen are worth 250 by layers, 225 at the average."""
    house = await House(accounting, method).open()
    await received(house, "10", "10")
    await received(house, "10", "20")
    await house.move("shipment", "5")
    await house.move("gain", "3")
    assert (await house.costs())[-1] == gain
    assert await broken(accounting) == []


@pytest.mark.parametrize(("method", "last"), [("fifo", "20.00"), ("avco", "15.00")])
async def test_where_nothing_is_there_the_last_known_cost_counts(
    accounting: ServiceUnderTest, method: str, last: str
) -> None:
    """The average that there was; under FIFO what the last layer had cost. In one issue or in two it is the same."""
    for parts in (("20", "1"), ("21",)):
        house = await House(accounting, method).open()
        await received(house, "10", "10")
        await received(house, "10", "20")
        for part in parts:
            await house.move("shipment", part)
        assert await house.value() == ("-1", f"-{last}")
    empty = await House(accounting, method).open()
    await received(empty, "10", "10")
    await received(empty, "10", "20")
    await empty.move("loss", "20")
    await empty.move("gain", "1")
    assert (await empty.costs())[-1] == last
    assert await broken(accounting) == []


@METHODS
async def test_negative_stock_is_trued_up_part_by_part(accounting: ServiceUnderTest, method: str) -> None:
    """Six leave on credit at 10; four come at 12, then four at 15: 8 and 10 more are cost of sales, two stay at 15."""
    house = await House(accounting, method).open()
    await received(house, "1", "10")
    await house.move("shipment", "7")
    assert await house.value() == ("-6", "-60.00")
    await received(house, "4", "12")
    assert await house.value() == ("-2", "-20.00")
    await received(house, "4", "15")
    assert await house.value() == ("2", "30.00")
    corrections = [Decimal(each.amount_to_cost_of_sales.value) for each in await house.revaluations()]
    assert corrections == [Decimal("8.00"), Decimal("10.00")]
    assert await broken(accounting) == []


@METHODS
async def test_a_gain_of_many_is_not_worth_a_rounded_unit_cost(accounting: ServiceUnderTest, method: str) -> None:
    house = await House(accounting, method).open()
    await received(house, "300000", "3.333333")
    await house.move("loss", "299997")
    await house.move("gain", "299997")
    assert (await house.costs())[-1] == "999989.90"
    assert await broken(accounting) == []


async def test_goods_never_get_worth_less_than_nothing(accounting: ServiceUnderTest) -> None:
    """Average cost: a freight of 100 is taken back once its goods have left at the average with it."""
    house = await House(accounting, "avco").open()
    await received(house, "10", "1")
    second = await received(house, "10", "1")
    await landed(house, second, "100.00")
    await house.move("shipment", "15")  # at 6
    assert await house.value() == ("5", "30.00")
    await landed(house, second, "-100.00")  # five of the ten are left: 50 would be theirs
    assert await house.value() == ("5", "0.00")
    assert await broken(accounting) == []
