"""Quantities of products from one packaging or unit to another; the whole list with one look-up."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from kit.db import ReadTransaction
from kit.errors import Fault

from catalog.domain.conversion import Measure, OverPrecise, convert, measure
from catalog.domain.errors import NotConvertible
from catalog.domain.product import Product
from catalog.storage import products


@dataclass(frozen=True, slots=True)
class Line:
    """How many of one packaging or unit, and in which other it is wanted."""

    product_id: UUID
    quantity: Decimal
    source: str
    target: str


async def converted(tx: ReadTransaction, lines: Sequence[Line]) -> list[Decimal]:
    """The quantity of each line in its target, exactly.

    Raises:
        NotConvertible: with every line at fault, and what would pass.
    """
    known = await products.find_many(tx, {line.product_id for line in lines})
    results = [_converted(known.get(line.product_id), line) for line in lines]
    faults: list[Fault] = []
    nearest: list[dict[str, str]] = []
    for i, result in enumerate(results):
        if isinstance(result, Fault):
            faults.append(result.within(f"lines.{i}."))
        elif isinstance(result, OverPrecise):
            detail = f"{result.detail} {result.below} or {result.above} would pass."
            faults.append(Fault(f"lines.{i}.quantity", detail))
            nearest.append({"field": f"lines.{i}.quantity", "below": str(result.below), "above": str(result.above)})
    if faults:
        raise NotConvertible(faults, nearest)
    return [result for result in results if isinstance(result, Decimal)]


def _converted(product: Product | None, line: Line) -> Decimal | OverPrecise | Fault:
    if product is None:
        return Fault("product_id", f"There is no product {line.product_id}. Check the id.")
    source, target = measure(product, line.source), measure(product, line.target)
    if not isinstance(source, Measure):
        return Fault("from", source)
    if not isinstance(target, Measure):
        return Fault("to", target)
    return convert(line.quantity, source, target)
