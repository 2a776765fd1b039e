"""A message that cannot be applied: its key waits, all others flow, and nothing of it is lost."""

from uuid import UUID

import pytest
from aiokafka import AIOKafkaProducer
from kit.ids import new_id
from kit.kafka import partition_of
from stack.platform import Platform
from wholesaler.client import Role
from wholesaler.errors import Refused

from tests.integration.house import House, decimal, decimals
from tests.integration.parking import discard, is_garbage, parked, replay

pytestmark = pytest.mark.integration

PRODUCTS = "catalog.products.v1"
MOVEMENTS = "inventory.stock-movements.v1"
LISTENERS = ("accounting", "inventory", "pricing", "purchasing", "reporting", "sales")  # to the catalogue


@pytest.fixture
async def poisoned(platform: Platform, house: House) -> UUID:
    """A product whose key has bytes that are no message in front of it, at everybody who listens to the catalogue."""
    product = new_id()
    producer = AIOKafkaProducer(bootstrap_servers=platform.kafka.bootstrap, acks="all", partitioner=partition_of)
    await producer.start()
    try:
        headers = [("ce_type", b"comptoir.catalog.v1.ProductChanged")]
        await producer.send_and_wait(PRODUCTS, b"\xff not protobuf", str(product).encode(), headers=headers)
    finally:
        await producer.stop()
    for service in LISTENERS:
        await until_parked(house, service, product, [PRODUCTS])
    await house.product(product)
    for service in LISTENERS:
        await until_parked(house, service, product, [PRODUCTS, PRODUCTS])
    return product


async def until_parked(house: House, service: str, product: UUID, topics: list[str]) -> None:
    """Come back when exactly so many messages of these topics are parked."""

    async def are_parked() -> bool:
        return [row["topic"] for row in await parked(house, service, product)] == topics

    await house.until(are_parked, f"{service} parks {topics}")


async def mend(house: House, service: str, product: UUID) -> None:
    """Give up the bytes that nobody can read, and apply the product behind them."""
    garbage, changed, *_ = await parked(house, service, product)
    assert is_garbage(garbage)
    with pytest.raises(Refused, match="409 malformed-message"):
        await replay(house, service, garbage)
    await discard(house, service, garbage)
    assert await replay(house, service, changed) == 1


async def test_garbage_holds_up_its_key_alone_until_it_is_discarded(house: House, poisoned: UUID) -> None:
    await house.sell(await house.article(price="10.00", stock="5", cost="4.00"), "5")

    with pytest.raises(Refused, match="404"):
        await house.get(Role.PRICING, f"pricing/costs/{poisoned}")
    for service in LISTENERS:
        await mend(house, service, poisoned)
        assert await parked(house, service, poisoned) == []

    await house.price(poisoned, "10.00")
    await house.stock(poisoned, "5", cost="4.00")
    await house.costed(poisoned)
    await house.sell(poisoned, "5")


async def test_what_waits_too_long_for_its_product_is_parked_with_what_follows_and_replayed_in_order(
    house: House, poisoned: UUID
) -> None:
    for service in LISTENERS:
        if service != "accounting":
            await mend(house, service, poisoned)

    # Stock moves, but accounting has not heard of the product: the movement waits, and then steps aside.
    await house.stock(poisoned, "10", cost="2.00")
    await until_parked(house, "accounting", poisoned, [PRODUCTS, PRODUCTS, MOVEMENTS])
    await house.found(poisoned, "5")
    await until_parked(house, "accounting", poisoned, [PRODUCTS, PRODUCTS, MOVEMENTS, MOVEMENTS])
    *_, opening, _found = await parked(house, "accounting", poisoned)
    assert opening["error"].startswith("NotYet")
    await house.sell(await house.article(price="10.00", stock="5", cost="4.00"), "5")

    await mend(house, "accounting", poisoned)
    assert await replay(house, "accounting", opening) == 2
    (valued,) = await house.listed(Role.FINANCE, "accounting/valuation", product_id=str(poisoned))
    assert decimals(valued, "quantity", "value") == decimal("15", "30.00")
    assert await parked(house, "accounting", poisoned) == []
