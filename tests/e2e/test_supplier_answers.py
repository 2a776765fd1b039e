"""« Demander les prix » : the buyer hands out links, a supplier answers by his without an account, and thinks again."""

from datetime import UTC, datetime, timedelta

import pytest
from playwright.async_api import Browser, expect
from wholesaler.client import Role

from tests.e2e.desk import Desk, Hire
from tests.integration.house import House

pytestmark = [pytest.mark.integration, pytest.mark.slow]


async def test_a_supplier_answers_by_his_link_and_may_think_again(house: House, hire: Hire, browser: Browser) -> None:
    article = await house.product()
    await house.quiet()
    asked = {
        "warehouse": house.warehouse,
        "respond_by": (datetime.now(UTC).date() + timedelta(days=7)).isoformat(),
        "note": "Palettes Europe, livraison le matin.",
        "lines": [{"product_id": str(article), "quantity": "100"}],
        "supplier_ids": [str(house.supplier)],
    }
    rfq = await house.post(Role.BUYER, "purchasing/rfqs", asked)

    buyer = await hire("buyer", "fr")
    await buyer.go(f"/rfqs/{rfq['id']}")
    await buyer.page.get_by_role("main").get_by_role("button", name="Nouveau lien").click()
    dialog = buyer.page.get_by_role("dialog")
    link = await dialog.get_by_role("textbox").input_value()
    barriers = await buyer.barriers()

    guest = await browser.new_context(locale="fr-FR", viewport={"width": 390, "height": 844}, reduced_motion="reduce")
    supplier = Desk(await guest.new_page())
    supplier.watch()
    await supplier.page.goto(link)
    await supplier.is_settled()
    await expect(supplier.page.get_by_text("Palettes Europe, livraison le matin.")).to_be_visible()
    barriers += await supplier.barriers()
    await supplier.page.get_by_label("Prix", exact=True).fill("4,80")
    await supplier.page.get_by_label("À partir de").fill("20")
    await supplier.page.get_by_label("Remarque").fill("Franco dès 500 €")
    await supplier.button("Envoyer mon offre").click()
    await expect(supplier.page.get_by_text("Votre offre est reçue (version 1)")).to_be_visible()
    await supplier.page.reload()
    await expect(supplier.page.get_by_label("Prix", exact=True)).to_have_value("4,8")
    await supplier.page.get_by_label("Prix", exact=True).fill("4,50")
    await supplier.button("Remplacer mon offre").click()
    await expect(supplier.page.get_by_text("Votre offre est reçue (version 2)")).to_be_visible()
    barriers += await supplier.barriers()
    assert (barriers, supplier.faults) == ([], [])

    (line,) = (await house.get(Role.BUYER, f"purchasing/rfqs/{rfq['id']}/comparison"))["items"]
    assert [offer["unit_price"] for offer in line["offers"]] == ["4.50"]
    await supplier.button("Décliner").click()
    await supplier.page.get_by_role("dialog").get_by_role("button", name="Décliner").click()
    await expect(supplier.page.get_by_text("A décliné")).to_be_visible()
    (line,) = (await house.get(Role.BUYER, f"purchasing/rfqs/{rfq['id']}/comparison"))["items"]
    assert line["offers"] == []
    await guest.close()
