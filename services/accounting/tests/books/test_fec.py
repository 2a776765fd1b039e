"""The file for the tax office: every sample gives its expected outcome, and what is written is read again as conform."""

import io
import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from accounting.domain.fec.check import FecReport, Outcome, check_fec
from accounting.domain.fec.record import COLUMNS, HEADER, Record, description, file_name
from hypothesis import given
from hypothesis import strategies as st
from kit.testing.services import ServiceUnderTest

from services.accounting.tests.company import know_company
from services.accounting.tests.factories import House

SAMPLES = Path(__file__).parents[1] / "data" / "fec"
EXPECTED = {
    row["file"]: row["expected"] for row in json.loads((SAMPLES / "manifest.json").read_text()) if "expected" in row
}
NAME = "732829320FEC20261231.txt"
LINE = "OD\tX\t1\t20260105\t{account}\tX\t\t\tA\t20260105\tX\t{debit}\t{credit}\t\t\t20260131\t\t\r\n"


def checked(text: str, name: str = NAME) -> FecReport:
    return check_fec(name, io.BytesIO(text.encode()))


@pytest.mark.parametrize("file", sorted(EXPECTED))
def test_every_sample_gives_its_outcome(file: str) -> None:
    path, expected = SAMPLES / file, EXPECTED[file]
    with path.open("rb") as content:
        report = check_fec(path.name, content)
    if isinstance(expected, dict):
        assert (report.encoding, report.separator) == (expected["encoding"], "|")
        assert (report.columns, report.lines) == (expected["columns_in_header"], expected["lines"])
        assert (str(report.debit), str(report.credit)) == (expected["debit"], expected["credit"])
        assert (report.entries, report.unbalanced_entries) == (
            expected["entries_by_journal_number_date"],
            expected["unbalanced_entries"],
        )
        assert report.counts["one-side"] == expected["lines_with_both_or_no_amount"]
        assert report.outcome is not Outcome.REFUSED
        return
    outcome, _, why = expected.partition(": ")
    assert report.outcome == outcome
    details = " ".join(finding.detail for finding in report.findings).lower()
    words = {"no line": "has no line", "separator must be tab or pipe": "tabulation or vertical bar"}
    assert words.get(why.lower(), why.lower()) in details


@pytest.mark.parametrize(
    ("text", "rule", "outcome"),
    [
        (HEADER + "OD\tX\r\n", "fields", "refused"),
        (HEADER.replace("CompteNum", "Compte") + LINE, "header", "refused"),
        (HEADER + LINE.format(account="607", debit="1 000,00", credit="0,00"), "amount", "refused"),
        (HEADER + LINE.format(account="607", debit="-1,00-", credit="0,00"), "amount", "refused"),
        (HEADER + LINE.format(account="", debit="1,00", credit="0,00"), "required", "refused"),
        (
            HEADER + LINE.format(account="607", debit="1,00", credit="0,00").replace("20260105", "20261305"),
            "date",
            "refused",
        ),
        (
            HEADER + LINE.format(account="607", debit="1,00", credit="0,00").replace("20260105", "18260105"),
            "year",
            "flagged",
        ),
        (HEADER + LINE.format(account="F07", debit="1,00", credit="0,00"), "account", "flagged"),
        (HEADER + LINE.format(account="607", debit="0,00", credit="0,00"), "one-side", "flagged"),
        (HEADER + LINE.format(account="607", debit="1,00", credit="0,00"), "balance", "flagged"),
        (
            HEADER
            + LINE.format(account="607", debit="1,00", credit="0,00")
            + LINE.format(account="512", debit="0,00", credit="1,00").replace("20260105\t512", "20260106\t512"),
            "one-date",
            "flagged",
        ),
        (
            HEADER
            + "".join(
                LINE.format(account=account, debit=debit, credit=credit).replace("\t1\t", f"\t{number}\t")
                for number in (1, 3)
                for account, debit, credit in (("607", "1,00", "0,00"), ("512", "0,00", "1,00"))
            ),
            "sequence",
            "flagged",
        ),
    ],
)
def test_each_rule_is_seen(text: str, rule: str, outcome: str) -> None:
    report = checked(text)
    assert (report.counts[rule] > 0, str(report.outcome)) == (True, outcome)
    assert "name" in checked(HEADER, "entries.txt").counts


