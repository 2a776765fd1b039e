"""« Demander les prix » : the buyer hands out links, a supplier answers by his without an account, and thinks again.

Another has prices by quantity and sells by the dozen: the buyer sees at which price the question is, and awards what is sold.
"""

from datetime import UTC, datetime, timedelta

import pytest
from playwright.async_api import Browser, expect
from wholesaler.client import Role

from tests.e2e.desk import Desk, Hire
from tests.integration.house import House, decimal, decimals

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

    guest = await browser.new_context(locale="en-GB", viewport={"width": 390, "height": 844}, reduced_motion="reduce")
    supplier = Desk(await guest.new_page(), "en")
    supplier.watch()
    await supplier.page.goto(link)
    await supplier.is_settled()
    await expect(supplier.page.get_by_text("Palettes Europe, livraison le matin.")).to_be_visible()
    barriers += await supplier.barriers()
    await supplier.page.get_by_label(supplier.say("orders.price"), exact=True).fill("4.80")
    await supplier.page.get_by_label(supplier.say("invitation.minimum"), exact=True).fill("20")
    await supplier.page.get_by_label(supplier.say("rfqs.note")).fill("Franco dès 500 €")
    await supplier.button(supplier.say("invitation.send")).click()
    await expect(supplier.page.get_by_text(supplier.say("invitation.kept", version=1))).to_be_visible()
    await supplier.page.reload()
    await expect(supplier.page.get_by_label(supplier.say("orders.price"), exact=True)).to_have_value("4.8")
    await supplier.page.get_by_label(supplier.say("orders.price"), exact=True).fill("4.50")
    await supplier.button(supplier.say("invitation.sendAgain")).click()
    await expect(supplier.page.get_by_text(supplier.say("invitation.kept", version=2))).to_be_visible()
    barriers += await supplier.barriers()
    assert (barriers, supplier.faults) == ([], [])

    (line,) = (await house.get(Role.BUYER, f"purchasing/rfqs/{rfq['id']}/comparison"))["items"]
    assert [offer["unit_price"] for offer in line["offers"]] == ["4.50"]
    await supplier.button(supplier.say("invitation.decline")).click()
    await supplier.page.get_by_role("dialog").get_by_role("button", name=supplier.say("invitation.decline")).click()
    await expect(supplier.page.get_by_text(supplier.say("words.rfqStanding.declined"))).to_be_visible()
    (line,) = (await house.get(Role.BUYER, f"purchasing/rfqs/{rfq['id']}/comparison"))["items"]
    assert line["offers"] == []
    await guest.close()


async def test_prices_by_quantity_are_said_compared_and_awarded_as_they_are_sold(
    house: House, hire: Hire, browser: Browser
) -> None:
    article = await house.product()
    await house.quiet()
    today = datetime.now(UTC).date()
    asked = {
        "warehouse": house.warehouse,
        "respond_by": (today + timedelta(days=7)).isoformat(),
        "lines": [{"product_id": str(article), "quantity": "100"}],
        "supplier_ids": [str(house.supplier)],
    }
    rfq = await house.post(Role.BUYER, "purchasing/rfqs", asked)
    buyer = await hire("buyer", "fr")

    guest = await browser.new_context(
        base_url=buyer.page.url, locale="fr-FR", viewport={"width": 390, "height": 844}, reduced_motion="reduce"
    )
    supplier = Desk(await guest.new_page(), "fr", pictures=buyer.pictures)
    supplier.watch()
    await supplier.page.goto(rfq["invitations"][0]["link"])
    await supplier.is_settled()
    page, say = supplier.page, supplier.say
    sku = await page.get_by_role("group").first.get_attribute("aria-label")
    await page.get_by_label(say("orders.price"), exact=True).fill("4,80")
    await page.get_by_label(say("common.quantity"), exact=True).fill("600")
    await page.get_by_label(say("invitation.multiple"), exact=True).fill("12")
    until = (today + timedelta(days=12)).isoformat()
    await page.get_by_label(say("invitation.lineUntil"), exact=True).fill(until)
    for number, (quantity, price) in enumerate((("200", "4,20"), ("50", "4,50")), start=2):
        await page.get_by_role("button", name=say("invitation.addBreakTo", sku=sku)).click()
        await page.get_by_label(say("invitation.breakFrom", sku=sku, number=number)).fill(quantity)
        await page.get_by_label(say("invitation.breakPrice", sku=sku, number=number), exact=True).fill(price)
    await supplier.button(say("invitation.send")).click()
    await expect(page.get_by_label(say("invitation.breakFrom", sku=sku, number=3))).to_have_attribute(
        "aria-invalid", "true"
    )
    barriers = await supplier.barriers()
    await supplier.picture("supplier-breaks-wrong")
    for number, quantity, price in ((2, "50", "4,50"), (3, "200", "4,20")):
        await page.get_by_label(say("invitation.breakFrom", sku=sku, number=number)).fill(quantity)
        await page.get_by_label(say("invitation.breakPrice", sku=sku, number=number), exact=True).fill(price)
    await supplier.button(say("invitation.send")).click()
    await expect(page.get_by_text(say("invitation.kept", version=1))).to_be_visible()
    await page.reload()
    await expect(page.get_by_label(say("invitation.breakPrice", sku=sku, number=3), exact=True)).to_have_value("4,2")
    await expect(page.get_by_label(say("invitation.lineUntil"), exact=True)).to_have_value(until)
    barriers += await supplier.barriers()
    await supplier.picture("supplier-breaks")
    assert [fault for fault in supplier.faults if "422" not in fault] == []
    await guest.close()

    await buyer.go(f"/rfqs/{rfq['id']}")
    cell = buyer.page.get_by_role("main").get_by_role("cell").last
    await expect(cell).to_contain_text("(dès 50)")
    await expect(cell).to_contain_text("Dès 200")
    awarded = cell.get_by_label(buyer.say("rfqs.awarded"))
    await expect(awarded).to_have_value("108")
    await buyer.picture("comparison-breaks")
    await awarded.fill("100")
    await buyer.button(buyer.say("rfqs.award", count=1)).click()
    await expect(buyer.page.get_by_role("alert").get_by_text("attribuez 96 ou 108")).to_be_visible()
    barriers += await buyer.barriers()
    await buyer.picture("award-refused")
    await cell.get_by_role("button", name="96", exact=True).click()
    await buyer.button(buyer.say("rfqs.award", count=1)).click()
    await expect(buyer.page.get_by_text(buyer.say("words.rfqStatus.awarded"))).to_be_visible()
    buyer.faults[:] = [fault for fault in buyer.faults if "409" not in fault]
    assert barriers == []
    (ordered,) = await house.listed(Role.BUYER, "purchasing/purchase-orders", supplier_id=str(house.supplier))
    order = await house.get(Role.BUYER, f"purchasing/purchase-orders/{ordered['id']}")
    (line,) = order["lines"]
    assert decimals(line, "quantity", "unit_price") == decimal("96", "4.50")
    prices = await house.listed(Role.BUYER, "purchasing/supplier-prices", supplier_id=str(house.supplier))
    assert {each["effective_until"] for each in prices} == {(today + timedelta(days=13)).isoformat()}
