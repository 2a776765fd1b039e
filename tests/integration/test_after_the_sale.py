"""An order that changes under way and goods that come back and are credited, through every service that has to follow."""

from decimal import Decimal

import pytest
from wholesaler.client import Role

from tests.integration.house import House, decimal, decimals

pytestmark = pytest.mark.integration


async def test_a_revised_order_is_held_shipped_and_billed_as_it_now_stands_and_a_part_comes_back(house: House) -> None:
    article, other = [await house.article(price="10.00", stock="20", cost="5.00") for _ in range(2)]
    order = await house.place({article: "8", other: "4"})
    path = f"sales/orders/{order['id']}"

    # The customer wants 12 of the first, none of the second: shown first, then it counts.
    changes = [
        {"line_id": order["lines"][0]["id"], "quantity": "12"},
        {"line_id": order["lines"][1]["id"], "cancel_rest": True},
    ]
    revision = await house.post(Role.SALES, f"{path}/revisions", {"reason": "Other sizes", "changes": changes})
    assert decimals(revision, "net_before", "net_after") == decimal("120", "120")
    accept = f"{path}/revisions/{revision['id']}/accept"
    accepted = await house.post(Role.SALES, accept, {}, version=revision["order_version"])
    assert accepted["status"] == "accepted"
    await house.quiet()
    for product, reserved in ((article, "12"), (other, "0")):
        (stock,) = await house.listed(Role.WAREHOUSE, "inventory/stock", product_id=str(product))
        assert Decimal(stock["reserved"]) == Decimal(reserved)
    credit = await house.get(Role.FINANCE, f"accounting/credit/{house.customer}")
    assert Decimal(credit["committed"]) == Decimal("144.00")

    # It leaves and is billed as it stands.
    shipment = await house.post(Role.WAREHOUSE, "inventory/shipments", {"sales_order_id": order["id"]})
    await house.quiet()
    (invoice,) = await house.listed(Role.FINANCE, "accounting/invoices", sales_order_id=order["id"])
    assert invoice["net_amount"] == "120.00"
    assert (await house.get(Role.SALES, path))["status"] == "invoiced"

    # 5 come back at the price and cost of that delivery, and stock is worth again what they cost.
    (delivered,) = (await house.get(Role.SALES, f"{path}/returnable"))["lines"]
    assert decimals(delivered, "returnable", "unit_price", "unit_cost") == decimal("12", "10", "5")
    line = {"shipment_line_id": delivered["shipment_line_id"], "quantity": "5", "reason": "not-wanted"}
    agreed = await house.post(Role.SALES, "sales/returns", {"order_id": order["id"], "lines": [line]})
    await house.quiet()
    back = {
        "sales_order_id": order["id"],
        "reference": agreed["number"],
        "lines": [{"shipment_line_id": shipment["lines"][0]["id"], "quantity": "5", "reason": "Too many"}],
    }
    await house.post(Role.WAREHOUSE, "inventory/customer-returns", back)
    await house.quiet()
    assert (await house.get(Role.SALES, f"sales/returns/{agreed['id']}"))["status"] == "received"
    (note,) = await house.listed(Role.FINANCE, "accounting/customer-credit-notes", customer_id=str(house.customer))
    assert (note["net_amount"], note["gross_amount"], note["left_amount"]) == ("50.00", "60.00", "0.00")
    (shown,) = (await house.get(Role.SALES, f"sales/returns/{agreed['id']}"))["credit_notes"]
    assert shown["number"] == note["number"]
    lines = await house.listed(Role.FINANCE, "reporting/margins/lines", sales_order_id=order["id"])
    assert sum(Decimal(each["revenue"]) for each in lines) == 70
    assert sum(Decimal(each["cost"]) for each in lines) == 35
    (valued,) = await house.listed(Role.FINANCE, "accounting/valuation", product_id=str(article))
    assert decimals(valued, "quantity", "value") == decimal("13", "65.00")
    assert house.faults == []
