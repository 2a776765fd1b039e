"""What an order had called off of a blanket order, and does not want any more."""

from collections import defaultdict
from decimal import Decimal
from uuid import UUID

from kit.db import Transaction
from kit.money import ZERO

from purchasing.domain.order import PurchaseOrder
from purchasing.storage import blankets


async def give_back(tx: Transaction, order: PurchaseOrder) -> None:
    """What was called off by an order that is given up, or of which lines are left out, can be called off again."""
    back: dict[UUID, Decimal] = defaultdict(lambda: ZERO)
    for line in order.lines:
        if line.blanket_line_id is not None and not line.received:
            back[line.blanket_line_id] -= line.quantity
    if back:
        for blanket_id in await blankets.of_lines(tx, list(back)):
            await blankets.lock(tx, blanket_id)
        await blankets.call(tx, back)
