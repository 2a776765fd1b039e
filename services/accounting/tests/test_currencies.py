"""Goods bought in another currency: each amount with its rate, exchange differences never onto stock."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from accounting.domain.bill import Bill, BillLine, bill_lines
from accounting.domain.chart import Journal
from accounting.domain.entry import JournalEntry
from accounting.domain.errors import UnreadableRates
from accounting.domain.matching import Match, OpenItem, settled
from accounting.domain.payment import Payment, Settlement, payment_lines
from accounting.domain.purchase import Cost, PurchasePrice, ReceivedAt
from accounting.domain.reference_rates import read_reference_rates
from accounting.domain.schemes import SchemeName, price_difference_lines
from comptoir.accounting.v1.bill_pb2 import BillPosted
from comptoir.accounting.v1.exchange_rate_pb2 import ExchangeRateSet
from comptoir.accounting.v1.payment_pb2 import PaymentRecorded
from hypothesis import given
from hypothesis import strategies as st
from kit.consumer import NotYet
from kit.exchange import ExchangeRate
from kit.ids import new_id
from kit.testing.services import ServiceUnderTest

from services.accounting.tests.factories import House, broken

DATA = Path(__file__).parent / "data"
WHO = (
    "accounting.bills.write", "accounting.bills.read", "accounting.disputes.resolve", "accounting.taxes.write",
    "accounting.payments.write", "accounting.payments.read", "accounting.ledger.read", "accounting.rates.read",
    "accounting.rates.write",
)  # fmt: skip


async def ask(accounting: ServiceUnderTest, method: str, path: str, body: Any = None, status: int = 200) -> Any:
    async with accounting.client(*WHO) as client:
        answer = await client.request(method, path, json=body)
    assert answer.status_code == status, answer.text
    return answer.json()


def slug(answer: dict[str, Any]) -> str:
    return str(answer["type"].rsplit("/", 1)[-1])


async def set_rates(accounting: ServiceUnderTest, **rates: str) -> None:
    """Rates of the dollar, by day: `d0302="1.10"`."""
    body = [{"currency": "USD", "rate": rate, "valid_on": f"2026-{day[1:3]}-{day[3:]}"} for day, rate in rates.items()]
    await ask(accounting, "PUT", "/exchange-rates", {"rates": body})


async def house(accounting: ServiceUnderTest, method: str = "fifo") -> House:
    for tax_class, rate in (("standard", "0.2"), ("outside", "0")):
        body = {"tax_class": tax_class, "rate": rate, "effective_from": "2020-01-01"}
        await ask(accounting, "PUT", "/tax-rates", body)
    await set_rates(accounting, d0302="1.10", d0305="1.00", d0310="1.25")
    return await House(accounting, method).open()


async def balances(accounting: ServiceUnderTest) -> dict[str, Decimal]:
    accounts = (await ask(accounting, "GET", "/trial-balance"))["accounts"]
    return {each["account"]: Decimal(each["balance"]) for each in accounts}


def changed(before: dict[str, Decimal], after: dict[str, Decimal]) -> dict[str, str]:
    return {
        code: str(balance - before.get(code, 0)) for code, balance in after.items() if balance != before.get(code, 0)
    }


async def receive(accounting: ServiceUnderTest, home: House, line: str, quantity: str, day: str = "2026-03-02") -> str:
    movement = home.movement("receipt", quantity, line_id=line, day=day)
    await accounting.deliver("inventory.stock-movements.v1", movement)
    return str(movement.document_line_id)


def bill(home: House, number: str, line: str, quantity: str, net: str, **more: Any) -> dict[str, Any]:
    return {
        "supplier_id": home.supplier_id, "supplier_number": number, "billed_on": "2026-03-05", "currency": "USD",
        "tax_class": "outside", "lines": [{"purchase_order_line_id": line, "quantity": quantity, "net_amount": net}], **more,
    }  # fmt: skip


# --- the flow ---


async def test_a_rate_that_moved_between_receipt_bill_and_payment_is_no_cost_of_goods(
    accounting: ServiceUnderTest,
) -> None:
    home = await house(accounting)
    before = await balances(accounting)
    line = await home.order("11", "10", "USD")
    await receive(accounting, home, line, "10")
    assert await home.value() == ("10", "100.00")  # 110 USD at 1.10
    posted = await ask(accounting, "POST", "/supplier-bills", bill(home, "US-1", line, "10", "110.00"), 201)
    assert (posted["status"], await home.value()) == ("posted", ("10", "100.00"))
    shown = await ask(accounting, "GET", f"/bills/{posted['id']}")
    assert (shown["currency"], shown["gross_amount"], shown["rate"], shown["rate_on"], shown["value"]) == (
        "USD", "110.00", "1.00", "2026-03-05", "110.00",
    )  # fmt: skip
    since = await accounting.outbox_position()
    paid = {
        "partner_id": home.supplier_id, "direction": "paid", "amount": "110.00", "currency": "USD",
        "bank_amount": "104.00", "paid_on": "2026-03-10", "matches": [{"document_id": posted["id"], "amount": "110.00"}],
    }  # fmt: skip
    payment = await ask(accounting, "POST", "/payments", paid, 201)
    assert (payment["value"], payment["exchange_gain"], payment["unmatched_amount"]) == ("104.00", "6.00", "0.00")
    (event,) = await accounting.published(PaymentRecorded, since=since)
    assert (event.company_amount.value, event.exchange_difference.value) == ("104.00", "6.00")
    assert changed(before, await balances(accounting)) == {
        "37": "100.00", "607": "100.00", "6037": "-100.00", "656": "10.00", "756": "-6.00", "512": "-104.00",
    }  # fmt: skip
    assert await broken(accounting) == []


async def test_a_price_difference_is_stock_at_the_rate_of_the_receipt(accounting: ServiceUnderTest) -> None:
    home = await house(accounting)
    line = await home.order("11", "10", "USD")
    await receive(accounting, home, line, "10")
    await home.sell("4", "20.00")
    before = await balances(accounting)
    since = await accounting.outbox_position()
    await ask(accounting, "POST", "/supplier-bills", bill(home, "US-2", line, "10", "132.00"), 201)
    # 22 USD dearer: 20 EUR at the receipt's rate, 12 of it on the six that are left; 132 - 120 is exchange.
    assert await home.value() == ("6", "72.00")
    assert changed(before, await balances(accounting)) == {
        "37": "12.00", "6037": "-12.00", "607": "20.00", "4081": "100.00", "656": "12.00", "401": "-132.00",
    }  # fmt: skip
    (event,) = await accounting.published(BillPosted, since=since)
    assert (event.exchange_rate.value, event.lines[0].company_amount.value) == ("1.00", "132.00")
    assert await broken(accounting) == []


async def test_each_receipt_has_the_rate_of_its_own_day_and_a_rest_that_of_the_same_day_the_same(
    accounting: ServiceUnderTest,
) -> None:
    home = await house(accounting)
    line = await home.order("11", "30", "USD")
    await receive(accounting, home, line, "10")
    await receive(accounting, home, line, "10")
    assert await home.value() == ("20", "200.00")
    await receive(accounting, home, line, "10", day="2026-03-07")  # a Saturday: the rate of the fifth
    assert await home.value() == ("30", "310.00")


async def test_goods_that_go_back_are_expected_at_what_they_were_received_at(accounting: ServiceUnderTest) -> None:
    home = await house(accounting)
    line = await home.order("11", "10", "USD")
    receipt_line = await receive(accounting, home, line, "10")
    receipt = home.last_movement
    await ask(accounting, "POST", "/supplier-bills", bill(home, "US-3", line, "10", "110.00"), 201)
    await home.move("to-supplier", "4", line_id=line, returns=receipt, day="2026-03-08")
    lines = (await ask(accounting, "GET", f"/gr-ir/lines?supplier_id={home.supplier_id}"))["items"]
    assert [(each["open_quantity"], each["open_value"], each["currency"], each["open_amount"]) for each in lines] == [
        ("-4", "-40.00", "USD", "-44.00")
    ]
    before = await balances(accounting)
    note = {
        "supplier_id": home.supplier_id, "supplier_number": "CN-3", "credited_on": "2026-03-10", "currency": "USD",
        "tax_class": "outside", "lines": [{"receipt_line_id": receipt_line, "quantity": "4", "net_amount": "44.00"}],
    }  # fmt: skip
    credited = await ask(accounting, "POST", "/credit-notes", note, 201)
    assert credited["settled"][0]["amount"] == "44.00"
    # Our debt for it stood at 44 EUR (rate 1.00); the goods were expected back at 40: the 4 lost before are gained again.
    assert changed(before, await balances(accounting)) == {"401": "44.00", "4081": "-40.00", "756": "-4.00"}
    assert await broken(accounting) == []


async def test_a_cancelled_bill_takes_its_exchange_difference_back(accounting: ServiceUnderTest) -> None:
    home = await house(accounting)
    line = await home.order("11", "10", "USD")
    await receive(accounting, home, line, "10")
    before = await balances(accounting)
    posted = await ask(accounting, "POST", "/supplier-bills", bill(home, "US-4", line, "10", "121.00"), 201)
    await ask(accounting, "POST", f"/bills/{posted['id']}/cancel", {"reason": "wrong", "cancelled_on": "2026-03-10"})
    after = await balances(accounting)
    assert after["656"] - before.get("656", 0) + after["756"] - before.get("756", 0) == 0
    assert {code: text for code, text in changed(before, after).items() if code not in ("656", "756")} == {}
    assert (await home.value(), await broken(accounting)) == (("10", "100.00"), [])


async def test_a_receipt_without_a_rate_waits_for_it(accounting: ServiceUnderTest) -> None:
    home = await house(accounting)
    line = await home.order("9", "10", "CHF")
    with pytest.raises(NotYet, match="no rate of CHF on 2026-03-02"):
        await receive(accounting, home, line, "10")
    async with accounting.client(*WHO) as client:
        body = {"rates": [{"currency": "CHF", "rate": "0.9", "valid_on": "2026-02-27"}]}
        assert (await client.put("/exchange-rates", json=body)).json() == {"changed": 1, "read": 1}
    await receive(accounting, home, line, "10")
    assert await home.value() == ("10", "100.00")


async def test_the_same_rates_again_change_and_tell_nothing(accounting: ServiceUnderTest) -> None:
    content = (DATA / "eurofxref-2026-10-30.csv").read_bytes()
    async with accounting.client(*WHO) as client:
        first = await client.post("/exchange-rates/ecb", content=content, headers={"content-type": "text/csv"})
        assert first.json() == {"changed": 29, "read": 29}, first.text
        since = await accounting.outbox_position()
        again = await client.post("/exchange-rates/ecb", content=content, headers={"content-type": "text/csv"})
        assert again.json() == {"changed": 0, "read": 29}
        assert not await accounting.published(ExchangeRateSet, since=since)
        shown = (await client.get("/exchange-rates", params={"on": "2026-10-30", "currency": "JPY"})).json()["items"]
        assert shown == [{"currency": "JPY", "rate": "175.68", "valid_on": "2026-10-30", "source": "ecb"}]
        corrected = {"rates": [{"currency": "JPY", "rate": "175.69", "valid_on": "2026-10-30"}]}
        assert (await client.put("/exchange-rates", json=corrected)).json()["changed"] == 1
    (event,) = await accounting.published(ExchangeRateSet, since=since)
    assert (event.currency, event.rate.value, event.company_currency) == ("JPY", "175.69", "EUR")


async def test_refusals_change_nothing(accounting: ServiceUnderTest) -> None:
    home = await house(accounting)
    line = await home.order("11", "10", "USD")
    receipt_line = await receive(accounting, home, line, "10")
    before, since = await balances(accounting), await accounting.outbox_position()
    in_euros = bill(home, "X", line, "10", "110.00", currency="EUR")
    long_ago = bill(home, "X", line, "10", "110.00", billed_on="2025-01-05")
    direct = {
        "supplier_id": home.supplier_id, "supplier_number": "Y", "billed_on": "2026-03-05",
        "lines": [{"receipt_line_id": receipt_line}],
    }  # fmt: skip
    note = {
        "supplier_id": home.supplier_id, "supplier_number": "Z", "credited_on": "2026-03-05",
        "lines": [{"receipt_line_id": receipt_line, "net_amount": "1.00"}],
    }  # fmt: skip
    money = {"partner_id": home.supplier_id, "direction": "paid", "amount": "5.00", "paid_on": "2026-03-05"}
    own = {"rates": [{"currency": "EUR", "rate": "1", "valid_on": "2026-03-02"}]}
    for method, path, body, status, name in (
        ("POST", "/supplier-bills", in_euros, 409, "other-currency"),
        ("POST", "/supplier-bills", long_ago, 409, "rate-missing"),
        ("POST", "/bills", direct, 409, "other-currency"),
        ("POST", "/credit-notes", note, 409, "other-currency"),
        ("POST", "/payments", {**money, "currency": "CHF", "paid_on": "2025-01-05"}, 409, "rate-missing"),
        ("POST", "/payments", {**money, "bank_amount": "4.00"}, 422, "bank-amount-wrong"),
        ("PUT", "/exchange-rates", own, 422, "own-currency"),
    ):
        assert slug(await ask(accounting, method, path, body, status)) == name
    assert (await balances(accounting), await accounting.outbox_position()) == (before, since)


async def test_a_payment_settles_documents_of_its_own_currency_only(accounting: ServiceUnderTest) -> None:
    home = await house(accounting)
    dollars = await home.order("11", "10", "USD")
    await receive(accounting, home, dollars, "10")
    posted = await ask(accounting, "POST", "/supplier-bills", bill(home, "US-5", dollars, "10", "110.00"), 201)
    money = {"partner_id": home.supplier_id, "direction": "paid", "amount": "30.00", "paid_on": "2026-03-10"}
    euros = await ask(accounting, "POST", "/payments", {**money, "match": "oldest"}, 201)
    assert (euros["unmatched_amount"], euros["matches"]) == ("30.00", [])
    named = {**money, "matches": [{"document_id": posted["id"], "amount": "30.00"}]}
    assert slug(await ask(accounting, "POST", "/payments", named, 409)) == "document-not-open"
    part = await ask(accounting, "POST", "/payments", {**money, "currency": "USD", "match": "oldest"}, 201)
    assert (part["value"], part["exchange_gain"]) == ("24.00", "6.00")  # 30 USD at 1.25; the books had 30 EUR of them
    (item,) = (await ask(accounting, "GET", f"/open-items?partner_id={home.supplier_id}"))["items"]
    assert (item["currency"], item["open_amount"], item["open_value"]) == ("USD", "80.00", "80.00")
    assert await broken(accounting) == []


async def test_the_ledger_keeps_the_amount_and_its_rate_in_the_chain(accounting: ServiceUnderTest) -> None:
    home = await house(accounting)
    line = await home.order("11", "10", "USD")
    await receive(accounting, home, line, "10")
    posted = await ask(accounting, "POST", "/supplier-bills", bill(home, "US-6", line, "10", "110.00"), 201)
    (head,) = (await ask(accounting, "GET", f"/entries?source_id={posted['id']}"))["items"]
    lines = (await ask(accounting, "GET", f"/entries/{head['id']}"))["lines"]
    foreign = {each["account"]: each["foreign"] for each in lines}
    assert foreign == {
        "4081": {"currency": "USD", "amount": "110.00", "rate": "1.10", "rate_on": "2026-03-02"},
        "401": {"currency": "USD", "amount": "110.00", "rate": "1.00", "rate_on": "2026-03-05"},
        "656": None,
    }
    assert (await ask(accounting, "GET", "/chain"))["ok"]


# --- the rules ---

RATES = st.decimals("0.01", "200", places=4).filter(lambda rate: rate != 1)
CENTS = st.decimals("0", "100000", places=2)
QUANTITIES = st.decimals("0.001", "5000", places=3)


def _rate(rate: Decimal) -> ExchangeRate:
    return ExchangeRate("USD", rate, date(2026, 3, 2))


def _line(received: Decimal, net: Decimal, rate: Decimal) -> BillLine:
    cost = Cost(received, _rate(rate).to_company(received))
    return BillLine(new_id(), new_id(), new_id(), new_id(), new_id(), new_id(), Decimal(1), cost, net, _rate(rate))


@given(st.lists(st.builds(_line, CENTS, CENTS, RATES), min_size=1, max_size=6), CENTS, RATES)
def test_a_bill_balances_whatever_the_rates_are(lines: list[BillLine], tax: Decimal, rate: Decimal) -> None:
    day = date(2026, 3, 5)
    bill = Bill(new_id(), new_id(), "N", day, day, tax, _rate(rate), tuple(lines))
    in_bill, _ = price_difference_lines(SchemeName.CONTINENTAL, difference=bill.cost_difference, to_stock=Decimal(0))
    posted = bill_lines(bill, in_bill)
    if len(posted) > 1:  # a bill of nothing posts nothing
        JournalEntry(new_id(), Journal.PURCHASES, day, day, "bill", "bill", bill.id, posted)
    assert sum(bill.net_values()) == bill.owed - bill.tax_value
    assert bill.owed == bill.rate.to_company(bill.gross_amount)


@given(CENTS.filter(bool), RATES, RATES, st.lists(st.integers(1, 9), min_size=1, max_size=5))
def test_payments_in_parts_take_exactly_what_the_books_have(
    amount: Decimal, billed: Decimal, paid: Decimal, weights: list[int]
) -> None:
    item = OpenItem(UUID(int=1), "FF-1", date(2026, 4, 1), "USD", amount, _rate(billed).to_company(amount))
    value = item.open_value
    for weight in weights:
        part = item.open_amount if weight == weights[-1] else min(item.open_amount, Decimal(weight))
        if not part:
            break
        payment = Payment(
            new_id(), new_id(), "paid", part, "USD", date(2026, 3, 9), "t", "", _rate(paid), _rate(paid).to_company(part)
        )  # fmt: skip
        settlement = Settlement(payment, settled([Match(item.document_id, part)], [item]))
        lines = payment_lines(settlement)
        assert sum(line.debit - line.credit for line in lines) == 0
        assert settlement.unmatched == 0
        (taken,) = settlement.settled
        left = OpenItem(
            item.document_id, item.number, item.due_on, "USD", item.open_amount - part, item.open_value - taken.value
        )
        assert left.open_value >= 0
        item = left
    assert value - item.open_value >= 0
    assert item.open_amount or not item.open_value


@given(st.lists(QUANTITIES, min_size=1, max_size=8), st.decimals("0.0001", "999", places=4), RATES)
def test_all_that_came_and_went_back_leaves_nothing(parts: list[Decimal], price: Decimal, rate: Decimal) -> None:
    bought = PurchasePrice(price, _rate(rate))
    cost = bought.of(sum(parts, Decimal(0)))
    received = ReceivedAt(sum(parts, Decimal(0)), cost.amount, cost.value, bought.rate)
    back = [received.give_back(part) for part in parts]
    assert not any((received.quantity, received.amount, received.value))
    assert (sum(each.amount for each in back), sum(each.value for each in back)) == cost
    assert all(each.amount >= 0 and each.value >= 0 for each in back)


def test_the_central_banks_files_are_read_in_both_forms() -> None:
    daily = read_reference_rates((DATA / "eurofxref-2026-10-30.csv").read_bytes(), "EUR")
    assert {rate.currency: rate.rate for rate in daily}["USD"] == Decimal("1.1172")
    assert {rate.on for rate in daily} == {date(2026, 10, 30)}
    history = read_reference_rates((DATA / "eurofxref-hist-2026-10.csv").read_bytes(), "EUR")
    assert {rate.rate for rate in history if rate.currency == "USD" and rate.on == date(2026, 10, 30)} == {
        Decimal("1.1172")
    }
    assert not any(rate.currency == "BGN" for rate in history)  # N/A: it joined the euro
    across = {rate.currency: rate.rate for rate in read_reference_rates(b"Date,USD,GBP\n2026-10-30,1.2,0.8\n", "USD")}
    assert across == {"EUR": Decimal("0.8333333333"), "GBP": Decimal("0.6666666667")}


@pytest.mark.parametrize(
    "content",
    [
        b"", b"\xff\xfe", b"Day,USD\n2026-10-30,1.1\n", b"Date,USD\nyesterday,1.1\n", b"Date,USD\n2026-10-30,abc\n",
        b"Date,USD\n2026-10-30,-1\n", b"Date,USD\n2026-10-30,NaN\n", b"Date,USD\n2026-10-30,0\n",
        b"<?xml version='1.0'?><!DOCTYPE a><a/>",
    ],
)  # fmt: skip
def test_a_file_that_is_none_is_refused_whole(content: bytes) -> None:
    with pytest.raises(UnreadableRates):
        read_reference_rates(content, "EUR")
