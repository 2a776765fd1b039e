"""Simulations from the order's event to the table in a spreadsheet, and prices as they were."""

import random
from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest
from comptoir.catalog.v1.product_pb2 import SupplierReference
from comptoir.sales.v1.sales_order_pb2 import OrderCancelled, OrderConfirmed, SalesOrderLine
from kit.ids import new_id
from kit.testing.services import ServiceUnderTest
from kit.wire import decimal_out, time_out
from pricing.commands import simulations

from kit import clock
from services.pricing.tests import factories as make

ORDERS = "sales.orders.v1"


def number(text: str) -> Any:
    return decimal_out(Decimal(text))


async def sold(pricing: ServiceUnderTest, customer: str, *lines: tuple[str, str, str], **changes: Any) -> str:
    """A confirmed order of (product, quantity, price) lines."""
    id_ = str(new_id())
    values = {
        "sales_order_id": id_, "number": f"SO-{id_[-4:]}", "customer_id": customer, "channel": "field",
        "segment": "shop", "currency": "EUR", "ordered_on": "2026-11-10", "occurred_at": time_out(clock.now()),
    }  # fmt: skip
    message = OrderConfirmed(
        **{**values, **changes},
        lines=[
            SalesOrderLine(
                sales_order_line_id=str(new_id()),
                product_id=product,
                quantity=number(quantity),
                unit_price=number(price),
            )
            for product, quantity, price in lines
        ],
    )
    await pricing.deliver(ORDERS, message, repeat=2)
    return id_


async def simulate(pricing: ServiceUnderTest, **changes: Any) -> dict[str, Any]:
    """A simulation that the job has finished."""
    body = {"name": "What if", "ordered_from": "2026-11-01", "ordered_until": "2026-12-01", **changes}
    started = await make.posted(pricing, "/simulations", body, 201)
    await work(pricing)
    return await make.got(pricing, f"/simulations/{started['id']}")


async def work(pricing: ServiceUnderTest) -> None:
    async with pricing.database.transaction() as tx:
        await simulations.work_on_simulations(tx, currency="EUR")


async def test_a_dearer_supplier_is_told_by_customer_and_product(pricing: ServiceUnderTest) -> None:
    supplier = str(new_id())
    dear = await make.product(pricing, cost="6", suppliers=[SupplierReference(supplier_id=supplier)])
    other, unknown = await make.product(pricing, cost="5"), await make.product(pricing)
    customer = await make.customer(pricing, code="=C1")
    await make.rule(pricing, "0.36", "0.10", customer_id=customer)
    await sold(pricing, customer, (dear, "10", "10"), (other, "2", "10"), (unknown, "1", "10"))
    await sold(pricing, customer, (dear, "1", "12.50"), ordered_on="2026-11-30")
    await sold(pricing, customer, (dear, "100", "10"), ordered_on="2026-12-01")
    await sold(pricing, customer, (dear, "100", "10"), currency="USD")
    gone = await sold(pricing, customer, (dear, "100", "10"))
    await pricing.deliver(ORDERS, OrderCancelled(sales_order_id=gone))
    change = {"supplier_id": supplier, "rate": "0.08"}
    done = await simulate(pricing, customer_id=customer, cost_changes=[change])
    assert (done["status"], done["lines_done"], done["lines_total"]) == ("done", 4, 4)
    total = done["total"]
    assert (total["revenue_before"], total["revenue_after"]) == ("142.50", "142.50")
    assert (total["margin_before"], total["margin_after"]) == ("56.50", "51.22")  # 11 of 6.00 at 8 % more
    assert (total["lines_without_cost"], total["lines_stopped_before"], total["lines_stopped_after"]) == (1, 1, 2)
    path = f"/simulations/{done['id']}"
    products = (await make.got(pricing, f"{path}/effects", by="product", sort="margin_change"))["items"]
    assert [(each["key"], each["margin_change"]) for each in products] == sorted(
        [(dear, "-5.28"), (other, "0.00"), (unknown, "0")], key=lambda each: (Decimal(each[1]), each[0])
    )
    (by_customer,) = (await make.got(pricing, f"{path}/effects", by="customer"))["items"]
    assert (by_customer["code"], by_customer["quantity"]) == ("=C1", "14")
    stopped = (await make.got(pricing, f"{path}/stopped-lines"))["items"]
    assert [(each["product_id"], each["verdict_before"], each["verdict_after"]) for each in stopped] == [
        (dear, "allowed", "needs-approval"), (unknown, "needs-approval", "needs-approval"),
    ]  # fmt: skip
    assert stopped[0]["margin_rate_after"] == "0.3520"
    async with pricing.client(*make.MANAGER) as client:
        table = await client.get(f"{path}/effects.csv", params={"by": "customer"})
        lines = await client.get(f"{path}/stopped-lines.csv")
    assert (table.status_code, table.headers["content-type"]) == (200, "text/csv; charset=utf-8")
    assert ";'=C1;" in table.text
    assert len(lines.text.strip().splitlines()) == 3


