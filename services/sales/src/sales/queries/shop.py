"""What a customer's shop shows of stock: where he is served from, and what can be promised when."""

from collections.abc import Sequence
from uuid import UUID

from kit.auth import Principal
from kit.db import ReadTransaction

from sales.clients.desk import Desk
from sales.clients.peers import Availability
from sales.domain.errors import NoShop


async def site_of(tx: ReadTransaction, customer_id: UUID) -> str:
    """The warehouse that serves a customer: the one of his last order, else of the last order of anybody.

    Customers do not choose sites, and are not told which there are.

    Raises:
        NoShop: nobody ordered anything yet.
    """
    site: str | None = await tx.fetchval(
        "SELECT warehouse FROM sales_order ORDER BY (customer_id = $1) DESC, created_at DESC LIMIT 1", customer_id
    )
    if site is None:
        raise NoShop("No order says yet from which site customers are served: the house writes the first one.")
    return site


async def shop_stock(
    desk: Desk, customer_id: UUID, product_ids: Sequence[UUID], caller: Principal
) -> list[Availability]:
    """Of each product, in the order asked, at the site that serves the customer.

    Raises:
        NoShop: nobody ordered anything yet.
        PeerAway: no answer in time.
    """
    async with desk.database.read() as tx:
        site = await site_of(tx, customer_id)
    return await desk.peers.stock.availability(product_ids, warehouse=site, caller=caller, with_next_day=True)
