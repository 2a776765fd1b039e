"""What customers are sold that suppliers bring them: requested once, ordered for the very line, withdrawn with the sale."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from comptoir.catalog.v1.partner_pb2 import Address, PartnerChanged
from comptoir.purchasing.v1.purchase_order_pb2 import PurchaseOrderPlaced
from comptoir.sales.v1.sales_order_pb2 import (
    ClosedLine,
    OrderCancelled,
    OrderClosed,
    OrderConfirmed,
    OrderRevised,
    SalesOrderLine,
)
from hypothesis import given
from hypothesis import strategies as st
from kit.consumer import NotYet
from kit.ids import new_id
from kit.testing.services import ServiceUnderTest
from kit.wire import decimal_out
from purchasing.domain.drop_shipment import Steps, follow

from kit import clock
from services.purchasing.tests import factories as make
from services.purchasing.tests.test_requests import get, post

TODAY = clock.now().date()
SALES = "sales.orders.v1"
LEAD_DAYS = 9


def number(text: str) -> Any:
    return decimal_out(Decimal(text))


async def priced(purchasing: ServiceUnderTest, **product: Any) -> str:
    """A product that a supplier sells."""
    id_ = await make.product(purchasing, **product)
    body = {
        "supplier_id": await make.supplier(purchasing),
        "effective_from": TODAY.isoformat(),
        "lines": [{"product_id": id_, "unit_price": "3", "lead_time_days": LEAD_DAYS}],
    }
    listed = await post(purchasing, "/price-files", body, 201)
    await post(purchasing, f"/price-files/{listed['id']}/apply", {})
    return id_


def sold(*lines: tuple[str, str], **changes: Any) -> OrderConfirmed:
    """A firm order whose lines are all drop-shipped."""
    id_ = str(new_id())
    values = {
        "sales_order_id": id_,
        "number": f"SO-{id_}",
        "customer_id": str(new_id()),
        "warehouse": "LYON",
        "deliver_to": "Chantier des Quais, 69007 Lyon",
        "lines": [
            SalesOrderLine(
                sales_order_line_id=str(new_id()), product_id=product, quantity=number(quantity), is_drop_shipped=True
            )
            for product, quantity in lines
        ],
    }
    return OrderConfirmed(**{**values, **changes})


def revised(sale: OrderConfirmed, revision: int, *quantities: str) -> OrderRevised:
    """The sale with these quantities; a line of "0" is no part of it."""
    message = OrderRevised(order=sale, sales_order_id=sale.sales_order_id, revision=revision)
    del message.order.lines[:]
    for line, quantity in zip(sale.lines, quantities, strict=True):
        if quantity != "0":
            message.order.lines.append(line)
            message.order.lines[-1].quantity.CopyFrom(number(quantity))
    return message


async def requested(purchasing: ServiceUnderTest, product: str, status: str = "open") -> list[dict[str, Any]]:
    return await get(purchasing, "/request-lines", product_id=product, status=status)


async def standing(purchasing: ServiceUnderTest, sale: OrderConfirmed) -> list[tuple[str, str, str, str]]:
    """(wanted, requested, ordered, surplus) of each line."""
    rows = await get(purchasing, "/sold-lines", sales_order_id=sale.sales_order_id)
    return [
        tuple(str(Decimal(row[name]).normalize()) for name in _FIGURES)  # type: ignore[misc]
        for row in rows
    ]


_FIGURES = ("quantity", "quantity_requested", "quantity_ordered", "surplus")


async def ordered(purchasing: ServiceUnderTest, *lines: dict[str, Any]) -> list[dict[str, Any]]:
    """Draft orders for request lines, as they are read."""
    body = {"line_ids": [line["id"] for line in lines]}
    found = []
    for each in (await post(purchasing, "/request-lines/order", body, 201))["orders"]:
        async with purchasing.client(*make.BUYER) as client:
            found.append((await client.get(f"/purchase-orders/{each['order_id']}")).json())
    return found


async def test_a_sale_is_requested_once_with_where_it_goes(purchasing: ServiceUnderTest) -> None:
    product, own = await make.product(purchasing), await make.product(purchasing)
    sale = sold((product, "10"), (own, "2"), requested_on=(TODAY + timedelta(days=20)).isoformat())
    sale.lines[1].is_drop_shipped = False
    await purchasing.deliver(SALES, sale, repeat=2)
    (line,) = await requested(purchasing, product)
    assert (line["quantity"], line["sales_order_line_id"]) == ("10", sale.lines[0].sales_order_line_id)
    assert (line["deliver_to"], line["sales_order_number"]) == (sale.deliver_to, sale.number)
    assert line["needed_on"] == sale.requested_on
    assert (line["requested_by"], sale.number in line["reason"]) == ("sales", True)
    assert await requested(purchasing, own) == []
    assert await standing(purchasing, sale) == [("1E+1", "1E+1", "0", "0")]


async def test_without_an_address_it_goes_where_the_customers_goods_go(purchasing: ServiceUnderTest) -> None:
    product = await make.product(purchasing)
    sale = sold((product, "1"), deliver_to="")
    with pytest.raises(NotYet):
        await purchasing.deliver(SALES, sale)
    customer = PartnerChanged(
        partner_id=sale.customer_id,
        version=1,
        code="C1",
        name="Durand SA",
        addresses=[
            Address(kind="billing", line1="1 rue Haute"),
            Address(kind="delivery", line1="2 quai Bas", postal_code="69002", city="Lyon"),
        ],
    )
    await purchasing.deliver("catalog.partners.v1", customer)
    await purchasing.deliver(SALES, sale)
    (line,) = await requested(purchasing, product)
    assert line["deliver_to"] == "Durand SA\n2 quai Bas\n69002 Lyon"


async def test_an_order_is_for_one_sale_and_keeps_its_line(purchasing: ServiceUnderTest) -> None:
    product = await priced(purchasing)
    first, second = sold((product, "10")), sold((product, "4"), deliver_to="Ailleurs")
    await purchasing.deliver(SALES, first, second)
    stock = {"lines": [{"product_id": product, "quantity": "5", "warehouse": "LYON"}]}
    await post(purchasing, "/purchase-requests", stock, 201)
    since = await purchasing.outbox_position()
    drafts = await ordered(purchasing, *await requested(purchasing, product))
    found = {draft["deliver_to"]: draft["lines"] for draft in drafts}
    assert {place: [line["stock_quantity"] for line in lines] for place, lines in found.items()} == {
        first.deliver_to: ["10"], "Ailleurs": ["4"], "": ["5"],
    }  # fmt: skip
    draft = next(draft for draft in drafts if draft["deliver_to"] == "Ailleurs")
    (line,) = draft["lines"]
    assert line["sales_order_line_id"] == second.lines[0].sales_order_line_id
    assert line["expected_on"] == (TODAY + timedelta(days=LEAD_DAYS)).isoformat()
    await post(purchasing, f"/purchase-orders/{draft['id']}/submit", {})
    (placed,) = await purchasing.published(PurchaseOrderPlaced, since=since)
    assert (placed.deliver_to, placed.lines[0].sales_order_line_id) == ("Ailleurs", line["sales_order_line_id"])
    assert await standing(purchasing, second) == [("4", "0", "4", "0")]


async def test_a_quoted_request_is_ordered_for_its_sale(purchasing: ServiceUnderTest) -> None:
    product, supplier = await make.product(purchasing), await make.supplier(purchasing)
    sale = sold((product, "6"))
    await purchasing.deliver(SALES, sale)
    (line,) = await requested(purchasing, product)
    body = {
        "warehouse": "LYON", "respond_by": (TODAY + timedelta(days=5)).isoformat(), "supplier_ids": [supplier],
        "lines": [{"product_id": product, "quantity": "6", "request_line_id": line["id"]}],
    }  # fmt: skip
    rfq = await post(purchasing, "/rfqs", body, 201)
    (asked,) = rfq["lines"]
    quote = {
        "supplier_id": supplier, "currency": "EUR", "valid_until": (TODAY + timedelta(days=30)).isoformat(),
        "lines": [{"rfq_line_id": asked["id"], "unit_price": "3", "quantity": "6", "lead_time_days": 4}],
    }  # fmt: skip
    await post(purchasing, f"/rfqs/{rfq['id']}/quotes", quote, 201)
    award = {"awards": [{"rfq_line_id": asked["id"], "supplier_id": supplier, "quantity": "6"}]}
    (given,) = (await post(purchasing, f"/rfqs/{rfq['id']}/award", award, 201))["orders"]
    async with purchasing.client(*make.BUYER) as client:
        order = (await client.get(f"/purchase-orders/{given['order_id']}")).json()
    assert order["deliver_to"] == sale.deliver_to
    assert order["lines"][0]["sales_order_line_id"] == sale.lines[0].sales_order_line_id


async def test_a_draft_keeps_what_it_is_for_and_is_for_nothing_that_was_not_sold(purchasing: ServiceUnderTest) -> None:
    product, other = await make.product(purchasing), await make.product(purchasing)
    sale = sold((product, "6"))
    await purchasing.deliver(SALES, sale)
    line = make.line(product, sales_order_line_id=sale.lines[0].sales_order_line_id)
    body = await make.order(purchasing, line, deliver_to="Ici")
    draft = await post(purchasing, "/purchase-orders", body, 201)
    assert (draft["deliver_to"], draft["lines"][0]["sales_order_line_id"]) == ("Ici", line["sales_order_line_id"])
    for wrong in ({**line, "product_id": other}, {**line, "sales_order_line_id": str(new_id())}):
        refused = await post(purchasing, "/purchase-orders", {**body, "lines": [wrong]}, 422)
        assert ("sold-line-not-known" in refused["type"], refused["field"]) == (True, "lines.0.sales_order_line_id")


async def test_open_requests_follow_the_sale(purchasing: ServiceUnderTest) -> None:
    product, other = await make.product(purchasing), await make.product(purchasing)
    sale = sold((product, "10"), (other, "2"))
    await purchasing.deliver(SALES, sale)
    await purchasing.deliver(SALES, revised(sale, 1, "7", "2"))
    assert [line["quantity"] for line in await requested(purchasing, product)] == ["7"]
    await purchasing.deliver(SALES, revised(sale, 2, "12", "0"))
    assert sorted(line["quantity"] for line in await requested(purchasing, product)) == ["5", "7"]
    (gone,) = await requested(purchasing, other, "cancelled")
    assert sale.number in gone["closed_reason"]
    await purchasing.deliver(SALES, OrderCancelled(sales_order_id=sale.sales_order_id, reason="x"), repeat=2)
    assert await requested(purchasing, product) == []
    assert await standing(purchasing, sale) == [("0", "0", "0", "0")] * 2


async def test_what_is_ordered_already_is_shown_to_the_buyer(purchasing: ServiceUnderTest) -> None:
    product = await priced(purchasing)
    sale, fine = sold((product, "10")), sold((product, "3"))
    await purchasing.deliver(SALES, sale, fine)
    await ordered(purchasing, *await requested(purchasing, product))
    await purchasing.deliver(SALES, revised(sale, 1, "6"))
    assert await standing(purchasing, sale) == [("6", "0", "1E+1", "4")]
    rows = await get(purchasing, "/sold-lines", has_surplus=True, limit=200)
    assert {row["sales_order_id"] for row in rows} & {sale.sales_order_id, fine.sales_order_id} == {sale.sales_order_id}
    await purchasing.deliver(SALES, revised(sale, 2, "9"))  # what is ordered covers it
    assert await requested(purchasing, product) == []
    await purchasing.deliver(SALES, OrderCancelled(sales_order_id=sale.sales_order_id, reason="x"))
    assert await standing(purchasing, sale) == [("0", "0", "1E+1", "1E+1")]


async def test_a_sale_that_is_closed_wants_what_was_shipped(purchasing: ServiceUnderTest) -> None:
    product = await priced(purchasing)
    sale, whole = sold((product, "10")), sold((product, "4"))
    await purchasing.deliver(SALES, sale, whole)
    await ordered(purchasing, *await requested(purchasing, product))
    line = ClosedLine(sales_order_line_id=sale.lines[0].sales_order_line_id, quantity_shipped=number("8"))
    await purchasing.deliver(SALES, OrderClosed(sales_order_id=sale.sales_order_id, reason="Enough", lines=[line]))
    await purchasing.deliver(SALES, OrderClosed(sales_order_id=whole.sales_order_id))
    assert await standing(purchasing, sale) == [("8", "0", "1E+1", "2")]
    assert await standing(purchasing, whole) == [("4", "0", "4", "0")]


async def test_what_a_buyer_refused_is_not_asked_for_again(purchasing: ServiceUnderTest) -> None:
    product = await make.product(purchasing)
    sale = sold((product, "10"))
    await purchasing.deliver(SALES, sale)
    (line,) = await requested(purchasing, product)
    await post(purchasing, "/request-lines/reject", {"line_ids": [line["id"]], "reason": "Nobody makes it."})
    await purchasing.deliver(SALES, revised(sale, 1, "10"))
    assert await requested(purchasing, product) == []
    await purchasing.deliver(SALES, revised(sale, 2, "12"))
    assert [line["quantity"] for line in await requested(purchasing, product)] == ["2"]


some = st.decimals(0, 50, places=0)
above_zero = st.decimals(1, 50, places=0)


@given(some, some, st.lists(above_zero, max_size=4), some)
def test_requests_never_pass_the_sale_and_never_touch_what_is_bought(
    before: Decimal, wanted: Decimal, quantities: list[Decimal], bought: Decimal
) -> None:
    lines = [(new_id(), quantity) for quantity in quantities]
    steps = follow(before, wanted, lines, bought)
    after = {**dict(lines), **steps.open_quantities}
    total = sum(after.values(), Decimal(0)) + bought + steps.asked
    assert all(0 <= quantity <= dict(lines)[id_] for id_, quantity in after.items())
    assert total <= max(wanted, bought)
    assert steps.asked <= max(wanted - before, Decimal(0))
    again = follow(
        wanted, wanted, [(id_, quantity) for id_, quantity in after.items() if quantity], bought + steps.asked
    )
    assert again == Steps(Decimal(0), {})
