"""From what is proposed to what has come, and from a plan to corrected stock, by people who have only the screens."""

from datetime import UTC, datetime

import pytest
from playwright.async_api import expect
from wholesaler.client import Role

from tests.e2e.desk import Hire
from tests.integration.house import House

pytestmark = [pytest.mark.integration, pytest.mark.slow]


async def test_a_proposal_becomes_an_order_that_is_placed_printed_and_received(house: House, hire: Hire) -> None:
    article = await house.product()
    await house.quiet()
    price = {"product_id": str(article), "unit_price": "4.00", "lead_time_days": 3}
    today = datetime.now(UTC).date().isoformat()
    listed = {"supplier_id": str(house.supplier), "effective_from": today, "lines": [price]}
    file = await house.post(Role.BUYER, "purchasing/price-files", listed)
    await house.post(Role.BUYER, f"purchasing/price-files/{file['id']}/apply", {})
    rule = {
        "product_id": str(article), "warehouse": house.warehouse, "method": "min-max", "minimum": "10", "maximum": "30",
        "lead_days": 3, "supplier_id": str(house.supplier),
    }  # fmt: skip
    await house.quiet()
    await house.put(Role.BUYER, "inventory/replenishment/rules", {"items": [rule]})
    await house.post(Role.BUYER, "inventory/replenishment/runs", {"product_ids": [str(article)]})

    buyer = await hire("buyer", "fr")
    await buyer.go("/replenishment")
    main = buyer.page.get_by_role("main")
    row = main.get_by_role("group", name=f"A-{article.hex[-10:]}")
    await row.get_by_role("checkbox").check()
    await row.get_by_role("textbox").fill("24")
    await row.get_by_role("button", name="Pourquoi").click()
    await expect(buyer.page.get_by_text("Niveau visé")).to_be_visible()
    barriers = await buyer.barriers()
    await buyer.page.keyboard.press("Escape")
    await buyer.button("Commander (1)").click()
    await main.get_by_role("link", name="PO-").click()
    await expect(buyer.page.get_by_role("heading", level=1)).to_contain_text("PO-")
    barriers += await buyer.barriers()
    await buyer.button("Passer la commande").click()
    await expect(main.get_by_text("Passée", exact=True)).to_be_visible()
    async with buyer.page.expect_download() as paper:
        await buyer.button("PDF").click()
    assert (await paper.value).suggested_filename.startswith("PO-")
    (order,) = await house.listed(Role.BUYER, "purchasing/purchase-orders", supplier_id=str(house.supplier))
    assert (order["status"], order["net"]) == ("placed", "96.00")

    await main.get_by_role("button", name="Actions").click()
    await buyer.page.get_by_role("menuitem", name="Le fournisseur a confirmé").click()
    dialog = buyer.page.get_by_role("dialog")
    await expect(buyer.page.get_by_role("menu")).to_have_count(0)
    await dialog.get_by_label("Prix").fill("4,25")
    barriers += await buyer.barriers()
    await dialog.get_by_role("button", name="Confirmé, avec 1 ligne différente").click()
    await expect(main.get_by_text("Le fournisseur confirme autrement")).to_be_visible()
    barriers += await buyer.barriers()
    await buyer.button("Accepter").click()
    await expect(main.get_by_text("Le fournisseur confirme autrement")).to_be_hidden()
    assert barriers == []

    await house.quiet()
    clerk = await hire("warehouse", "fr")
    await clerk.go(f"/expected/{order['id']}")
    await clerk.button("Tout est arrivé").click()
    await clerk.button("Enregistrer la réception").click()
    await expect(clerk.page.get_by_role("heading", level=1)).to_contain_text("RE-")
    (there,) = await house.listed(Role.WAREHOUSE, "inventory/stock", product_id=str(article))
    assert there["on_hand"] == "24"


async def test_a_large_difference_of_a_count_waits_for_approval(house: House, hire: Hire) -> None:
    article = await house.article(price="300.00", stock="100", cost="10")
    rules = {"recount_value": "100000", "cause_value": "100000", "approval_value": "1"}
    before = await house.get(Role.ADMIN, "inventory/count-rules")
    await house.put(Role.ADMIN, "inventory/count-rules", rules)
    await house.quiet()
    clerk = await hire("warehouse", "fr")
    await clerk.go("/counts/new")
    main = clerk.page.get_by_role("main")
    await main.get_by_label("Site", exact=True).first.click()
    await clerk.page.locator(f'[role=option][value="{house.warehouse}"]').click()
    await main.get_by_text("Tout le site").click()
    barriers = await clerk.barriers()
    await clerk.button("Ouvrir le comptage").click()
    await expect(clerk.page.get_by_role("heading", level=1)).to_contain_text("CO-")
    scan = main.get_by_label("Scanner")
    await scan.fill(f"A-{article.hex[-10:]}")
    await scan.press("Enter")
    await expect(main.get_by_placeholder("Vu")).to_be_focused()
    await clerk.page.keyboard.type("98")
    barriers += await clerk.barriers()
    await clerk.button("Enregistrer 1 saisie").click()
    await expect(main.get_by_text("compté 98")).to_be_visible()
    await clerk.button("Clore le comptage").click()
    await clerk.page.get_by_role("dialog").get_by_role("button", name="Clore le comptage").click()
    await expect(main.get_by_text("Les écarts attendent une approbation")).to_be_visible()
    barriers += await clerk.barriers()
    assert barriers == []

    (count,) = await house.listed(Role.WAREHOUSE, "inventory/counts", warehouse=house.warehouse)
    boss = await hire("finance", "en")
    await boss.go(f"/counts/{count['id']}")
    await expect(boss.page.get_by_role("main").get_by_text("expected 100")).to_be_visible()
    assert await boss.barriers() == []
    waiting = await house.listed(Role.FINANCE, "inventory/approvals", status="pending")
    (request,) = [each for each in waiting if each["document_id"] == count["id"]]
    await house.post(Role.FINANCE, f"inventory/approvals/{request['id']}/approve", {"comment": ""})
    await house.put(Role.ADMIN, "inventory/count-rules", {name: before[name] for name in rules})
    (there,) = await house.listed(Role.WAREHOUSE, "inventory/stock", product_id=str(article))
    assert there["on_hand"] == "98"
