"""Documents issued again: invoices, down payments, credit notes. All go by the platform, and each is its customer's."""

from datetime import date

from accounting.commands.einvoice.write_invoices import write_all
from accounting.domain.einvoice.lifecycle import Code
from accounting.domain.einvoice.model import Kind
from accounting.formats.einvoice.workshop import take
from kit.testing.services import ServiceUnderTest

from services.accounting.tests.factories import broken
from services.accounting.tests.test_customer_credit_notes import ask, notes, request, sold, tell
from services.accounting.tests.test_documents import balances
from services.accounting.tests.test_down_payments import advance, confirmed
from services.accounting.tests.test_einvoices import TradingHouse
from services.accounting.tests.test_platform import Post, call, flows_of, post
from services.accounting.tests.test_received_invoices import slug

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


async def test_a_refused_down_payment_is_owed_and_taken_off_under_its_new_number(
    accounting: ServiceUnderTest, post: Post
) -> None:
    house = await TradingHouse(accounting).introduce()
    order = await confirmed(house)
    paid = (await advance(order, share="0.30")).json()
    await write(post)
    await refused(post, paid["number"])
    before = await balances(accounting)
    again = await call(accounting, "POST", f"/invoices/{paid['id']}/reissue", {"reason": "address"}, 201)
    assert again["number"] > paid["number"]
    assert again["number"][:3] == "AC-"
    assert await balances(accounting) == before
    owed = await call(accounting, "GET", f"/open-items?partner_id={house.customer_id}")
    assert [(each["number"], each["due_on"]) for each in owed["items"]] == [(again["number"], again["due_on"])]
    days = date.fromisoformat(again["due_on"]) - date.fromisoformat(again["issued_on"])
    assert days == date.fromisoformat(paid["due_on"]) - date.fromisoformat(paid["issued_on"])

    invoice = await order.ship("10")
    await write(post)
    async with accounting.client("accounting.invoices.read") as client:
        final = take((await client.get(f"/invoices/{invoice.invoice_id}/files/cii")).content).document
        new = take((await client.get(f"/down-payments/{again['id']}/files/cii")).content).document
    assert final is not None
    assert new is not None
    assert [each.number for each in final.preceding] == [again["number"]]
    assert (new.kind, str(new.due_on), str(new.totals.gross)) == (
        Kind.PREPAYMENT,
        again["due_on"],
        paid["gross_amount"],
    )
    assert await broken(accounting) == []


async def test_a_refused_credit_note_credits_under_its_new_number(accounting: ServiceUnderTest, post: Post) -> None:
    house = await TradingHouse(accounting).introduce()
    invoice = await sold(house)
    await tell(house, request(house, invoice, ask(invoice, "1", "10.00")))
    (note,) = await notes(house)
    await write(post)
    await refused(post, note["number"])
    before = await balances(accounting)
    again = await call(accounting, "POST", f"/invoices/{note['id']}/reissue", {"reason": "address"}, 201)
    twice = await call(accounting, "POST", f"/invoices/{note['id']}/reissue", {"reason": "again"}, 409)
    assert slug(twice) == "status-not-possible"
    assert (again["number"] > note["number"], again["due_on"]) == (True, None)
    assert await balances(accounting) == before
    await write(post)
    async with accounting.client("accounting.invoices.read") as client:
        new = take((await client.get(f"/customer-credit-notes/{again['id']}/files/ubl")).content).document
    assert new is not None
    assert (new.kind, new.number, [each.number for each in new.preceding]) == (
        Kind.CREDIT_NOTE, again["number"], [invoice.number],
    )  # fmt: skip
    settled = await call(accounting, "GET", f"/payments/{note['id']}")
    assert settled["number"] == again["number"]
    assert await broken(accounting) == []
