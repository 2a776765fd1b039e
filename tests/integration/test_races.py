"""Many want the last ones: who comes first gets them, nobody sees a fault."""

import asyncio
from collections import Counter
from decimal import Decimal

import httpx
import pytest
from kit.ids import new_id
from wholesaler.client import Role
from wholesaler.errors import Refused

from tests.integration.house import House, decimal, decimals

pytestmark = pytest.mark.integration

CLIENTS = 50


async def test_fifty_confirmations_for_the_last_seven(house: House) -> None:
    article = await house.article(price="10.00", stock="7", cost="5.00")

    async def confirm(n: int) -> str:
        try:
            order = await house.place({article: "1"}, shortage="refuse", customer_reference=f"race {n}")
        except Refused as refusal:
            return f"{refusal.status} {refusal.slug}"
        return str(order["status"])

    outcomes = Counter(await asyncio.gather(*map(confirm, range(CLIENTS))))
    assert outcomes == {"confirmed": 7, "409 insufficient-stock": CLIENTS - 7}
    (stock,) = await house.listed(Role.WAREHOUSE, "inventory/stock", product_id=str(article))
    assert decimals(stock, "on_hand", "reserved") == decimal("7", "7")
    assert house.faults == []


async def test_fifty_orders_over_the_same_articles_in_any_order_never_lock_each_other_out(house: House) -> None:
    articles = [await house.article(price="10.00", stock="100", cost="5.00") for _ in range(4)]

    async def confirm(n: int) -> int:
        turned = articles[n % 4 :] + articles[: n % 4]
        order = await house.place(dict.fromkeys(turned, "3"))
        assert order["status"] == "confirmed"
        return sum(int(Decimal(line["quantity_backordered"])) for line in order["lines"])

    missing = await asyncio.gather(*map(confirm, range(CLIENTS)))
    assert sum(missing) == 4 * (3 * CLIENTS - 100)
    for article in articles:
        (stock,) = await house.listed(Role.WAREHOUSE, "inventory/stock", product_id=str(article))
        assert Decimal(stock["reserved"]) == 100
    assert house.faults == []


async def test_the_same_order_confirmed_by_fifty_at_once_is_confirmed_once(house: House) -> None:
    article = await house.article(price="10.00", stock="100", cost="5.00")
    draft = await house.post(Role.SALES, "sales/orders", house.order({article: "5"}))

    async def confirm(_: int) -> tuple[int, str]:
        try:
            order = await house.post(Role.SALES, f"sales/orders/{draft['id']}/confirm", {}, key=str(new_id()))
        except Refused as refusal:
            return refusal.status, refusal.slug
        return httpx.codes.OK, str(order["status"])

    outcomes = Counter(await asyncio.gather(*map(confirm, range(CLIENTS))))
    assert outcomes[(httpx.codes.OK, "confirmed")] >= 1
    assert all(status in (200, 409) for status, _ in outcomes), outcomes
    (stock,) = await house.listed(Role.WAREHOUSE, "inventory/stock", product_id=str(article))
    assert Decimal(stock["reserved"]) == 5
    assert house.faults == []
