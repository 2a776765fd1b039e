"""The rules of stock, without a database."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from inventory.domain.errors import InsufficientStock, OverReceipt
from inventory.domain.location import Location, LocationKind
from inventory.domain.lot import Lot
from inventory.domain.picking import Lying, pick
from inventory.domain.promise import Expected, Promise, promise, timeline
from inventory.domain.receiving import ExpectedLine, check_tolerance
from inventory.domain.reservation import AskedLine, HeldLine, ShortagePolicy, hold, share_out

NOW = datetime(2026, 6, 1, tzinfo=UTC)
QUANTITIES = st.decimals(min_value=0, max_value=1000, places=2)
POSITIVE = st.decimals(min_value="0.01", max_value=1000, places=2)


def place(code: str) -> Location:
    return Location(uuid4(), code, LocationKind.STORAGE, "LYON")


@given(st.lists(POSITIVE, min_size=1, max_size=8), QUANTITIES)
def test_lines_of_one_product_share_it_and_never_hold_more_than_there_is(
    quantities: list[Decimal], available: Decimal
) -> None:
    product = uuid4()
    lines = [AskedLine(uuid4(), product, quantity) for quantity in quantities]
    held = hold(lines, {product: available}, ShortagePolicy.BACKORDER)
    assert sum(line.reserved for line in held) == min(available, sum(quantities))
    assert [line.reserved + line.backordered for line in held] == quantities


def test_a_refusal_names_every_short_line() -> None:
    there, short, none = (AskedLine(uuid4(), uuid4(), Decimal(5)) for _ in range(3))
    with pytest.raises(InsufficientStock) as refused:
        hold([there, short, none], {there.product_id: Decimal(5), short.product_id: Decimal(2)}, ShortagePolicy.REFUSE)
    lines = refused.value.values["lines"]
    assert isinstance(lines, list)
    named = [(line["order_line_id"], line["available"]) for line in lines]
    assert named == [(str(short.order_line_id), "2"), (str(none.order_line_id), "0")]


@st.composite
def queues(draw: st.DrawFn) -> list[HeldLine]:
    queue = []
    for _ in range(draw(st.integers(1, 6))):
        reserved, backordered = draw(QUANTITIES), draw(QUANTITIES)
        queue.append(HeldLine(uuid4(), uuid4(), reserved + backordered, reserved))
    return queue


@given(queues(), st.decimals(min_value=-2000, max_value=2000, places=2))
def test_sharing_out_leaves_nothing_free_that_somebody_waits_for(queue: list[HeldLine], available: Decimal) -> None:
    held = sum((line.reserved for line in queue), Decimal(0))
    available = max(available, -held)  # more than is held cannot be missing from holds
    changes = share_out(available, queue)
    left = available - sum(change for _, change in changes)
    after = {line.order_line_id: line.reserved for line in queue}
    for line, change in changes:
        after[line.order_line_id] += change
    assert left >= 0
    assert all(0 <= after[line.order_line_id] <= line.quantity for line in queue)
    assert left == 0 or available < 0 or all(after[line.order_line_id] == line.quantity for line in queue)


def test_the_first_in_the_queue_is_served_first_and_loses_last() -> None:
    first, second = (HeldLine(uuid4(), uuid4(), Decimal(10), Decimal(4)) for _ in range(2))
    assert share_out(Decimal(8), [first, second]) == [(first, Decimal(6)), (second, Decimal(2))]
    assert share_out(Decimal(-5), [first, second]) == [(second, Decimal(-4)), (first, Decimal(-1))]


@given(st.lists(QUANTITIES, min_size=1, max_size=6), st.data())
def test_picks_add_up_and_take_no_more_than_lies_there(lying: list[Decimal], data: st.DataObject) -> None:
    on_hand = [Lying(place(str(i)), quantity, NOW) for i, quantity in enumerate(lying)]
    quantity = data.draw(st.decimals(min_value=0, max_value=sum(lying), places=2))
    picks = pick(quantity, on_hand)
    assert sum(each.quantity for each in picks) == quantity
    there = {each.location: each.quantity for each in on_hand}
    assert all(each.quantity <= there[each.location] for each in picks)


def test_one_place_that_has_all_is_emptied_before_a_fuller_one() -> None:
    small, large = place("B"), place("A")
    lying = [Lying(large, Decimal(9), NOW), Lying(small, Decimal(3), NOW)]
    assert [each.location for each in pick(Decimal(3), lying)] == [small]


def test_what_expires_first_goes_first_and_quarantine_stays() -> None:
    product = uuid4()
    lots = [Lot(uuid4(), product, f"L{month}", date(2026, month, 1)) for month in (9, 3, 6)]
    lying = [Lying(place(lot.code), Decimal(2), NOW, lot) for lot in lots]
    held = Lying(Location(uuid4(), "Q", LocationKind.QUARANTINE, "LYON"), Decimal(50), NOW, lots[1])
    assert [(each.lot, each.quantity) for each in pick(Decimal(5), [held, *lying])] == [
        (lots[1], Decimal(2)),
        (lots[2], Decimal(2)),
        (lots[0], Decimal(1)),
    ]
    with pytest.raises(ValueError, match="1 of 7"):
        pick(Decimal(7), [held, *lying])


def test_lots_that_do_not_expire_go_by_age() -> None:
    product = uuid4()
    young, old = (
        Lying(place(code), Decimal(2), NOW - timedelta(days=days), Lot(uuid4(), product, code))
        for code, days in (("A", 1), ("B", 30))
    )
    assert [each.location.code for each in pick(Decimal(3), [young, old])] == ["B", "A"]


@given(
    QUANTITIES,
    QUANTITIES,
    st.lists(st.tuples(QUANTITIES, st.none() | st.dates(date(2026, 1, 1), date(2026, 12, 31))), max_size=6),
)
def test_what_can_be_promised_never_shrinks_with_time_and_is_what_is_there_plus_what_comes(
    available: Decimal, waiting: Decimal, coming: list[tuple[Decimal, date | None]]
) -> None:
    today = date(2026, 6, 1)
    expected = [Expected(quantity, on, f"PO-{i}") for i, (quantity, on) in enumerate(coming)]
    steps = timeline(today, available, waiting, expected)
    assert [step.on for step in steps] == sorted(step.on for step in steps)
    assert [step.quantity for step in steps] == sorted(step.quantity for step in steps)
    dated = sum((quantity for quantity, on in coming if on), Decimal(0))
    assert steps[-1].quantity == max(available - waiting + dated, steps[0].quantity, 0)


def test_a_promise_names_what_it_waits_for_and_says_when_that_is_late() -> None:
    today = date(2026, 6, 1)
    expected = [Expected(Decimal(10), date(2026, 5, 20), "PO-1"), Expected(Decimal(10), date(2026, 6, 9), "PO-2")]
    steps = timeline(today, Decimal(5), Decimal(3), expected)
    assert promise(Decimal(2), today, steps, expected) == Promise(today, "", Decimal(0))
    assert promise(Decimal(12), today, steps, expected) == Promise(today, "PO-1", Decimal(0), is_overdue=True)
    assert promise(Decimal(13), today, steps, expected) == Promise(date(2026, 6, 9), "PO-2", Decimal(0))
    assert promise(Decimal(30), today, steps, expected) == Promise(None, "", Decimal(8))


def test_the_tolerance_counts_what_came_before() -> None:
    line = ExpectedLine(uuid4(), uuid4(), Decimal(100), Decimal(60))
    check_tolerance(line, Decimal(50), Decimal("0.1"), field="quantity")
    with pytest.raises(OverReceipt):
        check_tolerance(line, Decimal("50.01"), Decimal("0.1"), field="quantity")
