"""Entries, totals and matches."""

from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest
from accounting.domain.chart import CHART, Journal
from accounting.domain.entry import GENESIS, JournalEntry, JournalLine, chain_hash, reversal_lines
from accounting.domain.errors import DocumentNotOpen, EmptyEntry, OverMatched, UnbalancedEntry
from accounting.domain.invoice import TaxRounding, totals
from accounting.domain.matching import Match, OpenItem, check_matches, match_oldest
from accounting.domain.schemes import Cause, SchemeName, price_difference_lines, stock_lines
from hypothesis import given
from hypothesis import strategies as st
from kit.ids import new_id

A, B = new_id(), new_id()
cents = st.integers(1, 10**9).map(lambda n: Decimal(n) / 100)


def entry(*lines: JournalLine) -> JournalEntry:
    return JournalEntry(A, Journal.GENERAL, date(2026, 1, 1), date(2026, 1, 1), "x", "manual", B, lines)


def test_an_unbalanced_or_empty_entry_cannot_be_built() -> None:
    with pytest.raises(UnbalancedEntry):
        entry(JournalLine("37", debit=Decimal(1)), JournalLine("607", credit=Decimal(2)))
    for bad in ((), (JournalLine("37"), JournalLine("607")), (JournalLine("37", Decimal(1), Decimal(1)),) * 2):
        with pytest.raises(EmptyEntry):
            entry(*bad)


def test_any_change_of_an_entry_breaks_the_chain() -> None:
    first = entry(JournalLine("37", debit=Decimal(1)), JournalLine("607", credit=Decimal(1)))
    other = entry(JournalLine("37", debit=Decimal(1)), JournalLine("6037", credit=Decimal(1)))
    hashes = {
        chain_hash(GENESIS, 1, first),
        chain_hash(GENESIS, 2, first),
        chain_hash(GENESIS, 1, other),
        chain_hash(b"1", 1, first),
    }
    assert len(hashes) == 4
    assert reversal_lines(reversal_lines(first.lines)) == first.lines


@pytest.mark.parametrize("scheme", list(SchemeName))
@given(cents, st.booleans())
def test_every_stock_posting_balances_on_known_accounts(scheme: SchemeName, amount: Decimal, falls: bool) -> None:
    for cause in Cause:
        posted = entry(*stock_lines(scheme, cause, -amount if falls else amount))
        assert {line.account for line in posted.lines} <= set(CHART)
        stock = sum(line.debit - line.credit for line in posted.lines if line.account == "37")
        assert stock == (-amount if falls else amount)


@pytest.mark.parametrize("scheme", list(SchemeName))
@given(cents, cents)
def test_a_price_difference_is_debited_once(scheme: SchemeName, difference: Decimal, part: Decimal) -> None:
    to_stock = min(part, difference)
    in_bill, own = price_difference_lines(scheme, difference=difference, to_stock=to_stock)
    assert sum(line.debit - line.credit for line in in_bill) == difference
    assert sum(line.debit - line.credit for line in (*in_bill, *own) if line.account == "37") == to_stock
    assert sum(line.debit - line.credit for line in own) == 0


def test_tax_is_rounded_once_per_rate_or_per_line() -> None:
    lines = [(Decimal("0.03"), Decimal("0.20"))] * 3
    assert totals([(*line, TaxRounding.DOCUMENT) for line in lines]).tax == Decimal("0.02")
    assert totals([(*line, TaxRounding.LINE) for line in lines]).tax == Decimal("0.03")


ITEMS = [
    OpenItem(UUID(int=1), "FA-1", date(2026, 2, 1), "EUR", Decimal(100), Decimal(100)),
    OpenItem(UUID(int=2), "FA-2", date(2026, 1, 1), "EUR", Decimal(50), Decimal(50)),
]


def test_the_oldest_due_is_settled_first() -> None:
    assert match_oldest(Decimal(120), ITEMS) == [Match(UUID(int=2), Decimal(50)), Match(UUID(int=1), Decimal(70))]
    assert match_oldest(Decimal(500), ITEMS)[-1].amount == Decimal(100)


@pytest.mark.parametrize(
    ("matches", "refusal"),
    [
        ([Match(UUID(int=3), Decimal(1))], DocumentNotOpen),
        ([Match(UUID(int=2), Decimal(51))], OverMatched),
        ([Match(UUID(int=2), Decimal(30)), Match(UUID(int=2), Decimal(30))], OverMatched),
        ([Match(UUID(int=1), Decimal(61))], OverMatched),
    ],
)
def test_matches_that_do_not_fit_are_refused(matches: list[Match], refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        check_matches(Decimal(60), matches, ITEMS)
