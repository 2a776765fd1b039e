"""What people carry through the warehouse, and what goes with the goods."""

from io import BytesIO
from uuid import UUID

import pytest
import zxingcpp
from comptoir.catalog.v1.partner_pb2 import Address, PartnerChanged
from kit.barcodes import Symbol, Symbology, modules
from kit.ids import new_id
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
    path = f"/delivery-notes/{shipment['id']}"
    for customer, status in ((order.customer_id, 200), (str(new_id()), 403)):
        async with inventory.client("inventory.delivery-notes.read", customer_id=customer) as client:
            assert (await client.get(path)).status_code == status


async def test_suppliers_alone_are_nothing_to_remember_and_hold_nothing_up(inventory: ServiceUnderTest) -> None:
    supplier = PartnerChanged(partner_id=str(new_id()), version=1, code="S1", name="Fonderie Alpha", is_supplier=True)
    await inventory.deliver("catalog.partners.v1", supplier)
    async with inventory.database.glance() as tx:
        assert await tx.fetchval("SELECT count(*) FROM customer WHERE id = $1", UUID(supplier.partner_id)) == 0


async def test_a_count_sheet_says_where_to_look_and_not_what_the_books_say(inventory: ServiceUnderTest) -> None:
    product = await make.product(inventory, "731")
    body = {"warehouse": make.WAREHOUSE, "product_ids": [str(product)]}
    count = await make.posted(inventory, "/counts", body)
    text = words_of((await printed(inventory, f"/counts/{count['id']}/paper", language="en"))[1])
    assert "Count sheet" in text
    assert "731" not in text.split()


async def test_the_notes_of_receipts_are_printed_alone_or_together(inventory: ServiceUnderTest) -> None:
    order = make.placed(await make.product(inventory), "8", number="PO-2026-000777")
    await inventory.deliver(make.PURCHASES, order)
    first = await make.posted(inventory, "/receipts", make.receipt(order, "3", supplier_reference="BL-1"))
    second = await make.posted(inventory, "/receipts", make.receipt(order, "5", supplier_reference="BL-2"))
    text = words_of((await printed(inventory, f"/receipts/{first['id']}/paper"))[1])
    assert all(word in text for word in ("Bon de réception", first["number"], "PO-2026-000777", "BL-1", "Reçu"))
    async with inventory.client(*make.ALL) as client:
        body = {"ids": [second["id"], first["id"]], "language": "en"}
        answer = await client.post("/receipts/papers", json=body)
    pages = [page.extract_text() for page in PdfReader(BytesIO(answer.content)).pages]
    assert [
        ("Goods received note" in page, note in page) for page, note in zip(pages, ("BL-2", "BL-1"), strict=True)
    ] == [(True, True)] * 2


async def test_papers_of_what_is_not_there(inventory: ServiceUnderTest) -> None:
    async with inventory.client(*make.ALL) as client:
        for path in ("waves", "counts", "shipments", "receipts"):
            answer = await client.get(f"/{path}/01900000-0000-7000-8000-000000000000/paper")
            assert answer.status_code == 404


def test_the_bars_under_a_number_say_it() -> None:
    (row,) = modules(Symbol(Symbology.CODE_128, "WV-2026-000042"))
    width = len(row) + 20
    line = bytes(0 if 10 <= i < width - 10 and row[i - 10] else 255 for i in range(width))
    image = memoryview(line * 20).cast("B", (20, width))
    assert [found.text for found in zxingcpp.read_barcodes(image)] == ["WV-2026-000042"]
