"""A payment is shown with what it settles and where it comes from."""

from kit.ids import new_id
from kit.testing.services import ServiceUnderTest

from services.accounting.tests.bank_files import Transfer
from services.accounting.tests.test_clearing import WHO, call, clear, invoiced, on_statement


async def test_a_payment_from_the_bank_says_what_it_settles_and_which_entry_it_was(
    accounting: ServiceUnderTest,
) -> None:
    house, (first, second) = await invoiced(accounting, "100", "50")
    _, (entry,) = await on_statement(accounting, Transfer("149.40"))
    parts = [
        {"document_id": first["document_id"], "amount": "120.00"},
        {"document_id": second["document_id"], "amount": "29.40"},
    ]
    cleared = await clear(accounting, entry, {"kind": "partner", "partner_id": house.customer_id, "parts": parts})
    shown = await call(accounting, "GET", f"/payments/{cleared['payment_id']}")
    assert [(each["number"], each["amount"], each["is_receivable"]) for each in shown["settled"]] == [
        (first["number"], "120.00", True),
        (second["number"], "29.40", True),
    ]
    assert (shown["entry_number"], shown["bank_entry_id"]) == (cleared["entry_number"], entry["id"])
    assert shown["bank_statement_id"] == entry["statement_id"]
    assert shown["taken_back"] is None


async def test_a_payment_that_was_taken_back_says_by_whom_and_why(accounting: ServiceUnderTest) -> None:
    house, (item,) = await invoiced(accounting, "100")
    _, (entry,) = await on_statement(accounting, Transfer("120.00"))
    parts = [{"document_id": item["document_id"], "amount": "120.00"}]
    cleared = await clear(accounting, entry, {"kind": "partner", "partner_id": house.customer_id, "parts": parts})
    await call(accounting, "POST", f"/bank-entries/{entry['id']}/undo", {"reason": "Another's"})
    shown = await call(accounting, "GET", f"/payments/{cleared['payment_id']}")
    assert shown["taken_back"]["reason"] == "Another's"
    assert [each["number"] for each in shown["settled"]] == [item["number"]]


async def test_payments_that_settle_nothing_yet_are_found(accounting: ServiceUnderTest) -> None:
    house, (item,) = await invoiced(accounting, "100")
    paid = {"partner_id": house.customer_id, "direction": "received", "paid_on": "2026-03-20"}
    settles = [{"document_id": item["document_id"], "amount": "120.00"}]
    await call(accounting, "POST", "/payments", {**paid, "amount": "120", "matches": settles}, 201)
    idle = await call(accounting, "POST", "/payments", {**paid, "amount": "7"}, 201)
    found = await call(accounting, "GET", f"/payments?partner_id={house.customer_id}&unmatched=true")
    assert [each["id"] for each in found["items"]] == [idle["id"]]


async def test_a_payment_that_is_none_is_not_found(accounting: ServiceUnderTest) -> None:
    async with accounting.client(*WHO) as client:
        assert (await client.get(f"/payments/{new_id()}")).status_code == 404
