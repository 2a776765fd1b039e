"""A portal user gets nothing of another customer, at any endpoint that his role opens."""

from identity.domain.roles import PERMISSIONS, Role
from kit.testing.doors import assert_customers_are_apart
from kit.testing.services import ServiceUnderTest

from services.inventory.tests import factories as make

PORTAL = [each for each in PERMISSIONS[Role.PORTAL_ADMIN] if each.startswith("inventory.")]


async def test_a_portal_user_gets_nothing_of_another_customer(inventory: ServiceUnderTest) -> None:
    product = await make.product(inventory, "5")
    order = await make.firm(inventory, (product, "5"))
    shipment = await make.posted(inventory, "/shipments", {"sales_order_id": order.order_id})
    theirs = {"shipment_id": shipment["id"], "customer_id": order.customer_id}
    assert await assert_customers_are_apart(inventory, PORTAL, theirs=theirs, bodies={}) == 1
