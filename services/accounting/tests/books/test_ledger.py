"""The ledger through its API: accounts, entries by hand, periods, opening balances, axes."""

import asyncio
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import asyncpg
import pytest
from comptoir.accounting.v1.period_pb2 import PeriodSealed
from comptoir.catalog.v1.product_pb2 import CostingMethod, ProductChanged
from kit.ids import new_id
from kit.testing.services import ServiceUnderTest

from services.accounting.tests.factories import House, broken

WHO = (
    "accounting.ledger.read", "accounting.entries.write", "accounting.entries.approve", "accounting.periods.write",
    "accounting.periods.reopen", "accounting.approvals.read", "accounting.chart.write", "accounting.opening.write",
    "accounting.valuation.read", "accounting.credit.read",
)  # fmt: skip


async def ask(
    accounting: ServiceUnderTest, method: str, path: str, body: Any = None, status: int = 200, *, who: str = "first"
) -> Any:
    async with accounting.client(*WHO, sub=who) as client:
        answer = await client.request(method, path, json=body)
    assert answer.status_code == status, answer.text
    return answer.json()


def slug(problem: Any) -> str:
    return str(problem["type"]).rsplit("/", 1)[-1]


def entry(day: str, amount: str = "5", **details: Any) -> dict[str, Any]:
    lines = [{"account": "627", "debit": amount}, {"account": "512", "credit": amount}]
    return {"posted_on": day, "label": "bank fee", "lines": lines, **details}


async def entries_on(accounting: ServiceUnderTest, since: str, until: str) -> list[Any]:
    found: list[Any] = (await ask(accounting, "GET", f"/entries?from={since}&until={until}&limit=200"))["items"]
    return found


async def test_entries_are_found_by_number_document_and_amount(accounting: ServiceUnderTest) -> None:
    posted = await ask(accounting, "POST", "/entries", entry("2044-02-10", "4711.13", document_number="AVIS-4711"), 201)
    other = await ask(accounting, "POST", "/entries", entry("2044-02-11", "4711.14"), 201)

    async def found(query: str) -> list[tuple[str, str]]:
        page = await ask(accounting, "GET", f"/entries?from=2044-02-01&until=2044-03-01&{query}")
        return [(row["id"], row["amount"]) for row in page["items"]]

    assert await found(f"document={posted['number']}") == [(posted["id"], "4711.13")]
    assert await found("document=AVIS-4711") == [(posted["id"], "4711.13")]
    assert await found("document=AVIS") == []
    assert await found("amount=4711.14") == [(other["id"], "4711.14")]
    await ask(accounting, "GET", "/entries?amount=0", status=422)


async def test_own_accounts_and_journals_take_entries(accounting: ServiceUnderTest) -> None:
    account = {"code": "6411", "name_fr": "Salaires", "name_en": "Wages"}
    assert (await ask(accounting, "POST", "/accounts", account, 201))["kept_by"] == ""
    assert slug(await ask(accounting, "POST", "/accounts", account, 409)) == "account-taken"
    assert slug(await ask(accounting, "POST", "/accounts", {**account, "code": "8999"}, 422)) == "not-in-chart"
    journal = {"code": "PA", "name_fr": "Paie", "name_en": "Payroll"}
    await ask(accounting, "POST", "/journals", journal, 201)
    assert slug(await ask(accounting, "POST", "/journals", {**journal, "code": "VE"}, 409)) == "journal-taken"
    lines = [{"account": "6411", "debit": "5", "axes": {"site": "PARIS"}}, {"account": "421", "credit": "5"}]
    body = {
        **entry("2040-01-31"),
        "journal": "PA",
        "document_on": "2040-01-28",
        "document_number": "P1",
        "lines": lines,
    }
    posted = await ask(accounting, "POST", "/entries", body, 201)
    assert posted["number"] == "PA-2040-000001"
    again = await ask(accounting, "GET", f"/entries/{posted['id']}")
    assert again == {**posted, "hash": again["hash"]}
    assert len(bytes.fromhex(again["hash"])) == 32
    assert (again["document_on"], again["lines"][0]["axes"]["site"]) == ("2040-01-28", "PARIS")
    codes = [row["code"] for row in (await ask(accounting, "GET", "/accounts"))["items"]]
    assert codes == sorted(codes)
    assert "6411" in codes
    assert "Salaires" in {row["name_fr"] for row in (await ask(accounting, "GET", "/trial-balance"))["accounts"]}


