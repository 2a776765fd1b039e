"""Landed costs: owed to who will bill them, carried to where the goods are."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from kit.consumer import NotYet
from kit.db import Transaction
from kit.ids import new_id
from kit.money import ZERO

from accounting.commands.carry_cost import carry, keep
from accounting.domain import entry_labels
from accounting.domain.chart import Journal
from accounting.domain.entry import JournalEntry
from accounting.domain.late_cost import LandedCost, LateCost
from accounting.domain.schemes import SchemeName, landed_cost_lines
from accounting.storage import goods_received, landed, ledger


async def land_cost(tx: Transaction, cost: LandedCost, scheme: SchemeName) -> None:
    """Accrue a landed cost, before, while or after its goods are sold.

    Raises:
        NotYet: a receipt of it is not valued yet.
    """
    received = await goods_received.lock_lines(tx, [line_id for line_id, _ in cost.shares])
    if missing := {line_id for line_id, _ in cost.shares} - received.keys():
        raise NotYet(f"Accounting has not valued the receipt line {min(missing)} yet.")
    late = [
        LateCost(received[line_id].movement_id, received[line_id].product_id, amount)
        for line_id, amount in cost.shares
        if amount
    ]
    await landed.add(tx, cost.id, cost.number, cost.kind, cost.supplier_id, late)
    await _post(tx, cost.id, f"{entry_labels.landed(cost.kind)} {cost.number}", late, scheme, cost.occurred_at)


async def take_back(tx: Transaction, cost_id: UUID, number: str, scheme: SchemeName, at: datetime) -> None:
    """Undo a landed cost by as much the other way, onto what is left and what is gone by now.

    Raises:
        NotYet: it has not come yet itself.
    """
    late = await landed.costs_of(tx, cost_id)
    if not late:
        raise NotYet(f"Accounting has not heard of the landed cost {number} yet.")
    back = [LateCost(each.movement_id, each.product_id, -each.amount) for each in late]
    await _post(tx, cost_id, f"Extourne : {number}", back, scheme, at)


async def _post(
    tx: Transaction, cost_id: UUID, label: str, late: Sequence[LateCost], scheme: SchemeName, at: datetime
) -> None:
    carried = await carry(tx, late)
    posted_on = ledger.open_day(await ledger.closed_months(tx), at.date())
    amount = sum((each.amount for each in late), ZERO)
    entries = [
        JournalEntry(
            id=new_id(),
            journal=Journal.STOCK,
            posted_on=posted_on,
            document_on=at.date(),
            label=label,
            source="landed-cost",
            source_id=cost_id,
            lines=lines,
        )
        for lines in landed_cost_lines(scheme, amount=amount, to_stock=carried.to_stock)
        if lines
    ]
    await ledger.post(tx, entries)
    await keep(
        tx,
        carried,
        reason="landed-cost",
        document_id=cost_id,
        entry_id=entries[-1].id,
        posted_on=posted_on,
        now=at,
    )
