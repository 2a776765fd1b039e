"""Bills matched to receipts: what fits is posted, what does not has an owner; cancelled, credited, and never off by a cent."""

import asyncio
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

from accounting.domain.bill import Received
from accounting.domain.matched_bill import EnteredLine, asked_lines, number_key, propose
from comptoir.accounting.v1.bill_pb2 import BillCancelled, BillPosted, CreditNoteReceived
from hypothesis import given
from hypothesis import strategies as st
from kit.exchange import ExchangeRate
from kit.ids import new_id
from kit.testing.services import ServiceUnderTest

from services.accounting.tests.factories import House, broken

WHO = (
    "accounting.bills.write", "accounting.bills.read", "accounting.disputes.resolve", "accounting.taxes.write",
    "accounting.payments.write", "accounting.payments.read", "accounting.ledger.read",
)  # fmt: skip


async def ask(
    accounting: ServiceUnderTest, method: str, path: str, body: Any = None, status: int = 200, *, version: str = ""
) -> Any:
    async with accounting.client(*WHO) as client:
        answer = await client.request(method, path, json=body, headers={"If-Match": version} if version else {})
    assert answer.status_code == status, answer.text
    return answer.json()


async def house(accounting: ServiceUnderTest, method: str = "fifo") -> House:
    await ask(accounting, "PUT", "/tax-rates", {"tax_class": "standard", "rate": "0.2", "effective_from": "2020-01-01"})
    return await House(accounting, method).open()


def slug(answer: dict[str, Any]) -> str:
    return str(answer["type"].rsplit("/", 1)[-1])


async def received_line(accounting: ServiceUnderTest, home: House, quantity: str, price: str) -> tuple[str, str]:
    """(order line, receipt line) of goods received."""
    line_id = await home.order(price, quantity)
    movement = home.movement("receipt", quantity, line_id=line_id)
    await accounting.deliver("inventory.stock-movements.v1", movement)
    return line_id, movement.document_line_id


def bill(home: House, number: str, *lines: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "supplier_id": home.supplier_id, "supplier_number": number, "billed_on": "2026-03-05", "lines": list(lines), **more,
    }  # fmt: skip


def of_order(line_id: str, quantity: str, net: str) -> dict[str, Any]:
    return {"purchase_order_line_id": line_id, "quantity": quantity, "net_amount": net}


async def open_lines(accounting: ServiceUnderTest, home: House, **params: Any) -> list[tuple[str, str]]:
    async with accounting.client(*WHO) as client:
        items = (await client.get("/gr-ir/lines", params={"supplier_id": home.supplier_id, **params})).json()["items"]
    return [(each["open_quantity"], each["open_value"]) for each in items]


async def test_a_bill_over_orders_and_receipts_posts_by_itself(accounting: ServiceUnderTest) -> None:
    home = await house(accounting)
    first, _ = await received_line(accounting, home, "10", "3.00")
    movement = home.movement("receipt", "5", line_id=first)
    await accounting.deliver("inventory.stock-movements.v1", movement)
    second, _ = await received_line(accounting, home, "4", "2.50")
    body = bill(home, "N-M", of_order(first, "12", "36.00"), of_order(second, "4", "10.00"))
    since = await accounting.outbox_position()
    answer = await ask(accounting, "POST", "/supplier-bills", body, 201)
    assert (answer["status"], [len(line["parts"]) for line in answer["lines"]]) == ("posted", [2, 1])
    assert await open_lines(accounting, home) == [("3", "9.00")]
    (posted,) = await accounting.published(BillPosted, since=since)
    assert len({line.purchase_order_id for line in posted.lines}) == 2
    rest = await ask(accounting, "POST", "/supplier-bills", bill(home, "REST", of_order(first, "3", "9.00")), 201)
    assert (rest["status"], await open_lines(accounting, home)) == ("posted", [])
    assert await broken(accounting) == []


async def test_the_same_number_written_otherwise_is_the_same_bill(accounting: ServiceUnderTest) -> None:
    home = await house(accounting)
    line, _ = await received_line(accounting, home, "10", "3.00")
    await ask(accounting, "POST", "/supplier-bills", bill(home, "FA-2026/07", of_order(line, "1", "3.00")), 201)
    body = bill(home, "fa 202607", of_order(line, "2", "6.00"))
    since = await accounting.outbox_position()
    assert slug(await ask(accounting, "POST", "/supplier-bills", body, 409)) == "bill-number-taken"
    direct = {**body, "lines": [], "receipt_id": home.last_movement}
    assert (await ask(accounting, "POST", "/bills", direct, 409))["status"] == 409
    assert not await accounting.published(BillPosted, since=since)
    async with accounting.client(*WHO) as client:
        race = bill(home, "RACE", of_order(line, "1", "3.00"))
        answers = await asyncio.gather(*(client.post("/supplier-bills", json=race) for _ in range(8)))
    assert sorted(answer.status_code for answer in answers) == [201] + [409] * 7