async def test_a_new_list_is_tried_before_it_is_published(pricing: ServiceUnderTest) -> None:
    product, customer = await make.product(pricing, cost="6"), await make.customer(pricing)
    await make.prices(pricing, make.price(product, "10"))
    await sold(pricing, customer, (product, "10", "10"), (product, "10", "9"))
    prices = [
        {"product_id": product, "unit_price": "11"},
        {"product_id": product, "unit_price": "10.50", "min_quantity": "10"},
    ]
    done = await simulate(pricing, customer_id=customer, prices=prices)
    assert (done["total"]["revenue_before"], done["total"]["revenue_after"]) == ("190.00", "199.50")
    (price,) = (await make.got(pricing, "/prices", product_id=product))["items"]
    assert price["unit_price"] == "10"


async def test_the_prices_of_an_instant_can_be_tried_again(pricing: ServiceUnderTest) -> None:
    product, customer = await make.product(pricing, cost="6"), await make.customer(pricing)
    await make.prices(pricing, make.price(product, "8"))
    before = clock.now()
    await make.prices(pricing, make.price(product, "10"))
    await sold(pricing, customer, (product, "10", "10"))
    await make.prices(pricing, make.price(product, "12"))
    done = await simulate(pricing, customer_id=customer, prices_as_of=before.isoformat())
    assert (done["total"]["revenue_before"], done["total"]["revenue_after"]) == ("100.00", "80.00")
    now = await simulate(pricing, customer_id=customer, prices_as_of=clock.now().isoformat())
    assert now["total"]["revenue_after"] == "120.00"


async def test_a_long_period_is_worked_through_in_parts(
    pricing: ServiceUnderTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(simulations, "_PART", 3)
    monkeypatch.setattr(simulations, "_PARTS", 2)
    product, customer = await make.product(pricing, cost="6"), await make.customer(pricing)
    await sold(pricing, customer, *[(product, "1", f"{price}") for price in range(7, 20)])
    started = await simulate(pricing, customer_id=customer)
    assert (started["status"], started["lines_done"], started["lines_total"]) == ("running", 6, 13)
    for _ in range(2):
        await work(pricing)
    done = await make.got(pricing, f"/simulations/{started['id']}")
    assert (done["status"], done["lines_done"], done["total"]["revenue_before"]) == ("done", 13, "169.00")
    assert done["finished_at"] is not None
    other = await simulate(pricing, customer_id=customer)
    cancelled = await make.posted(pricing, f"/simulations/{other['id']}/cancel", {})
    assert cancelled["status"] == "cancelled"
    await make.posted(pricing, f"/simulations/{other['id']}/cancel", {}, 409)
    await work(pricing)
    assert (await make.got(pricing, f"/simulations/{other['id']}"))["lines_done"] == 6


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"ordered_until": "2026-11-01"}, ["ordered_until"]),
        ({"cost_changes": [{"rate": "0.1"}, {"rate": "0.2"}]}, ["cost_changes.1"]),
        (
            {"cost_changes": [{"rate": "0.1", "family_code": "f", "product_id": str(new_id())}]},
            ["cost_changes.0"],
        ),
        ({"prices": [{"product_id": str(new_id()), "unit_price": "1", "scope": "segment"}]}, ["prices.0.scope_key"]),
    ],
)
async def test_a_scenario_that_makes_no_sense_is_refused(
    pricing: ServiceUnderTest, changes: dict[str, Any], fields: list[str]
) -> None:
    body = {"name": "x", "ordered_from": "2026-11-01", "ordered_until": "2026-12-01", **changes}
    refused = await make.posted(pricing, "/simulations", body, 422)
    assert [each["field"] for each in refused.get("errors", [{"field": refused["field"]}])] == fields
    await make.got(pricing, f"/simulations/{new_id()}/effects", 404, by="product")


