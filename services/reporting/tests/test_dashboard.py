"""The dashboard: a period beside the one before, from facts that came in any order."""

import base64
import json
from collections.abc import AsyncIterator, Callable
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import pytest
from comptoir.accounting.v1.payment_pb2 import (
    ADJUSTMENT_KIND_DISCOUNT,
    PAYMENT_DIRECTION_RECEIVED,
    PaymentAdjustment,
    PaymentMatch,
    PaymentRecorded,
    PaymentReversed,
)
from comptoir.inventory.v1.shipment_pb2 import ShipmentLine, ShipmentPosted
from comptoir.sales.v1.sales_order_pb2 import OrderCancelled, OrderConfirmed, SalesOrderLine
from hypothesis import given
from hypothesis import strategies as st
from kit.testing.services import ServiceUnderTest, service_under_test
from kit.wire import decimal_out, time_out
from reporting.domain.dashboard import Figure, FigureUnit, Ratio, Span, Window, rated, standing, summed
from reporting.domain.kpi import Direction
from reporting.wiring import MIGRATIONS, build

from kit import clock
from services.reporting.tests import factories as make

INVOICES, VALUATIONS, PAYMENTS = "accounting.invoices.v1", "accounting.valuations.v1", "accounting.payments.v1"
ORDERS, SHIPMENTS = "sales.orders.v1", "inventory.shipments.v1"
READ = "reporting.margins.read"


def number(text: str) -> Any:
    return decimal_out(Decimal(text))


def ago(days: int) -> date:
    return clock.now().date() - timedelta(days=days)


def at_noon(day: date) -> Any:
    return time_out(datetime.combine(day, time(12), UTC))


def confirmed(*, ordered: int, promised: int | None, quantity: str, price: str) -> OrderConfirmed:
    line = SalesOrderLine(
        sales_order_line_id=make.text_id(), product_id=make.text_id(), quantity=number(quantity), unit_price=number(price),
        promised_on="" if promised is None else ago(promised).isoformat(),
    )  # fmt: skip
    return OrderConfirmed(
        sales_order_id=make.text_id(), number="SO-D", customer_id=make.text_id(), ordered_on=ago(ordered).isoformat(),
        lines=[line],
    )  # fmt: skip


def shipped(order: OrderConfirmed, quantity: str, *, days_ago: int) -> ShipmentPosted:
    line = order.lines[0]
    left = ShipmentLine(
        shipment_line_id=make.text_id(), sales_order_line_id=line.sales_order_line_id, product_id=line.product_id,
        quantity=number(quantity),
    )  # fmt: skip
    return ShipmentPosted(
        shipment_id=make.text_id(),
        sales_order_id=order.sales_order_id,
        lines=[left],
        occurred_at=at_noon(ago(days_ago)),
    )


async def _sales(service: ServiceUnderTest) -> None:
    """100 for 60 two days ago, 50 for 40 in the week before; stock is worth 500 since."""
    for days, net, cost, value in ((9, "50", "40", "560"), (2, "100", "60", "500")):
        item, movement = make.text_id(), make.text_id()
        sold = make.invoice(make.line(movement, product_id=item, net=net), issued_on=ago(days).isoformat())
        issue = make.issue(movement, product_id=ITEM, cost=cost, left="5", value=value)
        issue.posted_on = ago(days).isoformat()
        await service.deliver(VALUATIONS, issue, repeat=2)
        await service.deliver(INVOICES, sold, repeat=2)


async def _orders(service: ServiceUnderTest) -> None:
    """One on time, one 3 days late of which 4 of 10 left, one late and cancelled yesterday, one promised for tomorrow."""
    punctual = confirmed(ordered=8, promised=5, quantity="2", price="1")
    late = confirmed(ordered=8, promised=3, quantity="10", price="2")
    given_up = confirmed(ordered=8, promised=4, quantity="1", price="7")
    later = confirmed(ordered=8, promised=-1, quantity="1", price="9")
    await service.deliver(SHIPMENTS, shipped(punctual, "2", days_ago=6), shipped(late, "4", days_ago=1), repeat=2)
    await service.deliver(ORDERS, punctual, late, given_up, later, repeat=2)
    await service.deliver(
        ORDERS, OrderCancelled(sales_order_id=given_up.sales_order_id, occurred_at=at_noon(ago(1))), repeat=2
    )


