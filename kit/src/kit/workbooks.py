"""Tables from the workbooks of spreadsheet programs (Office Open XML, `.xlsx`): the cells of the first sheet, as text."""

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from xml.etree import ElementTree as ET

from kit.errors import Invalid

SIGNATURE = b"PK\x03\x04"  # of the archive that a workbook is

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_UNPACKED_MAX = 100_000_000  # bytes of one part: small archives can unpack to enormous ones
_COLUMNS_MAX = 1000
_ROWS_MAX = 1_048_576  # of a sheet; Source: the limits of Excel
_COLUMN = re.compile(r"[A-Z]+")
_DIGITS_MAX = 30  # before or after the point: a cell may say 1E+999999
_SIGNIFICANT = 15  # digits that a spreadsheet keeps of a number; what it writes beyond them is noise


class UnreadableWorkbook(Invalid):
    """The file is no workbook, or no sheet of it can be read."""


def read_sheet(content: bytes, *, rows_max: int) -> list[list[str]]:
    """The rows of the first sheet, each in its place; cells between filled ones are empty text. A formula is what it gave
    when the book was saved, or its text where it gave nothing.

    Raises:
        UnreadableWorkbook: it is none, is broken or protected, or has more than `rows_max` rows.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            strings = _shared_strings(archive)
            rows = list[list[str]]()
            for seen, row in enumerate(_elements(archive, _first_sheet(archive), "row"), start=1):
                if seen > _ROWS_MAX:
                    raise UnreadableWorkbook(f"The sheet has more than {_ROWS_MAX} rows.")
                cells = _cells(row, strings)
                number = int(row.get("r") or len(rows) + 1)  # rows without cells are left out of the file
                row.clear()
                if not any(cells):
                    continue
                if max(number, len(rows) + 1) > rows_max:
                    raise UnreadableWorkbook(
                        f"The sheet has more than {rows_max} rows: send it in parts.", rows_max=rows_max
                    )
                rows += [[] for _ in range(number - 1 - len(rows))]
                rows.append(cells)
            return rows
    except (zipfile.BadZipFile, ET.ParseError, KeyError, IndexError, ValueError, RuntimeError) as error:
        raise UnreadableWorkbook(
            "The workbook cannot be read: save it again as .xlsx without a password, or as CSV UTF-8."
        ) from error


def _elements(archive: zipfile.ZipFile, part: str, name: str) -> Iterator[ET.Element]:
    if archive.getinfo(part).file_size > _UNPACKED_MAX:
        raise UnreadableWorkbook("The workbook is too large: send it in parts.")
    with archive.open(part) as stream:
        for _, element in ET.iterparse(stream):  # noqa: S314  # expat refuses entities that grow; others are not read
            if element.tag == _MAIN + name:
                yield element


def _first_sheet(archive: zipfile.ZipFile) -> str:
    """The part with the first sheet of the book."""
    (sheet, *_) = _elements(archive, "xl/workbook.xml", "sheet")
    root = ET.fromstring(archive.read("xl/_rels/workbook.xml.rels"))  # noqa: S314
    (target,) = (each.get("Target", "") for each in root if each.get("Id") == sheet.get(_LINK))
    return target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"xl/{target}")


def _shared_strings(archive: zipfile.ZipFile) -> list[str]:
    part = "xl/sharedStrings.xml"
    return [_text(each) for each in _elements(archive, part, "si")] if part in archive.namelist() else []


def _cells(row: ET.Element, strings: list[str]) -> list[str]:
    cells = list[str]()
    for cell in row.iter(f"{_MAIN}c"):
        column = _column(cell.get("r", ""), len(cells))
        if column >= _COLUMNS_MAX:
            raise UnreadableWorkbook(f"The sheet has more than {_COLUMNS_MAX} columns.")
        cells.extend([""] * (column + 1 - len(cells)))
        cells[column] = _value(cell, strings)
    return cells


def _column(reference: str, default: int) -> int:
    """0 for A7, 26 for AA7."""
    letters = _COLUMN.match(reference)
    if letters is None:
        return default
    number = 0
    for letter in letters[0]:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def _value(cell: ET.Element, strings: list[str]) -> str:
    kind = cell.get("t", "n")
    if kind == "inlineStr":
        return _text(cell)
    value = cell.findtext(f"{_MAIN}v", "")
    if not value and (formula := cell.findtext(f"{_MAIN}f")):
        return f"={formula}"
    if kind == "s":
        return strings[int(value)]
    return _number(value) if kind == "n" and value else value


def _number(value: str) -> str:
    """Without the noise of binary fractions: 7.3499999999999996 is 7.35."""
    try:
        number = Decimal(value)
    except InvalidOperation:
        return value
    if abs(number.adjusted()) > _DIGITS_MAX:
        return value
    digits = _SIGNIFICANT - number.adjusted() - 1
    return f"{round(number, digits).normalize():f}" if number else "0"


def _text(element: ET.Element) -> str:
    """Of all runs, without the readings of Japanese words."""
    return "".join(each.text or "" for each in element.iter(f"{_MAIN}t"))
