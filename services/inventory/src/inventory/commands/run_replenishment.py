"""Propose what to fill up, and say what will run out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from kit.db import ReadTransaction, Transaction
from kit.ids import new_id
from kit.money import ZERO

from inventory.commands.pegs import withdraw_unwanted
from inventory.domain.movement import StockKey
from inventory.domain.occasion import ANY_TIME, EVERY_DAY, Occasion, Terms, next_occasion
from inventory.domain.replenishment import (
    Demand,
    Method,
    Position,
    Rule,
    Step,
    Suggestion,
    is_low,
    levels,
    pegged,
    suggest,
)
from inventory.domain.stock_out import Coming, StockOut, project
from inventory.storage import pegs, replenishment, replenishment_rules
from inventory.storage.replenishment import ALONE

_WINDOW = timedelta(days=90)  # of demand
_LEAD_WINDOW = timedelta(days=730)  # of receipts
_LEAD_DAYS = 7  # when nothing has come yet and nobody said
_HORIZON_DAYS = 60  # how far ahead we warn
_BATCH = 1000  # products: others are served between two batches
_NO_DEMAND = Demand(ZERO, ZERO)
_Z_NINE_OF_TEN = Decimal("1.2816")  # a normal deviation above the median


@dataclass(frozen=True, slots=True)
class _Facts:
    """What a run knows of some products in all warehouses."""

    today: date
    rules: Mapping[StockKey, Rule]
    positions: Mapping[StockKey, Position]
    demands: Mapping[StockKey, Demand]
    leads: Mapping[tuple[UUID, UUID | None], tuple[int, int]]
    terms: Mapping[UUID, Terms]
    coming: Mapping[StockKey, Sequence[Coming]]

    def demand(self, key: StockKey) -> Demand:
        return self.demands.get(key, _NO_DEMAND)

    def lead(self, key: StockKey) -> tuple[Occasion, Decimal]:
        """When what is ordered for it next comes, and how far lead times deviate (of a normal distribution)."""
        rule = self.rules.get(key)
        supplier = rule.supplier_id if rule else None
        deviation = ZERO
        if rule is not None and rule.lead_days is not None:
            days = rule.lead_days
        else:
            learned = self.leads.get((key.product_id, supplier)) or self.leads.get((key.product_id, None))
            days, nine_of_ten = learned or (_LEAD_DAYS, _LEAD_DAYS)
            deviation = (nine_of_ten - days) / _Z_NINE_OF_TEN
        terms = self.terms.get(supplier, ANY_TIME) if supplier else ANY_TIME
        return next_occasion(self.today, rule.review_days if rule else EVERY_DAY, terms, days), deviation


async def run_replenishment(
    tx: Transaction, today: date, *, warehouse: str | None = None, product_ids: Sequence[UUID] | None = None
) -> tuple[UUID, int]:
    """Propose what every rule wants filled up now; returns the run and how many proposals are open.

    What was proposed before and not accepted is proposed anew; what was accepted counts as under way. So running twice
    orders once.
    """
    await tx.execute(ALONE)
    run_id = new_id()
    chosen = await replenishment.products_of(tx, warehouse=warehouse, product_ids=product_ids)
    count = 0
    for i in range(0, len(chosen), _BATCH):
        count += await _run(tx, run_id, chosen[i : i + _BATCH], warehouse, today)
    await replenishment.mark_short(tx, run_id)
    return run_id, count


async def _run(tx: Transaction, run_id: UUID, product_ids: Sequence[UUID], warehouse: str | None, today: date) -> int:
    facts = await _facts(tx, product_ids, today)
    keys = [key for key in facts.positions if warehouse in (None, key.warehouse)]
    suggestions = _for_stock(facts, keys)
    suggestions += await _for_orders(tx, facts, product_ids, warehouse)
    await replenishment.replace_stock_outs(tx, run_id, keys, _run_out(facts, keys))
    return await replenishment.replace_open(tx, run_id, keys, suggestions)


async def _facts(tx: ReadTransaction, product_ids: Sequence[UUID], today: date) -> _Facts:
    rules = await replenishment_rules.in_force(tx, product_ids, today)
    return _Facts(
        today=today,
        rules=rules,
        positions=await replenishment.positions(tx, product_ids),
        demands=await replenishment.demands(tx, product_ids, today - _WINDOW, today + timedelta(days=1)),
        leads=await replenishment.leads(tx, product_ids, today - _LEAD_WINDOW),
        terms=await replenishment_rules.terms_of(tx, {rule.supplier_id for rule in rules.values() if rule.supplier_id}),
        coming=await replenishment.coming(tx, product_ids),
    )


def _for_stock(facts: _Facts, keys: Sequence[StockKey]) -> list[Suggestion]:
    """What rules want; a site that gives to several keeps what its own rule wants there."""
    given = dict(facts.positions)
    suggestions = []
    for key in sorted(keys):
        rule, position, demand = facts.rules.get(key), facts.positions[key], facts.demand(key)
        if rule is None or not rule.is_for_stock:
            continue
        occasion, deviation = facts.lead(key)
        point, _ = levels(rule, demand, occasion.cover_days, deviation)
        if not is_low(rule, position, point):
            continue
        source = StockKey(key.product_id, rule.source_warehouse) if rule.source_warehouse else None
        found = suggest(
            rule,
            position,
            demand,
            occasion.cover_days,
            facts.today,
            surplus=_surplus(facts, source, given[source]) if source else ZERO,
            lead_deviation=deviation,
            order_on=occasion.order_on,
        )
        if found is None:
            continue
        suggestions.append(found)
        if source:
            given[source] = replace(given[source], leaving=given[source].leaving + found.from_source)
    return suggestions


def _surplus(facts: _Facts, key: StockKey, position: Position) -> Decimal:
    """What a warehouse can give: what is free there, above the point at which its own rule fills it up."""
    rule = facts.rules.get(key)
    if rule is None or position.free <= 0:
        return max(position.free, ZERO)
    occasion, deviation = facts.lead(key)
    point, _ = levels(rule, facts.demand(key), occasion.cover_days, deviation)
    return max(position.free - point, ZERO)


async def _for_orders(
    tx: Transaction, facts: _Facts, product_ids: Sequence[UUID], warehouse: str | None
) -> list[Suggestion]:
    """What order lines of make-to-order products wait for; what they no longer wait for is withdrawn."""
    lines = [line for line in await pegs.lines(tx, product_ids) if warehouse in (None, line.key.warehouse)]
    kept = await withdraw_unwanted(tx, lines, facts.rules)
    suggestions = []
    for line in lines:
        rule = facts.rules.get(line.key)
        if rule is None or rule.method is not Method.MAKE_TO_ORDER:
            continue
        found = pegged(
            rule,
            (line.sales_order_id, line.sales_order_line_id),
            waiting=line.waiting,
            coming=line.coming,
            accepted=kept[line.sales_order_line_id],
            needed_on=facts.today,
        )
        if found is not None:
            suggestions.append(found)
    return suggestions


def _run_out(facts: _Facts, keys: Sequence[StockKey]) -> dict[StockKey, tuple[StockOut, Sequence[Step]]]:
    found: dict[StockKey, tuple[StockOut, Sequence[Step]]] = {}
    for key in keys:
        position, mean = facts.positions[key], facts.demand(key).mean
        if position.free >= mean * (_HORIZON_DAYS + 1):
            continue
        coming = facts.coming.get(key, ())
        occasion, _ = facts.lead(key)
        out = project(
            position.free,
            mean,
            coming,
            accepted=position.accepted,
            lead_days=(occasion.arrives_on - facts.today).days,
            today=facts.today,
            horizon_days=_HORIZON_DAYS,
        )
        if out is not None:
            found[key] = out, _why(position, mean, coming, facts.today)
    return found


def _why(position: Position, mean: Decimal, coming: Sequence[Coming], today: date) -> tuple[Step, ...]:
    overdue = sum((each.quantity for each in coming if each.on < today), ZERO)
    due = sorted((each for each in coming if each.on >= today), key=lambda each: each.on)
    return (
        Step("free", position.free, "there, and nobody waits for it"),
        Step("demand", round(mean, 6), "a day, on average"),
        Step("overdue", overdue, "should have come; not counted on"),
        *(Step("incoming", each.quantity, f"expected on {each.on}") for each in due[:10]),
        Step("accepted", position.accepted, "accepted needs, not ordered yet"),
    )
