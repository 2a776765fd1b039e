"""What it costs to bring goods here, shared over the goods that it brought."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from kit.money import split

from purchasing.domain.errors import NoBasis


class LandedKind(StrEnum):
    FREIGHT = "freight"
    DUTY = "duty"
    INSURANCE = "insurance"
    OTHER = "other"


class Basis(StrEnum):
    VALUE = "value"
    QUANTITY = "quantity"
    WEIGHT = "weight"


@dataclass(frozen=True, slots=True)
class Brought:
    """A received line, as far as costs are shared by it. `weight_kg` is of a stock unit; None: nobody knows."""

    receipt_id: UUID
    receipt_line_id: UUID
    purchase_order_line_id: UUID
    product_id: UUID
    sku: str
    quantity: Decimal
    stock_unit_price: Decimal
    weight_kg: Decimal | None


@dataclass(frozen=True, slots=True)
class Share:
    """What falls on a received line; `weight` is its part in the basis."""

    line: Brought
    weight: Decimal
    amount: Decimal


@dataclass(frozen=True, slots=True)
class LandedCost:
    """The document."""

    id: UUID
    number: str
    kind: LandedKind
    supplier_id: UUID
    reference: str
    amount: Decimal
    basis: Basis
    posted_by: str


def allocate(amount: Decimal, lines: Sequence[Brought], basis: Basis) -> list[Share]:
    """Share an amount over lines, to the cent: largest remainder, in the order of the lines' ids.

    Raises:
        NoBasis: products lack what is shared by, or all of it is zero.
    """
    in_order = sorted(lines, key=lambda line: line.receipt_line_id)
    if basis is Basis.WEIGHT and (lacking := sorted({line.sku for line in in_order if line.weight_kg is None})):
        raise NoBasis(
            f"{', '.join(lacking[:10])} have no weight: give it in the catalog, or share by value or quantity.",
            field="basis",
            skus=lacking[:100],
        )
    weights = [_weight(line, basis) for line in in_order]
    if not sum(weights):
        raise NoBasis(f"All of the {basis} is zero: share by something else.", field="basis")
    parts = split(amount, weights)
    return [Share(line, weight, part) for line, weight, part in zip(in_order, weights, parts, strict=True)]


def _weight(line: Brought, basis: Basis) -> Decimal:
    match basis:
        case Basis.VALUE:
            return line.quantity * line.stock_unit_price
        case Basis.QUANTITY:
            return line.quantity
        case Basis.WEIGHT:
            return line.quantity * (line.weight_kg or Decimal(0))
