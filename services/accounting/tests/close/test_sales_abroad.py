"""What went abroad and is not invoiced is accrued as it will be invoiced: without tax, in company currency."""

from comptoir.catalog.v1.partner_pb2 import Address, PartnerChanged
from kit.testing.services import ServiceUnderTest

from services.accounting.tests.close.test_month_end import ask, lines, receive, ship
from services.accounting.tests.factories import House


async def test_what_is_to_be_invoiced_abroad_bears_no_tax_and_has_the_rate_of_its_order(
    accounting: ServiceUnderTest,
) -> None:
    house = await House(accounting).open()
    swiss = PartnerChanged(
        partner_id=house.customer_id, version=2, code="C", name="Customer", is_customer=True, payment_days=30,
        addresses=[Address(kind="delivery", country="CH", postal_code="1201")],
    )  # fmt: skip
    await accounting.deliver("catalog.partners.v1", swiss)
    await receive(house, "10", "6", "2026-06-10")
    await ship(house, "2", "11", "2026-06-20", currency="USD", exchange_rate="1.10")
    shown = await ask(accounting, "GET", "/periods/2026-06/closing")
    assert lines(shown)["invoices-to-issue"] == {"4181": "20.00", "707": "-20.00"}
