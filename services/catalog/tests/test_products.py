"""Products and families through the API."""

import asyncio

from comptoir.catalog.v1.product_pb2 import ProductChanged
from kit.ids import new_id
from kit.testing.services import ServiceUnderTest

from services.catalog.tests import factories as make


async def test_a_product_is_created_changed_and_remembered(catalog: ServiceUnderTest) -> None:
    before = await catalog.outbox_position()
    product = await make.created(catalog, "/products", make.product(tax_class="reduced"))
    async with catalog.client(*make.ALL, sub="anna") as client:
        path = f"/products/{product['id']}"
        changed = await client.patch(path, json={"name_en": "Wood screw"}, headers={"If-Match": '"1"'})
        stale = await client.patch(path, json={"name_en": "Nail"}, headers={"If-Match": '"1"'})
        blind = await client.patch(path, json={"name_en": "Nail"})
        history = (await client.get(f"{path}/history")).json()["items"]
    assert changed.status_code == 200, changed.text
    assert (changed.json()["version"], changed.json()["name_en"], changed.json()["tax_class"]) == (
        2,
        "Wood screw",
        "reduced",
    )
    assert (stale.status_code, blind.status_code) == (412, 422)
    assert [(entry["action"], entry["subject"]) for entry in history] == [("changed", "anna"), ("created", "user-1")]
    assert history[0]["changes"] == {"name_en": ["", "Wood screw"]}
    events = [e for e in await catalog.published(ProductChanged, since=before) if e.product_id == product["id"]]
    assert [(event.version, event.name_en) for event in events] == [(1, ""), (2, "Wood screw")]
    assert list(events[0].family_path) == ["visserie"]


async def test_parts_left_out_of_a_change_stay_and_parts_given_are_replaced(catalog: ServiceUnderTest) -> None:
    box = {"code": "BOX12", "uom": "XBX", "numerator": 12, "denominator": 1, "gtin": None}
    product = await make.created(catalog, "/products", make.product(packagings=[box]))
    async with catalog.client(*make.ALL) as client:
        path = f"/products/{product['id']}"
        named = await client.patch(path, json={"name_fr": "Clou"}, headers={"If-Match": '"1"'})
        packed = await client.patch(path, json={"packagings": []}, headers={"If-Match": '"2"'})
        read = await client.get(path)
    assert [part["code"] for part in named.json()["packagings"]] == ["BOX12", "EACH"]
    assert [part["code"] for part in packed.json()["packagings"]] == ["EACH"]
    assert {**read.json(), "change_request_id": None} == packed.json()


async def test_products_are_found_by_words_family_and_status(catalog: ServiceUnderTest) -> None:
    await make.created(catalog, "/families", {"code": "f-search", "name": "F", "parent_code": "visserie"})
    wanted = await make.created(catalog, "/products", make.product(name_fr="Écrou crénelé M8", family_code="f-search"))
    async with catalog.client("catalog.products.read") as client:
        by_words = (await client.get("/products", params={"q": "CRENELE ecrou"})).json()["items"]
        below = (await client.get("/products", params={"family": "visserie", "q": wanted["sku"]})).json()["items"]
        blocked = (await client.get("/products", params={"family": "f-search", "status": "blocked"})).json()["items"]
    assert [item["id"] for item in by_words] == [wanted["id"]]
    assert [item["id"] for item in below] == [wanted["id"]]
    assert blocked == []


async def test_a_bulk_load_is_all_or_nothing_and_tells_every_fault(catalog: ServiceUnderTest) -> None:
    taken = await make.created(catalog, "/products", make.product())
    good = make.product()
    bad = [
        make.product(family_code="nowhere"),
        make.product(suppliers=[{"supplier_id": str(new_id()), "supplier_sku": "X", "packaging_code": "BOX"}]),
        make.product(sku=good["sku"]),
    ]
    async with catalog.client(*make.ALL) as client:
        refused = await client.post("/products/bulk", json={"products": [good, *bad]})
        conflict = await client.post("/products/bulk", json={"products": [good, make.product(sku=taken["sku"])]})
        found = (await client.get("/products", params={"q": good["sku"]})).json()["items"]
        accepted = await client.post("/products/bulk", json={"products": [good, make.product()]})
    assert refused.status_code == 422
    assert [error["field"] for error in refused.json()["errors"]] == [
        "products.1.family_code",
        "products.2.suppliers.0.packaging_code",
        "products.2.suppliers.0.supplier_id",
        "products.0.sku",
        "products.3.sku",
    ]
    assert (conflict.status_code, conflict.json()["existing"]) == (409, [taken["id"]])
    assert conflict.json()["field"] == "products.1.sku"
    assert found == []
    assert accepted.status_code == 201


async def test_a_repeat_gets_the_first_answer_and_a_reused_key_is_refused(catalog: ServiceUnderTest) -> None:
    body = make.product()
    async with catalog.client(*make.ALL) as client:
        first = await client.post("/products", json=body, headers={"Idempotency-Key": "p-1"})
        again = await client.post("/products", json=body, headers={"Idempotency-Key": "p-1"})
        other = await client.post("/products", json=make.product(), headers={"Idempotency-Key": "p-1"})
    assert again.json() == first.json()
    assert again.headers["Idempotent-Replay"] == "true"
    assert (other.status_code, other.json()["type"].rsplit("/", 1)[-1]) == (409, "idempotency-key-reused")


async def test_two_changes_of_one_version_have_one_winner(catalog: ServiceUnderTest) -> None:
    product = await make.created(catalog, "/products", make.product())
    async with catalog.client(*make.ALL) as client:
        answers = await asyncio.gather(
            *(
                client.patch(f"/products/{product['id']}", json={"name_fr": f"Vis {i}"}, headers={"If-Match": "1"})
                for i in range(8)
            )
        )
    assert sorted(answer.status_code for answer in answers) == [200, *[412] * 7]


async def test_families_form_a_tree(catalog: ServiceUnderTest) -> None:
    async with catalog.client(*make.ALL) as client:
        orphan = await client.post("/families", json={"code": "x", "name": "X", "parent_code": "none"})
        twice = await client.post("/families", json={"code": "visserie", "name": "X"})
        one = await client.get("/families/visserie")
        listed = (await client.get("/families", params={"limit": 1})).json()
        units = (await client.get("/uoms")).json()["items"]
    assert (orphan.status_code, twice.status_code, one.status_code) == (404, 409, 200)
    assert len(listed["items"]) == 1
    assert {"C62", "KGM", "XPX"} <= {unit["code"] for unit in units}
