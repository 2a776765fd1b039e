"""A supplier's file becomes a bill: taken in, matched, posted by one click; what is wrong waits for people."""

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from accounting.domain.einvoice.company import Company
from accounting.domain.einvoice.model import Address, Document, Kind, Party, Preceding, Totals, VatSubtotal
from accounting.formats.einvoice.workshop import make
from accounting.formats.einvoice.writing import Syntax, written
from accounting.queries.einvoice.paper import invoice_paper
from comptoir.catalog.v1.partner_pb2 import PartnerChanged
from comptoir.catalog.v1.product_pb2 import Packaging, ProductChanged, SupplierReference
from kit.testing.services import ServiceUnderTest

from services.accounting.tests.company import know_company
from services.accounting.tests.einvoices import FIFTH, LINES, SELLER, document
from services.accounting.tests.factories import House, broken
from services.accounting.tests.test_documents import balances, changed

ALL = ("accounting.bills.read", "accounting.bills.write", "accounting.ledger.read", "accounting.invoices.read")
US = replace(SELLER, legal="", email="")


def _luhn(digits: str) -> bool:
    doubled = [int(each) * (2 if i % 2 else 1) for i, each in enumerate(reversed(digits))]
    return sum(each - 9 if each > 9 else each for each in doubled) % 10 == 0


def _sirens() -> Iterator[str]:
    numbers = (f"{n:09}" for n in range(800_000_000, 810_000_000))
    return (number for number in numbers if _luhn(number))


_SIRENS = _sirens()


class Supplied(House):
    """A house with a supplier who sends electronic invoices."""

    async def introduce(self) -> "Supplied":
        await self.open()
        await know_company(self.accounting)
        self.siren = next(_SIRENS)
        self.seller = Party(
            "Fournisseur SA", Address(("1 rue",), "59000", "Lille", "", "FR"), siren=self.siren,
            vat_id=f"FR{(12 + 3 * (int(self.siren) % 97)) % 97:02}{self.siren}", e_address=self.siren, e_address_scheme="0225",
        )  # fmt: skip
        await self.accounting.deliver(
            "catalog.partners.v1",
            PartnerChanged(
                partner_id=self.supplier_id, version=2, code="S", name="Fournisseur SA", is_supplier=True, payment_days=30,
                siren=self.siren,
            ),
        )  # fmt: skip
        packagings = [
            Packaging(code="EACH", uom="C62", numerator=1, denominator=1, gtin="4006381333931"),
            Packaging(code="BOX", uom="XBX", numerator=5, denominator=1),
        ]
        reference = SupplierReference(supplier_id=self.supplier_id, supplier_sku="F-1", packaging_code="BOX")
        product = ProductChanged(
            product_id=self.product_id, version=2, sku="SKU", name_fr="Article", stock_uom="C62", packagings=packagings,
            suppliers=[reference],
        )  # fmt: skip
        await self.accounting.deliver("catalog.products.v1", product)
        return self

    def document(self, number: str = "F-2026-1", **changes: Any) -> Document:
        """Ten articles at 6 €, with their tax."""
        line = replace(LINES[0], quantity=Decimal(10), unit_price=Decimal(6), net_amount=Decimal(60), seller_sku="")
        amounts = {"net": Decimal(60), "tax": Decimal(12), "gross": Decimal(72), "payable": Decimal(72)}
        values: dict[str, Any] = {
            "number": number, "seller": self.seller, "buyer": US, "lines": (line,),
            "vat": (VatSubtotal(FIFTH, Decimal(60), Decimal(12)),), "order_number": "PO-1", "means": None,
            "totals": Totals(lines=Decimal(60), allowances=Decimal(0), charges=Decimal(0), paid=Decimal(0), **amounts),
            "issued_on": date(2026, 3, 5), "due_on": date(2026, 4, 4),
            "delivery": replace(document().delivery, name="", address=None),
        }  # fmt: skip
        return document(**{**values, **changes})

    async def send(self, content: bytes, status: int = 201, key: str = "") -> dict[str, Any]:
        headers = {"Idempotency-Key": key} if key else {}
        async with self.accounting.client(*ALL) as client:
            answer = await client.post("/received-invoices?name=f.xml", content=content, headers=headers)
        assert answer.status_code == status, answer.text
        return dict(answer.json())

    async def act(self, method: str, path: str, body: Any = None, status: int = 200) -> dict[str, Any]:
        async with self.accounting.client(*ALL) as client:
            answer = await client.request(method, path, json=body)
        assert answer.status_code == status, answer.text
        return dict(answer.json())


def slug(problem: dict[str, Any]) -> str:
    return str(problem["type"]).rsplit("/", 1)[-1]


