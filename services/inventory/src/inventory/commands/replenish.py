"""Propose what to fill up, and act on what was proposed."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal
from uuid import UUID

from kit.db import Transaction
from kit.errors import unknown
from kit.ids import new_id
from kit.money import ZERO

from inventory.commands.write_transfer import WrittenTransfer, create_transfer
from inventory.domain.errors import SuggestionNotOpen
from inventory.domain.movement import StockKey
from inventory.domain.replenishment import Demand, Need, Position, Rule, Suggestion, suggest
from inventory.storage import replenishment
from inventory.storage.replenishment import ALONE
from inventory.wire import replenishment_needed
from kit import clock

_WINDOW = timedelta(days=90)  # of demand
_LEAD_DAYS = 7  # when nothing has come yet and nobody said


async def run_replenishment(
    tx: Transaction, *, warehouse: str | None = None, product_ids: Sequence[UUID] | None = None
) -> tuple[UUID, int]:
    """Propose what every rule wants filled up now; returns the run and how many proposals are open.

    What was proposed before and not accepted is proposed anew; what was accepted counts as under way. So running twice
    orders once.
    """
    await tx.execute(ALONE)
    today = clock.now().date()
    rules = await replenishment.rules(tx, warehouse=warehouse, product_ids=product_ids)
    every = {StockKey(rule.product_id, rule.warehouse): rule for rule in await replenishment.rules(tx)}
    positions = await replenishment.positions(tx)
    demands = await replenishment.demands(tx, today - _WINDOW, today + timedelta(days=1))
    learned = await replenishment.lead_days(tx)
    given: dict[StockKey, Position] = dict(positions)
    suggestions: list[Suggestion] = []
    for rule in rules:
        key = StockKey(rule.product_id, rule.warehouse)
        lead = rule.lead_days if rule.lead_days is not None else learned.get(rule.product_id, _LEAD_DAYS)
        demand = demands.get(key, Demand(ZERO, ZERO))
        source = StockKey(rule.product_id, rule.source_warehouse or "")
        surplus = _surplus(every.get(source), given.get(source))
        found = suggest(rule, positions[key], demand, lead, today, surplus=surplus)
        if found is None:
            continue
        suggestions.append(found)
        if found.from_source:
            there = given[source]
            given[source] = Position(
                there.available - found.from_source, there.waiting, there.incoming, there.in_transit, there.accepted
            )
    run_id = new_id()
    keys = [StockKey(rule.product_id, rule.warehouse) for rule in rules]
    return run_id, await replenishment.replace_open(tx, run_id, keys, suggestions)


def _surplus(rule: Rule | None, position: Position | None) -> Decimal:
    """What a warehouse can give: what is there, less what waits there and its own minimum."""
    if position is None:
        return ZERO
    own = rule.minimum if rule else ZERO
    return max(position.available - position.waiting - own, ZERO)


async def accept(tx: Transaction, ids: Sequence[UUID], *, by: str) -> None:
    """Buy or transfer what was proposed: purchasing hears of the first, the second becomes draft transfers.

    Raises:
        NotFound, SuggestionNotOpen: one is not there, or not open any more.
    """
    chosen = await _open(tx, ids)
    bought = [each for each in chosen if each.source_warehouse is None]
    await replenishment.set_status(tx, {each.id: "accepted" for each in bought})
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
    await replenishment.set_status(tx, {each.id: "dismissed" for each in await _open(tx, ids)})


async def settle_needs(tx: Transaction, need_ids: Sequence[UUID], status: str) -> None:
    """Purchasing has ordered for needs, or will not."""
    await replenishment.set_status(tx, dict.fromkeys(need_ids, status), only_from="accepted")


async def _open(tx: Transaction, ids: Sequence[UUID]) -> list[Need]:
    found = await replenishment.lock(tx, ids)
    chosen = []
    for i, id_ in enumerate(dict.fromkeys(ids)):
        if id_ not in found:
            raise unknown("suggestion", id_, field=f"ids.{i}")
        if found[id_].status != "open":
            raise SuggestionNotOpen(
                f"This suggestion is {found[id_].status}: run replenishment again to see what is needed now.",
                field=f"ids.{i}",
                status=found[id_].status,
            )
        chosen.append(found[id_])
    return chosen
