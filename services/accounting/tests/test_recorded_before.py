"""A statement shows what was recorded by hand before: found again, never booked twice."""

import asyncio
from collections import Counter
from decimal import Decimal
from typing import Any

from accounting.domain.bank.clearing import Recorded
from accounting.domain.bank.proposals import ByHand, Known, propose
from hypothesis import given
from hypothesis import strategies as st
from kit.ids import new_id
from kit.testing.services import ServiceUnderTest

from services.accounting.tests.bank_files import Transfer
from services.accounting.tests.factories import broken
from services.accounting.tests.test_bank_proposals import seen
from services.accounting.tests.test_clearing import balances, call, clear, invoiced, on_statement, proposed, slug
from services.accounting.tests.test_customer_credit_notes import ALL, ask, notes, request, sold, tell


async def paid_by_hand(accounting: ServiceUnderTest, partner_id: str, amount: str, **more: Any) -> dict[str, Any]:
    body = {
        "partner_id": partner_id, "direction": "received", "amount": amount, "paid_on": "2026-03-18", "match": "oldest",
        **more,
    }  # fmt: skip
    return dict(await call(accounting, "POST", "/payments", body, 201))


def recorded(shown: dict[str, Any], *numbers: str) -> dict[str, Any]:
    """The reading of an entry that it was these, recorded before; other tests may have recorded the same amount."""
    ids = {each["id"] for each in shown["movements"] if each["number"] in numbers}
    assert len(ids) == len(numbers)
    readings = [each["clearing"] for each in shown["proposals"] if each["clearing"]["kind"] == "recorded"]
    return next(each for each in readings if set(each["movement_ids"]) == ids)


async def test_a_payment_by_hand_is_found_on_the_statement_and_moves_from_512_to_its_account(
    accounting: ServiceUnderTest,
) -> None:
    house, _ = await invoiced(accounting, "101.31")
    payment = await paid_by_hand(accounting, house.customer_id, "121.57")
    ours, (entry,) = await on_statement(accounting, Transfer("121.57", "virement", day="2026-03-20"))
    (shown,) = await proposed(accounting, ours)
    before = await balances(accounting)
    cleared = await clear(accounting, entry, recorded(shown, payment["number"]))
    assert cleared["status"] == "cleared", cleared
    after = await balances(accounting)
    assert {each: str(after[each] - before[each]) for each in after if after[each] != before[each]} == {
        "512": "-121.57", ours["ledger_account"]: "121.57",
    }  # fmt: skip
    state = await call(accounting, "GET", f"/bank-accounts/{ours['id']}/reconciliation")
    assert (state["in_books"], state["open_entries"]) == ("121.57", "0")
    refused = await call(
        accounting, "POST", f"/payments/{payment['id']}/reverse", {"reason": "no", "posted_on": "2026-03-21"}, 409
    )
    assert slug(refused) == "not-reversible"
    assert await broken(accounting) == []

    await call(accounting, "POST", f"/bank-entries/{entry['id']}/undo", {"reason": "not this one"})
    assert await balances(accounting) == before
    (again,) = await proposed(accounting, ours)
    assert recorded(again, payment["number"])
    assert await broken(accounting) == []


async def test_cheques_that_a_bank_books_as_one_are_found_together_and_once(accounting: ServiceUnderTest) -> None:
    house, _ = await invoiced(accounting, "100", "70", "55")
    cheques = [
        await paid_by_hand(accounting, house.customer_id, amount, method="cheque") for amount in ("61.13", "32.27")
    ]
    ours, (entry, other) = await on_statement(
        accounting, Transfer("93.40", "REMISE CHEQUES", day="2026-03-21"), Transfer("61.13", "autre", day="2026-03-22")
    )
    shown = (await proposed(accounting, ours))[0]
    together = recorded(shown, *(str(each["number"]) for each in cheques))
    alone = {"kind": "recorded", "movement_ids": [cheques[0]["id"]]}
    answers = await asyncio.gather(clear(accounting, entry, together), clear(accounting, other, alone))
    assert sorted(str(each["status"]) for each in answers) == ["None", "cleared"]
    (refused,) = [each for each in answers if each["status"] is None]
    assert slug(refused) == "movement-on-statement"
    assert await broken(accounting) == []


async def test_what_does_not_make_the_entry_or_was_never_by_hand_is_refused(accounting: ServiceUnderTest) -> None:
    house, _ = await invoiced(accounting, "100", "70")
    payment = await paid_by_hand(accounting, house.customer_id, "20.00")
    ours, (entry, second) = await on_statement(
        accounting, Transfer("21.00", "a", day="2026-03-20"), Transfer("20.00", "b", day="2026-03-21")
    )
    wrong = await clear(accounting, entry, {"kind": "recorded", "movement_ids": [payment["id"]]})
    assert slug(wrong) == "clearing-does-not-fit"
    partner = {"kind": "partner", "partner_id": house.customer_id, "parts": []}
    cleared = await clear(accounting, entry, partner)
    for unknown in (cleared["payment_id"], str(new_id())):
        refused = await clear(accounting, second, {"kind": "recorded", "movement_ids": [unknown]})
        assert slug(refused) == "not-found"
    assert (await clear(accounting, second, {"kind": "recorded", "movement_ids": [payment["id"]]}))[
        "status"
    ] == "cleared"
    assert ours["currency"] == "EUR"


async def test_a_refund_of_credit_is_found_on_the_statement(accounting: ServiceUnderTest) -> None:
    house, _ = await invoiced(accounting)
    invoice = await sold(house)
    await paid_by_hand(accounting, house.customer_id, "120")
    await tell(house, request(house, invoice, ask(invoice, "5", "50.00")))
    (note,) = await notes(house)
    async with accounting.client(*ALL) as client:
        paid = await client.post(
            f"/customer-credit-notes/{note['id']}/pay-back", json={"amount": "60.00", "paid_on": "2026-03-19"}
        )
    number = paid.json()["refunds"][0]["number"]
    ours, (entry,) = await on_statement(accounting, Transfer("-60.00", "remboursement", day="2026-03-20"))
    (shown,) = await proposed(accounting, ours)
    before = await balances(accounting)
    assert (await clear(accounting, entry, recorded(shown, number)))["status"] == "cleared"
    change = Counter(await balances(accounting))
    change.subtract(before)
    assert {account: str(amount) for account, amount in change.items() if amount} == {
        "512": "60.00", ours["ledger_account"]: "-60.00",
    }  # fmt: skip
    assert await broken(accounting) == []


@given(
    amounts=st.lists(st.integers(1, 400), min_size=1, max_size=8),
    chosen=st.sets(st.integers(0, 7), min_size=1),
)
def test_whatever_is_proposed_makes_the_entry(amounts: list[int], chosen: set[int]) -> None:
    by_hand = [ByHand(new_id(), f"PR-{i}", new_id(), Decimal(each)) for i, each in enumerate(amounts)]
    total = sum((each.amount for i, each in enumerate(by_hand) if i in chosen), Decimal(0))
    if not total:
        return
    known = Known(names={}, likeness={}, recorded=by_hand)
    found = [each.clearing for each in propose(seen(str(total)), [], known) if isinstance(each.clearing, Recorded)]
    assert found
    values = {each.id: each.amount for each in by_hand}
    assert all(sum(values[id_] for id_ in each.movement_ids) == total for each in found)
