"""Simulations from the order's event to the table in a spreadsheet, and prices as they were."""

import random
from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest
from comptoir.accounting.v1.payment_pb2 import CashDiscountExpected
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


async def test_a_reviewed_list_is_tried_as_if_it_were_in_force(pricing: ServiceUnderTest) -> None:
    """What it ends is ended, what it does not name stays; contracts come before it."""
    product, ended, other = [await make.product(pricing, cost="6") for _ in range(3)]
    customer, agreed = await make.customer(pricing), await make.customer(pricing)
    segment = {"scope": "segment", "scope_key": "shop"}
    await make.prices(
        pricing,
        *(make.price(each, "10") for each in (product, ended, other)),
        *(make.price(each, "9", **segment) for each in (product, ended, other)),
        make.price(product, "8", min_quantity="10", **segment),
    )
    await make.contract(pricing, agreed, {"product_id": product, "unit_price": "7"})
    await sold(pricing, customer, (product, "1", "9"), (product, "10", "8"), (ended, "1", "9"), (other, "1", "9"))
    await sold(pricing, agreed, (product, "1", "7"))
    body = {
        "name": "Shops", **segment, "currency": "EUR", "effective_from": "2099-01-01", "is_complete": False,
        "lines": [{"product_id": product, "unit_price": "9.50"}],
    }  # fmt: skip
    new = await make.posted(pricing, "/price-lists", body, 201)
    scenario = {"ordered_from": "2026-11-10", "ordered_until": "2026-11-11", "price_list_id": new["id"]}
    done = await simulate(pricing, customer_id=customer, **scenario)
    assert (done["total"]["revenue_before"], done["total"]["revenue_after"]) == ("107.00", "107.50")
    theirs = await simulate(pricing, customer_id=agreed, **scenario)
    assert theirs["total"]["revenue_after"] == "7.00"
    refused = await make.posted(pricing, "/simulations", {"name": "x", **scenario, "price_list_id": str(new_id())}, 404)
    assert refused["type"].endswith("/not-found")
    dollars = await make.posted(pricing, "/price-lists", {**body, "currency": "USD"}, 201)
    body = {"name": "x", **scenario, "price_list_id": dollars["id"]}
    assert (await make.posted(pricing, "/simulations", body, 409))["type"].endswith("/list-in-other-currency")


async def test_a_changed_rule_is_tried_on_whole_orders(pricing: ServiceUnderTest) -> None:
    """20 of the family, mixed: neither line has them alone, so the order is priced as one."""
    family = f"mixed-{str(new_id())[-8:]}"
    first, second = [await make.product(pricing, cost="6", family_path=["all", family]) for _ in range(2)]
    customer = await make.customer(pricing)
    await make.prices(pricing, make.price(first, "10"), make.price(second, "20"))
    rule = {
        "code": f"M-{new_id()}", "kind": "line-discount", "name_fr": "Panaché", "name_en": "Mixed", "value": "0.10",
        "effective_from": "2026-01-01", "family_code": family, "min_quantity": "20", "counts": "order",
    }  # fmt: skip
    async with pricing.client(*make.MANAGER) as client:
        assert (await client.put("/price-rules", json=rule)).status_code == 200
    await sold(pricing, customer, (first, "12", "9.00"), (second, "8", "18.00"))
    await sold(pricing, customer, (first, "12", "10.00"))
    kept = await simulate(pricing, customer_id=customer)
    assert (kept["total"]["revenue_before"], kept["total"]["revenue_after"]) == ("372.00", "372.00")
    deeper = await simulate(pricing, customer_id=customer, rules=[{**rule, "value": "0.20"}])
    assert deeper["total"]["revenue_after"] == "344.00"  # 12 x 8 + 8 x 16 + 120
    gone = await simulate(pricing, customer_id=customer, rules_removed=[rule["code"]])
    assert gone["total"]["revenue_after"] == "400.00"
    only = await simulate(pricing, customer_id=customer, rules=[{**rule, "min_quantity": "12"}])
    assert only["total"]["revenue_after"] == "360.00"
    by_family = (await make.got(pricing, f"/simulations/{gone['id']}/effects", by="family"))["items"]
    told = {each["code"]: (each["lines"], each["revenue_change"], each["margin_change"]) for each in by_family}
    assert told == {"all": (3, "28.00", "28.00"), family: (3, "28.00", "28.00")}
    async with pricing.client(*make.MANAGER) as client:
        table = await client.get(f"/simulations/{gone['id']}/effects.csv", params={"by": "family"})
    assert f"{family};" in table.text
    refused = {
        "name": "x",
        "ordered_from": "2026-11-01",
        "ordered_until": "2026-12-01",
        "rules": [{**rule, "value": "2"}],
    }
    assert (await make.posted(pricing, "/simulations", refused, 422))["errors"][0]["field"] == "rules.0.value"


async def test_the_true_cost_is_that_of_decisions(pricing: ServiceUnderTest) -> None:
    """Buying anew costs 7, a rebate and early payment take 5 % of the price: of 10, 2.50 are earned."""
    product, customer = await make.product(pricing, cost="6", packagings=[make.EACH]), await make.customer(pricing)
    await make.prices(pricing, make.price(product, "10"))
    await pricing.deliver(make.SUPPLIER_PRICES, make.supplier_price(product, "7"))
    discount = CashDiscountExpected(
        partner_id=customer,
        offered_rate=number("0.02"),
        expected_rate=number("0.02"),
        occurred_at=time_out(clock.now()),
    )
    await pricing.deliver("accounting.payments.v1", discount)
    rule = {
        "code": f"R-{new_id()}", "kind": "volume-rebate", "name_fr": "RFA", "name_en": "Rebate", "value": "0.03",
        "effective_from": "2026-01-01", "customer_id": customer,
    }  # fmt: skip
    async with pricing.client(*make.MANAGER) as client:
        assert (await client.put("/price-rules", json=rule)).status_code == 200
    await make.rule(pricing, "0.25", "0.10", customer_id=customer)
    await sold(pricing, customer, (product, "10", "10"))
    decision = (await make.quoted(pricing, customer, (product, "10")))["lines"][0]["decision"]
    assert (decision["verdict"], decision["margin_rate"]) == ("allowed", "0.2500")
    kept = await simulate(pricing, customer_id=customer)
    assert (kept["total"]["margin_before"], kept["total"]["lines_stopped_before"]) == ("25.00", 0)
    dearer = await simulate(pricing, customer_id=customer, cost_changes=[{"rate": "0.10"}])
    assert (dearer["total"]["margin_after"], dearer["total"]["lines_stopped_after"]) == ("18.00", 1)
    (stopped,) = (await make.got(pricing, f"/simulations/{dearer['id']}/stopped-lines"))["items"]
    assert [(each["rule"], each["rate"]) for each in stopped["owes"]] == [
        ("volume-rebate", "0.03"),
        ("cash-discount", "0.02"),
    ]
    more = await simulate(pricing, customer_id=customer, rules=[{**rule, "value": "0.05"}])
    assert (more["total"]["margin_before"], more["total"]["margin_after"]) == ("25.00", "23.00")


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
    for price in range(7, 20):
        await sold(pricing, customer, (product, "1", f"{price}"))
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
