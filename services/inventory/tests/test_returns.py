"""Goods that come back, goods that go back, lots that are recalled, and what customers want of shelf life."""

import asyncio
from collections import Counter
from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from comptoir.catalog.v1.partner_pb2 import PartnerChanged
from comptoir.inventory.v1.movement_pb2 import MovementPosted
from comptoir.inventory.v1.return_pb2 import CustomerReturnInspected, CustomerReturnReceived, SupplierReturnPosted
from comptoir.sales.v1.return_pb2 import AuthorisedLine, ReturnAuthorised, ReturnClosed
from hypothesis import given
from hypothesis import strategies as st
from inventory.domain.lot import Tracking
from kit.ids import new_id
from kit.testing.properties import on_a_database
from kit.testing.services import ServiceUnderTest
from kit.wire import decimal_out

from kit import clock
from services.inventory.tests import factories as make


async def sold(inventory: ServiceUnderTest, product: UUID, quantity: str) -> tuple[str, dict[str, Any]]:
    """(order, shipment) of goods that a customer has."""
    order = await make.firm(inventory, (product, quantity))
    return order.order_id, await make.posted(inventory, "/shipments", {"sales_order_id": order.order_id})


def back(order: str, shipment: dict[str, Any], quantity: str) -> dict[str, Any]:
    line = {"shipment_line_id": shipment["lines"][0]["id"], "quantity": quantity, "reason": "Too many"}
    return {"sales_order_id": order, "reference": "RMA-7", "lines": [line]}


async def test_goods_come_back_to_quarantine_and_go_where_somebody_says(inventory: ServiceUnderTest) -> None:
    product = await make.product(inventory, "10")
    order, shipment = await sold(inventory, product, "6")
    since = await inventory.outbox_position()
    returned = await make.posted(inventory, "/customer-returns", back(order, shipment, "5"))
    (row,) = await make.listed(inventory, "/stock", product_id=product)
    assert [row[name] for name in ("on_hand", "held", "available")] == ["9", "5", "4"]
    (moved,) = await inventory.published(MovementPosted, since=since)
    assert (moved.returns_movement_id, moved.order_line_id) == (
        shipment["lines"][0]["movement_id"],
        shipment["lines"][0]["sales_order_line_id"],
    )
    line = returned["lines"][0]["id"]
    path = f"/customer-returns/{returned['id']}/dispose"
    too_much = {"dispositions": [{"line_id": line, "disposition": "restock", "quantity": "6"}]}
    refused = await make.posted(inventory, path, too_much, status=409)
    assert refused["open"] == "5"
    parts = [("restock", "2", "A-01"), ("damage", "1", None), ("to-supplier", "1", None)]
    body = {
        "dispositions": [
            {"line_id": line, "disposition": disposition, "quantity": quantity, "location": location}
            for disposition, quantity, location in parts
        ]
    }
    clerk = await make.posted(inventory, path, body, status=409)
    assert "movement-not-allowed" in clerk["type"]  # only the warehouse may let goods out of quarantine
    scrap = {"dispositions": [{"line_id": line, "disposition": "scrap", "quantity": "1", "reason": "Broken"}]}
    async with inventory.client(*make.ALL, roles=["warehouse"]) as client:
        assert (await client.post(path, json=body)).status_code == 200
        assert (await client.post(path, json=scrap)).status_code == 200
        rows = (await client.get("/stock/by-location", params={"product_id": str(product)})).json()
    assert {row["location"]: row["quantity"] for row in rows} == {
        "STOCK": "4",
        "A-01": "2",
        "DAMAGED": "1",
        "QUARANTINE": "1",
    }
    (received,) = await inventory.published(CustomerReturnReceived, since=since)
    first, second = await inventory.published(CustomerReturnInspected, since=since)
    assert (received.reference, first.is_complete, second.is_complete) == ("RMA-7", False, True)


