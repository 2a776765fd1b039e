"""Invoices are due by the rule of their order's terms; a discount for early payment is offered, and expected."""

import asyncio
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import httpx
import pytest
from accounting.commands.expect_discounts import expect_all_discounts
from accounting.domain.payment_terms import Offered, PaymentTerms, discount_on, due_on, share_taken
from comptoir.accounting.v1.invoice_pb2 import InvoiceIssued
from comptoir.accounting.v1.payment_pb2 import CashDiscountExpected
from comptoir.catalog.v1.partner_pb2 import MonthEnd, PartnerChanged
from comptoir.catalog.v1.partner_pb2 import PaymentTerms as Message
from hypothesis import given
from hypothesis import strategies as st
from kit.testing.services import ServiceUnderTest

from services.accounting.tests.factories import House, broken, number
from services.accounting.tests.test_documents import ALL, balances, changed

ESC = Message(code="ESC", net_days=30, month_end=MonthEnd.MONTH_END_NONE, discount_rate=number("0.02"), discount_days=8)
TERMS = "catalog.partners.v1"
amounts = st.decimals(0, 10_000, places=2)


@pytest.mark.parametrize(
    ("terms", "due"),
    [
        (PaymentTerms("", 30), date(2026, 2, 9)),
        (PaymentTerms("FDM45", 45, "before-days"), date(2026, 3, 17)),
        (PaymentTerms("45FDM", 45, "after-days"), date(2026, 2, 28)),
    ],
)
def test_an_invoice_of_the_tenth_of_january_is_due(terms: PaymentTerms, due: date) -> None:
    assert due_on(terms, date(2026, 1, 10)) == due


@given(amounts)
def test_a_discount_is_rounded_to_the_cent_and_never_more_than_the_invoice(gross: Decimal) -> None:
    found = discount_on(PaymentTerms("ESC", 30, "none", Decimal("0.02"), 8), date(2026, 1, 10), gross)
    assert found is not None
    assert abs(found.amount - gross * Decimal("0.02")) <= Decimal("0.005")
    assert found.until == date(2026, 1, 18)
    assert discount_on(PaymentTerms("", 30), date(2026, 1, 10), gross) is None


@given(st.lists(st.builds(Offered, amounts, amounts), max_size=8))
def test_a_share_is_a_share(record: list[Offered]) -> None:
    assert 0 <= share_taken(record) <= 1
    assert share_taken([]) == 1


async def customer(house: House, terms: Message | None, version: int) -> None:
    changed = PartnerChanged(
        partner_id=house.customer_id, version=version, code="C", name="Customer", is_customer=True, payment_terms=terms
    )
    await house.accounting.deliver(TERMS, changed)


async def expected(house: House, since: int) -> list[tuple[str, str, str]]:
    told = await house.accounting.published(CashDiscountExpected, since=since)
    return [
        (each.offered_rate.value, each.share_taken.value, each.expected_rate.value)
        for each in told
        if each.partner_id == house.customer_id
    ]


async def judge(accounting: ServiceUnderTest, at: str) -> None:
    async with accounting.database.transaction() as tx:
        await expect_all_discounts(tx, datetime.fromisoformat(f"{at}T00:00:00+00:00"))


async def test_terms_of_the_order_reach_its_invoice(accounting: ServiceUnderTest) -> None:
    house = await House(accounting).open()
    await house.receive("10", "1")
    since = await accounting.outbox_position()
    await house.sell("1", "100", day="2026-03-02", payment_terms=ESC)
    await house.sell(
        "1", "100", day="2026-03-02",
        payment_terms=Message(code="FDM45", net_days=45, month_end=MonthEnd.MONTH_END_BEFORE_DAYS),
    )  # fmt: skip
    offered, plain = await accounting.published(InvoiceIssued, since=since)
    assert (offered.due_on, offered.payment_terms_code, offered.discount_until) == ("2026-04-01", "ESC", "2026-03-10")
    assert (offered.discount_rate.value, offered.discount_amount.value) == ("0.02", "2.40")
    assert (plain.due_on, plain.payment_terms_code, plain.HasField("discount_rate")) == ("2026-05-15", "FDM45", False)
    async with accounting.client("accounting.invoices.read") as client:
        shown = (await client.get(f"/invoices/{offered.invoice_id}")).json()
    assert (shown["discount_until"], shown["discount_amount"]) == ("2026-03-10", "2.40")
    assert await broken(accounting) == []


