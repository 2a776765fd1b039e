"""A part of a delivery with a damaged piece is received, by somebody who has only the screens."""

import pytest
from wholesaler.client import Role

from tests.e2e import day
from tests.e2e.desk import Hire
from tests.integration.house import House

pytestmark = [pytest.mark.integration, pytest.mark.slow]


async def test_a_part_of_a_delivery_is_received_with_a_damaged_piece(house: House, hire: Hire) -> None:
    article = await house.product()
    line = {"product_id": str(article), "quantity": "10", "unit_price": "4.00"}
    asked = {"supplier_id": str(house.supplier), "warehouse": house.warehouse, "currency": "EUR", "lines": [line]}
    order = await house.post(Role.BUYER, "purchasing/purchase-orders", asked)
    await house.post(Role.BUYER, f"purchasing/purchase-orders/{order['id']}/submit", {})
    await house.quiet()

    await day.receive(
        await hire("warehouse", "en"), str(order["id"]), sku=f"A-{article.hex[-10:]}", good="5", damaged="1"
    )
    (left,) = await house.listed(Role.WAREHOUSE, "inventory/expected-receipts", purchase_order_id=order["id"])
    assert (left["received"], left["outstanding"]) == ("6", "4")
    moved = await house.listed(Role.WAREHOUSE, "inventory/movements", product_id=str(article))
    assert sorted(each["quantity"] for each in moved) == ["1", "5"]
    (claim,) = await house.listed(Role.WAREHOUSE, "inventory/claims", supplier_id=str(house.supplier))
    assert claim["kind"] == "receipt-damaged"