def test_amount_and_side_are_read_too() -> None:
    header = HEADER.replace("Debit\tCredit", "Montant\tSens")
    lines = [
        LINE.format(account="607", debit="12,50", credit="D"),
        LINE.format(account="512", debit="12,50", credit="-1"),
    ]
    report = checked(header + "".join(lines))
    assert (report.outcome, report.debit, report.credit) == (Outcome.CONFORM, Decimal("12.50"), Decimal("12.50"))
    assert "side" in checked(header + LINE.format(account="607", debit="1,00", credit="X")).counts


@given(
    st.lists(
        st.tuples(st.text(max_size=20), st.integers(1, 10**11), st.sampled_from(["37", "411", "6037"])),
        min_size=1,
        max_size=8,
    )
)
def test_what_is_written_is_read_again_as_conform(facts: list[tuple[str, int, str]]) -> None:
    """Whatever labels, names and references hold: tabulations, bars, ends of lines, marks of all kinds."""
    text, total = HEADER, Decimal(0)
    day = date(2026, 3, 1)
    for number, (words, cents, account) in enumerate(facts, 1):
        amount = Decimal(cents) / 100
        total += amount
        for debit, credit in ((amount, Decimal(0)), (Decimal(0), amount)):
            text += Record(
                "OD", words or "x", f"OD-2026-{number:06d}", day, account, words or "x", words, words, words, day, words,
                debit, credit, day, "USD" if cents % 2 else None, amount if cents % 2 else None,
            ).text()  # fmt: skip
    report = check_fec(file_name("732829320", date(2026, 12, 31)), io.BytesIO(text.encode("utf-8", "replace")))
    blank = [rule for rule in report.counts if rule not in ("no-value", "required")]
    assert (blank, report.debit, report.credit) == ([], total, total)
    assert (report.lines, report.entries) == (2 * len(facts), len(facts))


async def test_the_file_of_a_year_is_the_ledger(accounting: ServiceUnderTest) -> None:
    await know_company(accounting)
    house = await House(accounting).open()
    await house.receive("10", "6")
    await house.sell("2", "9.99", day="2046-03-05")
    async with accounting.client("accounting.ledger.read", "accounting.entries.write") as client:
        lines: list[dict[str, Any]] = [{"account": "627", "debit": "5"}, {"account": "512", "credit": "5"}]
        entry = {"posted_on": "2046-03-31", "label": "fee\t|\r\nof March", "document_number": "B\t7", "lines": lines}
        assert (await client.post("/entries", json=entry)).status_code == 201
        answer = await client.get("/fec/2046")
        check = await client.post(
            f"/fec/check?name={NAME}", content=answer.content, headers={"content-type": "text/plain"}
        )
        described = await client.get("/fec/description")
    assert answer.headers["content-disposition"] == 'attachment; filename="732829320FEC20461231.txt"'
    report = check.json()
    async with accounting.database.read() as tx:
        row = await tx.fetchrow(
            "SELECT sum(debit) AS debit, count(*) AS lines, count(DISTINCT e.id) AS entries FROM journal_line l"
            " JOIN journal_entry e ON e.id = l.entry_id WHERE e.fiscal_year = 2046"
        )
    assert row is not None
    assert (report["outcome"], report["findings"]) == ("conform", [])
    assert (Decimal(report["debit"]), report["lines"], report["entries"]) == (
        row["debit"],
        row["lines"],
        row["entries"],
    )
    records = [line.split("\t") for line in answer.text.splitlines()]
    assert records[0] == list(COLUMNS)
    fee = next(record for record in records if record[4] == "627")
    assert (fee[8], fee[10], fee[11], fee[12]) == ("B 7", "fee of March", "5,00", "0,00")
    assert next(record for record in records if record[4] == "370")[5] == "Stocks de marchandises"
    assert [record[6:8] for record in records if record[4] == "411"] == [["C", "Customer"]]
    assert described.text == description()
    assert all(name in described.text for name in COLUMNS)
