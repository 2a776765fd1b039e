"""Reports are equal to the ledger, to the cent, on any day."""

import csv
import io
import zipfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from xml.etree import ElementTree as ET

from accounting.domain.chart import Journal
from accounting.domain.entry import JournalEntry, JournalLine
from accounting.queries.books.balances import balance_before, balances_by, trial_balance
from accounting.queries.books.lines import Scope, account_lines, journal_lines, ledger_lines
from accounting.storage import ledger
from hypothesis import given
from hypothesis import strategies as st
from kit.db import Transaction
from kit.ids import new_id
from kit.money import ZERO
from kit.testing.properties import on_a_database
from kit.testing.services import ServiceUnderTest

from services.accounting.tests.factories import House

READ = ("accounting.ledger.read", "accounting.valuation.read", "accounting.bills.write", "accounting.entries.write")
FIRST = date(2060, 1, 1)
ACCOUNTS = ("101", "37", "411", "44571", "512", "607", "707")


@st.composite
def entries(draw: st.DrawFn) -> JournalEntry:
    amounts = draw(st.lists(st.integers(1, 10**7), min_size=1, max_size=4))
    pairs = [(draw(st.sampled_from(ACCOUNTS)), draw(st.sampled_from(ACCOUNTS)), Decimal(n) / 100) for n in amounts]
    lines = [JournalLine(debited, debit=amount) for debited, _, amount in pairs]
    lines += [JournalLine(credited, credit=amount) for _, credited, amount in pairs]
    day = FIRST + timedelta(days=draw(st.integers(0, 700)))
    return JournalEntry(new_id(), draw(st.sampled_from(Journal)), day, day, "x", "test", new_id(), tuple(lines))


class _Undo(Exception):
    """Take the transaction back."""


@asynccontextmanager
async def only(accounting: ServiceUnderTest, posted: list[JournalEntry]) -> AsyncIterator[Transaction]:
    """The ledger with these entries, and without them afterwards."""
    try:
        async with accounting.database.transaction() as tx:
            await ledger.post(tx, posted)
            yield tx
            raise _Undo  # noqa: TRY301  # it ends the transaction, whatever the test did
    except _Undo:
        return


def balance(posted: list[JournalEntry], account: str, since: date, until: date) -> Decimal:
    lines = [line for entry in posted if since <= entry.posted_on < until for line in entry.lines]
    return sum((line.debit - line.credit for line in lines if line.account == account), ZERO)


@on_a_database
@given(posted=st.lists(entries(), min_size=1, max_size=20), first=st.integers(0, 700), days=st.integers(1, 400))
async def test_every_report_says_what_the_entries_say(
    accounting: ServiceUnderTest, posted: list[JournalEntry], first: int, days: int
) -> None:
    since = FIRST + timedelta(days=first)
    until = since + timedelta(days=days)
    async with only(accounting, posted) as tx:
        before = {row.account: row.balance for row in await trial_balance(tx, FIRST - timedelta(days=1))}
        rows = {row.account: row for row in await trial_balance(tx, until - timedelta(days=1), since)}
        table = [row async for row in ledger_lines(tx, Scope(since, until))]
        journal = [row async for row in journal_lines(tx, Scope(since, until), None)]
        by_site = await balances_by(tx, "site", since, until, "")
        for account in ACCOUNTS:
            opening = before.get(account, ZERO) + balance(posted, account, FIRST, since)
            moved = balance(posted, account, since, until)
            row = rows.get(account)
            assert (row.opening if row else ZERO, row.balance if row else ZERO) == (opening, opening + moved)
            assert await balance_before(tx, account, since) == opening
            lines = await tx.select(account_lines(Scope(since, until, account=account), opening))
            own = [cells for cells in table if cells[0] == account]
            if lines:
                assert max(lines, key=lambda line: (line["posted_on"], line["line_id"]))["balance"] == opening + moved
                assert own[-1][-1] == opening + moved
            assert len(lines) == len([cells for cells in own if cells[2]])
            assert sum((each.debit - each.credit for each in by_site if each.account == account), ZERO) == moved
        assert sum((row.balance for row in rows.values()), ZERO) == 0
        assert sum(cells[-2] - cells[-1] for cells in journal) == 0  # type: ignore[operator]  # amounts come last
        assert len(journal) == sum(len(each.lines) for each in posted if since <= each.posted_on < until)


