"""Money that goes back: a customer's credit by a file of the bank, a supplier's refund as his statement line tells it."""

from decimal import Decimal
from typing import Any

from accounting.domain.bank.clearing import Part, Refunded
from accounting.domain.bank.proposals import Owed, Sign, propose
from accounting.domain.bank.run import LeftOut, Payable, Payee, plan
from comptoir.catalog.v1.partner_bank_pb2 import PartnerBankAccount, PartnerBankAccountsChanged
from hypothesis import given
from hypothesis import strategies as st
from kit.ids import new_id
from kit.testing.services import ServiceUnderTest

from services.accounting.tests.bank_files import Transfer, camt
from services.accounting.tests.factories import House, broken
from services.accounting.tests.test_bank_proposals import known, seen
from services.accounting.tests.test_bank_statements import entries, our_account, own_iban, send
from services.accounting.tests.test_clearing import balances, call, clear, invoiced, on_statement, proposed, slug
from services.accounting.tests.test_payment_runs import WHO, approved, bill, supplier

ON = "2026-04-01"


async def overpaid(accounting: ServiceUnderTest, more: str = "50.00") -> tuple[House, dict[str, Any]]:
    """A customer who paid 120.00 and so much more, and the payment; he has an account in the catalog."""
    house, _ = await invoiced(accounting, "100")
    body = {
        "partner_id": house.customer_id, "direction": "received", "paid_on": "2026-03-18", "match": "oldest",
        "amount": str(Decimal("120.00") + Decimal(more)),
    }  # fmt: skip
    payment = await call(accounting, "POST", "/payments", body, 201)
    assert payment["unmatched_amount"] == more
    told = PartnerBankAccountsChanged(
        partner_id=house.customer_id, version=2, accounts=[PartnerBankAccount(iban=own_iban(), bic="AGRIFRPP")]
    )
    await accounting.deliver("catalog.bank-accounts.v1", told)
    return house, payment


def changed(before: Any, after: Any) -> dict[str, str]:
    return {each: str(after[each] - before[each]) for each in after if after[each] != before[each]}


async def run_of(
    accounting: ServiceUnderTest, ours: dict[str, Any], payment: dict[str, Any], status: int = 201
) -> dict[str, Any]:
    body = {"execute_on": ON, "bank_account_id": ours["id"], "document_ids": [payment["id"]]}
    return dict(await call(accounting, "POST", "/payment-runs", body, status, **WHO))


async def test_a_credit_leaves_by_a_file_and_its_entry_is_found_and_cleared(accounting: ServiceUnderTest) -> None:
    house, payment = await overpaid(accounting)
    ours = await our_account(accounting)
    run = await run_of(accounting, ours, payment)
    (order,) = run["orders"]
    assert (order["amount"], order["text"]) == ("50.00", payment["number"])
    assert (await run_of(accounting, ours, payment, 409))["type"].endswith("nothing-to-pay")
    await approved(accounting, run)
    await call(accounting, "POST", f"/payment-runs/{run['id']}/sent", **WHO)
    paid = Transfer("-50.00", "virement", end_to_end_id=order["end_to_end_id"], day=ON)
    await send(accounting, camt(paid, account=ours["account"]))
    (entry,) = await entries(accounting, ours)
    (shown,) = await proposed(accounting, ours)
    best = shown["proposals"][0]
    assert (best["confidence"], [each["number"] for each in shown["credits"]]) == ("0.99", [payment["number"]])
    before = await balances(accounting)
    cleared = await clear(accounting, entry, best["clearing"])
    assert cleared["status"] == "cleared", cleared
    assert changed(before, await balances(accounting)) == {"411": "50.00", ours["ledger_account"]: "-50.00"}
    assert (await call(accounting, "GET", f"/payments/{payment['id']}"))["unmatched_amount"] == "0.00"
    body = {"reason": "no", "posted_on": ON}
    assert slug(await call(accounting, "POST", f"/payments/{payment['id']}/reverse", body, 409)) == "not-reversible"
    lines = await call(accounting, "GET", f"/partner-lines?partner_id={house.customer_id}&account=411&unlettered=true")
    assert lines["items"] == []
    assert await broken(accounting) == []

    await call(accounting, "POST", f"/bank-entries/{entry['id']}/undo", {"reason": "of another"})
    assert changed(before, await balances(accounting)) == {}
    assert (await call(accounting, "GET", f"/payments/{payment['id']}"))["unmatched_amount"] == "50.00"
    (again,) = await proposed(accounting, ours)
    assert again["proposals"][0]["clearing"] == best["clearing"]
    assert await broken(accounting) == []


