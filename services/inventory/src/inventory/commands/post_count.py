"""Close a count: who must look again, who must say why, who must approve; then stock is corrected."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from kit.approvals import ApprovalRequest
from kit.auth import Principal
from kit.db import Transaction
from kit.decisions import Decision, decide
from kit.ids import new_id
from kit.money import ZERO

from inventory.commands.post_movements import post_movements
from inventory.domain.count import (
    CountLine,
    CountRules,
    CountStatus,
    StockCount,
    check_open,
    signed_content,
    to_recount,
    value_of,
    without_cause,
)
from inventory.domain.errors import CauseRequired, CountAgain, LinesUncounted
from inventory.domain.location import ADJUSTMENTS, Location
from inventory.domain.lot import Lot
from inventory.domain.movement import Movement, Reason, StockKey
from inventory.queries.count_clues import count_clues
from inventory.storage import counts, locations, lots, stock
from inventory.wire import count_posted
from kit import approvals, clock

APPROVE = "inventory.counts.approve"


async def submit_count(
    tx: Transaction, count_id: UUID, by: Principal, *, leave_uncounted: bool, currency: str
) -> tuple[StockCount, int]:
    """Close the count if nothing stands against it; returns it, and how many places must be counted again first.

    Raises:
        NotFound, WrongCountStatus: there is no open count.
        LinesUncounted: places were not looked at, and are not to be left out.
        CauseRequired: large differences without a root cause.
        CountAgain: goods that a difference is about have left since.
    """
    count = await counts.lock(tx, count_id)
    check_open(count)
    missing = await counts.uncounted(tx, count_id)
    if missing and not leave_uncounted:
        raise LinesUncounted(
            f"{missing} places of {count.number} were not looked at: count them, or submit with leave_uncounted.",
            uncounted=missing,
        )
    lines = await counts.lines(tx, count_id)
    rules, _ = await counts.rules(tx)
    if again := to_recount(lines, rules):
        await counts.ask_again(tx, [line.id for line in again])
        return count, len(again)
    _check_causes(count, lines, rules)
    value = value_of(lines)
    if value >= rules.approval_value and any(line.difference for line in lines):
        await _ask(tx, count, lines, value, by)
    else:
        await _post(tx, count, lines, by, currency)
    return await counts.lock(tx, count_id), 0


async def decide_count(tx: Transaction, decision: Decision, decider: Principal, *, currency: str) -> ApprovalRequest:
    """Approve, and correct stock at once; or reject, and let it be counted again.

    Raises:
        NotFound: there is no such request.
        AlreadyDecided, ApprovalExpired, ContentChanged, OwnRequest, LimitExceeded: not now, or not by this person.
        CountAgain: goods that a difference is about have left since.
    """
    found = await approvals.find(tx, decision.request_id)
    count = await counts.lock(tx, found.document_id)
    lines = await counts.lines(tx, count.id)
    request = await approvals.lock(tx, found.id)
    content = signed_content(count, lines)
    await decide(tx, request, decider, decision.status, content=content, comment=decision.comment, now=clock.now())
    if decision.approve:
        await _post(tx, count, lines, decider, currency)
    else:
        await counts.set_status(tx, count, CountStatus.COUNTING, closed_at=None)
    return await approvals.lock(tx, found.id)


def _check_causes(count: StockCount, lines: Sequence[CountLine], rules: CountRules) -> None:
    if unexplained := without_cause(lines, rules):
        raise CauseRequired(
            f"{len(unexplained)} large differences of {count.number} have no root cause: say why, then submit again.",
            lines=[str(line.id) for line in unexplained[:100]],
        )


async def _ask(tx: Transaction, count: StockCount, lines: Sequence[CountLine], value: Decimal, by: Principal) -> None:
    differing = sum(1 for line in lines if line.difference)
    request = approvals.new_request(
        subject="stock-count",
        document_id=count.id,
        document_number=count.number,
        content=signed_content(count, lines),
        permission=APPROVE,
        reason=f"{differing} of {len(lines)} places differ, by a value of {value:.2f} in all.",
        amount=round(value, 2),
        requested_by=by.subject,
        now=clock.now(),
        details={"warehouse": count.warehouse, "lines": len(lines), "differing": differing},
    )
    await approvals.add(tx, request)
    await counts.set_status(tx, count, CountStatus.AWAITING_APPROVAL, closed_at=None)


async def _post(tx: Transaction, count: StockCount, lines: Sequence[CountLine], by: Principal, currency: str) -> None:
    now = clock.now()
    places = await locations.by_id(tx, list({line.location_id for line in lines}))
    known = await lots.by_id(tx, [line.lot_id for line in lines if line.lot_id])
    differing = [line for line in lines if line.difference]
    likeliest = {line.id: found[0] for line, found in await count_clues(tx, count.id, count.warehouse) if found}
    if differing:
        keys = {StockKey(line.product_id, count.warehouse) for line in differing}
        locked = await stock.lock(tx, keys)
        await _check_still_there(tx, count, differing, keys)
        movements = [_movement(count, line, places[line.location_id], known, by, now) for line in differing]
        await post_movements(tx, movements, locked, currency=currency, roles=by.roles)
    await counts.close(tx, count.id, now)
    await counts.set_status(tx, count, CountStatus.POSTED, closed_at=now)
    tx.publish(*count_posted(count, lines, places, known, likeliest=likeliest, posted_by=by.subject, at=now))


async def _check_still_there(
    tx: Transaction, count: StockCount, differing: Sequence[CountLine], keys: set[StockKey]
) -> None:
    """A loss is taken from what lies there now. If that has gone, the books and the count contradict each other."""
    there = {
        (spot.product_id, spot.location.id, spot.lot.id if spot.lot else None): quantity
        for spot, quantity in (await stock.spots(tx, keys)).items()
    }
    gone = [
        line
        for line in differing
        if there.get((line.product_id, line.location_id, line.lot_id), ZERO) + line.difference < 0
    ]
    if gone:
        raise CountAgain(
            f"More has left {len(gone)} places since they were counted than the count of {count.number} says was there:"
            " look at them again.",
            lines=[str(line.id) for line in gone[:100]],
        )


def _movement(
    count: StockCount, line: CountLine, place: Location, known: dict[UUID, Lot], by: Principal, now: datetime
) -> Movement:
    found = line.difference > 0
    return Movement(
        id=new_id(),
        product_id=line.product_id,
        quantity=abs(line.difference),
        source=ADJUSTMENTS if found else place,
        destination=place if found else ADJUSTMENTS,
        reason=Reason.ADJUSTMENT,
        document_id=count.id,
        document_number=count.number,
        document_line_id=line.id,
        occurred_at=now,
        posted_by=by.subject,
        lot=known[line.lot_id] if line.lot_id else None,
    )
