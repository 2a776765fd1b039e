"""« Scanner sans réseau » : what is scanned in a dead corner survives a reload, and is posted once when the network is back."""

from decimal import Decimal

import pytest
from playwright.async_api import expect
from wholesaler.client import Role

from tests.e2e.desk import Desk, Hire
from tests.integration.house import House, decimal

pytestmark = [pytest.mark.integration, pytest.mark.slow]

_KEPT = """async () => {
    const registration = await navigator.serviceWorker.ready;
    const kept = await caches.open('comptoir-scanner');
    const files = (await kept.keys()).map(({ url }) => new URL(url).pathname);
    const wanted = performance.getEntriesByType('resource').map(({ name }) => new URL(name).pathname);
    return registration.active?.state === 'activated' && files.includes('/scanner')
        && wanted.filter((name) => name.startsWith('/assets/')).every((name) => files.includes(name));
}"""


async def scan(desk: Desk, code: str) -> None:
    await desk.page.get_by_label("Saisir un code").fill(code)
    await desk.button("Utiliser").click()


async def moved(desk: Desk, sku: str, warehouse: str, quantity: str) -> None:
    """Of the open flow « Déplacer », from STOCK to A-01."""
    await scan(desk, sku)
    await scan(desk, f"{warehouse}:STOCK")
    await scan(desk, f"{warehouse}:A-01")
    await desk.page.get_by_label("Quantité").fill(quantity)
    await desk.button("Valider").click()
    await expect(desk.page.get_by_text("Enregistré :")).to_be_visible()


async def test_what_is_scanned_without_a_network_is_posted_once(house: House, hire: Hire) -> None:
    article = await house.article(price="10.00", stock="10", cost="1.00")
    await house.post(
        Role.WAREHOUSE, "inventory/locations", {"warehouse": house.warehouse, "code": "A-01", "name": "A-01"}
    )
    sku = f"A-{article.hex[-10:]}"
    await house.quiet()

    clerk = await hire("warehouse", "fr")
    context = clerk.page.context
    await clerk.go("/scanner")
    barriers = await clerk.barriers()
    await clerk.page.wait_for_function(_KEPT)
    await clerk.button("Déplacer").click()
    await moved(clerk, sku, house.warehouse, "1")  # with a network: the device learns what the code means

    await context.set_offline(True)
    await expect(clerk.page.get_by_text("Hors ligne")).to_be_visible()
    await moved(clerk, sku, house.warehouse, "2")
    await moved(clerk, sku, house.warehouse, "3")
    await expect(clerk.page.get_by_text("2 saisies à envoyer")).to_be_visible()
    barriers += await clerk.barriers()
    await clerk.page.reload()
    await expect(clerk.page.get_by_text("2 saisies à envoyer")).to_be_visible()
    await expect(clerk.page.get_by_text("Hors ligne")).to_be_visible()

    await context.set_offline(False)
    clerk.faults.clear()  # a browser says of each request that there was no network
    await expect(clerk.page.get_by_text("En ligne")).to_be_visible()
    await expect(clerk.page.get_by_text("à envoyer")).to_have_count(0)
    await clerk.page.reload()
    await clerk.is_settled()
    await house.quiet()
    moves = await house.listed(Role.WAREHOUSE, "inventory/movements", product_id=str(article))
    assert sorted(Decimal(each["quantity"]) for each in moves) == decimal("1", "2", "3", "10")  # 10: the opening stock
    assert barriers == []
