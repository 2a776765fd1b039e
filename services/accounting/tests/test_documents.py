"""Invoices, bills, payments and credit, end to end in accounting."""

import asyncio
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from accounting.commands.reserve_credit import ReserveCredit, reserve_credit
from accounting.domain.errors import CurrencyNotKept
from accounting.rpc.credit import CreditServicer
from accounting.wiring import MIGRATIONS, build
from comptoir.accounting.v1 import credit_service_pb2 as credit_pb
from comptoir.accounting.v1.invoice_pb2 import InvoiceIssued
from comptoir.sales.v1.sales_order_pb2 import OrderCancelled, OrderConfirmed, OrderRevised, SalesOrderLine
from kit.ids import new_id
from kit.testing.doors import assert_every_door_is_shut
from kit.testing.fuzz import fuzz
from kit.testing.services import ServiceUnderTest, service_under_test

from services.accounting.tests.factories import House, broken, number, text_id

ALL = (
    "accounting.bills.write", "accounting.bills.read", "accounting.payments.write", "accounting.payments.read",
    "accounting.invoices.read", "accounting.ledger.read", "accounting.entries.write", "accounting.periods.write",
    "accounting.taxes.write", "accounting.credit.read", "accounting.valuation.read", "accounting.approvals.read",
    "accounting.periods.reopen",
)  # fmt: skip


async def balances(accounting: ServiceUnderTest) -> Counter[str]:
    async with accounting.client(*ALL) as client:
        accounts = (await client.get("/trial-balance")).json()["accounts"]
    return Counter({row["account"]: Decimal(row["balance"]) for row in accounts})


def changed(before: Counter[str], after: Counter[str]) -> dict[str, str]:
    return {account: str(after[account] - before[account]) for account in after if after[account] != before[account]}


async def test_a_shipment_is_invoiced_once_with_french_tax(accounting: ServiceUnderTest) -> None:
    house = await House(accounting).open()
    await house.receive("10", "6")
    before = await balances(accounting)
    await house.sell("3", "9.99")
    after = await balances(accounting)
    assert changed(before, after) == {
        "37": "-18.00",
        "411": "35.96",
        "44571": "-5.99",
        "6037": "18.00",
        "707": "-29.97",
    }
    invoice = (await accounting.published(InvoiceIssued))[-1]
    assert (invoice.net_amount.value, invoice.tax_amount.value, invoice.due_on) == ("29.97", "5.99", "2026-04-01")
    assert await broken(accounting) == []


async def test_a_bill_from_a_receipt_clears_what_was_received(accounting: ServiceUnderTest) -> None:
    house = await House(accounting).open()
    _, receipt = await house.receive("10", "6")
    before = await balances(accounting)
    body = {"supplier_id": house.supplier_id, "supplier_number": "F1", "billed_on": "2026-03-05", "receipt_id": receipt}
    async with accounting.client(*ALL) as client:
        bill = await client.post("/bills", json=body)
        again = await client.post("/bills", json=body)
    assert bill.status_code == 201, bill.text
    assert (bill.json()["gross_amount"], bill.json()["due_on"]) == ("72.00", "2026-04-04")
    assert changed(before, await balances(accounting)) == {"401": "-72.00", "4081": "60.00", "44566": "12.00"}
    assert again.status_code == 409
    assert await broken(accounting) == []


