"""Labels of products, read back as a scanner would."""

from typing import Any

from kit.testing.services import ServiceUnderTest
from stdnum import ean

from services.catalog.tests import factories as make

BODY = "30176204233"


def _gtin(serial: int) -> str:
    digits = f"{BODY}{serial}"
    return digits + str(ean.calc_check_digit(digits))


async def printed(catalog: ServiceUnderTest, *lines: dict[str, Any], **more: Any) -> Any:
    async with catalog.client("catalog.products.read") as client:
        return await client.post("/product-labels", json={"lines": list(lines), "format": "zpl", **more})


async def test_a_box_is_labelled_with_article_lot_and_expiry(catalog: ServiceUnderTest) -> None:
    gtin = _gtin(1)
    box = {"code": "BOX12", "uom": "XBX", "numerator": 12, "gtin": gtin}
    unit = {"code": "EACH", "uom": "C62", "numerator": 1}
    product = await make.created(
        catalog, "/products", make.product(name_fr="Vis ^XA inox", packagings=[unit, box], tracking="lot")
    )
    line = {"product_id": product["id"], "packaging": "BOX12", "lot": "L42", "expires_on": "2027-01-31", "copies": 3}
    answer = await printed(catalog, line)
    assert answer.status_code == 200, answer.text
    assert f"^FD>;>801{gtin.zfill(14)}17270131>610L42^FS" in answer.text
    assert "Vis \\5EXA inox" in answer.text
    assert "^PQ3^XZ" in answer.text
    matrix = await printed(catalog, line, symbology="gs1-datamatrix")
    assert f"^FD_101{gtin.zfill(14)}1727013110L42^FS" in matrix.text
    pdf = await printed(catalog, line, format="pdf")
    assert (pdf.headers["content-type"], pdf.content[:5]) == ("application/pdf", b"%PDF-")


async def test_without_a_gtin_our_own_reference_is_printed_but_no_lot(catalog: ServiceUnderTest) -> None:
    product = await make.created(catalog, "/products", make.product(tracking="lot"))
    answer = await printed(catalog, {"product_id": product["id"]})
    assert f"^FD>:{product['sku']}^FS" in answer.text
    refused = await printed(catalog, {"product_id": product["id"], "lot": "L42"})
    assert (refused.status_code, make.slug(refused), refused.json()["field"]) == (422, "no-gtin", "lines.0.packaging")


async def test_a_product_or_packaging_that_is_not_there_has_no_label(catalog: ServiceUnderTest) -> None:
    product = await make.created(catalog, "/products", make.product())
    lines = [
        {"product_id": product["id"], "packaging": "PALLET"},
        {"product_id": "00000000-0000-7000-8000-000000000000"},
    ]
    assert [(await printed(catalog, line)).status_code for line in lines] == [404, 404]
