"""Prices and quotes over HTTP."""

import asyncio
from decimal import Decimal

from comptoir.catalog.v1.product_pb2 import Packaging
from kit.ids import new_id
from kit.testing.services import ServiceUnderTest

from services.pricing.tests import factories as make


async def test_a_customer_gets_the_most_specific_price_with_its_reasons(pricing: ServiceUnderTest) -> None:
    product, customer, other = (
        await make.product(pricing, cost="5"),
        await make.customer(pricing),
        await make.customer(pricing),
    )
    segment = f"segment-{customer[-4:]}"
    await make.prices(
        pricing,
        make.price(product, "10.00"),
        make.price(product, "9.00", min_quantity="12"),
        make.price(product, "9.50", scope="segment", scope_key=segment),
        make.price(product, "8.00", scope="customer", scope_key=customer, min_quantity="100"),
        make.price(product, "1.00", currency="USD"),
    )
    quote = await make.quoted(pricing, customer, (product, "0.5"), (product, "12"), (product, "100"))
    assert [line["unit_price"] for line in quote["lines"]] == ["9.50", "9.50", "8.00"]
    assert [step["rule"] for step in quote["lines"][2]["steps"]] == [
        "list-price", "volume-price", "category-price", "customer-price",
    ]  # fmt: skip
    assert quote["lines"][2]["steps"][1]["label"] == "List price from 12"
    assert (quote["verdict"], quote["lines"][2]["decision"]["margin_rate"]) == ("allowed", "0.3750")
    plain = await make.quoted(pricing, other, (product, "12"))
    assert plain["lines"][0]["unit_price"] == "9.00"


async def test_a_price_ends_on_the_day_before_the_next_begins(pricing: ServiceUnderTest) -> None:
    product, customer = await make.product(pricing, cost="5"), await make.customer(pricing)
    await make.prices(
        pricing,
        make.price(product, "10.00", effective_from="2026-01-01", effective_until="2026-07-01"),
        make.price(product, "11.00", effective_from="2026-07-01", effective_until="2026-08-01"),
    )
    paid = {}
    for day in ("2026-01-01", "2026-06-30", "2026-07-01", "2026-07-31"):
        quote = await make.quoted(pricing, customer, (product, "1"), priced_on=day)
        paid[day] = quote["lines"][0]["unit_price"]
        shown = await make.got(pricing, "/prices", product_id=product, on=day)
        assert [each["unit_price"] for each in shown["items"]] == [paid[day]]
    assert paid == {"2026-01-01": "10.00", "2026-06-30": "10.00", "2026-07-01": "11.00", "2026-07-31": "11.00"}
    for day in ("2025-12-31", "2026-08-01"):
        body = {"customer_id": customer, "priced_on": day, "lines": [{"product_id": product, "quantity": "1"}]}
        refused = await make.posted(pricing, "/quotes", body, 404)
        assert (refused["type"].rsplit("/", 1)[-1], refused["field"]) == ("no-price", "lines.0.product_id")


async def test_every_fault_of_every_price_is_told_and_none_is_written(pricing: ServiceUnderTest) -> None:
    product = await make.product(pricing)
    refused = await make.prices(
        pricing,
        make.price(product),
        make.price(product, scope="segment"),
        make.price(product, scope="customer", scope_key="C000832"),
        make.price(product, effective_until="2026-01-01"),
        make.price(str(new_id()), scope_key="shops"),
        make.price(product, "12.00", min_quantity="0.0"),
        status=422,
    )
    assert refused["type"].endswith("/invalid-records")
    assert [each["field"] for each in refused["errors"]] == [
        "prices.1.scope_key", "prices.2.scope_key", "prices.3.effective_until", "prices.4.scope_key",
        "prices.0", "prices.3", "prices.5", "prices.4.product_id",
    ]  # fmt: skip
    assert (await make.got(pricing, "/prices", product_id=product))["items"] == []


