"""What somebody saw in the places of a count, and why it differs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from kit.db import Transaction
from kit.errors import DomainError, Fault, Invalid, InvalidRecords, unknown
from kit.quantity import check_precision

from inventory.domain.count import CountStatus, check_open
from inventory.domain.location import Location, LocationKind
from inventory.domain.lot import Tracking, check_lot
from inventory.storage import counts, locations, lots, products
from inventory.storage.counts import Observed
from inventory.storage.lots import AskedLot
from inventory.storage.products import Product
from kit import approvals


@dataclass(frozen=True, slots=True)
class Look:
    """So much of a product (and lot) lies in a location; `at` None means now."""

    location: str
    product_id: UUID
    counted: Decimal
    lot: str | None
    expires_on: date | None
    at: datetime | None


async def observe(tx: Transaction, count_id: UUID, looks: Sequence[Look], *, by: str, now: datetime) -> None:
    """Keep what was seen. A count that waits for approval is open again, for it is another one now.

    Raises:
        NotFound, WrongCountStatus: there is no open count.
        InvalidRecords: with every fault of every look.
        LotDiffers: a lot is known with another expiry date.
    """
    count = await counts.lock(tx, count_id)
    check_open(count)
    known = await products.some(tx, [look.product_id for look in looks])
    places = await locations.placed_by_code(tx, count.warehouse, [look.location for look in looks])
    faults = [
        fault.within(f"observations.{i}.")
        for i, look in enumerate(looks)
        for fault in _faults(
            look, known.get(look.product_id), places[look.location].location if look.location in places else None
        )
    ]
    faults += _repeated(looks)
    if faults:
        raise InvalidRecords(faults)
    by_code = await lots.ensure(
        tx, [AskedLot(look.product_id, look.lot, look.expires_on) for look in looks if look.lot]
    )
    if count.status is CountStatus.AWAITING_APPROVAL:
        await approvals.withdraw(tx, count_id, now=now)
        await counts.set_status(tx, count, CountStatus.COUNTING, closed_at=None)
    await counts.observe(
        tx,
        count,
        [
            Observed(
                places[look.location].location.id,
                look.product_id,
                by_code[look.product_id, look.lot].id if look.lot else None,
                look.counted,
                look.at,
            )
            for look in looks
        ],
        by=by,
        now=now,
    )


def _faults(look: Look, product: Product | None, place: Location | None) -> list[Fault]:
    found = []
    if place is None:
        found.append(Fault("location", f"The warehouse has no location {look.location!r}: check the label."))
    elif not place.is_ours or place.kind is LocationKind.TRANSIT:
        found.append(Fault("location", f"{place.code} is no place where goods lie: name the one where they do."))
    if product is None:
        return [*found, Fault("product_id", f"Inventory does not know the product {look.product_id}.")]
    try:
        check_precision(look.counted, product.decimals, field="counted")
        # None of a serial number is there: nothing is wrong with that.
        quantity = look.counted or Decimal(1)
        check_lot(
            product.tracking, look.lot, quantity if product.tracking is Tracking.SERIAL else look.counted, field=""
        )
    except Invalid as refused:
        found.append(_fault(refused))
    return found


def _fault(refused: DomainError) -> Fault:
    field = (refused.field or "counted").lstrip(".")
    return Fault("counted" if field == "quantity" else field, refused.detail)


def _repeated(looks: Sequence[Look]) -> list[Fault]:
    seen: set[tuple[str, UUID, str | None]] = set()
    found = []
    for i, look in enumerate(looks):
        key = (look.location, look.product_id, look.lot)
        if key in seen:
            found.append(Fault(f"observations.{i}", "This place occurs twice: give its whole quantity once."))
        seen.add(key)
    return found


async def explain(tx: Transaction, count_id: UUID, causes: Mapping[UUID, tuple[str, str]]) -> None:
    """Root causes (code, comment) of lines that differ. A count that waits for approval must be submitted again.

    Raises:
        NotFound, WrongCountStatus: there is no open count, or a line is none of its.
    """
    count = await counts.lock(tx, count_id)
    check_open(count)
    if await counts.set_causes(tx, count_id, causes) != len(causes):
        raise unknown("line of this count", "given", field="causes")
