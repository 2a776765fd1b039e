"""From the sign-in to a decision: a thin order is confirmed by its seller and approved by who may, with the screens alone."""

import pytest
from playwright.async_api import expect
from wholesaler.client import Role

from tests.e2e.desk import Hire
from tests.integration.house import House

pytestmark = [pytest.mark.integration, pytest.mark.slow]

WORDS = {
    "fr": {
        "confirm": "Confirmer",
        "waits": "À approuver",
        "approve": "Approuver",
        "firm": "Confirmée",
        "why": "Expliquer",
        "thin": "À approuver",
    },
    "en": {
        "confirm": "Confirm",
        "waits": "To approve",
        "approve": "Approve",
        "firm": "Confirmed",
        "why": "Explain",
        "thin": "Needs approval",
    },
}


@pytest.mark.parametrize("language", ["fr", "en"])
async def test_an_order_below_its_margin_is_confirmed_and_approved(house: House, hire: Hire, language: str) -> None:
    words = WORDS[language]
    article = await house.article(price="10.00", stock="100", cost="1.00")
    asked = house.order({article: "3"})
    asked["lines"] = [{"product_id": str(article), "quantity": "3", "unit_price": "8.00"}]
    order = await house.post(Role.SALES, "sales/orders", asked)
    await house.quiet()  # services have heard of the customer and the article: people do not know what they lack

    seller = await hire("sales", language)
    assert await seller.barriers() == []
    await seller.go(f"/prices?customer={house.customer}&lines={article}:3:8.00")
    await expect(seller.page.get_by_role("main")).to_contain_text(words["thin"])
    assert await seller.barriers() == []
    await seller.find(order["number"])
    await seller.page.get_by_role("button", name=words["why"]).click()
    assert await seller.barriers() == []
    await seller.button(words["confirm"]).click()
    await expect(seller.page.get_by_role("main")).to_contain_text(words["waits"])

    manager = await hire("pricing", language, dark=True)
    await manager.page.keyboard.press("g")
    await manager.page.keyboard.press("a")
    request = manager.page.get_by_role("listitem", name=order["number"])
    await expect(request).to_contain_text("The customer")
    assert await manager.barriers() == []
    await request.get_by_role("button", name=words["approve"]).click()
    await expect(request).to_have_count(0)
    await manager.is_settled()  # what was clicked leaves the list before it is written

    await seller.page.reload()
    await expect(seller.page.get_by_role("main")).to_contain_text(words["firm"])
    (decided,) = await house.listed(Role.PRICING, "sales/approvals", document_id=order["id"], status="approved")
    assert decided["status"] == "approved"