async def test_products_and_customers_not_heard_of_are_all_named(pricing: ServiceUnderTest) -> None:
    product, nobody, nothing = await make.product(pricing), str(new_id()), str(new_id())
    bodies = [make.price(product, scope="customer", scope_key=nobody), make.price(product), make.price(nothing)]
    refused = await make.prices(pricing, *bodies, status=404)
    assert refused["type"].endswith("/product-not-known")
    assert [each["field"] for each in refused["errors"]] == ["prices.2.product_id", "prices.0.scope_key"]
    refused = await make.prices(pricing, *bodies[:2], status=404)
    assert (refused["type"].rsplit("/", 1)[-1], refused["field"]) == ("customer-not-known", "prices.0.scope_key")
    body = {"customer_id": nobody, "lines": [{"product_id": nothing, "quantity": "1"}] * 30}
    refused = await make.posted(pricing, "/quotes", body, 404)
    assert (len(refused["errors"]), refused["errors"][1]["field"]) == (20, "lines.1.product_id")
    refused = await make.posted(pricing, "/quotes", {**body, "lines": [{"product_id": product, "quantity": "1"}]}, 404)
    assert (refused["type"].rsplit("/", 1)[-1], refused["field"]) == ("customer-not-known", "customer_id")


async def test_a_price_for_the_same_replaces_the_older_and_leaves_its_trail(pricing: ServiceUnderTest) -> None:
    product = await make.product(pricing)
    (first,) = (await make.prices(pricing, make.price(product, "10.00")))["items"]
    again = [await make.prices(pricing, make.price(product, amount)) for amount in ("10.00", "10.50")]
    ended = await make.prices(pricing, make.price(product, "10.50", effective_until="2027-01-01"))
    assert {each["items"][0]["id"] for each in (*again, ended)} == {first["id"]}
    (kept,) = (await make.got(pricing, "/prices", product_id=product))["items"]
    assert (kept["unit_price"], kept["effective_until"]) == ("10.50", "2027-01-01")
    history = await make.got(pricing, f"/prices/{first['id']}/history")
    assert [(each["action"], each["changes"]) for each in history["items"]] == [
        ("changed", {"effective_until": [None, "2027-01-01"]}),
        ("changed", {"unit_price": ["10.00", "10.50"]}),
        ("created", {"unit_price": [None, "10.00"]}),
    ]
    await make.got(pricing, f"/prices/{new_id()}/history", status=404)


async def test_two_price_lists_at_once_write_one_after_the_other(pricing: ServiceUnderTest) -> None:
    """In opposite orders, so that row locks taken in the order of the request would deadlock."""
    products = [await make.product(pricing) for _ in range(20)]
    lists = [[make.price(product, f"{n}.00") for product in products[:: 1 if n % 2 else -1]] for n in range(1, 11)]
    answers = await asyncio.gather(*(make.prices(pricing, *each) for each in lists))
    ids = {item["product_id"]: item["id"] for item in answers[0]["items"]}
    assert all(ids[item["product_id"]] == item["id"] for answer in answers for item in answer["items"])
    (last,) = (await make.got(pricing, "/prices", product_id=products[0]))["items"]
    history = await make.got(pricing, f"/prices/{ids[products[0]]}/history")
    told = [each["changes"]["unit_price"] for each in history["items"]]
    assert (len(told), told[0][1], told[-1][0]) == (10, last["unit_price"], None)
    assert [after for _, after in told[1:]] == [before for before, _ in told[:-1]]


async def test_a_repeated_list_is_answered_as_before(pricing: ServiceUnderTest) -> None:
    product = await make.product(pricing)
    headers = {"Idempotency-Key": str(new_id())}
    async with pricing.client(*make.MANAGER) as client:
        first = await client.post("/prices/bulk", json={"prices": [make.price(product)]}, headers=headers)
        again = await client.post("/prices/bulk", json={"prices": [make.price(product)]}, headers=headers)
        other = await client.post("/prices/bulk", json={"prices": [make.price(product, "9")]}, headers=headers)
    assert (first.json(), again.status_code, other.status_code) == (again.json(), 201, 409)


