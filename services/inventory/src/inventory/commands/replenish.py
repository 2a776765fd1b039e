"""Act on what replenishment proposed."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from uuid import UUID

from kit.db import Transaction
from kit.errors import Fault, listed, unknown
from kit.ids import new_id
from kit.quantity import check_precision

from inventory.commands.write_transfer import WrittenTransfer, create_transfer
from inventory.domain.errors import SuggestionNotOpen
from inventory.domain.replenishment import Need
from inventory.storage import products, replenishment
from inventory.storage.replenishment import ALONE
from inventory.wire import replenishment_needed
from kit import clock


async def accept(
    tx: Transaction, ids: Sequence[UUID], *, by: str, quantities: Mapping[UUID, Decimal] | None = None
) -> None:
    """Buy or transfer what was proposed: purchasing hears of the first, the second becomes draft transfers.

    `quantities` (stock units) are wanted instead of those proposed.

    Raises:
        NotFound, SuggestionNotOpen: one is not there, or not open any more.
        OverPreciseQuantity: one has more decimals than its unit.
    """
    await tx.execute(ALONE)
    chosen = await _changed(tx, await _open(tx, ids), quantities or {})
    bought = [each for each in chosen if each.source_warehouse is None]
    await replenishment.set_status(tx, [each.id for each in bought], "accepted")
    now = clock.now()
    tx.publish(*(replenishment_needed(each, by=by, at=now) for each in bought))
    lanes: dict[tuple[str, str], list[Need]] = defaultdict(list)
    for each in chosen:
        if each.source_warehouse is not None:
            lanes[each.source_warehouse, each.warehouse].append(each)
    for (source, destination), members in lanes.items():
        written = WrittenTransfer(
            source=source,
            destination=destination,
            expected_on=None,
            priority=0,
            reason="Replenishment",
            lines=[(each.product_id, each.quantity) for each in members],
        )
        transfer = await create_transfer(tx, new_id(), written, by=by)
        await replenishment.set_transfer(tx, [each.id for each in members], transfer.id)


async def dismiss(tx: Transaction, ids: Sequence[UUID]) -> None:
    """Not now; the next run may propose it again.

    Raises:
        NotFound, SuggestionNotOpen: one is not there, or not open any more.
    """
    await replenishment.set_status(tx, [each.id for each in await _open(tx, ids)], "dismissed")


async def ordered(tx: Transaction, orders: Mapping[UUID, UUID]) -> None:
    """Purchasing has ordered: the purchase order that serves each need."""
    await replenishment.set_ordered(tx, orders)


async def refused(tx: Transaction, need_ids: Sequence[UUID]) -> None:
    """Purchasing will not buy for these needs."""
    await replenishment.set_status(tx, need_ids, "refused", only_from=["accepted"])


async def _changed(tx: Transaction, chosen: Sequence[Need], quantities: Mapping[UUID, Decimal]) -> list[Need]:
    known = await products.some(tx, [each.product_id for each in chosen])
    changed = []
    for each in chosen:
        wanted = quantities.get(each.id, each.quantity)
        check_precision(wanted, known[each.product_id].decimals, field=f"quantities.{each.id}")
        changed.append(replace(each, quantity=wanted))
    await replenishment.set_quantities(tx, {each.id: each.quantity for each in changed})
    return changed


async def _open(tx: Transaction, ids: Sequence[UUID]) -> list[Need]:
    found = await replenishment.lock(tx, ids)
    asked = list(dict.fromkeys(ids))
    for i, id_ in enumerate(asked):
        if id_ not in found:
            raise unknown("suggestion", id_, field=f"ids.{i}")
    if faults := [
        Fault(f"ids.{i}", f"This suggestion is {found[id_].status}.")
        for i, id_ in enumerate(asked)
        if found[id_].status != "open"
    ]:
        raise SuggestionNotOpen(
            f"{len(faults)} of {len(asked)} suggestions are not open: run replenishment again to see what is needed now.",
            field=faults[0].field,
            errors=listed(faults),
        )
    return [found[id_] for id_ in asked]