@pytest.mark.parametrize("method", ["fifo", "avco"])
async def test_a_price_difference_after_half_is_sold_is_shared(accounting: ServiceUnderTest, method: str) -> None:
    house = await House(accounting, method).open()
    await house.receive("10", "6")
    await house.move("shipment", "5")
    issue = house.last_movement
    async with accounting.client(*ALL) as client:
        line = (await client.get("/gr-ir", params={"supplier_id": house.supplier_id})).json()["items"][0]
        before = await balances(accounting)
        lines = [{"receipt_line_id": line["receipt_line_id"], "quantity": "10", "unit_price": "7"}]
        body = {"supplier_id": house.supplier_id, "supplier_number": "F2", "billed_on": "2026-03-05", "lines": lines}
        answer = await client.post("/bills", json=body)
    assert answer.status_code == 201, answer.text
    expected = {"37": "5.00", "401": "-84.00", "4081": "60.00", "44566": "14.00", "6037": "-5.00", "607": "10.00"}
    assert changed(before, await balances(accounting)) == expected
    assert await house.value() == ("5", "35.00")
    (told,) = await house.revaluations()
    assert [(share.movement_id, share.amount.value) for share in told.shares] == [(issue, "5.00")]
    await house.move("shipment", "5")
    assert await house.value() == ("0", "0.00")
    assert await broken(accounting) == []


async def test_partial_bills_sum_to_the_receipt_and_no_more(accounting: ServiceUnderTest) -> None:
    house = await House(accounting).open()
    await house.receive("3", "3.333333")
    async with accounting.client(*ALL) as client:
        line = (await client.get("/gr-ir", params={"supplier_id": house.supplier_id})).json()["items"][0]
        amounts = []
        for n in range(3):
            lines = [{"receipt_line_id": line["receipt_line_id"], "quantity": "1"}]
            body = {
                "supplier_id": house.supplier_id,
                "supplier_number": f"P{n}",
                "billed_on": "2026-03-05",
                "lines": lines,
            }
            amounts.append((await client.post("/bills", json=body)).json()["net_amount"])
        over = await client.post("/bills", json={**body, "supplier_number": "P9"})
        wrong_tax = await client.post("/bills", json={**body, "supplier_number": "P8", "tax_amount": "9"})
    assert amounts == ["3.33", "3.33", "3.34"]
    assert over.status_code == 409
    assert wrong_tax.status_code == 409
    assert await broken(accounting) == []


async def test_payments_settle_the_oldest_and_refuse_what_does_not_fit(accounting: ServiceUnderTest) -> None:
    house = await House(accounting).open()
    await house.receive("10", "1")
    await house.sell("1", "100", day="2026-03-02")
    await house.sell("1", "50", day="2026-03-03")
    payment = {"partner_id": house.customer_id, "direction": "received", "paid_on": "2026-03-20", "amount": "150.00"}
    async with accounting.client(*ALL) as client:
        first = (await client.post("/payments", json={**payment, "match": "oldest"})).json()
        items = (await client.get("/open-items", params={"partner_id": house.customer_id})).json()["items"]
        too_much = {**payment, "matches": [{"document_id": items[0]["document_id"], "amount": "31"}]}
        refused = await client.post("/payments", json=too_much)
        stranger = await client.post("/payments", json={**payment, "partner_id": str(new_id())})
        params = {"on": "2026-04-20", "partner_id": house.customer_id}
        (aged,) = (await client.get("/aged-balance", params=params)).json()["items"]
        credit = (await client.get(f"/credit/{house.customer_id}")).json()
    assert [match["amount"] for match in first["matches"]] == ["120.00", "30.00"]
    assert [item["open_amount"] for item in items] == ["30.00"]
    assert (refused.status_code, stranger.status_code) == (409, 404)
    assert (aged["to_30"], aged["total"]) == ("30.00", "30.00")
    assert (credit["receivable"], credit["committed"]) == ("30.00", "0.00")
    assert await broken(accounting) == []


async def reserve(accounting: ServiceUnderTest, house: House, amount: str, order_id: Any = None) -> str | None:
    command = ReserveCredit(order_id or new_id(), UUID(house.customer_id), Decimal(amount), 60)
    async with accounting.database.transaction() as tx:
        return (await reserve_credit(tx, command, now=datetime(2026, 3, 2, tzinfo=UTC))).refusal


