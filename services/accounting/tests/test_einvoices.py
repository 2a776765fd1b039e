"""Invoices become files: who the company is, what is archived, who may read it."""

import asyncio
import hashlib
from io import BytesIO
from typing import Any

import asyncpg
import pytest
from accounting.commands.einvoice.write_invoices import write_all
from accounting.formats.einvoice.workshop import Workshop, WorkshopAway, take
from accounting.formats.einvoice.xml import Unreadable
from comptoir.catalog.v1.partner_pb2 import Address, PartnerChanged
from comptoir.catalog.v1.product_pb2 import Packaging, ProductChanged
from kit.testing.services import ServiceUnderTest
from pypdf import PdfReader

from services.accounting.tests.company import ALL, COMPANY, know_company
from services.accounting.tests.factories import House


class TradingHouse(House):
    """A house whose customer can be invoiced by law."""

    async def introduce(self, **changes: Any) -> "TradingHouse":
        await self.open()
        values: dict[str, Any] = {
            "partner_id": self.customer_id, "version": 2, "code": "C", "name": "Quincaillerie du Port", "is_customer": True,
            "payment_days": 30, "siren": "552100554", "siret": "55210055400013", "vat_id": "FR96552100554", "language": "fr",
            "addresses": [
                Address(kind="billing", line1="3 quai de la Marine", postal_code="13002", city="Marseille", country="FR"),
                Address(kind="delivery", line1="9 chemin", postal_code="13015", city="Marseille", country="FR"),
            ],
        }  # fmt: skip
        each = Packaging(code="EACH", uom="C62", numerator=1, denominator=1, gtin="4006381333931")
        product = ProductChanged(
            product_id=self.product_id, version=2, sku="P-18", name_fr="Perceuse", stock_uom="C62", packagings=[each]
        )
        await self.accounting.deliver("catalog.partners.v1", PartnerChanged(**{**values, **changes}))
        await self.accounting.deliver("catalog.products.v1", product)
        return self

    async def invoiced(self, quantity: str = "3", price: str = "9.99") -> str:
        """The id of an invoice of these goods."""
        await self.receive(quantity, "6")
        await self.sell(quantity, price)
        async with self.accounting.client(*ALL) as client:
            (head,) = (await client.get("/invoices", params={"customer_id": self.customer_id})).json()["items"]
        return str(head["id"])


@pytest.fixture(scope="session")
def workshop(accounting: ServiceUnderTest) -> Workshop:
    shop = accounting.service.state["workshop"]
    assert isinstance(shop, Workshop)
    return shop


async def test_who_the_company_is_must_be_said_right(accounting: ServiceUnderTest) -> None:
    known = await know_company(accounting)
    assert known["legal"] == "SAS au capital de 100 000 €, RCS Lyon 732 829 320"
    wrong = {
        "siren": "732829321", "siret": "73282932000075", "vat_id": "FR45732829320", "iban": "FR7630006000011234567890188",
        "bic": "AGRIFR", "e_address": "552100554",
    }  # fmt: skip
    async with accounting.client(*ALL) as client:
        for field, value in wrong.items():
            headers = {"If-Match": f'"{known["version"]}"'}
            answer = await client.put("/company", json={**COMPANY, field: value}, headers=headers)
            assert (answer.status_code, answer.json()["field"]) in [(422, field), (422, "siret")], answer.text
        stale = await client.put("/company", json=COMPANY)
        assert (stale.status_code, stale.json()["type"].rsplit("/", 1)[-1]) == (412, "stale")
        assert (await client.get("/company")).json() == known


async def test_an_invoice_gets_its_files_once_and_they_are_kept(
    accounting: ServiceUnderTest, workshop: Workshop
) -> None:
    await know_company(accounting)
    house = await TradingHouse(accounting).introduce()
    invoice_id = await house.invoiced()
    await asyncio.gather(*(write_all(accounting.database, workshop, "EUR") for _ in range(2)))
    async with accounting.client(*ALL) as client:
        listed = (await client.get(f"/invoices/{invoice_id}/files")).json()
        assert (listed["status"], listed["findings"]) == ("written", [])
        assert [file["kind"] for file in listed["files"]] == ["cii", "factur-x", "ubl"]
        assert listed["rules_version"].startswith("factur-x ")
        for file in listed["files"]:
            answer = await client.get(f"/invoices/{invoice_id}/files/{file['kind']}")
            assert hashlib.sha256(answer.content).hexdigest() == file["sha256"]
            assert (answer.headers["content-type"].partition(";")[0], len(answer.content)) == (
                file["media_type"],
                file["size"],
            )
            document = take(answer.content).document
            assert document is not None
            assert (str(document.totals.gross), document.buyer.siren) == ("35.96", "552100554")
            assert (document.lines[0].seller_sku, document.lines[0].gtin) == ("P-18", "4006381333931")
            assert document.delivery.address is not None
            assert document.delivery.address.postal_code == "13015"
        again = await client.post(f"/invoices/{invoice_id}/files")
        assert (again.status_code, again.json()["type"].rsplit("/", 1)[-1]) == (409, "files-are-kept")


