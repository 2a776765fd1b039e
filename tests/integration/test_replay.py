"""The topics give the books back: heard again from the beginning, twice over, in another order."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path
from random import Random

import pytest
from stack.kafka import Kafka
from stack.platform import Platform
from stack.process import Child
from wholesaler.client import Role

from tests.integration import books, topics
from tests.integration.copies import Copy, copy_of, run_to_end
from tests.integration.house import House, opened
from tests.integration.parking import give_up_garbage, is_garbage, parked

pytestmark = pytest.mark.integration

SEED = 2013
_PATIENCE_S = 300  # four copies hear a house's whole history in small batches, side by side, on whatever machine


@pytest.fixture(scope="module")
async def traded(platform: Platform) -> AsyncIterator[House]:
    """A house with something of everything in its books, and nothing on its way."""
    async with opened(platform.url) as house:
        for method in ("avco", "fifo"):
            article = await house.article(price="10.00", stock="20", cost="5.00", method=method)
            await house.sell(article, "7")
            await house.buy(article, "30", price="6.00")
            await house.sell(article, "25")
            await house.found(article, "3")
            await house.found(article, "-1")
            await house.buy(article, "10", price="7.00")
            await house.sell(article, "15")
            await house.place({article: "40"})
        await house.quiet()
        assert len((await books.accounting(house))["invoices"]) >= 6
        yield house


async def heard_all(house: House, service: str, broker: str, consumer: Child | None = None) -> None:
    """Come back when the service has applied all that was there to listen to, and nothing is parked."""
    ends = await topics.ends(broker)

    async def is_at_the_end() -> bool:
        if consumer:
            consumer.refuse_if_dead()
        await give_up_garbage(house, service)
        waiting = await parked(house, service)
        if any(is_garbage(row) for row in waiting):
            return False  # more of it has come meanwhile
        assert [row["error"] for row in waiting] == []
        now = await house.get(Role.ADMIN, f"{service}/event-positions")
        positions = {(each["topic"], each["partition"]): each["next_offset"] for each in now["positions"]}
        heard = {topic for topic, _ in positions}
        here = {place: end for place, end in ends.items() if place[0] in heard}
        return bool(here) and all(positions.get(place, 0) >= end for place, end in here.items())

    await house.until(is_at_the_end, f"{service} has heard everything", patience_s=_PATIENCE_S)


async def set_taxes(house: House, copy: Copy) -> None:
    """Tax rates are accounting's own facts: no topic tells them."""
    for rate in (await house.get(Role.FINANCE, "accounting/tax-rates"))["items"]:
        await copy.house.put(Role.FINANCE, "accounting/tax-rates", rate)


async def set_places(house: House, copy: Copy) -> None:
    """Warehouses are inventory's own."""
    for each in await house.listed(Role.WAREHOUSE, "inventory/warehouses"):
        warehouse = {"code": each["code"], "name": each["name"]}
        await copy.house.post(Role.WAREHOUSE, "inventory/warehouses", warehouse)


async def test_reporting_rebuilt_from_the_topics_has_the_same_figures(platform: Platform, traded: House) -> None:
    before = await books.reporting(traded)
    assert before["summary"]["unvalued_lines"] == 0

    service = platform.process("reporting")
    service.terminate()
    service.wait(20)
    await run_to_end(platform, "reporting", "rebuild", platform.environment("reporting"))
    service.start()
    await asyncio.to_thread(platform.await_ready)
    await heard_all(traded, "reporting", platform.kafka.bootstrap)
    assert await books.reporting(traded) == before


async def test_the_valuation_rebuilt_from_the_topics_is_the_same(platform: Platform, traded: House) -> None:
    broker = platform.kafka.bootstrap
    async with copy_of(platform, "accounting", traded, broker=broker) as again:
        await set_taxes(traded, again)
        again.listen()
        await heard_all(again.house, "accounting", broker, again.consumer)
        assert await books.accounting(again.house) == await books.accounting(traded)


@pytest.fixture
async def told_twice(platform: Platform, traded: House, tmp_path: Path) -> AsyncIterator[str]:
    """Another broker, that has every event of this one twice, in another order of the keys."""
    broker = Kafka(tmp_path, brief=True)
    await asyncio.to_thread(broker.start)
    try:
        events = [each for each in await topics.history(platform.kafka.bootstrap) if each.is_event]
        await topics.publish(broker.bootstrap, topics.twice_and_shuffled(events, Random(SEED)))
        yield broker.bootstrap
    finally:
        await asyncio.to_thread(broker.stop)


async def test_every_event_twice_and_in_another_order_gives_the_same_books(
    platform: Platform, traded: House, told_twice: str
) -> None:
    async with AsyncExitStack() as stack:

        async def copy(service: str, broker: str) -> Copy:
            return await stack.enter_async_context(copy_of(platform, service, traded, broker=broker))

        accounting = await copy("accounting", told_twice)
        await set_taxes(traded, accounting)
        reporting, inventory = await copy("reporting", told_twice), await copy("inventory", told_twice)
        # Inventory's own facts are its movements: of what it hears, compare with a copy that hears it once.
        once = await copy("inventory", platform.kafka.bootstrap)
        for each in (inventory, once):
            await set_places(traded, each)
        for each in (accounting, reporting, inventory, once):
            each.listen()
        await heard_all(accounting.house, "accounting", told_twice, accounting.consumer)
        await heard_all(reporting.house, "reporting", told_twice, reporting.consumer)
        await heard_all(inventory.house, "inventory", told_twice, inventory.consumer)
        await heard_all(once.house, "inventory", platform.kafka.bootstrap, once.consumer)
        assert await books.accounting(accounting.house) == await books.accounting(traded)
        assert await books.reporting(reporting.house) == await books.reporting(traded)
        assert await books.inventory(inventory.house) == await books.inventory(once.house)
