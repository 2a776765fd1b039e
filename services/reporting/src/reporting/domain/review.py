"""A month in figures, beside the month before: provisional until the month is sealed, then as it was."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from reporting.domain.kpi import KPIS
from reporting.domain.margin import Margin


@dataclass(frozen=True, slots=True)
class ReviewedKpi:
    """A KPI in a month and in the one before; nothing where nothing was measured."""

    kpi_id: str
    value: Decimal | None
    before: Decimal | None
    target: Decimal

    @property
    def is_on_target(self) -> bool | None:
        return replace(KPIS[self.kpi_id], target=self.target).is_on_target(self.value)


@dataclass(frozen=True, slots=True)
class Seal:
    """The month's books were sealed: nothing is posted in it any more."""

    digits: str  # SHA-256 over its entries
    sealed_at: datetime


@dataclass(frozen=True, slots=True)
class Review:
    """What is shown of a month to who leads the house."""

    month: date  # its first day
    margin: Margin
    margin_before: Margin
    kpis: tuple[ReviewedKpi, ...]
    seal: Seal | None = None  # none: figures may still change

    def figures(self) -> dict[str, Any]:
        """As they are kept: exact, as text."""
        return {
            "margin": _kept(self.margin),
            "margin_before": _kept(self.margin_before),
            "kpis": [
                [each.kpi_id, *(None if x is None else str(x) for x in (each.value, each.before, each.target))]
                for each in self.kpis
            ],
        }


def review_of(month: date, figures: Mapping[str, Any], seal: Seal) -> Review:
    """The review whose figures were kept. A KPI that is not measured any more is left out."""
    return Review(
        month,
        _margin(figures["margin"]),
        _margin(figures["margin_before"]),
        tuple(
            ReviewedKpi(kpi_id, _number(value), _number(before), Decimal(target))
            for kpi_id, value, before, target in figures["kpis"]
            if kpi_id in KPIS
        ),
        seal,
    )


def _kept(margin: Margin) -> list[str]:
    return [str(margin.revenue), str(margin.cost)]


def _margin(kept: list[str]) -> Margin:
    revenue, cost = kept
    return Margin(Decimal(revenue), Decimal(cost))


def _number(kept: str | None) -> Decimal | None:
    return None if kept is None else Decimal(kept)


def month_before(month: date) -> date:
    """The first day of the month before."""
    return (month - timedelta(days=1)).replace(day=1)


def month_after(month: date) -> date:
    """The first day of the month after."""
    return (month + timedelta(days=31)).replace(day=1)
