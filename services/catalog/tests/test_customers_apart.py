"""A portal user gets nothing of another customer, and nothing of how the house buys, at any endpoint that his role opens."""

from identity.domain.roles import PERMISSIONS, Role
from kit.ids import new_id
from kit.testing.doors import assert_customers_are_apart
from kit.testing.services import ServiceUnderTest

from services.catalog.tests import factories as make

PORTAL = [each for each in PERMISSIONS[Role.PORTAL_ADMIN] if each.startswith("catalog.")]
SHARED = {
    "get /families",
    "get /families/{code}",
    "get /uoms",
    "post /scans",
    "post /conversions",
    "post /product-labels",
    "get /products/{product_id}",
}


async def test_a_portal_user_gets_nothing_of_another_customer(catalog: ServiceUnderTest) -> None:
    other = str(new_id())
    theirs = {"customer_id": other, "partner_id": other, "product_id": str(new_id())}
    bodies = {"lookup": {"codes": ["X"]}}
    assert await assert_customers_are_apart(catalog, PORTAL, theirs=theirs, bodies=bodies, shared=SHARED) == 4


async def test_a_customer_is_not_told_who_supplies_a_product(catalog: ServiceUnderTest) -> None:
    sku = f"P-{new_id()}"[:40]
    supplier = {"id": str(new_id()), "code": f"F-{new_id()}"[:40], "name": "Forges", "is_supplier": True}
    await make.created(catalog, "/partners", supplier)
    reference = {"supplier_id": supplier["id"], "supplier_sku": "S", "packaging_code": "EACH"}
    packaging = {"code": "EACH", "uom": "C62", "numerator": 1}
    body = {
        "sku": sku,
        "name_fr": "Vis",
        "family_code": "visserie",
        "suppliers": [reference],
        "packagings": [packaging],
    }
    async with catalog.client("catalog.products.write", "catalog.products.read") as client:
        made = await client.post("/products", json=body)
        assert made.status_code == 201, made.text
        assert len(made.json()["suppliers"]) == 1
    async with catalog.client(*PORTAL, customer_id=str(new_id())) as client:
        listed = (await client.get("/products", params={"q": sku})).json()["items"]
        one = (await client.get(f"/products/{made.json()['id']}")).json()
        history = await client.get(f"/products/{made.json()['id']}/history")
    assert [(each["suppliers"], each["costing_method"]) for each in (*listed, one)] == [([], None)] * 2
    assert history.status_code == 403