async def test_what_a_discount_costs_is_learned_from_who_takes_it(accounting: ServiceUnderTest) -> None:
    house = await House(accounting).open()
    since = await accounting.outbox_position()
    await customer(house, ESC, 2)
    await customer(house, ESC, 3)
    assert await expected(house, since) == [("0.020000", "1.0000", "0.020000")]  # nothing is known: all of it
    await house.receive("10", "1")
    await house.sell("3", "100", day="2026-03-02", payment_terms=ESC)  # 360.00
    await house.sell("1", "100", day="2026-03-02", payment_terms=ESC)  # 120.00
    await judge(accounting, "2026-03-10")  # its time is not over
    payment: dict[str, Any] = {"partner_id": house.customer_id, "direction": "received", "match": "oldest"}
    async with accounting.client("accounting.payments.write") as client:
        for amount, day in (("360", "2026-03-10"), ("120", "2026-03-11")):
            answer = await client.post("/payments", json={**payment, "amount": amount, "paid_on": day})
            assert answer.status_code == 201, answer.text
    for _ in range(2):
        await judge(accounting, "2026-03-12")
    await judge(accounting, "2027-03-12")  # a year later nothing is remembered
    await customer(house, None, 4)
    await customer(house, None, 5)
    assert await expected(house, since) == [
        ("0.020000", "1.0000", "0.020000"),
        ("0.020000", "0.7500", "0.015000"),
        ("0.020000", "1.0000", "0.020000"),
        ("0.000000", "0.7500", "0.000000"),
    ]


async def test_a_customer_without_a_discount_is_not_told_about(accounting: ServiceUnderTest) -> None:
    since = await accounting.outbox_position()
    house = await House(accounting).open()
    await judge(accounting, "2026-03-12")
    assert await expected(house, since) == []


async def test_who_pays_early_keeps_the_discount_back_with_its_tax(accounting: ServiceUnderTest) -> None:
    """Never more than is offered, on time, and once: two payments at once cannot both take it."""
    house = await House(accounting).open()
    await house.receive("10", "1")
    terms = Message(code="2-10", net_days=30, discount_rate=number("0.02"), discount_days=10)
    await house.sell("1", "100", day="2026-03-02", payment_terms=terms)
    async with accounting.client(*ALL) as client:
        (item,) = (await client.get("/open-items", params={"partner_id": house.customer_id})).json()["items"]

        async def pay(amount: str, discount: str, paid_on: str) -> httpx.Response:
            match = {"document_id": item["document_id"], "amount": amount, "discount": discount}
            head = {"partner_id": house.customer_id, "direction": "received", "amount": amount, "paid_on": paid_on}
            return await client.post("/payments", json={**head, "matches": [match]})

        late, more = await pay("117.60", "2.40", "2026-03-13"), await pay("117.59", "2.41", "2026-03-12")
        before = await balances(accounting)
        both = await asyncio.gather(*(pay("50.00", "2.40", "2026-03-12") for _ in range(2)))
    assert [(each.status_code, each.json()["type"].rsplit("/", 1)[-1]) for each in (late, more)] == [
        (409, "discount-not-offered")
    ] * 2
    assert sorted(each.status_code for each in both) == [201, 409]
    assert changed(before, await balances(accounting)) == {
        "411": "-52.40", "44571": "0.40", "512": "50.00", "665": "2.00",
    }  # fmt: skip
    assert await broken(accounting) == []
