"""Documents as files: what is written passes the official rules, and comes back as it was."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from accounting.domain.einvoice.company import Company
from accounting.domain.einvoice.model import (
    Address,
    Charge,
    Document,
    LineCharge,
    Note,
    Party,
    Totals,
    Vat,
    VatCategory,
    VatSubtotal,
)
from accounting.domain.einvoice.received import is_acceptable
from accounting.formats.einvoice import pdf, reading, rules
from accounting.formats.einvoice.workshop import make, take
from accounting.formats.einvoice.writing import Profile, Syntax, written
from accounting.formats.einvoice.xml import Unreadable, parsed
from accounting.queries.einvoice.paper import invoice_paper

from services.accounting.tests.einvoices import BUYER, FIFTH, LINES, SELLER, credit_note, document

COMPANY = Company("Maison Exemple", "732829320", "73282932000074", Address(("12 rue des Forges",), "69007", "Lyon"))
NOTHING = Decimal(0)


def untaxed(vat: Vat, buyer: Party) -> Document:
    lines = tuple(replace(line, vat=vat) for line in LINES)
    net = Decimal("408.03")
    totals = Totals(net, NOTHING, NOTHING, net, NOTHING, net, NOTHING, net)
    return document(buyer=buyer, lines=lines, vat=(VatSubtotal(vat, net, NOTHING),), totals=totals)


def charged() -> Document:
    """Freight on the document, and a discount on a line."""
    line = replace(LINES[0], net_amount=Decimal("379.70"), charges=(LineCharge(Decimal(10), "Remise", True),))
    freight = Charge(Decimal("25.00"), FIFTH, "Frais de port", "FC")
    totals = Totals(
        Decimal("398.03"), NOTHING, Decimal("25.00"), Decimal("423.03"), Decimal("81.95"), Decimal("504.98"), NOTHING,
        Decimal("504.98"),
    )  # fmt: skip
    vat = (VatSubtotal(FIFTH, Decimal("404.70"), Decimal("80.94")), document().vat[1])
    return document(lines=(line, LINES[1]), charges=(freight,), vat=vat, totals=totals)


GERMAN = Party(
    "Baumarkt Nord", Address(("Hafenstraße 5",), "20457", "Hamburg", "", "DE"), vat_id="DE136695976",
    e_address="einkauf@baumarkt.example", e_address_scheme="EM", email="einkauf@baumarkt.example",
)  # fmt: skip
SWISS = replace(
    GERMAN, name="Quincaillerie du Lac", address=Address(("1 quai",), "1201", "Genève", "", "CH"), vat_id=""
)
WITHIN_EU = Vat(VatCategory.INTRA_COMMUNITY, NOTHING, "VATEX-EU-IC", "Exonération de TVA, article 262 ter, I du CGI")
EXPORT = Vat(VatCategory.EXPORT, NOTHING, "VATEX-EU-G", "Exonération de TVA, article 262, I du CGI")
EXEMPT = Vat(VatCategory.EXEMPT, NOTHING, "VATEX-FR-CGI261-1", "Exonération de TVA, article 261 du CGI")
DOCUMENTS = {
    "invoice": document(),
    "credit-note": credit_note(),
    "charges": charged(),
    "within-eu": untaxed(WITHIN_EU, GERMAN),
    "export": untaxed(EXPORT, SWISS),
    "exempt": untaxed(EXEMPT, BUYER),
    "several-orders": document(
        order_number="",
        sales_order_number="",
        despatch_number="",
        lines=tuple(
            replace(
                line, order_number=f"CDE-{line.id}", order_line="1", despatch_number=f"BL-{line.id}", despatch_line="1"
            )
            for line in LINES
        ),
    ),
    "delivered-at-home": document(delivery=replace(document().delivery, name="", address=None)),
    "paid-by-who-knows": document(means=None),
}


def in_wide_profile(one: Document) -> Document:
    """As the wide profile says it: the seller's legal form in a note, no contact."""
    note = Note("REG", one.seller.legal)
    return replace(one, seller=replace(one.seller, legal="", email=""), notes=(*one.notes, note))


