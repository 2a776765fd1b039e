"""Who may change what, and what was when."""

import asyncio
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from catalog.api.partner_schemas import PartnerIn
from catalog.api.schemas import ProductIn
from catalog.domain.change import applied
from catalog.domain.field_rule import FieldPermission, FieldRule, changes_of, split
from catalog.domain.product import CostingMethod, Product
from catalog.domain.snapshot import kept, restored
from comptoir.catalog.v1.partner_bank_pb2 import PartnerBankAccountsChanged
from comptoir.catalog.v1.partner_pb2 import PartnerChanged
from comptoir.catalog.v1.product_pb2 import COSTING_METHOD_FIFO, ProductChanged
from hypothesis import given
from hypothesis import strategies as st
from kit.testing.properties import on_a_database
from kit.testing.services import ServiceUnderTest

from services.catalog.tests import factories as make

_RULED = {
    name: FieldRule("product", name, FieldPermission.VALUATION, needs_approval=approval, on_create=False)
    for name, approval in (("tax_class", False), ("costing_method", True))
}


def _product(**changes: Any) -> Product:
    return ProductIn.model_validate(make.product(**changes)).to_domain()


@given(
    st.sampled_from(["standard", "reduced"]),
    st.sampled_from(list(CostingMethod)),
    st.text(min_size=1, max_size=5),
    st.booleans(),
)
def test_what_is_applied_and_what_waits_make_up_what_was_asked(
    tax_class: str, costing: CostingMethod, name: str, may: bool
) -> None:
    before = _product()
    asked = restored(
        Product, {**kept(before), "id": before.id, "tax_class": tax_class, "costing_method": costing, "name_fr": name}
    )
    permissions = {FieldPermission.VALUATION} if may else set()
    now, waiting = split(before, asked, _RULED, permissions)
    assert now.costing_method is before.costing_method
    assert now.name_fr == name
    assert now.tax_class == (tax_class if may else before.tax_class)
    done = applied(now, changes_of(now, asked, [rule.field for rule in waiting]))
    assert kept(done) == kept(asked)


async def test_a_costing_method_changes_by_a_second_person_only(catalog: ServiceUnderTest) -> None:
    product = await make.created(catalog, "/products", make.product())
    path = f"/products/{product['id']}"
    since = await catalog.outbox_position()
    async with catalog.client(*make.ALL, "catalog.changes.approve", "catalog.approvals.read", sub="anna") as client:
        asked = await client.patch(path, json={"costing_method": "fifo", "name_en": "Screw"}, headers={"If-Match": "1"})
        request = f"/approvals/{asked.json()['change_request_id']}"
        own = await client.post(f"{request}/approve", json={})
    async with catalog.client("catalog.changes.approve", "catalog.approvals.read", sub="carl") as client:
        without = await client.post(f"{request}/approve", json={})
    async with catalog.client(*make.DECIDER, sub="bert") as client:
        shown = (await client.get(request)).json()
        inbox = (await client.get("/approvals", params={"document_id": product["id"]})).json()["items"]
        done = await client.post(f"{request}/approve", json={"comment": "From the new year."})
        twice = await client.post(f"{request}/approve", json={})
    async with catalog.client(*make.ALL) as client:
        after = (await client.get(path)).json()
        history = (await client.get(f"{path}/history")).json()["items"]
    assert (asked.json()["costing_method"], asked.json()["name_en"], asked.json()["version"]) == ("avco", "Screw", 2)
    assert [(each.status_code, make.slug(each)) for each in (own, without, twice)] == [
        (403, "own-request"), (403, "permission-missing"), (409, "already-decided"),
    ]  # fmt: skip
    assert shown["changes"] == {"costing_method": ["avco", "fifo"]}
    assert [item["id"] for item in inbox] == [asked.json()["change_request_id"]]
    assert (done.status_code, done.json()["status"], done.json()["decided_by"]) == (200, "approved", "bert")
    assert (after["costing_method"], after["version"]) == ("fifo", 3)
    assert [(entry["action"], entry["subject"]) for entry in history[:2]] == [("approved", "bert"), ("changed", "anna")]
    events = await catalog.published(ProductChanged, since=since)
    assert [event.version for event in events] == [2, 3]
    assert events[-1].costing_method == COSTING_METHOD_FIFO


