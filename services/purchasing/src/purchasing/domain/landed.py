"""What it costs to bring goods here, shared over the goods that it brought."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from kit.exchange import ExchangeRate
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
    VOLUME = "volume"


@dataclass(frozen=True, slots=True)
class Brought:
    """A received line, as far as costs are shared by it. Weight and volume are of a stock unit; None: nobody knows."""

    receipt_id: UUID
    receipt_line_id: UUID
    purchase_order_line_id: UUID
    product_id: UUID
    sku: str
    quantity: Decimal
    stock_unit_price: Decimal
    weight_kg: Decimal | None
    volume_m3: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Share:
    """What falls on a received line; `weight` is its part in the basis."""

    line: Brought
    weight: Decimal
    amount: Decimal


@dataclass(frozen=True, slots=True)
class LandedCost:
    """The document: `amount` in company currency, `currency_amount` as it will be billed."""

    id: UUID
    number: str
    kind: LandedKind
    supplier_id: UUID
    reference: str
    amount: Decimal
    currency_amount: Decimal
    rate: ExchangeRate
    basis: Basis
    posted_by: str


def allocate(amount: Decimal, lines: Sequence[Brought], basis: Basis) -> list[Share]:
    """Share an amount over lines, to the cent: largest remainder, in the order of the lines' ids.

    Raises:
        NoBasis: products lack what is shared by, or all of it is zero.
    """
    in_order = sorted(lines, key=lambda line: line.receipt_line_id)
    if lacking := sorted({line.sku for line in in_order if _weight(line, basis) is None}):
        raise NoBasis(
            f"{', '.join(lacking[:10])} have no {basis}: give it in the catalog, or share by value or quantity.",
            field="basis",
            skus=lacking[:100],
        )
    weights = [weight for line in in_order if (weight := _weight(line, basis)) is not None]
    if not sum(weights):
        raise NoBasis(f"All of the {basis} is zero: share by something else.", field="basis")
    parts = split(amount, weights)
    return [Share(line, weight, part) for line, weight, part in zip(in_order, weights, parts, strict=True)]


def _weight(line: Brought, basis: Basis) -> Decimal | None:
    match basis:
        case Basis.VALUE:
            return line.quantity * line.stock_unit_price
        case Basis.QUANTITY:
            return line.quantity
        case Basis.WEIGHT:
            return None if line.weight_kg is None else line.quantity * line.weight_kg
        case Basis.VOLUME:
            return None if line.volume_m3 is None else line.quantity * line.volume_m3