@pytest.mark.parametrize("name", DOCUMENTS)
@pytest.mark.parametrize("syntax", Syntax)
def test_what_is_written_breaks_no_rule_and_is_read_back(name: str, syntax: Syntax) -> None:
    one, is_wide = DOCUMENTS[name], name == "several-orders"
    xml = written(one, syntax, Profile.EXTENDED_FR if is_wide else Profile.EN16931)
    assert rules.judge(xml).findings == ()
    assert reading.read(parsed(xml)) == (in_wide_profile(one) if is_wide else one)


@pytest.mark.parametrize("name", ["invoice", "credit-note", "several-orders"])
def test_a_factur_x_holds_the_same_invoice(name: str) -> None:
    one = DOCUMENTS[name]
    made = make(one, invoice_paper(one, COMPANY, "fr"))
    assert made.is_valid, made.findings
    files = {file.kind: file.content for file in made.files}
    inside = pdf.contained(files["factur-x"])
    assert (inside.name, inside.faults) == ("factur-x.xml", ())
    assert files == {file.kind: file.content for file in make(one, invoice_paper(one, COMPANY, "fr")).files}
    for kind, content in files.items():
        taken = take(content)
        expected = in_wide_profile(one) if name == "several-orders" and kind != "factur-x" else one
        assert (is_acceptable(taken.document, taken.findings), taken.findings, taken.document) == (True, (), expected)


def test_what_is_faulty_has_no_files() -> None:
    for faulty in (document(seller=replace(SELLER, siren="732829321")), document(notes=()), document(number="FA 1")):
        made = make(faulty, invoice_paper(faulty, COMPANY, "fr"))
        assert not made.is_valid
        assert made.files == ()
        assert made.findings


@pytest.mark.parametrize(
    "hostile",
    [
        b"",
        b"hello",
        b"<a/>",
        b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>',
        b'<!DOCTYPE a [<!ENTITY x "yyyyyyyyyy"><!ENTITY z "&x;&x;&x;&x;">]><a>&z;</a>',
        b"%PDF-1.7 and nothing else",
        b"<?xml version='1.0' encoding='no-such'?><a/>",
        b"<a>" * 100_000,
        b"\x00\x01\x02",
    ],
)
def test_what_is_no_invoice_is_refused_and_does_nothing(hostile: bytes) -> None:
    with pytest.raises(Unreadable):
        take(hostile)


@pytest.mark.parametrize(
    ("language", "title", "due"), [("fr", "Facture", "À payer au plus tard le"), ("en", "Invoice", "Payable by")]
)
def test_the_paper_says_what_the_law_wants(language: str, title: str, due: str) -> None:
    paper = invoice_paper(document(), COMPANY, language)
    assert (paper.title, paper.number, paper.dated) == (title, "FA-2026-000001", date(2026, 3, 2))
    facts = dict(paper.facts)
    assert due in facts
    assert "552100554" in facts.values()
    for said in ("Maison Exemple", "RCS Lyon 732 829 320", "73282932000074", "FR44732829320"):
        assert said in paper.footer
    text = str(paper.notes)
    for said in ("40 €", "BCE", "escompte", "FR76 3000 6000 0112 3456 7890 189", "9 chemin du Littoral"):
        assert said in text
    assert [total.is_strong for total in paper.totals] == [False, False, False, True]


def test_a_credit_note_says_on_what_it_is() -> None:
    paper = invoice_paper(credit_note(), COMPANY, "fr")
    assert paper.title == "Avoir"
    assert dict(paper.facts)["Sur la facture"] == "FA-2026-000001 du 2\u00a0mars\u00a02026"
    assert "À payer au plus tard le" not in dict(paper.facts)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "iso-8859-15", "utf-16"])
def test_any_encoding_that_xml_knows_is_read(encoding: str) -> None:
    text = written(document(terms="Paiement à réception"), Syntax.CII).decode().split("?>", 1)[1]
    name = "utf-8" if encoding == "utf-8-sig" else encoding
    taken = take(f'<?xml version="1.0" encoding="{name}"?>{text}'.replace("€", "EUR").encode(encoding))
    assert taken.findings == ()
    assert taken.document is not None
    assert taken.document.terms == "Paiement à réception"
