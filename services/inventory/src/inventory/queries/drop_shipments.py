"""What suppliers have still to bring to our customers themselves."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from kit.db import ReadTransaction


@dataclass(frozen=True, slots=True)
class ProposedLine:
    """So much of a purchase order's line is for the line of a sales order."""

    sales_order_line_id: UUID
    purchase_order_line_id: UUID
    product_id: UUID
    quantity: Decimal  # what the supplier owes and the customer waits for


@dataclass(frozen=True, slots=True)
class Proposal:
    """What one customer gets of a purchase order."""

    sales_order_id: UUID
    sales_order_number: str
    purchase_order_id: UUID
    purchase_order_number: str
    lines: Sequence[ProposedLine]


async def proposals(tx: ReadTransaction, purchase_order_id: UUID) -> list[Proposal]:
    """By sales order. Lines of one sales order's line share what it waits for, in their order."""
    rows = await tx.fetch(
        "SELECT s.order_id, r.order_number, o.number, l.id, l.product_id, s.order_line_id, least("
        " l.quantity - l.cancelled - l.received, s.quantity - s.reserved - s.shipped - coalesce(sum("
        "greatest(l.quantity - l.cancelled - l.received, 0)) OVER (PARTITION BY s.order_line_id ORDER BY l.position"
        " ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0)) AS quantity"
        " FROM purchase_order_line l JOIN purchase_order o ON o.id = l.purchase_order_id"
        " JOIN reservation_line s ON s.order_line_id = l.sales_order_line_id AND s.product_id = l.product_id"
        " JOIN reservation r ON r.order_id = s.order_id"
        " WHERE o.id = $1 AND NOT o.is_closed AND l.is_open AND r.status = 'held' AND r.is_firm"
        " ORDER BY r.order_number, s.order_id, l.position",
        purchase_order_id,
    )
    heads = {row["order_id"]: row for row in rows}
    lines: dict[UUID, list[ProposedLine]] = defaultdict(list)
    for row in rows:
        if row["quantity"] > 0:
            line = ProposedLine(row["order_line_id"], row["id"], row["product_id"], row["quantity"])
            lines[row["order_id"]].append(line)
    return [
        Proposal(id_, heads[id_]["order_number"], purchase_order_id, heads[id_]["number"], found)
        for id_, found in lines.items()
    ]
