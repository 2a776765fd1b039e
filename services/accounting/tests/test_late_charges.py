"""Late interest and the indemnity of 40 EUR become a debit note that is owed, paid, and taken back like a document."""

import asyncio
from collections import Counter
from decimal import Decimal
from typing import Any

from kit.ids import new_id
from kit.testing.services import ServiceUnderTest

from services.accounting.tests.factories import House, broken
from services.accounting.tests.test_clearing import balances, call, invoiced, open_items, slug
from services.accounting.tests.test_currencies import set_rates
from services.accounting.tests.test_dunning import LADDER, RATE, run

WHO: dict[str, Any] = {
    "permissions": (
        "accounting.dunning.read", "accounting.dunning.write", "accounting.dunning-rules.write",
        "accounting.late-charges.write", "accounting.payments.write", "accounting.payments.read", "accounting.bills.read",
        "accounting.invoices.read", "accounting.ledger.read", "accounting.credit.read", "accounting.documents.block",
    )
}  # fmt: skip


async def late(accounting: ServiceUnderTest, *nets: str) -> tuple[House, list[dict[str, Any]]]:
    """Invoices due from 1 April on; late interest is 12.15 %."""
    await call(accounting, "PUT", "/late-interest-rates", RATE, **WHO)
    return await invoiced(accounting, *nets)


def asked(house: House, on: str, *items: dict[str, Any]) -> dict[str, Any]:
    return {"partner_id": house.customer_id, "on": on, "document_ids": [each["document_id"] for each in items]}


async def test_a_debit_note_says_days_times_rate_times_amount_and_is_owed(accounting: ServiceUnderTest) -> None:
    house, (item,) = await late(accounting, "1000")
    body = asked(house, "2026-05-01")
    proposed = await call(accounting, "POST", "/late-charges/propose", body, **WHO)
    before = await balances(accounting)
    note = await call(accounting, "POST", "/late-charges", body, 201, **WHO)
    assert (note["interest"], note["indemnity"], note["documents"]) == ("11.98", "40.00", proposed["documents"])
    (document,) = note["documents"]
    (step,) = document["steps"]
    assert (document["number"], step["first"], step["last"]) == (item["number"], "2026-04-02", "2026-05-01")
    assert (step["days"], Decimal(step["rate"]), step["amount"]) == (30, Decimal("0.1215"), "1200.00")
    after = await balances(accounting)
    assert {name: after[name] - before[name] for name in ("411", "7631", "7581", "44571")} == {
        "411": Decimal("51.98"), "7631": Decimal("-11.98"), "7581": Decimal(-40), "44571": 0,
    }  # fmt: skip
    owed = next(each for each in await open_items(accounting, house) if each["document_id"] == note["id"])
    assert (owed["number"], owed["open_amount"], owed["due_on"]) == (note["number"], "51.98", "2026-05-01")
    (listed,) = (await call(accounting, "GET", f"/late-charges?partner_id={house.customer_id}", **WHO))["items"]
    assert (listed["id"], listed["letter_id"]) == (note["id"], None)
    async with accounting.client(*WHO["permissions"]) as client:
        paper = await client.get(f"/late-charges/{note['id']}/paper")
    assert (paper.status_code, paper.content[:5]) == (200, b"%PDF-")
    assert await broken(accounting) == []


async def test_each_day_is_charged_once_and_the_indemnity_once(accounting: ServiceUnderTest) -> None:
    house, _ = await late(accounting, "1000")
    await call(accounting, "POST", "/late-charges", asked(house, "2026-05-01"), 201, **WHO)
    again = await call(accounting, "POST", "/late-charges", asked(house, "2026-05-01"), 409, **WHO)
    assert slug(again) == "nothing-to-charge"
    later = await call(accounting, "POST", "/late-charges", asked(house, "2026-05-11"), 201, **WHO)
    (document,) = later["documents"]  # interest bears none
    assert (later["interest"], later["indemnity"], document["steps"][0]["days"]) == ("3.99", "0.00", 10)


