"""Workbooks as spreadsheet programs save them."""

import io
import zipfile

import pytest
from kit.imports import UnreadableTable, read_table
from kit.workbooks import UnreadableWorkbook, read_sheet

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_BOOK = f'<workbook xmlns="{_MAIN}" xmlns:r="{_LINKS}"><sheets><sheet name="Prix" sheetId="1" r:id="rId7"/></sheets></workbook>'
_RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    f'<Relationship Id="rId7" Type="{_LINKS}/worksheet" Target="worksheets/sheet3.xml"/></Relationships>'
)


def book(rows: str, strings: str = "") -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", _BOOK)
        archive.writestr("xl/_rels/workbook.xml.rels", _RELATIONS)
        archive.writestr(
            "xl/worksheets/sheet3.xml", f'<worksheet xmlns="{_MAIN}"><sheetData>{rows}</sheetData></worksheet>'
        )
        archive.writestr("xl/sharedStrings.xml", f'<sst xmlns="{_MAIN}">{strings}</sst>')
    return stream.getvalue()


def cell(place: str, text: str) -> str:
    return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'


HEAD = f"<row>{cell('A1', 'SKU')}{cell('B1', 'min_quantity')}{cell('C1', 'unit_price')}</row>"


def test_shared_text_and_numbers_are_read_as_they_are_shown() -> None:
    rows = f'{HEAD}<row><c r="A2" t="s"><v>0</v></c><c r="C2"><v>7.3499999999999996</v></c></row>'
    content = book(rows, "<si><r><t>VIS-</t></r><r><t>4X40</t></r></si>")
    assert read_sheet(content, rows_max=5)[1] == ["VIS-4X40", "", "7.35"]
    found = read_table(content, required=["sku", "unit_price"], optional=["min_quantity"], rows_max=1)
    assert found == [{"sku": "VIS-4X40", "unit_price": "7.35"}]


@pytest.mark.parametrize(
    ("value", "told"),
    [("12", "12"), ("1.5E-3", "0.0015"), ("100000", "100000"), ("0", "0"), ("19.989999999999998", "19.99")],
)
def test_numbers_lose_the_noise_of_binary_fractions(value: str, told: str) -> None:
    assert read_sheet(book(f'<row><c r="A1"><v>{value}</v></c></row>'), rows_max=1) == [[told]]


def test_csv_is_taken_as_well() -> None:
    assert read_table(b"sku;unit_price\nA;1,5\n", required=["sku", "unit_price"], rows_max=9) == [
        {"sku": "A", "unit_price": "1,5"}
    ]


@pytest.mark.parametrize("content", [b"PK\x03\x04 and nothing that follows", book("<row><c t='s'><v>9</v></c></row>")])
def test_what_is_no_workbook_is_refused_with_advice(content: bytes) -> None:
    with pytest.raises(UnreadableWorkbook, match="save it again"):
        read_sheet(content, rows_max=5)


def test_too_many_rows_or_columns_are_refused() -> None:
    with pytest.raises(UnreadableWorkbook, match="more than 1 rows"):
        read_sheet(book(f"<row>{cell('A1', 'a')}</row><row>{cell('A2', 'b')}</row>"), rows_max=1)
    with pytest.raises(UnreadableWorkbook, match="columns"):
        read_sheet(book(f"<row>{cell('ZZZ1', 'far')}</row>"), rows_max=1)
    with pytest.raises(UnreadableTable, match="must name the columns"):
        read_table(book(HEAD), required=["sku", "price"], rows_max=9)


def test_rows_stand_where_they_stood_and_empty_ones_do_not_count() -> None:
    sheet = f"<row r='1'>{cell('A1', 'a')}</row><row r='4'>{cell('A4', 'b')}</row>{'<row/>' * 50}"
    assert read_sheet(book(sheet), rows_max=4) == [["a"], [], [], ["b"]]


def test_a_formula_is_what_it_gave_or_its_text() -> None:
    sheet = '<row><c r="A1"><f>1+1</f><v>2</v></c><c r="B1"><f>HYPERLINK("http://x")</f></c></row>'
    assert read_sheet(book(sheet), rows_max=1) == [["2", '=HYPERLINK("http://x")']]
