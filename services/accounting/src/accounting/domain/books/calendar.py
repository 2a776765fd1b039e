"""Fiscal years and months: where an entry is numbered, and whether its day still takes one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from accounting.domain.errors import PeriodClosed, PeriodStatusWrong, YearsApart

_LONGEST = timedelta(days=731)


class PeriodStatus(StrEnum):
    """What a month takes."""

    OPEN = "open"
    LOCKED = "locked"  # entries by hand and closing entries only; what comes from documents goes to the next month
    CLOSED = "closed"  # nothing, until it is reopened by two people
    SEALED = "sealed"  # nothing, for good


_NEXT = {
    PeriodStatus.OPEN: (PeriodStatus.LOCKED, PeriodStatus.CLOSED),
    PeriodStatus.LOCKED: (PeriodStatus.OPEN, PeriodStatus.CLOSED),
    PeriodStatus.CLOSED: (PeriodStatus.OPEN, PeriodStatus.SEALED),
    PeriodStatus.SEALED: (),
}


def check_step(month: date, before: PeriodStatus, after: PeriodStatus) -> None:
    """Nothing, when a month may go from one status to the other.

    Raises:
        PeriodStatusWrong: it may not.
    """
    if after not in _NEXT[before]:
        raise PeriodStatusWrong(
            f"The period {month:%Y-%m} is {before}: it cannot become {after}.",
            period=f"{month:%Y-%m}",
            status=str(before),
        )


@dataclass(frozen=True, slots=True)
class FiscalYear:
    """From a day to a day, both in it; named after the calendar year in which it ends."""

    starts_on: date
    ends_on: date

    @property
    def year(self) -> int:
        return self.ends_on.year

    def __contains__(self, day: object) -> bool:
        return isinstance(day, date) and self.starts_on <= day <= self.ends_on


def next_year(years: Sequence[FiscalYear], starts_on: date, ends_on: date) -> FiscalYear:
    """The year that is declared after those declared before.

    Raises:
        YearsApart: it does not begin where the last one ends, does not consist of whole months, is too long, or ends in the
            same calendar year as another.
    """
    if starts_on.day != 1 or (ends_on + timedelta(days=1)).day != 1:
        raise YearsApart("A fiscal year consists of whole months.", field="starts_on")
    if ends_on <= starts_on or ends_on - starts_on > _LONGEST:
        raise YearsApart("A fiscal year ends after it begins, and lasts two years at most.", field="ends_on")
    if years and starts_on != years[-1].ends_on + timedelta(days=1):
        raise YearsApart(
            f"The next fiscal year begins on {years[-1].ends_on + timedelta(days=1)}, where the last one ends.",
            field="starts_on",
        )
    if years and ends_on.year == years[-1].year:
        raise YearsApart("Two fiscal years cannot end in one calendar year.", field="ends_on")
    return FiscalYear(starts_on, ends_on)


def first_of_month(day: date) -> date:
    return day.replace(day=1)


def month_after(day: date) -> date:
    """The first day of the month after a day's."""
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)


def last_of_month(day: date) -> date:
    """The last day of a day's month."""
    return month_after(day) - timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Calendar:
    """The declared fiscal years, in order, and the months that are not open."""

    years: Sequence[FiscalYear] = ()
    months: Mapping[date, PeriodStatus] = field(default_factory=dict)

    def year_of(self, day: date) -> FiscalYear:
        """The fiscal year of a day. Before the first declared one and after the last, years have twelve months."""
        declared = next((year for year in self.years if day in year), None)
        if declared is not None:
            return declared
        month = 1
        if self.years:
            first, last = self.years[0], self.years[-1]
            month = (first.starts_on if day < first.starts_on else month_after(last.ends_on)).month
        start = date(day.year, month, 1)
        if start > day:
            start = start.replace(year=day.year - 1)
        return FiscalYear(start, start.replace(year=start.year + 1) - timedelta(days=1))

    def year_named(self, year: int) -> FiscalYear:
        """The fiscal year that ends in a calendar year."""
        return next((each for each in self.years if each.year == year), self.year_of(date(year, 1, 1)))

    def status(self, day: date) -> PeriodStatus:
        return self.months.get(first_of_month(day), PeriodStatus.OPEN)

    def check_open(self, day: date, *, by_hand: bool) -> None:
        """Nothing, when an entry may be dated that day.

        Raises:
            PeriodClosed: its month takes none; `by_hand`: none that an accountant makes.
        """
        taken = (PeriodStatus.OPEN, PeriodStatus.LOCKED) if by_hand else (PeriodStatus.OPEN,)
        if self.status(day) not in taken:
            raise PeriodClosed(
                f"The period {day:%Y-%m} is {self.status(day)}: date it in an open one, or have it reopened.",
                field="posted_on",
                period=f"{day:%Y-%m}",
            )

    def open_day(self, day: date) -> date:
        """The day itself, or the first day of the next open month when its own month is not open."""
        while self.status(day) is not PeriodStatus.OPEN:
            day = month_after(day)
        return day
