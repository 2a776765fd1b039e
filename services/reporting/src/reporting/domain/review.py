"""A month in figures, beside the month before."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from reporting.domain.kpi import KPIS
from reporting.domain.margin import Margin


@dataclass(frozen=True, slots=True)
class ReviewedKpi:
    """A KPI in a month and in the one before; nothing where nothing was measured."""

    kpi_id: str
    value: Decimal | None
    before: Decimal | None

    @property
    def is_on_target(self) -> bool | None:
        return KPIS[self.kpi_id].is_on_target(self.value)


@dataclass(frozen=True, slots=True)
class Review:
    """What is shown of a month to who leads the house."""

    month: date  # its first day
    margin: Margin
    margin_before: Margin
    kpis: tuple[ReviewedKpi, ...]


def month_before(month: date) -> date:
    """The first day of the month before."""
    return (month - timedelta(days=1)).replace(day=1)


def month_after(month: date) -> date:
    """The first day of the month after."""
    return (month + timedelta(days=31)).replace(day=1)