async def ask(accounting: ServiceUnderTest, path: str) -> Any:
    async with accounting.client(*READ) as client:
        answer = await client.get(path)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_an_account_is_read_page_by_page_with_its_balance(accounting: ServiceUnderTest) -> None:
    async with accounting.client(*READ) as client:
        for n in range(5):
            lines = [
                {"account": "6256", "debit": "1"},
                {"account": "6256", "debit": "2"},
                {"account": "512", "credit": "3"},
            ]
            body = {"posted_on": f"2043-04-0{n + 1}", "label": "=cmd|' /C calc'!A0", "lines": lines}
            if n == 0:
                async with accounting.client("accounting.chart.write") as writer:
                    await writer.post("/accounts", json={"code": "6256", "name_fr": "Missions", "name_en": "Trips"})
            assert (await client.post("/entries", json=body)).status_code == 201
    found, cursor = [], ""
    while True:
        page = await ask(accounting, f"/general-ledger/6256?from=2043-04-02&until=2043-05-01&limit=3{cursor}")
        found += page["items"]
        if page["next_cursor"] is None:
            break
        cursor = f"&cursor={page['next_cursor']}"
    assert [line["balance"] for line in found] == ["4.00", "6.00", "7.00", "9.00", "10.00", "12.00", "13.00", "15.00"]


async def test_tables_for_spreadsheets_run_nothing_there(accounting: ServiceUnderTest) -> None:
    async with accounting.client(*READ) as client:
        lines = [{"account": "627", "debit": "7"}, {"account": "512", "credit": "7"}]
        body = {"posted_on": "2043-06-10", "label": "=HYPERLINK(1)", "lines": lines}
        assert (await client.post("/entries", json=body)).status_code == 201
        ledger_table = await client.get("/general-ledger.csv?from=2043-06-10&until=2043-06-11&account=627")
        journal_table = await client.get("/journals.csv?from=2043-06-10&until=2043-06-11&journal=OD")
        balances = await client.get("/trial-balance/csv?on=2043-06-10&since=2043-06-10")
        workbook = await client.get("/trial-balance/xlsx?on=2043-06-10&since=2043-06-10")
    rows = list(csv.DictReader(io.StringIO(ledger_table.text.removeprefix("\ufeff")), delimiter=";"))
    assert (rows[-1]["label"], rows[-1]["debit"]) == ("'=HYPERLINK(1)", "7.00")
    assert "'=HYPERLINK(1)" in journal_table.text
    assert "627;Services bancaires et assimilés;Bank charges;" in balances.text
    sheet = ET.fromstring(zipfile.ZipFile(io.BytesIO(workbook.content)).read("xl/worksheets/sheet1.xml"))  # noqa: S314  # our own
    names = {"m": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}
    assert sheet.find(".//m:f", names) is None
    accounts = [row[0].findtext(".//m:t", namespaces=names) for row in sheet.findall(".//m:row", names)]
    assert accounts[0] == "account"
    assert "627" in accounts


async def test_vat_figures_are_the_ledgers_whatever_the_rounding(accounting: ServiceUnderTest) -> None:
    house = await House(accounting).open()
    await house.receive("100", "1")
    before = await ask(accounting, "/vat-return/2044-03")
    await house.sell("3", "9.99", day="2044-03-05")
    await house.sell("7", "1.11", day="2044-03-06", tax_class="reduced")
    async with accounting.client(*READ) as client:
        lines = [{"account": "44571", "debit": "0.40"}, {"account": "758", "credit": "0.40"}]
        body = {"posted_on": "2044-03-31", "label": "correction", "lines": lines}
        assert (await client.post("/entries", json=body)).status_code == 201
    figures = await ask(accounting, "/vat-return/2044-03")
    assert before["sales"] == []
    assert [(each["line"], each["base"], each["tax"]) for each in figures["sales"]] == [
        ("08", "29.97", "5.99"),
        ("09", "7.77", "0.43"),
    ]
    assert (figures["output_tax"], figures["other_output_tax"], figures["due"]) == ("6.02", "-0.40", "6.02")


async def test_stock_by_family_is_the_stock_account_on_any_day(accounting: ServiceUnderTest) -> None:
    house = await House(accounting).open()
    await house.receive("10", "6")
    await house.move("shipment", "4", day="2045-02-03")
    for on in ("2026-03-02", "2045-02-02", "2045-02-03"):
        report = await ask(accounting, f"/stock-report?on={on}")
        assert report["gap"] == "0.00"
    earlier, later = [await ask(accounting, f"/stock-report?on={on}") for on in ("2045-02-02", "2045-02-03")]
    assert Decimal(earlier["value"]) - Decimal(later["value"]) == 24
