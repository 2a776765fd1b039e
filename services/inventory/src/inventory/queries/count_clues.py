"""Why the lines of a count may differ."""

from collections import defaultdict
from collections.abc import Sequence
from uuid import UUID

from kit.db import ReadTransaction

from inventory.domain.count import CountLine
from inventory.domain.detective import Clue, Unbooked, clues
from inventory.storage import counts, products


async def count_clues(tx: ReadTransaction, count_id: UUID, warehouse: str) -> list[tuple[CountLine, list[Clue]]]:
    """Probable causes of every line that differs, by falling value of the difference."""
    differing = [line for line in await counts.lines(tx, count_id) if line.difference]
    product_ids = list({line.product_id for line in differing})
    unbooked = await _unbooked(tx, product_ids, warehouse)
    factors = await products.factors(tx, product_ids)
    by_size: dict[object, list[CountLine]] = defaultdict(list)
    for line in differing:
        by_size[line.difference].append(line)
    found = [
        (line, clues(line, by_size.get(-line.difference, []), unbooked.get(line.product_id, []), factors))
        for line in differing
    ]
    return sorted(found, key=lambda each: (-each[0].value, str(each[0].id)))


async def _unbooked(tx: ReadTransaction, product_ids: Sequence[UUID], warehouse: str) -> dict[UUID, list[Unbooked]]:
    """Goods that documents say are under way: expected from suppliers, or held for customers."""
    rows = await tx.fetch(
        "SELECT l.product_id, l.quantity - l.cancelled - l.received AS quantity, o.number FROM purchase_order_line l"
        " JOIN purchase_order o ON o.id = l.purchase_order_id"
        " WHERE l.product_id = ANY($1) AND l.is_open AND NOT o.is_closed AND o.warehouse = $2"
        " AND l.received < l.quantity - l.cancelled"
        " UNION ALL SELECT l.product_id, -l.reserved, r.order_number FROM reservation_line l"
        " JOIN reservation r ON r.order_id = l.order_id"
        " WHERE l.product_id = ANY($1) AND l.warehouse = $2 AND l.reserved > 0 AND r.is_firm",
        product_ids,
        warehouse,
    )
    found: dict[UUID, list[Unbooked]] = defaultdict(list)
    for row in rows:
        found[row["product_id"]].append(Unbooked(row["product_id"], row["quantity"], row["number"]))
    return found
