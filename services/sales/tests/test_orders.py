"""Orders from draft to firm."""

from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from comptoir.sales.v1.sales_order_pb2 import OrderCancelled, OrderConfirmed
from kit.ids import new_id

from services.sales.tests import factories as make
from services.sales.tests.factories import House


async def test_an_order_is_placed_in_one_call_with_its_event(house: House) -> None:
    since = await house.sales.outbox_position()
    product = await house.product(price="9.99")
    order = await house.place(make.line(product, "3", packaging_code="BOX12"), customer_reference="PO-77")
    assert (order["status"], order["net"], order["gross"], order["version"]) == ("confirmed", "359.64", "431.57", 2)
    assert order["number"].startswith("SO-")
    (line,) = order["lines"]
    assert (line["quantity"], line["quantity_reserved"], line["quantity_backordered"]) == ("36", "36", "0")
    assert [step["rule"] for step in line["steps"]] == ["list-price"]
    assert (line["margin"]["verdict"], line["margin"]["margin_rate"]) == ("allowed", "0.3994")
    (event,) = await house.sales.published(OrderConfirmed, since=since)
    assert (event.sales_order_id, event.number, event.version) == (order["id"], order["number"], 2)
    assert (event.lines[0].quantity.value, event.lines[0].unit_price.value) == ("36", "9.99")
    assert (event.lines[0].description, event.lines[0].tax_class) == ("Vis", "standard")
    assert (event.salesperson, event.channel, event.segment, event.payment_days) == ("S1", "field", "shop", 30)
    assert event.customer_reference == "PO-77"
    assert house.world.holds(order["id"]) == (True, True)


async def test_a_draft_is_changed_by_its_version_and_confirmed(house: House) -> None:
    draft = await house.draft()
    assert (draft["status"], draft["gross"], house.world.holds(draft["id"])) == ("draft", None, (False, False))
    path = f"/orders/{draft['id']}"
    product = await house.product()
    body = await house.body(make.line(product, "2"), make.line(product, "1", unit_price="9"))
    async with house.sales.client(*make.SELLER, roles=["sales"]) as client:
        stale = await client.put(path, json=body, headers={"If-Match": "9"})
        unversioned = await client.put(path, json=body)
        changed = await client.put(path, json=body, headers={"If-Match": '"1"'})
        confirmed = await client.post(f"{path}/confirm", json={})
        again = await client.post(f"{path}/confirm", json={})
        late = await client.put(path, json=body, headers={"If-Match": str(confirmed.json()["version"])})
    assert [answer.status_code for answer in (stale, unversioned, changed, confirmed, again, late)] == [
        412, 422, 200, 200, 200, 409,
    ]  # fmt: skip
    assert confirmed.json()["net"] == "29.00"
    assert [step["rule"] for step in confirmed.json()["lines"][1]["steps"]] == ["list-price", "manual-price"]
    assert again.json() == confirmed.json()
    assert draft["number"] == confirmed.json()["number"]
    details = await house.order(draft["id"])
    assert [change["action"] for change in details["history"]] == ["confirmed", "changed", "created"]


async def test_a_draft_is_judged_at_its_own_prices_when_it_is_confirmed(house: House) -> None:
    product = await house.product(price="10", cost="6")
    draft = await house.draft(make.line(product))
    house.world.pricing.prices[UUID(product)] = Decimal(99)
    house.world.pricing.costs[UUID(product)] = Decimal(20)
    refused = await house.post(f"/orders/{draft['id']}/confirm", {}, 409)
    assert make.slug(refused) == "margin-blocked"


async def test_the_same_key_or_the_same_id_gets_the_same_answer(house: House) -> None:
    since = await house.sales.outbox_position()
    body = await house.body(id=str(new_id()))
    first = await house.post("/orders/place", body, 201, key="place-1")
    replayed = await house.post("/orders/place", body, 201, key="place-1")
    repeated = await house.post("/orders/place", body, 201)
    assert first == replayed == repeated
    other = await house.post("/orders/place", {**body, "customer_reference": "x"}, 409)
    assert (make.slug(other), other["number"]) == ("order-taken", first["number"])
    reused = await house.post("/orders/place", {**body, "warehouse": "PARIS"}, 409, key="place-1")
    assert make.slug(reused) == "idempotency-key-reused"
    assert len(await house.sales.published(OrderConfirmed, since=since)) == 1