async def test_fifty_orders_race_for_the_last_credit_and_only_what_fits_gets_it(accounting: ServiceUnderTest) -> None:
    house = await House(accounting).open(credit_limit="1000")
    answers = await asyncio.gather(*(reserve(accounting, house, "150") for _ in range(50)))
    assert Counter(answers) == {None: 6, "credit-limit": 44}
    assert await broken(accounting) == []


async def test_an_order_takes_its_credit_once_and_gives_it_back(accounting: ServiceUnderTest) -> None:
    house = await House(accounting).open(credit_limit="200")
    order_id = new_id()
    for _ in range(2):
        assert await reserve(accounting, house, "150", order_id) is None
    assert await reserve(accounting, house, "60") == "credit-limit"
    await accounting.deliver("sales.orders.v1", OrderCancelled(sales_order_id=str(order_id)), repeat=2)
    assert await reserve(accounting, house, "200") is None
    assert await broken(accounting) == []


async def test_an_order_asked_at_another_amount_is_judged_anew(accounting: ServiceUnderTest) -> None:
    house = await House(accounting).open(credit_limit="200")
    order_id = new_id()
    assert await reserve(accounting, house, "150", order_id) is None
    assert await reserve(accounting, house, "180", order_id) is None
    assert await reserve(accounting, house, "201", order_id) == "credit-limit"
    assert await reserve(accounting, house, "200") is None
    assert await broken(accounting) == []


async def test_a_revised_order_takes_what_it_adds_and_is_invoiced_as_it_now_stands(
    accounting: ServiceUnderTest,
) -> None:
    house = await House(accounting).open(credit_limit="200")
    servicer = CreditServicer(accounting.database, "EUR")
    line = SalesOrderLine(
        sales_order_line_id=text_id(), product_id=house.product_id, quantity=number(10), unit_price=number("10"),
        tax_class="standard",
    )  # fmt: skip
    order = OrderConfirmed(
        sales_order_id=text_id(), number="SO-1", version=2, customer_id=house.customer_id,
        bill_to_id=house.customer_id, currency="EUR", ordered_on="2026-03-02", lines=[line],
    )  # fmt: skip
    await accounting.deliver("sales.orders.v1", order)

    async def ask(net: str, revision_id: str, *, only_asks: bool = False) -> tuple[str, str, str]:
        request = credit_pb.ReserveCreditRequest(
            order_id=revision_id, revises_order_id=order.sales_order_id, bill_to_id=house.customer_id, hold_seconds=60,
            lines=[credit_pb.CreditLine(tax_class="standard", net_amount=number(net))], taxed_on="2026-03-02",
            only_asks=only_asks,
        )  # fmt: skip
        answer = await servicer.ReserveCredit(request, None)
        return answer.refusal, answer.amount.value, answer.exposure.value

    async def committed() -> str:
        async with accounting.client(*ALL) as client:
            found: str = (await client.get(f"/credit/{house.customer_id}")).json()["committed"]
        return found

    revision_id = text_id()
    assert await ask("150", revision_id, only_asks=True) == ("", "180.00", "180.00")
    assert await committed() == "120.00"
    assert await ask("170", revision_id) == ("credit-limit", "204.00", "120.00")
    for _ in range(2):
        assert (await ask("150", revision_id))[0] == ""
    assert await committed() == "180.00"
    line.quantity.value = "15"
    revised = OrderRevised(sales_order_id=order.sales_order_id, revision_id=revision_id, revision=1, order=order)
    revised.order.version = 3
    revised.order.lines[0].CopyFrom(line)
    await accounting.deliver("sales.orders.v1", revised, repeat=2)
    assert await committed() == "180.00"
    assert (await ask("90", text_id()))[0] == ""
    less = OrderRevised(sales_order_id=order.sales_order_id, revision_id=text_id(), revision=2, order=revised.order)
    less.order.version = 4
    less.order.lines[0].quantity.value = "9"
    await accounting.deliver("sales.orders.v1", less)
    await accounting.deliver("sales.orders.v1", revised)
    assert await committed() == "108.00"
    assert await broken(accounting) == []


