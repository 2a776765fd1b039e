"""A portal user gets no price of another customer, at any endpoint that his role opens."""

from identity.domain.roles import PERMISSIONS, Role
from kit.ids import new_id
from kit.testing.doors import assert_customers_are_apart
from kit.testing.services import ServiceUnderTest

from services.pricing.tests import factories as make

PORTAL = [each for each in PERMISSIONS[Role.PORTAL_ADMIN] if each.startswith("pricing.")]


async def test_a_portal_user_gets_no_price_of_another_customer(pricing: ServiceUnderTest) -> None:
    other, product = await make.customer(pricing), await make.product(pricing, cost="5")
    bodies = {
        "quotes": {"customer_id": other, "lines": [{"product_id": product, "quantity": "1"}]},
        "breaks": {"customer_id": other, "product_ids": [product]},
    }
    theirs = {"customer_id": str(new_id())}
    assert await assert_customers_are_apart(pricing, PORTAL, theirs=theirs, bodies=bodies) == 2