def _owed(gross: str, *, due: int, issued: int) -> Any:
    owed = make.invoice(
        make.line(make.text_id(), product_id=make.text_id(), net="0"), issued_on=ago(issued).isoformat()
    )
    owed.gross_amount.CopyFrom(number(gross))
    owed.exchange_rate.CopyFrom(number("2"))
    owed.due_on = ago(due).isoformat()
    return owed


def _paid(document_id: str, amount: str, *, days_ago: int, discount: str = "0") -> PaymentRecorded:
    return PaymentRecorded(
        payment_id=make.text_id(), direction=PAYMENT_DIRECTION_RECEIVED, paid_on=ago(days_ago).isoformat(),
        matches=[PaymentMatch(document_id=document_id, amount=number(amount))],
        adjustments=[
            PaymentAdjustment(document_id=document_id, kind=ADJUSTMENT_KIND_DISCOUNT, amount=number(discount))
        ],
    )  # fmt: skip


async def _money(service: ServiceUnderTest) -> None:
    """In a currency worth half of ours: 200 due 10 days ago, half of it paid 2 days ago; 80 not due; 60 paid, then not."""
    due, later, returned = (
        _owed("200", due=10, issued=12), _owed("80", due=-5, issued=1), _owed("60", due=3, issued=9),
    )  # fmt: skip
    bounced = _paid(returned.invoice_id, "57", days_ago=2, discount="3")
    back = PaymentReversed(
        reversal_id=make.text_id(), payment_id=bounced.payment_id, direction=PAYMENT_DIRECTION_RECEIVED,
        reversed_on=ago(1).isoformat(), matches=bounced.matches, adjustments=bounced.adjustments,
    )  # fmt: skip
    await service.deliver(PAYMENTS, back, bounced, _paid(due.invoice_id, "100", days_ago=2), repeat=2)
    await service.deliver(INVOICES, due, later, returned, repeat=2)


ITEM = make.text_id()


@pytest.fixture(scope="module")
async def house(new_database: Callable[[str], str]) -> AsyncIterator[ServiceUnderTest]:
    async with service_under_test(build, MIGRATIONS, new_database("reporting_dashboard")) as service:
        await _sales(service)
        await _orders(service)
        await _money(service)
        yield service


async def figures(house: ServiceUnderTest, span: str = "week") -> dict[str, dict[str, Any]]:
    async with house.client(READ) as client:
        answer = await client.get("/dashboard", params={"span": span})
    assert answer.status_code == 200, answer.text
    return {figure["id"]: figure for figure in answer.json()["figures"]}


async def test_a_week_stands_beside_the_week_before(house: ServiceUnderTest) -> None:
    found = await figures(house)
    shown = {id_: (figure["value"], figure["previous"]) for id_, figure in found.items()}
    assert shown == {
        "sales": ("100", "50"),
        "gross-margin": ("40", "10"),
        "margin-rate": ("0.4000", "0.2000"),
        "on-time": ("0.5000", None),
        "stock": ("500", "560"),
        "backorders": ("12.00", "0.00"),
        "cash-due": ("80.00", "100.00"),
    }
    assert (found["sales"]["change"], found["sales"]["is_better"]) == ("1.0000", True)
    assert (found["margin-rate"]["change"], found["backorders"]["change"]) == ("0.2000", None)


async def test_levels_move_on_the_days_on_which_they_moved(house: ServiceUnderTest) -> None:
    found = await figures(house)
    assert found["backorders"]["trend"] == ["0.00", "0.00", "0.00", "7.00", "27.00", "12.00", "12.00"]
    assert found["cash-due"]["trend"] == ["100.00", "100.00", "100.00", "130.00", "50.00", "80.00", "80.00"]
    assert found["stock"]["trend"][-4:] == ["560", "500", "500", "500"]


