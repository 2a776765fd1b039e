"""What happens to needs that are pegged to order lines, when either side changes."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from uuid import UUID

from kit.db import Transaction
from kit.money import ZERO

from inventory.domain.movement import StockKey
from inventory.domain.peg import fill, no_longer_wanted
from inventory.domain.replenishment import Method, Rule
from inventory.storage import pegs
from inventory.storage.pegs import WaitingLine
from inventory.wire import replenishment_withdrawn
from kit import clock


async def withdraw_unwanted(
    tx: Transaction, lines: Sequence[WaitingLine], rules: Mapping[StockKey, Rule]
) -> dict[UUID, Decimal]:
    """Take back what was accepted for lines that do not wait for it any more; returns what stays accepted, by line."""
    kept: dict[UUID, Decimal] = {}
    unwanted: list[UUID] = []
    for line in lines:
        rule = rules.get(line.key)
        to_order = rule if rule is not None and rule.method is Method.MAKE_TO_ORDER else None
        gone = no_longer_wanted(to_order, waiting=line.waiting, coming=line.coming, needs=line.needs)
        kept[line.sales_order_line_id] = sum((need.quantity for need in line.needs if need.id not in gone), ZERO)
        unwanted += gone
    if unwanted:
        now = clock.now()
        withdrawn = await pegs.withdraw(tx, unwanted)
        tx.publish(*(replenishment_withdrawn(need, product, "order-changed", now) for need, product in withdrawn))
    return kept


async def release_pegs(tx: Transaction, sales_order_ids: Sequence[UUID]) -> None:
    """Orders were cancelled or are done: nothing more is bought for them. What is ordered already comes into stock."""
    products = await pegs.products_of_orders(tx, sales_order_ids)
    if products:
        await pegs.drop_proposals(tx, sales_order_ids)
        lines = [line for line in await pegs.lines(tx, products) if line.sales_order_id in sales_order_ids]
        await withdraw_unwanted(tx, lines, {})


async def receive_pegged(tx: Transaction, quantities: Mapping[tuple[UUID, UUID], Decimal]) -> None:
    """Goods came in of purchase orders, by order and product: they are for the lines that they were bought for."""
    received: dict[UUID, Decimal] = {}
    for key, waiting in (await pegs.of_orders(tx, {order_id for order_id, _ in quantities})).items():
        received |= fill(quantities.get(key, ZERO), waiting)
    await pegs.receive(tx, received)
