"""Rules of replenishment: what they propose and why, running twice, other sites first, and back-tests."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import pytest
from comptoir.inventory.v1.replenishment_pb2 import ReplenishmentNeeded
from comptoir.purchasing.v1.purchase_order_pb2 import ReplenishmentRefused
from hypothesis import given
from hypothesis import strategies as st
from inventory.commands.replenish import accept as accept_command
from inventory.domain.back_test import back_test
from inventory.domain.replenishment import Demand, Method, Position, Rule, demand_of, suggest
from kit.ids import new_id
from kit.testing.services import ServiceUnderTest
from kit.wire import decimal_in

from kit import clock
from services.inventory.tests import factories as make

DEPOT, OTHER = "DEPOT", "RENNES"
TODAY = date(2026, 6, 1)
ZERO = Decimal(0)
QUANTITY = st.integers(0, 300).map(Decimal)


@pytest.fixture(scope="session", autouse=True)
async def depot(inventory: ServiceUnderTest, warehouse: None) -> None:
    await make.posted(inventory, "/warehouses", {"code": DEPOT, "name": "Dépôt central"})
    await make.posted(inventory, "/warehouses", {"code": OTHER, "name": "Entrepôt de Rennes"})


async def rule(inventory: ServiceUnderTest, product: UUID, **changes: Any) -> None:
    body = {
        "product_id": str(product),
        "warehouse": make.WAREHOUSE,
        "method": "min-max",
        "minimum": "10",
        "maximum": "30",
        "lead_days": 5,
        **changes,
    }
    async with inventory.client(*make.ALL) as client:
        answer = await client.put("/replenishment/rules", json={"items": [body]})
    assert answer.status_code == 200, answer.text


async def run(inventory: ServiceUnderTest, product: UUID) -> list[dict[str, Any]]:
    """What is proposed for a product now."""
    await make.posted(inventory, "/replenishment/runs", {"product_ids": [str(product)]})
    return await make.listed(inventory, "/replenishment/suggestions", product_id=product)


async def accept(inventory: ServiceUnderTest, suggestion: dict[str, Any], status: int = 200) -> None:
    await make.posted(inventory, "/replenishment/suggestions/accept", {"ids": [suggestion["id"]]}, status)


async def test_running_twice_proposes_once_and_what_was_accepted_counts(inventory: ServiceUnderTest) -> None:
    product = await make.product(inventory, "4")
    await rule(inventory, product, multiple="12")
    (first,) = await run(inventory, product)
    (again,) = await run(inventory, product)
    assert (first["quantity"], again["quantity"]) == ("36", "36")
    await accept(inventory, first, 409)  # replaced
    since = await inventory.outbox_position()
    await accept(inventory, again)
    await accept(inventory, again, 409)
    (need,) = await inventory.published(ReplenishmentNeeded, since=since)
    assert (need.need_id, decimal_in(need.quantity), need.reason) == (again["id"], Decimal(36), "min-max")
    assert await run(inventory, product) == []
    order = make.placed(product, "36", need_ids=[need.need_id])
    await inventory.deliver(make.PURCHASES, order, repeat=2)
    assert await run(inventory, product) == []  # ordered now: not counted twice, not forgotten either
    await make.posted(inventory, "/receipts", make.receipt(order, "36"))
    assert await run(inventory, product) == []


async def test_another_quantity_than_proposed_is_bought(inventory: ServiceUnderTest) -> None:
    product = await make.product(inventory)
    await rule(inventory, product)
    (proposed,) = await run(inventory, product)
    since = await inventory.outbox_position()
    accept = {"ids": [proposed["id"]], "quantities": {proposed["id"]: "1.5"}}
    path = "/replenishment/suggestions/accept"
    assert "over-precise-quantity" in (await make.posted(inventory, path, accept, 422))["type"]
    await make.posted(inventory, path, {**accept, "quantities": {proposed["id"]: "24"}}, 200)
    (need,) = await inventory.published(ReplenishmentNeeded, since=since)
    assert decimal_in(need.quantity) == Decimal(24)
    (kept,) = await make.listed(inventory, "/replenishment/suggestions", product_id=product, status="accepted")
    assert kept["quantity"] == "24"


async def test_what_nobody_will_buy_is_proposed_again(inventory: ServiceUnderTest) -> None:
    product = await make.product(inventory)
    await rule(inventory, product)
    (proposed,) = await run(inventory, product)
    await accept(inventory, proposed)
    assert await run(inventory, product) == []
    await inventory.deliver(make.PURCHASES, ReplenishmentRefused(need_id=proposed["id"]), repeat=2)
    (again,) = await run(inventory, product)
    assert again["quantity"] == "30"


async def test_each_number_of_a_proposal_is_told(inventory: ServiceUnderTest) -> None:
    product = await make.product(inventory, "4")
    await make.firm(inventory, (product, "9"))  # takes 4, waits for 5
    await rule(inventory, product)
    (proposed,) = await run(inventory, product)
    steps = {step["name"]: Decimal(step["value"]) for step in proposed["steps"]}
    assert (steps["available"], steps["waiting"], steps["position"], steps["target"]) == tuple(
        map(Decimal, (0, 5, -5, 30))
    )
    assert proposed["quantity"] == "35"
    assert all(step["text"] for step in proposed["steps"])


async def test_another_site_gives_what_it_can_spare_before_anybody_buys(inventory: ServiceUnderTest) -> None:
    product = await make.product(inventory, "2")
    line = {"product_id": str(product), "quantity": "20", "unit_cost": "1"}
    await make.posted(inventory, "/opening-stock", {"warehouse": DEPOT, "lines": [line]})
    await rule(inventory, product, source_warehouse=DEPOT, multiple="3")
    await rule(inventory, product, warehouse=DEPOT, minimum="5", maximum="50")
    here = [each for each in await run(inventory, product) if each["warehouse"] == make.WAREHOUSE]
    by_source = {each["source_warehouse"]: each["quantity"] for each in here}
    assert by_source == {DEPOT: "15", None: "15"}
    (transfer,) = [each for each in here if each["source_warehouse"]]
    await accept(inventory, transfer)
    (done,) = await make.listed(inventory, "/replenishment/suggestions", product_id=product, status="ordered")
    orders = await make.listed(inventory, "/transfer-orders", status="draft", source=DEPOT)
    assert done["transfer_id"] in {order["id"] for order in orders}
    here = [each for each in await run(inventory, product) if each["warehouse"] == make.WAREHOUSE]
    assert [(each["source_warehouse"], each["quantity"]) for each in here] == []


async def test_two_who_run_at_once_propose_once(inventory: ServiceUnderTest) -> None:
    product = await make.product(inventory)
    await rule(inventory, product)
    body = {"product_ids": [str(product)]}
    async with inventory.client(*make.ALL) as client:
        answers = await asyncio.gather(*(client.post("/replenishment/runs", json=body) for _ in range(6)))
        assert {answer.status_code for answer in answers} == {201}
        (only,) = await make.listed(inventory, "/replenishment/suggestions", product_id=product)
        accepted = await asyncio.gather(
            *(client.post("/replenishment/suggestions/accept", json={"ids": [only["id"]]}) for _ in range(4))
        )
    assert sorted(answer.status_code for answer in accepted) == [200, 409, 409, 409]


async def test_lead_time_is_learned_from_what_came(inventory: ServiceUnderTest) -> None:
    product = await make.product(inventory)
    await rule(inventory, product, lead_days=None)
    for days in (4, 12, 20):
        ordered = clock.now() - timedelta(days=40)
        order = make.placed(product, "1", ordered_on=ordered.date().isoformat())
        await inventory.deliver(make.PURCHASES, order)
        came = (ordered + timedelta(days=days)).isoformat()
        await make.posted(inventory, "/receipts", make.receipt(order, "1", occurred_at=came))
    (proposed,) = await run(inventory, product)
    steps = {step["name"]: step["value"] for step in proposed["steps"]}
    assert steps["lead-time"] == "12"


async def test_a_back_test_lives_through_the_real_demand(inventory: ServiceUnderTest) -> None:
    product = await make.product(inventory, "100")
    order = await make.firm(inventory, (product, "30"))
    at = (clock.now() - timedelta(days=3)).isoformat()
    await make.posted(inventory, "/shipments", {"sales_order_id": order.order_id, "occurred_at": at})
    tested = {"product_id": str(product), "warehouse": make.WAREHOUSE, "method": "min-max", "maximum": "20"}
    body = {
        "rules": [tested, {**tested, "minimum": "40", "maximum": "60", "lead_days": 1}],
        "days": 14,
        "start_stock": "10",
    }
    first, second = (await make.posted(inventory, "/replenishment/back-tests", body, 200))["items"]
    assert (first["days"], first["stock_out_days"], first["missed"]) == (14, 1, "20")
    assert (second["stock_out_days"], second["orders"]) == (0, 2)


async def test_every_fault_of_every_rule_is_told_and_nothing_written(inventory: ServiceUnderTest) -> None:
    product = await make.product(inventory)
    good = {"product_id": str(product), "warehouse": make.WAREHOUSE, "method": "min-max"}
    wrong = [
        {"warehouse": "ATLANTIS"},
        {"product_id": str(new_id())},
        {"source_warehouse": make.WAREHOUSE},
        {"minimum": "5", "maximum": "2"},
        {},
        {},
    ]
    async with inventory.client(*make.ALL) as client:
        items = [{**good, "effective_from": f"2026-01-0{i + 1}", **change} for i, change in enumerate(wrong)]
        answer = await client.put("/replenishment/rules", json={"items": [*items, items[-1]]})
        assert answer.status_code == 422, answer.text
        assert answer.json()["type"].endswith("/invalid-records")
        assert [error["field"] for error in answer.json()["errors"]] == [
            "items.0.warehouse",
            "items.1.product_id",
            "items.2.source_warehouse",
            "items.3.maximum",
            "items.6.product_id",
        ]
        assert await make.listed(inventory, "/replenishment/rules", product_id=product) == []
        for change in ({"multiple": "0"}, {"service_level": "1"}, {"method": "crystal-ball"}, {"review_days": [8]}):
            answer = await client.put("/replenishment/rules", json={"items": [{**good, **change}]})
            assert answer.status_code == 422, answer.text


async def test_the_rule_of_the_day_holds_and_a_stale_change_is_refused(inventory: ServiceUnderTest) -> None:
    product = await make.product(inventory)
    await rule(inventory, product, version=0)
    await rule(inventory, product, maximum="90", effective_from=(clock.now().date() + timedelta(days=30)).isoformat())
    (proposed,) = await run(inventory, product)
    assert proposed["quantity"] == "30"
    await rule(inventory, product, maximum="50", effective_from=clock.now().date().isoformat())
    (proposed,) = await run(inventory, product)
    assert proposed["quantity"] == "50"
    body = {"product_id": str(product), "warehouse": make.WAREHOUSE, "method": "none", "version": 0}
    async with inventory.client(*make.ALL) as client:
        answer = await client.put("/replenishment/rules", json={"items": [body]})
        assert (answer.status_code, answer.json()["errors"][0]["field"]) == (412, "items.0.version")
    await rule(inventory, product, method="none", effective_from=clock.now().date().isoformat(), version=1)
    assert await run(inventory, product) == []


async def test_what_is_accepted_while_a_run_looks_is_not_proposed_again(inventory: ServiceUnderTest) -> None:
    product = await make.product(inventory)
    await rule(inventory, product)
    (proposed,) = await run(inventory, product)
    async with inventory.database.transaction() as tx:
        await accept_command(tx, [UUID(proposed["id"])], by="planner")
        running = asyncio.ensure_future(run(inventory, product))
        async with inventory.database.glance() as other:
            while not await other.fetchval("SELECT count(*) FROM pg_locks WHERE NOT granted"):
                await asyncio.sleep(0.01)
    assert await running == []


async def test_two_sites_do_not_get_the_same_stock_of_a_third(inventory: ServiceUnderTest) -> None:
    product = await make.product(inventory)
    line = {"product_id": str(product), "quantity": "20", "unit_cost": "1"}
    await make.posted(inventory, "/opening-stock", {"warehouse": DEPOT, "lines": [line]})
    await rule(inventory, product, source_warehouse=DEPOT)
    (transfer, _) = sorted(await run(inventory, product), key=lambda each: each["source_warehouse"] is None)
    assert transfer["quantity"] == "20"
    await accept(inventory, transfer)  # a draft: nothing is held at the depot yet
    await rule(inventory, product, warehouse=OTHER, source_warehouse=DEPOT)
    there = [each for each in await run(inventory, product) if each["warehouse"] == OTHER]
    assert [(each["source_warehouse"], each["quantity"]) for each in there] == [(None, "30")]


RULES = st.builds(
    Rule,
    product_id=st.just(uuid4()),
    warehouse=st.just("LYON"),
    method=st.sampled_from(Method),
    minimum=QUANTITY,
    maximum=QUANTITY,
    safety=QUANTITY,
    service_level=st.none() | st.sampled_from([Decimal("0.9"), Decimal("0.99")]),
    cover_days=st.integers(0, 60),
    order_minimum=st.sampled_from([ZERO, Decimal(20)]),
    multiple=st.sampled_from([Decimal(1), Decimal(6), Decimal("2.5")]),
    source_warehouse=st.none() | st.just("DEPOT"),
)
POSITIONS = st.builds(Position, QUANTITY, QUANTITY, QUANTITY, QUANTITY, QUANTITY)
DEMANDS = st.builds(Demand, QUANTITY, QUANTITY)


@given(RULES, POSITIONS, DEMANDS, st.integers(0, 40), QUANTITY)
def test_once_what_is_proposed_is_under_way_nothing_more_is(
    rule: Rule, position: Position, demand: Demand, lead_days: int, surplus: Decimal
) -> None:
    found = suggest(rule, position, demand, lead_days, TODAY, surplus=surplus)
    if found is None:
        return
    assert found.quantity > 0
    assert found.quantity % rule.multiple == 0
    assert 0 <= found.from_source <= min(found.quantity, surplus)
    after = Position(
        position.available, position.waiting, position.incoming, position.in_transit, position.accepted + found.quantity
    )
    assert suggest(rule, after, demand, lead_days, TODAY, surplus=surplus) is None


def naive(rule: Rule, history: Sequence[Decimal], start: Decimal, lead_days: int, window: int) -> tuple[int, Decimal]:
    """The same story told by dates and a list of deliveries: (days without enough, what was missed)."""
    begin = datetime(2026, 1, 1, tzinfo=UTC).date()
    deliveries: list[tuple[date, Decimal]] = []
    stock, out, missed = start, 0, ZERO
    for i, asked in enumerate(history):
        today = begin + timedelta(days=i)
        stock += sum((quantity for due, quantity in deliveries if due == today), ZERO)
        if asked > stock:
            out, missed, stock = out + 1, missed + asked - stock, ZERO
        else:
            stock -= asked
        coming = sum((quantity for due, quantity in deliveries if due > today), ZERO)
        seen = [history[j] for j in range(len(history)) if i - window < j <= i]
        found = suggest(rule, Position(stock, ZERO, coming, ZERO, ZERO), demand_of(seen), lead_days, today)
        if found:
            deliveries.append((today + timedelta(days=max(1, lead_days)), found.quantity))
    return out, missed


@given(RULES, st.lists(st.integers(0, 20).map(Decimal), min_size=1, max_size=40), QUANTITY, st.integers(0, 10))
def test_a_back_test_is_what_living_through_it_day_by_day_gives(
    rule: Rule, history: list[Decimal], start: Decimal, lead_days: int
) -> None:
    found = back_test(rule, history, start=start, lead_days=lead_days, window=14)
    assert (found.stock_out_days, found.missed) == naive(rule, history, start, lead_days, 14)
