"""The end of a fiscal year: its result, and a next one that opens with what there is."""

import csv
import io
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from accounting.domain.books.calendar import FiscalYear
from accounting.domain.close.year_end import LOSS, PROFIT, YearEnd
from accounting.domain.errors import ClosingMoved
from hypothesis import given
from hypothesis import strategies as st
from kit.ids import new_id
from kit.testing.services import ServiceUnderTest

from services.accounting.tests.close.test_month_end import ask, slug
from services.accounting.tests.company import know_company
from services.accounting.tests.factories import House, broken

PARTNERS = [None, new_id(), new_id()]
ACCOUNTS = ["101", "120", "37", "401", "411", "512", "607", "6037", "707"]
YEAR = FiscalYear(date(2025, 1, 1), date(2025, 12, 31))


@st.composite
def year_ends(draw: st.DrawFn) -> YearEnd:
    keys = draw(st.lists(st.tuples(st.sampled_from(ACCOUNTS), st.sampled_from(PARTNERS)), unique=True, min_size=1))
    amounts = {key: Decimal(draw(st.integers(-(10**9), 10**9))) / 100 for key in keys}
    amounts["471", None] = -sum(amounts.values(), Decimal(0))
    return YearEnd(YEAR, {key: amount for key, amount in amounts.items() if amount})


@given(year_ends())
def test_a_year_opens_with_the_balance_sheet_of_the_year_before(ending: YearEnd) -> None:
    sums: dict[Any, Decimal] = dict(ending.balances)
    for entry in ending.entries(new_id(), new_id()):  # balanced, or they could not be built
        assert entry.posted_on == date(2026, 1, 1)
        for line in entry.lines:
            key = (line.account, line.partner_id)
            sums[key] = sums.get(key, Decimal(0)) + line.debit - line.credit
    result = ending.result
    for (account, partner), amount in sums.items():
        expected = Decimal(0) if account[0] in "67" else ending.balances.get((account, partner), Decimal(0))
        if (account, partner) == (PROFIT if result > 0 else LOSS, None) and result:
            expected -= result
        assert amount == expected
    ending.check(ending.content_hash)
    with pytest.raises(ClosingMoved):
        ending.check("0" * 64)


async def balances(accounting: ServiceUnderTest, query: str) -> dict[str, tuple[str, str, str]]:
    rows = (await ask(accounting, "GET", f"/trial-balance?{query}"))["accounts"]
    return {row["account"]: (row["opening"], row["debit"], row["credit"]) for row in rows}


async def test_a_fiscal_year_is_closed_for_good(accounting: ServiceUnderTest) -> None:
    await know_company(accounting)
    house = await House(accounting).open()
    await house.move("opening", "10", day="2025-01-02", unit_cost="6")
    capital = [
        {"account": "890", "debit": "60"},
        {"account": "512", "debit": "40"},
        {"account": "101", "credit": "100"},
    ]
    await ask(accounting, "POST", "/entries", {"posted_on": "2025-01-02", "label": "capital", "lines": capital}, 201)
    await house.sell("3", "10", day="2025-06-05")
    why = {"reason": "month end"}
    shown = await ask(accounting, "GET", "/fiscal-years/2025/closing")
    assert (shown["result"], len(shown["open_months"])) == ("12.00", 12)
    request = {"content_hash": shown["content_hash"], "reason": "the year 2025"}
    assert slug(await ask(accounting, "POST", "/fiscal-years/2025/closing", request, 409)) == "year-not-over"
    for month in range(1, 13):
        await ask(accounting, "POST", f"/periods/2025-{month:02d}/close", why)
    moved = {**request, "content_hash": "0" * 64}
    assert slug(await ask(accounting, "POST", "/fiscal-years/2025/closing", moved, 409)) == "closing-moved"
    last_day = await balances(accounting, "on=2025-12-31")
    await ask(accounting, "POST", "/entries", {"posted_on": "2026-01-05", "label": "f", "lines": [
        {"account": "627", "debit": "5"}, {"account": "512", "credit": "5"}]}, 201)  # fmt: skip
    assert (await ask(accounting, "POST", "/fiscal-years/2025/closing", request, 201))["result"] == "12.00"

    assert slug(await ask(accounting, "POST", "/fiscal-years/2025/closing", request, 409)) == "year-closed"
    assert slug(await ask(accounting, "POST", "/periods/2025-06/reopen", why, 409)) == "year-closed"
    assert await balances(accounting, "on=2025-12-31") == last_day
    january = await balances(accounting, "on=2026-01-31&since=2026-01-01")
    assert january == {
        "101": ("-100.00", "0.00", "0.00"),
        "120": ("-12.00", "0.00", "0.00"),
        "37": ("42.00", "0.00", "0.00"),
        "411": ("36.00", "0.00", "0.00"),
        "44571": ("-6.00", "0.00", "0.00"),
        "512": ("40.00", "0.00", "5.00"),
        "6037": ("0.00", "0.00", "0.00"),
        "627": ("0.00", "5.00", "0.00"),
        "707": ("0.00", "0.00", "0.00"),
        "890": ("0.00", "0.00", "0.00"),
    }
    page = await ask(accounting, "GET", "/general-ledger/512?from=2026-01-01&until=2026-02-01")
    assert [line["balance"] for line in page["items"]] == ["35.00"]
    by_site = await ask(accounting, "GET", "/analytic-balances?axis=site&from=2026-01-01&until=2026-02-01&account=7")
    assert by_site["items"] == []
    async with accounting.client("accounting.ledger.read") as client:
        table = (await client.get("/general-ledger.csv?from=2026-01-01&until=2026-02-01&account=37")).text
        files = {year: (await client.get(f"/fec/{year}")).text for year in (2025, 2026)}
    rows = list(csv.DictReader(io.StringIO(table.removeprefix("\ufeff")), delimiter=";"))
    assert [(row["label"], row["balance"]) for row in rows] == [("balance brought forward", "42.00")]
    assert "CL-" not in files[2025] + files[2026]
    records = [line.split("\t") for line in files[2026].splitlines()[1:]]
    opening = {(record[4], record[6]): record[11:13] for record in records if record[0] == "AN"}
    assert records[0][0] == "AN"
    assert opening == {
        ("101", ""): ["0,00", "100,00"], ("120", ""): ["0,00", "12,00"], ("370", ""): ["42,00", "0,00"],
        ("411", "C"): ["36,00", "0,00"], ("44571", ""): ["0,00", "6,00"], ("512", ""): ["40,00", "0,00"],
    }  # fmt: skip
    assert slug(await ask(accounting, "POST", "/fiscal-years/2027/closing", request, 409)) == "year-not-over"
    assert await broken(accounting) == []
