"""Lines that suppliers bring to customers themselves: never short, promised by what is bought for them, told as such."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from comptoir.catalog.v1.product_pb2 import Substitute
from comptoir.inventory.v1.reservation_pb2 import ExpectedLine, PromisesChanged
from comptoir.sales.v1.sales_order_pb2 import OrderClosed, OrderConfirmed, OrderRevised
from hypothesis import given
from hypothesis import strategies as st
from sales.domain.basket import asked_content
from sales.domain.delivery import DeliveryPolicy
from sales.domain.fulfilment import Fulfilment, Goods, shipped
from sales.domain.order import promised
from sales.domain.promise import UNKNOWN, Promise, PromiseReason

from kit import clock
from services.sales.tests import factories as make
from services.sales.tests.factories import House

TODAY = clock.now().date()
IN_A_WEEK = TODAY + timedelta(days=7)


def dropped(product: str, quantity: str = "5", **changes: Any) -> dict[str, Any]:
    return make.line(product, quantity, is_drop_shipped=True, **changes)


def goods(order: dict[str, Any]) -> list[tuple[str, str]]:
    return [(line["quantity_reserved"], line["quantity_backordered"]) for line in order["lines"]]


async def test_a_drop_shipped_line_is_not_short_and_told_as_such(house: House) -> None:
    product, other = await house.product(free="0"), await house.product(free="5")
    since = await house.sales.outbox_position()
    order = await house.place(dropped(product), make.line(other), shortage="refuse")
    assert goods(order) == [("0", "5"), ("5", "0")]
    assert [line["is_drop_shipped"] for line in order["lines"]] == [True, False]
    assert [line["promise_reason"] for line in order["lines"]] == ["unknown", "in-stock"]
    (event,) = await house.sales.published(OrderConfirmed, since=since)
    assert [line.is_drop_shipped for line in event.lines] == [True, False]
    (listed,) = (await house.get("/orders", product_id=product))["items"]
    assert not listed["is_short"]
    assert (await house.order(order["id"]))["lines"][0]["is_drop_shipped"]


async def test_it_is_promised_by_what_is_bought_for_it_and_done_when_the_supplier_brought_it(house: House) -> None:
    product = await house.product(free="0")
    order = await house.place(dropped(product), delivery="complete-order")
    told = PromisesChanged(
        sales_order_id=order["id"],
        lines=[
            ExpectedLine(
                sales_order_line_id=order["lines"][0]["id"],
                promised_on=IN_A_WEEK.isoformat(),
                document_number="PO-1",
            )
        ],
    )
    await house.sales.deliver(make.SHIPMENTS, told)
    (line,) = (await house.order(order["id"]))["lines"]
    assert (line["promised_on"], line["promise_reason"]) == (IN_A_WEEK.isoformat(), "expected")
    since = await house.sales.outbox_position()
    await house.sales.deliver(make.SHIPMENTS, make.shipment(order, "3"), repeat=2)
    assert goods(await house.order(order["id"])) == [("0", "2")]
    await house.sales.deliver(make.SHIPMENTS, make.shipment(order, "2"), repeat=2)
    done = await house.order(order["id"])
    assert (done["status"], goods(done)) == ("shipped", [("0", "0")])
    assert len(await house.sales.published(OrderClosed, since=since)) == 1


async def test_nothing_is_offered_instead_of_it(house: House) -> None:
    other = await house.product(free="9")
    product = await house.product(free="0", substitutes=[Substitute(product_id=other)])
    body = await house.body(dropped(product), make.line(product, "2"))
    (found,) = (await house.post("/orders/substitutes", body))["lines"]
    assert (found["field"], found["quantity"]) == ("lines.1", "2")


async def test_a_revision_keeps_it_and_adds_another(house: House) -> None:
    product = await house.product(free="0")
    order = await house.place(dropped(product))
    since = await house.sales.outbox_position()
    body = {
        "reason": "More",
        "changes": [{"line_id": order["lines"][0]["id"], "quantity": "8"}],
        "added": [dropped(product, "1")],
    }
    revision = await house.post(f"/orders/{order['id']}/revisions", body, 201)
    path = f"/orders/{order['id']}/revisions/{revision['id']}/accept"
    async with house.sales.client(*make.SELLER) as client:
        answer = await client.post(path, json={}, headers={"If-Match": str(order["version"])})
    assert answer.status_code == 200, answer.text
    (event,) = await house.sales.published(OrderRevised, since=since)
    assert [line.is_drop_shipped for line in event.order.lines] == [True, True]
    assert goods(await house.order(order["id"])) == [("0", "8"), ("0", "1")]


async def test_portal_users_do_not_say_where_goods_come_from(house: House) -> None:
    customer = await house.customer()
    body = await house.body(dropped(await house.product(free="9")), customer_id=customer)
    order = await house.post("/orders/place", body, 201, customer_id=customer)
    assert (goods(order), order["lines"][0]["is_drop_shipped"]) == ([("5", "0")], False)


async def test_a_table_says_which_lines_are_drop_shipped(house: House) -> None:
    customer, product = await house.customer(), await house.product()
    rows = [
        {"customer": customer, "reference": "PO-7", "product": f"SKU-{product}", "quantity": "2", "warehouse": "LYON"},
        {
            "customer": customer, "reference": "PO-7", "product": f"SKU-{product}", "quantity": "3", "warehouse": "LYON",
            "is_drop_shipped": True,
        },
    ]  # fmt: skip
    intake = await house.post("/order-intakes", {"rows": rows}, 201)
    await house.post(f"/order-intakes/{intake['id']}/import", {"mode": "all"})
    (ordered,) = (await house.get(f"/order-intakes/{intake['id']}/orders"))["items"]
    assert [line["is_drop_shipped"] for line in (await house.order(ordered["id"]))["lines"]] == [False, True]


def test_a_complete_order_is_promised_without_what_a_supplier_brings() -> None:
    order = make.firm(make.order((UUID(int=1), "5"), (UUID(int=2), "5"), delivery=DeliveryPolicy.COMPLETE_ORDER))
    own, brought = order.lines
    waits = replace(brought.goods, reserved=Decimal(0), backordered=Decimal(5))
    order = replace(order, lines=(own, replace(brought, is_drop_shipped=True, goods=waits)))
    late = Promise(IN_A_WEEK, PromiseReason.EXPECTED, "PO-1")
    assert [line.promise and line.promise.on for line in promised(order, {brought.id: late}, TODAY).lines] == [
        TODAY, IN_A_WEEK,
    ]  # fmt: skip
    assert promised(order, {}, TODAY).lines[1].promise == UNKNOWN


def test_the_same_lines_from_stock_are_another_order() -> None:
    order = make.order()
    other = replace(order, lines=tuple(replace(line, is_drop_shipped=True) for line in order.lines))
    assert asked_content(order) != asked_content(other)


@given(st.lists(st.integers(1, 9), min_size=1, max_size=5), st.integers(0, 30))
def test_what_is_waited_for_never_passes_what_is_owed(parts: list[int], reserved: int) -> None:
    quantity = Decimal(30)
    line = UUID(int=1)
    order = Fulfilment(
        UUID(int=2),
        1,
        is_given_up=False,
        goods={line: Goods(quantity, Decimal(reserved), quantity - reserved)},
    )
    for part in parts:
        order = shipped(order, {line: Decimal(part)})
        now = order.goods[line]
        assert now.reserved + now.backordered <= now.owed
