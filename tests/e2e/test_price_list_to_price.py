"""A list of prices as a spreadsheet: compared, approved by a second person, and the price says where it comes from."""

from datetime import UTC, datetime
from uuid import UUID

import pytest
from playwright.async_api import FilePayload, expect
from wholesaler.client import Role

from tests.e2e.desk import Hire
from tests.integration.house import House

pytestmark = [pytest.mark.integration, pytest.mark.slow]


async def test_a_list_is_compared_published_by_a_second_person_and_told_as_the_reason(house: House, hire: Hire) -> None:
    dear, cheap = [await house.article(price=price, stock="10", cost="4.00") for price in ("10.00", "8.00")]
    await house.quiet()
    table = "\n".join(
        ["sku;unit_price", f"{await _sku(house, dear)};11,50", f"{await _sku(house, cheap)};7,60", "NOBODY-KNOWS;1"]
    )

    pricer = await hire("pricing", "fr")
    main = pricer.page.get_by_role("main")
    await pricer.go("/price-lists")
    await pricer.button("Importer un tarif").click()
    dialog = pricer.page.get_by_role("dialog")
    file: FilePayload = {"name": "Tarif d'hiver.csv", "mimeType": "text/csv", "buffer": table.encode()}
    await dialog.locator("input[type=file]").set_input_files(file)
    await expect(dialog.get_by_role("textbox", name="Nom")).to_have_value("Tarif d'hiver")
    await dialog.get_by_label("Applicable le").fill(datetime.now(UTC).date().isoformat())
    assert await pricer.barriers() == []
    await dialog.get_by_role("button", name="Comparer").click()

    await expect(pricer.page.get_by_role("heading", level=1).first).to_contain_text("Tarif d'hiver")
    await expect(main).to_contain_text("NOBODY-KNOWS")  # refused, with its line
    await expect(main).to_contain_text("+15,0")
    await expect(main).to_contain_text("-5,0")
    await pricer.is_settled()
    assert await pricer.barriers() == []
    await pricer.button("Publier").click()
    await pricer.page.get_by_label("Laisser de côté la ligne refusée").check()
    await dialog.get_by_role("button", name="Publier").click()
    await expect(main).to_contain_text("approbation d")

    (waiting,) = await house.listed(Role.FINANCE, "pricing/approvals", waits_for_me="true")
    second = await hire("finance", "fr")
    await second.go("/approvals")
    request = second.page.get_by_role("listitem", name=waiting["document_number"])
    await expect(request).to_contain_text("En hausse : 1")
    await request.get_by_role("button", name="Approuver").click()
    await expect(request).to_have_count(0)

    await pricer.go(f"/prices?customer={house.customer}&lines={dear}:1:")
    await expect(main).to_contain_text("11,50")
    await expect(main).to_contain_text("Prix de tarif")
    await expect(main).to_contain_text("La marge est de")


async def _sku(house: House, product: UUID) -> str:
    return str((await house.get(Role.ADMIN, f"catalog/products/{product}"))["sku"])
