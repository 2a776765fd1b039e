"""The span of the year that a run plays."""

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

FIRST_DAY = date(2013, 1, 1)
LAST_DAY = date(2013, 12, 31)

_HELP = "Write PERIOD as 2013 (the year), 2013-01 (a month), 2013-01-05 (a day) or 2013-01-01..2013-01-05 (a span)."


class InvalidPeriod(ValueError):
    """The text is no period of the year at hand."""


@dataclass(frozen=True, slots=True)
class Period:
    """From the first to the last day, both included.

    The books open on 2013-01-01, so a run always plays from there to `last`; what is reported is the period alone.
    """

    first: date
    last: date

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last

    def __str__(self) -> str:
        return f"{self.first}..{self.last}"

    @property
    def until(self) -> date:
        """The day after: the end as a half-open bound."""
        return self.last + timedelta(days=1)

    @classmethod
    def parse(cls, text: str) -> "Period":
        """The period of a text: a year, a month, a day, or two of these joined by "..".

        Raises:
            InvalidPeriod: with the forms that are understood.
        """
        begin, separator, end = text.strip().partition("..")
        first, last = _span(begin)
        if separator:
            last = _span(end)[1]
        if first > last:
            raise InvalidPeriod(f"The period {text} ends ({last}) before it begins ({first}). {_HELP}")
        if first < FIRST_DAY or last > LAST_DAY:
            raise InvalidPeriod(f"The data set covers {FIRST_DAY} to {LAST_DAY}, not {first} to {last}. {_HELP}")
        return cls(first, last)


def months(before: date) -> Iterator[date]:
    """First days of the year's months that end before a day."""
    first = FIRST_DAY
    while (following := _month_after(first)) <= before:
        yield first
        first = following


def _month_after(first: date) -> date:
    return first + timedelta(days=monthrange(first.year, first.month)[1])


def _span(text: str) -> tuple[date, date]:
    parts = re.fullmatch(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", text)
    if parts is None:
        raise InvalidPeriod(f"{text!r} is no date, month or year. {_HELP}")
    year, month, day = (int(part) if part else None for part in parts.groups())
    assert year is not None  # noqa: S101  # the pattern demands it
    try:
        first = date(year, month or 1, day or 1)
    except ValueError:
        raise InvalidPeriod(f"{text} is not in the calendar. {_HELP}") from None
    if month is None:
        return first, date(year, 12, 31)
    return first, first if day else date(year, month, monthrange(year, month)[1])