async def test_credit_is_asked_by_lines_with_their_tax_and_firm_credit_stays(accounting: ServiceUnderTest) -> None:
    house = await House(accounting).open(credit_limit="200")
    servicer = CreditServicer(accounting.database, "EUR")
    order_id = str(new_id())
    lines = [credit_pb.CreditLine(tax_class="standard", net_amount=number("0.33")) for _ in range(3)]
    lines.append(credit_pb.CreditLine(tax_class="zero", net_amount=number("10.00")))
    request = credit_pb.ReserveCreditRequest(
        order_id=order_id, bill_to_id=house.customer_id, hold_seconds=60, lines=lines, taxed_on="2026-03-02"
    )
    answer = await servicer.ReserveCredit(request, None)
    assert (answer.granted, answer.amount.value, answer.exposure.value) == (True, "11.19", "11.19")
    line = SalesOrderLine(
        sales_order_line_id=text_id(),
        product_id=house.product_id,
        quantity=number(1),
        unit_price=number("10"),
        tax_class="standard",
    )
    confirmed = OrderConfirmed(
        sales_order_id=order_id, number="SO-1", customer_id=house.customer_id, ordered_on="2026-03-02", lines=[line]
    )
    await accounting.deliver("sales.orders.v1", confirmed)
    await servicer.ReleaseCredit(credit_pb.ReleaseCreditRequest(order_id=order_id), None)
    async with accounting.client(*ALL) as client:
        credit = (await client.get(f"/credit/{house.customer_id}")).json()
    assert credit["committed"] == "12.00"
    with pytest.raises(CurrencyNotKept):
        await servicer.ReserveCredit(
            credit_pb.ReserveCreditRequest(order_id=order_id, bill_to_id=house.customer_id), None
        )
    assert await broken(accounting) == []


async def test_a_closed_month_takes_no_posting_and_late_facts_go_to_the_next(accounting: ServiceUnderTest) -> None:
    house = await House(accounting).open()
    async with accounting.client(*ALL) as client:
        assert (await client.post("/periods/2031-05/close", json={"reason": "done"})).json()["is_closed"]
        lines = [{"account": "607", "debit": "5"}, {"account": "512", "credit": "5"}]
        entry = {"posted_on": "2031-05-10", "label": "late", "lines": lines}
        refused = await client.post("/entries", json=entry)
        await house.receive("10", "6")
        await house.move("shipment", "1", day="2031-05-20")
        movements = (await client.get(f"/valuation/{house.product_id}/movements")).json()["items"]
        reopening = (await client.post("/periods/2031-05/reopen", json={"reason": "forgot"})).json()
        async with accounting.client(*ALL, sub="second") as second:
            await second.post(f"/approvals/{reopening['approval_id']}/approve", json={})
        assert (await client.post("/entries", json=entry)).status_code == 201
    assert refused.status_code == 409
    assert movements[-1]["posted_on"] == "2031-06-01"


async def test_an_entry_by_hand_is_reversed_once_and_unbalanced_ones_are_refused(accounting: ServiceUnderTest) -> None:
    lines = [{"account": "607", "debit": "5"}, {"account": "512", "credit": "5"}]
    async with accounting.client(*ALL) as client:
        entry = (await client.post("/entries", json={"posted_on": "2026-03-10", "label": "fee", "lines": lines})).json()
        reversal = {"posted_on": "2026-03-11", "reason": "wrong"}
        mirror = await client.post(f"/entries/{entry['id']}/reverse", json=reversal)
        twice = await client.post(f"/entries/{entry['id']}/reverse", json=reversal)
        gap = [{"account": "607", "debit": "5"}, {"account": "512", "credit": "4"}]
        unbalanced = await client.post("/entries", json={"posted_on": "2026-03-10", "label": "x", "lines": gap})
        unknown = [{"account": "999", "debit": "5"}, {"account": "512", "credit": "5"}]
        no_account = await client.post("/entries", json={"posted_on": "2026-03-10", "label": "x", "lines": unknown})
        chain = (await client.get("/chain")).json()
    line = mirror.json()["lines"][0]
    assert (line["account"], line["debit"], line["credit"]) == ("607", "0.00", "5.00")
    assert (twice.status_code, unbalanced.status_code, no_account.status_code) == (409, 422, 422)
    assert chain["ok"] is True