async def test_a_draft_asked_twice_with_one_id_is_one(house: House) -> None:
    body = await house.body(id=str(new_id()))
    first = await house.post("/orders", body, 201)
    assert await house.post("/orders", body, 201) == first
    placed = await house.post("/orders/place", body, 201)
    assert (placed["number"], placed["status"]) == (first["number"], "confirmed")


async def test_short_stock_is_refused_by_line_or_becomes_a_backorder(house: House) -> None:
    enough, short = await house.product(), await house.product(free="3")
    lines = (make.line(enough), make.line(short, "5"))
    id_ = str(new_id())
    refused = await house.place(*lines, id=id_, status=409)
    assert make.slug(refused) == "insufficient-stock"
    assert house.world.holds(id_) == (False, False)
    await house.get(f"/orders/{id_}", 404)
    order = await house.place(*lines, shortage="backorder")
    held = [(line["quantity_reserved"], line["quantity_backordered"]) for line in order["lines"]]
    assert held == [("5", "0"), ("3", "2")]


@pytest.mark.parametrize("is_on_hold", [True, False])
async def test_credit_that_lacks_is_refused_with_its_figures(house: House, is_on_hold: bool) -> None:
    customer = await house.customer(limit="100")
    if is_on_hold:
        house.world.credit.on_hold.add(UUID(customer))
        house.world.credit.limits.clear()
    product = await house.product(price="10")
    id_ = str(new_id())
    body = await house.body(make.line(product, "9"), customer_id=customer, id=id_)
    refused = await house.post("/orders/place", body, 409, key=f"k-{customer}")
    expected = ("credit-on-hold", None) if is_on_hold else ("credit-limit-exceeded", "100")
    assert (make.slug(refused), refused["limit"], refused["amount"]) == (*expected, "108.00")
    await house.get(f"/orders/{id_}", 404)
    house.world.credit.on_hold.clear()
    house.world.credit.limits[UUID(customer)] = Decimal(200)
    raised = await house.post("/orders/place", body, 201, key=f"k-{customer}")
    assert raised["status"] == "confirmed"


async def test_a_price_below_the_floor_is_blocked_with_the_price_that_passes(house: House) -> None:
    product, dear = await house.product(), await house.product(price="10", cost="12")
    id_ = str(new_id())
    refused = await house.place(make.line(product), make.line(dear), id=id_, status=409)
    assert (make.slug(refused), refused["field"]) == ("margin-blocked", "lines.1")
    (line,) = refused["lines"]
    assert (line["field"], line["margin_rate"], line["floor_price"]) == ("lines.1", "-0.2000", "13.33")
    assert house.world.holds(id_) == (False, False)


async def test_orders_end_as_far_as_they_have_come(house: House) -> None:
    since = await house.sales.outbox_position()
    draft = await house.draft()
    gone = await house.post(f"/orders/{draft['id']}/cancel", {"reason": "Typo"})
    assert (gone["status"], await house.sales.published(OrderCancelled, since=since)) == ("cancelled", [])
    assert make.slug(await house.post(f"/orders/{draft['id']}/confirm", {}, 409)) == "wrong-status"
    order = await house.place()
    assert make.slug(await house.post(f"/orders/{order['id']}/close", {"reason": "x"}, 409)) == "wrong-status"
    cancelled = await house.post(f"/orders/{order['id']}/cancel", {"reason": "No need"})
    assert (cancelled["status"], cancelled["lines"][0]["quantity_reserved"]) == ("cancelled", "0")
    (event,) = await house.sales.published(OrderCancelled, since=since)
    assert (event.sales_order_id, event.reason) == (order["id"], "No need")
    assert make.slug(await house.post(f"/orders/{order['id']}/cancel", {"reason": "x"}, 409)) == "wrong-status"


