"""From a customer's question to the goods that he gives back: quote, order, amendment and return, with the screens alone."""

import re

import pytest
from playwright.async_api import expect
from wholesaler.client import Role

from tests.e2e.desk import Desk, Hire
from tests.integration.house import House

pytestmark = [pytest.mark.integration, pytest.mark.slow]

WORDS = {
    "fr": {
        "customer": "Client",
        "site": "Site",
        "code": "Ajouter par code",
        "quantity": "Quantité, ligne 1",
        "save": "Enregistrer le devis",
        "send": "Envoyer",
        "link": "Lien du client",
        "accept": "Accepté par le client",
        "who": "Qui l’a dit",  # noqa: RUF001  # as the console writes it
        "make": "Créer la commande",
        "draft": "Brouillon",
        "confirm": "Confirmer",
        "firm": "Confirmée",
        "change": "Modifier",
        "wanted": "Quantité voulue de",
        "reason": "Motif",
        "weigh": "Voir l’effet",  # noqa: RUF001  # as the console writes it
        "agree": "Accepter",
        "back": "Autoriser le retour",
        "authorised": "Autorisé",
    },
    "en": {
        "customer": "Customer",
        "site": "Site",
        "code": "Add by code",
        "quantity": "Quantity, line 1",
        "save": "Save quote",
        "send": "Send",
        "link": "Customer’s link",  # noqa: RUF001  # as the console writes it
        "accept": "Accepted by the customer",
        "who": "Who said so",
        "make": "Create the order",
        "draft": "Draft",
        "confirm": "Confirm",
        "firm": "Confirmed",
        "change": "Change",
        "wanted": "Wanted quantity of",
        "reason": "Reason",
        "weigh": "See the effect",
        "agree": "Accept",
        "back": "Authorise the return",
        "authorised": "Authorised",
    },
}


@pytest.mark.parametrize("language", ["fr", "en"])
async def test_a_quote_becomes_an_order_that_is_amended_shipped_and_given_back(
    house: House, hire: Hire, language: str
) -> None:
    words = WORDS[language]
    article = await house.article(price="10.00", stock="100", cost="1.00")
    await house.quiet()  # services have heard of the customer and the article
    seller = await hire("sales", language)
    main = seller.page.get_by_role("main")

    await _quote(seller, house, f"A-{article.hex[-10:]};30", words)
    assert await seller.barriers() == []
    await seller.button(words["send"]).click()
    link = seller.page.get_by_role("dialog", name=words["link"])
    await expect(link.get_by_role("textbox")).to_have_value(re.compile("/offer#.{20,}"))
    assert await seller.barriers() == []
    await seller.page.keyboard.press("Escape")

    await seller.button(words["accept"]).click()
    await seller.page.get_by_label(words["who"]).fill("The buyer")
    await seller.page.get_by_role("button", name=words["make"]).click()
    await expect(main).to_contain_text(words["draft"])
    await seller.button(words["confirm"]).click()
    await expect(main).to_contain_text(words["firm"])

    await main.get_by_role("link", name=words["change"], exact=True).click()
    await main.get_by_role("textbox", name=words["wanted"]).fill("40")
    await main.get_by_label(words["reason"]).fill("The customer needs more")
    assert await seller.barriers() == []
    await seller.button(words["weigh"]).click()
    await expect(main).to_contain_text("400,00" if language == "fr" else "400.00")  # the order as it would be
    assert await seller.barriers() == []
    await seller.button(words["agree"]).click()
    await expect(seller.page).to_have_url(re.compile(r"/orders/[^/]+$"))  # back from the change
    (order,) = await house.listed(Role.SALES, "sales/orders", product_id=str(article))
    assert (order["status"], order["net"], order["revision"]) == ("confirmed", "400.00", 1)

    await house.post(Role.WAREHOUSE, "inventory/shipments", {"sales_order_id": order["id"]})
    await house.quiet()
    await seller.go(f"/returns/new?order={order['id']}")
    await main.get_by_role("textbox", name=words["wanted"]).fill("5")
    assert await seller.barriers() == []
    await seller.button(words["back"]).click()
    await expect(seller.page.get_by_role("heading", level=1)).to_contain_text("RMA-")
    await expect(main).to_contain_text(words["authorised"])
    assert await seller.barriers() == []
    (asked,) = await house.listed(Role.SALES, "sales/returns", order_id=order["id"])
    assert asked["status"] == "authorised"


async def _quote(seller: Desk, house: House, line: str, words: dict[str, str]) -> None:
    """Written from the keyboard: the customer by his code, the goods by theirs."""
    main = seller.page.get_by_role("main")
    customer = await house.get(Role.ADMIN, f"catalog/partners/{house.customer}")
    await seller.go("/quotes/new")
    field = main.get_by_role("textbox", name=words["customer"], exact=True)
    await field.fill(str(customer["code"]))
    await expect(seller.page.locator(f'[role=option][value="{house.customer}"]')).to_be_visible()
    await field.press("Enter")
    await main.get_by_label(words["site"], exact=True).first.click()
    await seller.page.locator(f'[role=option][value="{house.warehouse}"]').click()
    code = main.get_by_role("textbox", name=words["code"])
    await code.fill(line)
    await code.press("Enter")
    await expect(main.get_by_label(words["quantity"])).to_have_value("30")
    await expect(main).to_contain_text("300")
    await seller.button(words["save"]).click()
    await expect(seller.page.get_by_role("heading", level=1)).to_contain_text("QU-")
