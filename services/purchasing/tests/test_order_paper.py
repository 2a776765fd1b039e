"""A purchase order on paper."""

from datetime import UTC, datetime
from io import BytesIO

from comptoir.catalog.v1.partner_pb2 import Address, PartnerChanged
from kit.testing.services import ServiceUnderTest
from pypdf import PdfReader

from services.purchasing.tests import factories as make

TODAY = datetime.now(UTC).date()


async def test_an_order_is_printed_for_its_supplier_with_what_he_calls_the_products(
    purchasing: ServiceUnderTest,
) -> None:
    supplier, product = await make.supplier(purchasing), await make.product(purchasing)
    address = Address(kind="both", line1="8 quai des Chartrons", postal_code="33000", city="Bordeaux", country="FR")
    partner = PartnerChanged(
        partner_id=supplier, version=9, code="S1", name="Visserie Nord", is_supplier=True, is_active=True,
        addresses=[address],
    )  # fmt: skip
    await purchasing.deliver("catalog.partners.v1", partner)
    listed = {
        "supplier_id": supplier,
        "effective_from": TODAY.isoformat(),
        "lines": [{"product_id": product, "unit_price": "3", "supplier_sku": "VN-77"}],
    }
    file = await make.posted(purchasing, "/price-files", listed, 201, who=make.SOURCING)
    await make.posted(purchasing, f"/price-files/{file['id']}/apply", {}, who=make.SOURCING)
    line = {"product_id": product, "quantity": "12", "unit_price": "3", "expected_on": "2031-03-02"}
    order = {"supplier_id": supplier, "warehouse": "LYON", "currency": "EUR", "lines": [line]}
    made = await make.posted(purchasing, "/purchase-orders", order, 201)
    async with purchasing.client(*make.SOURCING, "purchasing.orders.read") as client:
        french = await client.get(f"/purchase-orders/{made['id']}/paper")
        english = await client.get(f"/purchase-orders/{made['id']}/paper", params={"language": "en"})
        missing = await client.get("/purchase-orders/01900000-0000-7000-8000-000000000000/paper")
    assert (french.headers["content-type"], missing.status_code) == ("application/pdf", 404)
    text = PdfReader(BytesIO(french.content)).pages[0].extract_text()
    for word in ("Bon de commande", made["number"], "Visserie Nord", "33000 Bordeaux", "VN-77", "PROJET"):
        assert word in text
    assert "attendu le 2" in text
    assert "Purchase order" in PdfReader(BytesIO(english.content)).pages[0].extract_text()
