"""Whatever is invoiced or credited becomes files that break no rule: charges, several orders, no tax, credit notes."""

from decimal import Decimal
from typing import Any

import pytest
from accounting.commands.einvoice.write_invoices import write_all
from accounting.domain.einvoice.model import Document, Preceding
from accounting.formats.einvoice.workshop import Workshop, take
from comptoir.accounting.v1.invoice_pb2 import InvoiceIssued
from comptoir.catalog.v1.partner_pb2 import Address
from kit.testing.services import ServiceUnderTest

from services.accounting.tests.company import ALL, know_company
from services.accounting.tests.factories import charge, text_id
from services.accounting.tests.test_currencies import set_rates
from services.accounting.tests.test_customer_credit_notes import ask, notes, request, sold, tell
from services.accounting.tests.test_down_payments import advance, closed, confirmed, give_back
from services.accounting.tests.test_einvoices import TradingHouse, workshop
from services.accounting.tests.test_invoicing_policies import policy, run

__all__ = ["workshop"]
GERMAN: dict[str, Any] = {
    "name": "Baumarkt Nord", "siren": "", "siret": "", "vat_id": "DE136695976", "email": "einkauf@baumarkt.example",
    "language": "en",
    "addresses": [Address(kind="both", line1="Hafenstraße 5", postal_code="20457", city="Hamburg", country="DE")],
}  # fmt: skip
SWISS: dict[str, Any] = {
    **GERMAN, "vat_id": "",
    "addresses": [Address(kind="both", line1="1 quai", postal_code="1201", city="Genève", country="CH")],
}  # fmt: skip
CORSICAN: dict[str, Any] = {
    "addresses": [Address(kind="both", line1="1 cours", postal_code="20000", city="Ajaccio", country="FR")]
}


async def opened(accounting: ServiceUnderTest, **changes: Any) -> TradingHouse:
    await know_company(accounting)
    house = await TradingHouse(accounting).introduce(**changes)
    await house.receive("100", "6")
    return house


async def written(accounting: ServiceUnderTest, workshop: Workshop, path: str) -> list[Document]:
    """What the files of a document say, once they are made: CII, Factur-X, UBL."""
    await write_all(accounting.database, workshop, "EUR")
    async with accounting.client(*ALL) as client:
        listed = (await client.get(f"{path}/files")).json()
        assert (listed["status"], listed["findings"]) == ("written", []), listed
        contents = [(await client.get(f"{path}/files/{file['kind']}")).content for file in listed["files"]]
        paper = await client.get(f"{path}/paper")
        assert (paper.status_code, paper.content[:5]) == (200, b"%PDF-")
    found = [take(content) for content in contents]
    assert [each.findings for each in found] == [()] * 3
    return [each.document for each in found if each.document is not None]


async def test_what_an_order_is_charged_with_is_a_charge_of_the_document(
    accounting: ServiceUnderTest, workshop: Workshop
) -> None:
    house = await opened(accounting)
    invoice = await sold(house, "2", "10", charges=[charge("7.50"), charge("4.00", rule="minimum-order")])
    for document in await written(accounting, workshop, f"/invoices/{invoice.invoice_id}"):
        assert [(each.reason, str(each.amount), each.reason_code) for each in document.charges] == [
            ("Freight", "7.50", "FC"),
            ("Minimum-Order", "4.00", ""),
        ]
        totals = document.totals
        assert [str(each) for each in (totals.lines, totals.charges, totals.net, totals.tax, totals.payable)] == [
            "20.00", "11.50", "31.50", "6.30", "37.80",
        ]  # fmt: skip
        assert document.despatch_number == "SH-1"


@pytest.mark.parametrize(
    ("who", "tax_class", "expected"),
    [
        (GERMAN, "standard", ("K", "0.00", "VATEX-EU-IC")),
        (SWISS, "standard", ("G", "0.00", "VATEX-EU-G")),
        ({}, "zero", ("E", "0.00", "VATEX-FR-CGI261-1")),
        (CORSICAN, "reduced", ("S", "2.10", "")),
    ],
)
async def test_taxed_where_goods_go(
    accounting: ServiceUnderTest, workshop: Workshop, who: dict[str, Any], tax_class: str, expected: tuple[str, ...]
) -> None:
    """The invoice, and the credit note on it, say the same."""
    house = await opened(accounting, **who)
    invoice = await sold(house, tax_class=tax_class, charges=[charge("5.00", tax_class=tax_class)])
    await tell(house, request(house, invoice, ask(invoice, "2", "20.00")))
    (note,) = await notes(house)
    for path in (f"/invoices/{invoice.invoice_id}", f"/customer-credit-notes/{note['id']}"):
        for document in await written(accounting, workshop, path):
            (subtotal,) = document.vat
            tax = f"{subtotal.vat.rate * 100:.2f}"
            assert (subtotal.vat.category, tax, subtotal.vat.reason_code) == expected
            categories = {line.vat.category for line in document.lines} | {c.vat.category for c in document.charges}
            assert categories == {expected[0]}


