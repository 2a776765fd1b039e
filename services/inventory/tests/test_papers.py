"""What people carry through the warehouse, and what goes with the goods."""

from io import BytesIO

import pytest
import zxingcpp
from comptoir.catalog.v1.partner_pb2 import Address, PartnerChanged
from kit.barcodes import Symbol, Symbology, modules
from kit.testing.services import ServiceUnderTest
from pypdf import PdfReader

from services.inventory.tests import factories as make
from services.inventory.tests.test_labels import printed
from services.inventory.tests.test_picking import NEAR, close, lay, packed, pick, wave

pytestmark = pytest.mark.usefixtures("aisle")


def words_of(content: bytes) -> str:
    return " ".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)


async def test_a_pick_list_leads_to_each_place_and_the_note_tells_what_is_still_due(
    inventory: ServiceUnderTest,
) -> None:
    product = await make.product(inventory)
    await lay(inventory, product, NEAR, "2")
    order = make.asked((product, "5"), backorder=True)
    address = Address(kind="delivery", line1="3 rue du Port", postal_code="69002", city="Lyon", country="FR")
    partner = PartnerChanged(
        partner_id=order.customer_id, version=1, code="C1", name="Quincaillerie Bêta", is_customer=True,
        addresses=[address], language="en",
    )  # fmt: skip
    await inventory.deliver("catalog.partners.v1", partner)
    await make.reserve(inventory, order)
    await inventory.deliver(make.SALES, make.confirmed(order))
    opened = await wave(inventory, order)
    _, content = await printed(inventory, f"/waves/{opened['id']}/paper", language="fr")
    text = words_of(content)
    assert all(word in text for word in ("Bon de prélèvement", opened["number"], NEAR, "Commandes"))
    await pick(inventory, opened)
    await close(inventory, await make.posted(inventory, "/packages", packed(order, "2")))
    shipment = await make.posted(inventory, "/shipments/packed", {"sales_order_id": order.order_id})
    kind, content = await printed(inventory, f"/shipments/{shipment['id']}/paper")
    text = words_of(content)
    assert kind == "application/pdf"
    assert all(word in text for word in ("Delivery note", "Quincaillerie Bêta", "3 rue du Port", "Still due"))
    assert "Bon de livraison" in words_of(
        (await printed(inventory, f"/shipments/{shipment['id']}/paper", language="fr"))[1]
    )


async def test_a_count_sheet_says_where_to_look_and_not_what_the_books_say(inventory: ServiceUnderTest) -> None:
    product = await make.product(inventory, "731")
    body = {"warehouse": make.WAREHOUSE, "product_ids": [str(product)]}
    count = await make.posted(inventory, "/counts", body)
    text = words_of((await printed(inventory, f"/counts/{count['id']}/paper", language="en"))[1])
    assert "Count sheet" in text
    assert "731" not in text


async def test_papers_of_what_is_not_there(inventory: ServiceUnderTest) -> None:
    async with inventory.client(*make.ALL) as client:
        for path in ("waves", "counts", "shipments"):
            answer = await client.get(f"/{path}/01900000-0000-7000-8000-000000000000/paper")
            assert answer.status_code == 404


def test_the_bars_under_a_number_say_it() -> None:
    (row,) = modules(Symbol(Symbology.CODE_128, "WV-2026-000042"))
    width = len(row) + 20
    line = bytes(0 if 10 <= i < width - 10 and row[i - 10] else 255 for i in range(width))
    image = memoryview(line * 20).cast("B", (20, width))
    assert [found.text for found in zxingcpp.read_barcodes(image)] == ["WV-2026-000042"]
