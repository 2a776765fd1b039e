"""What the movements of a batch are analysed by: site, family, and whom goods went to."""

from collections.abc import Sequence
from uuid import UUID

from kit.db import ReadTransaction

from accounting.domain.entry import Axes
from accounting.domain.movement import Movement


async def axes_of(tx: ReadTransaction, movements: Sequence[Movement]) -> dict[UUID, Axes]:
    """By movement. Goods that went to no customer have none."""
    rows = await tx.fetch(
        "SELECT m.id, coalesce(p.family, '') AS family, o.customer_id, coalesce(o.channel, '') AS channel"
        " FROM unnest($1::uuid[], $2::uuid[], $3::uuid[]) AS m (id, product_id, order_line_id)"
        " LEFT JOIN product p ON p.id = m.product_id LEFT JOIN sales_order_line l ON l.id = m.order_line_id"
        " LEFT JOIN sales_order o ON o.id = l.sales_order_id",
        [movement.id for movement in movements],
        [movement.product_id for movement in movements],
        [movement.order_line_id for movement in movements],
    )
    sites = {movement.id: movement.warehouse for movement in movements}
    return {row["id"]: Axes(sites[row["id"]], row["family"], row["customer_id"], row["channel"]) for row in rows}