async def test_refunds_and_bills_leave_in_one_file_but_not_of_who_still_owes(accounting: ServiceUnderTest) -> None:
    house, payment = await overpaid(accounting)
    seller = await supplier(accounting)
    owed = await bill(accounting, seller)
    ours = await our_account(accounting)
    body = {"execute_on": ON, "refunds": True, "bank_account_id": ours["id"]}
    mine = {house.customer_id, seller.supplier_id}

    async def told() -> tuple[set[str], set[str]]:
        shown = await call(accounting, "POST", "/payment-runs/propose", {"execute_on": ON, "refunds": True}, **WHO)
        texts = {each["text"] for each in shown["orders"] if each["partner_id"] in mine}
        return texts, {each["reason"] for each in shown["left_out"] if each["partner_id"] in mine}

    texts, reasons = await told()
    assert (payment["number"] in texts, len(texts), reasons) == (True, 1, set())  # the bill is not due yet
    await house.sell("1", "10", day="2026-03-20")
    assert await told() == (set(), {"owes-us"})
    named = {**body, "document_ids": [payment["id"], owed["id"]]}
    run = await call(accounting, "POST", "/payment-runs", named, 201, **WHO)
    assert sorted(each["amount"] for each in run["orders"]) == ["50.00", "72.00"]
    await call(accounting, "POST", f"/payment-runs/{run['id']}/cancel", **WHO)
    assert await broken(accounting) == []


async def test_what_a_supplier_sends_back_settles_his_overpaid_balance(accounting: ServiceUnderTest) -> None:
    house = await supplier(accounting)
    owed = await bill(accounting, house)
    body = {
        "partner_id": house.supplier_id, "direction": "paid", "paid_on": "2026-03-18", "match": "oldest", "amount": "102.41",
    }  # fmt: skip
    payment = await call(accounting, "POST", "/payments", body, 201)
    assert (owed["gross_amount"], payment["unmatched_amount"]) == ("72.00", "30.41")
    ours, (entry,) = await on_statement(accounting, Transfer("30.41", f"REMBOURSEMENT {payment['number']}", day=ON))
    (shown,) = await proposed(accounting, ours)
    best = shown["proposals"][0]
    assert (best["clearing"]["kind"], best["reasons"][0]["sign"]) == ("refund", "stands-to-credit")
    before = await balances(accounting)
    assert (await clear(accounting, entry, best["clearing"]))["status"] == "cleared"
    assert changed(before, await balances(accounting)) == {"401": "-30.41", ours["ledger_account"]: "30.41"}
    assert await broken(accounting) == []


async def test_a_credit_pays_back_its_own_partner_its_own_way_to_the_cent(accounting: ServiceUnderTest) -> None:
    house, payment = await overpaid(accounting)
    other, _ = await invoiced(accounting)
    parts = [{"credit_id": payment["id"], "amount": "50.00"}]
    for amount, partner in (("-50.00", other.customer_id), ("-49.00", house.customer_id), ("50.00", house.customer_id)):
        _, (entry,) = await on_statement(accounting, Transfer(amount, "x"))
        refused = await clear(accounting, entry, {"kind": "refund", "partner_id": partner, "parts": parts})
        assert slug(refused["problem"]) == "clearing-does-not-fit"
    more = [{"credit_id": payment["id"], "amount": "60.00"}]
    _, (entry,) = await on_statement(accounting, Transfer("-60.00", "x"))
    refused = await clear(accounting, entry, {"kind": "refund", "partner_id": house.customer_id, "parts": more})
    assert slug(refused["problem"]) == "credit-gone"
    assert await broken(accounting) == []