async def test_what_did_not_come_waits_until_it_comes(accounting: ServiceUnderTest) -> None:
    home = await house(accounting)
    line = await home.order("3.00", "10")
    answer = await ask(accounting, "POST", "/supplier-bills", bill(home, "EARLY", of_order(line, "10", "30.00")), 201)
    assert answer["status"] == "disputed"
    (dispute,) = answer["disputes"]
    assert (dispute["kind"], dispute["at_risk"]) == ("not-received", "30.00")
    accept = {"resolution": "accepted", "note": "ok"}
    refused = await ask(accounting, "POST", f"/bill-disputes/{dispute['id']}/resolve", accept, 409)
    assert slug(refused) == "not-acceptable"
    await accounting.deliver("inventory.stock-movements.v1", home.movement("receipt", "6", line_id=line))
    half = await ask(accounting, "POST", f"/supplier-bills/{answer['id']}/match", {})
    assert [(each["kind"], each["at_risk"]) for each in half["disputes"]] == [("not-received", "12.00")]
    await accounting.deliver("inventory.stock-movements.v1", home.movement("receipt", "4", line_id=line))
    assert (await ask(accounting, "POST", f"/supplier-bills/{answer['id']}/match", {}))["status"] == "posted"
    assert await broken(accounting) == []


async def test_a_price_beyond_the_tolerance_is_disputed_by_the_money_at_risk(accounting: ServiceUnderTest) -> None:
    home = await house(accounting)
    line, receipt_line = await received_line(accounting, home, "100", "10.00")
    tolerances = {"items": [{"supplier_id": home.supplier_id, "price_rate": "0.02", "price_amount": "15.00"}]}
    await ask(accounting, "PUT", "/bill-tolerances", tolerances)
    try:
        fits = await ask(accounting, "POST", "/supplier-bills", bill(home, "T1", of_order(line, "10", "102.00")), 201)
        assert fits["status"] == "posted"
        dear = await ask(accounting, "POST", "/supplier-bills", bill(home, "T2", of_order(line, "10", "102.01")), 201)
        dearer = await ask(accounting, "POST", "/supplier-bills", bill(home, "T3", of_order(line, "50", "520.00")), 201)
        assert [each["status"] for each in (dear, dearer)] == ["disputed"] * 2
        async with accounting.client(*WHO) as client:
            queue = (await client.get("/bill-disputes", params={"kind": "price"})).json()["items"]
        mine = [each["at_risk"] for each in queue if each["supplier_id"] == home.supplier_id]
        assert mine == ["20.00", "2.01"]
        direct = bill(home, "T4", {"receipt_line_id": receipt_line, "quantity": "1", "net_amount": "11.00"})
        assert slug(await ask(accounting, "POST", "/bills", direct, 409)) == "beyond-tolerance"
        (dispute,) = dear["disputes"]
        await ask(accounting, "POST", f"/bill-disputes/{dispute['id']}/hand-over", {"owner": "bert"})
        accept = {"resolution": "credit-expected", "note": "They promised a credit note"}
        posted = await ask(accounting, "POST", f"/bill-disputes/{dispute['id']}/resolve", accept)
        assert posted["status"] == "posted"
        again = await ask(accounting, "POST", f"/bill-disputes/{dispute['id']}/resolve", accept, 409)
        assert slug(again) == "bill-status-wrong"
    finally:
        await ask(accounting, "PUT", "/bill-tolerances", {"items": []})
    assert await broken(accounting) == []


async def test_an_open_bill_is_corrected_or_rejected(accounting: ServiceUnderTest) -> None:
    home = await house(accounting)
    line, _ = await received_line(accounting, home, "10", "3.00")
    wrong = await ask(accounting, "POST", "/supplier-bills", bill(home, "W", of_order(line, "11", "33.00")), 201)
    path, fixed = f"/supplier-bills/{wrong['id']}", bill(home, "W", of_order(line, "10", "30.00"))
    assert slug(await ask(accounting, "PUT", path, fixed, 412, version="99")) == "stale"
    version = str((await ask(accounting, "GET", path))["version"])
    assert (await ask(accounting, "PUT", path, fixed, version=version))["status"] == "posted"
    other = await ask(accounting, "POST", "/supplier-bills", bill(home, "X", of_order(line, "1", "3.00")), 201)
    assert (await ask(accounting, "POST", f"/supplier-bills/{other['id']}/reject", {"reason": "Not ours"}))[
        "status"
    ] == "rejected"
    assert slug(await ask(accounting, "POST", f"/supplier-bills/{other['id']}/match", {}, 409)) == "bill-status-wrong"
    again = await ask(accounting, "POST", "/supplier-bills", bill(home, "X", of_order(line, "1", "3.00")), 201)
    assert again["status"] == "disputed"


