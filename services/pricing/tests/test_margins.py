"""Margin rules: versions, history, and every process at once."""

from kit.ids import new_id
from kit.testing.services import ServiceUnderTest
from pricing.storage.rules import RuleBook

from services.pricing.tests import factories as make


async def verdict(pricing: ServiceUnderTest, customer: str, product: str, **changes: object) -> str:
    return str((await make.quoted(pricing, customer, (product, "1"), **changes))["verdict"])


async def test_the_most_specific_rule_judges(pricing: ServiceUnderTest) -> None:
    product, customer = await make.product(pricing, cost="8"), await make.customer(pricing)
    await make.prices(pricing, make.price(product, "10.00"))
    assert await verdict(pricing, customer, product) == "allowed"
    await make.rule(pricing, "0.50", "0.30", family_code=f"f-{product}")
    assert await verdict(pricing, customer, product) == "blocked"
    await make.rule(pricing, "0.50", "0.10", family_code=f"f-{product}", channel="portal")
    assert await verdict(pricing, customer, product, channel="portal") == "needs-approval"
    assert await verdict(pricing, customer, product) == "blocked"
    own = await make.rule(pricing, "0.20", "0.10", customer_id=customer)
    quote = await make.quoted(pricing, customer, (product, "1"), channel="portal")
    assert (quote["verdict"], quote["lines"][0]["decision"]["rule_id"]) == ("allowed", own["id"])


async def test_a_rule_changed_by_one_process_judges_in_every_other(pricing: ServiceUnderTest) -> None:
    """Another process is another rule book on the same database: it learns of the change from its next quote."""
    database, here, there = pricing.database, RuleBook(), RuleBook()
    rule = await make.rule(pricing, "0.20", "0.10", customer_id=str(new_id()))

    async def rates(book: RuleBook) -> str:
        version = await database.fetch("SELECT version FROM margin_rule_set")
        rules = (await book.at(database, version[0]["version"])).margins
        return str(next(each for each in rules.rules if str(each.id) == rule["id"]).approval_rate)

    assert [await rates(here), await rates(there)] == ["0.20", "0.20"]
    await make.rule(pricing, "0.35", "0.10", customer_id=rule["customer_id"], id=rule["id"])
    assert [await rates(here), await rates(there)] == ["0.35", "0.35"]


async def test_a_rule_is_changed_in_the_version_that_was_read(pricing: ServiceUnderTest) -> None:
    customer = str(new_id())
    rule = await make.rule(pricing, "0.20", "0.10", customer_id=customer)
    body = {"id": rule["id"], "customer_id": customer, "approval_rate": "0.30", "floor_rate": "0.10"}
    path = f"/margin-rules/{rule['id']}"
    async with pricing.client(*make.MANAGER) as client:
        changed = await client.put("/margin-rules", json=body, headers={"If-Match": "1"})
        stale = await client.put("/margin-rules", json=body, headers={"If-Match": "1"})
        taken = await client.put("/margin-rules", json={**body, "id": None})
        upside_down = await client.put("/margin-rules", json={**body, "floor_rate": "0.31"})
        unversioned = await client.delete(path)
        late = await client.delete(path, headers={"If-Match": "1"})
        removed = await client.delete(path, headers={"If-Match": "2"})
        gone = await client.delete(path, headers={"If-Match": "2"})
        history = (await client.get(f"{path}/history")).json()["items"]
        nothing = await client.get(f"/margin-rules/{new_id()}/history")
    answers = (changed, stale, taken, upside_down, unversioned, late, removed, gone, nothing)
    assert [each.status_code for each in answers] == [200, 412, 409, 422, 422, 412, 200, 404, 404]
    assert (taken.json()["id"], upside_down.json()["field"]) == (rule["id"], "floor_rate")
    assert [(each["action"], each["version"]) for each in history] == [("removed", 2), ("changed", 2), ("created", 1)]
    assert history[1]["changes"] == {"approval_rate": ["0.20", "0.30"]}
    listed = await make.got(pricing, "/margin-rules", limit=200)
    assert rule["id"] not in {each["id"] for each in listed["items"]}
