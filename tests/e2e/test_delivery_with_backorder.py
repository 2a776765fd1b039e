"""« Livrer une commande avec un reliquat » : picked short, packed, shipped, by somebody who has only the screens."""

import pytest
from wholesaler.client import Role

from tests.e2e import day
from tests.e2e.desk import Hire
from tests.integration.house import House

pytestmark = [pytest.mark.integration, pytest.mark.slow]


async def test_an_order_is_shipped_in_part_and_the_rest_stays_on_order(house: House, hire: Hire) -> None:
    article = await house.article(price="10.00", stock="10", cost="1.00")
    order = await house.place({article: "8"})
    await house.quiet()

    clerk, id_, number = await hire("warehouse", "fr"), str(order["id"]), str(order["number"])
    await day.ship_short(clerk, id_, number, asked="8", found="5")
    await house.quiet()
    await clerk.speak("en")
    await day.pack_and_ship(clerk, id_, number, weight="2.5")
    await house.quiet()
    left = await house.get(Role.SALES, f"sales/orders/{order['id']}")
    assert left["status"] == "partially-shipped"
    (line,) = left["lines"]
    # Of 10 on the books 3 were not found: 2 of the 3 that are missing are held for the order, 1 is to come.
    assert (line["quantity_shipped"], line["quantity_backordered"]) == ("5", "1")
