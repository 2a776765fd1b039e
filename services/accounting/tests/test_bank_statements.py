"""Files from the bank: taken whole or not at all, and never twice."""

import asyncio
import itertools
from typing import Any

from kit.ids import new_id
from kit.testing.services import ServiceUnderTest

from services.accounting.tests.bank_files import Transfer, camt, camt_file, statement
from services.accounting.tests.factories import broken

WHO = ("accounting.bank.read", "accounting.bank.write", "accounting.bank-accounts.write", "accounting.bills.read")


_serial = itertools.count(500_000_000)
_ledger = itertools.count(51_210_000)


def own_iban() -> str:
    """A French one that no other test uses."""
    serial = next(_serial)
    key = 97 - (89 * 30006 + 15 * 1 + 3 * serial) % 97
    bban = f"3000600001{serial:011d}{key:02d}"
    return f"FR{98 - int(f'{bban}152700') % 97:02d}{bban}"


async def our_account(accounting: ServiceUnderTest, **more: Any) -> dict[str, Any]:
    body = {"name": "Current", "account": own_iban(), "ledger_account": str(next(_ledger)), **more}
    async with accounting.client(*WHO) as client:
        answer = await client.post("/bank-accounts", json=body)
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


async def send(accounting: ServiceUnderTest, content: bytes, status: int = 201) -> dict[str, Any]:
    async with accounting.client(*WHO) as client:
        headers = {"Content-Type": "application/xml"}
        answer = await client.post("/bank-statements", content=content, headers=headers)
    assert answer.status_code == status, answer.text
    return dict(answer.json())


async def entries(accounting: ServiceUnderTest, account: dict[str, Any], **params: str) -> list[dict[str, Any]]:
    async with accounting.client(*WHO) as client:
        answer = await client.get("/bank-entries", params={"bank_account_id": account["id"], "limit": "200", **params})
    return list(answer.json()["items"])


async def test_a_statement_is_kept_with_its_entries(accounting: ServiceUnderTest) -> None:
    ours = await our_account(accounting)
    batch = (Transfer("70.00", "FA-1", "Un"), Transfer("50.00", "FA-2", "Deux"))
    content = camt(
        Transfer("120.00", batch=batch), Transfer("-8.50", "Frais"), Transfer("0.00"), account=ours["account"]
    )
    (taken,) = (await send(accounting, content))["items"]
    assert (taken["opening_balance"], taken["closing_balance"], taken["entries"]) == ("1000.00", "1111.50", 4)
    async with accounting.client(*WHO) as client:
        shown = (await client.get(f"/bank-statements/{taken['id']}")).json()
        unknown = await client.get(f"/bank-statements/{ours['id']}")
    assert (shown["account_name"], shown["entries"], shown["open_entries"]) == ("Current", 4, 3)
    assert unknown.status_code == 404
    found = await entries(accounting, ours)
    assert [(e["amount"], e["party_name"], e["status"]) for e in found] == [
        ("70.00", "Un", "open"),
        ("50.00", "Deux", "open"),
        ("-8.50", "", "open"),
        ("0.00", "", "cleared"),
    ]
    async with accounting.client(*WHO) as client:
        state = (await client.get(f"/bank-accounts/{ours['id']}/reconciliation")).json()
    assert (state["statement_balance"], state["open_entries"], state["open_count"]) == ("1111.50", "111.50", 3)


async def test_a_missing_statement_in_between_is_seen(accounting: ServiceUnderTest) -> None:
    ours = await our_account(accounting)
    told = [
        (await send(accounting, camt(Transfer("10.00"), opening=opening, account=ours["account"])))["items"][0][
            "follows"
        ]
        for opening in ("1000.00", "1010.00", "1500.00")
    ]
    assert told == [True, True, False]


async def test_a_refused_file_leaves_nothing(accounting: ServiceUnderTest) -> None:
    ours = await our_account(accounting)
    good = statement(Transfer("10.00"), account=ours["account"], number="GOOD")
    bad = statement(Transfer("10.00"), opening="1010.00", closing="1.00", account=ours["account"])
    foreign = statement(Transfer("10.00"), account=own_iban())
    dollars = statement(Transfer("10.00"), account=ours["account"], currency="USD")
    intraday = camt_file(good.replace("Stmt>", "Rpt>"), kind="camt.052", message="BkToCstmrAcctRpt")
    slugs = [
        (await send(accounting, content, status))["type"].rpartition("/")[2]
        for content, status in (
            (camt_file(good, bad), 422),
            (camt_file(good, foreign), 409),
            (camt_file(good, dollars), 422),
            (intraday, 422),
            (b"<html>", 422),
            (b"", 422),
        )
    ]
    assert slugs == [
        "statement-does-not-add-up",
        "bank-account-unknown",
        "statement-does-not-add-up",
        "no-end-of-day-statement",
        "unreadable-statement",
        "invalid-request",
    ]
    assert await entries(accounting, ours) == []


async def test_the_same_statement_or_entry_is_refused(accounting: ServiceUnderTest) -> None:
    ours = await our_account(accounting)
    entry = Transfer("10.00")
    content = camt(entry, account=ours["account"], number="S-1")
    await send(accounting, content)
    again = await send(accounting, content, 409)
    renumbered = await send(accounting, camt(entry, account=ours["account"], number="S-2", opening="1010.00"), 409)
    assert [each["type"].rpartition("/")[2] for each in (again, renumbered)] == [
        "duplicate-statement",
        "duplicate-bank-entry",
    ]
    assert len(await entries(accounting, ours)) == 1


async def test_ten_people_send_the_same_file_and_it_is_taken_once(accounting: ServiceUnderTest) -> None:
    ours = await our_account(accounting)
    content = camt(Transfer("10.00"), account=ours["account"])
    async with accounting.client(*WHO) as client:
        headers = {"Content-Type": "application/xml"}
        answers = await asyncio.gather(
            *(client.post("/bank-statements", content=content, headers=headers) for _ in range(10))
        )
    assert sorted(answer.status_code for answer in answers) == [201] + [409] * 9
    assert len(await entries(accounting, ours)) == 1
    assert await broken(accounting) == []


async def test_an_account_is_known_once_and_its_iban_is_checked(accounting: ServiceUnderTest) -> None:
    ours = await our_account(accounting)
    async with accounting.client(*WHO) as client:
        twice = await client.post(
            "/bank-accounts", json={"name": "X", "account": ours["account"], "ledger_account": "5129"}
        )
        same = {"name": "X", "account": own_iban(), "ledger_account": ours["ledger_account"]}
        mirror = await client.post("/bank-accounts", json=same)
        wrong = {"name": "X", "account": "FR7630006000011234567890188", "ledger_account": "5128"}
        invalid = await client.post("/bank-accounts", json=wrong)
        missing = await client.get(f"/bank-accounts/{new_id()}/reconciliation")
    assert [each.status_code for each in (twice, mirror, invalid, missing)] == [409, 409, 422, 404]
    assert (invalid.json()["field"], ours["bic"]) == ("account", "AGRIFRPPXXX")