async def test_a_request_is_void_once_the_record_changed(catalog: ServiceUnderTest) -> None:
    product = await make.created(catalog, "/products", make.product())
    path = f"/products/{product['id']}"
    async with catalog.client(*make.ALL) as client:
        asked = await client.patch(path, json={"costing_method": "fifo"}, headers={"If-Match": "1"})
        await client.patch(path, json={"name_en": "Screw"}, headers={"If-Match": "1"})
    async with catalog.client(*make.DECIDER, sub="bert") as client:
        late = await client.post(f"/approvals/{asked.json()['change_request_id']}/approve", json={})
    async with catalog.client(*make.ALL) as client:
        after = (await client.get(path)).json()
    assert asked.json()["version"] == 1  # nothing was written but the request
    assert (late.status_code, make.slug(late)) == (409, "already-decided")
    assert (after["costing_method"], after["version"]) == ("avco", 2)


async def test_a_rejected_change_leaves_the_record_and_an_unknown_request_is_none(catalog: ServiceUnderTest) -> None:
    partner = await make.created(catalog, "/partners", make.partner())
    path = f"/partners/{partner['id']}"
    async with catalog.client(*make.WRITER) as client:
        asked = await client.patch(path, json={"credit_limit": "900.00"}, headers={"If-Match": "1"})
    async with catalog.client(*make.DECIDER, sub="bert") as client:
        rejected = await client.post(f"/approvals/{asked.json()['change_request_id']}/reject", json={"comment": "No."})
        unknown = await client.post(f"/approvals/{partner['id']}/approve", json={})
    async with catalog.client(*make.ALL) as client:
        after = (await client.get(path)).json()
    assert (rejected.json()["status"], unknown.status_code) == ("rejected", 404)
    assert (after["credit_limit"], after["version"]) == (None, 1)


async def test_two_who_decide_at_once_have_one_winner(catalog: ServiceUnderTest) -> None:
    product = await make.created(catalog, "/products", make.product())
    async with catalog.client(*make.ALL) as client:
        asked = await client.patch(
            f"/products/{product['id']}", json={"costing_method": "fifo"}, headers={"If-Match": "1"}
        )
    path = f"/approvals/{asked.json()['change_request_id']}/approve"
    async with catalog.client(*make.DECIDER, sub="bert") as one, catalog.client(*make.DECIDER, sub="carl") as other:
        answers = await asyncio.gather(*(client.post(path, json={}) for client in (one, other, one, other)))
    assert sorted(answer.status_code for answer in answers) == [200, 409, 409, 409]


