"""Purchase orders from draft to received."""

import asyncio
from decimal import Decimal
from typing import Any

from comptoir.purchasing.v1.purchase_order_pb2 import PurchaseOrderClosed, PurchaseOrderPlaced
from kit.ids import new_id
from kit.quantity import Factor
from kit.testing.doors import assert_every_door_is_shut
from kit.testing.fuzz import fuzz
from kit.testing.services import ServiceUnderTest
from purchasing.domain.order import OrderLine

from services.purchasing.tests import factories as make

LARGE = ("1000", "25.00")  # 25,000.00 is above the threshold


async def test_boxes_are_bought_and_pieces_are_placed(purchasing: ServiceUnderTest) -> None:
    since = await purchasing.outbox_position()
    product = await make.product(purchasing)
    order = await make.placed(
        purchasing, make.line(product, "3", "10.00", packaging_code="BOX12", expected_on="2026-12-01")
    )
    assert (order["status"], order["net"], order["number"][:3]) == ("placed", "30.00", "PO-")
    (event,) = await purchasing.published(PurchaseOrderPlaced, since=since)
    (line,) = event.lines
    assert (line.quantity.value, line.packaging_quantity.value) == ("36", "3")
    assert (line.unit_price.value, line.line_amount.value) == ("0.8333333333", "30.00")
    assert (line.expected_on, line.purchase_order_line_id) == ("2026-12-01", order["lines"][0]["id"])


def test_an_amount_is_rounded_once_for_the_line() -> None:
    line = OrderLine(new_id(), new_id(), "EACH", Factor(1), Decimal(3), Decimal(3), Decimal("0.335"))
    assert line.amount == Decimal("1.01")  # 1.005 half up; not three times 0.34


async def test_a_large_order_waits_for_somebody_else(purchasing: ServiceUnderTest) -> None:
    since = await purchasing.outbox_position()
    order = await make.placed(purchasing, make.line(await make.product(purchasing), *LARGE))
    assert order["status"] == "awaiting-approval"
    assert await purchasing.published(PurchaseOrderPlaced, since=since) == []
    async with purchasing.client(*make.FINANCE) as client:
        listed = await client.get("/approvals", params={"document_id": order["id"]})
    (request,) = listed.json()["items"]
    assert (request["document_id"], request["amount"]) == (order["id"], "25000.00")
    path = f"/approvals/{request['id']}/approve"
    finance: dict[str, Any] = {"who": make.FINANCE, "sub": "finance"}
    own = await make.posted(purchasing, path, {}, 403, who=make.FINANCE)
    assert "own-request" in own["type"]
    limits = {"purchasing.orders.approve": "20000"}
    limited = await make.posted(purchasing, path, {}, 403, **finance, approval_limits=limits)
    assert (limited["limit"], limited["amount"]) == ("20000", "25000.00")
    approved = await make.posted(purchasing, path, {"comment": "Planned."}, **finance)
    assert (approved["status"], approved["comment"]) == ("approved", "Planned.")
    (event,) = await purchasing.published(PurchaseOrderPlaced, since=since)
    assert event.purchase_order_id == order["id"]
    again = await make.posted(purchasing, path, {}, 409, **finance)
    assert "already-decided" in again["type"]


async def test_a_rejected_order_may_be_changed_and_submitted_again(purchasing: ServiceUnderTest) -> None:
    product = await make.product(purchasing)
    order = await make.placed(purchasing, make.line(product, *LARGE))
    async with purchasing.client(*make.FINANCE, sub="finance") as client:
        (request,) = (await client.get("/approvals", params={"document_id": order["id"]})).json()["items"]
        await client.post(f"/approvals/{request['id']}/reject", json={"comment": "Too much."})
        draft = (await client.get(f"/purchase-orders/{order['id']}")).json()
    assert draft["status"] == "draft"
    smaller = await make.order(purchasing, make.line(product, "10", "25.00"))
    async with purchasing.client(*make.BUYER) as client:
        path = f"/purchase-orders/{order['id']}"
        stale = await client.put(path, json=smaller, headers={"If-Match": "1"})
        unversioned = await client.put(path, json=smaller)
        changed = await client.put(path, json=smaller, headers={"If-Match": str(draft["version"])})
        submitted = await client.post(f"{path}/submit", json={})
        late = await client.put(path, json=smaller, headers={"If-Match": str(submitted.json()["version"])})
    assert [a.status_code for a in (stale, unversioned, changed, submitted, late)] == [412, 422, 200, 200, 409]
    assert submitted.json()["status"] == "placed"


async def test_two_deciders_at_once_decide_once(purchasing: ServiceUnderTest) -> None:
    order = await make.placed(purchasing, make.line(await make.product(purchasing), *LARGE))
    async with purchasing.client(*make.FINANCE, sub="finance") as client:
        (request,) = (await client.get("/approvals", params={"document_id": order["id"]})).json()["items"]
        answers = await asyncio.gather(
            *(client.post(f"/approvals/{request['id']}/{what}", json={}) for what in ("approve", "reject") * 5)
        )
    assert sorted(answer.status_code for answer in answers) == [200] + [409] * 9