async def test_a_bill_that_looks_like_another_is_asked_about(accounting: ServiceUnderTest) -> None:
    home = await house(accounting)
    line, _ = await received_line(accounting, home, "10", "3.00")
    await ask(accounting, "POST", "/supplier-bills", bill(home, "D1", of_order(line, "5", "15.00")), 201)
    twin = await ask(accounting, "POST", "/supplier-bills", bill(home, "D2", of_order(line, "5", "15.00")), 201)
    assert [each["kind"] for each in twin["disputes"]] == ["duplicate"]
    accept = {"resolution": "accepted", "note": "Two deliveries"}
    posted = await ask(accounting, "POST", f"/bill-disputes/{twin['disputes'][0]['id']}/resolve", accept)
    assert posted["status"] == "posted"


async def test_a_tax_that_does_not_fit_is_settled_by_somebody(accounting: ServiceUnderTest) -> None:
    home = await house(accounting)
    line, _ = await received_line(accounting, home, "10", "3.00")
    body = bill(home, "TAX", of_order(line, "10", "30.00"), tax_amount="7.00")
    answer = await ask(accounting, "POST", "/supplier-bills", body, 201)
    assert [(each["kind"], each["at_risk"]) for each in answer["disputes"]] == [("tax", "1.00")]
    accept = {"resolution": "accepted", "note": "Freight is taxed otherwise"}
    posted = await ask(accounting, "POST", f"/bill-disputes/{answer['disputes'][0]['id']}/resolve", accept)
    assert posted["status"] == "posted"
    assert await broken(accounting) == []


async def test_all_that_came_is_billed_in_one_go(accounting: ServiceUnderTest) -> None:
    home = await house(accounting)
    receipts = [(await home.receive("10", price))[1] for price in ("3.00", "0.333")]
    body = {**bill(home, "ALL"), "lines": [], "receipt_ids": receipts}
    answer = await ask(accounting, "POST", "/supplier-bills", body, 201)
    assert (answer["status"], answer["net_amount"]) == ("posted", "33.33")
    assert (
        slug(await ask(accounting, "POST", "/supplier-bills", {**body, "supplier_number": "AGAIN"}, 422)) == "invalid"
    )


async def test_a_cancelled_bill_leaves_everything_as_if_it_had_not_come(accounting: ServiceUnderTest) -> None:
    for method in ("fifo", "avco"):
        home = await house(accounting, method)
        line, _ = await received_line(accounting, home, "10", "3.00")
        await home.sell("4", "9.00")
        before = await home.value()
        dear = await ask(accounting, "POST", "/supplier-bills", bill(home, "C1", of_order(line, "10", "40.00")), 201)
        assert await home.value() != before
        await home.sell("2", "9.00")
        since = await accounting.outbox_position()
        await ask(accounting, "POST", f"/bills/{dear['id']}/cancel", {"reason": "Wrong prices"})
        assert await home.value() == ("4", "12.00")
        assert await open_lines(accounting, home) == [("10", "30.00")]
        again = await ask(accounting, "POST", f"/bills/{dear['id']}/cancel", {"reason": "Twice"}, 409)
        assert slug(again) in {"bill-is-settled", "bill-status-wrong"}
        assert len(await accounting.published(BillCancelled, since=since)) == 1
        right = await ask(accounting, "POST", "/supplier-bills", bill(home, "C1", of_order(line, "10", "30.00")), 201)
        assert right["status"] == "posted"
    assert await broken(accounting) == []


async def test_a_paid_bill_is_not_cancelled(accounting: ServiceUnderTest) -> None:
    home = await house(accounting)
    line, _ = await received_line(accounting, home, "10", "3.00")
    posted = await ask(accounting, "POST", "/supplier-bills", bill(home, "P1", of_order(line, "10", "30.00")), 201)
    paid = {
        "partner_id": home.supplier_id, "direction": "paid", "amount": "10.00", "paid_on": "2026-03-06",
        "method": "transfer", "matches": [{"document_id": posted["id"], "amount": "10.00"}],
    }  # fmt: skip
    await ask(accounting, "POST", "/payments", paid, 201)
    refused = await ask(accounting, "POST", f"/bills/{posted['id']}/cancel", {"reason": "Late"}, 409)
    assert slug(refused) == "bill-is-settled"


