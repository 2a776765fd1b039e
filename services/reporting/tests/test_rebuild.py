"""The figures are rebuilt from the topics while they are asked for and facts go on coming; cut off and taken up again."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from comptoir.catalog.v1.product_pb2 import ProductChanged
from google.protobuf.message import Message
from kit.consumer import Consumer
from kit.db import Database
from kit.events import OutgoingEvent, Topic
from kit.outbox import Relay
from kit.service import Errand
from kit.settings import ServiceSettings
from kit.testing.services import ServiceUnderTest, service_under_test
from reporting.consumers.rebuilder import Rebuilder
from reporting.storage import shadow
from reporting.storage.tables_cube import BY_MONTH
from reporting.wiring import MIGRATIONS, build
from stack.kafka import Kafka

from kit import migrations
from services.reporting.tests import factories as make

MANAGE = "reporting.messages.manage"
READ = "reporting.margins.read"
INVOICES, VALUATIONS, PRODUCTS = "accounting.invoices.v1", "accounting.valuations.v1", "catalog.products.v1"
DEADLINE_S = 60


class House:
    """Reporting with a broker, where a test says what the others tell."""

    def __init__(self, reporting: ServiceUnderTest, teller: Database, settings: ServiceSettings) -> None:
        self.reporting = reporting
        self.settings = settings
        self._teller = teller
        self.told = 0

    async def tell(self, topic: str, *messages: Message) -> None:
        async with self._teller.transaction() as tx:
            tx.publish(*(OutgoingEvent(topic, "test", message) for message in messages))
        self.told += len(messages)

    async def sell(self, number: int, months: Sequence[str]) -> None:
        """Sales over these months, each with its cost and one with what came back; some are below the margin."""
        for n in range(number):
            item, movement, month = make.text_id(), make.text_id(), months[n % len(months)]
            sold = make.invoice(make.line(movement, product_id=item, net=str(100 + n)), issued_on=f"{month}-15")
            await self.tell(
                PRODUCTS, ProductChanged(product_id=item, version=1, sku=f"R-{item[-6:]}", family_code=f"F{n % 3}")
            )
            await self.tell(INVOICES, sold)
            await self.tell(VALUATIONS, make.issue(movement, product_id=item, cost=str(95 if n % 5 else 20), value="7"))
            if n % 4 == 0:
                await self.tell(VALUATIONS, make.came_back(movement, product_id=item, cost="9", posted_on="2026-07-01"))

    async def heard(self, schema: str = "public") -> int:
        async with self.reporting.database.read() as tx:
            return int(await tx.fetchval(f"SELECT coalesce(sum(events), 0) FROM {schema}.freshness"))

    async def get(self, path: str, *permissions: str, **params: str) -> Any:
        async with self.reporting.client(*permissions) as client:
            answer = await client.get(path, params=params)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def figures(self) -> dict[str, Any]:
        """Everything that is shown, but for when it was applied."""
        cubes = {
            f"{by} {basis}": await self.get("/margins/cube", READ, by=by, basis=basis, sort="key", limit="200")
            for by in ("product", "family", "customer", "month", "year")
            for basis in ("sold", "known")
        }
        alerts = await self.get("/alerts", "reporting.alerts.read", limit="200")
        return {
            **cubes,
            "alerts": {(alert["id"], alert["raised_at"]) for alert in alerts["items"]},
            "summary": await self.get("/summary", READ),
            "margins": await self.get("/margins/cube", READ, by="family"),
        }

    @asynccontextmanager
    async def serving(self) -> AsyncIterator[None]:
        """The consumer at work."""
        stop = asyncio.Event()
        service = self.reporting.service
        work = asyncio.ensure_future(Consumer("reporting", service.database, self.settings, service.handlers).run(stop))
        try:
            yield
        finally:
            stop.set()
            await work

    def rebuilder(self) -> Rebuilder:
        service = self.reporting.service
        return Rebuilder(service.database, self.settings, service.handlers)

    async def status(self) -> Any:
        return await self.get("/rebuild", MANAGE)

    async def post(self, path: str) -> tuple[int, Any]:
        async with self.reporting.client(MANAGE) as client:
            answer = await client.post(path)
        return answer.status_code, answer.json()


async def until(condition: Callable[[], Any]) -> None:
    async with asyncio.timeout(DEADLINE_S):
        while not await condition():
            await asyncio.sleep(0.05)


@pytest.fixture
def broker(tmp_path: Path) -> Iterator[Kafka]:
    server = Kafka(tmp_path)
    server.start()
    yield server
    server.stop()


@pytest.fixture
async def house(new_database: Callable[[str], str], broker: Kafka) -> AsyncIterator[House]:
    dsn = new_database("teller")
    migrations.upgrade_in_thread(dsn, MIGRATIONS)
    async with service_under_test(
        build, MIGRATIONS, new_database("rebuilt"), KAFKA_BOOTSTRAP_SERVERS=broker.bootstrap
    ) as reporting:
        teller, stop = Database(dsn), asyncio.Event()
        topics = [Topic(INVOICES), Topic(VALUATIONS), Topic(PRODUCTS)]
        relay = asyncio.ensure_future(Relay("teller", teller, reporting.service.settings, topics).run(stop))
        yield House(reporting, teller, reporting.service.settings.model_copy(update={"consumer_batch_max": 20}))
        stop.set()
        await relay
        await teller.close()


async def test_figures_are_the_same_after_a_rebuild_that_was_killed_while_facts_came(house: House) -> None:
    async def everything() -> bool:
        return await house.heard() == house.told

    async with house.serving():
        await house.sell(40, ["2026-01", "2026-03", "2027-02"])
        await until(everything)
        before = await house.figures()
        assert before["alerts"]

        status, asked = await house.post("/rebuild")
        assert (status, asked["status"]) == (202, "asked")
        assert (await house.post("/rebuild"))[0] == 409

        first = house.rebuilder()
        await first.step()

        async def has_begun() -> bool:
            return await house.heard("rebuild") > 0

        await until(has_begun)
        await _kill(first)
        done = await house.heard("rebuild")
        assert done > 0
        assert await house.figures() == before  # it serves on

        await house.sell(10, ["2026-02", "2027-02"])
        again = house.rebuilder()
        await again.step()
        assert await house.heard("rebuild") >= done  # it goes on where it was
        await house.sell(5, ["2026-02"])
        await until(everything)
        grown = await house.figures()
        assert grown != before

        async def is_done() -> bool:
            await again.step()
            return bool((await house.status())["status"] == "done")

        await until(is_done)
        await until(everything)  # a few messages are applied again, to the tables that now serve
        assert await house.figures() == grown
        await house.sell(3, ["2026-01"])
        await until(everything)
        assert Decimal((await house.get("/summary", READ))["revenue"]) > Decimal(grown["summary"]["revenue"])
    await _is_as_migrated(house.reporting.database)


async def _kill(rebuilder: Rebuilder) -> None:
    """As kill -9 does: its connections are gone in the middle of whatever it did, and nothing is tidied up."""
    work = rebuilder._work  # nobody else may cut it off
    assert work is not None
    work._guard.terminate()
    (await work._database.pool()).terminate()
    while not work._consuming.done():
        work._consuming.cancel()
        await asyncio.sleep(0.05)


async def _is_as_migrated(database: Database) -> None:
    """The next migration finds the tables as the ones before left them, and nothing of the rebuild is left."""
    await asyncio.to_thread(migrations.check, database.dsn, MIGRATIONS)
    async with database.read() as tx:
        schemas = await tx.fetch("SELECT nspname FROM pg_namespace WHERE nspname LIKE 'rebuild%'")
        months = await tx.fetch(
            "SELECT relname FROM pg_class WHERE relnamespace = 'public_months'::regnamespace AND relkind = 'r'"
        )
    assert (schemas, len(months)) == ([], 4 * len(BY_MONTH))


async def test_a_rebuild_is_cancelled(house: House) -> None:
    async with house.serving():
        await house.sell(3, ["2026-01"])
        await house.post("/rebuild")
        rebuilder = house.rebuilder()
        await rebuilder.step()
        status, answer = await house.post("/rebuild/cancel")
        assert (status, answer["status"]) == (200, "cancelled")
        await rebuilder.step()
        async with house.reporting.database.read() as tx:
            assert await shadow.progress(tx) is None
    assert (await house.post("/rebuild/cancel"))[0] == 409


async def test_a_consumer_looks_for_a_rebuild_every_second(house: House) -> None:
    (job,) = [each for each in house.reporting.service.jobs if each.name == "rebuild"]
    assert isinstance(job, Errand)
    assert job.every_s <= 1
    await job.act()  # none was asked for