async def test_an_invoice_that_breaks_a_rule_has_no_files_until_it_is_mended(
    accounting: ServiceUnderTest, workshop: Workshop
) -> None:
    await know_company(accounting)
    house = await TradingHouse(accounting).introduce(siren="", siret="", vat_id="")
    invoice_id = await house.invoiced()
    await write_all(accounting.database, workshop, "EUR")
    async with accounting.client(*ALL) as client:
        faulty = (await client.get(f"/invoices/{invoice_id}/files")).json()
        assert (faulty["status"], faulty["files"]) == ("faulty", [])
        assert "BR-FR-12_BT-49" in {finding["rule"] for finding in faulty["findings"]}
        newest = (await client.get("/e-invoices?status=faulty&sort=-written_at")).json()["items"]
        assert invoice_id in [each["document_id"] for each in newest]
        paper = await client.get(f"/invoices/{invoice_id}/paper")
        assert (paper.status_code, paper.content[:5]) == (200, b"%PDF-")
        await house.introduce(version=3)
        mended = await client.post(f"/invoices/{invoice_id}/files")
        assert (mended.status_code, mended.json()["status"]) == (201, "written"), mended.text
        assert len(mended.json()["files"]) == 3


async def test_a_customer_reads_its_own_files_only(accounting: ServiceUnderTest, workshop: Workshop) -> None:
    await know_company(accounting)
    house = await TradingHouse(accounting).introduce(language="en")
    invoice_id = await house.invoiced()
    await write_all(accounting.database, workshop, "EUR")
    paths = [f"/invoices/{invoice_id}{end}" for end in ("/files", "/files/factur-x", "/paper")]
    for customer_id, status in ((house.customer_id, 200), (house.supplier_id, 403)):
        async with accounting.client("accounting.invoices.read", customer_id=customer_id) as client:
            assert [(await client.get(path)).status_code for path in paths] == [status] * 3
    async with accounting.client(*ALL) as client:
        english, french = [(await client.get(f"{paths[2]}{more}")).content for more in ("", "?language=fr")]
        assert english != french
        assert (await client.get(f"/invoices/{house.customer_id}/files")).status_code == 404


async def test_many_invoices_are_one_pdf_to_print(accounting: ServiceUnderTest) -> None:
    await know_company(accounting)
    house = await TradingHouse(accounting).introduce(language="en")
    await house.invoiced()
    await house.receive("2", "6")
    await house.sell("2", "9.99")
    async with accounting.client(*ALL) as client:
        listed = (await client.get("/invoices", params={"customer_id": house.customer_id})).json()["items"]
        ids, numbers = [each["id"] for each in listed], [each["number"] for each in listed]
        answer = await client.post("/invoices/papers", json={"ids": ids})
        nobodys = await client.post("/invoices/papers", json={"ids": [house.customer_id]})
    assert (answer.status_code, answer.headers["content-type"], nobodys.status_code) == (200, "application/pdf", 404)
    texts = [page.extract_text() for page in PdfReader(BytesIO(answer.content)).pages]
    assert [number in text for number, text in zip(numbers, texts, strict=True)] == [True] * 2
    for customer_id, status in ((house.customer_id, 200), (house.supplier_id, 403)):
        async with accounting.client("accounting.invoices.read", customer_id=customer_id) as client:
            assert (await client.post("/invoices/papers", json={"ids": ids})).status_code == status


async def test_the_archive_cannot_be_changed(accounting: ServiceUnderTest) -> None:
    pool = await accounting.database.pool()
    for statement in ("UPDATE archived_file SET size = 0", "DELETE FROM archived_file", "DELETE FROM document_file"):
        with pytest.raises(asyncpg.RestrictViolationError, match="append-only"):
            await pool.execute(statement)


async def test_a_crash_of_the_workshop_is_told_and_mended() -> None:
    shop = Workshop(1)
    with pytest.raises(WorkshopAway):
        await shop._run(_die)
    with pytest.raises(Unreadable):
        await shop.take(b"hello")
    shop.close()


def _die() -> None:
    import os

    os._exit(1)