async def test_no_more_comes_back_than_was_delivered(inventory: ServiceUnderTest) -> None:
    product = await make.product(inventory, "10")
    order, shipment = await sold(inventory, product, "6")
    await make.posted(inventory, "/customer-returns", back(order, shipment, "4"))
    since = await inventory.outbox_position()
    refused = await make.posted(inventory, "/customer-returns", back(order, shipment, "3"), status=409)
    assert (refused["field"], refused["returnable"]) == ("lines.0.quantity", "2")
    other, _ = await sold(inventory, product, "1")
    wrong = await make.posted(inventory, "/customer-returns", back(other, shipment, "1"), status=422)
    assert "line-not-of-order" in wrong["type"]
    assert not await inventory.published(CustomerReturnReceived, since=since)
    async with inventory.client(*make.ALL) as client:
        answers = await asyncio.gather(
            *(client.post("/customer-returns", json=back(order, shipment, "1")) for _ in range(6))
        )
    assert sorted(answer.status_code for answer in answers) == [201, 201, 409, 409, 409, 409]


async def test_goods_go_back_to_the_supplier_by_the_receipt_that_brought_them(inventory: ServiceUnderTest) -> None:
    product = await make.product(inventory)
    order = make.placed(product, "10")
    await inventory.deliver(make.PURCHASES, order)
    receipt = await make.posted(inventory, "/receipts", make.receipt(order, "10"))
    line = {"receipt_line_id": receipt["lines"][0]["id"], "quantity": "4", "reason": "Rust"}
    body = {"purchase_order_id": order.purchase_order_id, "lines": [line]}
    short = await make.posted(inventory, "/supplier-returns", body, status=409)
    assert (short["location"], short["on_hand"]) == ("QUARANTINE", "0")
    line["location"] = "STOCK"
    since = await inventory.outbox_position()
    await make.posted(inventory, "/supplier-returns", body)
    assert await make.stock(inventory, product) == (6, 0, 0)
    (event,) = await inventory.published(SupplierReturnPosted, since=since)
    (moved,) = await inventory.published(MovementPosted, since=since)
    assert (event.wants, event.lines[0].delivered_line_id) == ("credit", receipt["lines"][0]["id"])
    assert moved.returns_movement_id == receipt["lines"][0]["movement_id"]
    line["quantity"] = "7"
    refused = await make.posted(inventory, "/supplier-returns", body, status=409)
    assert refused["returnable"] == "6"
    kinds = {row["kind"] for row in await make.listed(inventory, "/returns", order_id=order.purchase_order_id)}
    assert kinds == {"supplier"}


async def lot_of(inventory: ServiceUnderTest, product: UUID, code: str) -> dict[str, Any]:
    (found,) = await make.listed(inventory, "/lots", product_id=product, code=code)
    return found


async def load(inventory: ServiceUnderTest, product: UUID, quantity: str, lot: str, expires_on: str | None) -> None:
    line = {"product_id": str(product), "quantity": quantity, "unit_cost": "1", "lot": lot, "expires_on": expires_on}
    await make.posted(inventory, "/opening-stock", {"warehouse": make.WAREHOUSE, "lines": [line]})


async def test_a_lot_is_traced_from_its_receipt_to_those_who_have_it(inventory: ServiceUnderTest) -> None:
    product = await make.product(inventory, tracking=Tracking.LOT)
    bought = make.placed(product, "10")
    await inventory.deliver(make.PURCHASES, bought)
    receipt = make.receipt(bought, "10")
    receipt["lines"][0]["lot"] = "L-77"
    await make.posted(inventory, "/receipts", receipt)
    order, shipment = await sold(inventory, product, "6")
    await make.posted(inventory, "/customer-returns", back(order, shipment, "2"))
    found = await lot_of(inventory, product, "L-77")
    async with inventory.client(*make.ALL) as client:
        trace = (await client.get(f"/lots/{found['id']}/trace")).json()
        table = await client.get(f"/lots/{found['id']}/recall.csv")
    assert [step["reason"] for step in trace["steps"]] == ["receipt", "shipment", "customer-return"]
    assert trace["steps"][0]["partner_id"] == bought.supplier_id
    (holder,) = trace["holders"]
    assert (holder["order_id"], holder["shipped"], holder["returned"]) == (order, "6", "2")
    assert {row["location"]: row["quantity"] for row in trace["stock"]} == {"STOCK": "4", "QUARANTINE": "2"}
    assert table.text.splitlines()[1].split(";")[2:6] == ["SO-1", shipment["number"], "6", "2"]


