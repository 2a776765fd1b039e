"""Goods came back, as inventory tells: what was authorised is credited."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from kit.consumer import NotYet
from kit.db import Transaction

from sales import wire
from sales.commands.authorise_return import record
from sales.domain.delivered import DeliveredLine
from sales.domain.order import SalesOrder
from sales.domain.returns import Credit, ReturnAuthorisation, ReturnStatus, came_back
from sales.storage import delivered, orders, returns


@dataclass(frozen=True, slots=True)
class CameBack:
    """Goods of an order came back; `reference` is what they were marked with."""

    id: UUID
    order_id: UUID
    reference: str
    quantities: Mapping[UUID, Decimal]  # by shipment line
    at: datetime


async def goods_came_back(tx: Transaction, facts: Sequence[CameBack]) -> None:
    """Note what came back; ask for the credit of what a return authorised, and of nothing else.

    Raises:
        NotYet: the order, or its shipment, is not here.
    """
    for fact in facts:
        await _come_back(tx, fact)


async def _come_back(tx: Transaction, fact: CameBack) -> None:
    order = await _order(tx, fact)
    known = await delivered.of_order(tx, order.id)
    if missing := fact.quantities.keys() - known.keys():
        raise NotYet(f"Nothing is known here of a shipment line {min(missing)}.")
    asked = (await returns.of_numbers(tx, [fact.reference])).get(fact.reference)
    if asked is None or asked.order_id != order.id:
        await delivered.give_back(tx, fact.quantities)
        return
    after, due, excess = came_back(asked, fact.quantities)
    await delivered.give_back(tx, excess)
    if after is asked:
        return
    await returns.write(tx, after)
    await record(tx, asked, after, "received", "system")
    await _credit(tx, order, after, due, known, fact)
    if after.status is ReturnStatus.RECEIVED and asked.status is not ReturnStatus.RECEIVED:
        tx.publish(wire.return_closed(after, "", fact.at))


async def _order(tx: Transaction, fact: CameBack) -> SalesOrder:
    if await orders.find(tx, fact.order_id) is None:
        raise NotYet(f"There is no sales order {fact.order_id} here.")
    return await orders.lock(tx, fact.order_id)


async def _credit(
    tx: Transaction,
    order: SalesOrder,
    asked: ReturnAuthorisation,
    due: Sequence[Credit],
    known: Mapping[UUID, DeliveredLine],
    fact: CameBack,
) -> None:
    if not due:
        return
    tx.publish(
        wire.credit_requested(
            order.id,
            order.terms,
            source="return",
            source_id=asked.id,
            source_number=asked.number,
            cause_id=fact.id,
            due=due,
            delivered=known,
            at=fact.at,
        )
    )
