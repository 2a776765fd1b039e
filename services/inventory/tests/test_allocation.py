"""Short stock shared out: simulated first, the same for everybody who looks, never more than there is."""

import asyncio
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from comptoir.inventory.v1.reservation_pb2 import ReservationChanged
from hypothesis import given
from hypothesis import strategies as st
from inventory.domain.allocation import Rule, Strategy, Want, allocate
from inventory.domain.lot import Tracking
from kit.ids import new_id
from kit.testing.services import ServiceUnderTest

from services.inventory.tests import factories as make


async def simulated(
    inventory: ServiceUnderTest, product: UUID, *strategies: str, **more: Any
) -> dict[str, dict[str, Any]]:
    body = {"product_id": str(product), "warehouse": make.WAREHOUSE, **more}
    if strategies:
        body["strategies"] = list(strategies)
    items = (await make.posted(inventory, "/allocations/simulate", body, status=200))["items"]
    return {each["strategy"]: each for each in items}


async def applied(
    inventory: ServiceUnderTest, product: UUID, outcome: dict[str, Any], status: int = 200, **more: Any
) -> dict[str, Any]:
    body = {
        "product_id": str(product), "warehouse": make.WAREHOUSE, "strategy": outcome["strategy"], "seen": outcome["seen"],
        **more,
    }  # fmt: skip
    return await make.posted(inventory, "/allocations/apply", body, status=status)


async def check_invariants(inventory: ServiceUnderTest) -> None:
    async with inventory.client("inventory.invariants.read") as client:
        checks = (await client.get("/invariants")).json()["checks"]
    assert [check for check in checks if not check["ok"]] == []


async def test_who_loses_what_is_seen_before_it_is_done(inventory: ServiceUnderTest) -> None:
    product = await make.product(inventory, "10")
    first, second = await make.firm(inventory, (product, "8")), await make.firm(inventory, (product, "8"))
    found = await simulated(inventory, product)
    assert set(found) == {"priority", "fair-share", "contract"}
    by_priority, fair = found["priority"], found["fair-share"]
    assert [(each["held"], each["given"]) for each in by_priority["lines"]] == [("8", "8"), ("2", "2")]
    assert [(each["given"], each["change"]) for each in fair["lines"]] == [("5", "-3"), ("5", "3")]
    assert (fair["available"], fair["fill_rate"]) == ("10", "0.6250")
    since = await inventory.outbox_position()
    done = await applied(inventory, product, fair)
    assert done["seen"] == fair["seen"]
    told = {each.sales_order_id for each in await inventory.published(ReservationChanged, since=since)}
    assert told == {first.order_id, second.order_id}
    again = await applied(inventory, product, fair, 409)
    assert again["type"].endswith("/allocation-changed")
    await check_invariants(inventory)


async def test_one_order_can_be_served_before_all_others(inventory: ServiceUnderTest) -> None:
    product = await make.product(inventory, "10")
    await make.firm(inventory, (product, "8"))
    urgent = await make.firm(inventory, (product, "8"))
    nobody = {"product_id": str(product), "warehouse": make.WAREHOUSE, "strategies": ["order-first"]}
    assert (await make.posted(inventory, "/allocations/simulate", nobody, status=422))["field"] == "sales_order_id"
    more: dict[str, Any] = {"sales_order_id": urgent.order_id}
    outcome = (await simulated(inventory, product, "order-first", **more))["order-first"]
    await applied(inventory, product, outcome, 200, **more)
    rows = await make.listed(inventory, "/reservations", product_id=product)
    assert {each["sales_order_id"]: each["quantity_reserved"] for each in rows}[urgent.order_id] == "8"
    await check_invariants(inventory)


