"""Entries of statements become payments, fees, suspense or returns, and can be undone."""

import asyncio
from collections import Counter
from decimal import Decimal
from typing import Any

from accounting.domain.bank.clearing import OfPartner, Part, Rest, split
from accounting.domain.bank.errors import ClearingDoesNotFit
from comptoir.accounting.v1.payment_pb2 import PaymentRecorded, PaymentReversed
from comptoir.catalog.v1.partner_pb2 import PartnerChanged
from hypothesis import given
from hypothesis import strategies as st
from kit.ids import new_id
from kit.testing.services import ServiceUnderTest

from services.accounting.tests.bank_files import Transfer, camt
from services.accounting.tests.factories import House, broken, number
from services.accounting.tests.test_bank_statements import entries, our_account, send

WHO = (
    "accounting.bank.read", "accounting.bank.write", "accounting.bank-accounts.write", "accounting.bank-rules.write",
    "accounting.payments.read", "accounting.payments.write", "accounting.bills.read", "accounting.bills.write",
    "accounting.ledger.read", "accounting.invoices.read", "accounting.credit.read", "accounting.approvals.read",
)  # fmt: skip
FINANCE = {"roles": ["finance"]}


async def call(
    accounting: ServiceUnderTest, method: str, path: str, body: Any = None, status: int = 200, **who: Any
) -> Any:
    permissions = who.pop("permissions", WHO)
    async with accounting.client(*permissions, **{**FINANCE, **who}) as client:
        answer = await client.request(method, path, json=body)
    assert answer.status_code == status, answer.text
    return answer.json()


async def clear(
    accounting: ServiceUnderTest, entry: dict[str, Any], clearing: dict[str, Any], **who: Any
) -> dict[str, Any]:
    body = {"items": [{"entry_id": entry["id"], "clearing": clearing}]}
    return dict((await call(accounting, "POST", "/bank-entries/clear", body, **who))["items"][0])


