"""Where goods can be put away."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from uuid import UUID

from kit.db import ReadTransaction

from inventory.domain.putaway import Bin, PutAway, put_away
from inventory.storage import putaway


async def putaway_plan(
    tx: ReadTransaction, warehouse: str, goods: Sequence[tuple[UUID, Decimal]]
) -> list[tuple[list[PutAway], Decimal]]:
    """Places for each (product, quantity), and what fits nowhere; room given to one is gone for the next."""
    rules = await putaway.rules(tx, warehouse)
    bins = await putaway.bins(tx, warehouse, list(dict.fromkeys(product for product, _ in goods)))
    taken: dict[UUID, Decimal] = {}
    plans = []
    for product, quantity in goods:
        plan, left = put_away(product, quantity, rules, [_less(each, taken) for each in bins[product]])
        for each in plan:
            taken[each.location_id] = taken.get(each.location_id, Decimal(0)) + each.quantity
        plans.append((plan, left))
    return plans


def _less(place: Bin, taken: dict[UUID, Decimal]) -> Bin:
    if place.location_id not in taken:
        return place
    room = None if place.room is None else place.room - taken[place.location_id]
    return replace(place, room=room, is_empty=False)
