"""Fiscal years, months and their steps, accounts of one's own."""

from datetime import date, timedelta

import pytest
from accounting.domain.books.calendar import (
    Calendar,
    FiscalYear,
    PeriodStatus,
    check_step,
    last_of_month,
    month_after,
    next_year,
)
from accounting.domain.chart import CHART, JOURNALS, Journal, named, own_account
from accounting.domain.errors import AccountTaken, NotInChart, PeriodClosed, PeriodStatusWrong, YearsApart
from hypothesis import given
from hypothesis import strategies as st

JULY = FiscalYear(date(2026, 7, 1), date(2027, 6, 30))
LONG = FiscalYear(date(2027, 7, 1), date(2028, 12, 31))
days = st.dates(date(2015, 1, 1), date(2045, 12, 31))


def test_without_declared_years_the_calendar_counts() -> None:
    assert Calendar().year_of(date(2026, 2, 3)) == FiscalYear(date(2026, 1, 1), date(2026, 12, 31))


@pytest.mark.parametrize(
    ("day", "year"),
    [
        (date(2026, 6, 30), 2026),
        (date(2026, 7, 1), 2027),
        (date(2027, 6, 30), 2027),
        (date(2028, 3, 1), 2028),
        (date(2029, 1, 1), 2029),
        (date(2025, 6, 30), 2025),
    ],
)
def test_a_year_is_named_after_its_end(day: date, year: int) -> None:
    assert Calendar([JULY, LONG]).year_of(day).year == year


@given(days, st.sampled_from([(), (JULY,), (JULY, LONG)]))
def test_every_day_has_one_year_and_years_follow_each_other(day: date, declared: tuple[FiscalYear, ...]) -> None:
    calendar = Calendar(declared)
    year = calendar.year_of(day)
    after = calendar.year_of(year.ends_on + timedelta(days=1))
    assert day in year
    assert (after.starts_on, after.year) == (year.ends_on + timedelta(days=1), year.year + 1)


@pytest.mark.parametrize(
    ("starts_on", "ends_on"),
    [
        (date(2027, 8, 1), date(2028, 7, 31)),  # a gap
        (date(2027, 7, 2), date(2028, 6, 30)),  # no whole months
        (date(2027, 7, 1), date(2028, 6, 29)),
        (date(2027, 7, 1), date(2029, 12, 31)),  # too long
        (date(2027, 7, 1), date(2027, 6, 30)),
        (date(2027, 7, 1), date(2027, 12, 31)),  # ends in the same calendar year
    ],
)
def test_a_year_that_does_not_follow_is_refused(starts_on: date, ends_on: date) -> None:
    with pytest.raises(YearsApart):
        next_year([JULY], starts_on, ends_on)
    assert next_year([JULY], LONG.starts_on, LONG.ends_on) == LONG


@given(days)
def test_what_is_late_goes_to_the_first_open_month(day: date) -> None:
    month = day.replace(day=1)
    shut = {month: PeriodStatus.CLOSED, month_after(day): PeriodStatus.LOCKED}
    calendar = Calendar(months=shut)
    assert calendar.open_day(day) == month_after(month_after(day))
    assert calendar.open_day(last_of_month(month) + timedelta(days=70)).day > 0
    with pytest.raises(PeriodClosed):
        calendar.check_open(day, by_hand=True)
    with pytest.raises(PeriodClosed):
        calendar.check_open(month_after(day), by_hand=False)
    calendar.check_open(month_after(day), by_hand=True)


def test_a_sealed_month_goes_nowhere_and_an_open_one_is_not_sealed() -> None:
    for status in PeriodStatus:
        with pytest.raises(PeriodStatusWrong):
            check_step(date(2026, 1, 1), PeriodStatus.SEALED, status)
    with pytest.raises(PeriodStatusWrong):
        check_step(date(2026, 1, 1), PeriodStatus.OPEN, PeriodStatus.SEALED)


def test_an_own_account_is_a_part_of_the_chart_and_kept_as_that_is() -> None:
    own = own_account("6061", "Électricité", "Electricity", CHART)
    assert (own.kept_by, own.is_result) == ("", True)
    assert own_account("4111", "Clients France", "French customers", CHART).kept_by == "documents"
    with pytest.raises(AccountTaken):
        own_account("607", "x", "x", CHART)
    with pytest.raises(NotInChart):
        own_account("999", "x", "x", CHART)
    assert named("60712", CHART).name_fr == "Achats de marchandises"


def test_the_chart_is_whole() -> None:
    assert all(code[:1] in "12345678" and account.name_fr and account.name_en for code, account in CHART.items())
    assert {str(journal) for journal in Journal} == set(JOURNALS)
