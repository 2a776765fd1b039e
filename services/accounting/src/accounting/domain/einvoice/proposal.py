"""Which orders a supplier's invoice is about: by their number, by GTIN, the supplier's or our code, else by price and quantity."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple
from uuid import UUID

from kit.money import EXACT, ZERO, split

from accounting.domain.matched_bill import number_key

_PIECES = frozenset(("C62", "H87", "EA", "NAR", "PCE"))
_PLACES = Decimal("0.000001")  # of quantities


class Reason(StrEnum):
    """Why a line is taken for that of an order."""

    GTIN = "gtin"
    SUPPLIER_SKU = "supplier-sku"
    OUR_SKU = "our-sku"
    PRICE_AND_QUANTITY = "price-and-quantity"


class Unmatched(StrEnum):
    """Why it is not."""

    UNKNOWN_PRODUCT = "unknown-product"
    SEVERAL_PRODUCTS = "several-products"
    UNKNOWN_UNIT = "unknown-unit"
    TAKES_AWAY = "takes-away"  # a quantity or amount below zero


@dataclass(frozen=True, slots=True)
class Billed:
    """A line as the supplier writes it; `net_amount` with its share of what is charged on the document as a whole."""

    quantity: Decimal
    unit: str
    net_amount: Decimal
    seller_sku: str
    buyer_sku: str
    gtin: str
    order_number: str


@dataclass(frozen=True, slots=True)
class OrderLine:
    """A line of ours that may be billed, and all names its product goes by."""

    id: UUID
    order_number: str
    product_id: UUID
    sku: str
    supplier_sku: str
    gtins: Mapping[str, Fraction]  # of 14 digits → stock units in one of it
    units: Mapping[str, Fraction]  # Rec 20 → stock units in one of it
    unit_price: Decimal  # per stock unit
    ordered: Decimal
    received: Decimal
    unbilled: Decimal  # received and not billed


class Part(NamedTuple):
    """So much of it is of that order line. Stock units, before tax."""

    order_line_id: UUID
    quantity: Decimal
    net_amount: Decimal


@dataclass(frozen=True, slots=True)
class LineMatch:
    """A line with its order lines, or why there are none."""

    parts: tuple[Part, ...]
    reason: Reason | None = None
    unmatched: Unmatched | None = None


def with_charges(nets: Sequence[Decimal], net_total: Decimal) -> list[Decimal]:
    """Line amounts with their share of freight and discounts on the whole: those are part of what goods cost."""
    if sum(nets, ZERO) == net_total or any(net < 0 for net in nets) or net_total < 0:
        return list(nets)
    return split(net_total, nets)


def gtin14(gtin: str) -> str:
    """As it is compared: padded with zeros."""
    return gtin.zfill(14) if gtin else ""


def match_orders(lines: Sequence[Billed], candidates: Sequence[OrderLine]) -> list[LineMatch]:
    """Each line with its orders. What was received is taken first, the oldest order first, and no unit twice."""
    left = {each.id: each.unbilled for each in candidates}
    to_come = {each.id: max(each.ordered - each.received, ZERO) for each in candidates}
    return [_match(line, candidates, left, to_come) for line in lines]


def _match(
    line: Billed, candidates: Sequence[OrderLine], left: dict[UUID, Decimal], to_come: dict[UUID, Decimal]
) -> LineMatch:
    if line.quantity <= 0 or line.net_amount < 0:
        return LineMatch((), unmatched=Unmatched.TAKES_AWAY)
    ordered = [each for each in candidates if _is_same_order(line.order_number, each.order_number)]
    pools = [ordered, candidates] if ordered else [candidates]
    hits, reason = next(((found, why) for pool in pools for found, why in _named(line, pool) if found), ([], None))
    if not hits:
        pool = pools[0]
        hits = [each for each in pool if _is_same_price(line, each, left)]
        reason = Reason.PRICE_AND_QUANTITY
    if not hits:
        return LineMatch((), unmatched=Unmatched.UNKNOWN_PRODUCT)
    if len({each.product_id for each in hits}) > 1:
        return LineMatch((), unmatched=Unmatched.SEVERAL_PRODUCTS)
    quantity = _in_stock_units(line, hits[0])
    if quantity is None:
        return LineMatch((), unmatched=Unmatched.UNKNOWN_UNIT)
    taken = _taken(quantity, hits, left, to_come)
    nets = split(line.net_amount, [part for _, part in taken])
    parts = tuple(Part(each.id, part, net) for (each, part), net in zip(taken, nets, strict=True))
    return LineMatch(parts, reason)


def _is_same_order(written: str, number: str) -> bool:
    """Whether the supplier means this order: he may write more around the number, or leave its signs out."""
    return bool(written) and number_key(number) in re.sub(r"[^0-9A-Z]", "", written.upper())


def _named(line: Billed, pool: Sequence[OrderLine]) -> Iterator[tuple[list[OrderLine], Reason]]:
    """Order lines of the product that the line names, the surest name first."""
    gtin = gtin14(line.gtin)
    yield [each for each in pool if gtin and gtin in each.gtins], Reason.GTIN
    yield [each for each in pool if _same(line.seller_sku, each.supplier_sku)], Reason.SUPPLIER_SKU
    yield [each for each in pool if _same(line.buyer_sku, each.sku) or _same(line.seller_sku, each.sku)], Reason.OUR_SKU


def _same(one: str, other: str) -> bool:
    return bool(one) and one.strip().upper() == other.strip().upper()


def _is_same_price(line: Billed, order: OrderLine, left: Mapping[UUID, Decimal]) -> bool:
    quantity = _in_stock_units(line, order)
    if quantity is None or quantity not in (left[order.id], order.ordered):
        return False
    return abs(quantity * order.unit_price - line.net_amount) <= Decimal("0.01")


def _in_stock_units(line: Billed, order: OrderLine) -> Decimal | None:
    """The quantity as we count it; nothing when the unit is not known, or does not come out even."""
    factor = order.gtins.get(gtin14(line.gtin)) if line.gtin else None
    if factor is None or (line.unit in order.units and line.unit not in _PIECES):
        factor = order.units.get(line.unit, factor)
    if factor is None and line.unit in _PIECES:
        factor = next((order.units[unit] for unit in sorted(_PIECES) if unit in order.units), None)
    if factor is None:
        return None
    exact = Fraction(line.quantity) * factor
    quantity = EXACT.divide(Decimal(exact.numerator), Decimal(exact.denominator)).quantize(_PLACES)
    return quantity.normalize() if Fraction(quantity) == exact else None


def _taken(
    quantity: Decimal, hits: Sequence[OrderLine], left: dict[UUID, Decimal], to_come: dict[UUID, Decimal]
) -> list[tuple[OrderLine, Decimal]]:
    """From what was received, then from what is to come; what is billed beyond that stays with the last order."""
    taken: dict[UUID, Decimal] = {}
    by_age = sorted(hits, key=lambda each: each.id)
    for pot in (left, to_come):
        for each in by_age:
            part = min(quantity, pot[each.id])
            if part > 0:
                taken[each.id] = taken.get(each.id, ZERO) + part
                pot[each.id] -= part
                quantity -= part
    if quantity > 0:
        last = by_age[-1]
        taken[last.id] = taken.get(last.id, ZERO) + quantity
    return [(each, taken[each.id]) for each in by_age if each.id in taken]
