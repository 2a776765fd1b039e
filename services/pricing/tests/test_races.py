"""What is limited is limited for all processes together."""

from decimal import Decimal

import pytest
from kit.testing.services import ServiceUnderTest

from services.pricing.tests import factories as make
from services.pricing.tests.racers import PROCESSES, race
from services.pricing.tests.test_exceptions import Case

pytestmark = pytest.mark.slow


async def test_eight_processes_never_take_more_of_an_exception_than_its_cap(pricing: ServiceUnderTest) -> None:
    product, customer = await make.product(pricing, cost="1"), await make.customer(pricing)
    await make.prices(pricing, make.price(product, "10"))
    case = Case(pricing, product, customer)
    exception = await case.granted(quantity_cap="10")
    verdicts = await race(pricing.database.dsn, customer, product, unit_price="8", quantity="3", by_hand=True)
    assert (len(verdicts), verdicts.count("ALLOWED")) == (3 * PROCESSES, 3)
    assert Decimal((await case.get(exception["id"]))["quantity_used"]) == 9


async def test_eight_processes_never_sell_more_at_a_contracts_price_than_was_agreed(pricing: ServiceUnderTest) -> None:
    product, customer = await make.product(pricing, cost="1"), await make.customer(pricing)
    await make.prices(pricing, make.price(product, "10"))
    await make.contract(pricing, customer, {"product_id": product, "unit_price": "6", "quantity_cap": "100"})
    verdicts = await race(pricing.database.dsn, customer, product, unit_price="6", quantity="9", by_hand=False)
    assert (len(verdicts), verdicts.count("ALLOWED")) == (3 * PROCESSES, 11)
    held = await pricing.database.fetch(
        "SELECT sum(c.held_quantity) AS held FROM contract_call c JOIN contract_line l ON l.id = c.contract_line_id"
        " JOIN contract t ON t.id = l.contract_id WHERE t.customer_id = $1",
        customer,
    )
    assert held[0]["held"] == 99
