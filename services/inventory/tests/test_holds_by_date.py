"""Orders wanted later hold by date: nothing lies aside, nothing is promised twice, and their day finds the goods there."""

import asyncio
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

from comptoir.inventory.v1 import inventory_service_pb2 as pb
from comptoir.inventory.v1.reservation_pb2 import ReservationChanged
from hypothesis import given
from hypothesis import strategies as st
from inventory.commands.hold_for_good import hold_due
from inventory.domain.errors import InsufficientStock
from inventory.domain.promise import Expected, Wanted, bookable, timeline
from inventory.domain.reservation import AskedLine, Book, ShortagePolicy, hold_by_date
from inventory.rpc.inventory import InventoryServicer
from kit.testing.services import ServiceUnderTest

from kit import clock
from services.inventory.tests import factories as make

TODAY = clock.now().date()
LATER = TODAY + timedelta(days=30)


def wanted_on(day: date, *lines: tuple[UUID, str], backorder: bool = False) -> pb.ReserveStockRequest:
    request = make.asked(*lines, backorder=backorder)
    request.needed_on = day.isoformat()
    return request


async def refused(inventory: ServiceUnderTest, request: pb.ReserveStockRequest) -> bool:
    try:
        await make.reserve(inventory, request)
    except InsufficientStock:
        return True
    return False


async def coming(inventory: ServiceUnderTest, product: UUID, quantity: str, day: date, **more: Any) -> None:
    order = make.placed(product, quantity, **more)
    order.lines[0].expected_on = day.isoformat()
    await inventory.deliver(make.PURCHASES, order)


async def due(inventory: ServiceUnderTest, request: pb.ReserveStockRequest) -> None:
    """Its day has come near."""
    async with inventory.database.transaction() as tx:
        await tx.execute(
            "UPDATE reservation_line SET held_from = $2 WHERE order_id = $1", UUID(request.order_id), TODAY
        )
    async with inventory.database.transaction() as tx:
        await hold_due(tx)


async def promised_on(inventory: ServiceUnderTest, request: pb.ReserveStockRequest) -> str:
    answer = await InventoryServicer(inventory.database).PromiseOrders(
        pb.PromiseOrdersRequest(order_ids=[request.order_id]), None
    )
    return answer.lines[0].promised_on


async def test_what_is_held_by_date_lies_aside_for_nobody_and_is_given_to_nobody_else(
    inventory: ServiceUnderTest,
) -> None:
    product = await make.product(inventory, "10")
    later = wanted_on(LATER, (product, "7"))
    answer = await InventoryServicer(inventory.database).ReserveStock(later, None)
    assert answer.lines[0].held_from == (LATER - timedelta(days=7)).isoformat()
    assert await make.stock(inventory, product) == (10, 0, 0)  # on hand, reserved: nothing lies aside
    assert await refused(inventory, make.asked((product, "4")))
    assert await make.reserve(inventory, make.asked((product, "3"))) == [(3, 0)]
    assert await refused(inventory, wanted_on(LATER, (product, "1")))
    assert await make.reserve(inventory, make.asked((product, "2"), backorder=True)) == [(0, 2)]


async def test_what_comes_in_time_frees_what_is_there_today(inventory: ServiceUnderTest) -> None:
    product = await make.product(inventory, "10")
    await coming(inventory, product, "10", LATER - timedelta(days=2))
    assert await make.reserve(inventory, wanted_on(LATER, (product, "12"))) == [(0, 12)]
    assert await make.reserve(inventory, make.asked((product, "8"))) == [(8, 0)]
    assert await refused(inventory, make.asked((product, "1")))
    assert await refused(inventory, wanted_on(LATER - timedelta(days=10), (product, "1")))


async def test_what_is_wanted_soon_is_held_for_good(inventory: ServiceUnderTest) -> None:
    product = await make.product(inventory, "10")
    assert await make.reserve(inventory, wanted_on(TODAY + timedelta(days=7), (product, "4"))) == [(4, 0)]
    assert await make.reserve(inventory, wanted_on(TODAY - timedelta(days=1), (product, "4"))) == [(4, 0)]


async def test_when_its_day_comes_near_it_is_held_for_good_before_those_who_came_after(
    inventory: ServiceUnderTest,
) -> None:
    product = await make.product(inventory, "5")
    later = wanted_on(LATER, (product, "5"))
    await make.reserve(inventory, later)
    await inventory.deliver(make.SALES, make.confirmed(later))
    after = await make.firm(inventory, (product, "5"))
    assert await promised_on(inventory, later) == LATER.isoformat()
    since = await inventory.outbox_position()
    await due(inventory, later)
    assert await make.stock(inventory, product) == (5, 5, 0)
    (told,) = await inventory.published(ReservationChanged, since=since)
    assert told.sales_order_id == later.order_id
    async with inventory.client("inventory.stock.read") as client:
        items = (await client.get("/reservations", params={"product_id": str(product)})).json()["items"]
    held = {each["sales_order_id"]: (each["quantity_reserved"], each["held_from"]) for each in items}
    assert held == {later.order_id: ("5", None), after.order_id: ("0", None)}


