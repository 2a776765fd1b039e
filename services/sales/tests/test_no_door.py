"""No door leads around an approval: of a margin, of a customer's credit, or of an order that is on hold.

Whatever somebody without the right to approve asks, in whatever order: nothing gets firm or is let go that nobody approved.
"""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

import httpx
import pytest
from comptoir.sales.v1.sales_order_pb2 import OrderConfirmed, OrderReleased
from hypothesis import given
from hypothesis import strategies as st
from kit.ids import new_id
from kit.testing.doors import operations
from kit.testing.properties import on_a_database
from sales.clients.desk import Desk
from sales.commands.watch_credit import watch_credit

from services.sales.tests import factories as make
from services.sales.tests.factories import House

APPROVERS = {"sales.margins.approve", "sales.credit.release", "sales.large-credit.release"}
KINDS = ("margin", "credit", "hold")


def seller(house: House) -> list[str]:
    """Everything that sales asks for, but the right to approve."""
    return [each for each in house.sales.all_permissions() if each not in APPROVERS]


async def order_that(house: House, kind: str) -> dict[str, Any]:
    """One that waits for its margin or its credit, or is firm and on hold."""
    if kind == "margin":
        return await house.place(make.line(await house.product(price="10", cost="9.5")))
    customer = await house.customer(limit="50" if kind == "credit" else None)
    order = await house.place(customer_id=customer, without_credit="ask-release")
    if kind == "hold":
        house.world.credit.on_hold.add(UUID(customer))
        await watch(house)
    return await house.order(order["id"])


async def watch(house: House) -> None:
    desk: Desk = house.sales.app.state.desk
    await watch_credit(desk)


def bodies(order: dict[str, Any], request: dict[str, Any]) -> list[dict[str, Any]]:
    """What might get it through: the least, the largest, another price, and decisions."""
    line = order["lines"][0]
    whole = {
        "customer_id": order["customer_id"],
        "warehouse": "LYON",
        "lines": [make.line(line["product_id"], line["quantity"])],
    }
    return [
        {},
        {"reason": "x"},
        {"comment": "x"},
        {"without_credit": "ask-release"},
        {**whole, "id": order["id"]},
        {**whole, "id": order["id"], "without_credit": "ask-release"},
        {**whole, "lines": [make.line(line["product_id"], "999", unit_price="9.99")]},
        {"reason": "x", "changes": [{"line_id": line["id"], "quantity": "4"}]},
        {"reason": "x", "changes": [{"line_id": line["id"], "quantity": "9"}]},
        {"reason": "x", "deliver_to": "12 quai Perrache"},
        {"items": [{"id": request["id"], "decision": "approve"}, {"id": request["id"], "decision": "reject"}]},
        {"delegate": "user-2", "permissions": sorted(APPROVERS)[:1], "ends_at": "2099-01-01T00:00:00Z", "reason": "x"},
    ]


async def let_through(house: House, order: dict[str, Any], since: int) -> Sequence[str]:
    """Events that say that the order may go on."""
    told = await house.sales.published(OrderConfirmed, OrderReleased, since=since)
    return [type(each).__name__ for each in told if each.sales_order_id == order["id"]]


@pytest.mark.parametrize("kind", KINDS)
async def test_no_endpoint_lets_an_order_through_that_nobody_approved(house: House, kind: str) -> None:
    paths = [
        (method, path.removeprefix("/api/sales/v1"))
        for method, path, _ in operations(house.sales)
        if method != "get" and not path.endswith("/release-levels")
    ]
    assert len([path for _, path in paths if "{order_id}" in path or "{request_id}" in path]) > 6
    for method, path in paths:
        order = await order_that(house, kind)
        request = (await house.get("/approvals", who=make.FINANCE, document_id=order["id"]))["items"][0]
        since = await house.sales.outbox_position()
        revision = {"reason": "x", "changes": [{"line_id": order["lines"][0]["id"], "quantity": "4"}]}
        url = path.replace("{order_id}", order["id"]).replace("{request_id}", request["id"])
        async with house.sales.client(*seller(house), sub="user-2") as client:
            proposed = (await client.post(f"/orders/{order['id']}/revisions", json=revision)).json()
            url = url.replace("{revision_id}", str(proposed.get("id"))).replace("{line_id}", order["lines"][0]["id"])
            for body in bodies(order, request):
                headers = {"If-Match": str(order["version"]), "Idempotency-Key": str(new_id())}
                await client.request(method, url, json=body, headers=headers)
        await watch(house)
        after = await house.order(order["id"])
        assert await let_through(house, order, since) == [], (method, path)
        if kind == "hold":
            assert after["hold_cause"] is not None or after["status"] == "cancelled", (method, path)
            await refuse_old(house, order, after, request)
        else:
            assert (after["gross"], house.world.holds(order["id"])) == (None, (False, False)), (method, path)


