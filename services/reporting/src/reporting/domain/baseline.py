"""Before and after: a KPI as it was without this system, beside what it is since."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kit.errors import Fault
from kit.money import ZERO

from reporting.domain.kpi import KPIS, Direction, Kpi


@dataclass(frozen=True, slots=True)
class BaselineMonth:
    """A KPI in a month before the go-live, in the KPI's unit."""

    kpi_id: str
    month: date  # its first day
    value: Decimal


@dataclass(frozen=True, slots=True)
class Comparison:
    """Both values are to four decimals; nothing where nothing was measured."""

    before: Decimal | None  # mean of the months brought: what they weigh is not known
    after: Decimal | None  # of all months since, each weighing what was measured in it

    @property
    def change(self) -> Decimal | None:
        """In the KPI's unit."""
        return None if self.before is None or self.after is None else self.after - self.before

    def is_better(self, direction: Direction) -> bool | None:
        """Whether it went the right way; unknown where it did not move."""
        change = self.change
        if not change:
            return None
        return (change > 0) == (direction is Direction.UP)


def compare(kpi: Kpi, before: Sequence[Decimal], after: Sequence[tuple[Decimal, Decimal]]) -> Comparison:
    """`after`: numerator and denominator of each month since the go-live."""
    mean = round(sum(before, ZERO) / len(before), 4) if before else None
    numerator = sum((each for each, _ in after), ZERO)
    denominator = sum((each for _, each in after), ZERO)
    return Comparison(mean, kpi.value(numerator, denominator))


def faults_of(months: Sequence[tuple[int, BaselineMonth]], go_live: date) -> list[Fault]:
    """What is wrong with brought months, each with its place in what was sent."""
    faults, seen = list[Fault](), set[tuple[str, date]]()
    for place, each in months:
        if each.kpi_id not in KPIS:
            faults.append(Fault(f"lines.{place}.kpi", f"There is no KPI {each.kpi_id!r}: there are {', '.join(KPIS)}."))
        if each.month >= go_live.replace(day=1):
            faults.append(
                Fault(f"lines.{place}.month", f"{each.month:%Y-%m} is not before the go-live month {go_live:%Y-%m}.")
            )
        if (each.kpi_id, each.month) in seen:
            faults.append(Fault(f"lines.{place}.month", f"{each.kpi_id} has a value for {each.month:%Y-%m} already."))
        seen.add((each.kpi_id, each.month))
    return faults
