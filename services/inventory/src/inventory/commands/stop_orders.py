"""Orders that sales has put on hold stay here: they hold their stock, but nobody picks or ships them."""

from collections.abc import Sequence

from kit.db import ReadTransaction

from inventory.domain.errors import OrderOnHold
from inventory.storage import order_stops
from inventory.storage.reservations import Reservation


async def check_not_stopped(tx: ReadTransaction, orders: Sequence[Reservation]) -> None:
    """Nothing while all of these locked orders may go on.

    Raises:
        OrderOnHold: one may not; with every such order.
    """
    stops = await order_stops.of_orders(tx, [order.order_id for order in orders])
    if not stops:
        return
    numbers = {order.order_id: order.order_number for order in orders}
    first = stops[0]
    raise OrderOnHold(
        f"{numbers[first.order_id]} is on hold, leave its goods where they are: {first.explanation}",
        number=numbers[first.order_id],
        cause=first.cause,
        orders=[
            {"order_id": str(stop.order_id), "number": numbers[stop.order_id], "cause": stop.cause} for stop in stops
        ],
    )