@pytest.mark.parametrize("seed", range(6))
async def test_a_replay_gives_every_price_that_was_ever_quoted(pricing: ServiceUnderTest, seed: int) -> None:
    """Prices of all scopes are set, replaced and ended at random; each quote is remembered with its instant."""
    chance = random.Random(seed)
    segment = f"s{str(new_id())[-8:]}"
    customers = [await make.customer(pricing, segment=segment) for _ in range(2)]
    products = [await make.product(pricing, cost="1") for _ in range(2)]
    quoted: list[tuple[datetime, str, str, str, str, list[Any]]] = []
    await make.prices(pricing, *(make.price(product, "100") for product in products))
    for _ in range(25):
        scope, key = chance.choice([("list", ""), ("segment", segment), ("customer", chance.choice(customers))])
        change = make.price(
            chance.choice(products),
            f"{chance.randint(1, 99)}.{chance.randint(0, 99):02}",
            scope=scope,
            scope_key=key,
            min_quantity=str(chance.choice([0, 5, 10])),
            effective_from=f"2026-{chance.randint(1, 6):02}-01",
            effective_until=chance.choice([None, f"2026-{chance.randint(7, 12):02}-01"]),
        )
        await make.prices(pricing, change)
        for product in products:
            customer, quantity = chance.choice(customers), str(chance.randint(1, 12))
            day = f"2026-{chance.randint(1, 12):02}-15"
            quote = {
                "customer_id": customer,
                "priced_on": day,
                "lines": [{"product_id": product, "quantity": quantity}],
            }
            answer = await make.posted(pricing, "/quotes", quote)
            quoted.append((clock.now(), customer, day, product, quantity, answer["lines"][0]["steps"]))
    for instant, customer, day, product, quantity, steps in quoted:
        body = {
            "as_of": instant.isoformat(), "customer_id": customer, "priced_on": day,
            "lines": [{"product_id": product, "quantity": quantity}],
        }  # fmt: skip
        replayed = await make.posted(pricing, "/price-replays", body)
        assert replayed["lines"][0]["steps"] == steps
        assert replayed["lines"][0]["unit_price"] == steps[-1]["unit_price"]


async def test_a_price_is_replayed_after_it_is_removed_and_not_before_it_was_set(pricing: ServiceUnderTest) -> None:
    before = clock.now()
    product, customer = await make.product(pricing), await make.customer(pricing)
    await make.prices(pricing, make.price(product, "10"))
    then = clock.now()
    async with pricing.database.transaction() as tx:
        await tx.execute("DELETE FROM price WHERE product_id = $1", product)

    async def replayed(instant: datetime) -> Any:
        body = {
            "as_of": instant.isoformat(), "customer_id": customer, "priced_on": "2026-11-25",
            "lines": [{"product_id": product, "quantity": "1"}],
        }  # fmt: skip
        return (await make.posted(pricing, "/price-replays", body))["lines"][0]["unit_price"]

    assert [await replayed(instant) for instant in (before, then, clock.now())] == [None, "10", None]
