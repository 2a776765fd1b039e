"""What a customer's shop shows of stock: where he is served from, and what can be promised when."""

from collections.abc import Mapping, Sequence
from decimal import ROUND_FLOOR, Decimal
from uuid import UUID

from kit.auth import Principal
from kit.db import ReadTransaction

from sales.clients.desk import Desk
from sales.clients.peers import Availability
from sales.domain.errors import NoShop
from sales.domain.kit import Component
from sales.storage import kits


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
    """Of each product, in the order asked, at the site that serves the customer; of a kit whole sets.

    Raises:
        NoShop: nobody ordered anything yet.
        PeerAway: no answer in time.
    """
    async with desk.database.read() as tx:
        site = await site_of(tx, customer_id)
        made_of = await kits.components_of(tx, product_ids)
    components = [made_of.get(id_, (Component(id_, Decimal(1)),)) for id_ in product_ids]
    asked = list(dict.fromkeys(part.product_id for parts in components for part in parts))
    stocks = await desk.peers.stock.availability(asked, warehouse=site, caller=caller, with_next_day=True)
    found = dict(zip(asked, stocks, strict=True))
    return [
        _sets(parts, found) if id_ in made_of else found[id_]
        for id_, parts in zip(product_ids, components, strict=True)
    ]


def _sets(parts: Sequence[Component], stocks: Mapping[UUID, Availability]) -> Availability:
    """So many kits as the scarcest part allows, and the next one when the last of its parts can be promised."""
    own = [stocks[part.product_id] for part in parts]
    days = [stock.next_on for stock in own]
    return Availability(
        available=_scarcest(parts, [stock.available for stock in own]),
        incoming=_scarcest(parts, [stock.incoming for stock in own]),
        next_on=None if None in days else max(day for day in days if day is not None),
    )


def _scarcest(parts: Sequence[Component], stocks: Sequence[Decimal]) -> Decimal:
    sets = min(stock / part.quantity for part, stock in zip(parts, stocks, strict=True))
    return sets.to_integral_value(ROUND_FLOOR)
