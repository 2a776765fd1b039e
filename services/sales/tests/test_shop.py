"""What a customer's shop shows: his site, and what he can have when."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from kit.ids import new_id
from sales.domain.promise import expected

from services.sales.tests import factories as make
from services.sales.tests.factories import House
from services.sales.tests.test_blankets import agreed
from services.sales.tests.test_kits import kit_of

SHOPPER = ("sales.orders.quote",)
TODAY = datetime.now(UTC).date()


async def test_a_customer_is_served_from_the_site_of_his_last_order(house: House) -> None:
    product = await house.product()
    customer, newcomer = await house.customer(), await house.customer(name="Newcomer")
    await house.place(make.line(product), customer_id=customer, warehouse="PARIS")
    await house.place(make.line(product), warehouse="LYON")
    shop = await house.get(f"/shops/{customer}", who=SHOPPER)
    assert (shop["warehouse"], shop["currency"]) == ("PARIS", "EUR")
    assert (await house.get(f"/shops/{newcomer}", who=SHOPPER))["warehouse"] == "LYON"


async def test_what_is_not_there_has_the_day_on_which_it_can_be_promised(house: House) -> None:
    there, coming, unknown = await house.product(free="7"), await house.product(free="0"), await house.product(free="0")
    on = TODAY + timedelta(days=9)
    house.world.stock.coming[UUID(coming)] = expected(on, "PO-1", is_overdue=False)
    customer = await house.customer()
    await house.place(make.line(await house.product()), customer_id=customer)
    body = {"product_ids": [coming, there, unknown]}
    found = await house.post(f"/shops/{customer}/stock", body, who=SHOPPER, sub="buyer", customer_id=customer)
    told = [(each["product_id"], each["quantity_available"], each["promised_on"]) for each in found["items"]]
    assert told == [(coming, "0", on.isoformat()), (there, "7", TODAY.isoformat()), (unknown, "0", None)]
    assert date.fromisoformat(found["items"][0]["promised_on"]) > TODAY


async def test_a_portal_user_learns_nothing_of_another_site_whichever_he_names(house: House) -> None:
    product, customer, buyer = await house.product(free="500"), await house.customer(), str(new_id())
    await house.place(make.line(product), customer_id=customer, warehouse="PARIS")
    blanket = await agreed(house, customer_id=customer)
    body = await house.body(make.line(product), customer_id=customer, warehouse="LYON")
    call = {"warehouse": "LYON", "lines": [{"line_id": blanket["lines"][0]["id"], "quantity": "1"}]}
    row = {"reference": "PO", "product": product, "quantity": "1", "warehouse": "LYON"}
    claims: dict[str, Any] = {"sub": buyer, "customer_id": customer}
    await house.post("/orders/quote", body, **claims)
    await house.post("/orders/substitutes", {**body, "lines": [make.line(product, "900")]}, **claims)
    draft = await house.post("/orders", body, 201, **claims)
    unnamed = {name: value for name, value in body.items() if name != "warehouse"}
    placed = await house.post("/orders/place", unnamed, 201, **claims)
    called = await house.post(f"/blanket-orders/{blanket['id']}/call-offs", call, 201, **claims)
    intake = await house.post("/order-intakes", {"rows": [row]}, 201, **claims)
    await house.post(f"/order-intakes/{intake['id']}/import", {}, **claims)
    async with house.sales.client(*make.SELLER, **claims) as client:
        changed = await client.put(f"/orders/{draft['id']}", json=body, headers={"If-Match": str(draft["version"])})
        listed = (await client.get("/orders", params={"warehouse": "LYON"})).json()
    assert [each["warehouse"] for each in (draft, placed, called, changed.json())] == ["PARIS"] * 4
    assert listed["items"] == []
    assert {site for who, site in house.world.stock.told if who == buyer} == {"PARIS"}


async def test_the_house_names_the_site_or_takes_the_customers(house: House) -> None:
    customer = await house.customer()
    await house.place(customer_id=customer, warehouse="PARIS")
    assert (await house.place(customer_id=customer, warehouse=None))["warehouse"] == "PARIS"
    assert (await house.place(customer_id=customer, warehouse="LYON"))["warehouse"] == "LYON"


async def test_a_shop_is_closed_to_other_customers(house: House) -> None:
    product, mine, other = await house.product(), await house.customer(), await house.customer()
    body = {"product_ids": [product]}
    refused = await house.post(f"/shops/{other}/stock", body, 403, who=SHOPPER, customer_id=mine)
    assert make.slug(refused) == "not-yours"


async def test_a_kit_is_there_as_often_as_its_scarcest_part(house: House) -> None:
    drill, bits = await house.product(free="7"), await house.product(free="9")
    kit = await kit_of(house, (drill, "1"), (bits, "2"))
    customer = (await house.place())["customer_id"]
    body = {"product_ids": [bits, kit]}
    found = (await house.post(f"/shops/{customer}/stock", body, sub="buyer", customer_id=customer))["items"]
    assert [(each["product_id"], each["quantity_available"]) for each in found] == [(bits, "9"), (kit, "4")]