async def test_the_database_itself_refuses_to_change_what_is_posted(accounting: ServiceUnderTest) -> None:
    for statement in (
        "UPDATE journal_line SET debit = debit + 1",
        "DELETE FROM journal_entry",
        "TRUNCATE movement_valuation",
    ):
        with pytest.raises(Exception, match="append-only"):
            async with accounting.database.transaction() as tx:
                await tx.execute(statement)


async def test_a_portal_user_sees_only_his_own_invoices(accounting: ServiceUnderTest) -> None:
    mine, other = await House(accounting).open(), await House(accounting).open()
    for house in (mine, other):
        await house.receive("1", "1")
        await house.sell("1", "2")
    async with accounting.client(*ALL) as client:
        foreign = (await client.get("/invoices", params={"customer_id": other.customer_id})).json()["items"][0]
    async with accounting.client("accounting.invoices.read", customer_id=mine.customer_id) as client:
        seen = (await client.get("/invoices")).json()["items"]
        refusals = [
            await client.get(f"/invoices/{foreign['id']}"),
            await client.get("/invoices", params={"customer_id": other.customer_id}),
        ]
    assert {row["customer_id"] for row in seen} == {mine.customer_id}
    assert [answer.status_code for answer in refusals] == [403, 403]


async def test_every_door_is_shut(accounting: ServiceUnderTest) -> None:
    assert await assert_every_door_is_shut(accounting) > 25


async def test_no_generated_input_ends_in_a_fault_of_ours(new_database: Callable[[str], str]) -> None:
    """On books of their own: what is generated closes and seals months."""
    async with service_under_test(build, MIGRATIONS, new_database("accounting")) as accounting:
        assert await fuzz(accounting) > 25


async def test_a_supplier_may_round_tax_on_each_line_but_not_more(accounting: ServiceUnderTest) -> None:
    """Two lines of 2.52: 20 % of each is 0.50, of both 1.01; a cent for each line is how far the two ways can part."""
    house = await House(accounting).open()
    for _ in range(2):
        await house.receive("1", "2.52")
    async with accounting.client(*ALL) as client:
        received = (await client.get("/gr-ir", params={"supplier_id": house.supplier_id})).json()["items"]
        body = {
            "supplier_id": house.supplier_id,
            "supplier_number": "F2",
            "billed_on": "2026-03-05",
            "lines": [{"receipt_line_id": row["receipt_line_id"]} for row in received],
        }
        wrong = await client.post("/bills", json={**body, "tax_amount": "1.04"})
        right = await client.post("/bills", json={**body, "tax_amount": "0.99"})
    assert (wrong.status_code, wrong.json()["type"].rpartition("/")[2]) == (409, "tax-mismatch")
    assert (right.status_code, right.json()["tax_amount"]) == (201, "0.99")


async def test_a_class_of_tax_may_be_rounded_on_each_line(accounting: ServiceUnderTest) -> None:
    async with accounting.client(*ALL) as client:
        rate = {"tax_class": "per-line", "rate": "0.15", "effective_from": "2020-01-01", "rounding": "line"}
        assert (await client.put("/tax-rates", json=rate)).status_code == 200
        listed = (await client.get("/tax-rates")).json()["items"]
    assert [row["rounding"] for row in listed if row["tax_class"] == "per-line"] == ["line"]
    assert {row["rounding"] for row in listed if row["tax_class"] == "standard"} == {"document"}