async def test_bank_accounts_need_two_people_and_are_shown_to_few(catalog: ServiceUnderTest) -> None:
    account = {"iban": make.IBAN, "bic": "AGRIFRPP", "holder": "Quincaillerie du Rhône"}
    since = await catalog.outbox_position()
    async with catalog.client(*make.WRITER) as client:
        forbidden = await client.post("/partners", json=make.partner(bank_accounts=[account]))
    partner = await make.created(catalog, "/partners", make.partner())
    path = f"/partners/{partner['id']}"
    async with catalog.client(*make.ALL, sub="anna") as client:
        wrong = await client.patch(
            path, json={"bank_accounts": [{**account, "iban": make.IBAN[:-1] + "0"}]}, headers={"If-Match": "1"}
        )
        asked = await client.patch(path, json={"bank_accounts": [account]}, headers={"If-Match": "1"})
    request = f"/approvals/{asked.json()['change_request_id']}"
    async with catalog.client(*make.DECIDER, sub="bert") as client:
        masked = (await client.get(request)).json()
        listed = (await client.get("/approvals", params={"document_id": partner["id"]})).text
        done = await client.post(f"{request}/approve", json={})
    async with catalog.client(*make.DECIDER, *make.WRITER, "catalog.bank-accounts.read", sub="bert") as client:
        plain = (await client.get(path)).json()
        plain_request = (await client.get(request)).json()
        plain_history = (await client.get(f"{path}/history")).text
    async with catalog.client(*make.WRITER) as client:
        hidden = [(await client.get(each)).text for each in (path, f"{path}/history", "/partners")]
    assert (forbidden.status_code, forbidden.json()["field"]) == (403, "bank_accounts")
    assert (wrong.status_code, wrong.json()["field"]) == (422, "bank_accounts.0.iban")
    assert make.IBAN[:-1] not in wrong.text
    assert (asked.json()["bank_accounts"], done.status_code) == ([], 200)
    assert masked["changes"]["bank_accounts"][1][0]["iban"] == "FR…0189"
    assert plain["bank_accounts"] == [account]
    assert plain_request["changes"]["bank_accounts"][1][0]["iban"] == make.IBAN
    assert make.IBAN in plain_history
    assert not [text for text in (*hidden, listed) if make.IBAN in text]
    events = await catalog.published(PartnerChanged, since=since)
    assert not [event for event in events if make.IBAN.encode() in event.SerializeToString()]
    (told,) = await catalog.published(PartnerBankAccountsChanged, since=since)
    assert (told.partner_id, [each.iban for each in told.accounts]) == (partner["id"], [make.IBAN])


async def test_rules_are_data(catalog: ServiceUnderTest) -> None:
    admin = ("catalog.field-rules.read", "catalog.field-rules.write")
    async with catalog.client(*admin) as client:
        before = (await client.get("/field-rules")).json()
        named = {"entity": "product", "field": "hs_code", "permission": "catalog.valuation.write"}
        nonsense = await client.put("/field-rules", json={"items": [{**named, "field": "colour"}, named, named]})
        unknown = await client.put("/field-rules", json={"items": [{**named, "permission": "catalog.any.thing"}]})
        await client.put("/field-rules", json={"items": [*before["items"], named]})
    product = await make.created(catalog, "/products", make.product())
    async with catalog.client(*make.WRITER) as client:
        path = f"/products/{product['id']}"
        asked = await client.patch(path, json={"hs_code": "731812"}, headers={"If-Match": "1"})
    async with catalog.client(*admin) as client:
        restored_ = await client.put("/field-rules", json=before)
    assert [fault["field"] for fault in nonsense.json()["errors"]] == ["items.0.field", "items.2.field"]
    assert unknown.status_code == 422
    assert (asked.json()["hs_code"], asked.json()["change_request_id"] is None) == (None, False)
    assert restored_.json() == before


async def test_many_products_change_at_once_or_none(catalog: ServiceUnderTest) -> None:
    products = [await make.created(catalog, "/products", make.product()) for _ in range(3)]
    since = await catalog.outbox_position()

    def change(i: int, **values: Any) -> dict[str, Any]:
        return {"id": products[i]["id"], "version": 1, **values}

    async with catalog.client(*make.WRITER) as client:
        refused = await client.patch(
            "/products/bulk",
            json={"products": [change(0, name_fr=""), change(1, family_code="nowhere"), change(2, name_fr="Clou")]},
        )
        behind = await client.patch("/products/bulk", json={"products": [change(0, version=7), change(1, version=9)]})
        twice = await client.patch("/products/bulk", json={"products": [change(0), change(0)]})
        silent = await catalog.published(ProductChanged, since=since)
        done = await client.patch(
            "/products/bulk",
            json={"products": [change(0, name_fr="Clou"), change(1, tax_class="reduced"), change(2, weight_kg="0.25")]},
        )
    assert [fault["field"] for fault in refused.json()["errors"]] == ["products.0.name_fr", "products.1.family_code"]
    assert (behind.status_code, [fault["field"] for fault in behind.json()["errors"]]) == (
        412, ["products.0.version", "products.1.version"],
    )  # fmt: skip
    assert twice.status_code == 422
    assert silent == []
    assert [(item["version"], item["change_request_id"] is None) for item in done.json()["items"]] == [
        (2, True), (1, False), (2, True),
    ]  # fmt: skip
    assert Decimal(done.json()["items"][2]["weight_kg"]) == Decimal("0.25")


