"""Entering bills: said before it is written, with charges and several rates, from a receipt or an electronic invoice."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from accounting.domain.bill import Bill, bill_lines
from accounting.domain.bill_charge import Charge, check_accounts
from accounting.domain.bill_tax import of_lines
from accounting.domain.chart import CHART, Journal
from accounting.domain.entry import JournalEntry
from accounting.domain.taken_back import TakenBack, credit_lines
from accounting.formats.einvoice.writing import Syntax, written
from comptoir.accounting.v1.bill_pb2 import BillPosted
from hypothesis import given
from hypothesis import strategies as st
from kit.errors import Invalid
from kit.exchange import ExchangeRate
from kit.ids import new_id
from kit.testing.services import ServiceUnderTest

from services.accounting.tests.factories import House, broken
from services.accounting.tests.test_documents import balances, changed
from services.accounting.tests.test_received_invoices import Supplied
from services.accounting.tests.test_supplier_bills import ask, bill, house, of_order, open_lines, received_line, slug


async def taxed_house(accounting: ServiceUnderTest) -> House:
    reduced = {"tax_class": "reduced", "rate": "0.055", "effective_from": "2020-01-01"}
    await ask(accounting, "PUT", "/tax-rates", reduced)
    return await house(accounting)


def freight(net: str, tax_class: str = "standard", account: str = "6241") -> dict[str, str]:
    return {"account": account, "label": "Transport", "net_amount": net, "tax_class": tax_class}


async def items(accounting: ServiceUnderTest, path: str) -> list[dict[str, Any]]:
    return list((await ask(accounting, "GET", path))["items"])


async def test_a_bill_is_said_before_it_is_entered_and_nothing_is_written(accounting: ServiceUnderTest) -> None:
    home = await house(accounting)
    line, _ = await received_line(accounting, home, "10", "3.00")
    await home.sell("4", "9.00")
    before, since = await balances(accounting), await accounting.outbox_position()
    body = bill(home, "SAID", of_order(line, "10", "40.00"))
    said = await ask(accounting, "POST", "/supplier-bills/check", body)
    assert (said["net_amount"], said["tax_amount"], said["gross_amount"]) == ("40.00", "8.00", "48.00")
    assert (said["due_on"], said["taken_by"], said["findings"]) == ("2026-04-04", None, [])
    (checked,) = said["lines"]
    assert (checked["received_amount"], checked["difference"], checked["missing"]) == ("30.00", "10.00", "0")
    assert changed(before, await balances(accounting)) == {}
    assert not await accounting.published(BillPosted, since=since)
    posted = await ask(accounting, "POST", "/supplier-bills", body, 201)
    said_lines = sum_by_account([line for entry in said["entries"] for line in entry["lines"]])
    assert said_lines == {code: Decimal(each) for code, each in changed(before, await balances(accounting)).items()}
    again = await ask(accounting, "POST", "/supplier-bills/check", bill(home, "sa-id", of_order(line, "1", "3.00")))
    assert again["taken_by"] == posted["id"]


def sum_by_account(lines: Sequence[dict[str, str]]) -> dict[str, Decimal]:
    sums: dict[str, Decimal] = {}
    for each in lines:
        sums[each["account"]] = sums.get(each["account"], Decimal(0)) + Decimal(each["debit"]) - Decimal(each["credit"])
    return {account: amount for account, amount in sums.items() if amount}


async def test_what_would_be_disputed_is_said_line_by_line(accounting: ServiceUnderTest) -> None:
    home = await house(accounting)
    dear, _ = await received_line(accounting, home, "10", "3.00")
    coming = await home.order("2.00", "5")
    await ask(accounting, "PUT", "/bill-tolerances", {"items": [{"price_rate": "0.02", "price_amount": "5.00"}]})
    try:
        body = bill(home, "LINES", of_order(dear, "10", "31.00"), of_order(coming, "5", "10.00"))
        said = await ask(accounting, "POST", "/supplier-bills/check", body)
    finally:
        await ask(accounting, "PUT", "/bill-tolerances", {"items": []})
    kinds = [[(each["kind"], each["at_risk"]) for each in line["findings"]] for line in said["lines"]]
    assert kinds == [[("price", "1.00")], [("not-received", "10.00")]]
    assert (said["tolerance"]["price_rate"], said["entries"]) == ("0.02", [])


async def test_freight_and_several_rates_are_posted_by_account_and_rate(accounting: ServiceUnderTest) -> None:
    home = await taxed_house(accounting)
    line, _ = await received_line(accounting, home, "10", "3.00")
    before = await balances(accounting)
    goods = {**of_order(line, "10", "30.00"), "tax_class": "reduced"}
    body = bill(home, "FREIGHT", goods, charges=[freight("12.00")])
    said = await ask(accounting, "POST", "/supplier-bills/check", body)
    rates = [(Decimal(each["rate"]), each["base"], each["tax"]) for each in said["taxes"]]
    assert rates == [(Decimal("0.2"), "12.00", "2.40"), (Decimal("0.055"), "30.00", "1.65")]
    posted = await ask(accounting, "POST", "/supplier-bills", body, 201)
    expected = {"401": "-46.05", "4081": "30.00", "44566": "4.05", "6241": "12.00"}
    assert changed(before, await balances(accounting)) == expected
    await ask(accounting, "POST", f"/bills/{posted['id']}/cancel", {"reason": "Freight was free"})
    assert changed(before, await balances(accounting)) == {}
    assert await broken(accounting) == []


async def test_the_tax_of_a_rate_is_taken_as_the_paper_has_it(accounting: ServiceUnderTest) -> None:
    home = await taxed_house(accounting)
    line, _ = await received_line(accounting, home, "10", "3.00")
    goods = {**of_order(line, "10", "30.00"), "tax_class": "reduced"}
    body = bill(home, "PAPER", goods, charges=[freight("12.00")], taxes=[{"rate": "0.055", "tax": "1.66"}])
    said = await ask(accounting, "POST", "/supplier-bills/check", body)
    assert [(each["tax"], each["computed"]) for each in said["taxes"]] == [("2.40", "2.40"), ("1.66", "1.65")]
    assert said["findings"] == []  # within what rounding may be
    body["taxes"] = [{"rate": "0.055", "tax": "2.65"}]
    said = await ask(accounting, "POST", "/supplier-bills/check", body)
    assert [(each["kind"], each["at_risk"]) for each in said["findings"]] == [("tax", "1.00")]
    body["taxes"] = [{"rate": "0.10", "tax": "2.65"}]
    assert (await ask(accounting, "POST", "/supplier-bills/check", body, 422))["field"] == "taxes"
    one = bill(home, "ONE", of_order(line, "10", "30.00"), taxes=[{"rate": "0.2", "tax": "6.01"}])
    assert (await ask(accounting, "POST", "/supplier-bills/check", one))["gross_amount"] == "36.01"


async def test_a_bill_may_be_of_charges_alone(accounting: ServiceUnderTest) -> None:
    home = await house(accounting)
    before, since = await balances(accounting), await accounting.outbox_position()
    rent = {"account": "613", "label": "Loyer de mars", "net_amount": "900.00"}
    posted = await ask(accounting, "POST", "/supplier-bills", bill(home, "RENT", charges=[rent]), 201)
    assert posted["status"] == "posted"
    assert changed(before, await balances(accounting)) == {"401": "-1080.00", "44566": "180.00", "613": "900.00"}
    (event,) = await accounting.published(BillPosted, since=since)
    assert (list(event.lines), event.net_amount.value) == ([], "900.00")
    story = await ask(accounting, "GET", f"/supplier-bills/{posted['id']}/story")
    assert [(each["account"], each["label"]) for each in story["charges"]] == [("613", "Loyer de mars")]
    assert await broken(accounting) == []


async def test_a_charge_is_on_an_account_of_costs_or_clears_landed_costs(accounting: ServiceUnderTest) -> None:
    home = await house(accounting)
    for account in ("401", "607999", "512"):
        body = bill(home, "BAD", charges=[freight("10.00"), freight("5.00", account=account)])
        assert (await ask(accounting, "POST", "/supplier-bills/check", body, 422))["field"] == "charges.1.account"
    landed = bill(home, "LANDED", charges=[freight("10.00", account="40812")])
    assert (await ask(accounting, "POST", "/supplier-bills", landed, 201))["status"] == "posted"


async def test_what_can_be_billed_is_found_by_receipt_order_and_product(accounting: ServiceUnderTest) -> None:
    home = await house(accounting)
    line, receipt_line = await received_line(accounting, home, "10", "3.00")
    await received_line(accounting, home, "4", "2.50")
    supplier = f"/gr-ir/lines?supplier_id={home.supplier_id}&to_bill_only=true"
    first, second = await items(accounting, supplier)
    assert (first["receipt_line_id"], first["purchase_order_number"]) == (receipt_line, "PO-1")
    assert first["purchase_order_line_id"] == line
    for name in ("receipt_id", "purchase_order_id"):
        assert await items(accounting, f"{supplier}&{name}={second[name]}") == [second]
    assert len(await items(accounting, f"{supplier}&product_id={home.product_id}")) == 2
    assert await items(accounting, f"{supplier}&product_id={uuid4()}") == []
    await ask(accounting, "POST", "/supplier-bills", bill(home, "DONE", of_order(line, "10", "30.00")), 201)
    assert await items(accounting, supplier) == [second]


async def test_what_is_to_come_may_be_billed_before(accounting: ServiceUnderTest) -> None:
    home = await house(accounting)
    line, _ = await received_line(accounting, home, "10", "3.00")
    coming = await home.order("2.00", "5")
    path = f"/gr-ir/to-come?supplier_id={home.supplier_id}"
    (found,) = await items(accounting, path)
    assert (found["purchase_order_line_id"], found["quantity"], found["unit_price"]) == (coming, "5", "2.00")
    assert line != coming
    assert await items(accounting, f"{path}&product_id={uuid4()}") == []


async def test_bills_are_found_by_number_day_and_how_far_they_are_paid(accounting: ServiceUnderTest) -> None:
    home = await house(accounting)
    line, _ = await received_line(accounting, home, "10", "3.00")
    paid = await ask(accounting, "POST", "/supplier-bills", bill(home, "FA-10/1", of_order(line, "2", "6.00")), 201)
    await ask(accounting, "POST", "/supplier-bills", bill(home, "FA-10/2", of_order(line, "3", "9.00")), 201)
    await ask(accounting, "POST", "/supplier-bills", bill(home, "B-1", of_order(line, "9", "27.00")), 201)
    pay = {
        "partner_id": home.supplier_id, "direction": "paid", "amount": "7.20", "paid_on": "2026-03-06",
        "method": "transfer", "matches": [{"document_id": paid["id"], "amount": "7.20"}],
    }  # fmt: skip
    await ask(accounting, "POST", "/payments", pay, 201)

    async def numbers(query: str) -> list[str]:
        path = f"/supplier-bills?supplier_id={home.supplier_id}&sort=created_at&{query}"
        return [each["supplier_number"] for each in await items(accounting, path)]

    assert await numbers("number=fa10") == ["FA-10/1", "FA-10/2"]
    assert await numbers("payment=paid") == ["FA-10/1"]
    assert await numbers("payment=open") == await numbers("payment=late") == ["FA-10/2"]
    assert await numbers("billed_from=2026-03-06") == await numbers("billed_until=2026-03-04") == []
    (waiting,) = await items(accounting, f"/supplier-bills?supplier_id={home.supplier_id}&status=disputed")
    assert (waiting["disputes"], waiting["gross_amount"], waiting["open_amount"]) == (["not-received"], "32.40", None)


async def test_the_story_of_a_bill_has_its_receipts_disputes_money_and_entries(accounting: ServiceUnderTest) -> None:
    home = await house(accounting)
    line, receipt_line = await received_line(accounting, home, "10", "3.00")
    await ask(accounting, "PUT", "/bill-tolerances", {"items": [{"price_rate": "0.02", "price_amount": "5.00"}]})
    try:
        earlier = await ask(accounting, "POST", "/supplier-bills", bill(home, "E", of_order(line, "1", "3.00")), 201)
        entered = await ask(accounting, "POST", "/supplier-bills", bill(home, "S", of_order(line, "9", "36.00")), 201)
        path = f"/supplier-bills/{entered['id']}/story"
        waiting = await ask(accounting, "GET", path)
        (shown,) = waiting["lines"]
        assert (shown["product_id"], shown["difference"], shown["is_beyond"]) == (home.product_id, "9.00", True)
        assert [part["receipt_line_id"] for part in shown["parts"]] == [receipt_line]
        (dispute,) = waiting["disputes"]
        expect = {"resolution": "credit-expected", "note": "Promised by phone"}
        await ask(accounting, "POST", f"/bill-disputes/{dispute['id']}/resolve", expect)
    finally:
        await ask(accounting, "PUT", "/bill-tolerances", {"items": []})
    note = {
        "supplier_id": home.supplier_id, "supplier_number": "AV-S", "credited_on": "2026-03-10", "bill_id": entered["id"],
        "lines": [{"receipt_line_id": receipt_line, "net_amount": "9.00"}],
    }  # fmt: skip
    said = await ask(accounting, "POST", "/credit-notes/check", note)
    credited = await ask(accounting, "POST", "/credit-notes", note, 201)
    for figure in ("number", "net_amount", "tax_amount", "settled", "unsettled"):
        assert said[figure] == credited[figure]  # the check took no number
    assert [each["document_id"] for each in credited["settled"]] == [entered["id"]] != [earlier["id"]]
    story = await ask(accounting, "GET", path)
    assert (story["status"], story["gross_amount"], story["open_amount"]) == ("posted", "43.20", "32.40")
    assert [each["number"] for each in story["credits"]] == [credited["number"]]
    assert [(each["amount"], each["method"]) for each in story["payments"]] == [("10.80", "credit-note")]
    assert [(each["resolution"], each["note"]) for each in story["disputes"]] == [
        ("credit-expected", "Promised by phone")
    ]
    assert story["entries"][0]["number"].startswith("AC-2026-")
    assert [(each["quantity"], each["parts"][0]["receipt_number"]) for each in story["lines"]] == [("9", "DOC-1")]
    assert await open_lines(accounting, home) == []
    assert await broken(accounting) == []


async def test_a_bill_that_was_posted_directly_is_shown_with_its_total(accounting: ServiceUnderTest) -> None:
    home = await house(accounting)
    _, receipt = await home.receive("10", "3.00")
    direct = {"supplier_id": home.supplier_id, "supplier_number": "D", "billed_on": "2026-03-05", "receipt_id": receipt}
    posted = await ask(accounting, "POST", "/bills", direct, 201)
    (row,) = await items(accounting, f"/supplier-bills?supplier_id={home.supplier_id}")
    assert (row["gross_amount"], row["open_amount"], row["due_on"]) == ("36.00", "36.00", "2026-04-04")
    story = await ask(accounting, "GET", f"/supplier-bills/{posted['id']}/story")
    assert (story["gross_amount"], story["taxes"], len(story["lines"])) == ("36.00", [], 1)


async def test_freight_in_dollars_is_worth_the_rate_of_the_bill_and_goes_back_whole(
    accounting: ServiceUnderTest,
) -> None:
    home = await house(accounting)
    rates = [{"currency": "USD", "rate": "1.25", "valid_on": "2026-03-01"}]
    async with accounting.client("accounting.rates.write") as client:
        assert (await client.put("/exchange-rates", json={"rates": rates})).status_code == 200
    before = await balances(accounting)
    body = bill(home, "USD", charges=[freight("100.00")], currency="USD")
    said = await ask(accounting, "POST", "/supplier-bills/check", body)
    assert (said["currency"], said["gross_amount"]) == ("USD", "120.00")
    posted = await ask(accounting, "POST", "/supplier-bills", body, 201)
    assert changed(before, await balances(accounting)) == {"401": "-96.00", "44566": "16.00", "6241": "80.00"}
    await ask(accounting, "POST", f"/bills/{posted['id']}/cancel", {"reason": "Not ours"})
    assert changed(before, await balances(accounting)) == {}
    assert await broken(accounting) == []


async def test_a_bill_completed_from_an_electronic_invoice_takes_that_in(accounting: ServiceUnderTest) -> None:
    home = await Supplied(accounting).introduce()
    await home.receive("9", "6")
    came = await home.send(written(home.document(), Syntax.CII))
    (line,) = await items(accounting, f"/gr-ir/lines?supplier_id={home.supplier_id}")
    goods = {"receipt_line_id": line["receipt_line_id"], "quantity": "9", "net_amount": "54.00"}
    body = bill(home, "F-2026-1", goods, charges=[freight("6.00")], received_invoice_id=came["id"])
    stranger = {**body, "supplier_id": str(uuid4()), "lines": []}
    assert (await ask(accounting, "POST", "/supplier-bills", stranger, 422))["field"] == "supplier_id"
    made = await ask(accounting, "POST", "/supplier-bills", body, 201)
    taken = await home.act("GET", f"/received-invoices/{came['id']}")
    assert (made["status"], taken["status"], taken["bill_id"]) == ("posted", "entered", made["id"])
    twice = {**body, "supplier_number": "OTHER"}
    assert slug(await ask(accounting, "POST", "/supplier-bills", twice, 409)) == "received-status-wrong"


# --- the rules ---

CENTS = st.decimals("0.01", "100000", places=2)
RATES = st.decimals("0.01", "200", places=4).filter(lambda rate: rate != 1)


@given(st.lists(CENTS, min_size=1, max_size=6), CENTS, RATES)
def test_charges_in_another_currency_balance_and_go_back_to_the_cent(
    nets: list[Decimal], tax: Decimal, rate: Decimal
) -> None:
    day = date(2026, 3, 5)
    charges = tuple(Charge(new_id(), "6241", "Freight", net, "standard") for net in nets)
    of = Bill(new_id(), new_id(), "N", day, day, tax, ExchangeRate("USD", rate, day), (), charges=charges)
    posted = bill_lines(of, ())
    values = list(zip([each.account for each in charges], of.charge_values(), strict=True))
    head = TakenBack(of.supplier_id, of.gross_amount, of.rate, of.owed, of.tax_value, values)
    back = credit_lines(head, (), ())
    for lines in (posted, back):
        if len(lines) > 1:
            JournalEntry(new_id(), Journal.PURCHASES, day, day, "bill", "bill", of.id, lines)
    assert sum(value for _, value in values) == of.rate.to_company(sum(nets, Decimal(0)))


@given(st.lists(st.tuples(st.sampled_from([Decimal("0.2"), Decimal("0.055")]), CENTS), min_size=1, max_size=9))
def test_tax_is_computed_once_on_the_base_of_each_rate(lines: list[tuple[Decimal, Decimal]]) -> None:
    taxes = of_lines(lines, Decimal("0.01"))
    assert sum(each.base for each in taxes) == sum(net for _, net in lines)
    assert all(abs(each.tax - each.base * each.rate) <= Decimal("0.005") for each in taxes)


@pytest.mark.parametrize(("account", "takes"), [("6241", True), ("40812", True), ("4081", False), ("37", False)])
def test_accounts_that_documents_keep_take_no_charge(account: str, takes: bool) -> None:  # a case
    charges = [Charge(new_id(), account, "x", Decimal(1), "standard")]
    if takes:
        check_accounts(charges, CHART)
    else:
        with pytest.raises(Invalid):
            check_accounts(charges, CHART)
