"""What customers call our products."""

from comptoir.catalog.v1.customer_code_pb2 import CustomerCodeChanged
from kit.ids import new_id
from kit.testing.services import ServiceUnderTest

from services.catalog.tests import factories as make

_BOX = {"code": "BOX12", "uom": "XBX", "numerator": 12}


async def test_a_customers_codes_are_written_found_searched_and_forgotten(catalog: ServiceUnderTest) -> None:
    customer = await make.created(catalog, "/partners", make.partner())
    product = await make.created(catalog, "/products", make.product(packagings=[_BOX]))
    path = f"/partners/{customer['id']}/product-codes"
    items = [
        {"code": "Réf 4711", "product_id": product["id"]},
        {"code": "C-4711/12", "product_id": product["id"], "packaging_code": "BOX12"},
    ]
    since = await catalog.outbox_position()
    async with catalog.client(*make.ALL) as client:
        written = await client.put(path, json={"items": items})
        again = await client.put(path, json={"items": items})
        found = await client.post(f"{path}/lookup", json={"codes": ["c-4711/12", "REF4711"]})
        partly = await client.post(f"{path}/lookup", json={"codes": ["REF4711", "nope"]})
        searched = (await client.get("/products", params={"q": "ref 4711"})).json()["items"]
        elsewhere = {"q": "ref 4711", "customer_id": str(new_id())}
        not_his = (await client.get("/products", params=elsewhere)).json()["items"]
        listed = (await client.get(path, params={"product_id": product["id"], "q": "ref"})).json()["items"]
        removed = await client.post(f"{path}/remove", json={"codes": ["ref 4711", "c-4711/12"]})
        after = (await client.get(path)).json()["items"]
    assert [answer.status_code for answer in (written, again, found, removed)] == [200, 200, 200, 200], written.text
    assert [item["packaging_code"] for item in found.json()["items"]] == ["BOX12", "EACH"]
    looked_up = [(item["code"], item["product_id"]) for item in partly.json()["items"]]
    assert looked_up == [("REF4711", product["id"]), ("nope", None)]
    assert ([item["id"] for item in searched], not_his) == ([product["id"]], [])
    assert [item["code"] for item in listed] == ["Réf 4711"]
    assert after == []
    events = await catalog.published(CustomerCodeChanged, since=since)
    assert [[code.code for code in event.codes] for event in events] == [["C-4711/12", "Réf 4711"], []]
    assert events[0].version < events[1].version


async def test_faults_and_codes_in_use_are_refused_with_nothing_written(catalog: ServiceUnderTest) -> None:
    customer = await make.created(catalog, "/partners", make.partner())
    supplier = await make.created(catalog, "/partners", make.partner(is_customer=False, is_supplier=True))
    one, other = [await make.created(catalog, "/products", make.product()) for _ in range(2)]
    path = f"/partners/{customer['id']}/product-codes"
    since = await catalog.outbox_position()
    bad = [
        {"code": "A 1", "product_id": one["id"]},
        {"code": "a1", "product_id": one["id"]},
        {"code": "A2", "product_id": str(new_id())},
        {"code": "A3", "product_id": one["id"], "packaging_code": "BOX12"},
    ]
    async with catalog.client(*make.ALL) as client:
        refused = await client.put(path, json={"items": bad})
        no_customer = await client.put(f"/partners/{supplier['id']}/product-codes", json={"items": bad[:1]})
        none_written = (await client.get(path)).json()["items"]
        silent = await catalog.published(CustomerCodeChanged, since=since)
        await client.put(path, json={"items": bad[:1]})
        moved = {"code": "A1", "product_id": other["id"]}
        taken = await client.put(path, json={"items": [moved]})
        replaced = await client.put(path, json={"items": [moved], "replace": True})
    assert [fault["field"] for fault in refused.json()["errors"]] == [
        "items.0.code", "items.1.code", "items.2.product_id", "items.3.packaging_code",
    ]  # fmt: skip
    assert (no_customer.status_code, none_written, silent) == (404, [], [])
    assert (taken.status_code, make.slug(taken), replaced.status_code) == (409, "codes-taken", 200)
    events = await catalog.published(CustomerCodeChanged, since=since)
    left = {event.product_id: [code.code for code in event.codes] for event in events[1:]}
    assert left == {one["id"]: [], other["id"]: ["A1"]}


async def test_a_packaging_that_a_code_names_stays(catalog: ServiceUnderTest) -> None:
    customer = await make.created(catalog, "/partners", make.partner())
    product = await make.created(catalog, "/products", make.product(packagings=[_BOX]))
    item = {"code": "B", "product_id": product["id"], "packaging_code": "BOX12"}
    async with catalog.client(*make.ALL) as client:
        await client.put(f"/partners/{customer['id']}/product-codes", json={"items": [item]})
        path = f"/products/{product['id']}"
        refused = await client.patch(path, json={"packagings": []}, headers={"If-Match": "1"})
    assert (refused.status_code, refused.json()["field"]) == (422, "packagings")


async def test_a_customer_sees_only_what_he_calls_products_himself(catalog: ServiceUnderTest) -> None:
    mine, theirs = [await make.created(catalog, "/partners", make.partner()) for _ in range(2)]
    product = await make.created(catalog, "/products", make.product())
    async with catalog.client(*make.ALL) as client:
        items = [{"code": "SECRET-77", "product_id": product["id"]}]
        await client.put(f"/partners/{theirs['id']}/product-codes", json={"items": items})
    async with catalog.client("catalog.products.read", customer_id=mine["id"]) as client:
        searched = (await client.get("/products", params={"q": "secret-77"})).json()["items"]
        asked = await client.get("/products", params={"q": "secret-77", "customer_id": theirs["id"]})
        listed = await client.get(f"/partners/{theirs['id']}/product-codes")
        own = await client.get(f"/partners/{mine['id']}/product-codes")
    assert searched == []
    assert [answer.status_code for answer in (asked, listed, own)] == [403, 403, 200]