async def test_an_account_that_holds_nothing_is_closed_to_entries_by_hand_and_opened_again(
    accounting: ServiceUnderTest,
) -> None:
    account = {"code": "62571", "name_fr": "Réceptions", "name_en": "Entertaining"}
    await ask(accounting, "POST", "/accounts", account, 201)
    names = {"name_fr": "Repas", "name_en": "Meals"}
    renamed = await ask(accounting, "PUT", "/accounts/62571", names)
    assert (renamed["name_fr"], renamed["is_own"], renamed["is_closed"]) == ("Repas", True, False)
    spent = [{"account": "62571", "debit": "5"}, {"account": "512", "credit": "5"}]
    await ask(accounting, "POST", "/entries", entry("2041-01-31", lines=spent), 201)
    refused = await ask(accounting, "POST", "/accounts/62571/close", {}, 409)
    assert (slug(refused), Decimal(refused["balance"])) == ("account-in-use", Decimal(5))
    moved = [{"account": "62571", "credit": "5"}, {"account": "627", "debit": "5"}]
    await ask(accounting, "POST", "/entries", entry("2041-01-31", lines=moved), 201)
    for _ in range(2):  # again is the same
        assert (await ask(accounting, "POST", "/accounts/62571/close", {}))["is_closed"]
    assert slug(await ask(accounting, "POST", "/entries", entry("2041-01-31", lines=spent), 409)) == "account-closed"
    assert not (await ask(accounting, "POST", "/accounts/62571/reopen", {}))["is_closed"]
    await ask(accounting, "POST", "/entries", entry("2041-01-31", lines=spent), 201)


async def test_accounts_of_the_law_keep_their_names_and_kept_ones_stay_open(accounting: ServiceUnderTest) -> None:
    names = {"name_fr": "Banques", "name_en": "Banks"}
    assert slug(await ask(accounting, "PUT", "/accounts/512", names, 422)) == "unknown-account"
    assert slug(await ask(accounting, "POST", "/accounts/37/close", {}, 409)) == "account-in-use"
    await ask(accounting, "POST", "/accounts/8999/close", {}, 404)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"lines": [{"account": "37", "debit": "5"}, {"account": "512", "credit": "5"}]}, "kept-account"),
        ({"lines": [{"account": "627", "debit": "5"}, {"account": "4081", "credit": "5"}]}, "kept-account"),
        ({"lines": [{"account": "627", "debit": "5"}, {"account": "5999", "credit": "5"}]}, "unknown-account"),
        ({"lines": [{"account": "627", "debit": "5"}, {"account": "512", "credit": "4"}]}, "unbalanced-entry"),
        ({"journal": "VE"}, "unknown-journal"),
        ({"journal": "XX"}, "unknown-journal"),
    ],
)
async def test_what_is_no_entry_by_hand_is_refused(
    accounting: ServiceUnderTest, change: dict[str, Any], expected: str
) -> None:
    assert slug(await ask(accounting, "POST", "/entries", {**entry("2040-02-10"), **change}, 422)) == expected
    assert await entries_on(accounting, "2040-02-10", "2040-02-11") == []


