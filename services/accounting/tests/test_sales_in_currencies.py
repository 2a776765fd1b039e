"""Customers who buy in their currency: invoices, credit notes and payments, each at the rate of its day."""

from decimal import Decimal

import pytest
from comptoir.accounting.v1.credit_note_pb2 import CreditNoteIssued
from comptoir.accounting.v1.invoice_pb2 import InvoiceIssued
from kit.consumer import NotYet
from kit.testing.services import ServiceUnderTest

from services.accounting.tests.factories import House, broken
from services.accounting.tests.test_currencies import ask, balances, changed, house, set_rates
from services.accounting.tests.test_customer_credit_notes import ALL, notes, request, sold, tell
from services.accounting.tests.test_customer_credit_notes import ask as credit


async def invoiced(home: House, quantity: str = "10", day: str = "2026-03-02") -> InvoiceIssued:
    """At 11 USD each: 10 EUR on the second of March."""
    return await sold(home, quantity, "11", currency="USD", exchange_rate="1.10", day=day)


async def pay(accounting: ServiceUnderTest, home: House, amount: str, paid_on: str) -> dict[str, str]:
    body = {
        "partner_id": home.customer_id, "direction": "received", "amount": amount, "currency": "USD", "paid_on": paid_on,
        "match": "oldest",
    }  # fmt: skip
    answer: dict[str, str] = await ask(accounting, "POST", "/payments", body, 201)
    return answer


async def test_an_invoice_is_worth_what_its_day_says_and_a_payment_what_its_own_does(
    accounting: ServiceUnderTest,
) -> None:
    home = await house(accounting)
    await home.receive("10", "6")
    before = await balances(accounting)
    since = await accounting.outbox_position()
    await home.sell("10", "11", currency="USD", exchange_rate="1.10")
    (invoice,) = await accounting.published(InvoiceIssued, since=since)
    posted = changed(before, await balances(accounting))
    assert {account: posted[account] for account in ("411", "707", "44571")} == {
        "411": "120.00", "707": "-100.00", "44571": "-20.00",
    }  # fmt: skip
    assert (invoice.currency, invoice.gross_amount.value, invoice.exchange_rate.value) == ("USD", "132.00", "1.10")
    assert (invoice.lines[0].company_amount.value, invoice.company_tax_amount.value) == ("100.00", "20.00")
    async with accounting.client(*ALL) as client:
        shown = (await client.get(f"/invoices/{invoice.invoice_id}")).json()
        exposure = (await client.get(f"/credit/{home.customer_id}")).json()
    assert (shown["gross_amount"], Decimal(shown["rate"]), shown["value"]) == ("132.00", Decimal("1.10"), "120.00")
    assert (exposure["receivable"], exposure["committed"]) == ("120.00", "0.00")
    before = await balances(accounting)
    payment = await pay(accounting, home, "132.00", "2026-03-05")
    assert (payment["value"], payment["exchange_gain"]) == ("132.00", "12.00")
    assert changed(before, await balances(accounting)) == {"411": "-120.00", "512": "132.00", "756": "-12.00"}
    assert await broken(accounting) == []


async def test_what_is_credited_goes_back_at_the_rate_of_its_invoice(accounting: ServiceUnderTest) -> None:
    home = await house(accounting)
    invoice = await invoiced(home)
    before, since = await balances(accounting), await accounting.outbox_position()
    await tell(home, request(home, invoice, credit(invoice, "1", "11.00"), currency="USD"))
    assert changed(before, await balances(accounting)) == {"411": "-12.00", "707": "10.00", "44571": "2.00"}
    (told,) = await accounting.published(CreditNoteIssued, since=since)
    assert (told.lines[0].company_amount.value, told.company_tax_amount.value) == ("10.00", "2.00")
    before = await balances(accounting)
    payment = await pay(accounting, home, "118.80", "2026-03-10")  # 95.04 at 1.25, where the books have 108
    assert (payment["value"], payment["exchange_gain"]) == ("95.04", "-12.96")
    assert changed(before, await balances(accounting)) == {"411": "-108.00", "512": "95.04", "656": "12.96"}
    assert await broken(accounting) == []


async def test_credit_that_is_left_is_used_or_paid_back_and_leaves_nothing(accounting: ServiceUnderTest) -> None:
    home = await house(accounting)
    first = await invoiced(home)
    await pay(accounting, home, "132.00", "2026-03-02")
    second = await invoiced(home, "1", day="2026-03-05")  # 13.20 USD, worth as much in EUR on that day
    await tell(home, request(home, first, credit(first, "2", "22.00"), currency="USD"))
    (note,) = await notes(home)
    assert note["left_amount"] == "26.40"
    before = await balances(accounting)
    path = f"/customer-credit-notes/{note['id']}"
    async with accounting.client(*ALL) as client:
        used = await client.post(f"{path}/use", json={"used_on": "2026-03-09", "invoice_ids": [second.invoice_id]})
        assert (used.status_code, used.json()["left_amount"]) == (200, "13.20"), used.text
        assert changed(before, await balances(accounting)) == {"411": "-1.20", "656": "1.20"}
        before = await balances(accounting)
        paid = await client.post(f"{path}/pay-back", json={"amount": "13.20", "paid_on": "2026-03-10"})
        assert (paid.status_code, paid.json()["left_amount"]) == (200, "0.00"), paid.text
        assert changed(before, await balances(accounting)) == {"411": "12.00", "512": "-10.56", "756": "-1.44"}
        owed = (await client.get(f"/credit/{home.customer_id}")).json()
    assert (owed["receivable"], owed["committed"]) == ("0.00", "0.00")
    assert await broken(accounting) == []


async def test_what_left_in_a_currency_without_a_rate_waits_for_it(accounting: ServiceUnderTest) -> None:
    home = await house(accounting)
    with pytest.raises(NotYet, match="no rate of USD on 2026-06-02"):
        await sold(home, "1", "11", currency="USD", exchange_rate="1.10", day="2026-06-02")
    await set_rates(accounting, d0602="1.10")
    await invoiced(home, "1", day="2026-06-02")