async def act(client: httpx.AsyncClient, order: dict[str, Any], action: str, request: str) -> None:
    """Something that a seller may try; `request` is the open one."""
    path = f"/orders/{order['id']}"
    line = order["lines"][0]
    whole = {
        "customer_id": order["customer_id"],
        "warehouse": "LYON",
        "lines": [make.line(line["product_id"], line["quantity"])],
    }
    version = (await client.get(path)).json()["version"]
    tries: dict[str, tuple[str, str, dict[str, Any]]] = {
        "confirm": ("POST", f"{path}/confirm", {}),
        "confirm-ask": ("POST", f"{path}/confirm", {"without_credit": "ask-release"}),
        "rewrite": ("PUT", path, whole),
        "cancel": ("POST", f"{path}/cancel", {"reason": "x"}),
        "check-credit": ("POST", f"{path}/check-credit", {}),
        "decide": ("POST", "/approvals/decide", {"items": [{"id": request, "decision": "approve"}]}),
        "place-again": ("POST", "/orders/place", {**whole, "id": order["id"]}),
    }
    method, url, body = tries[action]
    await client.request(method, url, json=body, headers={"If-Match": str(version)})


async def refuse_old(house: House, order: dict[str, Any], after: dict[str, Any], request: dict[str, Any]) -> None:
    """Nobody can say yes to what the order is not any more."""
    if [line["quantity"] for line in after["lines"]] != [line["quantity"] for line in order["lines"]]:
        refused = await house.decide(request["id"], "approve", 409, who=make.FINANCE)
        assert make.slug(refused) in ("already-decided", "content-changed")


ACTIONS = ("confirm", "confirm-ask", "rewrite", "cancel", "check-credit", "decide", "place-again", "watch", "reject")


@on_a_database
@given(kind=st.sampled_from(KINDS), actions=st.lists(st.sampled_from(ACTIONS), min_size=2, max_size=7))
async def test_no_sequence_lets_an_order_through_that_nobody_approved(
    house: House, kind: str, actions: list[str]
) -> None:
    order = await order_that(house, kind)
    since = await house.sales.outbox_position()
    async with (
        house.sales.client(*seller(house), sub="user-2") as client,
        house.sales.client(*make.FINANCE, *make.MANAGER, sub="boss") as boss,
    ):
        for action in actions:
            pending = (await client.get("/approvals", params={"document_id": order["id"]})).json()["items"]
            request = pending[0]["id"] if pending else str(new_id())
            if action == "watch":
                await watch(house)
            elif action == "reject":
                await boss.post(f"/approvals/{request}/reject", json={})
            else:
                await act(client, order, action, request)
    after = await house.order(order["id"])
    assert await let_through(house, order, since) == []
    if kind == "hold":
        assert after["hold_cause"] is not None or after["status"] == "cancelled"
    else:
        assert after["status"] in ("draft", "awaiting-approval", "cancelled")
        assert house.world.holds(order["id"]) == (False, False)


@pytest.mark.parametrize("kind", KINDS)
async def test_what_was_approved_is_what_is_done(house: House, kind: str) -> None:
    """A yes to a request that something happened to since is a yes to nothing."""
    order = await order_that(house, kind)
    request = (await house.get("/approvals", who=make.FINANCE, document_id=order["id"]))["items"][0]
    await house.decide(request["id"], "reject", who=(*make.MANAGER, *make.FINANCE))
    since = await house.sales.outbox_position()
    again = await house.decide(request["id"], "approve", 409, who=(*make.MANAGER, *make.FINANCE))
    assert make.slug(again) == "already-decided"
    assert await let_through(house, order, since) == []


async def test_an_approval_of_the_margin_is_none_of_the_credit_nor_the_other_way_round(house: House) -> None:
    customer = await house.customer(limit="50")
    body = await house.body(make.line(await house.product(price="10", cost="9.5"), "6"), customer_id=customer)
    order = await house.post("/orders/place", {**body, "without_credit": "ask-release"}, 201)
    margin = await house.request(order["id"])
    assert make.slug(await house.decide(margin["id"], "approve", 403, who=make.FINANCE)) == "permission-missing"
    await house.decide(margin["id"], "approve")
    credit = await house.request(order["id"])
    assert make.slug(await house.decide(credit["id"], "approve", 403)) == "permission-missing"
    house.world.pricing.costs[UUID(order["lines"][0]["product_id"])] = Decimal("9.9")
    fallen = await house.decide(credit["id"], "approve", 409, who=make.FINANCE)
    assert make.slug(fallen) == "margin-fell"
    assert house.world.holds(order["id"]) == (False, False)