async def test_a_large_entry_waits_for_a_second_person(accounting: ServiceUnderTest) -> None:
    waiting = await ask(accounting, "POST", "/entries", entry("2040-03-10", "10000.01"), 201)
    assert (waiting["status"], waiting["number"]) == ("waiting", None)
    assert await entries_on(accounting, "2040-03-10", "2040-03-11") == []
    (request,) = (await ask(accounting, "GET", f"/approvals?document_id={waiting['id']}"))["items"]
    approve = f"/approvals/{request['id']}/approve"
    assert slug(await ask(accounting, "POST", approve, {}, 403)) == "own-request"
    assert (await ask(accounting, "POST", approve, {}, who="second"))["status"] == "approved"
    assert slug(await ask(accounting, "POST", approve, {}, 409, who="third")) == "already-decided"
    assert [head["id"] for head in await entries_on(accounting, "2040-03-10", "2040-03-11")] == [waiting["id"]]
    posted = await ask(accounting, "GET", f"/entries/{waiting['id']}")
    assert (posted["status"], posted["lines"]) == ("posted", waiting["lines"])

    refused = await ask(accounting, "POST", "/entries", entry("2040-03-12", "20000"), 201)
    (request,) = (await ask(accounting, "GET", f"/approvals?document_id={refused['id']}"))["items"]
    await ask(accounting, "POST", f"/approvals/{request['id']}/reject", {}, who="second")
    assert await entries_on(accounting, "2040-03-12", "2040-03-13") == []


async def test_a_month_goes_through_its_steps(accounting: ServiceUnderTest) -> None:
    why = {"reason": "month end"}
    first = await ask(accounting, "POST", "/entries", entry("2041-01-10"), 201)
    assert slug(await ask(accounting, "POST", "/periods/2041-01/seal", why, 409)) == "period-status-wrong"
    assert (await ask(accounting, "POST", "/periods/2041-01/lock", why))["status"] == "locked"
    house = await House(accounting).open()
    await house.receive("10", "6")
    await house.move("shipment", "1", day="2041-01-20")
    (movement,) = (await ask(accounting, "GET", f"/valuation/{house.product_id}/movements"))["items"][1:]
    assert movement["posted_on"] == "2041-02-01"
    (head,) = (await ask(accounting, "GET", f"/entries?source_id={movement['movement_id']}"))["items"]
    assert (await ask(accounting, "GET", f"/entries/{head['id']}"))["document_on"] == "2041-01-20"
    await ask(accounting, "POST", "/entries", entry("2041-01-31"), 201)

    await ask(accounting, "POST", "/periods/2041-01/close", why)
    assert slug(await ask(accounting, "POST", "/entries", entry("2041-01-31"), 409)) == "period-closed"
    assert slug(await ask(accounting, "POST", "/periods/2041-01/unlock", why, 409)) == "period-status-wrong"
    sealed = await ask(accounting, "POST", "/periods/2041-01/seal", why)
    assert sealed["status"] == "sealed"
    assert slug(await ask(accounting, "POST", "/periods/2041-01/reopen", why, 409)) == "period-status-wrong"
    periods = {row["period"]: row for row in (await ask(accounting, "GET", "/periods"))["items"]}
    (told,) = [each for each in await accounting.published(PeriodSealed) if each.month == "2041-01"]
    assert told.seal == periods["2041-01"]["seal"]
    assert len(told.seal) == 64
    reversal = {"posted_on": "2041-02-02", "reason": "wrong account"}
    mirror = await ask(accounting, "POST", f"/entries/{first['id']}/reverse", reversal, 201)
    assert mirror["reverses"] == first["id"]
    assert (await ask(accounting, "GET", f"/entries/{first['id']}"))["reversed_by"] == mirror["id"]
    assert (await ask(accounting, "GET", "/chain"))["ok"] is True


