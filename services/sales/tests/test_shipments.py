"""What left and what is still to come, as a customer follows it."""

from typing import Any

import pytest
from comptoir.inventory.v1.shipment_pb2 import PackedLine, ShippedPackage

from services.sales.tests import factories as make
from services.sales.tests.factories import House


async def listed(house: House, path: str, customer: str | None = None, **params: Any) -> list[dict[str, Any]]:
    claims = {} if customer is None else {"customer_id": customer}
    async with house.sales.client("sales.orders.read", **claims) as client:
        answer = await client.get(path, params=params)
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()["items"]
    return found


@pytest.fixture
async def order(house: House) -> dict[str, Any]:
    lines = [make.line(await house.product(), "5"), make.line(await house.product(), "3")]
    return await house.place(*lines, customer_reference="PO-77")


async def test_a_shipment_tells_its_lines_and_packages(house: House, order: dict[str, Any]) -> None:
    first = order["lines"][0]
    package = ShippedPackage(
        sscc="376012345678901237",
        weight_kg=make.number("12.5"),
        lines=[PackedLine(sales_order_line_id=first["id"], product_id=first["product_id"], quantity=make.number("2"))],
    )
    shipment = make.shipment(order, "2", "0", number="SH-2026-000007", packages=[package])
    await house.sales.deliver(make.SHIPMENTS, shipment, repeat=2)
    (head,) = await listed(house, "/shipments", order["customer_id"])
    assert (head["number"], head["order_number"], head["line_count"]) == ("SH-2026-000007", order["number"], 1)
    assert head["packages"] == [{"sscc": "376012345678901237", "weight_kg": "12.5"}]
    details = await house.get(f"/shipments/{shipment.shipment_id}")
    assert [(each["sku"], each["quantity"]) for each in details["lines"]] == [(first["sku"], "2")]


async def test_what_is_still_to_come_has_its_day(house: House, order: dict[str, Any]) -> None:
    await house.sales.deliver(make.SHIPMENTS, make.shipment(order, "2", "3"))
    (owed,) = await listed(house, "/owed-lines", order["customer_id"])
    assert (owed["quantity_owed"], owed["quantity_ready"]) == ("3", "3")
    assert owed["promised_on"] is not None
    await house.sales.deliver(make.SHIPMENTS, make.shipment(order, "3", "0"))
    assert await listed(house, "/owed-lines", order["customer_id"]) == []
    assert len(await listed(house, "/shipments", order["customer_id"])) == 2


async def test_shipments_are_found_by_number_order_reference_and_day(house: House, order: dict[str, Any]) -> None:
    await house.sales.deliver(make.SHIPMENTS, make.shipment(order, "5", "3", number="SH-2026-000099"))
    mine = {"customer": order["customer_id"]}
    for found in ({"q": "SH-2026-000099"}, {"q": order["number"]}, {"q": "PO-77"}, {"order_id": order["id"]}):
        assert len(await listed(house, "/shipments", **mine, **found)) == 1
    assert len(await listed(house, "/shipments", **mine, shipped_from="2026-03-02", shipped_until="2026-03-02")) == 1
    assert await listed(house, "/shipments", **mine, shipped_from="2026-03-03") == []
    assert await listed(house, "/shipments", **mine, q="SH-1999") == []


async def test_lists_go_on_page_by_page(house: House) -> None:
    customer = await house.customer()
    for _ in range(3):
        placed = await house.place(customer_id=customer)
        await house.sales.deliver(make.SHIPMENTS, make.shipment(placed, "1"))
    for path in ("/shipments", "/owed-lines"):
        async with house.sales.client("sales.orders.read", customer_id=customer) as client:
            seen, cursor = [], None
            while True:
                page = (await client.get(path, params={"limit": 2, **({"cursor": cursor} if cursor else {})})).json()
                seen += page["items"]
                cursor = page["next_cursor"]
                if cursor is None:
                    break
        assert len({str(each) for each in seen}) == 3
