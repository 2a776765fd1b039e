"""What goes back to the supplier leaves at the cost of its receipt, under average cost too."""

from decimal import Decimal
from typing import Any

import pytest
from kit.testing.services import ServiceUnderTest

from services.accounting.tests.factories import House, broken

BILLS = ("accounting.bills.write", "accounting.bills.read", "accounting.disputes.resolve")


async def account(accounting: ServiceUnderTest, *codes: str) -> Decimal:
    """Debit less credit of these accounts together."""
    async with accounting.database.read() as tx:
        statement = "SELECT coalesce(sum(debit - credit), 0) FROM journal_line WHERE account = ANY($1)"
        return Decimal(await tx.fetchval(statement, list(codes)))


async def received(house: House, quantity: str, price: str) -> Any:
    movement = house.movement("receipt", quantity, line_id=await house.order(price, quantity))
    await house.accounting.deliver("inventory.stock-movements.v1", movement)
    return movement


async def bill(house: House, receipt: Any, net: str, number: str, quantity: str | None = None) -> Any:
    line = {"receipt_line_id": receipt.document_line_id, "net_amount": net}
    body = {
        "supplier_id": house.supplier_id,
        "supplier_number": number,
        "billed_on": "2026-03-05",
        "lines": [line if quantity is None else line | {"quantity": quantity}],
    }
    async with house.accounting.client(*BILLS) as client:
        answer = await client.post("/bills", json=body)
    assert answer.status_code == 201, answer.text
    return answer.json()


@pytest.mark.parametrize(
    ("method", "cost", "left"),
    [("fifo", "-40.00", ("18", "260.00")), ("avco", "-40.00", ("18", "260.00"))],
)
async def test_it_leaves_at_the_cost_of_its_own_receipt(
    accounting: ServiceUnderTest, method: str, cost: str, left: tuple[str, str]
) -> None:
    house = await House(accounting, method).open()
    await received(house, "10", "10")
    second = await received(house, "10", "20")
    await house.move("to-supplier", "2", returns=second.movement_id)
    assert (await house.costs())[-1] == cost
    assert await house.value() == left
    assert await broken(accounting) == []


@pytest.mark.parametrize(("method", "cost"), [("fifo", "-20.00"), ("avco", "-20.00")])
async def test_what_is_gone_of_its_receipt_is_taken_from_the_oldest(
    accounting: ServiceUnderTest, method: str, cost: str
) -> None:
    """Of the first receipt all is sold: two of the next oldest go back, at what those cost; the supplier owes his price."""
    house = await House(accounting, method).open()
    first = await received(house, "5", "30")
    await received(house, "5", "10")
    await received(house, "5", "20")
    await house.move("shipment", "5")
    owed = await account(accounting, "4081")
    await house.move("to-supplier", "2", returns=first.movement_id)
    assert (await house.costs())[-1] == cost
    assert await account(accounting, "4081") - owed == Decimal("60.00")
    assert await broken(accounting) == []


async def test_the_pool_never_pays_more_than_it_holds(accounting: ServiceUnderTest) -> None:
    """Average cost: 10 at 1 and 10 at 10; fifteen leave at 5.50. The five left have cost 50, and are worth 27.50."""
    house = await House(accounting, "avco").open()
    await received(house, "10", "1")
    dear = await received(house, "10", "10")
    await house.move("shipment", "15")
    await house.move("to-supplier", "3", returns=dear.movement_id)
    assert (await house.costs())[-1] == "-27.50"
    assert await house.value() == ("2", "0.00")
    await house.move("to-supplier", "2", returns=dear.movement_id)
    assert await house.value() == ("0", "0.00")
    assert await broken(accounting) == []


@pytest.mark.parametrize("method", ["fifo", "avco"])
async def test_a_reversed_receipt_takes_out_what_it_brought(accounting: ServiceUnderTest, method: str) -> None:
    house = await House(accounting, method).open()
    await received(house, "10", "10")
    wrong = await received(house, "10", "99")
    await house.move("receipt", "10", reverses=wrong.movement_id)
    assert await house.value() == ("10", "100.00")
    found = await house.move("gain", "3")
    await received(house, "3", "50")
    await house.move("gain", "3", reverses=found)
    assert (await house.costs())[-1] == "-30.00"
    assert await broken(accounting) == []


@pytest.mark.parametrize("method", ["fifo", "avco"])
async def test_a_bill_after_a_return_is_spread_over_what_was_kept(accounting: ServiceUnderTest, method: str) -> None:
    """Ten come, four go back, six are billed one more each: all six are there, so stock takes all of it."""
    house = await House(accounting, method).open()
    receipt = await received(house, "10", "10")
    await house.move("to-supplier", "4", returns=receipt.movement_id)
    await bill(house, receipt, "66.00", "F-1", "6")
    assert await house.value() == ("6", "66.00")
    await house.move("shipment", "3")
    assert (await house.costs())[-1] == "-33.00"
    assert await broken(accounting) == []


@pytest.mark.parametrize("method", ["fifo", "avco"])
async def test_a_gap_to_the_credit_note_is_a_price_difference(accounting: ServiceUnderTest, method: str) -> None:
    """Billed at 12, two go back at 12; the supplier credits 11 each: the gap is no stock's."""
    house = await House(accounting, method).open()
    receipt = await received(house, "10", "10")
    await bill(house, receipt, "120.00", "F-2")
    await house.move("to-supplier", "2", returns=receipt.movement_id)
    assert (await house.costs())[-1] == "-24.00"
    value = await house.value()
    cost = await account(accounting, "607", "6037")
    note = {
        "supplier_id": house.supplier_id,
        "supplier_number": "A-2",
        "credited_on": "2026-03-09",
        "lines": [{"receipt_line_id": receipt.document_line_id, "quantity": "2", "net_amount": "22.00"}],
    }
    async with accounting.client(*BILLS) as client:
        answer = await client.post("/credit-notes", json=note)
    assert answer.status_code == 201, answer.text
    assert await house.value() == value == ("8", "96.00")
    assert await account(accounting, "607", "6037") - cost == Decimal("-2.00")  # of 24 out, 22 come back
    assert await broken(accounting) == []