async def test_a_customer_named_like_a_formula_is_text_in_the_table(inventory: ServiceUnderTest) -> None:
    product = await make.product(inventory, tracking=Tracking.LOT)
    await load(inventory, product, "5", "L-1", None)
    request = make.asked((product, "2"))
    partner = PartnerChanged(
        partner_id=request.customer_id, version=1, code="C9", name="=HYPERLINK(1)", is_customer=True
    )
    await inventory.deliver("catalog.partners.v1", partner)
    await make.reserve(inventory, request)
    await inventory.deliver(make.SALES, make.confirmed(request))
    await make.posted(inventory, "/shipments", {"sales_order_id": request.order_id})
    found = await lot_of(inventory, product, "L-1")
    async with inventory.client(*make.ALL) as client:
        table = await client.get(f"/lots/{found['id']}/recall.csv")
    assert "C9;'=HYPERLINK(1)" in table.text


async def test_a_blocked_lot_cannot_be_promised_nor_come_in_for_sale(inventory: ServiceUnderTest) -> None:
    product = await make.product(inventory, tracking=Tracking.LOT)
    await load(inventory, product, "5", "BAD", None)
    await load(inventory, product, "3", "GOOD", None)
    await make.firm(inventory, (product, "8"))
    found = await lot_of(inventory, product, "BAD")
    blocked = await make.posted(inventory, f"/lots/{found['id']}/block", {"reason": "Glass"}, status=200)
    assert blocked["is_blocked"]
    (row,) = await make.listed(inventory, "/stock", product_id=product)
    assert [row[name] for name in ("on_hand", "held", "reserved", "available")] == ["8", "5", "3", "0"]
    bought = make.placed(product, "4")
    await inventory.deliver(make.PURCHASES, bought)
    receipt = make.receipt(bought, "4")
    receipt["lines"][0]["lot"] = "BAD"
    await make.posted(inventory, "/receipts", receipt)
    (row,) = await make.listed(inventory, "/stock", product_id=product)
    assert [row[name] for name in ("on_hand", "held", "reserved")] == ["12", "9", "3"]
    await make.posted(inventory, f"/lots/{found['id']}/free", {"reason": "Tested"}, status=200)
    assert not (await lot_of(inventory, product, "BAD"))["is_blocked"]


async def test_a_customer_gets_nothing_that_expires_too_soon_for_it(inventory: ServiceUnderTest) -> None:
    product = await make.product(inventory, tracking=Tracking.LOT)
    today = clock.now().date()
    await load(inventory, product, "5", "SOON", (today + timedelta(days=10)).isoformat())
    await load(inventory, product, "5", "LATE", (today + timedelta(days=90)).isoformat())
    request = make.asked((product, "7"))
    picky = PartnerChanged(
        partner_id=request.customer_id, version=1, code="C1", is_customer=True, minimum_shelf_life_days=30
    )
    await inventory.deliver("catalog.partners.v1", picky)
    await make.reserve(inventory, request)
    await inventory.deliver(make.SALES, make.confirmed(request))
    since = await inventory.outbox_position()
    refused = await make.posted(inventory, "/shipments", {"sales_order_id": request.order_id}, status=409)
    assert ("shelf-life-too-short" in refused["type"], refused["product_lots"]) == (True, ["SOON"])
    assert not await inventory.published(MovementPosted, since=since)
    part = [{"sales_order_line_id": request.lines[0].order_line_id, "quantity": "5"}]
    await make.posted(inventory, "/shipments", {"sales_order_id": request.order_id, "lines": part})
    (moved,) = await inventory.published(MovementPosted, since=since)
    assert moved.lot == "LATE"


