"""KPIs: what each says, and when it is good."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class Unit(StrEnum):
    """What a value counts."""

    RATE = "rate"  # 0.25 is 25 %
    DAYS = "days"
    TIMES = "times"  # a year


class Direction(StrEnum):
    """Which way is better."""

    UP = "up"
    DOWN = "down"


@dataclass(frozen=True, slots=True)
class Kpi:
    """A named figure. Its value is numerator / denominator, so that months add up to a year."""

    id: str
    name_en: str
    name_fr: str
    formula: str
    unit: Unit
    owner: str  # the role that answers for it
    target: Decimal
    direction: Direction

    def value(self, numerator: Decimal, denominator: Decimal) -> Decimal | None:
        """To four decimals; nothing where nothing was measured."""
        return round(numerator / denominator, 4) if denominator else None

    def is_on_target(self, value: Decimal | None) -> bool | None:
        """Whether the target is met; unknown without a value."""
        if value is None:
            return None
        return value >= self.target if self.direction is Direction.UP else value <= self.target


def _kpi(
    id_: str, names: tuple[str, str], formula: str, unit: Unit, owner: str, target: str, direction: Direction
) -> Kpi:
    return Kpi(id_, *names, formula, unit, owner, Decimal(target), direction)


KPIS = {
    kpi.id: kpi
    for kpi in (
        _kpi(
            "inventory-discrepancy-lines", ("Inventory discrepancies, lines", "Écarts d'inventaire, lignes"),
            "counted places whose quantity differs / counted places", Unit.RATE, "warehouse", "0.02", Direction.DOWN,
        ),
        _kpi(
            "inventory-discrepancy-value", ("Inventory discrepancies, value", "Écarts d'inventaire, valeur"),
            "sum of |counted - expected| x unit cost / sum of expected x unit cost", Unit.RATE, "warehouse", "0.005",
            Direction.DOWN,
        ),
        _kpi(
            "sales-cycle-time", ("Sales order cycle time", "Délai de traitement des commandes clients"),
            "days from the order to its last delivery, mean of orders delivered whole, in the month of that delivery",
            Unit.DAYS, "sales", "3", Direction.DOWN,
        ),
        _kpi(
            "purchase-cycle-time", ("Purchasing cycle time", "Délai d'approvisionnement"),
            "days from the order to the last receipt, mean of lines received whole, in the month of that receipt",
            Unit.DAYS, "purchasing", "21", Direction.DOWN,
        ),
        _kpi(
            "delivery-lead-time", ("Delivery lead time", "Délai de livraison"),
            "days from the order to the delivery, mean of delivered lines", Unit.DAYS, "warehouse", "2", Direction.DOWN,
        ),
        _kpi(
            "on-time-rate", ("On-time deliveries", "Livraisons à l'heure"),
            "lines that left whole by the day promised first / lines promised for a day that is over",
            Unit.RATE, "warehouse", "0.95", Direction.UP,
        ),
        _kpi(
            "gross-margin-rate", ("Gross margin", "Taux de marge brute"),
            "(revenue - cost) / revenue, each in the month in which it was known", Unit.RATE, "sales", "0.30", Direction.UP,
        ),
        _kpi(
            "slow-moving-stock", ("Slow-moving stock", "Stock dormant"),
            "value of products that did not leave for 180 days / value of stock, as of today",
            Unit.RATE, "purchasing", "0.10", Direction.DOWN,
        ),
        _kpi(
            "stock-turnover", ("Stock turnover", "Rotation des stocks"),
            "cost of sales of the last twelve whole months / value of stock, as of today",
            Unit.TIMES, "purchasing", "6", Direction.UP,
        ),
        _kpi(
            "adoption", ("Orders without manual steps", "Commandes sans intervention"),
            "orders with no price set by hand / orders", Unit.RATE, "management", "0.90", Direction.UP,
        ),
    )
}  # fmt: skip
