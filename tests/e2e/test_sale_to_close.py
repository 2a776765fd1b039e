"""From a sale below its margin to the closed month, in French, by people who have only the screens."""

from datetime import UTC, datetime

import pytest
from playwright.async_api import FilePayload, expect
from wholesaler.client import Role

from services.accounting.tests.bank_files import OURS, Transfer, camt
from tests.e2e.desk import Desk, Hire
from tests.integration.house import Answer, House

pytestmark = [pytest.mark.integration, pytest.mark.slow]


async def test_a_thin_sale_is_approved_invoiced_paid_and_its_month_is_closed(house: House, hire: Hire) -> None:
    article = await house.article(price="10.00", stock="100", cost="1.00")
    await house.quiet()
    policy = f"accounting/invoicing-policies/{house.customer}"
    await house.put(Role.FINANCE, policy, {"policy": "monthly"}, version=0)  # so that a run is what invoices

    seller = await hire("sales", "fr")
    number = await _sell_below(seller, house, sku=f"A-{article.hex[-10:]}")
    manager = await hire("pricing", "fr")
    await _approve(manager, number)
    order = await _confirmed(house, number)
    await house.post(Role.WAREHOUSE, "inventory/shipments", {"sales_order_id": order["id"]})
    await house.quiet()

    clerk = await hire("finance", "fr")
    await _invoice(clerk)
    (invoice,) = await house.listed(Role.FINANCE, "accounting/invoices", customer_id=str(house.customer))
    assert invoice["gross_amount"] == "28.80"
    await _pay(clerk, f"Facture {invoice['number']}", invoice["gross_amount"])
    await clerk.go(f"/invoices/{invoice['id']}")
    await expect(clerk.page.get_by_role("main")).to_contain_text("Payée")
    assert await clerk.barriers() == []
    await _close(clerk)


async def _sell_below(seller: Desk, house: House, *, sku: str) -> str:
    """Three pieces at 8 instead of 10, from the customer's call to the question."""
    main = seller.page.get_by_role("main")
    await seller.go("/orders/new")
    await main.get_by_role("textbox", name="Client", exact=True).fill(f"C{house.customer.hex[-8:]}")
    await seller.page.locator(f'[role=option][value="{house.customer}"]').click()
    await main.get_by_label("Site", exact=True).first.click()
    await seller.page.locator(f'[role=option][value="{house.warehouse}"]').click()
    await main.get_by_label("Ajouter par code").fill(sku)
    await seller.page.keyboard.press("Enter")
    await main.get_by_label("Quantité, ligne 1").fill("3")
    await main.get_by_label("Prix imposé, ligne 1").fill("8,00")
    await seller.button("Demander l’approbation").click()  # noqa: RUF001  # as the screen writes it
    await expect(main).to_contain_text("Cette commande attend une approbation.")
    assert await seller.barriers() == []
    return await seller.page.get_by_role("heading", level=1).inner_text()


async def _approve(manager: Desk, number: str) -> None:
    await manager.go("/approvals")
    request = manager.page.get_by_role("listitem", name=number)
    await request.get_by_role("button", name="Approuver").click()
    await expect(request).to_have_count(0)


async def _confirmed(house: House, number: str) -> Answer:
    found: list[Answer] = []

    async def is_confirmed() -> bool:
        found[:] = await house.listed(Role.SALES, "sales/orders", customer_id=str(house.customer))
        return [(each["number"], each["status"]) for each in found] == [(number, "confirmed")]

    await house.until(is_confirmed, f"{number} is confirmed")
    return found[0]


async def _invoice(clerk: Desk) -> None:
    """What left is invoiced before its month is over."""
    await clerk.go("/invoices")
    await clerk.button("Facturer").click()
    dialog = clerk.page.get_by_role("dialog")
    await dialog.get_by_label("Tout facturer").check()
    assert await clerk.barriers() == []
    await dialog.get_by_role("button", name="Établir les factures").click()
    await expect(dialog).to_have_count(0)


async def _pay(clerk: Desk, text: str, amount: str) -> None:
    """The bank's statement has the money: it finds its invoice by itself, and Enter agrees."""
    await clerk.go("/bank")
    await clerk.button("Ajouter un compte").click()
    dialog = clerk.page.get_by_role("dialog")
    await dialog.get_by_label("Nom du compte").fill("Compte courant")
    await dialog.get_by_label("IBAN").fill(OURS)
    await dialog.get_by_label("Compte comptable").fill("5129")
    assert await clerk.barriers() == []
    await dialog.get_by_role("button", name="Enregistrer").click()
    await expect(dialog).to_have_count(0)
    content = camt(Transfer(amount, text, name="The customer", day=f"{datetime.now(UTC):%Y-%m-%d}"), number="RELEVE-1")
    file: FilePayload = {"name": "releve.xml", "mimeType": "text/xml", "buffer": content}
    await clerk.page.locator("input[type=file]").set_input_files(file)
    await expect(clerk.page.get_by_role("heading", level=1)).to_have_text("RELEVE-1")
    await expect(clerk.page.get_by_role("main")).to_contain_text("numéro de facture dans le libellé")
    assert await clerk.barriers() == []
    await clerk.page.keyboard.press("j")
    await clerk.page.keyboard.press("Enter")
    await expect(clerk.page.get_by_role("main")).to_contain_text("Tout est traité")


async def _close(clerk: Desk) -> None:
    """The last month that is over, whatever still waits in it: with the reason for that."""
    await clerk.go("/closing")
    await clerk.button("Clore le mois").click()
    dialog = clerk.page.get_by_role("dialog")
    await dialog.get_by_label("Motif").fill("Premier mois, repris du logiciel de la maison")
    await dialog.get_by_role("button", name="Clore le mois").click()
    await expect(clerk.page.get_by_role("main")).to_contain_text("Clos")
    await expect(clerk.button("Sceller")).to_be_visible()
    assert await clerk.barriers() == []
