"""Two dates for every number: what stock was worth on a day, and what was known of it at an instant."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from accounting.commands.stock_value.take_checkpoint import take_missing_checkpoint
from accounting.queries.stock_value.as_of import stock_value
from accounting.storage.stock_value import checkpoints
from hypothesis import given
from hypothesis import strategies as st
from kit.testing.properties import on_a_database
from kit.testing.services import ServiceUnderTest

from services.accounting.tests.factories import House

READ = "accounting.valuation.read"


async def instant(accounting: ServiceUnderTest) -> datetime:
    async with accounting.database.read() as tx:
        found: datetime = await tx.fetchval("SELECT clock_timestamp()")
    return found


async def report(house: House, **params: str) -> tuple[str, str]:
    """(quantity, value) of the house's product."""
    async with house.accounting.client(READ) as client:
        answer = await client.get("/valuation/report", params={"product_id": house.product_id, **params})
    items = answer.json()["items"]
    return (items[0]["quantity"], items[0]["value"]) if items else ("0", "0")


async def late_facts(house: House, as_of: str, known_at: datetime) -> list[dict[str, Any]]:
    async with house.accounting.client(READ) as client:
        params = {"as_of": as_of, "known_at": known_at.isoformat(), "limit": "200"}
        items = (await client.get("/valuation/late-facts", params=params)).json()["items"]
    return [each for each in items if each["product_id"] == house.product_id]


async def test_january_as_known_in_february_and_as_known_now(accounting: ServiceUnderTest) -> None:
    house = await House(accounting, "fifo").open()
    await house.move("opening", "10", unit_cost="5", day="2026-01-05")
    then = await instant(accounting)
    await house.move("loss", "2", day="2026-01-30")  # a count of January, told in February
    await house.move("gain", "7", day="2026-02-10")
    assert await report(house, as_of="2026-01-31", known_at=then.isoformat()) == ("10", "50.00")
    assert await report(house, as_of="2026-01-31") == ("8", "40.00")
    assert await report(house, as_of="2026-01-04") == ("0", "0")
    assert await report(house, as_of="2026-02-10") == ("15", "75.00")
    (late,) = await late_facts(house, "2026-01-31", then)
    assert (late["quantity"], late["amount"], late["posted_on"]) == ("-2", "-10.00", "2026-01-30")


async def test_the_report_is_account_37_on_any_day(accounting: ServiceUnderTest) -> None:
    house = await House(accounting, "avco").open()
    for day in ("2026-01-10", "2026-01-31", "2026-02-01"):
        await house.move("receipt", "3", line_id=await house.order("3.333333"), day=day)
    async with accounting.database.read() as tx:
        for on in (date(2026, 1, 10), date(2026, 1, 31), date(2026, 12, 31)):
            found = await stock_value(tx, on)
            statement = (
                "SELECT coalesce(sum(debit - credit), 0) FROM journal_line WHERE account = '37' AND posted_on <= $1"
            )
            assert found.value == await tx.fetchval(statement, on)


async def test_every_product_is_in_the_file(accounting: ServiceUnderTest) -> None:
    house = await House(accounting).open()
    await house.move("opening", "4", unit_cost="2.5", day="2026-01-05")
    async with accounting.client(READ) as client:
        answer = await client.get("/valuation/report.csv", params={"as_of": "2026-01-05"})
    assert f"SKU;{house.product_id};4;10.00" in answer.text


async def test_months_get_their_checkpoints_one_by_one(accounting: ServiceUnderTest) -> None:
    house = await House(accounting).open()
    await house.move("opening", "4", unit_cost="2.5", day="2026-01-05")
    taken = []
    for _ in range(40):
        async with accounting.database.transaction() as tx:
            day = await checkpoints.next_missing(tx, date(2026, 4, 15))
            if not await take_missing_checkpoint(tx, date(2026, 4, 15)):
                break
        taken.append(day)
    assert taken[-1] == date(2026, 3, 31)
    assert all(day is not None and (day + timedelta(days=1)).day == 1 for day in taken)
    await house.move("gain", "1", day="2026-02-02")  # after its checkpoint was taken
    assert await report(house, as_of="2026-03-31") == ("5", "12.50")
    assert await report(house, as_of="2026-01-31") == ("4", "10.00")


DAYS = [f"2026-{month:02}-{day:02}" for month in (1, 2, 3, 4) for day in (1, 14, 28)]
STEPS = st.lists(
    st.tuples(st.sampled_from(["gain", "loss", "checkpoint", "look"]), st.sampled_from(DAYS), st.integers(1, 9)),
    max_size=14,
)


@on_a_database
@given(STEPS)
async def test_checkpoints_change_no_report(
    accounting: ServiceUnderTest, steps: Sequence[tuple[str, str, int]]
) -> None:
    """Whatever is told late, and whenever checkpoints are taken: for all days and instants the plain sum is the answer."""
    house = await House(accounting, "avco").open()
    product_id = UUID(house.product_id)
    await house.move("opening", "50", unit_cost="3.1", day=DAYS[0])
    instants: list[datetime | None] = [None]
    for kind, day, quantity in steps:
        if kind == "checkpoint":
            async with accounting.database.transaction() as tx:
                await checkpoints.take(tx, date.fromisoformat(day))
        elif kind == "look":
            instants.append(await instant(accounting))
        else:
            await house.move(kind, str(quantity), day=day)
    async with accounting.database.read() as tx:
        facts = await tx.fetch(
            "SELECT posted_on, created_at, quantity, amount FROM movement_valuation WHERE product_id = $1", product_id
        )
        for known_at in instants:
            for day in DAYS:
                on = date.fromisoformat(day)
                found = (await stock_value(tx, on, known_at, product_ids=[product_id])).lines
                plain = [f for f in facts if f["posted_on"] <= on and (known_at is None or f["created_at"] <= known_at)]
                assert sum((line.quantity for line in found), Decimal(0)) == sum(
                    (f["quantity"] for f in plain), Decimal(0)
                )
                assert sum((line.value for line in found), Decimal(0)) == sum((f["amount"] for f in plain), Decimal(0))