_changes = st.lists(
    st.fixed_dictionaries(
        {},
        optional={
            "name_en": st.text("abc é", max_size=5),
            "weight_kg": st.one_of(st.none(), st.sampled_from(["0.25", "1.000001", "0"])),
            "is_expiry_tracked": st.booleans(),
            "length_mm": st.one_of(st.none(), st.integers(1, 9)),
            "packagings": st.lists(st.just({"code": "BOX", "uom": "XBX", "numerator": 6}), max_size=1),
            "images": st.lists(st.just({"url": "https://images.example/a.png", "caption": "A"}), max_size=1),
            "status": st.sampled_from(["blocked", "active"]),
        },
    ),
    max_size=6,
)


@on_a_database
@given(changes=_changes)
async def test_every_field_answers_as_of_any_instant(catalog: ServiceUnderTest, changes: list[dict[str, Any]]) -> None:
    admin = ("catalog.field-rules.read", "catalog.field-rules.write")
    states: list[tuple[datetime, dict[str, Any]]] = []
    async with catalog.client(*make.ALL, *admin) as client:
        rules = (await client.get("/field-rules")).json()
        free = {"items": [rule for rule in rules["items"] if rule["field"] != "is_expiry_tracked"]}
        await client.put("/field-rules", json=free)
        state = (await client.post("/products", json=make.product(tracking="lot"))).json()
        path = f"/products/{state['id']}"
        states.append((datetime.now(UTC), (await client.get(path)).json()))
        for change in changes:
            answer = await client.patch(path, json=change, headers={"If-Match": str(states[-1][1]["version"])})
            assert answer.status_code == 200, answer.text
            states.append((datetime.now(UTC), (await client.get(path)).json()))
        await client.put("/field-rules", json=rules)
        for at, known in states:
            was = (await client.get(path, params={"as_of": at.isoformat()})).json()
            assert {**was, "weight_kg": was["weight_kg"] and Decimal(was["weight_kg"])} == {
                **known, "weight_kg": known["weight_kg"] and Decimal(known["weight_kg"]),
            }  # fmt: skip
        before = await client.get(path, params={"as_of": (states[0][0] - timedelta(hours=1)).isoformat()})
        ahead = await client.get(path, params={"as_of": (states[0][0] + timedelta(days=1)).isoformat()})
    assert (before.status_code, ahead.status_code) == (404, 422)


def test_a_snapshot_gives_back_the_record() -> None:
    product = _product(
        packagings=[{"code": "BOX", "uom": "XBX", "numerator": 6}], weight_kg="0.25", attributes={"a": "b"}
    )
    assert restored(Product, {**kept(product), "id": str(product.id)}) == product
    body = make.partner(bank_accounts=[{"iban": make.IBAN}], addresses=[make.address("69007")], credit_limit="5.00")
    partner = PartnerIn.model_validate(body).to_domain()
    assert restored(type(partner), {**kept(partner), "id": str(partner.id)}) == partner


async def test_history_comes_in_pages(catalog: ServiceUnderTest) -> None:
    product = await make.created(catalog, "/products", make.product())
    path = f"/products/{product['id']}"
    async with catalog.client(*make.ALL) as client:
        for version in range(1, 5):
            await client.patch(path, json={"name_en": f"Screw {version}"}, headers={"If-Match": str(version)})
        first = (await client.get(f"{path}/history", params={"limit": 3})).json()
        rest = (
            await client.get(f"{path}/history", params={"limit": 3, "cursor": first["next_cursor"], "sort": "-id"})
        ).json()
    assert [entry["version"] for entry in (*first["items"], *rest["items"])] == [5, 4, 3, 2, 1]
