"""No door leads around the approval of a return or of a credit on a price."""

from typing import Any

import pytest
from comptoir.sales.v1.return_pb2 import CreditNoteRequested, ReturnAuthorised
from kit.ids import new_id
from kit.testing.doors import operations

from services.sales.tests import factories as make
from services.sales.tests.factories import House
from services.sales.tests.test_returns import rules, sold

APPROVE = "sales.returns.approve"


async def waiting(house: House, kind: str) -> dict[str, Any]:
    """A return, or a credit, of 30.00 that somebody has to approve, with its order and its request."""
    found = await sold(house, "10")
    if kind == "return":
        asked = await house.post("/returns", {"order_id": found.order["id"], "lines": [found.line("3")]}, 201)
    else:
        body = {"order_id": found.order["id"], "reason": "x", "lines": [found.claim("7")]}
        asked = await house.post("/price-disputes", body, 201)
        asked = await house.post(f"/price-disputes/{asked['id']}/settle", {})
    assert asked["status"] == "awaiting-approval"
    request = await house.request(asked["id"])
    line = found.shipment.lines[0].shipment_line_id
    return {"id": asked["id"], "order_id": found.order["id"], "request_id": request["id"], "shipment_line_id": line}


def bodies(asked: dict[str, Any]) -> list[dict[str, Any]]:
    line = {"shipment_line_id": asked["shipment_line_id"]}
    return [
        {},
        {"reason": "x"},
        {"comment": "x"},
        {"lines": [{**line, "credit": "30.00"}]},
        {"order_id": asked["order_id"], "lines": [{**line, "quantity": "3", "reason": "other"}]},
        {"items": [{"id": asked["request_id"], "decision": "approve"}]},
    ]


@pytest.mark.parametrize("kind", ["return", "credit"])
async def test_nothing_comes_back_and_nothing_is_credited_that_nobody_approved(house: House, kind: str) -> None:
    permissions = [each for each in house.sales.all_permissions() if each != APPROVE]
    ids = {"return": "{return_id}", "credit": "{dispute_id}"}
    paths = [
        (method, path.removeprefix("/api/sales/v1"))
        for method, path, _ in operations(house.sales)
        if method != "get"
        and (ids[kind] in path or "{request_id}" in path or path.endswith(("/decide", "/returns", "/price-disputes")))
    ]
    assert len(paths) > 4
    await rules(house, approval_above="20.00")
    for method, path in paths:
        asked = await waiting(house, kind)
        since = await house.sales.outbox_position()
        url = path.replace(ids[kind], asked["id"]).replace("{request_id}", asked["request_id"])
        async with house.sales.client(*permissions, sub="user-2") as client:
            for body in bodies(asked):
                headers = {"If-Match": "1", "Idempotency-Key": str(new_id())}
                await client.request(method, url, json=body, headers=headers)
        told = await house.sales.published(ReturnAuthorised, CreditNoteRequested, since=since)
        assert [each for each in told if each.sales_order_id == asked["order_id"]] == [], (method, path)
    await rules(house)


@pytest.mark.parametrize("kind", ["return", "credit"])
async def test_it_is_approved_in_the_name_of_who_is_away_and_among_others(house: House, kind: str) -> None:
    await rules(house, approval_above="20.00")
    first, second = await waiting(house, kind), await waiting(house, kind)
    since = await house.sales.outbox_position()
    body = {"delegate": "dora", "permissions": [APPROVE], "ends_at": make.in_days(5), "reason": "Holidays"}
    await house.post("/delegations", body, 201, who=(APPROVE, "sales.approvals.read"), sub="chief")
    items = [
        {"id": first["request_id"], "decision": "approve"},
        {"id": str(new_id()), "decision": "approve"},
        {"id": second["request_id"], "decision": "reject"},
    ]
    clerk = ("sales.approvals.read",)
    told = (await house.post("/approvals/decide", {"items": items}, who=clerk, sub="dora"))["items"]
    assert [each["request"] and each["request"]["on_behalf_of"] for each in told] == ["chief", None, "chief"]
    assert told[1]["problem"]["status"] == 404
    done = await house.sales.published(ReturnAuthorised, CreditNoteRequested, since=since)
    assert [each.sales_order_id for each in done] == [first["order_id"]]
    await rules(house)