async def test_what_cannot_be_ordered_is_said_by_name(house: House) -> None:
    product = await house.product()
    blocked = await house.product(status=2)
    supplier = await house.customer(is_customer=False)
    foreign = await house.customer(currency="XOF")
    unpriced = await house.product()
    del house.world.pricing.prices[UUID(unpriced)]
    cases: tuple[tuple[dict[str, Any], int, str], ...] = (
        ({"customer_id": str(new_id())}, 404, "customer_id"),
        ({"customer_id": supplier}, 409, "customer_id"),
        ({"customer_id": foreign}, 409, "customer_id"),
        ({"ordered_on": "2098-01-01"}, 422, "ordered_on"),
        ({"lines": [make.line(product), make.line(str(new_id()))]}, 404, "lines.1.product_id"),
        ({"lines": [make.line(unpriced)]}, 404, "lines.0.product_id"),
        ({"lines": [make.line(blocked)]}, 409, "lines.0.product_id"),
        ({"lines": [make.line(product, packaging_code="BOX99")]}, 422, "lines.0.packaging_code"),
        ({"lines": [make.line(product, "1.5")]}, 422, "lines.0.quantity"),
        ({"lines": [make.line(product, "0.1", packaging_code="BOX12")]}, 422, "lines.0.quantity"),
        ({"lines": [make.line(product, "-3")]}, 422, "lines.0.quantity"),
        ({"lines": []}, 422, "lines"),
    )
    usual = await house.body(make.line(product))
    for changes, status, field in cases:
        for path in ("/orders", "/orders/place", "/orders/quote"):
            refused = await house.post(path, {**usual, **changes}, status)
            assert refused["field"] == field, refused


async def test_accounting_that_has_not_heard_of_the_customer_is_waited_for(house: House) -> None:
    customer = await house.customer()
    house.world.credit.unknown.add(UUID(customer))
    refused = await house.place(customer_id=customer, status=404)
    assert make.slug(refused) == "customer-not-known"


async def test_a_price_by_hand_needs_its_permission(house: House) -> None:
    body = await house.body(make.line(await house.product(), unit_price="9"))
    who = tuple(permission for permission in make.SELLER if permission != "sales.prices.set")
    for path in ("/orders", "/orders/place", "/orders/quote"):
        refused = await house.post(path, body, 403, who=who)
        assert refused["permission"] == "sales.prices.set"


async def test_a_quote_writes_nothing_and_tells_price_margin_and_stock(house: House) -> None:
    product = await house.product(price="10", cost="9.5", free="7")
    quote = await house.post("/orders/quote", await house.body(make.line(product, "3")))
    (line,) = quote["lines"]
    assert (quote["verdict"], quote["net"], line["quantity_available"]) == ("needs-approval", "30.00", "7")
    assert (line["margin"]["margin_rate"], line["margin"]["floor_price"]) == ("0.0500", "10.56")
    assert house.world.stock.free[UUID(product)] == 7


async def test_orders_are_listed_filtered_and_searched(house: House) -> None:
    customer = await house.customer(name="Bricolage")
    first = await house.place(customer_id=customer, customer_reference="REF-9")
    second = await house.draft(customer_id=customer)

    async def ids(**params: Any) -> list[str]:
        items = (await house.get("/orders", customer_id=customer, **params))["items"]
        return [item["id"] for item in items]

    assert await ids() == [first["id"], second["id"]]
    assert await ids(sort="-created_at") == [second["id"], first["id"]]
    assert await ids(status="draft") == [second["id"]]
    assert await ids(q="REF-9") == await ids(q=first["number"].lower()) == [first["id"]]
    assert await ids(q="%") == []
    page = await house.get("/orders", customer_id=customer, limit=1)
    assert page["items"][0]["customer_name"] == "Bricolage"
    assert await ids(cursor=page["next_cursor"]) == [second["id"]]
