"""A cost of receipts that is known late: onto the goods that are left of them, and onto the sales of those that are gone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from kit.db import Transaction
from kit.ids import new_id
from kit.money import ZERO, split

from accounting import wire
from accounting.domain.late_cost import LateCost
from accounting.domain.valuation import Stock, revalue
from accounting.domain.valued import Revaluation
from accounting.storage import goods_received, stocks
from accounting.wire import After


@dataclass(frozen=True, slots=True)
class Carried:
    """Late costs with the part of each that goes onto stock; the rest is cost of sales."""

    costs: Sequence[LateCost]
    parts: Sequence[Decimal]
    held: dict[UUID, Stock]
    spread: dict[UUID, Decimal]  # receipt → over how many units of it a cost is spread

    @property
    def to_stock(self) -> Decimal:
        return sum(self.parts, ZERO)


async def carry(tx: Transaction, costs: Sequence[LateCost]) -> Carried:
    """Lock the products and put onto stock what belongs to the goods still there."""
    held = await stocks.lock(
        tx, {cost.product_id: ZERO for cost in costs}, with_layers=[cost.movement_id for cost in costs]
    )
    spread = await goods_received.kept_quantities(tx, [cost.movement_id for cost in costs])
    return Carried(costs, [_revalue(held[cost.product_id], cost, spread) for cost in costs], held, spread)


def _revalue(stock: Stock, cost: LateCost, spread: Mapping[UUID, Decimal]) -> Decimal:
    layer = next((layer for layer in stock.layers if layer.movement_id == cost.movement_id), None)
    if layer is None:
        return ZERO
    return revalue(stock, cost.movement_id, cost.amount, received=spread[cost.movement_id], left=layer.quantity)


async def keep(
    tx: Transaction,
    carried: Carried,
    *,
    reason: str,
    document_id: UUID,
    entry_id: UUID,
    posted_on: date,
    now: datetime,
) -> None:
    """Write it down, and tell which issues cost more or less than was thought, receipt by receipt."""
    uses = await stocks.uses_of(tx, [cost.movement_id for cost in carried.costs]) if carried.costs else {}
    revaluations = []
    for cost, part in zip(carried.costs, carried.parts, strict=True):
        gone = cost.amount - part
        takes = uses[cost.movement_id]
        shares = split(gone, [quantity for _, quantity in takes]) if takes and gone else []
        revaluation_id = new_id()
        revaluations.append(
            Revaluation(
                id=revaluation_id,
                product_id=cost.product_id,
                sequence=carried.held[cost.product_id].tick(),
                amount=part,
                reason=reason,
                document_id=document_id,
                entry_id=entry_id,
                posted_on=posted_on,
                layer_id=cost.movement_id,
                difference=cost.amount,
                of_quantity=carried.spread[cost.movement_id],
            )
        )
        tx.publish(
            wire.stock_revalued(
                revaluation_id,
                cost.product_id,
                to_stock=part,
                to_cost_of_sales=gone,
                reason=reason,
                document_id=document_id,
                after=After.of(carried.held[cost.product_id]),
                posted_on=posted_on,
                occurred_at=now,
                shares=[(issue_id, share) for (issue_id, _), share in zip(takes, shares, strict=False)],
            )
        )
    await stocks.save(tx, list(carried.held.values()), [])
    await stocks.keep_revaluations(tx, revaluations)
