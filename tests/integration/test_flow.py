"""One story through every service, as the people of the house live it, with the expected figure after each step."""

from decimal import Decimal

import pytest
from wholesaler.client import Role

from tests.integration.house import House, decimal, decimals

pytestmark = pytest.mark.integration


async def test_from_purchase_to_margin_report(house: House) -> None:
    article = await house.article(price="10.00", stock="20", cost="5.00")

    # The buyer orders 200 at 6.00: 1,200.00 is above the threshold, so finance must agree.
    bought = await house.post(
        Role.BUYER,
        "purchasing/purchase-orders",
        {
            "supplier_id": str(house.supplier),
            "currency": "EUR",
            "warehouse": house.warehouse,
            "lines": [{"product_id": str(article), "quantity": "200", "unit_price": "6.00"}],
        },
    )
    submitted = await house.post(Role.BUYER, f"purchasing/purchase-orders/{bought['id']}/submit", {})
    assert submitted["status"] == "awaiting-approval"
    (request,) = await house.listed(Role.FINANCE, "purchasing/approvals", document_id=bought["id"])
    await house.post(Role.FINANCE, f"purchasing/approvals/{request['id']}/approve", {"comment": "Agreed."})

    # 180 come: stock is 200, worth 20 at 5.00 and 180 at 6.00 = 1,180.00, 5.90 each.
    received = {
        "purchase_order_id": bought["id"],
        "lines": [{"purchase_order_line_id": bought["lines"][0]["id"], "quantity": "180"}],
    }
    receipt = await house.post(Role.WAREHOUSE, "inventory/receipts", received)
    await house.quiet()
    (valued,) = await house.listed(Role.FINANCE, "accounting/valuation", product_id=str(article))
    assert decimals(valued, "quantity", "value") == decimal("200", "1180.00")

    # The customer takes 150 at 10.00: margin is 41 %, nobody needs to agree, and all of it is held.
    order = await house.place({article: "150"})
    assert order["status"] == "confirmed"
    (line,) = order["lines"]
    assert decimals(line, "unit_price", "quantity_backordered") == decimal("10", "0")
    (stock,) = await house.listed(Role.WAREHOUSE, "inventory/stock", product_id=str(article))
    assert decimals(stock, "on_hand", "reserved") == decimal("200", "150")

    # It leaves, and is invoiced at 1,500.00 + 20 %.
    await house.post(Role.WAREHOUSE, "inventory/shipments", {"sales_order_id": order["id"]})
    await house.quiet()
    (invoice,) = await house.listed(Role.FINANCE, "accounting/invoices", sales_order_id=order["id"])
    assert [invoice[name] for name in ("net_amount", "tax_amount", "gross_amount")] == ["1500.00", "300.00", "1800.00"]
    assert (await house.get(Role.SALES, f"sales/orders/{order['id']}"))["status"] == "invoiced"

    # The supplier bills what came, the customer pays.
    bill = {
        "supplier_id": str(house.supplier),
        "supplier_number": "F-1",
        "billed_on": receipt["occurred_at"][:10],
        "receipt_id": receipt["id"],
        "tax_amount": "216.00",
    }
    billed = await house.post(Role.FINANCE, "accounting/bills", bill)
    assert (billed["net_amount"], billed["gross_amount"]) == ("1080.00", "1296.00")
    payment = {
        "partner_id": str(house.customer),
        "direction": "received",
        "amount": "1800.00",
        "paid_on": invoice["issued_on"],
        "match": "oldest",
    }
    await house.post(Role.FINANCE, "accounting/payments", payment)
    (settled,) = await house.listed(Role.FINANCE, "accounting/invoices", sales_order_id=order["id"])
    assert settled["open_amount"] == "0.00"

    # 150 left at the average of 5.90: cost 885.00, margin 615.00. 50 stay, worth 295.00.
    (sold,) = await house.listed(Role.FINANCE, "reporting/margins/lines", sales_order_id=order["id"])
    assert decimals(sold, "quantity", "revenue", "cost") == decimal("150", "1500.00", "885.00")
    (margin,) = await house.listed(Role.FINANCE, "reporting/margins/cube", by="family", family=house.warehouse)
    assert decimals(margin, "revenue", "cost", "margin", "rate") == decimal("1500.00", "885.00", "615.00", "0.41")
    (left,) = await house.listed(Role.FINANCE, "accounting/valuation", product_id=str(article))
    assert decimals(left, "quantity", "value") == decimal("50", "295.00")
    assert house.faults == []


async def test_a_thin_margin_waits_for_the_pricing_manager(house: House) -> None:
    article = await house.article(price="10.00", stock="10", cost="9.50")
    order = await house.place({article: "4"})
    assert order["status"] == "awaiting-approval"
    (stock,) = await house.listed(Role.WAREHOUSE, "inventory/stock", product_id=str(article))
    assert Decimal(stock["reserved"]) == 0
    (request,) = await house.listed(Role.PRICING, "sales/approvals", document_id=order["id"])
    await house.post(Role.PRICING, f"sales/approvals/{request['id']}/approve", {"comment": "A good customer."})
    confirmed = await house.get(Role.SALES, f"sales/orders/{order['id']}")
    assert confirmed["status"] == "confirmed"


async def test_what_stock_cannot_serve_waits_and_the_next_receipt_serves_it(house: House) -> None:
    article = await house.article(price="10.00", stock="3", cost="5.00")
    order = await house.place({article: "5"})
    assert Decimal(order["lines"][0]["quantity_backordered"]) == 2
    await house.found(article, "10")
    (held,) = await house.listed(Role.WAREHOUSE, "inventory/reservations", sales_order_id=order["id"])
    assert decimals(held, "quantity_reserved", "quantity_backordered") == decimal("5", "0")
