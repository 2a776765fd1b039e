"""Files of other programs: columns are found by their names, cells become what we write, and what is hostile is refused."""

import io
import zipfile
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from kit.exports import xlsx
from kit.importing import Column, Kind, cleaned, day_of, number_of, proposed, read_file
from kit.imports import UnreadableTable
from kit.workbooks import UnreadableWorkbook

COLUMNS = (
    Column("sku", is_required=True, aliases=("référence",)),
    Column("price", Kind.NUMBER, aliases=("prix unitaire",)),
    Column("gtin", Kind.DIGITS, aliases=("code-barres",)),
    Column("is_active", Kind.FLAG),
    Column("tracking", Kind.CHOICE, choices={"aucun": "none", "lot": "lot"}),
    Column("since", Kind.DAY),
)


@given(
    st.decimals(min_value=-(10**9), max_value=10**9, places=4),
    st.sampled_from(["", " ", "\N{NO-BREAK SPACE}", "\N{NARROW NO-BREAK SPACE}"]),
    st.booleans(),
)
def test_a_number_is_read_as_either_language_writes_it(value: Decimal, group: str, is_french: bool) -> None:
    text = f"{value:,.4f}".replace(",", "g").replace(".", "," if is_french else ".").replace("g", group)
    assert Decimal(number_of(text) or "x") == value


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1.234,50 €", "1234.50"),
        ("1,234.50", "1234.50"),
        ("1'000", "1000"),
        ("12,5%", "12.5"),
        ("douze", None),
        ("", None),
    ],
)
def test_the_last_of_comma_and_point_is_the_decimal_sign(text: str, number: str | None) -> None:
    assert number_of(text) == number


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)))
def test_a_day_is_read_as_people_and_spreadsheets_write_it(day: date) -> None:
    count = (day - date(1899, 12, 30)) // timedelta(days=1)
    for text in (f"{day:%d/%m/%Y}", f"{day:%d.%m.%y}", day.isoformat(), str(count)):
        assert day_of(text) == day.isoformat()


@pytest.mark.parametrize("text", ["31/02/2026", "tomorrow", "2026", "99999999"])
def test_what_is_no_day_is_none(text: str) -> None:
    assert day_of(text) is None


def test_columns_are_found_by_any_of_their_names_and_by_what_was_remembered() -> None:
    names = ["Prix  unitaire", "REFERENCE", "Mon EAN", "remarque"]
    assert proposed(COLUMNS, names, {}) == {"sku": 1, "price": 0}
    assert proposed(COLUMNS, names, {"gtin": "mon ean"}) == {"sku": 1, "price": 0, "gtin": 2}


def test_cells_become_what_we_write_and_faults_name_their_column() -> None:
    mapping = {column.name: place for place, column in enumerate(COLUMNS)}
    values, faults = cleaned(COLUMNS, mapping, [" A  1 ", "7,35", "3 017620 42200-3", "Oui", "LOT", "31/12/2026"])
    assert (values, faults) == (
        {
            "sku": "A 1",
            "price": "7.35",
            "gtin": "3017620422003",
            "is_active": "true",
            "tracking": "lot",
            "since": "2026-12-31",
        },
        [],
    )
    values, faults = cleaned(COLUMNS, mapping, ["", "x", "3,01762E+12", "perhaps", "serial", "soon"])
    assert (values, [fault.field for fault in faults]) == ({}, [column.name for column in COLUMNS])


@pytest.mark.parametrize("cell", ["=1+1", '=HYPERLINK("http://x")'])
def test_a_formula_is_refused_and_what_our_exports_write_for_one_is_text(cell: str) -> None:
    values, faults = cleaned(COLUMNS, {"sku": 0}, [cell])
    assert "formula" in faults[0].detail
    values, faults = cleaned(COLUMNS, {"sku": 0}, [f"'{cell}"])
    assert (values, faults) == ({"sku": cell}, [])


def test_a_workbook_and_a_table_say_the_same() -> None:
    head, rows = ("Référence", "Prix unitaire"), [("A", Decimal("1.5")), ("B", Decimal(2))]
    book = read_file(xlsx(head, rows))
    table = read_file("\ufeffRéférence;Prix unitaire\r\nA;1.5\r\n\r\nB;2\r\n".encode())
    assert book.names == table.names == head
    assert book.rows == table.rows == (("A", "1.5"), ("B", "2"))
    assert (book.numbers, table.numbers) == ((2, 3), (2, 4))
    assert read_file("Référence;Prix\nÉté;1\n".encode("cp1252")).rows == (("Été", "1"),)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"sku\n",
        b"sku;x\n" + b"A;1\n" * 4,
        b"a;" * 300 + b"\n" + b"1;" * 300,
        b"sku\n" + b"x" * 3000,
        b"\x00\x01\n\x02",
    ],
)
def test_what_is_no_table_or_too_much_is_refused(content: bytes) -> None:
    with pytest.raises(UnreadableTable):
        read_file(content, rows_max=3)


def test_an_archive_that_unpacks_to_too_much_is_refused_before_it_is_unpacked() -> None:
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(xlsx(("sku",), [("A",)]))) as good,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as bomb,
    ):
        for name in good.namelist():
            content = good.read(name)
            bomb.writestr(name, b" " * 150_000_000 if name.endswith("sheet1.xml") else content)
    assert len(stream.getvalue()) < 1_000_000
    with pytest.raises(UnreadableWorkbook, match="too large"):
        read_file(stream.getvalue())
