"""The cube beside the ledger: equal, or the difference and where."""

from collections.abc import AsyncIterator, Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from kit.testing.services import ServiceUnderTest, service_under_test
from kit.wire import decimal_out
from reporting.domain.ledger import tie
from reporting.wiring import MIGRATIONS, build

from services.reporting.tests import factories as make

INVOICES, VALUATIONS = "accounting.invoices.v1", "accounting.valuations.v1"
READ = "reporting.margins.read"


@pytest.fixture
async def reporting(new_database: Callable[[str], str]) -> AsyncIterator[ServiceUnderTest]:
    """Of its own: the differences are of all there is."""
    async with service_under_test(build, MIGRATIONS, new_database("ledger")) as under_test:
        yield under_test


async def ask(reporting: ServiceUnderTest) -> Any:
    async with reporting.client(READ) as client:
        answer = await client.get("/margins/ledger")
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_goods_that_left_before_they_were_invoiced_wait_and_the_rest_is_equal(
    reporting: ServiceUnderTest,
) -> None:
    """Bought for 100; 60 leave in March, invoiced for 90 in April; 10 more leave in April and are not invoiced yet."""
    item, movement, other = make.text_id(), make.text_id(), make.text_id()
    bought = make.issue(make.text_id(), product_id=item, cost="-100", left="10", value="100")
    bought.quantity.CopyFrom(decimal_out(Decimal(10)))
    bought.posted_on = "2026-03-01"
    left = make.issue(movement, product_id=item, cost="60", left="4", value="40")
    left.posted_on = "2026-03-20"
    later = make.issue(other, product_id=item, cost="10", left="3", value="30")
    later.posted_on = "2026-04-20"
    sold = make.invoice(make.line(movement, product_id=item, net="90"), issued_on="2026-04-02")
    await reporting.deliver(VALUATIONS, bought, left, later, repeat=2)
    await reporting.deliver(INVOICES, sold, repeat=2)
    found = await ask(reporting)
    april, march = found["months"]
    shown = ("ledger_revenue", "cube_revenue", "ledger_cost", "cube_cost", "waiting_cost", "stock_value")
    assert [Decimal(march[name]) for name in shown] == [0, 0, 60, 0, 60, 40]
    assert [Decimal(april[name]) for name in shown] == [90, 90, 10, 60, 10, 30]
    assert found["is_equal"]
    async with reporting.client("reporting.invariants.read") as client:
        checks = (await client.get("/invariants")).json()["checks"]
    assert [check["name"] for check in checks if not check["ok"]] == []


async def test_a_difference_is_shown_with_its_month(reporting: ServiceUnderTest) -> None:
    async with reporting.database.transaction() as tx:
        await tx.execute("INSERT INTO margin_day (day, revenue, cost) VALUES ('2026-05-06', 7, 0)")
        await tx.execute("INSERT INTO stock_value (product_id, quantity, value) VALUES (gen_random_uuid(), 1, 3)")
    found = await ask(reporting)
    (may,) = found["months"]
    assert (may["month"], may["revenue_difference"], found["stock_difference"]) == ("2026-05-01", "7", "3")
    assert not found["is_equal"]


def test_nothing_is_equal_to_nothing() -> None:
    assert tie({}, uninvoiced_cost=Decimal(0), stock_value=Decimal(0)).is_equal


def test_a_cost_that_is_nowhere_is_a_difference() -> None:
    lost = tie(
        {date(2026, 1, 1): (Decimal(0), Decimal(0), Decimal(5), Decimal(2), Decimal(0))},
        uninvoiced_cost=Decimal(1),
        stock_value=Decimal(0),
    )
    assert (lost.cost_difference, lost.is_equal) == (Decimal(2), False)
