"""Money leaves in files that two people have signed: planned, approved, written once, found again on the statement."""

import asyncio
import hashlib
from collections import Counter
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from accounting.domain.bank.account import InvalidIban
from accounting.domain.bank.errors import FileNotValid
from accounting.domain.bank.run import Payable, Payee, is_usable, plan
from accounting.domain.bank.sepa import Debited, Instruction, Ordering, direct_debit_file, transfer_file
from comptoir.catalog.v1.partner_bank_pb2 import PartnerBankAccount, PartnerBankAccountsChanged
from comptoir.catalog.v1.partner_pb2 import PartnerChanged, PaymentTerms
from hypothesis import given
from hypothesis import strategies as st
from kit.ids import new_id
from kit.testing.services import ServiceUnderTest
from lxml import etree

from services.accounting.tests.bank_files import Transfer, camt
from services.accounting.tests.factories import House, broken, number
from services.accounting.tests.test_bank_statements import entries, our_account, own_iban, send
from services.accounting.tests.test_clearing import call, clear, invoiced, open_items, proposed, slug

WHO: dict[str, Any] = {
    "permissions": (
        "accounting.payment-runs.read", "accounting.payment-runs.write", "accounting.payment-files.send",
        "accounting.documents.block", "accounting.approvals.read", "accounting.bills.write",
    )
}  # fmt: skip
BOSS: dict[str, Any] = {"permissions": ("accounting.approvals.read", "accounting.payment-runs.approve"), "sub": "boss"}
FOREIGN = "DE89370400440532013000"


async def supplier(accounting: ServiceUnderTest, *, iban: str | None = FOREIGN, discount: bool = False) -> House:
    """With an account, and bills of 72.00 each."""
    house = await House(accounting).open()
    terms = PaymentTerms(code="2-10", net_days=30, discount_rate=number("0.02"), discount_days=10) if discount else None
    told = PartnerChanged(
        partner_id=house.supplier_id, version=2, code="S", name="Éts Müller", is_supplier=True, payment_days=30,
        payment_terms=terms,
    )  # fmt: skip
    await accounting.deliver("catalog.partners.v1", told)
    if iban is not None:
        accounts = [PartnerBankAccount(iban=iban, bic="COBADEFFXXX")]
        changed = PartnerBankAccountsChanged(partner_id=house.supplier_id, version=2, accounts=accounts)
        await accounting.deliver("catalog.bank-accounts.v1", changed, repeat=2)
    return house


async def bill(accounting: ServiceUnderTest, house: House, on: str = "2026-03-05") -> dict[str, Any]:
    _, receipt = await house.receive("10", "6")
    body = {
        "supplier_id": house.supplier_id, "supplier_number": f"F-{receipt[-8:]}", "billed_on": on, "receipt_id": receipt,
    }  # fmt: skip
    return dict(await call(accounting, "POST", "/bills", body, 201))


async def make(accounting: ServiceUnderTest, *document_ids: str, status: int = 201, **more: Any) -> dict[str, Any]:
    ours = more.pop("ours", None) or await our_account(accounting)
    body = {"execute_on": "2026-04-01", "bank_account_id": ours["id"], "document_ids": list(document_ids), **more}
    return dict(await call(accounting, "POST", "/payment-runs", body, status, **WHO))


async def approved(accounting: ServiceUnderTest, run: dict[str, Any]) -> dict[str, Any]:
    waiting = await call(accounting, "POST", f"/payment-runs/{run['id']}/submit", **WHO)
    await call(accounting, "POST", f"/approvals/{waiting['approval_id']}/approve", {}, **BOSS)
    return dict(await call(accounting, "GET", f"/payment-runs/{run['id']}", **WHO))


async def file_of(accounting: ServiceUnderTest, run: dict[str, Any]) -> bytes:
    async with accounting.client(*WHO["permissions"]) as client:
        answer = await client.get(f"/payment-runs/{run['id']}/file")
    assert answer.status_code == 200, answer.text
    return answer.content


def texts(content: bytes, name: str) -> list[str | None]:
    return [element.text for element in etree.fromstring(content).iter(f"{{*}}{name}")]


