"""Where goods that came in are put away."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from kit.money import ZERO


@dataclass(frozen=True, slots=True)
class PutawayRule:
    """Goods of this product (any, when None) go into the places under this path; lower positions are tried first."""

    position: int
    product_id: UUID | None
    path: str


@dataclass(frozen=True, slots=True)
class Bin:
    """A place: `room` is what still fits (None: no limit), `holds_product` whether some of the product lies there."""

    location_id: UUID
    code: str
    path: str
    walk_order: int
    room: Decimal | None
    holds_product: bool
    is_empty: bool


@dataclass(frozen=True, slots=True)
class PutAway:
    """So much goes there."""

    location_id: UUID
    code: str
    quantity: Decimal


def put_away(
    product_id: UUID, quantity: Decimal, rules: Sequence[PutawayRule], bins: Sequence[Bin]
) -> tuple[list[PutAway], Decimal]:
    """Places for so much of a product, and how much fits nowhere.

    Rules in their order; within one, where the product lies already comes before empty places, and those before places
    with other goods; then by walk.
    """
    left, plan = quantity, []
    used: set[UUID] = set()
    for rule in sorted(rules, key=lambda rule: (rule.position, rule.product_id is None)):
        if rule.product_id not in (None, product_id):
            continue
        fitting = [each for each in bins if each.path == rule.path or each.path.startswith(f"{rule.path}/")]
        for each in sorted(fitting, key=lambda b: (not b.holds_product, not b.is_empty, b.walk_order, b.code)):
            taken = left if each.room is None else min(left, each.room)
            if taken > ZERO and each.location_id not in used:
                plan.append(PutAway(each.location_id, each.code, taken))
                used.add(each.location_id)
                left -= taken
            if not left:
                return plan, ZERO
    return plan, left
