"""Price rules by the API: what they do to quotes and margins, versions, history, and refusals."""

import asyncio
from decimal import Decimal
from typing import Any

import pytest
from kit.ids import new_id
from kit.testing.services import ServiceUnderTest
from kit.wire import decimal_out

from services.pricing.tests import factories as make


def body(kind: str, value: str, **changes: Any) -> dict[str, Any]:
    code = f"R-{new_id()}"
    values = {"code": code, "kind": kind, "name_fr": "Règle", "name_en": "Rule", "value": value}
    return {**values, "effective_from": "2026-01-01", **changes}


async def rule(pricing: ServiceUnderTest, kind: str, value: str, status: int = 200, **changes: Any) -> dict[str, Any]:
    async with pricing.client(*make.MANAGER) as client:
        answer = await client.put("/price-rules", json=body(kind, value, **changes))
    assert answer.status_code == status, answer.text
    result: dict[str, Any] = answer.json()
    return result


async def test_a_quote_tells_every_step_in_both_languages(pricing: ServiceUnderTest) -> None:
    product, customer = await make.product(pricing, cost="5"), await make.customer(pricing)
    await make.prices(pricing, make.price(product, "10.00"))
    await rule(pricing, "line-discount", "0.05", product_id=product, customer_id=customer)
    await rule(pricing, "order-discount", "0.02", customer_id=customer)
    terms = {"below_amount": "500", "name_fr": "Port", "currency": "EUR"}
    await rule(pricing, "freight", "9.90", 200, customer_id=customer, **terms)
    quote = await make.quoted(pricing, customer, (product, "12"))
    (line,) = quote["lines"]
    assert [(each["rule"], each["label_fr"], each["amount"]) for each in line["steps"]] == [
        ("list-price", "Prix de tarif", "120.00"),
        ("line-discount", "Règle : remise de 5 %", "-6.00"),
        ("order-discount", "Règle : remise de 2 % sur la commande", "-2.28"),
    ]
    assert [each["unit_price_before"] for each in line["steps"]] == [None, "10.00", "9.50"]
    assert (line["amount"], line["unit_price"], quote["amount"]) == ("111.72", "9.31", "121.62")
    (charge,) = quote["charges"]
    assert (charge["rule"], charge["label_fr"], charge["amount"]) == (
        "freight", "Port : commande inférieure à 500,00", "9.90",
    )  # fmt: skip


async def test_what_is_owed_is_in_the_verdict_of_quote_and_order(pricing: ServiceUnderTest) -> None:
    product = await make.product(pricing, cost="8.50", weight_kg=decimal_out(Decimal(2)))
    customer = await make.customer(pricing)
    await make.prices(pricing, make.price(product, "10.00"))
    await make.rule(pricing, "0.10", "0.00", customer_id=customer)
    assert (await make.quoted(pricing, customer, (product, "1")))["verdict"] == "allowed"
    await rule(pricing, "volume-rebate", "0.03", customer_id=customer)
    await rule(pricing, "freight-cost-weight", "0.20", currency="EUR", customer_id=customer)
    quote = await make.quoted(pricing, customer, (product, "1"))
    decision = quote["lines"][0]["decision"]
    assert (decision["verdict"], Decimal(decision["owed"]), decision["margin_rate"], decision["floor_price"]) == (
        "needs-approval", Decimal("0.70"), "0.0800", "10.23",
    )  # fmt: skip
    assert [each["rule"] for each in decision["owes"]] == ["volume-rebate", "freight-cost-weight"]


async def test_a_rule_changed_counts_in_the_next_quote(pricing: ServiceUnderTest) -> None:
    product, customer = await make.product(pricing), await make.customer(pricing)
    await make.prices(pricing, make.price(product, "10.00"))

    async def price() -> str:
        return str((await make.quoted(pricing, customer, (product, "1")))["lines"][0]["unit_price"])

    first = await rule(pricing, "line-discount", "0.10", customer_id=customer)
    assert await price() == "9.00"
    await rule(pricing, "line-discount", "0.20", customer_id=customer, id=first["id"], code=first["code"])
    assert await price() == "8.00"
    async with pricing.client(*make.MANAGER) as client:
        removed = await client.delete(f"/price-rules/{first['id']}", headers={"If-Match": "2"})
    assert removed.status_code == 200
    assert await price() == "10.00"
    history = await make.got(pricing, f"/price-rules/{first['id']}/history")
    assert [each["action"] for each in history["items"]] == ["removed", "changed", "created"]
    assert history["items"][1]["changes"] == {"value": ["0.10", "0.20"]}


async def test_a_rule_is_changed_in_the_version_that_was_read(pricing: ServiceUnderTest) -> None:
    made = await rule(pricing, "line-discount", "0.10", segment="nobody")
    again = {name: value for name, value in made.items() if name != "version"}
    async with pricing.client(*make.MANAGER) as client:
        changed = await client.put("/price-rules", json={**again, "value": "0.2"}, headers={"If-Match": "1"})
        stale = await client.put("/price-rules", json={**again, "value": "0.3"}, headers={"If-Match": "1"})
        late = await client.delete(f"/price-rules/{made['id']}", headers={"If-Match": "1"})
        nothing = await client.delete(f"/price-rules/{new_id()}", headers={"If-Match": "1"})
        unheard = await client.get(f"/price-rules/{new_id()}/history")
    assert [each.status_code for each in (changed, stale, late, nothing, unheard)] == [200, 412, 412, 404, 404]


@pytest.mark.parametrize(
    ("kind", "value", "changes", "status", "slug"),
    [
        ("line-discount", "5", {}, 422, "invalid-records"),
        ("amount-off", "1", {}, 422, "invalid-records"),
        ("line-discount", "0.1", {"product_id": str(new_id())}, 404, "product-not-known"),
        ("line-discount", "0.1", {"customer_id": str(new_id())}, 404, "customer-not-known"),
        ("surprise", "0.1", {}, 422, "invalid-request"),
    ],
)
async def test_a_rule_that_makes_no_sense_is_refused(
    pricing: ServiceUnderTest, kind: str, value: str, changes: dict[str, Any], status: int, slug: str
) -> None:
    versions = await pricing.database.fetch("SELECT version FROM margin_rule_set")
    refused = await rule(pricing, kind, value, status, **changes)
    assert refused["type"].endswith(f"/{slug}")
    assert await pricing.database.fetch("SELECT version FROM margin_rule_set") == versions


async def test_of_many_who_take_one_code_one_gets_it(pricing: ServiceUnderTest) -> None:
    bodies = [body("line-discount", "0.1", code="TWICE", segment="nobody") for _ in range(8)]
    async with pricing.client(*make.MANAGER) as client:
        answers = await asyncio.gather(*(client.put("/price-rules", json=each) for each in bodies))
    assert sorted(each.status_code for each in answers) == [200] + [409] * 7
    refused = next(each for each in answers if each.status_code == 409)
    assert refused.json()["type"].endswith("/code-taken")


async def test_rules_are_listed_by_kind_and_day(pricing: ServiceUnderTest) -> None:
    past = await rule(pricing, "cash-discount", "0.02", segment="nobody", effective_until="2026-02-01")
    open_ended = await rule(pricing, "cash-discount", "0.01", segment="nobody")
    page = await make.got(pricing, "/price-rules", kind="cash-discount", on="2026-03-01", limit=200)
    ids = {each["id"] for each in page["items"]}
    assert (past["id"] in ids, open_ended["id"] in ids) == (False, True)
