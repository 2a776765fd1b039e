"""Open and settle claims."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from kit.db import Transaction
from kit.ids import new_id
from kit.money import ZERO
from kit.numbers import next_number

from inventory.domain.claim import Claim, ClaimKind, Outcome
from inventory.domain.lot import Lot
from inventory.storage import claims
from inventory.wire import claim_opened, claim_settled


@dataclass(frozen=True, slots=True)
class Difference:
    """So much is missing, or too many, by a line of a document."""

    kind: ClaimKind
    product_id: UUID
    lot: Lot | None
    quantity: Decimal
    line_id: UUID


async def open_claims(
    tx: Transaction,
    differences: Sequence[Difference],
    *,
    warehouse: str,
    document: tuple[UUID, str],
    owner: str,
    now: datetime,
    supplier_id: UUID | None = None,
    order_id: UUID | None = None,
) -> list[Claim]:
    """One claim for each difference by a document (id, number)."""
    opened = [
        Claim(
            id=new_id(),
            number=await next_number(tx, "CL", now.year),
            kind=each.kind,
            warehouse=warehouse,
            product_id=each.product_id,
            lot=each.lot,
            quantity=each.quantity,
            document_id=document[0],
            document_number=document[1],
            document_line_id=each.line_id,
            owner=owner,
            opened_at=now,
            supplier_id=supplier_id,
            order_id=order_id,
        )
        for each in differences
    ]
    await claims.add(tx, opened)
    tx.publish(*(claim_opened(each) for each in opened))
    return opened


async def settle(tx: Transaction, claim: Claim, outcome: Outcome, note: str, *, by: str, now: datetime) -> None:
    """Nobody has to act on a locked, open claim any more."""
    await claims.settle(tx, claim.id, outcome, note, by=by, now=now)
    tx.publish(claim_settled(claim, outcome, note, by=by, at=now))


async def it_came_after_all(
    tx: Transaction, line_id: UUID, lot: Lot | None, quantity: Decimal, *, by: str, now: datetime
) -> None:
    """Of what was claimed as lost on a line so much has arrived: the oldest claims are about less, or about nothing."""
    left = quantity
    for claim in await claims.lock_open(tx, [line_id], ClaimKind.TRANSFER_LOSS):
        if claim.lot != lot:
            continue
        came = min(left, claim.quantity)
        left -= came
        if came == claim.quantity:
            await settle(tx, claim, Outcome.ARRIVED, "", by=by, now=now)
        elif came > ZERO:
            await claims.shrink(tx, replace(claim, quantity=claim.quantity - came))