async def test_the_database_keeps_closed_months_closed_and_seals_whole(accounting: ServiceUnderTest) -> None:
    why = {"reason": "month end"}
    posted = await ask(accounting, "POST", "/entries", entry("2041-03-10"), 201)
    await ask(accounting, "POST", "/periods/2041-03/close", why)
    await ask(accounting, "POST", "/periods/2041-03/seal", why)
    pool = await accounting.database.pool()
    intruder = (
        "INSERT INTO journal_entry (id, journal, fiscal_year, number, posted_on, document_on, label, source, source_id, hash)"
        " VALUES ($1, 'ZZ', 2041, 1, '2041-03-20', '2041-03-20', 'x', 'manual', $1, '\\x00')"
    )
    line = (
        "INSERT INTO journal_line (entry_id, position, account, posted_on, debit, credit)"
        " VALUES ($1, 8, '627', '2041-03-10', 1, 0), ($1, 9, '512', '2041-03-10', 0, 1)"
    )
    with pytest.raises(asyncpg.CheckViolationError):
        await pool.execute(intruder, new_id())
    with pytest.raises(asyncpg.CheckViolationError):
        await pool.execute(line, posted["id"])
    for change in ("UPDATE period SET status = 'open', seal = NULL, sealed_at = NULL", "DELETE FROM period"):
        with pytest.raises(asyncpg.RestrictViolationError):
            await pool.execute(f"{change} WHERE month = '2041-03-01'")
    async with pool.acquire() as connection:
        whole = connection.transaction()
        await whole.start()
        await connection.execute("ALTER TABLE journal_entry DISABLE TRIGGER USER")
        await connection.execute(intruder, new_id())
        seal = await connection.fetchval(
            "SELECT sha256(string_agg(hash, '' ORDER BY journal, fiscal_year, number)) FROM journal_entry"
            " WHERE posted_on BETWEEN '2041-03-01' AND '2041-03-31'"
        )
        await whole.rollback()
    periods = {row["period"]: row for row in (await ask(accounting, "GET", "/periods"))["items"]}
    assert periods["2041-03"]["seal"] != seal.hex()
    assert (await ask(accounting, "GET", "/chain"))["broken_seals"] == []


async def test_a_closed_month_is_reopened_by_two(accounting: ServiceUnderTest) -> None:
    why = {"reason": "a bill came late"}
    assert slug(await ask(accounting, "POST", "/periods/2041-05/reopen", why, 409)) == "period-status-wrong"
    await ask(accounting, "POST", "/periods/2041-05/close", {"reason": "month end"})
    asked = await ask(accounting, "POST", "/periods/2041-05/reopen", why, 202)
    assert slug(await ask(accounting, "POST", "/entries", entry("2041-05-31"), 409)) == "period-closed"
    approve = f"/approvals/{asked['approval_id']}/approve"
    assert slug(await ask(accounting, "POST", approve, {}, 403)) == "own-request"
    await ask(accounting, "POST", approve, {}, who="second")
    await ask(accounting, "POST", "/entries", entry("2041-05-31"), 201)
    async with accounting.database.read() as tx:
        trail = await tx.fetch(
            "SELECT action, subject, changes FROM audit_entry WHERE entity = 'period' AND entity_id = '2041-05' ORDER BY id"
        )
    assert [(row["action"], row["subject"]) for row in trail] == [("closed", "first"), ("open", "second")]
    assert trail[1]["changes"]["reason"][1] == why["reason"]


async def test_nothing_slips_into_a_month_while_it_closes(accounting: ServiceUnderTest) -> None:
    async with accounting.client(*WHO) as client:
        posts = [client.post("/entries", json=entry("2041-07-10")) for _ in range(12)]
        answers = await asyncio.gather(
            *posts[:6], client.post("/periods/2041-07/close", json={"reason": "race"}), *posts[6:]
        )
    posted = [answer.json()["number"] for answer in answers if answer.status_code == 201]
    assert {answer.status_code for answer in answers} <= {200, 201, 409}
    assert len(await entries_on(accounting, "2041-07-01", "2041-08-01")) == len(posted)
    numbers = sorted(int(number[-6:]) for number in posted)
    assert numbers == list(range(numbers[0], numbers[0] + len(numbers))) if numbers else True
    assert await broken(accounting) == []