async def test_expired_goods_are_not_shipped_to_anybody(inventory: ServiceUnderTest) -> None:
    product = await make.product(inventory, tracking=Tracking.LOT)
    await load(inventory, product, "5", "OLD", (clock.now().date() - timedelta(days=1)).isoformat())
    order = await make.firm(inventory, (product, "1"))
    await make.posted(inventory, "/shipments", {"sales_order_id": order.order_id}, status=409)
    found = await lot_of(inventory, product, "OLD")
    label = {"expires_on": (clock.now().date() + timedelta(days=9)).isoformat(), "reason": "Misread"}
    await make.posted(inventory, f"/lots/{found['id']}/expiry", label, status=200)
    await make.posted(inventory, "/shipments", {"sales_order_id": order.order_id})


async def test_what_goes_first_is_what_somebody_has_said(inventory: ServiceUnderTest) -> None:
    product = await make.product(inventory, tracking=Tracking.LOT)
    await load(inventory, product, "2", "FIRST-IN", "2099-01-01")
    await load(inventory, product, "2", "FIRST-OUT", "2098-01-01")
    policy = {"product_id": str(product), "warehouse": make.WAREHOUSE, "removal": "fifo"}
    async with inventory.client(*make.ALL) as client:
        assert (await client.put("/removal-policies", json={"items": [policy]})).status_code == 200
    since = await inventory.outbox_position()
    await sold(inventory, product, "1")
    (moved,) = await inventory.published(MovementPosted, since=since)
    assert moved.lot == "FIRST-IN"


@on_a_database
@given(st.lists(st.tuples(st.sampled_from(["restock", "damage", "to-supplier"]), st.integers(1, 4)), max_size=6))
async def test_returned_goods_are_all_somewhere(inventory: ServiceUnderTest, steps: list[tuple[str, int]]) -> None:
    product = await make.product(inventory, "10")
    order, shipment = await sold(inventory, product, "8")
    returned = await make.posted(inventory, "/customer-returns", back(order, shipment, "7"))
    disposed = 0
    async with inventory.client(*make.ALL, roles=["warehouse"]) as client:
        for disposition, quantity in steps:
            line = {"line_id": returned["lines"][0]["id"], "disposition": disposition, "quantity": str(quantity)}
            answer = await client.post(f"/customer-returns/{returned['id']}/dispose", json={"dispositions": [line]})
            assert answer.status_code == (200 if disposed + quantity <= 7 else 409)
            disposed += quantity if answer.status_code == 200 else 0
            rows = (await client.get("/stock/by-location", params={"product_id": str(product)})).json()
            assert sum(int(row["quantity"]) for row in rows) == 9


async def test_under_a_number_of_sales_no_more_comes_back_than_was_agreed(inventory: ServiceUnderTest) -> None:
    product = await make.product(inventory, "10")
    order, shipment = await sold(inventory, product, "6")
    id_ = str(new_id())
    number = f"RMA-{id_}"
    line = AuthorisedLine(shipment_line_id=shipment["lines"][0]["id"], quantity=decimal_out(Decimal(3)))
    agreed = ReturnAuthorised(return_id=id_, number=number, sales_order_id=order, lines=[line])
    await inventory.deliver("sales.returns.v1", agreed, repeat=2)

    async def come_back(quantity: str, status: int, reference: str = number) -> dict[str, Any]:
        body = {**back(order, shipment, quantity), "reference": reference}
        return await make.posted(inventory, "/customer-returns", body, status)

    await come_back("1", 201)
    since = await inventory.outbox_position()
    over = await come_back("3", 409)
    assert ("not-agreed" in over["type"], over["left"]) == (True, "2")
    assert not await inventory.published(CustomerReturnReceived, since=since)
    await come_back("1", 201, "no number at all")
    async with inventory.client(*make.ALL) as client:
        body = {**back(order, shipment, "1"), "reference": number}
        answers = await asyncio.gather(*(client.post("/customer-returns", json=body) for _ in range(8)))
    assert Counter(answer.status_code for answer in answers) == {201: 2, 409: 6}
    await inventory.deliver("sales.returns.v1", ReturnClosed(return_id=id_, number=number, reason="Keeps the rest"))
    assert (await come_back("1", 409))["left"] == "0"