async def test_a_run_from_proposal_to_the_statement(accounting: ServiceUnderTest) -> None:
    house = await supplier(accounting)
    first, second = await bill(accounting, house), await bill(accounting, house)
    ours = await our_account(accounting)
    ids = [first["id"], second["id"]]
    asked = {"execute_on": "2026-04-10", "document_ids": ids}
    shown = await call(accounting, "POST", "/payment-runs/propose", asked, **WHO)
    assert (shown["total"], len(shown["orders"]), shown["orders"][0]["iban"]) == ("144.00", 1, "DE…3000")
    run = await make(accounting, *ids, ours=ours)
    assert (run["status"], run["total"], run["payments"], run["sha256"]) == ("draft", "144.00", 1, None)
    done = await approved(accounting, run)
    content = await file_of(accounting, run)
    assert (done["status"], done["sha256"]) == ("approved", hashlib.sha256(content).hexdigest())
    assert await file_of(accounting, run) == content
    assert texts(content, "MsgId") == [run["number"]]
    assert (texts(content, "IBAN"), texts(content, "Nm")[-1]) == ([ours["account"], FOREIGN], "Ets Muller")
    assert (texts(content, "InstdAmt"), texts(content, "AdrLine"), texts(content, "BtchBookg")) == (
        ["144.00"],
        [],
        ["false"],
    )
    await call(accounting, "POST", f"/payment-runs/{run['id']}/sent", **WHO)
    (told,) = texts(content, "EndToEndId")
    await send(
        accounting, camt(Transfer("-144.00", end_to_end_id=str(told), day="2026-04-02"), account=ours["account"])
    )
    best = (await proposed(accounting, ours))[0]["proposals"][0]
    assert (best["confidence"], best["reasons"][0]["sign"]) == ("0.99", "end-to-end-id")
    (entry,) = await entries(accounting, ours)
    assert (await clear(accounting, entry, best["clearing"]))["status"] == "cleared"
    items = (await call(accounting, "GET", f"/open-items?partner_id={house.supplier_id}"))["items"]
    assert items == []
    assert await broken(accounting) == []


async def test_nobody_approves_his_own_run_nor_one_that_changed(accounting: ServiceUnderTest) -> None:
    house = await supplier(accounting)
    run = await make(accounting, (await bill(accounting, house))["id"])
    waiting = await call(accounting, "POST", f"/payment-runs/{run['id']}/submit", **WHO)
    path = f"/approvals/{waiting['approval_id']}/approve"
    own: dict[str, Any] = {"permissions": (*WHO["permissions"], "accounting.payment-runs.approve")}
    assert slug(await call(accounting, "POST", path, {}, 403, **own)) == "own-request"
    limited = {**BOSS, "approval_limits": {"accounting.payment-runs.approve": "71.99"}}
    assert slug(await call(accounting, "POST", path, {}, 403, **limited)) == "limit-exceeded"
    async with accounting.database.transaction() as tx:
        await tx.execute("UPDATE payment_order SET iban = $2 WHERE run_id = $1", UUID(run["id"]), own_iban())
    assert slug(await call(accounting, "POST", path, {}, 409, **BOSS)) == "content-changed"
    async with accounting.client(*WHO["permissions"]) as client:
        assert (await client.get(f"/payment-runs/{run['id']}/file")).status_code == 404


async def test_what_is_paid_or_blocked_meanwhile_stops_the_run(accounting: ServiceUnderTest) -> None:
    house = await supplier(accounting)
    paid, blocked = await bill(accounting, house), await bill(accounting, house)
    runs = [await make(accounting, paid["id"]), await make(accounting, blocked["id"])]
    payment = {"partner_id": house.supplier_id, "direction": "paid", "paid_on": "2026-03-20", "amount": "1.00"}
    match = {"document_id": paid["id"], "amount": "1.00"}
    await call(accounting, "POST", "/payments", {**payment, "matches": [match]}, 201)
    await call(accounting, "PUT", f"/open-items/{blocked['id']}/block", {"reason": "broken goods"}, **WHO)
    for run in runs:
        refused = await call(accounting, "POST", f"/payment-runs/{run['id']}/submit", None, 409, **WHO)
        assert slug(refused) == "nothing-to-pay"
    await call(accounting, "DELETE", f"/open-items/{blocked['id']}/block", **WHO)
    assert (await approved(accounting, runs[1]))["status"] == "approved"