async def test_a_fiscal_year_numbers_its_entries(accounting: ServiceUnderTest) -> None:
    year = {"starts_on": "2050-07-01", "ends_on": "2051-06-30"}
    await ask(accounting, "POST", "/entries", entry("2052-01-10"), 201)
    assert (await ask(accounting, "POST", "/fiscal-years", year, 201))["year"] == 2051
    apart = {"starts_on": "2051-08-01", "ends_on": "2052-07-31"}
    assert slug(await ask(accounting, "POST", "/fiscal-years", apart, 409)) == "years-apart"
    used = {"starts_on": "2051-07-01", "ends_on": "2053-05-31"}
    assert slug(await ask(accounting, "POST", "/fiscal-years", used, 409)) == "year-in-use"
    late = await ask(accounting, "POST", "/entries", entry("2050-08-10"), 201)
    assert late["number"] == "OD-2051-000001"
    assert [row["year"] for row in (await ask(accounting, "GET", "/fiscal-years"))["items"]] == [2051]
    async with accounting.database.transaction() as tx:  # other tests count by the calendar
        await tx.execute("DELETE FROM fiscal_year")


async def test_opening_balances_come_with_open_documents(accounting: ServiceUnderTest) -> None:
    house = await House(accounting).open(credit_limit="5000")
    item = {"number": "OLD-1", "issued_on": "2041-10-01", "due_on": "2041-11-01"}
    body = {
        "posted_on": "2041-12-31",
        "lines": [{"account": "101", "credit": "1000"}, {"account": "512", "debit": "900"}],
        "items": [
            {**item, "partner_id": house.customer_id, "is_receivable": True, "amount": "300"},
            {**item, "partner_id": house.supplier_id, "is_receivable": False, "amount": "200"},
        ],
    }
    stock = {**body, "lines": [{"account": "37", "debit": "900"}, {"account": "101", "credit": "1000"}]}
    assert slug(await ask(accounting, "POST", "/opening-balances", stock, 422)) == "opening-incomplete"
    gap = {**body, "lines": body["lines"][1:]}
    assert slug(await ask(accounting, "POST", "/opening-balances", gap, 422)) == "unbalanced-entry"
    posted = await ask(accounting, "POST", "/opening-balances", body, 201)
    assert posted["number"] == "AN-2041-000001"
    assert slug(await ask(accounting, "POST", "/opening-balances", body, 409)) == "opening-twice"
    credit = await ask(accounting, "GET", f"/credit/{house.customer_id}")
    assert credit["receivable"] == "300.00"
    assert await broken(accounting) == []


async def test_postings_say_site_family_customer_and_channel(accounting: ServiceUnderTest) -> None:
    house = await House(accounting).open()
    changed = ProductChanged(
        product_id=house.product_id, version=2, sku="SKU", name_fr="Article", family_code="TEA",
        costing_method=CostingMethod.COSTING_METHOD_FIFO,
    )  # fmt: skip
    await accounting.deliver("catalog.products.v1", changed)
    await house.receive("10", "6")
    await house.sell("3", "9.99")
    async with accounting.database.read() as tx:
        rows = await tx.fetch(
            "SELECT DISTINCT account, family, customer_id::text FROM journal_line WHERE family = 'TEA' OR customer_id = $1"
            " ORDER BY 1, 2, 3",
            house.customer_id,
        )
    assert {tuple(row) for row in rows} == {
        ("37", "TEA", None), ("6037", "TEA", None), ("607", "TEA", None),
        ("37", "TEA", house.customer_id), ("6037", "TEA", house.customer_id), ("707", None, house.customer_id),
    }  # fmt: skip
    movement = house.movement("gain", "1", day=datetime.now(UTC).date().isoformat())
    movement.destination_warehouse = "LYON"
    await accounting.deliver("inventory.stock-movements.v1", movement)
    async with accounting.database.read() as tx:
        sites = await tx.fetch("SELECT DISTINCT site FROM journal_line WHERE posted_on >= $1", date(2026, 4, 1))
    assert "LYON" in {row["site"] for row in sites}
