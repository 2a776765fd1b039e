from datetime import date

import pytest
from wholesaler.period import InvalidPeriod, Period


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2013", date(2013, 1, 1), date(2013, 12, 31)),
        ("2013-02", date(2013, 2, 1), date(2013, 2, 28)),
        ("2013-01-05", date(2013, 1, 5), date(2013, 1, 5)),
        (" 2013-01-01..2013-01-05 ", date(2013, 1, 1), date(2013, 1, 5)),
        ("2013-01..2013-03", date(2013, 1, 1), date(2013, 3, 31)),
    ],
)
def test_a_period_is_a_year_a_month_a_day_or_a_span(text: str, first: date, last: date) -> None:
    assert Period.parse(text) == Period(first, last)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "'' is no date"),
        ("January", "'January' is no date"),
        ("2013-1", "'2013-1' is no date"),
        ("2013-02-30", "2013-02-30 is not in the calendar"),
        ("2013-13", "2013-13 is not in the calendar"),
        ("2013-02..2013-01", "ends (2013-01-31) before it begins (2013-02-01)"),
        ("2014-01", "covers 2013-01-01 to 2013-12-31, not 2014-01-01"),
        ("2012-12..2013-01", "covers 2013-01-01 to 2013-12-31"),
        ("2013-01..", "'' is no date"),
    ],
)
def test_a_wrong_period_says_what_is_wrong_and_how_to_write_it(text: str, said: str) -> None:
    with pytest.raises(InvalidPeriod) as refusal:
        Period.parse(text)
    assert said in str(refusal.value)
    assert "PERIOD as 2013" in str(refusal.value)


def test_the_end_is_in_the_period_and_the_day_after_is_not() -> None:
    january = Period.parse("2013-01")
    assert january.last in january
    assert january.until not in january
    assert str(january) == "2013-01-01..2013-01-31"
