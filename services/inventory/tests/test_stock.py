"""Stock documents, receipts and what they do to sums."""

from datetime import timedelta

from comptoir.inventory.v1.movement_pb2 import MovementPosted
from comptoir.inventory.v1.receipt_pb2 import ReceiptPosted
from comptoir.purchasing.v1.purchase_order_pb2 import PurchaseOrderClosed
from kit.ids import new_id
from kit.testing.doors import assert_every_door_is_shut
from kit.testing.fuzz import fuzz
from kit.testing.services import ServiceUnderTest
from kit.wire import decimal_in

from kit import clock
from services.inventory.tests import factories as make


async def test_opening_stock_tells_its_cost(inventory: ServiceUnderTest) -> None:
    since = await inventory.outbox_position()
    product = await make.product(inventory, "12")
    (event,) = await inventory.published(MovementPosted, since=since)
    assert (str(decimal_in(event.opening_unit_cost.amount)), event.document_number[:3]) == ("2.50", "OS-")
    assert await make.stock(inventory, product) == (12, 0, 0)


async def test_receipts_in_parts_then_no_more_than_the_tolerance(inventory: ServiceUnderTest) -> None:
    product = await make.product(inventory)
    order = make.placed(product, "100")
    await make.posted(inventory, "/receipts", make.receipt(order, "60"), status=404)
    await inventory.deliver(make.PURCHASES, order, repeat=2)
    assert await make.stock(inventory, product) == (0, 0, 100)
    since = await inventory.outbox_position()
    first = await make.posted(inventory, "/receipts", make.receipt(order, "60", supplier_reference="BL 17"))
    assert await make.stock(inventory, product) == (60, 0, 40)
    refused = await make.posted(inventory, "/receipts", make.receipt(order, "51"), status=409)
    assert (refused["field"], refused["limit"]) == ("lines.0.quantity", "110.0")
    await make.posted(inventory, "/receipts", make.receipt(order, "50"))
    assert await make.stock(inventory, product) == (110, 0, 0)
    receipts = await inventory.published(ReceiptPosted, since=since)
    assert (receipts[0].receipt_id, receipts[0].supplier_reference) == (first["id"], "BL 17")
    assert await make.listed(inventory, "/expected-receipts", purchase_order_id=order.purchase_order_id) == []


async def test_nothing_is_received_against_a_closed_order(inventory: ServiceUnderTest) -> None:
    product = await make.product(inventory)
    order = make.placed(product, "10")
    await inventory.deliver(make.PURCHASES, order)
    await inventory.deliver(
        make.PURCHASES, PurchaseOrderClosed(purchase_order_id=order.purchase_order_id, reason="cancelled"), repeat=2
    )
    assert await make.stock(inventory, product) == (0, 0, 0)
    refused = await make.posted(inventory, "/receipts", make.receipt(order, "1"), status=409)
    assert "order-is-closed" in refused["type"]


async def test_a_receipt_that_makes_no_sense_is_refused_whole(inventory: ServiceUnderTest) -> None:
    product = await make.product(inventory)
    order = make.placed(product, "10")
    await inventory.deliver(make.PURCHASES, order)
    good = make.receipt(order, "1")
    line = good["lines"][0]
    for lines, field in (
        ([line, line], "lines.1.purchase_order_line_id"),
        ([line, {**line, "purchase_order_line_id": str(new_id())}], "lines.1.purchase_order_line_id"),
        ([{**line, "quantity": "-1"}], "lines.0.quantity"),
        ([{**line, "quantity": "0.5"}], "lines.0.quantity"),
    ):
        refused = await make.posted(inventory, "/receipts", {**good, "lines": lines}, status=422)
        assert refused["field"] == field, refused
    late = {**good, "occurred_at": (clock.now() + timedelta(days=2)).isoformat()}
    assert (await make.posted(inventory, "/receipts", late, status=422))["field"] == "occurred_at"
    assert await make.stock(inventory, product) == (0, 0, 10)


async def test_the_same_document_is_posted_once(inventory: ServiceUnderTest) -> None:
    product = await make.product(inventory)
    order = make.placed(product, "10")
    await inventory.deliver(make.PURCHASES, order)
    body = make.receipt(order, "4", id=str(new_id()))
    await make.posted(inventory, "/receipts", body)
    again = await make.posted(inventory, "/receipts", body, status=409)
    assert again["number"].startswith("RE-")
    assert await make.stock(inventory, product) == (4, 0, 6)


async def test_found_missing_and_moved(inventory: ServiceUnderTest) -> None:
    product = await make.product(inventory, "10")

    def adjustment(change: str, location: str = "STOCK") -> dict[str, object]:
        line = {"product_id": str(product), "quantity_change": change, "location": location}
        return {"warehouse": make.WAREHOUSE, "reason": "Stocktake", "lines": [line]}

    await make.posted(inventory, "/adjustments", adjustment("-3"))
    found = await make.posted(inventory, "/adjustments", adjustment("5", "A-01"))
    refused = await make.posted(inventory, "/adjustments", adjustment("-8"), status=409)
    assert (refused["on_hand"], refused["location"]) == ("7", "STOCK")
    places = {row["code"]: row["id"] for row in await make.listed(inventory, "/locations", warehouse=make.WAREHOUSE)}
    transfer = {"from_location_id": places["STOCK"], "to_location_id": places["A-01"]}
    await make.posted(inventory, "/transfers", {**transfer, "lines": [{"product_id": str(product), "quantity": "7"}]})
    async with inventory.client(*make.ALL) as client:
        lying = (await client.get("/stock/by-location", params={"product_id": str(product)})).json()
    assert [(row["location"], row["quantity"]) for row in lying] == [("A-01", "12")]
    path = f"/movements/{found['movements'][0]['id']}/reverse"
    await make.posted(inventory, path, {"reason": "Counted twice"})
    assert await make.stock(inventory, product) == (7, 0, 0)
    await make.posted(inventory, path, {"reason": "Counted twice"}, status=409)
    journal = await make.listed(inventory, "/movements", product_id=product)
    assert [row["reason"] for row in journal].count("adjustment") == 3


async def test_an_unknown_product_or_place_is_said(inventory: ServiceUnderTest) -> None:
    line = {"product_id": str(new_id()), "quantity": "1", "unit_cost": "1"}
    body = {"warehouse": make.WAREHOUSE, "lines": [line]}
    assert "product-not-known" in (await make.posted(inventory, "/opening-stock", body, status=404))["type"]
    nowhere = await make.posted(inventory, "/opening-stock", {**body, "warehouse": "MOON"}, status=404)
    assert nowhere["warehouse"] == "MOON"
    line["location"] = "Z-99"
    assert (await make.posted(inventory, "/opening-stock", body, status=404))["location"] == "Z-99"


async def test_every_door_is_shut(inventory: ServiceUnderTest) -> None:
    assert await assert_every_door_is_shut(inventory) > 18


async def test_hostile_input_never_breaks_it(inventory: ServiceUnderTest) -> None:
    async with inventory.client(*make.ALL) as client:
        rules = (await client.get("/movement-rules")).json()
        assert await fuzz(inventory) > 22
        assert (await client.put("/movement-rules", json=rules)).status_code == 200