async def test_receipts_close_the_order_when_all_has_come(purchasing: ServiceUnderTest) -> None:
    product = await make.product(purchasing)
    order = await make.placed(purchasing, make.line(product, "10"), make.line(product, "5"))
    since = await purchasing.outbox_position()
    await purchasing.deliver("inventory.receipts.v1", make.receipt(order, "10", "4"), repeat=2)
    await purchasing.deliver("inventory.receipts.v1", make.receipt(order, "0", "1"), repeat=2)
    async with purchasing.client(*make.BUYER) as client:
        received = (await client.get(f"/purchase-orders/{order['id']}")).json()
    assert (received["status"], [line["received"] for line in received["lines"]]) == ("received", ["10", "5"])
    (event,) = await purchasing.published(PurchaseOrderClosed, since=since)
    assert event.reason == "received"
    too_late = await make.posted(purchasing, f"/purchase-orders/{order['id']}/cancel", {"reason": "Late"}, 409)
    assert too_late["status"] == 409


async def test_a_cancelled_order_keeps_what_has_come(purchasing: ServiceUnderTest) -> None:
    order = await make.placed(purchasing)
    await purchasing.deliver("inventory.receipts.v1", make.receipt(order, "4"))
    since = await purchasing.outbox_position()
    cancelled = await make.posted(purchasing, f"/purchase-orders/{order['id']}/cancel", {"reason": "Late"})
    assert cancelled["status"] == "closed"
    (event,) = await purchasing.published(PurchaseOrderClosed, since=since)
    assert event.reason == "cancelled"
    draft = await make.posted(purchasing, "/purchase-orders", await make.order(purchasing), 201)
    never = await make.posted(purchasing, f"/purchase-orders/{draft['id']}/cancel", {"reason": "Typo"})
    assert never["status"] == "cancelled"


async def test_what_cannot_be_ordered_is_said_by_name(purchasing: ServiceUnderTest) -> None:
    product = await make.product(purchasing)
    blocked = await make.product(purchasing, status=2)
    customer = await make.supplier(purchasing, is_supplier=False)
    for changes, status, field in (
        ({"supplier_id": str(new_id())}, 404, "supplier_id"),
        ({"supplier_id": customer}, 409, "supplier_id"),
        ({"currency": "XPF"}, 409, "currency"),
        ({"ordered_on": "2098-01-01"}, 422, "ordered_on"),
        ({"lines": [make.line(str(new_id()))]}, 404, "lines.0.product_id"),
        ({"lines": [make.line(blocked)]}, 409, "lines.0.product_id"),
        ({"lines": [make.line(product, packaging_code="BOX99")]}, 422, "lines.0.packaging_code"),
        ({"lines": [make.line(product, "3", packaging_code="HALF")]}, 422, "lines.0.quantity"),
        ({"lines": [make.line(product, "-3")]}, 422, "lines.0.quantity"),
    ):
        body = {**await make.order(purchasing), **changes}
        refused = await make.posted(purchasing, "/purchase-orders", body, status)
        assert refused["field"] == field, refused


async def test_an_id_is_used_once(purchasing: ServiceUnderTest) -> None:
    body = await make.order(purchasing, id=str(new_id()))
    first = await make.posted(purchasing, "/purchase-orders", body, 201)
    again = await make.posted(purchasing, "/purchase-orders", body, 409)
    assert again["number"] == first["number"]


async def test_the_threshold_is_set_by_who_may(purchasing: ServiceUnderTest) -> None:
    async with purchasing.client(*make.RULES) as client:
        before = (await client.get("/approval-rules")).json()
        raised = await client.put("/approval-rules", json={"items": [{"above": "50000.00"}]})
        stale = await client.put("/approval-rules", json={"items": []}, headers={"If-Match": "1"})
        order = await make.placed(purchasing, make.line(await make.product(purchasing), *LARGE))
        back = await client.put(
            "/approval-rules",
            json={"items": before["items"]},
            headers={"If-Match": str(raised.json()["version"])},
        )
    assert (order["status"], stale.status_code, back.status_code) == ("placed", 412, 200)


async def test_every_door_is_shut(purchasing: ServiceUnderTest) -> None:
    assert await assert_every_door_is_shut(purchasing) > 12


async def test_hostile_input_never_breaks_it(purchasing: ServiceUnderTest) -> None:
    async with purchasing.client(*make.RULES) as client:
        before = (await client.get("/approval-rules")).json()
        assert await fuzz(purchasing) > 30
        assert (await client.put("/approval-rules", json={"items": before["items"]})).status_code == 200


async def test_its_invariants_hold(purchasing: ServiceUnderTest) -> None:
    async with purchasing.client("purchasing.invariants.read") as client:
        checks = (await client.get("/invariants")).json()["checks"]
    assert len(checks) > 2
    assert [check for check in checks if not check["ok"]] == []
