"""A portal user gets nothing of another customer, at any endpoint that his role opens."""

from typing import Any

from identity.domain.roles import PERMISSIONS, Role
from kit.testing.doors import assert_customers_are_apart

from services.sales.tests import factories as make
from services.sales.tests.factories import House
from services.sales.tests.test_blankets import agreed
from services.sales.tests.test_spending import Team

PORTAL = [each for each in PERMISSIONS[Role.PORTAL_ADMIN] if each.startswith("sales.")]
SHARED = {"get /kits", "get /kits/{product_id}"}
TESTED_BESIDE = {
    "post /spending-requests/{request_id}/reject"
}  # another body than what is rejected else: test_spending.py
FAULTS_IN_THE_ANSWER = {"post /order-intakes", "post /order-intakes/csv"}  # below


async def request_of(team: Team) -> str:
    """An order of theirs that waits for one of their own."""
    await team.buy("2")
    (request,) = await team.requests()
    return str(request["id"])


async def test_a_portal_user_gets_nothing_of_another_customer(house: House) -> None:
    others = await house.customer()
    order = await house.place(customer_id=others)
    body = await house.body(customer_id=others)
    shipment = make.shipment(order, "1")
    await house.sales.deliver(make.SHIPMENTS, shipment)
    line = {"shipment_line_id": shipment.lines[0].shipment_line_id}
    returned = {"order_id": order["id"], "lines": [{**line, "quantity": "1", "reason": "other"}]}
    disputed = {"order_id": order["id"], "reason": "x", "lines": [{**line, "claimed_unit_price": "1"}]}
    offer = await house.send(await house.offer(customer_id=others))
    blanket = await agreed(house, customer_id=others)
    firm = await house.place(customer_id=others)
    change = {"reason": "x", "deliver_to": "12 quai Perrache"}
    row = {"reference": "PO", "product": body["lines"][0]["product_id"], "quantity": "1", "warehouse": "LYON"}
    theirs: dict[str, str] = {
        "customer_id": others,
        "order_id": firm["id"],
        "line_id": firm["lines"][0]["id"],
        "revision_id": (await house.post(f"/orders/{firm['id']}/revisions", change, 201))["id"],
        "shipment_id": shipment.shipment_id,
        "offer_id": offer["offer_id"],
        "edition": "1",
        "blanket_id": blanket["id"],
        "return_id": (await house.post("/returns", returned, 201))["id"],
        "dispute_id": (await house.post("/price-disputes", disputed, 201))["id"],
        "intake_id": (await house.post("/order-intakes", {"rows": [{**row, "customer": others}]}, 201))["id"],
    }
    other = Team(house, others)
    await other.limit(per_order="1")
    theirs["request_id"] = await request_of(other)
    theirs["subject"] = other.buyer
    reason = {"reason": "x"}
    bodies: dict[str, Any] = {
        **dict.fromkeys(("quote", "substitutes", "orders", "place"), body),
        **dict.fromkeys(("cancel", "close", "reject", "give-up"), reason),
        **{name: {} for name in ("confirm", "check-credit", "replace", "preview", "promises", "import", "renew")},
        "accept": {"edition": 1, "name": "Buyer"},
        "refuse": {"edition": 1, "name": "Buyer", "reason": "x"},
        "revisions": change,
        "stock": {"product_ids": [row["product"]]},
        "call-offs": {"warehouse": "LYON", "lines": [{"line_id": blanket["lines"][0]["id"], "quantity": "1"}]},
        "returns": returned,
        "price-disputes": disputed,
        "spending-limits": {"customer_id": others, "per_order": "1000000"},
        "approve": {},
        "papers": {"ids": [firm["id"]]},
    }
    shared = SHARED | TESTED_BESIDE | FAULTS_IN_THE_ANSWER | {"post /orders/{order_id}/revisions/{revision_id}/accept"}
    tried = await assert_customers_are_apart(house.sales, PORTAL, theirs=theirs, bodies=bodies, shared=shared)
    assert tried > 40
    async with house.sales.client(*PORTAL, sub="buyer", customer_id=await house.customer()) as client:
        path = f"/orders/{firm['id']}/revisions/{theirs['revision_id']}/accept"
        assert (await client.post(path, json={}, headers={"If-Match": "1"})).status_code == 403
        foreign = await client.post("/order-intakes", json={"rows": [{**row, "customer": others}]})
        content = f"customer;reference;product;quantity;warehouse\n{others};PO;{row['product']};1;LYON\n"
        sheet = await client.post("/order-intakes/csv", content=content, headers={"Content-Type": "text/csv"})
        for answer in (foreign, sheet):
            assert answer.status_code in (201, 403), answer.text
            assert answer.status_code == 403 or answer.json()["order_count"] == 0
    assert (await house.order(firm["id"]))["version"] == firm["version"]