async def test_who_races_charges_once(accounting: ServiceUnderTest) -> None:
    house, _ = await late(accounting, "1000")
    async with accounting.client(*WHO["permissions"]) as client:
        answers = await asyncio.gather(
            *(client.post("/late-charges", json=asked(house, "2026-05-01")) for _ in range(6))
        )
    assert Counter(answer.status_code for answer in answers) == {201: 1, 409: 5}
    assert await broken(accounting) == []


async def test_a_debit_note_is_paid_with_the_invoice_and_then_not_taken_back(accounting: ServiceUnderTest) -> None:
    house, _ = await late(accounting, "1000")
    note = await call(accounting, "POST", "/late-charges", asked(house, "2026-05-01"), 201, **WHO)
    payment = {"partner_id": house.customer_id, "direction": "received", "paid_on": "2026-05-04", "amount": "1251.98"}
    payment["match"] = "oldest"
    await call(accounting, "POST", "/payments", payment, 201, **WHO)
    assert await open_items(accounting, house) == []
    path = f"/late-charges/{note['id']}"
    refused = await call(accounting, "POST", f"{path}/reverse", {"reason": "kindness"}, 409, **WHO)
    assert slug(refused) == "charge-in-use"
    assert await broken(accounting) == []


async def test_a_debit_note_is_taken_back_once_and_its_days_may_be_charged_again(accounting: ServiceUnderTest) -> None:
    house, _ = await late(accounting, "1000")
    note = await call(accounting, "POST", "/late-charges", asked(house, "2026-05-01"), 201, **WHO)
    before = await balances(accounting)
    path = f"/late-charges/{note['id']}"
    body = {"reason": "a good customer", "on": "2026-05-02"}
    taken_back = await call(accounting, "POST", f"{path}/reverse", body, **WHO)
    assert (taken_back["reversed_on"], taken_back["open_amount"]) == ("2026-05-02", "0")
    after = await balances(accounting)
    assert [after[name] - before[name] for name in ("411", "7631")] == [Decimal("-51.98"), Decimal("11.98")]
    assert slug(await call(accounting, "POST", f"{path}/reverse", body, 409, **WHO)) == "charge-taken-back"
    again = await call(accounting, "POST", "/late-charges", asked(house, "2026-05-01"), 201, **WHO)
    assert (again["interest"], again["indemnity"]) == ("11.98", "40.00")
    await call(accounting, "POST", f"/late-charges/{new_id()}/reverse", body, 404, **WHO)
    assert await broken(accounting) == []


async def test_a_reminder_whose_level_says_so_posts_what_it_claims_and_names_the_debit_note(
    accounting: ServiceUnderTest,
) -> None:
    house, (item,) = await late(accounting, "1000")
    await set_rates(accounting, d0501="1.10", d0511="1.10")  # a run reminds all customers, of other tests too
    ladder = [{**LADDER[0], "claims": True}, {**LADDER[1], "posts": True}, LADDER[2]]
    await call(accounting, "PUT", "/dunning-levels", {"levels": ladder}, **WHO)
    first = await run(accounting, house, "2026-04-08")
    assert (first["indemnity"], first["debit_note"]) == ("40.00", "")
    second = await run(accounting, house, "2026-05-01")
    (note,) = (await call(accounting, "GET", f"/late-charges?partner_id={house.customer_id}", **WHO))["items"]
    assert (second["debit_note"], note["letter_id"]) == (note["number"], second["id"])
    assert (second["interest"], note["interest"], note["indemnity"]) == ("11.98", "11.98", "40.00")
    third = await run(accounting, house, "2026-05-11")
    interest = {each["number"]: each["interest"] for each in third["documents"]}
    assert interest == {item["number"]: "3.99", note["number"]: "0.00"}
    assert Decimal(third["indemnity"]) == 0
    assert await broken(accounting) == []


async def test_a_level_posts_nothing_that_it_does_not_claim(accounting: ServiceUnderTest) -> None:
    ladder = [{**LADDER[0], "posts": True}]
    assert slug(await call(accounting, "PUT", "/dunning-levels", {"levels": ladder}, 422, **WHO)) == "ladder-wrong"


