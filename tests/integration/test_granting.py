"""Prices below the list: who may grant them is judged by the roles of who asks, and what was granted is used up once."""

import asyncio
from collections import Counter
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from wholesaler.client import Role

from tests.integration.house import Answer, House, decimal, decimals

pytestmark = pytest.mark.integration

CLIENTS = 8


async def place(house: House, article: UUID, quantity: str, price: str) -> Answer:
    order = house.order({article: quantity})
    order["lines"] = [{"product_id": str(article), "quantity": quantity, "unit_price": price}]
    return await house.post(Role.SALES, "sales/orders/place", order)


async def approve(house: House, service: str, document_id: str, *roles: Role) -> None:
    (request,) = await house.listed(roles[0], f"{service}/approvals", document_id=document_id)
    for role in roles:
        await house.post(role, f"{service}/approvals/{request['id']}/approve", {})


async def test_a_discount_is_granted_by_whoever_may(house: House) -> None:
    """A seller grants ten per cent, the pricing manager twenty-five, finance fifty; nobody more."""
    article = await house.article(price="10.00", stock="100", cost="1.00")
    assert (await place(house, article, "1", "9.00"))["status"] == "confirmed"
    for price, approver in (("8.00", Role.PRICING), ("6.00", Role.FINANCE)):
        order = await place(house, article, "1", price)
        assert order["status"] == "awaiting-approval"
        await approve(house, "sales", order["id"], approver)
        firm = await house.get(Role.SALES, f"sales/orders/{order['id']}")
        assert (firm["status"], *decimals(firm["lines"][0], "unit_price")) == ("confirmed", *decimal(price))


async def test_what_was_granted_is_used_up_once_by_eight_at_a_time(house: House) -> None:
    """An exception of ten at 5.00: three of eight orders of three get it, the others have to ask."""
    article = await house.article(price="10.00", stock="100", cost="1.00")
    ends = (datetime.now(UTC) + timedelta(days=30)).date()
    asked = await house.post(
        Role.SALES,
        "pricing/exceptions",
        {
            "customer_id": str(house.customer),
            "product_id": str(article),
            "unit_price": "5.00",
            "quantity_cap": "10",
            "effective_until": ends.isoformat(),
            "reason": "Opening of his new shop",
        },
    )
    await approve(house, "pricing", asked["id"], Role.FINANCE)
    orders = await asyncio.gather(*(place(house, article, "3", "5.00") for _ in range(CLIENTS)))
    assert Counter(order["status"] for order in orders) == {"confirmed": 3, "awaiting-approval": CLIENTS - 3}
    assert house.faults == []
    await house.quiet()

    async def used() -> Decimal:
        return Decimal((await house.get(Role.SALES, f"pricing/exceptions/{asked['id']}"))["quantity_used"])

    assert await used() == 9
    firm = next(order for order in orders if order["status"] == "confirmed")
    await house.post(Role.SALES, f"sales/orders/{firm['id']}/cancel", {"reason": "He changed his mind"})
    await house.quiet()
    assert await used() == 6
    (again,) = (await house.post(Role.SALES, "sales/orders/place", house.order({article: "4"})))["lines"]
    assert decimals(again, "unit_price") == decimal("5.00")  # his price by now, without anybody typing it
