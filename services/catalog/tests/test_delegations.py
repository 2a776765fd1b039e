"""Changes of sensitive fields are decided in the name of who is away, and many in a call."""

from datetime import timedelta
from typing import Any

from kit.ids import new_id
from kit.testing.services import ServiceUnderTest

from kit import clock
from services.catalog.tests import factories as make

READ, APPROVE, VALUATION = "catalog.approvals.read", "catalog.changes.approve", "catalog.valuation.write"


async def asked(catalog: ServiceUnderTest) -> dict[str, str]:
    """A product whose costing method somebody else must let change: its id, and the request's."""
    product = await make.created(catalog, "/products", make.product())
    async with catalog.client(*make.ALL, sub="anna") as client:
        answer = await client.patch(
            f"/products/{product['id']}", json={"costing_method": "fifo"}, headers={"If-Match": "1"}
        )
    return {"product": product["id"], "request": answer.json()["change_request_id"]}


async def delegate(catalog: ServiceUnderTest, to: str, *permissions: str) -> None:
    body = {
        "delegate": to,
        "permissions": list(permissions),
        "ends_at": (clock.now() + timedelta(days=5)).isoformat(),
        "reason": "Holidays",
    }
    async with catalog.client(*make.DECIDER, sub="bert") as client:
        answer = await client.post("/delegations", json=body)
    assert answer.status_code == 201, answer.text


async def method(catalog: ServiceUnderTest, product_id: str) -> str:
    async with catalog.client(*make.ALL) as client:
        return str((await client.get(f"/products/{product_id}")).json()["costing_method"])


async def test_a_delegate_lets_through_no_field_that_was_not_given_to_him(catalog: ServiceUnderTest) -> None:
    change = await asked(catalog)
    path = f"/approvals/{change['request']}/approve"
    async with catalog.client(READ, sub="dora") as dora:
        refused = await dora.post(path, json={})
        await delegate(catalog, "dora", APPROVE)
        half = await dora.post(path, json={})
        await delegate(catalog, "dora", VALUATION)
        mine = (await dora.get("/approvals", params={"waits_for_me": True, "limit": 200})).json()["items"]
        done = await dora.post(path, json={})
    assert [make.slug(answer) for answer in (refused, half)] == ["permission-missing", "permission-missing"]
    assert change["request"] in {each["id"] for each in mine}
    assert (done.json()["decided_by"], done.json()["on_behalf_of"]) == ("dora", "bert")
    assert await method(catalog, change["product"]) == "fifo"


async def test_many_are_decided_in_a_call_each_on_its_own(catalog: ServiceUnderTest) -> None:
    first, second, third = [await asked(catalog) for _ in range(3)]
    unknown = str(new_id())
    items = [
        {"id": first["request"], "decision": "approve", "comment": "Yes."},
        {"id": unknown, "decision": "approve"},
        {"id": second["request"], "decision": "reject"},
        {"id": first["request"], "decision": "reject"},
    ]
    headers = {"Idempotency-Key": str(new_id())}

    async def decide(who: str, key: dict[str, str] | None = None) -> Any:
        async with catalog.client(*make.DECIDER, sub=who) as client:
            return await client.post("/approvals/decide", json={"items": items}, headers=key or {})

    answer = await decide("bert", headers)
    again = await decide("bert", headers)
    told = answer.json()["items"]
    assert (answer.status_code, again.json()) == (200, answer.json())
    assert [each["id"] for each in told] == [each["id"] for each in items]
    assert [each["request"] and each["request"]["status"] for each in told] == ["approved", None, "rejected", None]
    assert [each["problem"] and each["problem"]["status"] for each in told] == [None, 404, None, 409]
    assert told[3]["problem"]["type"].endswith("/already-decided")
    assert [await method(catalog, each["product"]) for each in (first, second, third)] == ["fifo", "avco", "avco"]
    own = await decide("anna")
    assert {each["problem"]["status"] for each in own.json()["items"]} <= {404, 409, 403}


async def test_a_call_that_decides_on_nothing_or_too_much_is_refused(catalog: ServiceUnderTest) -> None:
    async with catalog.client(*make.DECIDER, sub="bert") as client:
        none = await client.post("/approvals/decide", json={"items": []})
        many = await client.post(
            "/approvals/decide", json={"items": [{"id": str(new_id()), "decision": "approve"}] * 101}
        )
        maybe = await client.post("/approvals/decide", json={"items": [{"id": str(new_id()), "decision": "maybe"}]})
    async with catalog.client(READ, sub="buyer", customer_id=str(new_id())) as portal:
        customer = await portal.post(
            "/approvals/decide", json={"items": [{"id": str(new_id()), "decision": "approve"}]}
        )
    assert [answer.status_code for answer in (none, many, maybe, customer)] == [422, 422, 422, 403]
