"""Labels of places, packages and shipments."""

import pytest
from comptoir.catalog.v1.partner_pb2 import Address, PartnerChanged
from kit.testing.services import ServiceUnderTest

from services.inventory.tests import factories as make
from services.inventory.tests.test_picking import NEAR, close, lay, packed, pick, wave

pytestmark = pytest.mark.usefixtures("aisle")


async def printed(inventory: ServiceUnderTest, path: str, **params: str) -> tuple[str, bytes]:
    async with inventory.client(*make.ALL) as client:
        answer = await client.get(path, params=params)
    assert answer.status_code == 200, answer.text
    return answer.headers["content-type"], answer.content


async def test_a_place_is_named_with_its_warehouse(inventory: ServiceUnderTest) -> None:
    body = {"warehouse": make.WAREHOUSE, "locations": [NEAR], "format": "zpl"}
    async with inventory.client(*make.ALL) as client:
        answer = await client.post("/location-labels", json=body)
        unknown = await client.post("/location-labels", json=body | {"locations": ["NOWHERE"]})
    assert f"^FD>:{make.WAREHOUSE}:{NEAR}^FS" in answer.text
    assert (unknown.status_code, unknown.json()["field"]) == (404, "locations")


@pytest.mark.parametrize(("wanted", "kind"), [("pdf", "application/pdf"), ("zpl", "application/zpl")])
async def test_a_shipped_package_says_for_whom_it_is_and_its_number(
    inventory: ServiceUnderTest, wanted: str, kind: str
) -> None:
    product = await make.product(inventory)
    await lay(inventory, product, NEAR, "2")
    order = make.asked((product, "2"))
    address = Address(kind="delivery", line1="3 rue du ^Port", postal_code="69002", city="Lyon", country="FR")
    partner = PartnerChanged(
        partner_id=order.customer_id, version=1, code="C1", name="Quincaillerie Bêta", is_customer=True,
        addresses=[Address(kind="billing", line1="Siège"), address],
    )  # fmt: skip
    await inventory.deliver("catalog.partners.v1", partner)
    await make.reserve(inventory, order)
    await inventory.deliver(make.SALES, make.confirmed(order))
    await pick(inventory, await wave(inventory, order))
    package = await make.posted(inventory, "/packages", packed(order, "2"))
    await close(inventory, package)
    shipment = await make.posted(inventory, "/shipments/packed", {"sales_order_id": order.order_id})
    for path in (f"/packages/{package['id']}/label", f"/shipments/{shipment['id']}/labels"):
        found, content = await printed(inventory, path, format=wanted, language="fr")
        assert found.startswith(kind)
        if wanted == "zpl":
            text = content.decode()
            assert f"^FD>;>800{package['sscc']}^FS" in text
            assert "Quincaillerie Bêta" in text
            assert "3 rue du \\5EPort" in text
            assert "Siège" not in text
            assert "Colis 1 sur 1" in text
        else:
            assert content.startswith(b"%PDF-")


@pytest.mark.parametrize("path", ["/packages/{}/label", "/shipments/{}/labels"])
async def test_what_is_not_there_has_no_label(inventory: ServiceUnderTest, path: str) -> None:
    async with inventory.client(*make.ALL) as client:
        answer = await client.get(path.format("00000000-0000-7000-8000-000000000000"))
    assert answer.status_code == 404