async def test_customers_get_what_they_were_guaranteed(inventory: ServiceUnderTest) -> None:
    product = await make.product(inventory, "10")
    await make.firm(inventory, (product, "10"))
    later = await make.firm(inventory, (product, "10"))
    share = {"customer_id": later.customer_id, "product_id": str(product), "share": "0.35"}
    async with inventory.client(*make.ALL) as client:
        for wrong in (
            [share, share],
            [{**share, "share": "0.7"}, {**share, "customer_id": str(new_id()), "share": "0.7"}],
        ):
            assert (await client.put("/guaranteed-shares", json={"items": wrong})).status_code == 422
        assert (await client.put("/guaranteed-shares", json={"items": [share]})).status_code == 200
    outcome = (await simulated(inventory, product, "contract"))["contract"]
    assert [each["given"] for each in outcome["lines"]] == ["7", "3"]


async def test_a_new_priority_counts_for_what_comes_next(inventory: ServiceUnderTest) -> None:
    product = await make.product(inventory, "5")
    first, second = await make.firm(inventory, (product, "8")), await make.firm(inventory, (product, "8"))
    items = [{"sales_order_id": second.order_id, "priority": 9}]
    async with inventory.client(*make.ALL) as client:
        assert (await client.put("/order-priorities", json={"items": items})).status_code == 200
        nobody = [{"sales_order_id": str(new_id()), "priority": 1}]
        assert (await client.put("/order-priorities", json={"items": nobody})).status_code == 404
    outcome = (await simulated(inventory, product, "priority"))["priority"]
    assert {each["sales_order_id"]: each["given"] for each in outcome["lines"]} == {
        second.order_id: "5", first.order_id: "0",
    }  # fmt: skip


async def test_a_lot_that_a_line_holds_leaves_with_it_and_with_nobody_else(inventory: ServiceUnderTest) -> None:
    product = await make.product(inventory, tracking=Tracking.LOT)
    lines = [
        {"product_id": str(product), "quantity": "5", "unit_cost": "1", "lot": lot, "expires_on": day}
        for lot, day in (("OLD", "2098-01-01"), ("NEW", "2099-01-01"))
    ]
    await make.posted(inventory, "/opening-stock", {"warehouse": make.WAREHOUSE, "lines": lines})
    first, second = await make.firm(inventory, (product, "5")), await make.firm(inventory, (product, "4"))

    async def hold(order: Any, lot: str, quantity: str, status: int = 200) -> Any:
        body = {
            "sales_order_id": order.order_id, "sales_order_line_id": order.lines[0].order_line_id, "lot": lot,
            "quantity": quantity,
        }  # fmt: skip
        async with inventory.client(*make.ALL) as client:
            answer = await client.put("/lot-holds", json=body)
        assert answer.status_code == status, answer.text
        return answer.json()

    await hold(second, "OLD", "4")
    assert (await hold(first, "OLD", "2", 409))["free"] == "1"
    assert (await hold(second, "NEW", "1", 409))["type"].endswith("/lot-not-held")
    await hold(first, "NONE", "1", 404)
    wave = await make.posted(inventory, "/waves", {"warehouse": make.WAREHOUSE, "sales_order_ids": [first.order_id]})
    assert {(task["lot"], task["quantity"]) for task in wave["tasks"]} == {("OLD", "1"), ("NEW", "4")}
    await make.posted(inventory, f"/waves/{wave['id']}/cancel", {}, status=200)
    for order in (first, second):
        await make.posted(inventory, "/shipments", {"sales_order_id": order.order_id})
    async with inventory.client(*make.ALL) as client:
        rows = (await client.get("/stock/by-location", params={"product_id": str(product)})).json()
    assert [(row["lot"], row["quantity"]) for row in rows if Decimal(row["quantity"])] == [("NEW", "1")]
    await check_invariants(inventory)


