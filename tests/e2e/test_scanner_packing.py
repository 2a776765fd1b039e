"""« Emballer » : what was picked goes into a package without a network, and nothing that does not belong there."""

from decimal import Decimal

import pytest
from playwright.async_api import expect
from wholesaler.client import Role

from tests.e2e.desk import Hire
from tests.e2e.test_scanner_offline import KEPT, scan
from tests.integration.house import House

pytestmark = [pytest.mark.integration, pytest.mark.slow]


async def test_an_order_is_packed_without_a_network_and_a_wrong_article_stays_out(house: House, hire: Hire) -> None:
    article = await house.article(price="10.00", stock="10", cost="1.00")
    other = await house.article(price="10.00", stock="10", cost="1.00")
    order = await house.place({article: "3"})
    await house.quiet()
    asked = {"warehouse": house.warehouse, "sales_order_ids": [order["id"]]}
    wave = await house.post(Role.WAREHOUSE, "inventory/waves", asked)
    picked = [
        {"task_id": task["id"], "quantity": task["quantity"], "location": task["location"]} for task in wave["tasks"]
    ]
    await house.post(Role.WAREHOUSE, f"inventory/waves/{wave['id']}/picks", {"lines": picked})

    clerk = await hire("warehouse", "fr")
    await clerk.go("/scanner")
    await clerk.is_settled()
    await clerk.page.wait_for_function(KEPT)
    await clerk.button("Emballer").click()
    await scan(clerk, order["number"])
    await expect(clerk.page.get_by_text("Scannez l")).to_be_visible()
    await scan(clerk, f"A-{other.hex[-10:]}")
    await expect(clerk.page.get_by_role("alert")).to_contain_text(f"à emballer pour {order['number']}. Remettez")
    barriers = await clerk.barriers()
    await scan(clerk, f"A-{article.hex[-10:]}")
    await expect(clerk.page.get_by_text("1 / 3")).to_be_visible()

    await clerk.page.context.set_offline(True)
    await expect(clerk.page.get_by_text("Hors ligne")).to_be_visible()
    for _ in range(2):
        await scan(clerk, f"A-{article.hex[-10:]}")
    await expect(clerk.page.get_by_text("3 / 3")).to_be_visible()
    await scan(clerk, f"A-{article.hex[-10:]}")
    await expect(clerk.page.get_by_role("alert")).to_contain_text("il en a été prélevé moins")
    await clerk.page.get_by_label("Poids (kg)").fill("4,25")
    await clerk.button("Fermer le colis").click()
    await expect(clerk.page.get_by_text("2 saisies à envoyer")).to_be_visible()
    await expect(clerk.page.get_by_text("Plus rien à emballer")).to_be_visible()

    await clerk.page.context.set_offline(False)
    clerk.faults.clear()  # a browser says of each request that there was no network
    await expect(clerk.page.get_by_text("à envoyer")).to_have_count(0)
    (package,) = (await house.get(Role.WAREHOUSE, "inventory/packages", sales_order_id=order["id"]))["items"]
    assert (package["state"], Decimal(package["weight_kg"])) == ("closed", Decimal("4.25"))
    assert [Decimal(line["quantity"]) for line in package["lines"]] == [Decimal(3)]
    await clerk.page.get_by_role("main").get_by_role("button", name=package["sscc"]).click()
    async with clerk.page.expect_download() as label:
        await clerk.page.get_by_role("menuitem", name="ZPL").click()
    assert (await label.value).suggested_filename == f"{package['sscc']}.zpl"
    barriers += await clerk.barriers()
    assert barriers == []
