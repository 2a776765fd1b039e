"""Documents on paper: numbers as people read them, pages that hold what they are given, files that do not vary."""

import time
from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from kit.drawing import drawn
from kit.paper import Column, Paper, Party, Row, Total, Words
from kit.papers_api import bound
from kit.printed import day, money, quantity, unit_price
from pypdf import PdfReader

NB = "\u00a0"


@pytest.mark.parametrize(
    ("amount", "currency", "french", "english"),
    [
        ("1234567.5", "EUR", f"1{NB}234{NB}567,50{NB}€", "€1,234,567.50"),
        ("0", "EUR", f"0,00{NB}€", "€0.00"),
        ("-12.005", "EUR", f"\u221212,01{NB}€", "\u2212€12.01"),
        ("12.5", "JPY", f"13{NB}JPY", f"13{NB}JPY"),
        ("12.5", "GBP", f"12,50{NB}£", "£12.50"),
    ],
)
def test_amounts_are_read_as_on_paper(amount: str, currency: str, french: str, english: str) -> None:
    assert money(Decimal(amount), currency, "fr") == french
    assert money(Decimal(amount), currency, "en") == english


def test_prices_keep_their_decimals_and_quantities_lose_their_zeros() -> None:
    assert unit_price(Decimal("1.5"), "EUR", "en") == "€1.50"
    assert unit_price(Decimal("0.012300"), "EUR", "fr") == f"0,0123{NB}€"
    assert quantity(Decimal("1200.000"), "fr") == f"1{NB}200"
    assert quantity(Decimal("0.500"), "fr") == "0,5"


def test_days_are_words() -> None:
    assert day(date(2026, 3, 1), "fr") == f"1er{NB}mars{NB}2026"
    assert day(date(2026, 8, 12), "en") == f"12{NB}August{NB}2026"


def paper(*rows: Row | Words, **changes: object) -> Paper:
    values: dict[str, object] = {
        "language": "fr",
        "title": "Devis",
        "number": "QU-1",
        "dated": date(2026, 3, 2),
        "sender": Party("Nous", ("1 rue",)),
        "receiver": Party("Vous"),
        "facts": (("Date", "2 mars"),),
        "columns": (Column("Désignation", 3), Column("Total", 1, is_number=True)),
        "rows": rows,
        "totals": (Total("Total", "1,00 €", is_strong=True),),
        "to_sign": ("Bon pour accord", ("Nom :",)),
    }
    return Paper(**{**values, **changes})  # type: ignore[arg-type]  # a test names the members


def pages(file: bytes) -> int:
    return file.count(b"/Type /Page\n")


def test_a_document_is_the_same_file_each_time() -> None:
    row = Row(("Vis", "1,00 €"), ("REF",))
    first = drawn(paper(row))
    assert first.startswith(b"%PDF-1.7")
    assert b"pdfaid:part>3<" in first
    time.sleep(1.1)  # files' times are in seconds
    assert first == drawn(paper(row))


def test_a_long_table_goes_on_over_pages_and_a_short_one_does_not() -> None:
    rows = [Row((f"Vis {i}", "1,00 €"), ("REF\nà tête fraisée",), tag="Option" * (i % 2)) for i in range(200)]
    assert pages(drawn(paper(*rows[:3]))) == 1
    assert 10 < pages(drawn(paper(*rows))) < 20


@settings(max_examples=25, deadline=None)
@given(st.lists(st.text(max_size=300), min_size=1, max_size=4), st.text(max_size=60))
def test_whatever_people_write_can_be_printed(texts: list[str], name: str) -> None:
    rows = [Row((text, "1"), (text,)) for text in texts] + [Words(text) for text in texts]
    assert pages(drawn(paper(*rows, receiver=Party(name or "?", tuple(texts)), notes=(("N", texts[0]),)))) >= 1


def test_documents_printed_together_are_one_file_with_all_their_pages() -> None:
    rows = [Row((f"Vis {i}", "1,00 €"), ("REF",)) for i in range(60)]
    long, short = paper(*rows), paper(rows[0], number="QU-2")
    whole = PdfReader(BytesIO(bound([long, short, short])))
    texts = [page.extract_text() for page in whole.pages]
    assert len(texts) == pages(drawn(long)) + 2
    assert "QU-1" in texts[0]
    assert "QU-2" in texts[-1]
    assert "Page 1 / 1" in texts[-1]
