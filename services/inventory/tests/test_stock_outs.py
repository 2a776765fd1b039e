"""What will run out, when and why."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from inventory.domain.occasion import EVERY_DAY, Terms, next_occasion
from inventory.domain.stock_out import Cause, Coming, project
from kit.ids import new_id
from kit.testing.services import ServiceUnderTest
from kit.wire import decimal_out

from kit import clock
from services.inventory.tests import factories as make

TODAY = date(2026, 6, 1)  # a Monday
ZERO = Decimal(0)


def out(free: int, mean: str, *coming: tuple[int, int], accepted: int = 0) -> tuple[int, Cause, Decimal] | None:
    """(days from today, cause, units short)."""
    expected = [Coming(TODAY + timedelta(days=days), Decimal(quantity)) for days, quantity in coming]
    found = project(
        Decimal(free),
        Decimal(mean),
        expected,
        accepted=Decimal(accepted),
        lead_days=5,
        today=TODAY,
        horizon_days=60,
    )
    return ((found.runs_out_on - TODAY).days, found.cause, found.units_short) if found else None


def test_the_day_and_the_cause() -> None:
    assert out(10, "2") == (5, Cause.NOTHING_ORDERED, Decimal(2))
    assert out(10, "2", accepted=5) == (5, Cause.NOT_ORDERED_YET, Decimal(2))
    assert out(10, "2", (7, 100)) == (5, Cause.COMES_TOO_LATE, Decimal(4))
    assert out(10, "2", (-3, 100)) == (5, Cause.ORDER_LATE, Decimal(2))
    assert out(-4, "0") == (0, Cause.BACKORDERS, Decimal(4))
    assert out(10, "2", (5, 200)) is None  # it lasts beyond the horizon
    assert out(10, "0") is None


def naive(free: Decimal, mean: Decimal, coming: Sequence[Coming], days: int) -> int | None:
    level = free
    for i in range(days + 1):
        level += sum((each.quantity for each in coming if each.on == TODAY + timedelta(days=i)), ZERO)
        level -= mean
        if level < 0:
            return i
    return None


@given(
    st.integers(-20, 60).map(Decimal),
    st.sampled_from([ZERO, Decimal(1), Decimal("0.25"), Decimal(7)]),
    st.lists(st.tuples(st.integers(0, 70), st.integers(1, 40)), max_size=5),
)
def test_the_day_is_the_one_that_living_day_by_day_finds(
    free: Decimal, mean: Decimal, coming: list[tuple[int, int]]
) -> None:
    expected = [Coming(TODAY + timedelta(days=day), Decimal(quantity)) for day, quantity in coming]
    found = project(free, mean, expected, accepted=ZERO, lead_days=5, today=TODAY, horizon_days=60)
    assert ((found.runs_out_on - TODAY).days if found else None) == naive(free, mean, expected, 60)


def test_what_is_ordered_next_follows_both_calendars() -> None:
    terms = Terms(
        order_days=frozenset({2, 5}), delivery_days=frozenset({4}), closed_on=frozenset({TODAY + timedelta(days=1)})
    )
    found = next_occasion(TODAY, EVERY_DAY, terms, 3)
    assert found.order_on == TODAY + timedelta(days=4)  # Tuesday is closed: Friday
    assert found.arrives_on == TODAY + timedelta(days=10)  # Monday is no delivery day: Thursday
    assert found.cover_days == 10
    assert next_occasion(TODAY, frozenset({1}), Terms(), 3).cover_days == 9  # looked at on Mondays only
    assert next_occasion(TODAY, EVERY_DAY, Terms(), 3).cover_days == 3


async def test_what_will_run_out_is_listed_with_its_reason(inventory: ServiceUnderTest) -> None:
    product = await make.product(inventory, "100")
    sold = await make.firm(inventory, (product, "90"))
    await make.posted(inventory, "/shipments", {"sales_order_id": sold.order_id})
    order = make.placed(product, "50")
    order.lines[0].expected_on = (clock.now().date() + timedelta(days=40)).isoformat()
    await inventory.deliver(make.PURCHASES, order)
    await make.posted(inventory, "/replenishment/runs", {"product_ids": [str(product)]})
    (found,) = await make.listed(inventory, "/replenishment/stock-outs", product_id=product)
    # 90 in 91 days: 10 last for 10 days.
    assert found["runs_out_on"] == (clock.now().date() + timedelta(days=10)).isoformat()
    assert (found["cause"], found["back_on"]) == ("comes-too-late", order.lines[0].expected_on)
    steps = {step["name"]: step["text"] for step in found["steps"]}
    assert steps["incoming"] == f"expected on {order.lines[0].expected_on}"
    more: dict[str, Any] = {"warehouse": make.WAREHOUSE, "reason": "Found", "lines": []}
    more["lines"] = [{"product_id": str(product), "quantity_change": "500"}]
    await make.posted(inventory, "/adjustments", more)
    await make.posted(inventory, "/replenishment/runs", {"product_ids": [str(product)]})
    assert await make.listed(inventory, "/replenishment/stock-outs", product_id=product) == []


async def test_a_date_that_moves_orders_nothing_more(inventory: ServiceUnderTest) -> None:
    product = await make.product(inventory)
    body = {
        "product_id": str(product),
        "warehouse": make.WAREHOUSE,
        "method": "min-max",
        "minimum": "5",
        "maximum": "9",
    }
    async with inventory.client(*make.ALL) as client:
        assert (await client.put("/replenishment/rules", json={"items": [body]})).status_code == 200
    order = make.placed(product, "9")
    order.lines[0].quantity.CopyFrom(decimal_out(Decimal(9)))
    order.lines[0].expected_on = (clock.now().date() + timedelta(days=300)).isoformat()
    await inventory.deliver(make.PURCHASES, order)
    await make.posted(inventory, "/replenishment/runs", {"product_ids": [str(product)]})
    assert await make.listed(inventory, "/replenishment/suggestions", product_id=product) == []


async def test_what_a_supplier_asks_at_least_is_told(inventory: ServiceUnderTest) -> None:
    product, supplier = await make.product(inventory), str(new_id())
    terms = {"supplier_id": supplier, "order_days": [3], "minimum_quantity": "100"}
    rule = {
        "product_id": str(product),
        "warehouse": make.WAREHOUSE,
        "method": "min-max",
        "minimum": "5",
        "maximum": "9",
    }
    async with inventory.client(*make.ALL) as client:
        answer = await client.put("/replenishment/supplier-terms", json={"items": [terms, terms]})
        assert (answer.status_code, answer.json()["field"]) == (422, "items.1.supplier_id")
        assert (await client.put("/replenishment/supplier-terms", json={"items": [terms]})).status_code == 200
        items = {"items": [{**rule, "supplier_id": supplier}]}
        assert (await client.put("/replenishment/rules", json=items)).status_code == 200
    await make.posted(inventory, "/replenishment/runs", {"product_ids": [str(product)]})
    (found,) = await make.listed(inventory, "/replenishment/suggestions", product_id=product)
    assert (found["quantity"], found["supplier_short"]) == ("9", "91")
    assert date.fromisoformat(found["order_on"]).isoweekday() == 3
