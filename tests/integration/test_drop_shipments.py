"""A line that the supplier brings to the customer himself, from the order to its margin; stock is as it was before."""

from decimal import Decimal

import pytest
from wholesaler.client import Role

from tests.integration.house import Answer, House, decimal, decimals

pytestmark = pytest.mark.integration


async def test_from_the_customers_order_to_the_margin_without_our_stock(house: House) -> None:
    # 20 lie here, at 5.00 each; the customer wants 8 on his building site, and 3 of another article from here.
    article = await house.article(price="10.00", stock="20", cost="5.00")
    own = await house.article(price="4.00", stock="3", cost="2.00")
    await _supplied(house, article, "6.00")
    lines: list[dict[str, object]] = [
        {"product_id": str(article), "quantity": "8", "is_drop_shipped": True},
        {"product_id": str(own), "quantity": "3"},
    ]
    order = await _placed(house, lines, deliver_to="Chantier des Quais, Lyon", shortage="refuse")
    assert order["status"] == "confirmed"
    dropped = order["lines"][0]
    assert decimals(dropped, "quantity_reserved", "quantity_backordered") == decimal("0", "8")

    # The buyer finds it among the requests, orders it at 6.00, and nobody has to agree.
    await house.quiet()
    (wanted,) = await house.listed(Role.BUYER, "purchasing/request-lines", product_id=str(article))
    assert (wanted["status"], wanted["deliver_to"]) == ("open", "Chantier des Quais, Lyon")
    drafts = await house.post(Role.BUYER, "purchasing/request-lines/order", {"line_ids": [wanted["id"]]})
    (draft,) = drafts["orders"]
    await house.post(Role.BUYER, f"purchasing/purchase-orders/{draft['order_id']}/submit", {})
    await house.quiet()
    assert await _stock(house, article) == decimal("20", "0", "0")
    seen = await house.get(Role.SALES, f"sales/orders/{order['id']}")
    assert seen["lines"][0]["promise_reason"] == "expected"

    # What we hold leaves without waiting for the supplier; he delivers, and the buyer confirms what is proposed.
    await house.post(Role.WAREHOUSE, "inventory/shipments", {"sales_order_id": order["id"]})
    path = "inventory/drop-shipments/proposals"
    (proposal,) = await house.listed(Role.BUYER, path, purchase_order_id=draft["order_id"])
    pairs = [{name: line[name] for name in line if name != "product_id"} for line in proposal["lines"]]
    body = {"sales_order_id": order["id"], "purchase_order_id": draft["order_id"], "lines": pairs}
    await house.post(Role.BUYER, "inventory/drop-shipments", body)
    await house.quiet()

    # All of it is invoiced: 80.00 + 12.00. Our stock is what it was, and worth what it was; the margin is 80.00 - 48.00.
    assert (await house.get(Role.SALES, f"sales/orders/{order['id']}"))["status"] == "invoiced"
    invoices = await house.listed(Role.FINANCE, "accounting/invoices", sales_order_id=order["id"])
    assert sum(Decimal(each["net_amount"]) for each in invoices) == Decimal("92.00")
    assert await _stock(house, article) == decimal("20", "0", "0")
    (valued,) = await house.listed(Role.FINANCE, "accounting/valuation", product_id=str(article))
    assert decimals(valued, "quantity", "value") == decimal("20", "100.00")
    sold = await house.listed(Role.FINANCE, "reporting/margins/lines", sales_order_id=order["id"])
    (line,) = [each for each in sold if each["product_id"] == str(article)]
    assert decimals(line, "quantity", "revenue", "cost") == decimal("8", "80.00", "48.00")
    (bought,) = await house.listed(Role.BUYER, "purchasing/sold-lines", sales_order_id=order["id"])
    assert decimals(bought, "quantity", "quantity_ordered", "quantity_received", "surplus") == decimal(
        "8", "8", "8", "0"
    )
    assert house.faults == []


async def test_a_cancelled_sale_withdraws_its_request(house: House) -> None:
    article = await house.article(price="10.00", stock="1", cost="5.00")
    line: dict[str, object] = {"product_id": str(article), "quantity": "8", "is_drop_shipped": True}
    order = await _placed(house, [line])
    await house.quiet()
    await house.post(Role.SALES, f"sales/orders/{order['id']}/cancel", {"reason": "Changed his mind"})
    await house.quiet()
    (wanted,) = await house.listed(Role.BUYER, "purchasing/request-lines", product_id=str(article))
    assert wanted["status"] == "cancelled"
    assert house.faults == []


async def _placed(house: House, lines: list[dict[str, object]], **changes: object) -> Answer:
    return await house.post(Role.SALES, "sales/orders/place", {**house.order({}, **changes), "lines": lines})


async def _supplied(house: House, article: object, price: str) -> None:
    listed: Answer = await house.post(
        Role.BUYER,
        "purchasing/price-files",
        {
            "supplier_id": str(house.supplier),
            "effective_from": "2026-01-01",
            "lines": [{"product_id": str(article), "unit_price": price, "lead_time_days": 5}],
        },
    )
    await house.post(Role.BUYER, f"purchasing/price-files/{listed['id']}/apply", {})


async def _stock(house: House, article: object) -> list[Decimal]:
    """On hand, reserved, incoming."""
    (row,) = await house.listed(Role.WAREHOUSE, "inventory/stock", product_id=str(article))
    return decimals(row, "on_hand", "reserved", "incoming")