async def test_prices_come_in_pages(pricing: ServiceUnderTest) -> None:
    product = await make.product(pricing)
    await make.prices(pricing, *(make.price(product, min_quantity=str(n)) for n in range(1000)))
    found, cursor = [], None
    while True:
        page = await make.got(
            pricing, "/prices", product_id=product, limit=200, **({"cursor": cursor} if cursor else {})
        )
        found += [each["min_quantity"] for each in page["items"]]
        if (cursor := page["next_cursor"]) is None:
            break
    assert sorted(map(Decimal, found)) == list(range(1000))


async def test_what_if_costs_rise(pricing: ServiceUnderTest) -> None:
    product, customer = await make.product(pricing, cost="9.50"), await make.customer(pricing)
    await make.prices(pricing, make.price(product, "10.00"))
    now = await make.quoted(pricing, customer, (product, "1"))
    risen = await make.quoted(pricing, customer, (product, "1"), cost_change="0.08")
    decisions = [quote["lines"][0]["decision"] for quote in (now, risen)]
    assert [(each["verdict"], Decimal(each["unit_cost"]), each["floor_price"]) for each in decisions] == [
        ("allowed", Decimal("9.5"), "9.50"),
        ("needs-approval", Decimal("10.26"), "10.26"),
    ]


async def test_a_price_in_a_currency_without_a_rate_has_no_known_margin(pricing: ServiceUnderTest) -> None:
    product, customer = await make.product(pricing, cost="5"), await make.customer(pricing)
    await make.prices(pricing, make.price(product, "900.00", currency="XPF"))
    quote = await make.quoted(pricing, customer, (product, "1"), currency="XPF")
    (line,) = quote["lines"]
    assert (quote["verdict"], quote["currency"], line["unit_price"]) == ("needs-approval", "XPF", "900.00")
    assert (line["decision"]["unit_cost"], line["decision"]["margin_rate"]) == (None, None)


async def test_a_customer_of_the_portal_sees_his_prices_and_no_margin(pricing: ServiceUnderTest) -> None:
    product, customer, other = (
        await make.product(pricing, cost="5"),
        await make.customer(pricing),
        await make.customer(pricing),
    )
    await make.prices(pricing, make.price(product, "10.00"))
    body = {"customer_id": customer, "lines": [{"product_id": product, "quantity": "1"}]}
    quote = await make.posted(pricing, "/quotes", body, customer_id=customer)
    assert (quote["verdict"], quote["lines"][0]["decision"], quote["lines"][0]["unit_price"]) == (None, None, "10.00")
    refused = await make.posted(pricing, "/quotes", {**body, "customer_id": other}, 403, customer_id=customer)
    assert refused["type"].endswith("/not-yours")


async def test_a_price_may_be_of_a_packaging(pricing: ServiceUnderTest) -> None:
    """A box of 12 for 100: one is a twelfth of it, and a truck of boxes comes to hundreds again."""
    box = Packaging(code="BOX12", numerator=12, denominator=1)
    product, customer = await make.product(pricing, packagings=[make.EACH, box]), await make.customer(pricing)
    boxes = make.price(product, "100.00", packaging_code="BOX12", min_quantity="1")
    written = await make.prices(pricing, make.price(product, "9.00"), boxes)
    assert [item["min_quantity"] for item in written["items"]] == ["0", "12"]
    lines = [{"product_id": product, "packaging_code": "BOX12", "quantity": count} for count in ("1", "10000")]
    lines.append({"product_id": product, "quantity": "11"})
    quote = await make.posted(pricing, "/quotes", {"customer_id": customer, "priced_on": make.TODAY, "lines": lines})
    assert [line["amount"] for line in quote["lines"]] == ["100.00", "1000000.00", "99.00"]
    refused = await make.prices(pricing, make.price(product, "1", packaging_code="PALLET"), status=422)
    assert refused["field"] == "prices.0.packaging_code"