async def on_statement(
    accounting: ServiceUnderTest, *transfers: Transfer
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    ours = await our_account(accounting)
    await send(accounting, camt(*transfers, account=ours["account"]))
    return ours, await entries(accounting, ours)


async def proposed(accounting: ServiceUnderTest, ours: dict[str, Any]) -> list[Any]:
    return list((await call(accounting, "GET", f"/bank-proposals?bank_account_id={ours['id']}"))["items"])


async def invoiced(accounting: ServiceUnderTest, *nets: str, **terms: Any) -> tuple[House, list[dict[str, Any]]]:
    """A customer of a name of his own, and his open invoices of these net amounts (20 % VAT comes on top)."""
    house = await House(accounting).open()
    name = f"Maison {house.customer_id[-12:]}"
    await accounting.deliver(
        "catalog.partners.v1",
        PartnerChanged(partner_id=house.customer_id, version=2, code="C", name=name, is_customer=True, payment_days=30),
    )
    await house.receive("100", "1")
    for i, net in enumerate(nets, 2):
        await house.sell("1", net, day=f"2026-03-{i:02d}", **terms)
    return house, await open_items(accounting, house)


async def open_items(accounting: ServiceUnderTest, house: House) -> list[dict[str, Any]]:
    return list((await call(accounting, "GET", f"/open-items?partner_id={house.customer_id}"))["items"])


async def balances(accounting: ServiceUnderTest) -> Counter[str]:
    accounts = (await call(accounting, "GET", "/trial-balance"))["accounts"]
    return Counter({row["account"]: Decimal(row["balance"]) for row in accounts})


def moved(before: Counter[str], after: Counter[str], ours: dict[str, Any]) -> dict[str, str]:
    """What changed by account; ours is called 512."""
    names = {ours["ledger_account"]: "512"}
    return {
        names.get(account, account): str(after[account] - before[account])
        for account in after
        if after[account] != before[account]
    }


def slug(answer: dict[str, Any]) -> str:
    return str((answer.get("problem") or answer)["type"]).rpartition("/")[2]


async def test_a_transfer_that_names_its_invoice_is_proposed_confirmed_and_lettered(
    accounting: ServiceUnderTest,
) -> None:
    house, (item,) = await invoiced(accounting, "100")
    ours, (entry,) = await on_statement(
        accounting, Transfer("120.00", f"Facture {item['number']}", iban="FR1420041010050500013M02606")
    )
    (shown,) = await proposed(accounting, ours)
    best = shown["proposals"][0]
    assert (best["confidence"], [each["sign"] for each in best["reasons"]]) == (
        "0.97",
        ["document-number", "exact-amount"],
    )
    assert [(each["number"], each["open_amount"]) for each in shown["documents"]] == [(item["number"], "120.00")]
    before = await balances(accounting)
    cleared = await clear(accounting, entry, best["clearing"])
    assert cleared["status"] == "cleared"
    assert moved(before, await balances(accounting), ours) == {"512": "120.00", "411": "-120.00"}
    assert await open_items(accounting, house) == []
    lines = await call(accounting, "GET", f"/partner-lines?partner_id={house.customer_id}")
    assert [(line["letter"], line["debit"], line["credit"]) for line in lines["items"]] == [
        ("A", "120.00", "0.00"),
        ("A", "0.00", "120.00"),
    ]
    state = await call(accounting, "GET", f"/bank-accounts/{ours['id']}/reconciliation")
    assert (state["in_books"], state["open_entries"], state["difference"]) == ("120.00", "0", "-1000.00")
    again = await clear(accounting, entry, best["clearing"])
    assert slug(again) == "entry-not-open"
    assert await broken(accounting) == []


async def test_what_was_confirmed_teaches_whose_account_it_is(accounting: ServiceUnderTest) -> None:
    house, (first, second) = await invoiced(accounting, "100", "70")
    iban = "FR7630004000031234567890143"
    ours, (entry, later) = await on_statement(
        accounting,
        Transfer("120.00", first["number"], iban=iban),
        Transfer("84.00", "merci", iban=iban, day="2026-03-21"),
    )
    before = (await proposed(accounting, ours))[1]["proposals"][0]["confidence"]
    best = (await proposed(accounting, ours))[0]["proposals"][0]
    await clear(accounting, entry, best["clearing"])
    (shown,) = await proposed(accounting, ours)
    sure = shown["proposals"][0]
    assert Decimal(before) < Decimal("0.9") < Decimal(sure["confidence"])
    assert "known-account" in [each["sign"] for each in sure["reasons"]]
    assert (await clear(accounting, later, sure["clearing"]))["status"] == "cleared"
    assert await open_items(accounting, house) == []
    known = await call(accounting, "GET", f"/partner-accounts?partner_id={house.customer_id}")
    assert [(each["iban"], each["source"], each["times"]) for each in known["items"]] == [(iban, "learned", 2)]
    assert second["open_amount"] == "84.00"
    assert await broken(accounting) == []


async def test_a_group_a_part_a_rest_and_a_fee(accounting: ServiceUnderTest) -> None:
    house, (a, b, c) = await invoiced(accounting, "100", "50", "10")
    ours, (group, rest) = await on_statement(accounting, Transfer("150.00"), Transfer("58.00", day="2026-03-22"))
    before = await balances(accounting)
    parts = [
        {"document_id": a["document_id"], "amount": "120.00"},
        {"document_id": b["document_id"], "amount": "30.00"},
    ]
    await clear(accounting, group, {"kind": "partner", "partner_id": house.customer_id, "parts": parts})
    assert [item["open_amount"] for item in await open_items(accounting, house)] == ["30.00", "12.00"]
    lines = (await call(accounting, "GET", f"/partner-lines?partner_id={house.customer_id}"))["items"]
    assert {line["letter"] for line in lines} == {None}  # a part is open: nothing has a letter yet
    parts = [{"document_id": b["document_id"], "amount": "30.00"}, {"document_id": c["document_id"], "amount": "12.00"}]
    body = {"kind": "partner", "partner_id": house.customer_id, "parts": parts, "fee": "2.00"}
    cleared = await clear(accounting, rest, body)
    assert moved(before, await balances(accounting), ours) == {"512": "208.00", "411": "-210.00", "627": "2.00"}
    (payment,) = [
        each
        for each in (await call(accounting, "GET", f"/payments?partner_id={house.customer_id}"))["items"]
        if each["id"] == cleared["payment_id"]
    ]
    assert (payment["amount"], payment["unmatched_amount"]) == ("60.00", "18.00")
    assert await open_items(accounting, house) == []
    credit = await call(accounting, "GET", f"/credit/{house.customer_id}")
    assert credit["receivable"] == "-18.00"
    assert await broken(accounting) == []


async def test_a_discount_takes_its_part_of_the_tax_and_only_within_its_time(accounting: ServiceUnderTest) -> None:
    from comptoir.catalog.v1.partner_pb2 import PaymentTerms

    terms = PaymentTerms(code="2-10", net_days=30, discount_rate=number("0.02"), discount_days=10)
    house, (item,) = await invoiced(accounting, "100", payment_terms=terms)
    ours, (timely, late) = await on_statement(
        accounting, Transfer("117.60", item["number"], day="2026-03-12"), Transfer("117.60", day="2026-03-20")
    )
    part = {"document_id": item["document_id"], "amount": "117.60", "discount": "2.40"}
    body = {"kind": "partner", "partner_id": house.customer_id, "parts": [part]}
    since = await accounting.outbox_position()
    assert slug(await clear(accounting, late, body)) == "discount-not-offered"
    assert await accounting.published(PaymentRecorded, since=since) == []
    best = (await proposed(accounting, ours))[0]["proposals"][0]
    assert (best["clearing"]["parts"][0]["discount"], "cash-discount" in str(best["reasons"])) == ("2.40", True)
    before = await balances(accounting)
    await clear(accounting, timely, best["clearing"])
    assert moved(before, await balances(accounting), ours) == {
        "411": "-120.00", "44571": "0.40", "512": "117.60", "665": "2.00",
    }  # fmt: skip
    (told,) = await accounting.published(PaymentRecorded, since=since)
    assert [(each.document_id, each.amount.value) for each in told.adjustments] == [(item["document_id"], "2.40")]
    assert await open_items(accounting, house) == []
    assert await broken(accounting) == []


async def test_what_is_left_of_a_discount_is_offered_and_no_more(accounting: ServiceUnderTest) -> None:
    from comptoir.catalog.v1.partner_pb2 import PaymentTerms

    terms = PaymentTerms(code="2-10", net_days=30, discount_rate=number("0.02"), discount_days=10)
    house, (item,) = await invoiced(accounting, "100", payment_terms=terms)
    ours, (first, second) = await on_statement(
        accounting, Transfer("50.00", day="2026-03-10"), Transfer("67.60", item["number"], day="2026-03-11")
    )
    part = {"document_id": item["document_id"], "amount": "50.00", "discount": "1.00"}
    await clear(accounting, first, {"kind": "partner", "partner_id": house.customer_id, "parts": [part]})
    (left,) = await proposed(accounting, ours)
    assert left["proposals"][0]["clearing"]["parts"][0]["discount"] == "1.40"
    await clear(accounting, second, left["proposals"][0]["clearing"])
    assert await open_items(accounting, house) == []


async def test_a_small_write_off_is_a_roles_own_and_a_larger_one_somebody_elses(accounting: ServiceUnderTest) -> None:
    house, (first, second) = await invoiced(accounting, "100", "50")
    ours, (small, large) = await on_statement(accounting, Transfer("119.50"), Transfer("40.00", day="2026-03-22"))

    def body(item: dict[str, Any], amount: str, write_off: str) -> dict[str, Any]:
        part = {"document_id": item["document_id"], "amount": amount, "write_off": write_off}
        return {"kind": "partner", "partner_id": house.customer_id, "parts": [part]}

    before = await balances(accounting)
    assert (await clear(accounting, small, body(first, "119.50", "0.50")))["status"] == "cleared"
    waiting = await clear(accounting, large, body(second, "40.00", "20.00"))
    assert (waiting["status"], waiting["entry_number"]) == ("waiting", None)
    assert slug(await clear(accounting, large, body(second, "40.00", "0.00"))) == "entry-not-open"
    path = f"/approvals/{waiting['approval_id']}"
    own: dict[str, Any] = {"permissions": (*WHO, "accounting.write-offs.approve")}
    assert slug(await call(accounting, "POST", f"{path}/approve", {}, 403, **own)) == "own-request"
    assert slug(await call(accounting, "POST", f"{path}/approve", {}, 403, sub="boss")) == "permission-missing"
    limited: dict[str, Any] = {**own, "sub": "boss", "approval_limits": {"accounting.write-offs.approve": "19.99"}}
    assert slug(await call(accounting, "POST", f"{path}/approve", {}, 403, **limited)) == "limit-exceeded"
    decided = await call(accounting, "POST", f"{path}/approve", {"comment": "ok"}, **own, sub="boss")
    assert decided["status"] == "approved"
    assert moved(before, await balances(accounting), ours) == {"411": "-180.00", "512": "159.50", "658": "20.50"}
    assert {entry["status"] for entry in await entries(accounting, ours)} == {"cleared"}
    assert await open_items(accounting, house) == []
    assert await broken(accounting) == []


async def test_a_rejected_write_off_leaves_the_entry_open(accounting: ServiceUnderTest) -> None:
    house, (item,) = await invoiced(accounting, "100")
    ours, (entry,) = await on_statement(accounting, Transfer("60.00"))
    part = {"document_id": item["document_id"], "amount": "60.00", "write_off": "60.00"}
    body = {"kind": "partner", "partner_id": house.customer_id, "parts": [part]}
    waiting = await clear(accounting, entry, body, roles=["auditor"])
    boss: dict[str, Any] = {"permissions": (*WHO, "accounting.write-offs.approve"), "sub": "boss"}
    await call(accounting, "POST", f"/approvals/{waiting['approval_id']}/reject", {}, **boss)
    assert [each["status"] for each in await entries(accounting, ours)] == ["open"]
    assert [each["open_amount"] for each in await open_items(accounting, house)] == ["120.00"]
    assert (await clear(accounting, entry, {**body, "parts": [{**part, "write_off": "0"}]}))["status"] == "cleared"


async def test_a_supplier_is_paid_with_a_fee_and_a_gain(accounting: ServiceUnderTest) -> None:
    house = await House(accounting).open()
    _, receipt = await house.receive("10", "6")
    bill = {
        "supplier_id": house.supplier_id,
        "supplier_number": "F-7290",
        "billed_on": "2026-03-05",
        "receipt_id": receipt,
    }
    posted = await call(accounting, "POST", "/bills", bill, 201)
    ours, (entry,) = await on_statement(accounting, Transfer("-74.50", "Paiement F 7290"))
    shown = (await proposed(accounting, ours))[0]["proposals"][0]
    assert shown["clearing"]["parts"] == [
        {"document_id": posted["id"], "amount": "72.00", "discount": "0", "write_off": "0"}
    ]
    before = await balances(accounting)
    body = {**shown["clearing"], "fee": "3.00"}
    body["parts"][0].update(amount="71.50", write_off="0.50")
    await clear(accounting, entry, body)
    assert moved(before, await balances(accounting), ours) == {
        "401": "72.00", "512": "-74.50", "627": "3.00", "758": "-0.50",
    }  # fmt: skip
    assert await broken(accounting) == []


async def test_fees_go_by_their_rule_and_the_unknown_waits_with_an_owner(accounting: ServiceUnderTest) -> None:
    house, (item,) = await invoiced(accounting, "100")
    ours, (fee, riddle) = await on_statement(
        accounting, Transfer("-9.90", "ABONNEMENT CARTE PRO"), Transfer("120.00", "???", day="2026-03-21")
    )
    rule = {"is_incoming": False, "contains": "abonnement carte", "account": "627", "label": "Carte"}
    await call(accounting, "PUT", "/bank-rules", {"items": [{**rule, "account": "401"}]}, 422)
    await call(accounting, "PUT", "/bank-rules", {"items": [rule]})
    before = await balances(accounting)
    shown = await proposed(accounting, ours)
    assert shown[0]["proposals"][0]["clearing"] == {"kind": "account", "account": "627", "label": "Carte"}
    await clear(accounting, fee, shown[0]["proposals"][0]["clearing"])
    waits = await clear(accounting, riddle, {"kind": "suspense", "owner": "anna", "note": "who is it?"})
    assert waits["status"] == "suspended"
    assert moved(before, await balances(accounting), ours) == {"471": "-120.00", "512": "110.10", "627": "9.90"}
    (listed,) = await entries(accounting, ours, status="suspended")
    assert listed["owner"] == "anna"
    part = {"document_id": item["document_id"], "amount": "120.00"}
    await clear(accounting, riddle, {"kind": "partner", "partner_id": house.customer_id, "parts": [part]})
    assert moved(before, await balances(accounting), ours) == {"411": "-120.00", "512": "110.10", "627": "9.90"}
    back = await call(accounting, "POST", f"/bank-entries/{riddle['id']}/undo", {"reason": "not his"})
    assert back["status"] == "suspended"
    assert moved(before, await balances(accounting), ours) == {"471": "-120.00", "512": "110.10", "627": "9.90"}
    assert await broken(accounting) == []


async def test_what_is_undone_is_as_if_it_had_not_been_but_for_its_trace(accounting: ServiceUnderTest) -> None:
    house, (item,) = await invoiced(accounting, "100")
    ours, (entry,) = await on_statement(accounting, Transfer("119.00"))
    before = await balances(accounting)
    part = {"document_id": item["document_id"], "amount": "119.00", "write_off": "1.00"}
    cleared = await clear(accounting, entry, {"kind": "partner", "partner_id": house.customer_id, "parts": [part]})
    since = await accounting.outbox_position()
    by_hand = await call(
        accounting,
        "POST",
        f"/payments/{cleared['payment_id']}/reverse",
        {"posted_on": "2026-03-25", "reason": "x"},
        409,
    )
    assert slug(by_hand) == "not-reversible"
    undone = await call(accounting, "POST", f"/bank-entries/{entry['id']}/undo", {"reason": "another customer's"})
    assert undone["status"] == "open"
    assert moved(before, await balances(accounting), ours) == {}
    assert [each["open_amount"] for each in await open_items(accounting, house)] == ["120.00"]
    assert (await call(accounting, "GET", f"/credit/{house.customer_id}"))["receivable"] == "120.00"
    (told,) = await accounting.published(PaymentReversed, since=since)
    assert (told.payment_id, [m.amount.value for m in told.matches]) == (cleared["payment_id"], ["119.00"])
    again = await call(accounting, "POST", f"/bank-entries/{entry['id']}/undo", {"reason": "twice"}, 409)
    assert slug(again) == "not-cleared"
    lines = (await call(accounting, "GET", f"/partner-lines?partner_id={house.customer_id}"))["items"]
    assert [line["letter"] for line in lines] == [None, "B", "B"]
    assert (await clear(accounting, entry, {"kind": "partner", "partner_id": house.customer_id, "parts": [part]}))[
        "status"
    ] == "cleared"
    assert await broken(accounting) == []


async def test_a_returned_payment_opens_its_invoice_again(accounting: ServiceUnderTest) -> None:
    house, (item,) = await invoiced(accounting, "100")
    ours, (debit, returned, other) = await on_statement(
        accounting,
        Transfer("120.00", item["number"], end_to_end_id=f"DD-{house.customer_id[-8:]}"),
        Transfer("-120.00", "rejet", end_to_end_id=f"DD-{house.customer_id[-8:]}", reason="MS03", day="2026-03-24"),
        Transfer("-119.00", "rejet", day="2026-03-25"),
    )
    cleared = await clear(accounting, debit, (await proposed(accounting, ours))[0]["proposals"][0]["clearing"])
    differs = await clear(accounting, other, {"kind": "return", "payment_id": cleared["payment_id"]})
    assert slug(differs) == "return-differs"
    before = await balances(accounting)
    best = (await proposed(accounting, ours))[0]["proposals"][0]
    assert best["clearing"]["payment_id"] == cleared["payment_id"]
    await clear(accounting, returned, best["clearing"])
    assert moved(before, await balances(accounting), ours) == {"411": "120.00", "512": "-120.00"}
    assert [each["open_amount"] for each in await open_items(accounting, house)] == ["120.00"]
    assert (
        slug(await clear(accounting, other, {"kind": "return", "payment_id": cleared["payment_id"]}))
        == "already-reversed"
    )
    assert await broken(accounting) == []


async def test_sure_proposals_are_cleared_together_and_the_others_wait(accounting: ServiceUnderTest) -> None:
    house, (first, second) = await invoiced(accounting, "100", "50")
    ours = await our_account(accounting)
    transfers = (
        Transfer("120.00", first["number"]),
        Transfer("120.00", first["number"], day="2026-03-21"),
        Transfer("60.00", second["number"], day="2026-03-22"),
    )
    taken = (await send(accounting, camt(*transfers, account=ours["account"])))["items"][0]
    body = {"statement_id": taken["id"], "min_confidence": "0.95"}
    done = (await call(accounting, "POST", "/bank-entries/clear-proposed", body))["items"]
    assert [each["status"] for each in done] == ["cleared", "cleared"]
    assert [each["status"] for each in await entries(accounting, ours)] == ["cleared", "open", "cleared"]
    assert await open_items(accounting, house) == []
    assert await broken(accounting) == []


async def test_ten_people_clear_the_same_entry_and_one_does(accounting: ServiceUnderTest) -> None:
    house, (item,) = await invoiced(accounting, "100")
    _, (entry,) = await on_statement(accounting, Transfer("120.00"))
    part = {"document_id": item["document_id"], "amount": "120.00"}
    clearing = {"kind": "partner", "partner_id": house.customer_id, "parts": [part]}
    answers = await asyncio.gather(*(clear(accounting, entry, clearing) for _ in range(10)))
    assert Counter(each["status"] for each in answers) == {"cleared": 1, None: 9}
    assert await broken(accounting) == []


async def test_two_entries_race_for_one_invoice_and_it_is_settled_once(accounting: ServiceUnderTest) -> None:
    house, (item,) = await invoiced(accounting, "100")
    _, found = await on_statement(accounting, *(Transfer("120.00") for _ in range(6)))
    part = {"document_id": item["document_id"], "amount": "120.00"}
    clearing = {"kind": "partner", "partner_id": house.customer_id, "parts": [part]}
    answers = await asyncio.gather(*(clear(accounting, entry, clearing) for entry in found))
    assert Counter(each["status"] for each in answers) == {"cleared": 1, None: 5}
    assert {slug(each) for each in answers if each["problem"]} == {"document-not-open"}
    assert await broken(accounting) == []


async def test_what_does_not_fit_is_refused_and_changes_nothing(accounting: ServiceUnderTest) -> None:
    house, (item,) = await invoiced(accounting, "100")
    ours, (entry,) = await on_statement(accounting, Transfer("120.00"))
    partner = {"kind": "partner", "partner_id": house.customer_id}
    part = {"document_id": item["document_id"], "amount": "120.00"}
    cases: list[tuple[dict[str, Any], str]] = [
        ({**partner, "parts": [{**part, "amount": "120.01"}]}, "clearing-does-not-fit"),
        ({**partner, "parts": [{**part, "amount": "120.00", "write_off": "0.01"}]}, "over-matched"),
        ({**partner, "parts": [{**part, "document_id": str(new_id())}]}, "document-not-open"),
        ({**partner, "partner_id": str(new_id())}, "not-found"),
        ({**partner, "rest": "write-off"}, "clearing-does-not-fit"),
        ({"kind": "account", "account": "411"}, "kept-account"),
        ({"kind": "account", "account": "999"}, "unknown-account"),
        ({"kind": "return", "payment_id": str(new_id())}, "not-found"),
    ]
    before, since = await balances(accounting), await accounting.outbox_position()
    assert [slug(await clear(accounting, entry, clearing)) for clearing, _ in cases] == [each for _, each in cases]
    assert moved(before, await balances(accounting), ours) == {}
    assert await accounting.published(PaymentRecorded, PaymentReversed, since=since) == []
    missing = await clear(accounting, {"id": str(new_id())}, partner)
    assert slug(missing) == "not-found"


async def test_an_entry_of_a_closed_month_is_posted_in_the_first_open_one(accounting: ServiceUnderTest) -> None:
    house, (item,) = await invoiced(accounting, "100")
    _, (entry,) = await on_statement(accounting, Transfer("120.00", day="2019-12-30"))
    may = ("accounting.periods.write", "accounting.periods.reopen", "accounting.approvals.read")
    closer: dict[str, Any] = {"permissions": may}
    await call(accounting, "POST", "/periods/2019-12/close", {"reason": "done"}, **closer)
    part = {"document_id": item["document_id"], "amount": "120.00"}
    cleared = await clear(accounting, entry, {"kind": "partner", "partner_id": house.customer_id, "parts": [part]})
    (posted,) = (await call(accounting, "GET", f"/entries?source_id={cleared['payment_id']}"))["items"]
    assert posted["posted_on"] == "2020-01-01"
    asked = await call(accounting, "POST", "/periods/2019-12/reopen", {"reason": "test"}, 202, **closer)
    await call(accounting, "POST", f"/approvals/{asked['approval_id']}/approve", {}, **closer, sub="second")


cents = st.integers(1, 10**8).map(lambda n: Decimal(n) / 100)


@given(
    amount=cents,
    parts=st.lists(st.tuples(cents, st.integers(0, 500)), max_size=5),
    fee=st.integers(0, 500),
    is_in=st.booleans(),
    rest=st.sampled_from(Rest),
)
def test_a_split_makes_the_entry_to_the_cent(
    amount: Decimal, parts: list[tuple[Decimal, int]], fee: int, is_in: bool, rest: Rest
) -> None:
    """What is settled by money, less the fee that the bank kept, and the rest, is what moved on the account."""
    sign = 1 if is_in else -1
    clearing = OfPartner(
        new_id(), tuple(Part(new_id(), a, write_off=Decimal(w) / 100) for a, w in parts), Decimal(fee) / 100, rest
    )
    try:
        found = split(sign * amount, clearing, is_foreign=False)
    except ClearingDoesNotFit:
        return
    beside = sum((side.debit for side in found.sides), Decimal(0))
    assert sign * found.amount - beside == sign * amount
    assert sum((match.amount for match in found.matches), Decimal(0)) <= found.amount
    assert found.bank_amount == found.amount
