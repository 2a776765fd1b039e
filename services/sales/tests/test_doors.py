"""Who may do what: permissions, the portal's own customer, hostile input, and what holds after all of it."""

from typing import Any

from kit.ids import new_id
from kit.testing.doors import assert_every_door_is_shut, operations
from kit.testing.fuzz import fuzz
from kit.testing.services import ServiceUnderTest
from sales.queries.invariants import INVARIANTS

from services.sales.tests import factories as make
from services.sales.tests.factories import House

SECRETS = ("margin_rate", "unit_cost", "floor_price", "explanation", "verdict")


_OWN = tuple(
    f"/api/sales/v1/{name}"
    for name in ("orders", "approvals", "usual-deliveries", "returns", "price-disputes", "promises", "blanket-orders")
)


def secrets(answer: Any) -> list[str]:
    """Cost and margin figures anywhere in an answer."""
    if isinstance(answer, list):
        return [found for each in answer for found in secrets(each)]
    if isinstance(answer, dict):
        own = [name for name in SECRETS if answer.get(name) is not None]
        return own + [found for each in answer.values() for found in secrets(each)]
    return []


async def test_every_door_is_shut(sales: ServiceUnderTest) -> None:
    assert await assert_every_door_is_shut(sales) > 12


async def test_a_portal_user_reaches_only_his_own_orders_at_every_endpoint(house: House) -> None:
    others = await house.customer()
    order = await house.place(customer_id=others)
    waiting = await house.place(make.line(await house.product(cost="9.5")), customer_id=others)
    request = await house.request(waiting["id"])
    body = await house.body(customer_id=others)
    reason = {"reason": "x"}
    shipment = make.shipment(order, "1")
    await house.sales.deliver(make.SHIPMENTS, shipment)
    line = {"shipment_line_id": shipment.lines[0].shipment_line_id}
    returned = {"order_id": order["id"], "lines": [{**line, "quantity": "1", "reason": "other"}]}
    disputed = {"order_id": order["id"], "reason": "x", "lines": [{**line, "claimed_unit_price": "1"}]}
    product = body["lines"][0]["product_id"]
    agreed = [{"product_id": product, "quantity": "9", "unit_price": "9"}]
    frame = {"customer_id": others, "starts_on": "2026-01-01", "ends_on": "2099-01-01", "lines": agreed}
    blanket = await house.post("/blanket-orders", frame, 201, who=(*make.SELLER, "sales.blankets.write"))
    call = {"warehouse": "LYON", "lines": [{"line_id": blanket["lines"][0]["id"], "quantity": "1"}]}
    bodies: dict[str, Any] = {
        "cancel": reason, "close": reason, "confirm": {}, "approve": {}, "reject": reason, "revisions": reason,
        "accept": {}, "preview": {}, "promises": {}, "returns": returned, "price-disputes": disputed, "give-up": reason,
        "blanket-orders": frame, "call-offs": call, "end": reason, "settle": {}, "replace": {}, "renew": {}, "waive": reason,
        "decide": {"items": [{"id": request["id"], "decision": "approve"}]},
        "papers": {"ids": [order["id"]]},
    }  # fmt: skip
    ids = {
        "order_id": order["id"], "request_id": request["id"], "line_id": order["lines"][0]["id"],
        "revision_id": str(new_id()), "customer_id": others, "charge_id": str(new_id()),
        "return_id": (await house.post("/returns", returned, 201))["id"],
        "blanket_id": blanket["id"],
        "dispute_id": (await house.post("/price-disputes", disputed, 201))["id"],
    }  # fmt: skip
    lists = ("orders", "totals", "export.csv", "returns", "price-disputes", "blanket-orders")
    tried = []
    claims = {"sub": "buyer", "customer_id": str(new_id())}
    async with house.sales.client(*house.sales.all_permissions(), **claims) as client:
        for method, path, _ in operations(house.sales):
            if not path.startswith(_OWN):
                continue
            url = path.removeprefix("/api/sales/v1").format(**ids)
            params = {"customer_id": others} if method == "get" and path.rsplit("/", 1)[-1] in lists else {}
            content = None if method == "get" else bodies.get(path.rsplit("/", 1)[-1], body)
            if path.endswith("/approvals/{request_id}/reject"):
                content = {}
            if method == "put":
                content = {**body, "customer_id": claims["customer_id"]}
            if method == "put" and path.endswith("/usual-deliveries/{customer_id}"):
                content = {"policy": "partial"}
            answer = await client.request(method, url, json=content, params=params, headers={"If-Match": "1"})
            assert answer.status_code == 403, f"{method} {path}: {answer.status_code} {answer.text}"
            tried.append(path)
    assert len(tried) > 12
    assert (await house.order(order["id"]))["status"] == "partially-shipped"


