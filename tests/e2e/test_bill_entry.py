"""A part of a delivery is billed too dear, disputed, credited; nothing of it is left on the account of goods not billed."""

import pytest
from wholesaler.client import Role

from tests.e2e import bills
from tests.e2e.desk import Hire
from tests.integration.house import House

pytestmark = [pytest.mark.integration, pytest.mark.slow]


async def test_a_bill_beyond_the_tolerance_is_disputed_and_settled_by_a_credit_note(house: House, hire: Hire) -> None:
    article = await house.product()
    line = {"product_id": str(article), "quantity": "10", "unit_price": "4.00"}
    asked = {"supplier_id": str(house.supplier), "warehouse": house.warehouse, "currency": "EUR", "lines": [line]}
    order = await house.post(Role.BUYER, "purchasing/purchase-orders", asked)
    await house.post(Role.BUYER, f"purchasing/purchase-orders/{order['id']}/submit", {})
    await house.quiet()
    came = {"purchase_order_line_id": order["lines"][0]["id"], "quantity": "6"}
    await house.post(Role.WAREHOUSE, "inventory/receipts", {"purchase_order_id": order["id"], "lines": [came]})
    tolerance = {"supplier_id": str(house.supplier), "price_rate": "0.02", "price_amount": "1.00"}
    await house.put(Role.FINANCE, "accounting/bill-tolerances", {"items": [tolerance]})
    await house.quiet()

    clerk = await hire("finance", "en")
    supplier = (f"S{house.supplier.hex[-8:]}", str(house.supplier))
    await bills.enter(clerk, supplier=supplier, number="FA-2026/07", price="4.50", total="32.40")
    await bills.expect_credit(clerk, "Avoir promis au téléphone")
    await clerk.speak("fr")
    await bills.credit(clerk, "AV-7")

    assert await house.listed(Role.FINANCE, "accounting/gr-ir/lines", supplier_id=str(house.supplier)) == []
    (bill,) = await house.listed(Role.FINANCE, "accounting/supplier-bills", supplier_id=str(house.supplier))
    assert (bill["status"], bill["gross_amount"], bill["open_amount"]) == ("posted", "32.40", "28.80")