@pytest.mark.parametrize("form", ["cii", "ubl", "factur-x"])
async def test_an_invoice_that_fits_is_a_bill_by_one_click(accounting: ServiceUnderTest, form: str) -> None:
    house = await Supplied(accounting).introduce()
    await house.receive("10", "6")
    before = await balances(accounting)
    sent = house.document()
    if form == "factur-x":
        company = Company("F", house.siren, house.siren + "00000", Address())
        made = make(sent, invoice_paper(sent, company, "fr"))
        content = next(file.content for file in made.files if file.kind == form)
    else:
        content = written(sent, Syntax(form.upper()))
    taken = await house.send(content)
    assert (taken["status"], taken["findings"], taken["supplier_id"]) == ("received", [], house.supplier_id)
    assert (taken["matched_count"], taken["lines"][0]["matched_by"]) == (1, "gtin")
    async with accounting.client(*ALL) as client:
        assert (await client.get(f"/received-invoices/{taken['id']}/file")).content == content
    bill = await house.act("POST", f"/received-invoices/{taken['id']}/bill", {}, 201)
    assert (bill["status"], bill["supplier_number"], bill["net_amount"]) == ("posted", "F-2026-1", "60.00")
    assert changed(before, await balances(accounting)) == {"401": "-72.00", "4081": "60.00", "44566": "12.00"}
    kept = await house.act("GET", f"/received-invoices/{taken['id']}")
    assert (kept["status"], kept["bill_id"]) == ("entered", bill["id"])
    assert await broken(accounting) == []


async def test_the_same_number_of_a_year_is_taken_once(accounting: ServiceUnderTest) -> None:
    house = await Supplied(accounting).introduce()
    await house.receive("10", "6")
    content = written(house.document(), Syntax.CII)
    first = await house.send(content, key=house.siren)
    assert await house.send(content, key=house.siren) == first
    assert slug(await house.send(written(house.document(), Syntax.UBL), 409)) == "already-received"
    assert slug(await house.send(written(house.document("f2026/1"), Syntax.CII), 409)) == "already-received"
    next_year = house.document(issued_on=date(2027, 3, 5), due_on=date(2027, 4, 4))
    assert (await house.send(written(next_year, Syntax.CII)))["status"] == "received"
    await house.act("POST", f"/received-invoices/{first['id']}/reject", {"reason": "not ordered"})
    assert (await house.send(content))["status"] == "received"


async def test_two_senders_of_one_invoice_race_and_one_wins(accounting: ServiceUnderTest) -> None:
    house = await Supplied(accounting).introduce()
    content = written(house.document(), Syntax.CII)
    async with accounting.client(*ALL) as client:
        answers = await asyncio.gather(*(client.post("/received-invoices", content=content) for _ in range(4)))
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409, 409]


async def test_two_refused_of_one_number_are_accepted_at_once_and_one_wins(accounting: ServiceUnderTest) -> None:
    house = await Supplied(accounting).introduce()
    content = written(house.document(notes=()), Syntax.CII)
    refused = [await house.send(content) for _ in range(3)]
    async with accounting.client(*ALL) as client:
        paths = [f"/received-invoices/{each['id']}/accept" for each in refused]
        answers = await asyncio.gather(*(client.post(path, json={"reason": "known supplier"}) for path in paths))
    assert sorted(answer.status_code for answer in answers) == [200, 409, 409]
    assert {slug(answer.json()) for answer in answers if answer.is_error} == {"already-received"}


async def test_what_breaks_a_rule_waits_for_somebody_to_accept_it(accounting: ServiceUnderTest) -> None:
    house = await Supplied(accounting).introduce()
    await house.receive("10", "6")
    taken = await house.send(written(house.document(notes=()), Syntax.CII))
    assert (taken["status"], "BR-FR-05_BT-22_PMT" in {each["rule"] for each in taken["findings"]}) == ("refused", True)
    path = f"/received-invoices/{taken['id']}"
    assert slug(await house.act("POST", f"{path}/bill", {}, 409)) == "received-status-wrong"
    accepted = await house.act("POST", f"{path}/accept", {"reason": "small supplier, not bound yet"})
    assert (accepted["status"], accepted["decision"]) == ("received", "small supplier, not bound yet")
    assert (await house.act("POST", f"{path}/bill", {}, 201))["status"] == "posted"
    assert slug(await house.act("POST", f"{path}/reject", {"reason": "no"}, 409)) == "received-status-wrong"


async def test_one_for_another_company_is_refused(accounting: ServiceUnderTest) -> None:
    house = await Supplied(accounting).introduce()
    other = replace(US, siren="552100554", siret="", vat_id="", e_address="552100554")
    taken = await house.send(written(house.document(buyer=other), Syntax.CII))
    assert (taken["status"], [each["rule"] for each in taken["findings"]]) == ("refused", ["OWN-BUYER"])


