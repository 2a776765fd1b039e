"""What a supplier brings to the customer himself leaves at what it came for: the value of stock does not change."""

from typing import Any

import pytest
from kit.testing.services import ServiceUnderTest

from services.accounting.tests.factories import House, broken

MOVEMENTS = "inventory.stock-movements.v1"


async def passed_on(house: House, quantity: str, price: str, *, of: str | None = None) -> tuple[Any, Any]:
    """The receipt, and the shipment of its goods (or of so many of them)."""
    came = house.movement("receipt", quantity, line_id=await house.order(price, quantity))
    return came, house.movement("shipment", of or quantity, passes_on=came.movement_id)


@pytest.mark.parametrize("method", ["fifo", "avco"])
@pytest.mark.parametrize("is_one_batch", [True, False])
async def test_stock_is_worth_what_it_was(accounting: ServiceUnderTest, method: str, is_one_batch: bool) -> None:
    house = await House(accounting, method).open()
    await house.receive("10", "10")
    came, went = await passed_on(house, "3", "7.77")
    if is_one_batch:
        await accounting.deliver(MOVEMENTS, came, went)
    else:
        await accounting.deliver(MOVEMENTS, came)
        await accounting.deliver(MOVEMENTS, went)
    assert (await house.costs())[-2:] == ["23.31", "-23.31"]
    assert await house.value() == ("10", "100.00")
    assert await broken(accounting) == []


@pytest.mark.parametrize("method", ["fifo", "avco"])
async def test_without_any_stock_nothing_is_left(accounting: ServiceUnderTest, method: str) -> None:
    house = await House(accounting, method).open()
    came, went = await passed_on(house, "3", "0.333")
    await accounting.deliver(MOVEMENTS, came, went)
    assert (await house.costs())[-1] == "-1.00"
    assert await house.value() == ("0", "0.00")
    assert await broken(accounting) == []


@pytest.mark.parametrize("method", ["fifo", "avco"])
async def test_a_part_leaves_at_its_share(accounting: ServiceUnderTest, method: str) -> None:
    house = await House(accounting, method).open()
    await house.receive("10", "10")
    came, went = await passed_on(house, "4", "20", of="3")
    await accounting.deliver(MOVEMENTS, came, went)
    assert (await house.costs())[-1] == "-60.00"
    assert await house.value() == ("11", "120.00")
    assert await broken(accounting) == []
