"""A portal user gets no document of another customer, at any endpoint that his role opens."""

from identity.domain.roles import PERMISSIONS, Role
from kit.testing.doors import assert_customers_are_apart
from kit.testing.services import ServiceUnderTest

from services.accounting.tests.company import know_company
from services.accounting.tests.factories import House
from services.accounting.tests.test_customer_credit_notes import ask, notes, request, sold, tell
from services.accounting.tests.test_down_payments import advance, confirmed

PORTAL = [each for each in PERMISSIONS[Role.PORTAL_ADMIN] if each.startswith("accounting.")]


async def test_a_portal_user_gets_no_document_of_another_customer(accounting: ServiceUnderTest) -> None:
    await know_company(accounting)
    other = await House(accounting).open()
    invoice = await sold(other)
    await tell(other, request(other, invoice, ask(invoice, "1", "10.00")))
    (note,) = await notes(other)
    order = await confirmed(other)
    paid = (await advance(order, share="0.5")).json()
    async with accounting.client(*PORTAL) as client:
        listed = (await client.get("/invoices", params={"customer_id": other.customer_id})).json()["items"]
    theirs = {
        "customer_id": other.customer_id,
        "partner_id": other.customer_id,
        "invoice_id": listed[0]["id"],
        "invoices/document_id": listed[0]["id"],
        "credit_note_id": note["id"],
        "customer-credit-notes/document_id": note["id"],
        "down_payment_id": paid["id"],
        "down-payments/document_id": paid["id"],
        "sales_order_id": paid["sales_order_id"],
        "kind": "factur-x",
    }
    bodies = {"papers": {"ids": [listed[0]["id"]]}}
    assert await assert_customers_are_apart(accounting, PORTAL, theirs=theirs, bodies=bodies) > 18
