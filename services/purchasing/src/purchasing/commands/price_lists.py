"""A supplier's new price list: reviewed as a diff, then applied as it was reviewed."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from kit.db import Transaction
from kit.errors import Fault
from kit.exchange import ExchangeRate, needed
from kit.exchange_rates import rates_on

from kit import clock
from purchasing import wire
from purchasing.domain.errors import LinesRefused, PriceFileApplied, PricesMoved
from purchasing.domain.prices import ChangeKind, PriceChange, SupplierPrice, changes_of
from purchasing.storage import masters, prices
from purchasing.storage.masters import Product
from purchasing.storage.prices import PriceFile

_A_YEAR = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class ListedPrice:
    """A line of a list. It names its product by id, by our reference, or by the supplier's own that we have seen before."""

    product_id: UUID | None
    sku: str
    supplier_sku: str
    packaging_code: str
    from_quantity: Decimal
    unit_price: Decimal
    minimum: Decimal
    multiple: Decimal
    lead_time_days: int


@dataclass(frozen=True, slots=True)
class PriceList:
    """What a supplier asks from a day on. `is_complete`: what he does not name, he does not sell any more."""

    supplier_id: UUID
    effective_from: date
    note: str
    is_complete: bool
    currency: str
    lines: Sequence[tuple[int, ListedPrice]]  # each with its place in what was sent


@dataclass(frozen=True, slots=True)
class Review:
    """What a list changes, and the lines that cannot be taken, with the reasons."""

    changes: list[PriceChange]
    faults: list[Fault]


async def review(
    tx: Transaction,
    file_id: UUID,
    asked: PriceList,
    *,
    company_currency: str,
    by: str,
    unreadable: Sequence[Fault] = (),
) -> Review:
    """What the list changes; nothing is in force yet. `unreadable`: lines that could not even be read.

    Raises:
        SupplierNotKnown, NotASupplier: it is nobody's list.
        OrderTaken: a list with this id exists.
        RateMissing: nobody knows what its currency is worth.
    """
    await masters.check_supplier(tx, asked.supplier_id)
    listed, faults = await _take(tx, asked)
    today = clock.now().date()
    held = await prices.of_supplier(tx, asked.supplier_id, asked.effective_from)
    bought = await prices.bought(tx, asked.supplier_id, today - _A_YEAR, today)
    rates = await _rates(tx, company_currency, asked.currency, held, today)
    reviewed = Review(
        changes_of(listed, held, bought, rates, is_complete=asked.is_complete),
        sorted([*unreadable, *faults], key=lambda fault: int(fault.field.split(".")[1])),
    )
    head = PriceFile(file_id, asked.supplier_id, asked.effective_from, asked.is_complete, asked.currency)
    await prices.add_file(tx, head, asked.note, by, reviewed.changes, reviewed.faults)
    return reviewed


async def apply(tx: Transaction, file_id: UUID, *, leave_out_refused: bool, company_currency: str, by: str) -> int:
    """Put a reviewed list in force from its day on, exactly as it was reviewed; returns how many prices changed.

    Raises:
        NotFound: there is no such list.
        PriceFileApplied: it was applied before.
        LinesRefused: some lines cannot be taken, and `leave_out_refused` is not set.
        PricesMoved: the supplier's prices changed since: review it again.
        PricesOverlap: a price that begins later is known already.
    """
    file = await prices.lock_file(tx, file_id)
    if file.applied_by is not None:
        raise PriceFileApplied(f"{file.applied_by} has applied this list already.", applied_by=file.applied_by)
    if file.refused and not leave_out_refused:
        raise LinesRefused(
            f"{file.refused} lines cannot be taken: see /price-files/{file_id}/faults. Send the list again without them,"
            " or apply it with leave_out_refused.",
            refused=file.refused,
        )
    await prices.lock_suppliers(tx, [file.supplier_id])
    reviewed = await prices.file_changes(tx, file)
    listed = [price for kind, price, _ in reviewed if kind is not ChangeKind.ENDED]
    held = await prices.of_supplier(tx, file.supplier_id, file.effective_from)
    rates = await _rates(tx, company_currency, file.currency, held, file.reviewed_on)
    current = changes_of(listed, held, {}, rates, is_complete=file.is_complete)
    if {_as_told(each.kind, each.price, each.before) for each in current} != {_as_told(*each) for each in reviewed}:
        raise PricesMoved("Prices of this supplier have changed since the review: send the list again and review it.")
    new = [price for kind, price, _ in reviewed if kind not in (ChangeKind.UNCHANGED, ChangeKind.ENDED)]
    ended = [price for kind, price, _ in reviewed if kind is ChangeKind.ENDED]
    await prices.end_prices(tx, ended, file.effective_from)
    await prices.set_prices(tx, new, f"list {file_id}")
    now = clock.now()
    await prices.set_applied(tx, file_id, by=by, now=now)
    tx.publish(*(wire.supplier_price_changed(price, now) for price in new))
    tx.publish(*(wire.supplier_price_ended(price, file.effective_from, now) for price in ended))
    return len(new) + len(ended)


