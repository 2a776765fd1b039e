"""Many decisions in a call, and decisions in the name of who is away."""

from decimal import Decimal
from typing import Any
from uuid import UUID

from services.sales.tests import factories as make
from services.sales.tests.factories import House


async def waiting(house: House) -> dict[str, Any]:
    """An order of 60.00 that waits, for its customer's limit is 50.00."""
    return await house.place(customer_id=await house.customer(limit="50"), without_credit="ask-release")


async def test_many_orders_are_decided_in_a_call_and_one_that_fails_leaves_the_others_alone(house: House) -> None:
    orders = [await waiting(house) for _ in range(3)]
    requests = [await house.request(order["id"]) for order in orders]
    house.world.credit.overdue[UUID(orders[1]["customer_id"])] = Decimal(5)
    items = [{"id": request["id"], "decision": "approve"} for request in requests]
    items[2]["decision"] = "reject"
    answer = await house.post("/approvals/decide", {"items": items}, who=make.FINANCE, sub="manager", key="many-1")
    again = await house.post("/approvals/decide", {"items": items}, who=make.FINANCE, sub="manager", key="many-1")
    first, second, third = answer["items"]
    assert again == answer
    assert (first["request"]["status"], first["problem"]) == ("approved", None)
    assert (second["request"], second["problem"]["type"].rsplit("/", 1)[-1]) == (None, "credit-worsened")
    assert third["request"]["status"] == "rejected"
    assert [(await house.order(order["id"]))["status"] for order in orders] == [
        "confirmed", "awaiting-approval", "draft",
    ]  # fmt: skip


async def test_a_release_is_given_in_the_name_of_who_is_away(house: House) -> None:
    order = await waiting(house)
    request = await house.request(order["id"])
    clerk = ("sales.approvals.read", "sales.orders.read")
    assert make.slug(await house.decide(request["id"], "approve", 403, who=clerk, sub="dora")) == "permission-missing"
    body = {
        "delegate": "dora",
        "permissions": ["sales.credit.release"],
        "ends_at": make.in_days(5),
        "reason": "Holidays",
    }
    limits = {"sales.credit.release": "60.00"}
    await house.post("/delegations", body, 201, who=make.FINANCE, sub="chief", approval_limits=limits)
    mine = await house.get("/approvals", who=clerk, waits_for_me=True, document_id=order["id"])
    assert mine["items"] == []  # of another person
    done = await house.decide(request["id"], "approve", who=clerk, sub="dora")
    assert (done["status"], done["on_behalf_of"]) == ("approved", "chief")
    assert (await house.order(order["id"]))["status"] == "confirmed"
