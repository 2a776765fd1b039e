"""Slow stock is written down by rule: proposed, approved by somebody else, taken back."""

from collections.abc import AsyncIterator
from decimal import Decimal
from typing import Any

import pytest
from accounting.domain.stock_value.write_down import WriteDownLine, write_down_lines
from hypothesis import given
from hypothesis import strategies as st
from kit.ids import new_id
from kit.testing.services import ServiceUnderTest

from services.accounting.tests.factories import House, broken
from services.accounting.tests.test_costing_methods import decide as decide_in_inbox

WRITE = ("accounting.write-downs.write", "accounting.valuation.read")
APPROVE = ("accounting.write-downs.approve", "accounting.approvals.read", "accounting.valuation.read")
RULES = [{"days": 180, "rate": "0.25"}, {"days": 365, "rate": "0.6"}]


@pytest.fixture
async def rules(accounting: ServiceUnderTest) -> AsyncIterator[None]:
    await set_rules(accounting, RULES)
    yield
    await set_rules(accounting, [])


async def set_rules(accounting: ServiceUnderTest, items: list[dict[str, Any]]) -> Any:
    async with accounting.client(*WRITE) as client:
        return await client.put("/write-down-rules", json={"items": items})


async def propose(accounting: ServiceUnderTest, on: str) -> Any:
    async with accounting.client(*WRITE) as client:
        return await client.post("/write-downs", json={"on": on, "reason": "Year's end"})


async def decide(accounting: ServiceUnderTest, proposal_id: str, what: str) -> Any:
    async with accounting.client(*APPROVE, sub="controller") as client:
        return await decide_in_inbox(client, proposal_id, what)


async def take_back(accounting: ServiceUnderTest, proposal_id: str, **body: str) -> Any:
    async with accounting.client(*APPROVE, sub="controller") as client:
        return await client.post(f"/write-downs/{proposal_id}/take-back", json=body)


async def line(house: House, proposal_id: str) -> tuple[str, ...] | None:
    """(slow units, their value, required, written down) of the house's product."""
    async with house.accounting.client("accounting.valuation.read") as client:
        items = (
            await client.get(f"/write-downs/{proposal_id}/lines", params={"limit": 200, "sort": "-product_id"})
        ).json()["items"]
    found = [each for each in items if each["product_id"] == house.product_id]
    return tuple(found[0][name] for name in ("quantity", "value", "required", "written_down")) if found else None


async def balances(accounting: ServiceUnderTest) -> tuple[Decimal, ...]:
    async with accounting.database.read() as tx:
        rows = await tx.fetch("SELECT account, sum(debit - credit) FROM journal_line GROUP BY 1")
    by_account = dict(tuple(row) for row in rows)
    return tuple(by_account.get(account, Decimal(0)) for account in ("397", "68173", "78173"))


async def old_and_new(accounting: ServiceUnderTest, method: str) -> House:
    """Ten of January of the year before at 10, ten of last June at 20: half of the old ones are sold."""
    house = await House(accounting, method).open()
    await house.move("receipt", "10", line_id=await house.order("10"), day="2025-01-10")
    await house.move("receipt", "10", line_id=await house.order("20"), day="2025-06-10")
    await house.move("shipment", "5", day="2025-07-01")
    return house


@pytest.mark.usefixtures("rules")
@pytest.mark.parametrize(
    ("method", "slow", "required"),
    [
        ("fifo", ("15", "250.00"), "80.00"),  # 60 % of 50 and 25 % of 200
        ("avco", ("15", "225.00"), "82.50"),  # at 15 each: 60 % of 75 and 25 % of 150
    ],
)
async def test_old_stock_is_written_down_and_stock_keeps_its_cost(
    accounting: ServiceUnderTest, method: str, slow: tuple[str, str], required: str
) -> None:
    house = await old_and_new(accounting, method)
    before, value = await balances(accounting), await house.value()
    proposed = (await propose(accounting, "2026-02-28")).json()
    assert await line(house, proposed["id"]) == (*slow, required, "0.00")
    assert await balances(accounting) == before
    approved = (await decide(accounting, proposed["id"], "approve")).json()
    assert approved["status"] == "approved", approved
    after = await balances(accounting)
    assert before[0] - after[0] == after[1] - before[1] == Decimal(proposed["amount"])
    assert await house.value() == value
    assert (await propose(accounting, "2026-02-28")).json()["type"].endswith("nothing-slow")
    await house.move("shipment", "15", day="2026-03-02")
    less = (await propose(accounting, "2026-03-03")).json()
    assert await line(house, less["id"]) == ("0", "0.00", "0.00", required)
    assert (await decide(accounting, proposed["id"], "approve")).json()["type"].endswith("already-decided")
    assert (await decide(accounting, less["id"], "approve")).status_code == 200
    assert (await balances(accounting))[2] == after[2] + Decimal(less["amount"])
    assert (await take_back(accounting, proposed["id"])).json()["type"].endswith("write-down-outdated")
    assert await broken(accounting) == []


