"""Opening stock from a file: what each line would bring in, brought in, and taken back by reversal."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time
from decimal import Decimal
from uuid import UUID

from kit.db import Transaction
from kit.errors import DomainError, Fault, faults_of
from kit.ids import new_id
from kit.import_runs import Candidate, Context, Decision, Done, Finding, Line, Verdict
from kit.money import ZERO
from kit.quantity import check_precision

from inventory.commands.move_stock import OpeningLine, Posting, load_opening_stock, reverse_movements
from inventory.domain.errors import NothingToMerge
from inventory.domain.location import DEFAULT_LOCATION, LocationKind
from inventory.domain.lot import check_lot
from inventory.domain.movement import Movement
from inventory.storage import locations, movements, products
from inventory.storage.locations import Placed
from inventory.storage.products import Product
from kit import clock

_Known = tuple[UUID, str, Product]


async def check(tx: Transaction, lines: Sequence[Line], about: Context) -> list[Finding]:
    """What each line would bring in. What has opening stock there already is probably loaded twice: somebody decides."""
    known = await products.by_skus(tx, {line.values["sku"] for line in lines})
    by_warehouse: dict[str, set[str]] = defaultdict(set)
    for line in lines:
        by_warehouse[_warehouse(line, about)].add(_location(line))
    there = await locations.warehouses(tx)
    places = {
        name: await locations.placed_by_code(tx, name, sorted(codes))
        for name, codes in by_warehouse.items()
        if name in there
    }
    opened = await movements.opened(
        tx, [(_warehouse(line, about), known[line.values["sku"]][0]) for line in lines if line.values["sku"] in known]
    )
    first: dict[tuple[str, ...], int] = {}
    found = []
    for line in lines:
        key = (_warehouse(line, about), _location(line), line.values["sku"], line.values.get("lot", ""))
        earlier = first.setdefault(key, line.position)
        product = known.get(line.values["sku"])
        wrong = _faults(line, about, product, places)
        if earlier != line.position:
            detail = f"Line {earlier} is about the same goods in the same place: add them up."
            wrong.append(Fault("sku", detail, "same-goods", {"line": str(earlier)}))
        if wrong:
            found.append(Finding(Verdict.REFUSED, tuple(wrong)))
        elif product is not None and (_warehouse(line, about), product[0]) in opened:
            candidate = Candidate(product[0], line.values["sku"], product[1], ("opening-stock",))
            found.append(Finding(Verdict.DUPLICATE, candidates=(candidate,), decision=Decision.SKIP))
        else:
            found.append(Finding(Verdict.NEW))
    return found


async def apply(tx: Transaction, lines: Sequence[Line], about: Context) -> list[Done]:
    """Bring the goods in, with their costs: a document for each warehouse.

    Raises:
        NothingToMerge: a line is to be merged: stock is added, or left out.
        ProductNotKnown, WarehouseNotKnown, LocationNotKnown and others: something came in between.
    """
    if any(line.decision is Decision.MERGE for line in lines):
        raise NothingToMerge("Opening stock is added or left out, there is nothing to merge with.")
    known = await products.by_skus(tx, {line.values["sku"] for line in lines})
    by_warehouse: dict[str, list[Line]] = defaultdict(list)
    for line in lines:
        by_warehouse[_warehouse(line, about)].append(line)
    done: dict[int, Done] = {}
    for warehouse, group in sorted(by_warehouse.items()):
        opening = [_opening(line, known[line.values["sku"]][0]) for line in group]
        posted = await load_opening_stock(tx, _posting(about), warehouse, opening)
        for line, movement in zip(group, posted.movements, strict=True):
            done[line.position] = Done(movement.id, {"number": posted.number})
    return [done[line.position] for line in lines]


async def undo(tx: Transaction, done: Sequence[Done], about: Context) -> None:
    """Reverse every movement; what has gone on stays, and then all of it does.

    Raises:
        AlreadyReversed, InsufficientStock: it cannot be taken back any more.
    """
    originals = await movements.find_many(tx, [each.record_id for each in done])
    groups: dict[str, list[Movement]] = defaultdict(list)
    for each in originals:
        groups[each.destination.warehouse].append(each)
    for _, group in sorted(groups.items()):
        posting = replace(_posting(about), occurred_at=max(clock.now(), *(each.occurred_at for each in group)))
        await reverse_movements(tx, posting, group, "Import undone")


def _faults(
    line: Line, about: Context, product: _Known | None, places: Mapping[str, Mapping[str, Placed]]
) -> list[Fault]:
    warehouse, code = _warehouse(line, about), _location(line)
    found = []
    if warehouse not in places:
        detail = f"There is no warehouse {warehouse!r}: name one, or create it first."
        found.append(Fault("warehouse", detail, "site-unknown" if warehouse else "site-missing", {"site": warehouse}))
    elif code not in places[warehouse]:
        detail = f"The warehouse {warehouse} has no location {code!r}: create it first."
        found.append(Fault("location", detail, "location-unknown", {"site": warehouse, "location": code}))
    elif not (place := places[warehouse][code].location).is_ours or place.kind is LocationKind.TRANSIT:
        detail = f"{code} is no place where goods lie: name the one where they do."
        found.append(Fault("location", detail, "location-holds-nothing", {"location": code}))
    quantity, cost = Decimal(line.values["quantity"]), Decimal(line.values["unit_cost"])
    if quantity <= ZERO:
        detail = "Opening stock is above zero: leave the line out where there is none."
        found.append(Fault("quantity", detail, "quantity-not-above-zero"))
    if cost < ZERO:
        found.append(Fault("unit_cost", "A cost is not below zero.", "cost-below-zero"))
    if product is None:
        sku = line.values["sku"]
        detail = f"Inventory does not know {sku}: import the product first."
        return [*found, Fault("sku", detail, "product-unknown", {"sku": sku})]
    try:
        check_precision(quantity, product[2].decimals, field="quantity")
        check_lot(product[2].tracking, line.values.get("lot"), quantity, field="")
    except DomainError as refused:
        found += [replace(each, field=(each.field or "quantity").lstrip(".")) for each in faults_of(refused)]
    return found


def _opening(line: Line, product_id: UUID) -> OpeningLine:
    expires_on = line.values.get("expires_on")
    return OpeningLine(
        product_id,
        Decimal(line.values["quantity"]),
        Decimal(line.values["unit_cost"]),
        _location(line),
        line.values.get("lot"),
        date.fromisoformat(expires_on) if expires_on else None,
    )


def _posting(about: Context) -> Posting:
    """At the end of the day that was said, or now."""
    now, day = clock.now(), about.options.get("counted_on")
    at = min(now, datetime.combine(date.fromisoformat(day), time(23, 59), UTC)) if day else now
    return Posting(new_id(), at, about.caller.subject, about.currency, about.caller.roles)


def _warehouse(line: Line, about: Context) -> str:
    return line.values.get("warehouse") or about.options.get("warehouse", "")


def _location(line: Line) -> str:
    return line.values.get("location", DEFAULT_LOCATION)