async def agree_on(tx: Transaction, new: Sequence[SupplierPrice], source: str) -> None:
    """Prices that were agreed on otherwise (an award): in force from their day on, at most until the next one known."""
    await prices.lock_suppliers(tx, {price.supplier_id for price in new})
    nexts = await prices.next_starts(tx, new)
    new = [
        replace(price, effective_until=min(filter(None, (price.effective_until, next_)), default=None))
        for price, next_ in zip(new, nexts, strict=True)
    ]
    await prices.set_prices(tx, new, source)
    now = clock.now()
    tx.publish(*(wire.supplier_price_changed(price, now) for price in new))


async def _rates(
    tx: Transaction, company_currency: str, currency: str, held: Sequence[SupplierPrice], on: date
) -> dict[str, ExchangeRate]:
    """Of the list's currency, and of those in which the supplier's prices are."""
    wanted = {currency, *(price.currency for price in held)}
    found = await rates_on(tx, company_currency, [(each, on) for each in wanted])
    return {each: needed(found, each, on, field="currency") for each in wanted}


def _as_told(kind: ChangeKind, price: SupplierPrice, before: Decimal | None) -> tuple[object, ...]:
    return kind, price.product_id, price.packaging_code, price.from_quantity, before


async def _take(tx: Transaction, asked: PriceList) -> tuple[list[SupplierPrice], list[Fault]]:
    """The lines that can be taken, and what is wrong with the others."""
    lines = [line for _, line in asked.lines]
    ids = await masters.ids_of_skus(tx, [line.sku for line in lines if line.product_id is None and line.sku])
    theirs = await prices.ids_of_references(tx, asked.supplier_id, [line.supplier_sku for line in lines])
    found = [line.product_id or (ids.get(line.sku) if line.sku else theirs.get(line.supplier_sku)) for line in lines]
    known = await masters.some_products(tx, [id_ for id_ in found if id_])
    taken, faults, seen = [], [], set[tuple[UUID, str, Decimal]]()
    for (place, line), id_ in zip(asked.lines, found, strict=True):
        product = known.get(id_) if id_ else None
        key = (id_, line.packaging_code, line.from_quantity)
        if fault := _fault(place, line, product, is_repeated=key in seen):
            faults.append(fault)
        elif product is not None:
            seen.add((product.id, line.packaging_code, line.from_quantity))
            taken.append(_price(asked, line, product.id))
    return taken, faults


def _fault(place: int, line: ListedPrice, product: Product | None, *, is_repeated: bool) -> Fault | None:
    if product is None:
        field = "product_id" if line.product_id else "sku"
        named = line.product_id or line.sku or line.supplier_sku
        detail = f"Purchasing does not know the product {named}."
        return Fault(f"lines.{place}.{field}", detail, "product-unknown", {"sku": str(named)})
    if line.packaging_code not in product.packagings:
        has = ", ".join(product.packagings)
        return Fault(
            f"lines.{place}.packaging_code",
            f"{product.sku} has no packaging {line.packaging_code!r}: it has {has}.",
            "packaging-unknown",
            {"packaging": line.packaging_code, "known": has},
        )
    if is_repeated:
        detail = "This product, packaging and break occur twice in the list: the first counts."
        return Fault(f"lines.{place}", detail, "product-twice")
    return None


def _price(asked: PriceList, line: ListedPrice, product_id: UUID) -> SupplierPrice:
    return SupplierPrice(
        supplier_id=asked.supplier_id,
        product_id=product_id,
        packaging_code=line.packaging_code,
        from_quantity=line.from_quantity,
        unit_price=line.unit_price,
        minimum=line.minimum,
        multiple=line.multiple,
        lead_time_days=line.lead_time_days,
        effective_from=asked.effective_from,
        currency=asked.currency,
        supplier_sku=line.supplier_sku,
    )
