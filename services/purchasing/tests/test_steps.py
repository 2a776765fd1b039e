"""Approvals in steps, in somebody's name, escalated; and no door around them."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import pytest
from comptoir.purchasing.v1.purchase_order_pb2 import PurchaseOrderPlaced
from kit.ids import new_id
from kit.testing.doors import operations
from kit.testing.services import ServiceUnderTest

from kit import clock
from services.purchasing.tests import factories as make

READ = "purchasing.approvals.read"
ORDERS, LARGE = "purchasing.orders.approve", "purchasing.large-orders.approve"
ADMIN = (*make.BUYER, *make.RULES, READ)


@asynccontextmanager
async def rules(purchasing: ServiceUnderTest, *asked: dict[str, Any]) -> AsyncIterator[None]:
    """These rules while a test runs, and those of before after it."""
    async with purchasing.client(*ADMIN) as client:
        before = (await client.get("/approval-rules")).json()["items"]
        answer = await client.put("/approval-rules", json={"items": list(asked)})
        assert answer.status_code == 200, answer.text
        try:
            yield
        finally:
            await client.put("/approval-rules", json={"items": before})


async def submitted(purchasing: ServiceUnderTest, price: str = "500", **changes: Any) -> dict[str, Any]:
    """An order that waits, and its request."""
    body = await make.order(purchasing, make.line(await make.product(purchasing), "10", price), **changes)
    draft = await make.posted(purchasing, "/purchase-orders", body, 201, sub="anna")
    order = await make.posted(purchasing, f"/purchase-orders/{draft['id']}/submit", {}, sub="anna")
    assert order["status"] == "awaiting-approval"
    async with purchasing.client(READ) as client:
        (request,) = (await client.get("/approvals", params={"document_id": order["id"]})).json()["items"]
    return {"order": order, **request}


async def decide(
    purchasing: ServiceUnderTest, request: dict[str, Any], who: str, *permissions: str, status: int = 200, **claims: Any
) -> dict[str, Any]:
    path = f"/approvals/{request['id']}/approve"
    return await make.posted(purchasing, path, {}, status, (READ, *permissions), sub=who, **claims)


async def delegate(
    purchasing: ServiceUnderTest, who: str, to: str, status: int = 201, **changes: Any
) -> dict[str, Any]:
    limits = changes.pop("limits", {})
    body = {
        "delegate": to,
        "permissions": [ORDERS],
        "ends_at": (clock.now() + timedelta(days=5)).isoformat(),
        "reason": "Holidays",
        **changes,
    }
    return await make.posted(purchasing, "/delegations", body, status, (READ, ORDERS), sub=who, approval_limits=limits)


def slug(answer: dict[str, Any]) -> str:
    return str(answer["type"].rsplit("/", 1)[-1])


async def test_every_step_is_another_persons_and_only_the_last_places_the_order(purchasing: ServiceUnderTest) -> None:
    both = {"above": "100", "approvers": 2}, {"above": "1000", "approver": LARGE}
    async with rules(purchasing, *both):
        request = await submitted(purchasing)
        assert (request["permission"], request["next_permissions"]) == (ORDERS, [ORDERS, LARGE])
        since = await purchasing.outbox_position()
        first = await decide(purchasing, request, "bert", ORDERS)
        assert (first["status"], first["approved_by"], first["next_permissions"]) == ("pending", ["bert"], [LARGE])
        assert slug(await decide(purchasing, request, "bert", ORDERS, LARGE, status=403)) == "same-approver"
        await decide(purchasing, request, "carl", ORDERS)
        assert slug(await decide(purchasing, request, "dora", ORDERS, status=403)) == "permission-missing"
        assert not await purchasing.published(PurchaseOrderPlaced, since=since)
        last = await decide(purchasing, request, "dora", LARGE)
        assert (last["status"], last["decided_by"]) == ("approved", "dora")
        assert len(await purchasing.published(PurchaseOrderPlaced, since=since)) == 1


async def test_a_reject_at_any_step_ends_it(purchasing: ServiceUnderTest) -> None:
    async with rules(purchasing, {"above": "100", "approvers": 2}):
        request = await submitted(purchasing)
        await decide(purchasing, request, "bert", ORDERS)
        path = f"/approvals/{request['id']}/reject"
        answer = await make.posted(purchasing, path, {}, 200, (READ, ORDERS), sub="carl")
        assert answer["status"] == "rejected"
        order = await make.posted(purchasing, f"/purchase-orders/{request['order']['id']}/submit", {}, sub="anna")
        assert order["status"] == "awaiting-approval"


async def test_a_delegate_decides_in_the_name_of_who_is_away_and_gets_no_more_than_he_has(
    purchasing: ServiceUnderTest,
) -> None:
    async with rules(purchasing, {"above": "100"}):
        small, large = await submitted(purchasing, "50"), await submitted(purchasing, "500")
        assert slug(await decide(purchasing, small, "emil", status=403)) == "permission-missing"
        await delegate(purchasing, "boss", "emil", limits={ORDERS: "1000"})
        async with purchasing.client(READ, sub="emil") as client:
            waits = (await client.get("/approvals", params={"waits_for_me": "true", "limit": 200})).json()["items"]
        assert {small["id"], large["id"]} <= {each["id"] for each in waits}
        assert slug(await decide(purchasing, large, "emil", status=403)) == "limit-exceeded"
        done = await decide(purchasing, small, "emil")
        assert (done["decided_by"], done["on_behalf_of"]) == ("emil", "boss")


async def test_nobody_decides_on_his_own_request_in_whatever_name(purchasing: ServiceUnderTest) -> None:
    async with rules(purchasing, {"above": "100"}):
        request = await submitted(purchasing)
        await delegate(purchasing, "chief", "anna")
        assert slug(await decide(purchasing, request, "anna", status=403)) == "own-request"
        await delegate(purchasing, "anna", "fred")
        assert slug(await decide(purchasing, request, "fred", status=403)) == "permission-missing"


async def test_what_cannot_be_delegated(purchasing: ServiceUnderTest) -> None:
    far = (clock.now() + timedelta(days=200)).isoformat()
    assert slug(await delegate(purchasing, "boss", "gina", 422, ends_at=far)) == "delegation-period"
    assert slug(await delegate(purchasing, "boss", "boss", 422)) == "invalid"
    assert slug(await delegate(purchasing, "boss", "gina", 403, permissions=[LARGE])) == "permission-missing"
    (given,) = (await delegate(purchasing, "boss", "gina"))["items"]
    path = f"/delegations/{given['id']}/revoke"
    assert slug(await make.posted(purchasing, path, {}, 403, (READ,), sub="gina")) == "not-yours"
    await make.posted(purchasing, path, {}, 200, (READ,), sub="boss")
    assert slug(await make.posted(purchasing, path, {}, 409, (READ,), sub="boss")) == "delegation-ended"
    async with rules(purchasing, {"above": "100"}):
        request = await submitted(purchasing)
        assert slug(await decide(purchasing, request, "gina", status=403)) == "permission-missing"


async def test_after_its_hours_a_request_is_for_the_next_level_too(
    purchasing: ServiceUnderTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with rules(purchasing, {"above": "100", "escalation_hours": 24, "escalates_to": LARGE}):
        request = await submitted(purchasing)
        assert slug(await decide(purchasing, request, "dora", LARGE, status=403)) == "permission-missing"
        later = clock.now() + timedelta(hours=25)
        monkeypatch.setattr(clock, "now", lambda: later)
        assert (await decide(purchasing, request, "dora", LARGE))["status"] == "approved"
        monkeypatch.undo()
    async with purchasing.client(*ADMIN) as client:
        half = await client.put("/approval-rules", json={"items": [{"above": "1", "escalation_hours": 24}]})
    assert half.status_code == 422


async def test_of_two_deciders_at_once_one_decides_each_step(purchasing: ServiceUnderTest) -> None:
    async with rules(purchasing, {"above": "100", "approvers": 2}):
        request = await submitted(purchasing)
        path = f"/approvals/{request['id']}/approve"
        async with (
            purchasing.client(READ, ORDERS, sub="bert") as one,
            purchasing.client(READ, ORDERS, sub="carl") as two,
        ):
            answers = await asyncio.gather(*(client.post(path, json={}) for client in (one, one, one, two, two, two)))
        assert sorted(answer.status_code for answer in answers).count(200) == 2


async def test_many_are_decided_in_a_call_each_step_on_its_own(purchasing: ServiceUnderTest) -> None:
    async with rules(purchasing, {"above": "100"}, {"above": "1000", "approver": LARGE}):
        small, large, own = [await submitted(purchasing, price) for price in ("50", "500", "50")]
        since = await purchasing.outbox_position()
        items = [{"id": each["id"], "decision": "approve"} for each in (small, large, small)]
        items.append({"id": own["id"], "decision": "reject"})
        answer = await make.posted(purchasing, "/approvals/decide", {"items": items}, 200, (READ, ORDERS), sub="bert")
        told = answer["items"]
    assert [each["request"] and each["request"]["status"] for each in told] == ["approved", "pending", None, "rejected"]
    assert told[1]["request"]["approved_by"] == ["bert"]
    assert slug(told[2]["problem"]) == "already-decided"
    assert len(await purchasing.published(PurchaseOrderPlaced, since=since)) == 1


async def test_other_rules_are_tried_on_what_was_bought(purchasing: ServiceUnderTest) -> None:
    order = await make.placed(purchasing, make.line(await make.product(purchasing), "10", "7.77"))
    body = {"since": "2026-01-01", "items": [{"above": "77.00"}]}
    async with purchasing.client(*ADMIN) as client:
        found = (await client.post("/approval-rules/simulate", json=body)).json()["items"]
    (mine,) = [each for each in found if each["purchase_order_id"] == order["id"]]
    assert mine["then"] == ["77.70 EUR before tax is above the threshold of 77.00 EUR."]


async def test_no_door_leads_around_an_approval(purchasing: ServiceUnderTest) -> None:
    """Whatever is asked of an order that waits: afterwards it waits with the same content, or nobody waits for it."""
    permissions = [each for each in purchasing.all_permissions() if each not in (ORDERS, LARGE)]
    async with rules(purchasing, {"above": "100"}):
        probe = await submitted(purchasing)
        paths = [(each[0], each[1]) for each in operations(purchasing) if each[0] != "get" and "{order_id}" in each[1]]
        assert len(paths) > 4
        for method, path in paths:
            request = await submitted(purchasing)
            order = request["order"]
            line = order["lines"][0]
            change = {
                "supplier_id": order["supplier_id"], "currency": "EUR", "warehouse": "LYON",
                "lines": [make.line(line["product_id"], "999", "500")],
            }  # fmt: skip
            async with purchasing.client(*permissions, sub="anna") as client:
                for body in (
                    {},
                    change,
                    {"reason": "x"},
                    {"reason": "x", "changes": [{"line_id": line["id"], "quantity": "999"}]},
                ):
                    headers = {"If-Match": str(order["version"]), "Idempotency-Key": str(new_id())}
                    await client.request(method, path.replace("{order_id}", order["id"]), json=body, headers=headers)
                after = (await client.get(f"/purchase-orders/{order['id']}")).json()
                asked = (await client.get("/approvals", params={"document_id": order["id"]})).json()["items"]
            assert after["status"] != "placed", (method, path)
            if asked:
                assert [(each["product_id"], each["quantity"], each["unit_price"]) for each in after["lines"]] == [
                    (line["product_id"], line["quantity"], line["unit_price"])
                ], (method, path)
        assert probe["status"] == "pending"
