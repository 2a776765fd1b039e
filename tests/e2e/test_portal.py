"""« Commander dans le portail » : a customer orders from a list, follows it, asks for a return, lets colleagues in,
who order within limits and approve for each other."""

import re

import pytest
from kit.ids import new_id
from playwright.async_api import expect
from wholesaler.client import Role

from services.accounting.tests.company import COMPANY
from tests.e2e.desk import Desk, Hire
from tests.integration.house import House

pytestmark = [pytest.mark.integration, pytest.mark.slow]

SENTENCE = "the barn burns at noon"


async def manager_of(house: House) -> str:
    """The user name of who manages the customer's people; his password is the sentence."""
    name = f"boss{house.customer.hex[-8:]}@batiplus.example"
    user = {
        "username": name,
        "display_name": "Alix Boss",
        "roles": ["portal-admin"],
        "customer_id": str(house.customer),
    }
    made = await house.post(Role.ADMIN, "identity/users", user)
    await house.put(Role.ADMIN, f"identity/users/{made['id']}/password", {"password": SENTENCE}, version=1)
    return name


async def placed(house: House, buyer: Desk, sku: str) -> str:
    """The id of an order that was pasted with two mistakes, and put right where the pages say."""
    await buyer.go("/quick")
    await buyer.page.get_by_label("Votre liste").fill(f"{sku};8\n{sku}X;2")
    await buyer.button("Vérifier et mettre au panier").click()
    fault = buyer.page.get_by_role("alert")
    await expect(fault).to_contain_text(f"le code « {sku}X » est inconnu")
    await expect(fault).to_contain_text(f"Vouliez-vous dire {sku} ?")
    barriers = await buyer.barriers()
    await buyer.page.get_by_label("Votre liste").fill(f"{sku};8")
    await buyer.button("Vérifier et mettre au panier").click()
    await expect(buyer.page.get_by_text("5 disponibles ; le reste suivra")).to_be_visible()
    await buyer.page.get_by_label("Quantité de").fill("5")
    await expect(buyer.page.get_by_text("le reste suivra")).to_have_count(0)
    await buyer.page.get_by_label("Votre numéro de commande").fill("PO-77")
    await expect(buyer.button("Commander")).to_be_enabled()
    barriers += await buyer.barriers()
    await buyer.button("Commander").click()
    await expect(buyer.page.get_by_role("status").filter(has_text="est confirmée")).to_be_visible()
    barriers += await buyer.barriers()
    assert barriers == []
    return buyer.page.url.rpartition("/")[2].partition("?")[0]


async def test_a_customer_orders_follows_and_sends_back(house: House, hire: Hire) -> None:
    article = await house.article(price="10.00", stock="6", cost="1.00")
    await house.sell(article, "1")  # says from which site the customer is served
    sku = str((await house.get(Role.ADMIN, f"catalog/products/{article}"))["sku"])
    await house.put(Role.FINANCE, "accounting/company", COMPANY)
    boss = await manager_of(house)
    await house.quiet()
    buyer = await hire(boss, "fr", password=SENTENCE)
    order = await placed(house, buyer, sku)

    shipment = await house.post(Role.WAREHOUSE, "inventory/shipments", {"sales_order_id": order})

    async def is_invoiced() -> bool:
        return bool((await house.get(Role.SALES, f"sales/orders/{order}"))["status"] == "invoiced")

    await house.until(is_invoiced, "the order is invoiced")
    await house.quiet()
    await buyer.go(f"/orders/{order}")
    await expect(buyer.page.get_by_role("region", name="Suivi")).to_contain_text(str(shipment["number"]))
    (invoice,) = (await house.get(Role.SALES, f"sales/orders/{order}"))["invoices"]
    barriers = await buyer.barriers()
    await buyer.go("/invoices")
    async with buyer.page.expect_download() as paper:
        row = buyer.page.get_by_role("row", name=invoice["number"])
        await row.get_by_role("button", name=f"PDF {invoice['number']}").click()
    assert (await (await paper.value).path()).read_bytes().startswith(b"%PDF")
    barriers += await buyer.barriers()

    await buyer.go(f"/returns/new/{order}")
    await buyer.page.get_by_label(f"À rendre, {sku}").fill("2")
    barriers += await buyer.barriers()
    await buyer.button("Envoyer la demande").click()
    await expect(buyer.page.get_by_role("heading", level=1)).to_contain_text("Mes retours")
    barriers += await buyer.barriers()
    (asked,) = await house.listed(Role.SALES, "sales/returns", customer_id=str(house.customer))
    assert asked["order_id"] == order
    assert barriers == []


async def invited(boss: Desk, name: str, *rights: str, limit: str = "") -> str:
    """The e-mail of a colleague whom the manager invites, and who has chosen his password by the link."""
    await boss.go("/team")
    await boss.button("Inviter un collègue").click()
    dialog = boss.page.get_by_role("dialog")
    await dialog.get_by_label("Nom").fill(name)
    mail = f"{name.split(maxsplit=1)[0].lower()}{new_id().hex[-10:]}@batiplus.example"
    await dialog.get_by_label("Adresse e-mail").fill(mail)
    await dialog.get_by_label("Commander", exact=True).uncheck()
    for right in rights:
        await dialog.get_by_label(right, exact=True).check()
    if limit:
        await dialog.get_by_label("Plafond par commande (€ HT)").fill(limit)
    assert await boss.barriers() == []
    await dialog.get_by_role("button", name="Inviter", exact=True).click()
    link = boss.page.get_by_label("Lien d’invitation", exact=True)  # noqa: RUF001  # as French printers set it
    await expect(link).to_have_value(re.compile("invitation="))
    stranger = await boss.page.context.new_page()
    await stranger.goto(await link.input_value())
    await stranger.locator("#password").fill(SENTENCE)
    await stranger.locator("button").click()
    await expect(stranger.locator("#username")).to_be_visible()
    await stranger.close()
    return mail