async def test_only_documents_that_are_late_are_charged(accounting: ServiceUnderTest) -> None:
    house, (item,) = await late(accounting, "1000")
    await call(accounting, "POST", "/late-charges", asked(house, "2026-04-01", item), 404, **WHO)
    await call(accounting, "PUT", f"/open-items/{item['document_id']}/block", {"reason": "broken goods"}, **WHO)
    refused = await call(accounting, "POST", "/late-charges", asked(house, "2026-05-01"), 409, **WHO)
    assert slug(refused) == "nothing-to-charge"


async def paid(accounting: ServiceUnderTest, house: House, on: str, amount: str) -> dict[str, Any]:
    body = {
        "partner_id": house.customer_id,
        "direction": "received",
        "paid_on": on,
        "amount": amount,
        "match": "oldest",
    }
    return dict(await call(accounting, "POST", "/payments", body, 201, **WHO))


async def test_an_invoice_that_was_paid_late_is_charged_once_and_never_again(accounting: ServiceUnderTest) -> None:
    house, (item,) = await late(accounting, "1000")
    await paid(accounting, house, "2026-04-11", "200")
    await paid(accounting, house, "2026-05-01", "1000")
    note = await call(accounting, "POST", "/late-charges", asked(house, "2026-06-30"), 201, **WHO)
    (document,) = note["documents"]
    assert (document["number"], document["open_amount"], document["through"]) == (item["number"], "0.00", "2026-05-01")
    steps = [(step["days"], Decimal(step["amount"])) for step in document["steps"]]
    assert steps == [(10, Decimal(1200)), (20, Decimal(1000))]
    assert (note["interest"], note["indemnity"]) == ("10.65", "40.00")  # (12000 + 20000) x 12.15 % / 365
    for on in ("2026-06-30", "2026-07-31"):
        # The debit note itself is open now, and bears no interest.
        assert (
            slug(await call(accounting, "POST", "/late-charges", asked(house, on), 409, **WHO)) == "nothing-to-charge"
        )
    read = await call(accounting, "GET", f"/late-charges/{note['id']}", **WHO)
    assert read["documents"] == note["documents"]
    assert await broken(accounting) == []


async def test_what_was_charged_while_open_is_charged_on_until_it_was_paid(accounting: ServiceUnderTest) -> None:
    house, _ = await late(accounting, "1000")
    await call(accounting, "POST", "/late-charges", asked(house, "2026-05-01"), 201, **WHO)
    await paid(accounting, house, "2026-05-11", "1200")
    rest = await call(accounting, "POST", "/late-charges", asked(house, "2026-06-30"), 201, **WHO)
    assert (rest["interest"], rest["indemnity"], rest["documents"][0]["steps"][0]["days"]) == ("3.99", "0.00", 10)


async def test_what_was_paid_in_time_or_credited_is_not_charged(accounting: ServiceUnderTest) -> None:
    house, _ = await late(accounting, "1000")
    await paid(accounting, house, "2026-04-01", "1200")
    refused = await call(accounting, "POST", "/late-charges", asked(house, "2026-06-30"), 409, **WHO)
    assert slug(refused) == "nothing-to-charge"


async def test_a_payment_that_came_back_is_late_again_from_the_day_it_was_charged_to(
    accounting: ServiceUnderTest,
) -> None:
    house, _ = await late(accounting, "1000")
    payment = await paid(accounting, house, "2026-05-01", "1200")
    await call(accounting, "POST", "/late-charges", asked(house, "2026-06-30"), 201, **WHO)
    bounced = {"reason": "cheque bounced", "posted_on": "2026-07-01"}
    await call(accounting, "POST", f"/payments/{payment['id']}/reverse", bounced, **WHO)
    again = await call(accounting, "POST", "/late-charges", asked(house, "2026-05-11"), 201, **WHO)
    assert (again["interest"], again["indemnity"]) == ("3.99", "0.00")