async def test_a_credit_note_for_the_price_goes_where_the_goods_are(accounting: ServiceUnderTest) -> None:
    home = await house(accounting)
    line, receipt_line = await received_line(accounting, home, "10", "3.00")
    await ask(accounting, "POST", "/supplier-bills", bill(home, "B1", of_order(line, "10", "40.00")), 201)
    await home.sell("5", "9.00")
    since = await accounting.outbox_position()
    body = {
        "supplier_id": home.supplier_id, "supplier_number": "AV-1", "credited_on": "2026-03-10",
        "lines": [{"receipt_line_id": receipt_line, "net_amount": "10.00"}],
    }  # fmt: skip
    note = await ask(accounting, "POST", "/credit-notes", body, 201)
    assert (note["net_amount"], note["tax_amount"], note["unsettled"]) == ("10.00", "2.00", "0.00")
    assert await home.value() == ("5", "15.00")
    assert slug(await ask(accounting, "POST", "/credit-notes", body, 409)) == "bill-number-taken"
    stranger = {**body, "supplier_number": "AV-2", "lines": [{"receipt_line_id": str(uuid4()), "net_amount": "1"}]}
    assert slug(await ask(accounting, "POST", "/credit-notes", stranger, 409)) == "over-credited"
    assert len(await accounting.published(CreditNoteReceived, since=since)) == 1
    assert await broken(accounting) == []


async def test_goods_that_went_back_after_they_were_billed_expect_a_credit_note(accounting: ServiceUnderTest) -> None:
    home = await house(accounting)
    line, receipt_line = await received_line(accounting, home, "10", "3.00")
    receipt_movement = home.last_movement
    await ask(accounting, "POST", "/supplier-bills", bill(home, "R1", of_order(line, "10", "30.00")), 201)
    await home.move("to-supplier", "4", line_id=line, returns=receipt_movement)
    assert await open_lines(accounting, home, debit_notes_only="true") == [("-4", "-12.00")]
    body = {
        "supplier_id": home.supplier_id, "supplier_number": "AV-9", "credited_on": "2026-03-10",
        "lines": [{"receipt_line_id": receipt_line, "quantity": "5", "net_amount": "15.00"}],
    }  # fmt: skip
    assert (await ask(accounting, "POST", "/credit-notes", body, 409))["returned"] == "4"
    body["lines"] = [{"receipt_line_id": receipt_line, "quantity": "4", "net_amount": "11.00"}]
    await ask(accounting, "POST", "/credit-notes", body, 201)
    assert await open_lines(accounting, home) == []
    assert await home.value() == ("6", "18.00")
    assert await broken(accounting) == []


# --- the rules ---


def _received(quantity: int, billed: int, order_line: UUID) -> Received:
    whole, part = Decimal(quantity), Decimal(min(billed, quantity))
    return Received(
        new_id(), new_id(), UUID(int=1), order_line, UUID(int=2), UUID(int=3), whole, whole * 3, whole * 3, part, part * 3,
        part * 3, ExchangeRate.own("EUR", date(2026, 3, 1)),
    )  # fmt: skip


_LINES = [UUID(int=i) for i in (11, 12)]


@given(
    st.lists(st.builds(_received, st.integers(1, 9), st.integers(0, 9), st.sampled_from(_LINES)), max_size=6),
    st.lists(st.tuples(st.sampled_from(_LINES), st.integers(1, 20), st.integers(0, 9999)), min_size=1, max_size=4),
)
def test_no_received_unit_is_matched_twice_and_no_cent_is_lost(
    received: list[Received], asked: list[tuple[UUID, int, int]]
) -> None:
    lines = [EnteredLine(new_id(), None, line, Decimal(q), Decimal(cents) / 100) for line, q, cents in asked]
    proposals = propose(lines, received)
    assert [each.line for each in proposals] == lines
    for each in received:
        taken = [
            part for proposal in proposals for part in proposal.parts if part.receipt_line_id == each.receipt_line_id
        ]
        quantity = sum((part.quantity for part in taken), Decimal(0))
        assert quantity <= each.quantity - each.billed_quantity
        if quantity == each.quantity - each.billed_quantity and taken:
            assert sum((part.received_amount for part in taken), Decimal(0)) == each.value - each.billed_value
    for proposal in proposals:
        assert sum((part.quantity for part in proposal.parts), proposal.missing) == proposal.line.quantity
    whole = [each for each in proposals if not each.missing]
    posted = sum((each.net_amount or Decimal(0) for each in asked_lines(whole)), Decimal(0))
    assert posted == sum((each.line.net_amount for each in whole), Decimal(0))


@given(st.text("ABCxyz0123 -/.", min_size=1, max_size=20))
def test_numbers_compare_by_what_is_readable_of_them(number: str) -> None:
    assert number_key(number.lower()) == number_key(number.upper())
    if any(each.isalnum() for each in number):
        assert number_key(f" {number}-") == number_key(number)