async def test_hot_products_are_never_oversold_whoever_does_what(inventory: ServiceUnderTest) -> None:
    """Eight at once reserve, ship, adjust, share out and give up the same two products."""
    products = [await make.product(inventory, "200") for _ in range(2)]

    async def work(client: Any, number: int) -> list[int]:
        statuses = []
        for turn in range(6):
            order = await make.firm(inventory, *((product, str(1 + (number + turn) % 5)) for product in products))
            steps: list[tuple[str, dict[str, Any]]] = [
                ("/shipments", {"sales_order_id": order.order_id}),
                ("/adjustments", {
                    "warehouse": make.WAREHOUSE, "reason": "Race",
                    "lines": [{"product_id": str(products[turn % 2]), "quantity_change": "-7" if number % 2 else "5"}],
                }),
                ("/allocations/simulate", {"product_id": str(products[number % 2]), "warehouse": make.WAREHOUSE}),
            ]  # fmt: skip
            for path, body in steps[number % 3 :] + steps[: number % 3]:
                answer = await client.post(path, json=body)
                statuses.append(answer.status_code)
                if path.endswith("simulate"):
                    seen = answer.json()["items"][0]
                    again = {**body, "strategy": seen["strategy"], "seen": seen["seen"]}
                    statuses.append((await client.post("/allocations/apply", json=again)).status_code)
        return statuses

    async with inventory.client(*make.ALL) as client:
        seen = await asyncio.gather(*(work(client, number) for number in range(8)))
    assert {status for each in seen for status in each} <= {200, 201, 409}
    for product in products:
        rows = await make.listed(inventory, "/stock", product_id=product)
        assert Decimal(rows[0]["reserved"]) <= Decimal(rows[0]["on_hand"])
        assert Decimal(rows[0]["on_hand"]) >= 0
    await check_invariants(inventory)


# --- the rules ---

_CUSTOMERS = [UUID(int=i) for i in range(1, 4)]


@st.composite
def wants(draw: st.DrawFn) -> list[Want]:
    found = []
    for i in range(draw(st.integers(0, 6))):
        quantity = Decimal(draw(st.integers(1, 20)))
        held = Decimal(draw(st.integers(0, int(quantity))))
        found.append(
            Want(UUID(int=100 + i), UUID(int=200 + i), f"SO-{i}", draw(st.sampled_from(_CUSTOMERS)), quantity, held)
        )
    return found


@given(
    wants(),
    st.integers(0, 60),
    st.sampled_from(Strategy),
    st.dictionaries(st.sampled_from(_CUSTOMERS), st.sampled_from([Decimal("0.1"), Decimal("0.33")])),
)
def test_every_rule_gives_all_there_is_and_no_more(
    asked: list[Want], available: int, strategy: Strategy, guaranteed: dict[UUID, Decimal]
) -> None:
    rule = Rule(strategy, asked[-1].order_id if asked else None, guaranteed)
    given_ = allocate(Decimal(available), asked, rule)
    assert given_ == allocate(Decimal(available), asked, rule)
    assert all(0 <= given_[want.order_line_id] <= want.quantity for want in asked)
    wanted = sum((want.quantity for want in asked), Decimal(0))
    assert sum(given_.values(), Decimal(0)) == min(Decimal(available), wanted)


@given(wants(), st.integers(0, 60))
def test_with_more_stock_nobody_gets_less_by_priority(asked: list[Want], available: int) -> None:
    rule = Rule(Strategy.PRIORITY)
    less, more = (allocate(Decimal(available + extra), asked, rule) for extra in (0, 1))
    assert all(more[line] >= less[line] for line in less)


@pytest.mark.parametrize("available", [0, 1, 7, 10, 23])
def test_a_fair_share_differs_by_less_than_a_unit_from_the_proportion(available: int) -> None:
    asked = [
        Want(UUID(int=i), UUID(int=i), "", _CUSTOMERS[0], Decimal(q), Decimal(0)) for i, q in enumerate((10, 7, 6), 1)
    ]
    given_ = allocate(Decimal(available), asked, Rule(Strategy.FAIR_SHARE))
    for want in asked:
        assert abs(given_[want.order_line_id] - want.quantity * available / 23) < 1
