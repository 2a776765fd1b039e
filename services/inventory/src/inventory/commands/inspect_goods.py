"""Verdicts on goods that wait for one."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from kit.db import Transaction
from kit.ids import new_id
from kit.money import ZERO
from kit.quantity import check_precision

from inventory.commands.claims import Difference, open_claims
from inventory.commands.move_stock import Posting
from inventory.commands.post_movements import post_movements
from inventory.domain.claim import ClaimKind
from inventory.domain.errors import OwnReceipt
from inventory.domain.location import DEFAULT_LOCATION, LocationKind
from inventory.domain.movement import Movement, Reason, StockKey
from inventory.domain.quality import Inspection, Verdict, check_verdict
from inventory.storage import documents, locations, lots, products, quality, stock
from inventory.wire import inspection_decided


@dataclass(frozen=True, slots=True)
class Judgement:
    """So much of the goods is accepted, rejected or to be repaired; accepted goods go to `location` (code)."""

    verdict: Verdict
    quantity: Decimal
    reason: str
    location: str | None = None


async def judge_goods(
    tx: Transaction, inspection_id: UUID, judgements: Sequence[Judgement], posting: Posting
) -> Inspection:
    """Say what becomes of goods on hold. What is rejected stays where it is, to go back or to be scrapped.

    Raises:
        NotFound, InspectionIsClosed, MoreThanIsOnHold: so much does not wait for a verdict.
        OwnReceipt: who received goods does not judge them.
        LocationNotKnown, InsufficientStock: accepted goods cannot go there, or have been moved.
    """
    inspection, received_by = await quality.lock(tx, inspection_id)
    if received_by == posting.posted_by:
        raise OwnReceipt("You received these goods: somebody else must judge them.")
    known = await products.known(tx, [inspection.product_id])
    for i, each in enumerate(judgements):
        check_precision(each.quantity, known[inspection.product_id].decimals, field=f"judgements.{i}.quantity")
        check_verdict(inspection, sum((other.quantity for other in judgements[: i + 1]), Decimal(0)))
    locked = await stock.lock(tx, {StockKey(inspection.product_id, inspection.warehouse)})
    movements = [m for each in judgements if (m := await _movement(tx, inspection, each, posting)) is not None]
    for each in judgements:
        await quality.judge(
            tx, inspection, each.verdict, each.quantity, each.reason, by=posting.posted_by, now=posting.occurred_at
        )
    if movements:
        await post_movements(tx, movements, locked, currency=posting.currency, roles=posting.roles)
    if any(each.verdict is not Verdict.ACCEPT for each in judgements):
        await quality.tighten(tx, inspection.supplier_id, inspection.product_id)
    await _claim_rejected(tx, inspection, judgements, posting)
    after, _ = await quality.lock(tx, inspection_id)
    given = [(each.verdict, each.quantity, each.reason) for each in judgements]
    tx.publish(inspection_decided(after, given, by=posting.posted_by, at=posting.occurred_at))
    return after


async def _claim_rejected(
    tx: Transaction, inspection: Inspection, judgements: Sequence[Judgement], posting: Posting
) -> None:
    """The supplier hears of what is rejected."""
    rejected = sum((each.quantity for each in judgements if each.verdict is Verdict.REJECT), ZERO)
    if not rejected:
        return
    known = await lots.by_id(tx, [inspection.lot_id] if inspection.lot_id else [])
    lot = known[inspection.lot_id] if inspection.lot_id else None
    receipt = await documents.receipt_of_line(tx, inspection.receipt_line_id)
    await open_claims(
        tx,
        [Difference(ClaimKind.RECEIPT_REJECTED, inspection.product_id, lot, rejected, inspection.receipt_line_id)],
        warehouse=inspection.warehouse,
        document=receipt,
        owner=posting.posted_by,
        now=posting.occurred_at,
        supplier_id=inspection.supplier_id,
        order_id=inspection.purchase_order_id,
    )


async def _movement(tx: Transaction, inspection: Inspection, each: Judgement, posting: Posting) -> Movement | None:
    if each.verdict is Verdict.REJECT:
        return None
    if each.verdict is Verdict.REWORK:
        place = await locations.of_kind(tx, inspection.warehouse, LocationKind.DAMAGED)
    else:
        code = each.location or DEFAULT_LOCATION
        place = (await locations.by_code(tx, inspection.warehouse, [code]))[code]
    here = (await locations.by_id(tx, [inspection.location_id]))[inspection.location_id]
    known = await lots.by_id(tx, [inspection.lot_id] if inspection.lot_id else [])
    return Movement(
        id=new_id(),
        product_id=inspection.product_id,
        quantity=each.quantity,
        source=here,
        destination=place,
        reason=Reason.TRANSFER,
        document_id=inspection.id,
        document_number=f"inspection of {inspection.receipt_line_id}",
        document_line_id=inspection.receipt_line_id,
        occurred_at=posting.occurred_at,
        posted_by=posting.posted_by,
        lot=known[inspection.lot_id] if inspection.lot_id else None,
        order_id=inspection.purchase_order_id,
        order_line_id=inspection.purchase_order_line_id,
    )
