"""What customers are credited: never more than they were billed, once, and as soon as it is billed."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from accounting.domain.errors import OverCredited
from accounting.domain.invoice import DOMESTIC, TaxRounding, tax_by_line, totals
from accounting.domain.invoicing.credit_note import AskedCredit, BilledLine, credit_totals, credited
from comptoir.accounting.v1.credit_note_pb2 import CreditNoteIssued, CreditUsed
from comptoir.accounting.v1.invoice_pb2 import InvoiceIssued
from comptoir.sales.v1.return_pb2 import CreditLine, CreditNoteRequested
from hypothesis import given
from hypothesis import strategies as st
from kit.exchange import ExchangeRate
from kit.ids import new_id
from kit.testing.services import ServiceUnderTest
from kit.wire import time_out

from services.accounting.tests.factories import House, broken, number, text_id
from services.accounting.tests.test_documents import balances, changed

ALL = (
    "accounting.credit-notes.write", "accounting.invoices.read", "accounting.payments.write", "accounting.approvals.read",
    "accounting.credit-notes.approve", "accounting.credit-requests.read", "accounting.credit.read",
    "accounting.payments.read",
)  # fmt: skip
CENTS = st.integers(1, 100_000).map(lambda cents: Decimal(cents).scaleb(-2))
RATES = st.sampled_from([Decimal("0.20"), Decimal("0.10"), Decimal("0.055"), Decimal(0)])


def billed(net: str = "100.00", quantity: str = "10", **changes: Any) -> BilledLine:
    values: dict[str, Any] = {
        name: new_id()
        for name in (
            "invoice_line_id", "invoice_id", "sales_order_id", "sales_order_line_id", "shipment_line_id", "movement_id",
            "product_id",
        )
    }  # fmt: skip
    values |= {
        "invoice_number": "FA-2026-000001", "invoiced_on": date(2026, 3, 2), "description": "Article",
        "quantity": Decimal(quantity), "net_amount": Decimal(net), "tax_class": "standard", "tax_rate": Decimal("0.20"),
        "tax_rounding": TaxRounding.DOCUMENT, "credited_quantity": Decimal(0), "vat": DOMESTIC,
        "rate": ExchangeRate.own("EUR", date(2026, 3, 2)), "credited_amount": Decimal(0),
    }  # fmt: skip
    return BilledLine(**{**values, **changes})


# --- pure ---


@given(st.lists(st.tuples(CENTS, RATES, st.sampled_from(TaxRounding)), min_size=1, max_size=8))
def test_the_tax_of_lines_adds_up_to_that_of_the_document(lines: list[tuple[Decimal, Decimal, TaxRounding]]) -> None:
    shares = tax_by_line(lines)
    assert sum(shares) == totals(lines).tax
    assert all(abs(share - net * rate) <= 1 for share, (net, rate, _) in zip(shares, lines, strict=True))


def test_tax_is_computed_once_for_each_rate() -> None:
    lines = [billed("0.33"), billed("0.33"), billed("0.33"), billed("1.00", tax_rate=Decimal("0.10"))]
    asked = [AskedCredit(line.invoice_line_id, Decimal(0), line.net_amount) for line in lines]
    note = credited(asked, {line.invoice_line_id: line for line in lines})
    assert credit_totals(note).tax == Decimal("0.30")  # 20 % of 0.99 is 0.20, three times 0.07 would be 0.21


@given(st.lists(st.tuples(st.integers(0, 4), CENTS), min_size=1, max_size=6))
def test_however_it_is_asked_no_more_is_credited_than_was_billed(asked: list[tuple[int, Decimal]]) -> None:
    line = billed("100.00", "4")
    asks = [AskedCredit(line.invoice_line_id, Decimal(q), amount) for q, amount in asked]
    fits = sum(q for q, _ in asked) <= 4 and sum(amount for _, amount in asked) <= 100
    if fits:
        assert sum(each.net_amount for each in credited(asks, {line.invoice_line_id: line})) <= 100
    else:
        with pytest.raises(OverCredited):
            credited(asks, {line.invoice_line_id: line})


# --- asked by sales ---


def request(house: House, invoice: InvoiceIssued, *lines: CreditLine, **changes: Any) -> CreditNoteRequested:
    values: dict[str, Any] = {
        "credit_request_id": text_id(),
        "sales_order_id": invoice.sales_order_id,
        "customer_id": house.customer_id,
        "bill_to_id": house.customer_id,
        "currency": "EUR",
        "source": "return",
        "source_id": text_id(),
        "source_number": "RMA-2026-000001",
        "lines": lines,
        "occurred_at": time_out(datetime(2026, 3, 9, 12, tzinfo=UTC)),
    }
    return CreditNoteRequested(**{**values, **changes})


def ask(invoice: InvoiceIssued, quantity: str, net: str, *, fee: str = "0", line: int = 0) -> CreditLine:
    return CreditLine(
        shipment_line_id=invoice.lines[line].shipment_line_id,
        quantity=number(quantity),
        price_amount=number(Decimal(net) + Decimal(fee)),
        restocking_fee=number(fee),
        net_amount=number(net),
        reason="damaged",
    )


async def sold(house: House, quantity: str = "10", price: str = "10", **details: Any) -> InvoiceIssued:
    since = await house.accounting.outbox_position()
    await house.receive(quantity, "6")
    await house.sell(quantity, price, **details)
    (invoice,) = await house.accounting.published(InvoiceIssued, since=since)
    result: InvoiceIssued = invoice
    return result


async def tell(house: House, *requests: CreditNoteRequested) -> None:
    await house.accounting.deliver("sales.returns.v1", *requests, repeat=2)


async def notes(house: House) -> list[dict[str, Any]]:
    async with house.accounting.client(*ALL) as client:
        listed = (await client.get("/customer-credit-notes", params={"customer_id": house.customer_id})).json()
        found = [(await client.get(f"/customer-credit-notes/{each['id']}")).json() for each in listed["items"]]
    return sorted(found, key=lambda note: note["number"])


async def test_what_came_back_is_credited_once_and_the_fee_stays_in_revenue(accounting: ServiceUnderTest) -> None:
    house = await House(accounting).open(credit_limit="1000")
    invoice = await sold(house)  # 10 at 10.00: 120.00 with tax
    before, since = await balances(accounting), await accounting.outbox_position()
    asked = request(house, invoice, ask(invoice, "4", "36.00", fee="4.00"))
    await tell(house, asked)
    assert changed(before, await balances(accounting)) == {"411": "-43.20", "44571": "7.20", "707": "36.00"}
    (event,) = await accounting.published(CreditNoteIssued, since=since)
    assert (event.net_amount.value, event.tax_amount.value, event.gross_amount.value) == ("36.00", "7.20", "43.20")
    assert (event.sales_order_id, event.source, event.credited_on) == (invoice.sales_order_id, "return", "2026-03-09")
    assert (event.lines[0].movement_id, event.lines[0].restocking_fee.value) == (invoice.lines[0].movement_id, "4.00")
    assert [(each.invoice_id, each.gross_amount.value) for each in event.invoices] == [(invoice.invoice_id, "43.20")]
    (note,) = await notes(house)
    assert note["number"].startswith("AV-2026-")
    assert (note["left_amount"], note["settled"][0]["amount"]) == ("0.00", "43.20")
    async with accounting.client(*ALL) as client:
        credit = (await client.get(f"/credit/{house.customer_id}")).json()
        open_items = (await client.get("/open-items", params={"partner_id": house.customer_id})).json()["items"]
    assert credit["exposure"] == "76.80"
    assert [row["open_amount"] for row in open_items] == ["76.80"]
    assert await broken(accounting) == []


async def test_a_lower_price_is_an_allowance(accounting: ServiceUnderTest) -> None:
    house = await House(accounting).open()
    invoice = await sold(house)
    before = await balances(accounting)
    await tell(house, request(house, invoice, ask(invoice, "0", "5.00"), source="price-dispute"))
    assert changed(before, await balances(accounting)) == {"411": "-6.00", "44571": "1.00", "7097": "5.00"}
    assert await broken(accounting) == []


async def test_what_is_not_billed_yet_waits_for_its_invoice(accounting: ServiceUnderTest) -> None:
    house = await House(accounting).open()
    invoice = await sold(house)
    await house.receive("5", "6")
    shipment = house.shipment(invoice.sales_order_id, invoice.lines[0].sales_order_line_id, "5")
    later = CreditLine(
        shipment_line_id=shipment.lines[0].shipment_line_id, quantity=number("5"), net_amount=number("50.00")
    )
    asked = request(house, invoice, later, ask(invoice, "1", "10.00"))
    await tell(house, asked)
    assert await notes(house) == []
    async with accounting.client(*ALL) as client:
        params = {"customer_id": house.customer_id, "status": "waiting"}
        waiting = (await client.get("/credit-requests", params=params)).json()["items"]
    assert [each["id"] for each in waiting] == [asked.credit_request_id]
    await accounting.deliver("inventory.shipments.v1", shipment, repeat=2)
    (note,) = await notes(house)
    assert (note["net_amount"], note["credited_on"]) == ("60.00", "2026-03-09")
    assert len({line["invoice_id"] for line in note["lines"]}) == 2
    assert await broken(accounting) == []


async def test_more_than_was_billed_is_refused_and_said(accounting: ServiceUnderTest) -> None:
    house = await House(accounting).open()
    invoice = await sold(house)
    before, since = await balances(accounting), await accounting.outbox_position()
    await tell(house, request(house, invoice, ask(invoice, "11", "10.00")))
    await tell(house, request(house, invoice, ask(invoice, "0", "100.01")))
    assert changed(before, await balances(accounting)) == {}
    assert await accounting.published(CreditNoteIssued, since=since) == []
    async with accounting.client(*ALL) as client:
        params = {"customer_id": house.customer_id, "status": "refused"}
        refused = (await client.get("/credit-requests", params=params)).json()["items"]
    assert len(refused) == 2
    assert "is left to be credited" in refused[0]["refusal"]
    assert await broken(accounting) == []


async def test_credit_of_a_paid_invoice_is_used_or_paid_back(accounting: ServiceUnderTest) -> None:
    house = await House(accounting).open()
    first = await sold(house)
    async with accounting.client(*ALL) as client:
        payment = {
            "partner_id": house.customer_id, "direction": "received", "amount": "120", "paid_on": "2026-03-05",
            "match": "oldest",
        }  # fmt: skip
        assert (await client.post("/payments", json=payment)).status_code == 201
    second = await sold(house, "3", "10")  # 36.00
    await tell(house, request(house, first, ask(first, "5", "50.00")))
    (note,) = await notes(house)
    assert (note["left_amount"], note["settled"]) == ("60.00", [])
    since = await accounting.outbox_position()
    path = f"/customer-credit-notes/{note['id']}"
    async with accounting.client(*ALL) as client:
        wrong = await client.post(f"{path}/use", json={"invoice_ids": [first.invoice_id]})
        used = await client.post(f"{path}/use", json={"used_on": "2026-03-10", "invoice_ids": [second.invoice_id]})
        too_much = await client.post(f"{path}/pay-back", json={"amount": "24.01", "paid_on": "2026-03-11"})
        before = await balances(accounting)
        paid = await client.post(f"{path}/pay-back", json={"amount": "24.00", "paid_on": "2026-03-11"})
        none_left = await client.post(f"{path}/use", json={})
    assert (wrong.status_code, too_much.status_code, none_left.status_code) == (409, 409, 409)
    assert used.status_code == 200, used.text
    assert (used.json()["left_amount"], used.json()["settled"][0]["invoice_id"]) == ("24.00", second.invoice_id)
    assert (paid.json()["left_amount"], paid.json()["refunds"][0]["amount"]) == ("0.00", "24.00")
    assert changed(before, await balances(accounting)) == {"411": "24.00", "512": "-24.00"}
    (event,) = await accounting.published(CreditUsed, since=since)
    assert [(each.invoice_id, each.amount.value) for each in event.matches] == [(second.invoice_id, "36.00")]
    assert await broken(accounting) == []


# --- by hand ---


def by_hand(invoice: InvoiceIssued, net: str, quantity: str = "0") -> dict[str, Any]:
    line = {"invoice_line_id": invoice.lines[0].invoice_line_id, "quantity": quantity, "net_amount": net}
    return {"invoice_id": invoice.invoice_id, "reason": "agreed by phone", "credited_on": "2026-03-09", "lines": [line]}


async def test_an_accountant_credits_at_once_below_the_limit(accounting: ServiceUnderTest) -> None:
    house = await House(accounting).open()
    invoice = await sold(house)
    async with accounting.client(*ALL) as client:
        done = await client.post("/customer-credit-notes", json=by_hand(invoice, "12.50"))
        over = await client.post("/customer-credit-notes", json=by_hand(invoice, "87.51"))
        other = await client.post("/customer-credit-notes", json={**by_hand(invoice, "1"), "invoice_id": text_id()})
        foreign = by_hand(invoice, "1")
        foreign["lines"][0]["invoice_line_id"] = text_id()
        unknown = await client.post("/customer-credit-notes", json=foreign)
    assert (done.status_code, done.json()["status"]) == (201, "credited")
    assert (over.status_code, over.json()["type"].rpartition("/")[2]) == (409, "over-credited")
    assert (other.status_code, unknown.status_code) == (404, 404)
    (note,) = await notes(house)
    assert (note["gross_amount"], note["source"], note["reason"]) == ("15.00", "manual", "agreed by phone")
    assert await broken(accounting) == []


@pytest.mark.parametrize("answer", ["approve", "reject"])
async def test_above_the_limit_somebody_else_decides(accounting: ServiceUnderTest, answer: str) -> None:
    house = await House(accounting).open()
    invoice = await sold(house, "10", "100")
    before = await balances(accounting)
    async with accounting.client(*ALL, sub="anne") as client:
        asked = (await client.post("/customer-credit-notes", json=by_hand(invoice, "500.01", "5"))).json()
        (waiting,) = (await client.get("/approvals", params={"document_id": asked["id"]})).json()["items"]
        own = await client.post(f"/approvals/{waiting['id']}/{answer}", json={"comment": ""})
    assert (asked["status"], waiting["amount"], own.status_code) == ("awaiting-approval", "500.01", 403)
    assert changed(before, await balances(accounting)) == {}
    async with accounting.client(*ALL, sub="bert") as client:
        decided = await client.post(f"/approvals/{waiting['id']}/{answer}", json={"comment": "seen"})
        again = await client.post(f"/approvals/{waiting['id']}/{answer}", json={"comment": "seen"})
    assert (decided.status_code, again.status_code) == (200, 409)
    found = await notes(house)
    assert [note["net_amount"] for note in found] == (["500.01"] if answer == "approve" else [])
    assert await broken(accounting) == []


async def test_two_at_once_never_credit_more_than_was_billed(accounting: ServiceUnderTest) -> None:
    house = await House(accounting).open()
    invoice = await sold(house)

    async def credit(net: str) -> int:
        async with accounting.client(*ALL) as client:
            return (await client.post("/customer-credit-notes", json=by_hand(invoice, net))).status_code

    asked = request(house, invoice, ask(invoice, "0", "40.00"), source="price-dispute")
    statuses: Sequence[Any] = await asyncio.gather(
        *(credit("30.00") for _ in range(6)), accounting.deliver("sales.returns.v1", asked)
    )
    found = await notes(house)
    total = sum(Decimal(note["net_amount"]) for note in found)
    assert total in (Decimal("90.00"), Decimal("100.00"))
    assert statuses.count(201) == sum(note["source"] == "manual" for note in found)
    assert await broken(accounting) == []


async def test_a_request_and_its_invoice_at_once_never_miss_each_other(accounting: ServiceUnderTest) -> None:
    for _ in range(5):
        house = await House(accounting).open()
        invoice = await sold(house)
        shipment = house.shipment(invoice.sales_order_id, invoice.lines[0].sales_order_line_id, "5")
        line = CreditLine(
            shipment_line_id=shipment.lines[0].shipment_line_id, quantity=number("5"), net_amount=number("50.00")
        )
        await asyncio.gather(
            accounting.deliver("inventory.shipments.v1", shipment),
            accounting.deliver("sales.returns.v1", request(house, invoice, line)),
        )
        assert [note["net_amount"] for note in await notes(house)] == ["50.00"]


async def test_a_customer_sees_only_his_own(accounting: ServiceUnderTest) -> None:
    mine, other = await House(accounting).open(), await House(accounting).open()
    for house in (mine, other):
        invoice = await sold(house)
        await tell(house, request(house, invoice, ask(invoice, "1", "10.00")))
    (foreign,) = await notes(other)
    async with accounting.client("accounting.invoices.read", customer_id=mine.customer_id) as client:
        seen = (await client.get("/customer-credit-notes")).json()["items"]
        refused = await client.get(f"/customer-credit-notes/{foreign['id']}")
    assert {each["customer_id"] for each in seen} == {mine.customer_id}
    assert refused.status_code == 403