async def test_a_portal_user_orders_for_himself_and_sees_no_margin(house: House) -> None:
    customer = await house.customer()
    await house.place()
    claims: dict[str, Any] = {"sub": "buyer", "customer_id": customer}
    body = await house.body(customer_id=customer, channel="field", salesperson="X")
    quote = await house.post("/orders/quote", body, **claims)
    draft = await house.post("/orders", body, 201, **claims)
    firm = await house.post(f"/orders/{draft['id']}/confirm", {}, **claims)
    placed = await house.post("/orders/place", body, 201, **claims)
    cancelled = await house.post(f"/orders/{placed['id']}/cancel", {"reason": "x"}, **claims)
    async with house.sales.client(*make.SELLER, sub="buyer", customer_id=customer) as client:
        listed = (await client.get("/orders")).json()
        details = (await client.get(f"/orders/{draft['id']}")).json()
    dear = await house.product(cost="20")
    thin = await house.product(cost="9.5")
    blocked = await house.post("/orders/place", {**body, "lines": [make.line(dear)]}, 409, **claims)
    waiting = await house.post("/orders/place", {**body, "lines": [make.line(thin)]}, 201, **claims)
    assert (placed["channel"], placed["salesperson"]) == ("portal", "S1")
    assert {item["id"] for item in listed["items"]} == {draft["id"], placed["id"]}
    assert make.slug(blocked) == "margin-blocked"
    for answer in (quote, draft, firm, placed, cancelled, listed, details, blocked, waiting):
        assert secrets(answer) == []
        assert "%" not in str(answer.get("detail"))
    assert {change["by"] for change in details["history"]} == {None}
    assert secrets(await house.order(draft["id"])) != []


async def test_a_portal_user_reaches_no_other_customers_offers_and_writes_none(house: House) -> None:
    others = await house.customer()
    offer = await house.send(await house.offer(customer_id=others))
    body = await house.body(customer_id=others)
    tried = 0
    async with house.sales.client(*house.sales.all_permissions(), sub="buyer", customer_id=str(new_id())) as client:
        for method, path, _ in operations(house.sales):
            if not path.startswith("/api/sales/v1/offers/{") and (method, path) != ("post", "/api/sales/v1/offers"):
                continue
            url = path.removeprefix("/api/sales/v1").replace("{offer_id}", offer["offer_id"]).replace("{edition}", "1")
            url = url.replace("{charge_id}", str(new_id()))
            last = path.rsplit("/", 1)[-1]
            answers = {"edition": 1, "name": "Buyer"}
            content = {
                "withdraw": {"reason": "x"},
                "waive": {"reason": "x"},
                "refuse": {**answers, "reason": "x"},
                "accept": answers,
            }.get(last, body)
            answer = await client.request(
                method, url, json=None if method == "get" else content, headers={"If-Match": "1"}
            )
            assert answer.status_code == 403, f"{method} {path}: {answer.status_code} {answer.text}"
            tried += 1
    assert tried > 8
    assert (await house.get(f"/offers/{offer['offer_id']}", who=make.OFFERING))["status"] == "sent"


async def test_hostile_input_never_breaks_it(sales: ServiceUnderTest) -> None:
    assert await fuzz(sales) > 12


async def test_its_invariants_hold(sales: ServiceUnderTest) -> None:
    async with sales.database.transaction() as tx:
        await tx.execute("UPDATE outbox SET created_at = clock_timestamp()")  # nobody publishes here
    async with sales.client("sales.invariants.read") as client:
        checks = (await client.get("/invariants")).json()["checks"]
    own = {invariant.name for invariant in INVARIANTS}  # no relay runs here: events wait
    assert [check for check in checks if check["name"] in own and not check["ok"]] == []
    assert own < {check["name"] for check in checks}