@pytest.mark.usefixtures("rules")
async def test_what_was_approved_is_taken_back_once(accounting: ServiceUnderTest) -> None:
    house = await old_and_new(accounting, "fifo")
    before = await balances(accounting)
    proposed = (await propose(accounting, "2026-02-28")).json()
    assert (await take_back(accounting, proposed["id"])).json()["type"].endswith("not-taken-back")
    await decide(accounting, proposed["id"], "approve")
    back = await take_back(accounting, proposed["id"], on="2026-03-01", comment="Promised to a customer")
    assert back.json()["status"] == "taken-back"
    assert (await balances(accounting))[0] == before[0]
    assert (await take_back(accounting, proposed["id"])).status_code == 409
    again = (await propose(accounting, "2026-02-28")).json()
    assert await line(house, again["id"]) == ("15", "250.00", "80.00", "0.00")
    assert (await decide(accounting, again["id"], "reject")).json()["status"] == "rejected"
    assert await broken(accounting) == []


@pytest.mark.usefixtures("rules")
async def test_nobody_approves_what_he_proposed(accounting: ServiceUnderTest) -> None:
    await old_and_new(accounting, "fifo")
    async with accounting.client(*WRITE, *APPROVE) as client:
        proposed = (await client.post("/write-downs", json={"on": "2026-02-28"})).json()
        refused = await decide_in_inbox(client, proposed["id"], "approve")
    assert (refused.status_code, refused.json()["type"].rsplit("/", 1)[-1]) == (403, "own-request")


@pytest.mark.parametrize(
    "items",
    [
        [{"days": 180, "rate": "0.5"}, {"days": 180, "rate": "0.6"}],
        [{"days": 180, "rate": "0.5"}, {"days": 365, "rate": "0.4"}],
        [{"days": 180, "rate": "0"}],
    ],
)
async def test_rules_make_sense(accounting: ServiceUnderTest, items: list[dict[str, Any]]) -> None:
    assert (await set_rules(accounting, items)).status_code == 422


cents = st.integers(0, 10**6).map(lambda n: Decimal(n) / 100)


@given(st.lists(st.tuples(cents, cents), min_size=1, max_size=20))
def test_an_entry_moves_what_its_lines_say_and_back_again(amounts: list[tuple[Decimal, Decimal]]) -> None:
    lines = [WriteDownLine(new_id(), Decimal(1), Decimal(1), asked, before) for asked, before in amounts]
    posted = write_down_lines(lines) + write_down_lines(lines, back=True)
    moved = sum((line.change for line in lines), Decimal(0))
    on_397 = sum((line.credit - line.debit for line in write_down_lines(lines) if line.account == "397"), Decimal(0))
    assert on_397 == moved
    assert sum((line.credit - line.debit for line in posted if line.account == "397"), Decimal(0)) == 0


@pytest.mark.usefixtures("rules")
async def test_a_preview_says_what_other_rules_would_ask_for_and_changes_nothing(accounting: ServiceUnderTest) -> None:
    house = await old_and_new(accounting, "fifo")
    harder = [{"days": 180, "rate": "0.5"}, {"days": 365, "rate": "1"}]
    async with accounting.client(*WRITE) as client:
        answer = await client.post("/write-down-rules/preview", json={"items": harder, "on": "2026-01-31"})
        refused = await client.post("/write-down-rules/preview", json={"items": [*harder, harder[0]]})
        kept = (await client.get("/write-down-rules")).json()["items"]
    found = answer.json()
    (mine,) = [each for each in found["lines"] if each["product_id"] == house.product_id]
    assert (mine["quantity"], mine["value"], mine["required"], mine["change"]) == ("15", "250.00", "150.00", "150.00")
    assert found["products"] >= 1
    assert refused.status_code == 422
    assert [Decimal(each["rate"]) for each in kept] == [Decimal("0.25"), Decimal("0.6")]
