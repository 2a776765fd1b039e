"""A purchase order above the threshold, from the supplier's price list to the approver's inbox, with only the screens."""

import pytest
from playwright.async_api import expect
from wholesaler.client import Role

from tests.e2e.desk import Hire
from tests.integration.house import House

pytestmark = [pytest.mark.integration, pytest.mark.slow]


async def test_a_purchase_order_is_written_by_keyboard_and_waits_for_approval(house: House, hire: Hire) -> None:
    article = await house.product()
    await house.quiet()
    buyer = await hire("buyer", "en")
    await buyer.go("/purchase-orders/new")
    main = buyer.page.get_by_role("main")
    supplier = await house.get(Role.ADMIN, f"catalog/partners/{house.supplier}")
    await main.get_by_role("textbox", name=buyer.say("common.supplier"), exact=True).fill(str(supplier["code"]))
    await buyer.page.locator(f'[role=option][value="{house.supplier}"]').click()
    await main.get_by_label(buyer.say("common.site"), exact=True).first.click()
    await buyer.page.locator(f'[role=option][value="{house.warehouse}"]').click()
    code = main.get_by_role("textbox", name=buyer.say("entry.code"))
    await code.fill(f"A-{article.hex[-10:]};300;4.50")
    await code.press("Enter")
    await expect(main.get_by_label(buyer.say("entry.quantityOf", number=1))).to_have_value("300")
    assert await buyer.barriers() == []
    await buyer.button(buyer.say("purchase.submit")).click()
    await expect(buyer.page.get_by_role("heading", level=1)).to_contain_text("PO-")
    await expect(main.get_by_text(buyer.say("words.orderStatus.awaiting-approval"))).to_be_visible()
    assert await buyer.barriers() == []
    (order,) = await house.listed(Role.BUYER, "purchasing/purchase-orders", supplier_id=str(house.supplier))
    assert (order["status"], order["net"]) == ("awaiting-approval", "1350.00")
