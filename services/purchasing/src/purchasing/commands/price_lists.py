"""A supplier's new price list: reviewed as a diff, then applied as it was reviewed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from kit.db import Transaction
from kit.errors import Fault, InvalidRecords
from kit.money import ZERO

from kit import clock
from purchasing import wire
from purchasing.domain.errors import PriceFileApplied
from purchasing.domain.prices import PriceChange, SupplierPrice, change
from purchasing.storage import masters, prices

_A_YEAR = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class PriceList:
    """Lines of a supplier's list; their supplier and day are those of the list."""

    supplier_id: UUID
    effective_from: date
    note: str
    lines: Sequence[SupplierPrice]


async def review(tx: Transaction, file_id: UUID, asked: PriceList, *, by: str) -> list[PriceChange]:
    """What the list changes; nothing is in force yet.

    Raises:
        SupplierNotKnown, NotASupplier: it is nobody's list.
        InvalidRecords: with every fault of every line.
    """
    await masters.check_supplier(tx, asked.supplier_id)
    known = await masters.some_products(tx, [line.product_id for line in asked.lines])
    faults, seen = [], set[tuple[UUID, str, Decimal]]()
    for i, line in enumerate(asked.lines):
        product = known.get(line.product_id)
        key = (line.product_id, line.packaging_code, line.from_quantity)
        if product is None:
            faults.append(Fault(f"lines.{i}.product_id", f"Purchasing does not know the product {line.product_id}."))
        elif line.packaging_code not in product.packagings:
            has = ", ".join(product.packagings)
            faults.append(
                Fault(
                    f"lines.{i}.packaging_code",
                    f"{product.sku} has no packaging {line.packaging_code!r}: it has {has}.",
                )
            )
        if key in seen:
            faults.append(Fault(f"lines.{i}", "This product, packaging and break occur twice in the list."))
        seen.add(key)
    if faults:
        raise InvalidRecords(faults)
    before = {
        (price.product_id, price.packaging_code, price.from_quantity): price
        for held in (
            await prices.holding(tx, list(known), asked.effective_from, supplier_id=asked.supplier_id)
        ).values()
        for price in held
    }
    bought = await prices.bought(tx, asked.supplier_id, asked.effective_from - _A_YEAR)
    changes = [
        change(
            line,
            before.get((line.product_id, line.packaging_code, line.from_quantity)),
            bought.get((line.product_id, line.packaging_code), ZERO),
        )
        for line in asked.lines
    ]
    await prices.add_file(tx, file_id, asked.supplier_id, asked.effective_from, asked.note, by, changes)
    return changes


async def apply(tx: Transaction, file_id: UUID, *, by: str) -> int:
    """Put a reviewed list in force from its day on; returns how many prices changed.

    Raises:
        NotFound: there is no such list.
        PriceFileApplied: it was applied before.
        PricesOverlap: a price that begins later is known already.
    """
    new, applied_by = await prices.lock_file(tx, file_id)
    if applied_by is not None:
        raise PriceFileApplied(f"{applied_by} has applied this list already.", applied_by=applied_by)
    await prices.set_prices(tx, new, f"list {file_id}")
    now = clock.now()
    await prices.set_applied(tx, file_id, by=by, now=now)
    tx.publish(*(wire.supplier_price_changed(price, now) for price in new))
    return len(new)


async def agree_on(tx: Transaction, new: Sequence[SupplierPrice], source: str) -> None:
    """Prices that were agreed on otherwise (an award): in force from their day on."""
    await prices.set_prices(tx, new, source)
    now = clock.now()
    tx.publish(*(wire.supplier_price_changed(price, now) for price in new))
