"""Invoices issued again beside the other kinds of documents: all go by the platform, and each is its customer's."""

from accounting.commands.einvoice.write_invoices import write_all
from accounting.domain.einvoice.lifecycle import Code
from accounting.formats.einvoice.workshop import take
from kit.testing.services import ServiceUnderTest

from services.accounting.tests.factories import broken
from services.accounting.tests.test_customer_credit_notes import ask, notes, request, sold, tell
from services.accounting.tests.test_down_payments import advance, confirmed
from services.accounting.tests.test_einvoices import TradingHouse
from services.accounting.tests.test_platform import Post, call, flows_of, post

__all__ = ["post"]


async def write(post: Post) -> None:
    await write_all(post.database, post.workshop, "EUR", post.platform, sends=True)


async def refused(post: Post, number: str) -> None:
    """Its buyer does not take it."""
    refusal = post.status(Code.REFUSED, number, reason_code="ADR_ERR", reason="Adresse")
    post.standin.deliver("210.xml", refusal, syntax="CDAR", kind="CustomerInvoiceLC")
    await post.hear()


async def test_down_payments_and_credit_notes_go_by_the_platform_too(accounting: ServiceUnderTest, post: Post) -> None:
    house = await TradingHouse(accounting).introduce()
    order = await confirmed(house)
    paid = (await advance(order, share="0.30")).json()
    invoice = await sold(house)
    await tell(house, request(house, invoice, ask(invoice, "1", "10.00")))
    (note,) = await notes(house)
    await write(post)
    for document_id in (paid["id"], invoice.invoice_id, note["id"]):
        assert [each["status"] for each in await flows_of(accounting, document_id)] == ["waiting"]
    assert await post.send() == 3
    await refused(post, paid["number"])
    life = await call(accounting, "GET", f"/invoices/{paid['id']}/life")
    assert (life["number"], life["is_dead"]) == (paid["number"], True)
    await call(accounting, "POST", f"/invoices/{paid['id']}/reissue", {"reason": "no"}, 404)


async def test_an_invoice_issued_again_is_its_customers_and_credited_under_its_new_number(
    accounting: ServiceUnderTest, post: Post
) -> None:
    house = await TradingHouse(accounting).introduce()
    order = await confirmed(house)
    paid = (await advance(order, share="0.30")).json()
    invoice = await order.ship("10")
    await write(post)
    await refused(post, invoice.number)
    again = await call(accounting, "POST", f"/invoices/{invoice.invoice_id}/reissue", {"reason": "address"}, 201)
    await write(post)
    path = f"/invoices/{again['id']}"
    async with accounting.client("accounting.invoices.read", customer_id=house.customer_id) as client:
        listed = (await client.get(f"{path}/files")).json()
        document = take((await client.get(f"{path}/files/ubl")).content).document
        assert (await client.get(f"{path}/paper")).content[:5] == b"%PDF-"
        assert (await client.get(f"{path}/life")).status_code == 200
        assert (await client.get(f"/down-payments/{again['id']}/files")).status_code == 404
    assert (listed["number"], listed["status"], listed["findings"]) == (again["number"], "written", [])
    assert document is not None
    assert (document.process, [each.number for each in document.preceding]) == ("B4", [paid["number"]])
    assert (str(document.totals.paid), str(document.totals.payable)) == ("36.00", "84.00")
    async with accounting.client("accounting.invoices.read", customer_id=house.supplier_id) as client:
        for part in ("files", "files/ubl", "paper", "life"):
            assert (await client.get(f"{path}/{part}")).status_code == 403

    await tell(house, request(house, invoice, ask(invoice, "1", "10.00")))
    (note,) = await notes(house)
    await write(post)
    async with accounting.client("accounting.invoices.read") as client:
        credited = take((await client.get(f"/customer-credit-notes/{note['id']}/files/cii")).content).document
    assert credited is not None
    assert [(each.number, str(each.issued_on)) for each in credited.preceding] == [
        (again["number"], again["issued_on"])
    ]
    assert await broken(accounting) == []