async def test_what_we_find_alone_is_shown_and_stops_nothing(accounting: ServiceUnderTest) -> None:
    house = await Supplied(accounting).introduce()
    amounts = replace(house.document().totals, tax=Decimal("12.80"), gross=Decimal("72.80"), payable=Decimal("72.80"))
    off = house.document(vat=(VatSubtotal(FIFTH, Decimal(60), Decimal("12.80")),), totals=amounts)
    await house.receive("10", "6")
    taken = await house.send(written(off, Syntax.CII))
    assert (taken["status"], [each["rule"] for each in taken["findings"]]) == ("received", ["OWN-VAT"])
    bill = await house.act("POST", f"/received-invoices/{taken['id']}/bill", {}, 201)
    assert (bill["status"], [each["kind"] for each in bill["disputes"]]) == ("disputed", ["tax"])


async def test_an_unknown_seller_and_an_unknown_line_are_named_by_people(accounting: ServiceUnderTest) -> None:
    house = await Supplied(accounting).introduce()
    line_id = await house.order("6", "10")
    await house.move("receipt", "10", line_id=line_id)
    stranger = replace(house.seller, siren=next(_SIRENS), vat_id="DE136695976")
    stranger = replace(stranger, e_address=stranger.siren)
    odd = replace(house.document().lines[0], gtin="", seller_sku="?", quantity=Decimal(5), unit_price=Decimal(12))
    taken = await house.send(written(house.document(seller=stranger, lines=(odd,)), Syntax.CII))
    path = f"/received-invoices/{taken['id']}"
    assert (taken["status"], taken["supplier_id"], taken["matched_count"]) == ("received", None, 0)
    assert slug(await house.act("POST", f"{path}/bill", {}, 409)) == "supplier-not-known"
    assert (
        slug(await house.act("PUT", f"{path}/supplier", {"supplier_id": house.customer_id}, 409))
        == "supplier-not-known"
    )
    named = await house.act("PUT", f"{path}/supplier", {"supplier_id": house.supplier_id})
    assert named["lines"][0]["unmatched"] == "unknown-product"
    refused = await house.act("POST", f"{path}/bill", {}, 409)
    assert (slug(refused), refused["positions"]) == ("lines-unmatched", [1])
    chosen = {"lines": [{"position": 1, "purchase_order_line_id": line_id, "quantity": "10"}]}
    assert (await house.act("POST", f"{path}/bill", chosen, 201))["status"] == "posted"


async def test_boxes_and_freight_find_their_way(accounting: ServiceUnderTest) -> None:
    house = await Supplied(accounting).introduce()
    await house.receive("10", "6")
    boxes = replace(
        house.document().lines[0], gtin="", seller_sku="F-1", quantity=Decimal(2), unit="XBX", unit_price=Decimal(30)
    )
    taken = await house.send(written(house.document(lines=(boxes,)), Syntax.CII))
    (line,) = taken["lines"]
    assert (line["matched_by"], line["orders"][0]["quantity"]) == ("supplier-sku", "10")
    assert (await house.act("POST", f"/received-invoices/{taken['id']}/bill", {}, 201))["status"] == "posted"


async def test_goods_that_did_not_come_are_disputed(accounting: ServiceUnderTest) -> None:
    house = await Supplied(accounting).introduce()
    await house.receive("6", "6")
    taken = await house.send(written(house.document(), Syntax.CII))
    bill = await house.act("POST", f"/received-invoices/{taken['id']}/bill", {}, 201)
    assert (bill["status"], [each["kind"] for each in bill["disputes"]]) == ("disputed", ["not-received"])


async def test_a_credit_note_is_shown_and_posted_by_hand(accounting: ServiceUnderTest) -> None:
    house = await Supplied(accounting).introduce()
    note = house.document("A-1", kind=Kind.CREDIT_NOTE, preceding=(Preceding("F-1", date(2026, 3, 1)),))
    taken = await house.send(written(note, Syntax.UBL))
    assert (taken["kind"], taken["status"]) == ("381", "received")
    assert (await house.act("POST", f"/received-invoices/{taken['id']}/bill", {}, 422))["field"] == "kind"


async def test_hostile_files_are_refused_and_nothing_is_kept(accounting: ServiceUnderTest) -> None:
    house = await Supplied(accounting).introduce()
    before = await house.act("GET", "/received-invoices?limit=200")
    for content in (
        b"",
        b"hello",
        b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>',
        b"%PDF-1.4",
        b"<a/>",
    ):
        problem = await house.send(content, 422)
        assert slug(problem) in ("unreadable", "invalid")
    assert await house.act("GET", "/received-invoices?limit=200") == before
