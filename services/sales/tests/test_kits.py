"""Kits: sold as one at one price, held, shipped, judged and billed as what they are made of."""

from decimal import Decimal
from typing import Any
from uuid import UUID

from comptoir.sales.v1.sales_order_pb2 import OrderConfirmed
from hypothesis import given
from hypothesis import strategies as st
from kit.ids import new_id
from kit.money import round_half_up
from sales.domain.kit import shared_out

from services.sales.tests import factories as make
from services.sales.tests.factories import House

MANAGES = ("sales.orders.read", "sales.kits.write")


async def set_kit(house: House, product: str, status: int = 200, *components: tuple[str, str]) -> dict[str, Any]:
    body = {"components": [{"product_id": id_, "quantity": quantity} for id_, quantity in components]}
    async with house.sales.client(*MANAGES) as client:
        version = (await client.get(f"/kits/{product}")).json()["version"]
        answer = await client.put(f"/kits/{product}", json=body, headers={"If-Match": str(version)})
    assert answer.status_code == status, answer.text
    result: dict[str, Any] = answer.json()
    return result


async def kit_of(house: House, *components: tuple[str, str], price: str = "45") -> str:
    product = await house.product(price=price, cost=None)
    await set_kit(house, product, 200, *components)
    return product


async def test_a_kit_is_sold_at_its_price_and_held_as_its_components(house: House) -> None:
    drill, bits = (
        await house.product(price="40", cost="20", free="5"),
        await house.product(price="2", cost="1", free="50"),
    )
    kit = await kit_of(house, (drill, "1"), (bits, "5"))
    since = await house.sales.outbox_position()
    order = await house.place(make.line(kit, "3"), make.line(bits, "1"), id=str(new_id()))
    assert [(line["product_id"], line["quantity"], line["net"]) for line in order["lines"]] == [
        (drill, "3", "108.00"), (bits, "15", "27.00"), (bits, "1", "2.00"),
    ]  # fmt: skip
    assert [step["rule"] for step in order["lines"][0]["steps"]] == ["list-price", "kit"]
    assert [line["kit"] and line["kit"]["position"] for line in order["lines"]] == [0, 0, None]
    (whole,) = order["kits"]
    assert (whole["product_id"], whole["quantity"], whole["net"]) == (kit, "3", "135.00")
    assert whole["margin_rate"] == "0.4444"
    assert order["net"] == "137.00"
    assert [house.world.stock.free[UUID(product)] for product in (drill, bits)] == [2, 34]
    (event,) = await house.sales.published(OrderConfirmed, since=since)
    assert [line.product_id for line in event.lines] == [drill, bits, bits]
    body = await house.body(make.line(kit, "3"), make.line(bits, "1"), id=order["id"], customer_id=order["customer_id"])
    assert (await house.post("/orders/place", body, 201))["number"] == order["number"]
    short = await house.place(make.line(kit, "3"), status=409)
    assert make.slug(short) == "insufficient-stock"


async def test_a_kit_without_a_price_costs_what_is_in_it_and_one_by_hand_is_shared_out(house: House) -> None:
    one, two = await house.product(price="10", cost="5"), await house.product(price="5", cost="4")
    kit = await kit_of(house, (one, "1"), (two, "2"))
    del house.world.pricing.prices[UUID(kit)]
    plain = await house.place(make.line(kit, "2"))
    assert (plain["net"], [line["net"] for line in plain["lines"]]) == ("40.00", ["20.00", "20.00"])
    by_hand = await house.draft(make.line(kit, "1", unit_price="19.99"))
    assert by_hand["net"] == "19.99"
    assert sum(Decimal(line["net"]) for line in by_hand["lines"]) == Decimal("19.99")
    firm = await house.post(f"/orders/{by_hand['id']}/confirm", {})
    assert firm["net"] == "19.99"
    blocked = await house.place(make.line(kit, "1", unit_price="5"), status=409)
    assert make.slug(blocked) == "margin-blocked"


async def test_a_kit_is_given_up_as_a_whole_and_added_anew(house: House) -> None:
    one, two, other = [await house.product(price="10", cost="5") for _ in range(3)]
    kit = await kit_of(house, (one, "1"), (two, "1"), price="18")
    order = await house.place(make.line(kit, "4"), make.line(other, "1"))
    path = f"/orders/{order['id']}/revisions"
    part = order["lines"][0]["id"]
    refused = await house.post(path, {"reason": "x", "changes": [{"line_id": part, "quantity": "2"}]}, 409)
    assert make.slug(refused) == "part-of-kit"
    body = {"reason": "Two", "changes": [{"line_id": part, "cancel_rest": True}], "added": [make.line(kit, "2")]}
    revision = await house.post(path, body, 201)
    assert revision["net_after"] == "46.00"
    async with house.sales.client(*make.SELLER) as client:
        headers = {"If-Match": str(revision["order_version"])}
        assert (await client.post(f"{path}/{revision['id']}/accept", json={}, headers=headers)).status_code == 200
    after = await house.order(order["id"])
    assert [line["quantity"] for line in after["lines"]] == ["0", "0", "1", "2", "2"]
    assert [(each["quantity"], each["net"]) for each in after["kits"]] == [("4", "0.00"), ("2", "36.00")]


async def test_what_no_kit_can_be_made_of_is_refused(house: House) -> None:
    one, two = await house.product(), await house.product()
    kit = await kit_of(house, (one, "1"))
    for product, components, status, expected in (
        (one, ((two, "1"),), 422, "kit-not-possible"),  # it is a component
        (two, ((kit, "1"),), 422, "kit-not-possible"),
        (two, ((two, "1"),), 422, "kit-not-possible"),
        (two, ((one, "1"), (one, "2")), 422, "kit-not-possible"),
        (two, ((one, "0.5"),), 422, "over-precise-quantity"),
        (two, ((str(new_id()), "1"),), 404, "product-not-known"),
    ):
        assert make.slug(await set_kit(house, product, status, *components)) == expected
    await set_kit(house, kit, 200)
    plain = await house.place(make.line(kit, "1"), status=201)
    assert plain["lines"][0]["product_id"] == kit
    async with house.sales.client(*MANAGES) as client:
        stale = await client.put(f"/kits/{kit}", json={"components": []}, headers={"If-Match": "0"})
        listed = (await client.get("/kits")).json()["items"]
    assert make.slug(stale.json()) == "stale"
    assert kit in {each["product_id"] for each in listed}


amounts = st.decimals(min_value=0, max_value=1000, places=2)
quantities = st.decimals(min_value=Decimal("0.001"), max_value=5000, places=3)


@given(quantities, amounts, st.lists(st.tuples(quantities, amounts), min_size=1, max_size=5))
def test_components_add_up_to_the_kit_to_the_cent(
    quantity: Decimal, price: Decimal, components: list[tuple[Decimal, Decimal]]
) -> None:
    shared = shared_out(quantity, price, components)
    lines = [round_half_up(each * unit) for (each, _), unit in zip(components, shared, strict=True)]
    assert sum(lines) == round_half_up(quantity * price)
    assert all(unit >= 0 for unit in shared)