async def test_a_document_is_in_one_run_until_that_is_cancelled(accounting: ServiceUnderTest) -> None:
    house = await supplier(accounting)
    posted = await bill(accounting, house)
    ours = await our_account(accounting)
    body = {"execute_on": "2026-04-01", "bank_account_id": ours["id"], "document_ids": [posted["id"]]}
    async with accounting.client(*WHO["permissions"]) as client:
        answers = await asyncio.gather(*(client.post("/payment-runs", json=body) for _ in range(8)))
    assert Counter(answer.status_code for answer in answers) == {201: 1, 409: 7}
    (run,) = [answer.json() for answer in answers if answer.status_code == 201]
    await approved(accounting, run)
    cancelled = await call(accounting, "POST", f"/payment-runs/{run['id']}/cancel", **WHO)
    assert cancelled["status"] == "cancelled"
    again = await make(accounting, posted["id"])
    await approved(accounting, again)
    await call(accounting, "POST", f"/payment-runs/{again['id']}/sent", **WHO)
    late = await call(accounting, "POST", f"/payment-runs/{again['id']}/cancel", None, 409, **WHO)
    assert slug(late) == "run-status-wrong"
    order = f"/payment-runs/{again['id']}/orders/{again['orders'][0]['end_to_end_id']}/give-back"
    await call(accounting, "POST", order, **WHO)
    await call(accounting, "POST", order, None, 404, **WHO)
    await make(accounting, posted["id"])


async def test_what_is_left_out_says_why(accounting: ServiceUnderTest) -> None:
    without, blocked = await supplier(accounting, iban=None), await supplier(accounting)
    taken = await bill(accounting, blocked)
    ids = [(await bill(accounting, house))["id"] for house in (without, blocked)]
    await call(accounting, "PUT", f"/open-items/{ids[1]}/block", {"reason": "x"}, **WHO)
    await make(accounting, taken["id"])
    asked = {"execute_on": "2026-04-01", "document_ids": [*ids, taken["id"]]}
    shown = await call(accounting, "POST", "/payment-runs/propose", asked, **WHO)
    reasons = {each["document_id"]: each["reason"] for each in shown["left_out"]}
    assert reasons == {ids[0]: "no-bank-account", ids[1]: "blocked", taken["id"]: "in-another-run"}
    assert slug(await make(accounting, *ids, status=409)) == "nothing-to-pay"


async def test_a_discount_is_taken_by_paying_early_however_long_the_bank_takes(accounting: ServiceUnderTest) -> None:
    house = await supplier(accounting, discount=True)
    posted = await bill(accounting, house)
    ours = await our_account(accounting)
    run = await make(accounting, posted["id"], execute_on="2026-03-15", ours=ours)
    assert (run["total"], run["orders"][0]["documents"][0]["discount"]) == ("70.56", "1.44")
    await approved(accounting, run)
    told = run["orders"][0]["end_to_end_id"]
    await send(accounting, camt(Transfer("-70.56", end_to_end_id=told, day="2026-03-17"), account=ours["account"]))
    (entry,) = await entries(accounting, ours)
    assert (await clear(accounting, entry, (await proposed(accounting, ours))[0]["proposals"][0]["clearing"]))[
        "status"
    ] == "cleared"
    assert await broken(accounting) == []


async def test_a_customer_is_debited_by_his_mandate(accounting: ServiceUnderTest) -> None:
    house, (item,) = await invoiced(accounting, "100")
    asked = {"kind": "direct-debit", "execute_on": "2026-04-05", "document_ids": [item["document_id"]]}
    shown = await call(accounting, "POST", "/payment-runs/propose", asked, **WHO)
    assert [each["reason"] for each in shown["left_out"]] == ["no-mandate"]
    mandate = {
        "partner_id": house.customer_id, "reference": f"MDT-{house.customer_id[-8:]}", "iban": own_iban(),
        "signed_on": "2026-01-10",
    }  # fmt: skip
    kept = await call(accounting, "POST", "/mandates", mandate, 201, **WHO)
    twice = await call(accounting, "POST", "/mandates", {**mandate, "reference": "OTHER"}, 409, **WHO)
    wrong = await call(accounting, "POST", "/mandates", {**mandate, "iban": "FR7630006000011234567890188"}, 422, **WHO)
    assert (slug(twice), slug(wrong)) == ("mandate-taken", "invalid-iban")
    run = await make(accounting, item["document_id"], kind="direct-debit", execute_on="2026-04-05")
    waiting = await call(accounting, "POST", f"/payment-runs/{run['id']}/submit", **WHO)
    path = f"/approvals/{waiting['approval_id']}/approve"
    assert slug(await call(accounting, "POST", path, {}, 409, **BOSS)) == "creditor-id-missing"
    settings = accounting.service.settings
    settings.__dict__["sepa_creditor_id"] = "FR72ZZZ123456"
    try:
        await call(accounting, "POST", path, {}, **BOSS)
    finally:
        settings.__dict__["sepa_creditor_id"] = ""
    content = await file_of(accounting, run)
    assert (texts(content, "SeqTp"), texts(content, "MndtId")) == (["FRST"], [mandate["reference"]])
    (used,) = (await call(accounting, "GET", f"/mandates?partner_id={house.customer_id}", **WHO))["items"]
    assert (used["last_used_on"], used["iban"][:3]) == ("2026-04-05", "FR…")
    await call(accounting, "POST", f"/mandates/{kept['id']}/revoke", {"on": "2026-05-01"}, **WHO)
    assert len(await open_items(accounting, house)) == 1