async def test_goods_that_come_go_to_those_who_wait_only_beside_what_is_held_by_date(
    inventory: ServiceUnderTest,
) -> None:
    product = await make.product(inventory)
    supply = make.placed(product, "10")
    supply.lines[0].expected_on = (TODAY + timedelta(days=3)).isoformat()
    await inventory.deliver(make.PURCHASES, supply)
    later = wanted_on(LATER, (product, "6"))
    await make.reserve(inventory, later)
    waiting = await make.firm(inventory, (product, "9"))
    await make.posted(inventory, "/receipts", make.receipt(supply, "10"))
    async with inventory.client("inventory.stock.read") as client:
        items = (await client.get("/reservations", params={"sales_order_id": waiting.order_id})).json()["items"]
    assert [each["quantity_reserved"] for each in items] == ["4"]
    async with inventory.client("inventory.allocations.write") as client:
        assert (await client.post("/holds-for-good", json={"sales_order_ids": [later.order_id]})).status_code == 200
    assert await make.stock(inventory, product) == (10, 10, 0)


async def test_a_hold_by_date_that_is_given_back_frees_its_day(inventory: ServiceUnderTest) -> None:
    product = await make.product(inventory, "5")
    later = wanted_on(LATER, (product, "5"))
    await make.reserve(inventory, later)
    assert await refused(inventory, make.asked((product, "1")))
    release = pb.ReleaseReservationRequest(order_id=later.order_id)
    await InventoryServicer(inventory.database).ReleaseReservation(release, None)
    assert await make.reserve(inventory, make.asked((product, "5"))) == [(5, 0)]


async def test_of_many_who_want_the_last_by_date_one_gets_it(inventory: ServiceUnderTest) -> None:
    product = await make.product(inventory, "10")
    requests = [wanted_on(LATER, (product, "6")) if i % 2 else make.asked((product, "6")) for i in range(8)]
    answers = await asyncio.gather(*(refused(inventory, request) for request in requests))
    assert answers.count(False) == 1


# --- the rules ---

DAYS = st.integers(0, 20).map(lambda n: TODAY + timedelta(days=n))
AMOUNTS = st.integers(1, 20).map(Decimal)
EXPECTED = st.lists(st.builds(Expected, AMOUNTS, DAYS, st.just("PO")), max_size=4)
WANTED = st.lists(st.builds(Wanted, AMOUNTS, DAYS), max_size=4)


def _net(available: Decimal, expected: list[Expected], wanted: list[Wanted], day: date) -> Decimal:
    came = sum((each.quantity for each in expected if each.on is not None and each.on <= day), Decimal(0))
    return available + came - sum((each.quantity for each in wanted if each.on <= day), Decimal(0))


@given(st.integers(0, 30).map(Decimal), EXPECTED, WANTED, DAYS)
def test_what_can_be_given_away_leaves_enough_for_every_day_and_no_less_would(
    available: Decimal, expected: list[Expected], wanted: list[Wanted], on: date
) -> None:
    days = [TODAY + timedelta(days=n) for n in range(22)]
    least = min(_net(available, expected, wanted, day) for day in days if day >= on)
    assert bookable(available, TODAY, on, expected, wanted) == max(least, Decimal(0))


@given(st.integers(0, 30).map(Decimal), EXPECTED, WANTED)
def test_promises_never_shrink_with_time(available: Decimal, expected: list[Expected], wanted: list[Wanted]) -> None:
    steps = timeline(TODAY, available, Decimal(0), expected, wanted)
    assert [step.quantity for step in steps] == sorted(step.quantity for step in steps)
    assert [step.on for step in steps] == sorted(step.on for step in steps)


@given(
    st.integers(0, 30).map(Decimal),
    st.integers(0, 10).map(Decimal),
    EXPECTED,
    st.lists(st.tuples(AMOUNTS, DAYS), max_size=8),
)
def test_whoever_holds_by_date_finds_it_there_on_his_day(
    available: Decimal, waiting: Decimal, expected: list[Expected], asked: list[tuple[Decimal, date]]
) -> None:
    """Holds are taken one after the other; what was granted is covered by what is there and what comes, on every day."""
    product = uuid4()
    book = Book(available, waiting, expected)
    granted: list[Wanted] = []
    for quantity, on in asked:
        trial = Book(book.available, book.waiting, book.expected, list(granted))
        line = AskedLine(uuid4(), product, quantity)
        try:
            hold_by_date([line], {product: trial}, ShortagePolicy.REFUSE, today=TODAY, on=on, held_from=on)
        except InsufficientStock:
            continue
        granted.append(Wanted(quantity, on))
    for n in range(22):
        day = TODAY + timedelta(days=n)
        if any(each.on <= day for each in granted):
            came = sum((each.quantity for each in expected if each.on is not None and each.on <= day), Decimal(0))
            need = sum((each.quantity for each in granted if each.on <= day), Decimal(0))
            assert available + max(came - waiting, Decimal(0)) >= need