@pytest.mark.parametrize(("span", "points"), [("week", 7), ("month", 28), ("quarter", 13), ("year", 13)])
async def test_every_span_has_its_points(house: ServiceUnderTest, span: str, points: int) -> None:
    async with house.client(READ) as client:
        answer = (await client.get("/dashboard", params={"span": span})).json()
    assert {len(figure["trend"]) for figure in answer["figures"]} == {points}
    assert len(answer["step_ends"]) == points
    assert (answer["step_ends"][-1], answer["ends_on"]) == (ago(0).isoformat(), ago(0).isoformat())
    length = date.fromisoformat(answer["ends_on"]) - date.fromisoformat(answer["begins_on"])
    assert date.fromisoformat(answer["begins_on"]) - date.fromisoformat(answer["previous_begins_on"]) == length + (
        timedelta(days=1)
    )


async def test_another_day_is_seen_as_it_was(house: ServiceUnderTest) -> None:
    async with house.client(READ) as client:
        answer = (await client.get("/dashboard", params={"span": "week", "on": ago(7).isoformat()})).json()
    found = {figure["id"]: figure["value"] for figure in answer["figures"]}
    assert (found["sales"], found["stock"], found["cash-due"]) == ("50", "560", "100.00")
    assert answer["last_on"] == ago(1).isoformat()


async def test_the_late_lines_add_up_to_the_figure(house: ServiceUnderTest) -> None:
    async with house.client(READ) as client:
        lines = (await client.get("/dashboard/late-lines", params={"sort": "-amount"})).json()["items"]
    assert [(line["missing"], line["amount"], line["due_on"]) for line in lines] == [("6", "12.00", ago(3).isoformat())]
    assert (await figures(house))["backorders"]["value"] == "12.00"


async def test_late_lines_go_on_after_an_amount(house: ServiceUnderTest) -> None:
    after = base64.urlsafe_b64encode(json.dumps(["20.00", make.text_id()]).encode()).decode()
    async with house.client(READ) as client:
        answer = await client.get("/dashboard/late-lines", params={"sort": "-amount", "cursor": after})
    assert [line["amount"] for line in answer.json()["items"]] == ["12.00"]


TODAY = date(2026, 3, 31)
days = st.dates(TODAY - timedelta(days=800), TODAY + timedelta(days=10))
amounts = st.decimals(-1000, 1000, places=2)
spans = st.sampled_from(list(Span))


@given(spans, st.dictionaries(days, amounts, max_size=30))
def test_nothing_in_the_two_periods_is_lost_or_counted_twice(span: Span, given_: dict[date, Decimal]) -> None:
    window = Window.of(span, TODAY)
    figure = summed("sales", window, given_)
    within = [amount for day, amount in given_.items() if window.begins_on <= day <= TODAY]
    assert figure.value is not None
    assert figure.previous is not None
    assert figure.value + figure.previous == sum(within, Decimal(0))
    assert sum((point or Decimal(0) for point in figure.trend), Decimal(0)) == figure.value


@given(spans, days)
def test_a_day_is_in_the_step_that_ends_next(span: Span, day: date) -> None:
    window = Window.of(span, TODAY)
    step = window.step_of(day)
    if step is None:
        assert day > TODAY or day < window.begins_on
    else:
        assert day <= window.ends[step]
        assert step == 0 or day > window.ends[step - 1]


@given(spans, st.dictionaries(days, st.integers(0, 50).flatmap(lambda d: st.tuples(st.integers(0, d), st.just(d)))))
def test_a_rate_is_between_those_of_its_steps(span: Span, given_: dict[date, tuple[int, int]]) -> None:
    window = Window.of(span, TODAY)
    figure = rated("on-time", window, {day: Ratio(Decimal(n), Decimal(d)) for day, (n, d) in given_.items()})
    known = [point for point in figure.trend if point is not None]
    assert (figure.value is None) == (not known)
    if figure.value is not None:
        assert min(known) <= figure.value <= max(known)


@given(amounts, amounts, st.sampled_from(list(Direction)))
def test_what_moved_is_better_one_way_and_worse_the_other(now: Decimal, before: Decimal, better: Direction) -> None:
    window = Window.of(Span.WEEK, TODAY)
    figure = standing("stock", window, [before] * 7 + [now] * 7, better)
    assert (figure.is_better is None) == (now == before)
    assert figure.is_better in (None, (now > before) == (better is Direction.UP))


def test_a_change_from_nothing_has_no_share() -> None:
    figure = Figure("sales", FigureUnit.MONEY, Direction.UP, Decimal(5), Decimal(0), ())
    assert (figure.change, figure.is_better) == (None, True)