async def test_a_summary_invoice_says_which_line_went_when(accounting: ServiceUnderTest, workshop: Workshop) -> None:
    house = await opened(accounting)
    await policy(house, "monthly")
    since = await accounting.outbox_position()
    await house.sell("2", "10", day="2026-03-03")
    await house.sell("1", "10", day="2026-03-20", charges=[charge("5.00")])
    await run(house, "2026-03-31")
    invoice = (await accounting.published(InvoiceIssued, since=since))[0]
    for document in await written(accounting, workshop, f"/invoices/{invoice.invoice_id}"):
        assert [line.despatch_number for line in document.lines] == ["SH-1", "SH-1"]
        assert [line.description for line in document.lines] == [
            "Commande SO-1, livraison SH-1 du 03/03/2026",
            "Commande SO-1, livraison SH-1 du 20/03/2026",
        ]
        assert (str(document.totals.charges), str(document.totals.net), document.sales_order_number) == (
            "5.00",
            "35.00",
            "",
        )
        assert str(document.delivery.on) == "2026-03-20"


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        (("2", "17.00", "3.00"), ("2", "10", "17.00", "Frais de remise en stock")),
        (("2", "20.00", "0"), ("2", "10", "20.00", "")),
        (("3", "19.99", "0"), ("1", "19.99", "19.99", "")),
        (("0", "4.00", "0"), ("1", "4.00", "4.00", "")),
    ],
    ids=["with-a-fee", "at-its-price", "at-another", "price-only"],
)
async def test_a_credit_note_is_a_document_of_its_own(
    accounting: ServiceUnderTest, workshop: Workshop, asked: tuple[str, str, str], expected: tuple[str, ...]
) -> None:
    house = await opened(accounting)
    invoice = await sold(house)
    quantity, net, fee = asked
    await tell(house, request(house, invoice, ask(invoice, quantity, net, fee=fee)))
    (note,) = await notes(house)
    for document in await written(accounting, workshop, f"/customer-credit-notes/{note['id']}"):
        assert (document.kind, document.number, str(document.totals.net)) == ("381", note["number"], net)
        assert [each.number for each in document.preceding] == [invoice.number]
        assert isinstance(document.preceding[0], Preceding)
        (line,) = document.lines
        fees = "".join(each.reason for each in line.charges)
        price = f"{line.unit_price.normalize():f}"
        assert (str(line.quantity), price, str(line.net_amount), fees) == (
            expected[0],
            f"{float(expected[1]):g}",
            *expected[2:],
        )
        assert invoice.number in line.description


async def test_an_advance_is_given_back_by_a_credit_note(accounting: ServiceUnderTest, workshop: Workshop) -> None:
    house = await opened(accounting)
    order = await confirmed(house)
    paid = (await advance(order, share="0.50")).json()
    await closed(order)
    note = (await give_back(order, paid["id"])).json()["credited"]
    for document in await written(accounting, workshop, f"/customer-credit-notes/{note['credit_note_id']}"):
        assert (document.kind, str(document.totals.gross)) == ("381", "60.00")
        assert [each.number for each in document.preceding] == [paid["number"]]


async def test_in_another_currency_the_tax_is_told_in_ours_too(
    accounting: ServiceUnderTest, workshop: Workshop
) -> None:
    house = await opened(accounting)
    await set_rates(accounting, d0302="1.10")
    invoice = await sold(house, "10", "11", currency="USD", exchange_rate="1.10")
    await tell(house, request(house, invoice, ask(invoice, "1", "11.00"), currency="USD"))
    (note,) = await notes(house)
    for path, tax in ((f"/invoices/{invoice.invoice_id}", "20.00"), (f"/customer-credit-notes/{note['id']}", "2.00")):
        for document in await written(accounting, workshop, path):
            assert (document.currency, document.company_currency) == ("USD", "EUR")
            assert str(document.totals.tax_in_company_currency) == tax


@pytest.mark.parametrize(
    ("share", "who", "paid", "left"),
    [("0.30", {}, "36.00", "84.00"), ("1", {}, "120.00", "0.00"), ("0.30", GERMAN, "30.00", "70.00")],
)
async def test_an_advance_is_invoiced_and_the_last_invoice_says_so(
    accounting: ServiceUnderTest, workshop: Workshop, share: str, who: dict[str, Any], paid: str, left: str
) -> None:
    house = await opened(accounting, **who)
    order = await confirmed(house)
    advanced = (await advance(order, share=share, due_on="2026-03-12")).json()
    for document in await written(accounting, workshop, f"/down-payments/{advanced['id']}"):
        assert (document.kind, document.process, str(document.totals.payable)) == ("386", "B1", paid)
        assert document.lines[0].name.endswith("SO-1")
    invoice = await order.ship("10")
    for document in await written(accounting, workshop, f"/invoices/{invoice.invoice_id}"):
        assert (document.kind, document.process) == ("380", "B4")
        assert (document.totals.paid, document.totals.payable) == (Decimal(paid), Decimal(left))
        assert [each.number for each in document.preceding] == [advanced["number"]]


async def test_a_customer_reads_the_files_of_its_own_credit_notes_only(
    accounting: ServiceUnderTest, workshop: Workshop
) -> None:
    house = await opened(accounting)
    invoice = await sold(house)
    await tell(house, request(house, invoice, ask(invoice, "1", "10.00")))
    (note,) = await notes(house)
    path = f"/customer-credit-notes/{note['id']}"
    await written(accounting, workshop, path)
    for customer_id, status in ((house.customer_id, 200), (house.supplier_id, 403)):
        async with accounting.client("accounting.invoices.read", customer_id=customer_id) as client:
            assert (await client.get(f"{path}/files")).status_code == status
    async with accounting.client(*ALL) as client:
        assert (await client.get(f"/invoices/{note['id']}/files")).status_code == 404
        assert (await client.get(f"/customer-credit-notes/{text_id()}/paper")).status_code == 404
        again = await client.post(f"{path}/files")
        assert (again.status_code, again.json()["type"].rsplit("/", 1)[-1]) == (409, "files-are-kept")
