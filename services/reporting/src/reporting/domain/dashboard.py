"""The figures of the dashboard: a period beside the one before it, in equal steps."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from kit.money import ZERO

from reporting.domain.kpi import Direction


class Span(StrEnum):
    """How long a period is, today included."""

    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


_STEPS = {Span.WEEK: (7, 1), Span.MONTH: (28, 1), Span.QUARTER: (13, 7), Span.YEAR: (13, 28)}  # count, days


class FigureUnit(StrEnum):
    """What a figure counts."""

    MONEY = "money"
    RATE = "rate"  # 0.25 is 25 %


@dataclass(frozen=True, slots=True)
class Ratio:
    """What adds up to a rate: sums of its two parts."""

    numerator: Decimal
    denominator: Decimal

    @property
    def value(self) -> Decimal | None:
        """To four decimals; nothing where nothing was measured."""
        return round(self.numerator / self.denominator, 4) if self.denominator else None


@dataclass(frozen=True, slots=True)
class Window:
    """Two periods of equal length, the second ends today. Each is cut into steps."""

    today: date
    steps: int
    step_days: int

    @classmethod
    def of(cls, span: Span, today: date) -> "Window":
        return cls(today, *_STEPS[span])

    @property
    def days(self) -> int:
        return self.steps * self.step_days

    @property
    def begins_on(self) -> date:
        """The first day of the period before."""
        return self.today - timedelta(days=2 * self.days - 1)

    @property
    def ends(self) -> tuple[date, ...]:
        """The last day of each step of both periods, oldest first."""
        return tuple(self.today - timedelta(days=self.step_days * n) for n in reversed(range(2 * self.steps)))

    def step_of(self, day: date) -> int | None:
        """Which step a day is in; none outside of both periods."""
        ago = (self.today - day).days
        if not 0 <= ago < 2 * self.days:
            return None
        return 2 * self.steps - 1 - ago // self.step_days


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure now, as it was a period ago, and how it went since."""

    id: str
    unit: FigureUnit
    better: Direction
    value: Decimal | None
    previous: Decimal | None
    trend: tuple[Decimal | None, ...]  # of the period, oldest first; the last one is today's

    @property
    def change(self) -> Decimal | None:
        """By how much it grew, as a share of what it was; rates by their difference, in points (0.01 is one)."""
        if self.value is None or self.previous is None:
            return None
        if self.unit is FigureUnit.RATE:
            return self.value - self.previous
        return round((self.value - self.previous) / abs(self.previous), 4) if self.previous else None

    @property
    def is_better(self) -> bool | None:
        """Whether it went the right way; unknown where it did not move."""
        if self.value is None or self.previous is None or self.value == self.previous:
            return None
        return (self.value > self.previous) == (self.better is Direction.UP)


def summed(id_: str, window: Window, amounts: Mapping[date, Decimal], better: Direction = Direction.UP) -> Figure:
    """A figure that grows day by day: a period's value is the sum of its days."""
    steps = [ZERO] * (2 * window.steps)
    for day, amount in amounts.items():
        if (step := window.step_of(day)) is not None:
            steps[step] += amount
    before, now = steps[: window.steps], steps[window.steps :]
    return Figure(id_, FigureUnit.MONEY, better, sum(now, ZERO), sum(before, ZERO), tuple(now))


def rated(id_: str, window: Window, ratios: Mapping[date, Ratio], better: Direction = Direction.UP) -> Figure:
    """A rate: a period's value is the sum of its numerators over that of its denominators."""
    steps: list[list[Ratio]] = [[] for _ in range(2 * window.steps)]
    for day, ratio in ratios.items():
        if (step := window.step_of(day)) is not None:
            steps[step].append(ratio)
    before, now = steps[: window.steps], steps[window.steps :]
    trend = tuple(_together(each).value for each in now)
    value = _together([ratio for step in now for ratio in step]).value
    return Figure(
        id_, FigureUnit.RATE, better, value, _together([ratio for step in before for ratio in step]).value, trend
    )


def standing(id_: str, window: Window, levels: Sequence[Decimal], better: Direction) -> Figure:
    """A stock of something, as it stood at the end of each step of both periods."""
    now = tuple(levels[window.steps :])
    return Figure(id_, FigureUnit.MONEY, better, now[-1], levels[window.steps - 1], now)


def _together(ratios: Sequence[Ratio]) -> Ratio:
    return Ratio(sum((each.numerator for each in ratios), ZERO), sum((each.denominator for each in ratios), ZERO))
