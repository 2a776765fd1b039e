"""Counts are approved in the name of who is away."""

from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from comptoir.accounting.v1.valuation_pb2 import MovementValued
from kit.testing.services import ServiceUnderTest
from kit.wire import decimal_out

from kit import clock
from services.inventory.tests import factories as make

READ, APPROVE = "inventory.approvals.read", "inventory.counts.approve"


async def waiting(inventory: ServiceUnderTest) -> tuple[UUID, dict[str, Any]]:
    """A product of which 100 lie and 80 were counted twice, and the request to book that."""
    product = await make.product(inventory, "100")
    cost = MovementValued(
        product_id=str(product), unit_cost_after=decimal_out(Decimal(50)), quantity_after=decimal_out(Decimal(1))
    )
    await inventory.deliver("accounting.valuations.v1", cost)
    body = {"warehouse": make.WAREHOUSE, "product_ids": [str(product)]}
    async with inventory.client(*make.ALL, sub="anne", roles=["warehouse"]) as anne:
        count = (await anne.post("/counts", json=body)).json()["id"]
        (line,) = (await anne.get(f"/counts/{count}/lines")).json()["items"]
        seen = {"observations": [{"location": line["location"], "product_id": str(product), "counted": "80"}]}
        await anne.post(f"/counts/{count}/observations", json=seen)
        await anne.post(f"/counts/{count}/submit", json={})
    async with inventory.client(*make.ALL, sub="carl", roles=["warehouse"]) as carl:
        await carl.post(f"/counts/{count}/observations", json=seen)
        causes = {"causes": [{"line_id": line["id"], "cause": "theft"}]}
        await carl.post(f"/counts/{count}/causes", json=causes)
        assert (await carl.post(f"/counts/{count}/submit", json={})).json()["status"] == "awaiting-approval"
    (request,) = await make.listed(inventory, "/approvals", document_id=count)
    return product, request


async def test_a_delegate_approves_within_the_limit_of_who_is_away_until_it_is_revoked(
    inventory: ServiceUnderTest, warehouse: None
) -> None:
    (first, small), (second, other) = await waiting(inventory), await waiting(inventory)
    body = {
        "delegate": "dora",
        "permissions": [APPROVE],
        "ends_at": (clock.now() + timedelta(days=5)).isoformat(),
        "reason": "Holidays",
    }

    async def given(limit: str) -> str:
        async with inventory.client(READ, APPROVE, sub="chief", approval_limits={APPROVE: limit}) as chief:
            answer = await chief.post("/delegations", json=body)
        assert answer.status_code == 201, answer.text
        return str(answer.json()["items"][0]["id"])

    decisions = {"items": [{"id": small["id"], "decision": "approve"}]}
    async with inventory.client(READ, sub="dora", roles=["finance"]) as dora:
        refused = (await dora.post("/approvals/decide", json=decisions)).json()["items"]
        low = await given("999.99")
        limited = (await dora.post("/approvals/decide", json=decisions)).json()["items"]
        high = await given("1000")
        mine = (await dora.get("/approvals", params={"waits_for_me": True, "limit": 200})).json()["items"]
        done = (await dora.post("/approvals/decide", json=decisions)).json()["items"]
        async with inventory.client(READ, APPROVE, sub="chief") as chief:
            for id_ in (low, high):
                assert (await chief.post(f"/delegations/{id_}/revoke")).status_code == 200
        late = await dora.post(f"/approvals/{other['id']}/approve", json={})
    assert [each["problem"]["type"].rsplit("/", 1)[-1] for each in (*refused, *limited)] == [
        "permission-missing", "limit-exceeded",
    ]  # fmt: skip
    assert {small["id"], other["id"]} <= {each["id"] for each in mine}
    assert (done[0]["request"]["status"], done[0]["request"]["on_behalf_of"]) == ("approved", "chief")
    assert late.status_code == 403
    assert (await make.stock(inventory, first))[0] == 80
    assert (await make.stock(inventory, second))[0] == 100
