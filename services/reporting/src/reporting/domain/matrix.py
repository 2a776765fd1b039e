"""Stars and traps: products by how much they sell and how much they earn."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from kit.money import ZERO

from reporting.domain.margin import NOTHING, Margin

_MOST = Decimal("0.8")  # of the revenue: what makes it sells much ("class A" of an ABC analysis)


class Place(StrEnum):
    """Sells much or little, earns more or less than the house."""

    STAR = "star"  # much, more
    TRAP = "trap"  # much, less: work that does not pay
    NICHE = "niche"  # little, more
    BURDEN = "burden"  # little, less


@dataclass(frozen=True, slots=True)
class ProductFacts:
    """What a period's sales of a product brought, and what of it is in stock."""

    product_id: UUID
    margin: Margin
    quantity: Decimal
    stock_value: Decimal


@dataclass(frozen=True, slots=True)
class PlacedProduct:
    facts: ProductFacts
    place: Place

    @property
    def stock_return(self) -> Decimal | None:
        """Margin of the period for one unit of money in stock (GMROI), to four decimals; nothing without stock."""
        stock = self.facts.stock_value
        return round(self.facts.margin.amount / stock, 4) if stock > 0 else None


def house_margin(products: Sequence[ProductFacts]) -> Margin:
    """That of all of them."""
    return sum((each.margin for each in products), NOTHING)


def place(products: Sequence[ProductFacts]) -> list[PlacedProduct]:
    """Each product in its place, by falling revenue.

    The fewest products that make 80 % of the revenue sell much; who earns the house's margin rate or better earns more.
    """
    house = house_margin(products)
    ranked = sorted(products, key=lambda each: (-each.margin.revenue, str(each.product_id)))
    placed, before = [], ZERO
    for each in ranked:
        sells = each.margin.revenue > 0 and before < _MOST * house.revenue
        before += each.margin.revenue
        earns = _earns(each.margin, house)
        kind = (Place.STAR if earns else Place.TRAP) if sells else (Place.NICHE if earns else Place.BURDEN)
        placed.append(PlacedProduct(each, kind))
    return placed


def _earns(margin: Margin, house: Margin) -> bool:
    """Compared without division: no rate is rounded."""
    if margin.revenue <= 0 or house.revenue <= 0:
        return False
    return margin.amount * house.revenue >= house.amount * margin.revenue