async def test_a_rest_is_paid_back_by_hand_in_parts_and_found_on_the_statement(accounting: ServiceUnderTest) -> None:
    _, payment = await overpaid(accounting)
    path = f"/payments/{payment['id']}/pay-back"
    first = await call(accounting, "POST", path, {"amount": "20.00", "paid_on": ON})
    assert slug(await call(accounting, "POST", path, {"amount": "31.00", "paid_on": ON}, 409)) == "credit-gone"
    await call(accounting, "POST", path, {"amount": "30.00", "paid_on": ON, "method": "cheque"})
    ours, (entry,) = await on_statement(accounting, Transfer("-20.00", "remboursement", day=ON))
    (shown,) = await proposed(accounting, ours)
    by_hand = [each["clearing"] for each in shown["proposals"] if each["clearing"]["kind"] == "recorded"]
    mine = next(each for each in by_hand if each["movement_ids"] == [first["id"]])
    assert (await clear(accounting, entry, mine))["status"] == "cleared"
    assert await broken(accounting) == []


def credit(amount: str, **more: Any) -> Owed:
    return Owed(new_id(), "AV-2026-000007", (), new_id(), seen("1").booked_on, Decimal(amount), **more)


def test_a_credit_is_proposed_by_its_number_and_hardly_by_its_amount_alone() -> None:
    left = credit("50.00")
    for text, sure in (("avoir AV-2026-000007", "0.97"), ("virement", "0.50")):
        entry = seen("-50.00", text)
        best = propose(entry, [], known(entry, credits=[left]))[0]
        assert best.clearing == Refunded(left.partner_id, (Part(left.document_id, Decimal("50.00")),))
        assert (str(best.confidence), best.reasons[0].sign) == (sure, Sign.CREDIT)
    entry = seen("-49.99", "avoir AV-2026-000007")
    assert not isinstance(propose(entry, [], known(entry, credits=[left]))[0].clearing, Refunded)


@given(
    amounts=st.lists(st.tuples(st.integers(1, 10**6), st.booleans(), st.booleans()), min_size=1, max_size=8),
    is_named=st.booleans(),
)
def test_a_run_pays_bills_and_credits_apart_and_nothing_twice(
    amounts: list[tuple[int, bool, bool]],
    is_named: bool,  # drawn
) -> None:
    partner = new_id()
    day = seen("1").booked_on
    items = [
        Payable(
            document_id=new_id(), number=f"N{n}", reference="", partner_id=partner, due_on=day,
            open_amount=Decimal(cents) / 100, discount=Decimal(0), is_blocked=False, is_disputed=False, is_in_a_run=False,
            is_refund=is_refund, owes_us=is_refund and owes,
        )
        for n, (cents, is_refund, owes) in enumerate(amounts)
    ]  # fmt: skip
    named = [each.document_id for each in items] if is_named else []
    payees = {partner: Payee(partner, "P", "FR", "")}
    planned = plan(items, payees, kind="transfer", due_until=day, take_discounts=False, only=named)
    paid = [each.document_id for order in planned.orders for each in order.documents]
    left_out = [each.document_id for each in planned.left_out]
    assert sorted([*paid, *left_out]) == sorted(each.document_id for each in items)
    kinds = {each.document_id: each.is_refund for each in items}
    assert all(len({kinds[each.document_id] for each in order.documents}) == 1 for order in planned.orders)
    assert {each.reason for each in planned.left_out} <= {LeftOut.OWES_US}
    assert len(left_out) == (0 if is_named else sum(each.owes_us for each in items))
