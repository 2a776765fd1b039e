"""A kit and a line that stock cannot serve: the seller takes what there is instead, below margin; pricing agrees, it is firm."""

from decimal import Decimal
from uuid import UUID

import pytest
from playwright.async_api import expect
from wholesaler.client import Role

from tests.e2e import day
from tests.e2e.desk import Desk, Hire
from tests.integration.house import House, decimal

pytestmark = [pytest.mark.integration, pytest.mark.slow]


def sku(article: UUID) -> str:
    return f"A-{article.hex[-10:]}"


async def test_a_seller_takes_the_substitute_and_pricing_agrees(house: House, hire: Hire) -> None:
    drill = await house.article(price="20.00", stock="50")
    bits = await house.article(price="5.00", stock="50")
    other = await house.article(price="11.00", stock="40")
    short = await house.article(price="10.00", stock="5", substitutes=[other])
    kit = await house.article(price="24.00")
    made_of = [{"product_id": str(drill), "quantity": "1"}, {"product_id": str(bits), "quantity": "2"}]
    await house.quiet()
    await house.put(Role.PRICING, f"sales/kits/{kit}", {"components": made_of}, version=0)
    await house.quiet()

    seller = await hire("sales", "fr")
    await _write(seller, house, kit, short)
    number = await day.ask(seller)
    await day.approve(await hire("pricing", "en"), number)

    await seller.page.reload()
    await expect(seller.page.get_by_role("main")).to_contain_text("Confirmée")
    (listed,) = await house.listed(Role.SALES, "sales/orders", customer_id=str(house.customer))
    order = await house.get(Role.SALES, f"sales/orders/{listed['id']}")
    assert (order["number"], order["status"], order["net"]) == (number, "confirmed", "124.40")
    assert [UUID(line["product_id"]) for line in order["lines"]] == [drill, bits, short, other]
    assert [Decimal(line["quantity_reserved"]) for line in order["lines"]] == decimal("2", "4", "5", "3")
    assert [(UUID(each["product_id"]), each["net"]) for each in order["kits"]] == [(kit, "48.00")]


async def _write(seller: Desk, house: House, kit: UUID, short: UUID) -> None:
    """Two kits, eight of which five are there, and three of the substitute below its margin."""
    main = seller.page.get_by_role("main")
    customer = (f"C{house.customer.hex[-8:]}", str(house.customer))
    await day.begin_order(seller, customer=customer, warehouse=house.warehouse)
    await day.add_line(seller, 1, sku=sku(kit), quantity="2")
    parts = seller.page.get_by_role("list", name=f"Composants de {sku(kit)}")
    await expect(parts.get_by_role("listitem")).to_have_count(2)
    await expect(main.get_by_role("listitem", name="Ligne 1")).to_contain_text("48,00")
    await expect(main).not_to_contain_text("À approuver")  # the price of a kit is nobody's discount
    await day.add_line(seller, 2, sku=sku(short), quantity="8")
    instead = seller.page.get_by_role("region", name=f"À la place de {sku(short)}")
    await expect(instead).to_contain_text("40 disponibles")
    await expect(instead).to_contain_text("11,00")
    await expect(instead.get_by_role("button", name="Compléter de 3")).to_be_visible()
    assert await seller.barriers() == []
    await seller.picture("vente-substitut")
    await main.get_by_label("Quantité, ligne 2").press("Alt+c")
    await expect(main.get_by_label("Quantité, ligne 2")).to_have_value("5")
    await expect(main.get_by_label("Quantité, ligne 3")).to_have_value("3")
    await expect(instead).to_have_count(0)
    await main.get_by_label("Prix imposé, ligne 3").fill("8,80")
