"""From a sale below its margin to the closed month, in both languages, by people who have only the screens."""

import pytest
from playwright.async_api import expect
from wholesaler.client import Role

from tests.e2e import day
from tests.e2e.desk import Hire
from tests.integration.house import Answer, House

pytestmark = [pytest.mark.integration, pytest.mark.slow]


async def test_a_thin_sale_is_approved_invoiced_paid_and_its_month_is_closed(house: House, hire: Hire) -> None:
    article = await house.article(price="10.00", stock="100", cost="1.00")
    await house.quiet()
    policy = f"accounting/invoicing-policies/{house.customer}"
    await house.put(Role.FINANCE, policy, {"policy": "monthly"}, version=0)  # so that a run is what invoices

    number = await day.sell_below(
        await hire("sales", "en"),
        customer=(f"C{house.customer.hex[-8:]}", str(house.customer)),
        warehouse=house.warehouse,
        sku=f"A-{article.hex[-10:]}",
        quantity="3",
        price="8.00",
    )
    await day.approve(await hire("pricing", "fr"), number)
    order = await _confirmed(house, number)
    await house.post(Role.WAREHOUSE, "inventory/shipments", {"sales_order_id": order["id"]})
    await house.quiet()

    clerk = await hire("finance", "en")
    await day.invoice(clerk)
    (invoice,) = await house.listed(Role.FINANCE, "accounting/invoices", customer_id=str(house.customer))
    assert invoice["gross_amount"] == "28.80"
    await clerk.speak("fr")
    await day.open_account(clerk, ledger_account="5129")
    await day.match(
        clerk,
        f"Facture {invoice['number']}",
        invoice["gross_amount"],
        payer="The customer",
        statement="RELEVE-1",
    )
    await clerk.go(f"/invoices/{invoice['id']}")
    await expect(clerk.page.get_by_role("main")).to_contain_text("Payée")
    assert await clerk.barriers() == []
    await clerk.speak("en")
    await day.close_month(clerk)


async def _confirmed(house: House, number: str) -> Answer:
    found: list[Answer] = []

    async def is_confirmed() -> bool:
        found[:] = await house.listed(Role.SALES, "sales/orders", customer_id=str(house.customer))
        return [(each["number"], each["status"]) for each in found] == [(number, "confirmed")]

    await house.until(is_confirmed, f"{number} is confirmed")
    return found[0]