# --- the rules alone ---

AT = datetime(2026, 3, 1, 12, tzinfo=UTC)
BY = Ordering(
    "Négoce & Fils", "FR7630006000011234567890189", "", "PR-2026-000001", AT, date(2026, 3, 5), "FR72ZZZ123456"
)
ONE = Instruction("Œuvres d'été", FOREIGN, "COBADEFFXXX", Decimal("120.05"), "PR-2026-000001-0001", "FA-1 n°2 <b>")


def test_the_same_run_is_the_same_file() -> None:
    content = transfer_file(BY, [ONE])
    assert content == transfer_file(BY, [ONE])
    assert texts(content, "CreDtTm") == ["2026-03-01T12:00:00"]
    assert texts(content, "PmtInfId") == ["PR-2026-000001-1"]
    assert (texts(content, "Nm"), texts(content, "Ustrd")) == (
        ["Negoce + Fils", "Negoce + Fils", "OEuvres d'ete"],
        ["FA-1 n2 b"],
    )


def test_a_direct_debit_needs_its_mandate() -> None:
    with pytest.raises(FileNotValid):
        direct_debit_file(BY, [ONE])
    debited = Debited("MDT-1", date(2026, 1, 1), is_first=False)
    content = direct_debit_file(
        BY, [Instruction(**{**{n: getattr(ONE, n) for n in ONE.__slots__}, "debited": debited})]
    )
    assert texts(content, "SeqTp") == ["RCUR"]


@pytest.mark.parametrize("iban", ["FR7630006000011234567890188", "DE00370400440532013000", "X"])
def test_a_wrong_iban_never_reaches_a_file(iban: str) -> None:
    with pytest.raises(InvalidIban):
        transfer_file(BY, [Instruction("A", iban, "", Decimal(1), "E", "t")])


@pytest.mark.parametrize(
    ("signed", "used", "on", "usable"),
    [
        ("2023-03-05", None, "2026-03-05", True),
        ("2023-03-05", None, "2026-03-06", False),
        ("2020-01-01", "2025-01-31", "2026-03-06", True),
        ("2026-03-07", None, "2026-03-06", False),
    ],
)
def test_a_mandate_is_void_after_36_months(signed: str, used: str | None, on: str, usable: bool) -> None:
    last = date.fromisoformat(used) if used else None
    assert is_usable(date.fromisoformat(signed), last, date.fromisoformat(on)) is usable


SOMEBODY = [UUID(int=n) for n in range(4)]
payable = st.builds(
    lambda partner, amount, discount, blocked, due: Payable(
        new_id(), f"FF-{amount}", "", partner, date(2026, 3, due), Decimal(amount) / 100,
        min(Decimal(discount), Decimal(amount)) / 100, blocked, False, False,
    ),
    st.sampled_from(SOMEBODY), st.integers(1, 10**6), st.integers(0, 500), st.booleans(), st.integers(1, 28),
)  # fmt: skip


@given(items=st.lists(payable, max_size=30), until=st.integers(1, 28), discounts=st.booleans())
def test_a_plan_pays_or_tells_every_document_that_is_due(items: list[Payable], until: int, discounts: bool) -> None:
    payees = {id_: Payee(id_, str(id_), FOREIGN, "") for id_ in SOMEBODY[:3]}
    found = plan(items, payees, kind="transfer", due_until=date(2026, 3, until), take_discounts=discounts)
    paid = {each.document_id: each for order in found.orders for each in order.documents}
    left = {each.document_id for each in found.left_out}
    for item in items:
        is_due = item.due_on <= date(2026, 3, until) or (discounts and item.discount > 0)
        assert (item.document_id in paid) + (item.document_id in left) == is_due
        if item.document_id in paid:
            one = paid[item.document_id]
            assert one.amount + one.discount == item.open_amount
            assert one.amount > 0
            assert not item.is_blocked
    assert found.total == sum((one.amount for one in paid.values()), Decimal(0))
    assert len({order.payee.partner_id for order in found.orders}) == len(found.orders)
