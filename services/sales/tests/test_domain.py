"""The rules of orders, without anything around them."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from functools import partial
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from kit.ids import new_id
from sales.domain.credit import CreditAnswer, check_credit
from sales.domain.errors import CreditLimitExceeded, CreditOnHold, MarginBlocked, MarginFell, WrongStatus
from sales.domain.fulfilment import Fulfilment, Goods, OrderStatus, held, invoiced, shipped, status_of
from sales.domain.governance import approval_reason, refuse_blocked, refuse_fallen
from sales.domain.margin import Verdict, is_worse
from sales.domain.order import SalesOrder, cancelled, closed, confirmed, judged, line_id, signed_content, waiting

from services.sales.tests import factories as make
from services.sales.tests.fakes import judge

LINES = tuple(UUID(int=n) for n in range(1, 4))
wholes = st.integers(0, 20).map(Decimal)


@given(
    ordered=st.lists(st.integers(1, 20).map(Decimal), min_size=3, max_size=3),
    facts=st.lists(st.tuples(st.sampled_from(["shipped", "invoiced"]), st.sampled_from(LINES), wholes), max_size=8),
    data=st.data(),
)
def test_facts_in_any_order_end_in_the_same_state(
    ordered: list[Decimal], facts: list[tuple[str, UUID, Decimal]], data: st.DataObject
) -> None:
    start = Fulfilment(new_id(), 1, is_given_up=False, goods={
        id_: Goods(quantity, reserved=quantity) for id_, quantity in zip(LINES, ordered, strict=True)
    })  # fmt: skip
    ends = []
    for order in (facts, data.draw(st.permutations(facts))):
        state = start
        for kind, id_, quantity in order:
            state = (shipped if kind == "shipped" else invoiced)(state, {id_: quantity})
        ends.append(state)
    assert ends[0] == ends[1]
    left = sum(line.reserved for line in ends[0].goods.values())
    assert left == sum(max(line.quantity - line.shipped, Decimal(0)) for line in ends[0].goods.values())


@pytest.mark.parametrize(
    ("goods", "is_given_up", "status"),
    [
        ([("5", "0", "0")], False, OrderStatus.CONFIRMED),
        ([("5", "0", "5")], False, OrderStatus.CONFIRMED),
        ([("5", "2", "0"), ("1", "1", "1")], False, OrderStatus.PARTIALLY_SHIPPED),
        ([("5", "5", "0")], False, OrderStatus.SHIPPED),
        ([("5", "5", "5")], False, OrderStatus.INVOICED),
        ([("5", "5", "5")], True, OrderStatus.INVOICED),
        ([("5", "2", "2")], True, OrderStatus.CLOSED),
        ([("5", "0", "0")], True, OrderStatus.CANCELLED),
    ],
)
def test_the_status_follows_the_quantities(
    goods: list[tuple[str, str, str]], is_given_up: bool, status: OrderStatus
) -> None:
    lines = [Goods(Decimal(q), shipped=Decimal(s), invoiced=Decimal(i)) for q, s, i in goods]
    assert status_of(lines, is_given_up=is_given_up) is status


def test_an_order_that_was_given_up_holds_nothing_any_more() -> None:
    order = Fulfilment(new_id(), 1, is_given_up=True, goods={LINES[0]: Goods(Decimal(5))})
    assert held(order, {LINES[0]: (Decimal(5), Decimal(0))}) == order


@given(position=st.integers(0, 999), other=st.integers(0, 999), low=st.integers(0, (1 << 62) - 1))
def test_ids_of_lines_are_the_same_for_the_same_order_and_differ_otherwise(position: int, other: int, low: int) -> None:
    order_id = UUID(int=(0x018F_0000_0000_7000 << 64) | (1 << 63) | low)
    id_ = line_id(order_id, position)
    assert id_ == line_id(order_id, position)
    assert (id_ == line_id(order_id, other)) == (position == other)
    assert id_ != line_id(UUID(int=order_id.int ^ 1), position)
    assert (id_.version, id_.int >> 64) == (7, order_id.int >> 64)


def test_an_amount_is_rounded_once_for_the_line() -> None:
    order = make.order((new_id(), "3"), (new_id(), "1"), price="0.335")
    assert [line.net for line in order.lines] == [Decimal("1.01"), Decimal("0.34")]
    assert order.net == Decimal("1.35")


def test_the_worst_line_judges_the_order() -> None:
    order = make.order((new_id(), "1"), (new_id(), "1"))
    thin = judged(order, [order.lines[0].decision, judge(Decimal(10), Decimal("9.5"))])
    assert (order.verdict, thin.verdict) == (Verdict.ALLOWED, Verdict.NEEDS_APPROVAL)
    assert approval_reason(thin) == "SKU: The margin is 0.0500."
    refuse_blocked(thin, shows_margin=True)
    blocked = judged(order, [order.lines[0].decision, judge(Decimal(10), Decimal(12))])
    with pytest.raises(MarginBlocked) as told:
        refuse_blocked(blocked, shows_margin=True)
    with pytest.raises(MarginBlocked) as kept:
        refuse_blocked(blocked, shows_margin=False)
    assert (told.value.field, kept.value.field) == ("lines.1", "lines.1")
    assert "-0.2000" in str(told.value.values)
    assert "-0.2000" not in str(kept.value.values) + kept.value.detail


@pytest.mark.parametrize(
    ("cost_now", "cost_asked", "expected"),
    [
        ("9.5", "9.5", False),
        ("9.6", "9.5", True),
        ("9.4", "9.5", False),
        ("5", "9.5", False),
        (None, "9.5", True),
        (None, None, False),
        ("9.5", None, False),
        ("12", None, True),
    ],
)
def test_an_approval_covers_no_lower_margin_than_was_shown(
    cost_now: str | None, cost_asked: str | None, expected: bool
) -> None:
    now, asked = (judge(Decimal(10), None if cost is None else Decimal(cost)) for cost in (cost_now, cost_asked))
    assert is_worse(now, asked) is expected
    order = make.order(price="10", cost=cost_asked)
    if expected:
        with pytest.raises(MarginFell):
            refuse_fallen(order, [now])
    else:
        refuse_fallen(order, [now])


def test_any_change_of_price_quantity_or_margin_changes_what_is_signed() -> None:
    order = make.order(price="10", cost="9.5")
    (line,) = order.lines
    for other in (
        make.order((line.product_id, "6"), price="10", cost="9.5", customer_id=order.terms.customer_id),
        make.order((line.product_id, "5"), price="9.9", cost="9.5", customer_id=order.terms.customer_id),
        make.order((line.product_id, "5"), price="10", cost="9.6", customer_id=order.terms.customer_id),
    ):
        assert signed_content(other) != signed_content(order)
    same = make.order((line.product_id, "5.00"), price="10.0", cost="9.5", customer_id=order.terms.customer_id)
    assert signed_content(same) == signed_content(order)


@pytest.mark.parametrize("status", list(OrderStatus))
def test_each_step_is_taken_from_the_right_status_only(status: OrderStatus) -> None:
    order = replace(make.order(), status=status)
    holds = {line.id: (line.quantity, Decimal(0)) for line in order.lines}
    is_open = status in (OrderStatus.DRAFT, OrderStatus.AWAITING_APPROVAL)
    steps: list[tuple[Callable[[], SalesOrder], bool]] = [
        (partial(waiting, order), is_open),
        (partial(confirmed, order, Decimal(60), holds), is_open),
        (partial(cancelled, order), is_open or status is OrderStatus.CONFIRMED),
        (partial(closed, order), status is OrderStatus.PARTIALLY_SHIPPED),
    ]
    for step, may in steps:
        if may:
            assert step().version == 2
        else:
            with pytest.raises(WrongStatus):
                step()


def test_a_credit_refusal_says_why_and_how_much() -> None:
    granted = CreditAnswer(Decimal(60), Decimal(160), Decimal(0), Decimal(200))
    check_credit(granted)
    check_credit(replace(granted, credit_limit=None))
    with pytest.raises(CreditLimitExceeded) as over:
        check_credit(replace(granted, refusal="credit-limit", credit_limit=Decimal(150)))
    assert {name: over.value.values[name] for name in ("amount", "exposure", "overdue", "limit")} == {
        "amount": "60", "exposure": "160", "overdue": "0", "limit": "150",
    }  # fmt: skip
    with pytest.raises(CreditOnHold):
        check_credit(replace(granted, refusal="credit-hold"))