async def test_above_his_limit_a_buyer_waits_for_a_colleague_and_follows_his_delivery(house: House, hire: Hire) -> None:
    article = await house.article(price="10.00", stock="30", cost="1.00")
    await house.sell(article, "1")
    sku = str((await house.get(Role.ADMIN, f"catalog/products/{article}"))["sku"])
    boss = await hire(await manager_of(house), "fr", password=SENTENCE)
    purchasing = await invited(boss, "Achats Nord", "Commander", limit="50")
    management = await invited(boss, "Direction Nord", "Valider les commandes des collègues")
    await boss.go("/team")
    await expect(boss.page.get_by_role("listitem").filter(has_text="Achats Nord")).to_contain_text("par commande")
    barriers = await boss.barriers()

    buyer = await hire(purchasing, "fr", password=SENTENCE)
    await buyer.go("/quick")
    await buyer.page.get_by_label("Votre liste").fill(f"{sku};8")
    await buyer.button("Vérifier et mettre au panier").click()
    await expect(buyer.page.get_by_role("status").filter(has_text="un collègue devra la valider")).to_be_visible()
    barriers += await buyer.barriers()
    await buyer.button("Commander").click()
    await expect(buyer.page.get_by_role("status").filter(has_text="dépasse le plafond")).to_be_visible()
    barriers += await buyer.barriers()
    order = buyer.page.url.rpartition("/")[2].partition("?")[0]
    number = str((await house.get(Role.SALES, f"sales/orders/{order}"))["number"])

    approver = await hire(management, "fr", password=SENTENCE)
    await approver.go("/approvals")
    await expect(approver.page.get_by_text("Commandée par Achats Nord")).to_be_visible()
    barriers += await approver.barriers()
    await approver.page.get_by_role("button", name=f"Valider {number}").click()
    await expect(approver.page.get_by_text("Rien à valider")).to_be_visible()
    barriers += await approver.barriers()

    await house.quiet()
    await buyer.go("/deliveries")
    await expect(buyer.page.get_by_role("row", name=number)).to_contain_text("Prêt à partir")
    barriers += await buyer.barriers()
    shipment = await house.post(Role.WAREHOUSE, "inventory/shipments", {"sales_order_id": order})
    await house.quiet()
    await buyer.go("/deliveries/left")
    barriers += await buyer.barriers()
    await buyer.page.get_by_role("link", name=str(shipment["number"])).click()
    await expect(buyer.page.get_by_role("region", name="Marchandises")).to_contain_text(sku)
    async with buyer.page.expect_download() as note:
        await buyer.button("Bon de livraison").click()
    assert (await (await note.value).path()).read_bytes().startswith(b"%PDF")
    barriers += await buyer.barriers()

    reader = await hire(management, "en", password=SENTENCE)
    for path, said in (("/approvals", "Nothing to approve"), ("/deliveries", "Nothing is expected")):
        await reader.go(path)
        await expect(reader.page.get_by_text(said)).to_be_visible()
    await reader.go(f"/orders/{order}")
    await expect(reader.page.get_by_role("region", name="Progress")).to_contain_text("Left")
    barriers += await reader.barriers()
    assert barriers == []


async def every_page(shopper: Desk) -> None:
    """Whatever the shop's menu leads to opens, in both languages."""
    for path in await shopper.menu():
        await shopper.choose(path)
        await expect(shopper.page.get_by_role("heading", level=1)).to_be_visible()
        for language in ("fr", "en"):
            await shopper.speak(language)


async def test_a_colleague_who_may_only_look_is_invited(house: House, hire: Hire) -> None:
    article = await house.article(price="10.00", stock="6", cost="1.00")
    await house.place({article: "1"})
    boss = await hire(await manager_of(house), "en", password=SENTENCE)
    await boss.go("/team")
    await boss.button("Invite a colleague").click()
    dialog = boss.page.get_by_role("dialog")
    await dialog.get_by_label("Name").fill("Nadia Colin")
    mail = f"nadia{house.customer.hex[-8:]}@batiplus.example"
    await dialog.get_by_label("E-mail address").fill(mail)
    await dialog.get_by_label("Order", exact=True).uncheck()
    barriers = await boss.barriers()
    await dialog.get_by_role("button", name="Invite", exact=True).click()
    link = boss.page.get_by_label("Invitation link", exact=True)
    await expect(link).to_have_value(re.compile("invitation="))
    barriers += await boss.barriers()
    address = await link.input_value()

    stranger = await boss.page.context.new_page()
    await stranger.goto(address)
    await stranger.locator("#password").fill(SENTENCE)
    await stranger.locator("button").click()
    await expect(stranger.locator("#username")).to_be_visible()
    await stranger.close()

    nadia = await hire(mail, "en", password=SENTENCE)
    await expect(nadia.page.get_by_role("link", name="My orders")).to_be_visible()
    for absent in ("My team", "Quick order", "Basket", "My invoices", "To approve"):
        await expect(nadia.page.get_by_role("link", name=absent)).to_have_count(0)
    barriers += await nadia.barriers()
    await every_page(nadia)
    await boss.go("/")
    await every_page(boss)
    await boss.go("/team")
    await boss.page.get_by_role("button", name="More for Nadia Colin").click()
    await boss.page.get_by_role("menuitem", name="End the access").click()
    await expect(boss.page.get_by_text("Access ended")).to_be_visible()
    assert barriers == []
