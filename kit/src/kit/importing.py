"""Files of other programs as lines of named values: which column is which, and cells as we write them. No clock, no database."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from kit.errors import Fault
from kit.imports import UnreadableTable, csv_rows
from kit.search import folded
from kit.workbooks import SIGNATURE, read_sheet

ROWS_MAX = 10_000
_COLUMNS_MAX = 200
_CELL_MAX = 2000
_CHOICES_TOLD = 12
_TOLD = 40  # characters of a cell that a fault repeats
_FORMULA = ("=", "\t=", "\r=")
_EXCEL_ZERO = date(1899, 12, 30)  # day 0 of spreadsheets, which count a 29 February 1900 that never was
_EXCEL_DAYS = range(20_000, 80_000)  # 1954 to 2119: other numbers are no dates
_YES, _NO = {"1", "x", "oui", "o", "yes", "y", "vrai", "true"}, {"0", "non", "n", "no", "faux", "false"}
_NOISE = re.compile(r"[\s\u00a0\u202f'\u2019_€$£%]")
_SHORTENED = re.compile(r"\d[.,]?\d*E\+?\d+", re.IGNORECASE)
_IN_BRACKETS = re.compile(r"\([^)]*\)")  # in the name of a column: its unit, or a note
_SEPARATORS = re.compile(r"[\s\u00a0\u202f./-]")


class Kind(StrEnum):
    """What cells of a column are."""

    TEXT = "text"
    DIGITS = "digits"  # a GTIN, a SIREN: digits with whatever people put between them
    NUMBER = "number"
    DAY = "day"
    FLAG = "flag"
    CHOICE = "choice"


@dataclass(frozen=True, slots=True)
class Column:
    """What a file may say: by which names files call it, and what its cells are."""

    name: str
    kind: Kind = Kind.TEXT
    is_required: bool = False
    aliases: tuple[str, ...] = ()
    choices: Mapping[str, str] = field(default_factory=dict)  # what people write, folded, to what we write
    shown: tuple[str, ...] = ()  # of the choices, where they are too many to tell
    example: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """The names in the first row of a file, and the rows below; `numbers` are those that a spreadsheet shows."""

    names: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: tuple[int, ...]


def read_file(content: bytes, *, rows_max: int = ROWS_MAX) -> Sheet:
    """The first sheet of a workbook (.xlsx), or CSV text in UTF-8 or as Windows writes it.

    Raises:
        UnreadableWorkbook, UnreadableTable: it is neither, is empty, or has too many rows or columns.
    """
    is_book = content.startswith(SIGNATURE)
    rows = read_sheet(content, rows_max=rows_max + 1) if is_book else csv_rows(content)
    filled = [(number, row) for number, row in enumerate(rows, start=1) if any(cell.strip() for cell in row)]
    if len(filled) < 2:
        raise UnreadableTable("The file has no line below its first row: the first row names the columns.")
    (_, head), *body = filled
    if len(body) > rows_max:
        raise UnreadableTable(
            f"The file has {len(body)} lines, more than the {rows_max} allowed: send it in parts.",
            rows=len(body),
            rows_max=rows_max,
        )
    width = max(len(row) for _, row in filled)
    if width > _COLUMNS_MAX:
        raise UnreadableTable(
            f"The file has more than {_COLUMNS_MAX} columns: leave out what is not needed.", columns_max=_COLUMNS_MAX
        )
    names = tuple(" ".join(name.split()) for name in (*head, *[""] * (width - len(head))))
    cells = tuple((*row, *[""] * (width - len(row))) for _, row in body)
    if any(len(cell) > _CELL_MAX for row in cells for cell in row):
        raise UnreadableTable(f"A cell has more than {_CELL_MAX} characters: shorten it.", cell_max=_CELL_MAX)
    return Sheet(names, cells, tuple(number for number, _ in body))


def proposed(columns: Sequence[Column], names: Sequence[str], remembered: Mapping[str, str]) -> dict[str, int]:
    """Where each of our columns is in a file, as far as its names tell. `remembered`: our columns to names of files."""
    by_name: dict[str, int] = {}
    for place, name in enumerate(names):
        for key in filter(None, (_key(name), _key(_IN_BRACKETS.sub("", name)))):
            by_name.setdefault(key, place)
    found: dict[str, int] = {}
    for column in columns:
        told = [remembered[column.name]] if column.name in remembered else []
        for name in (*told, column.name, *column.aliases):
            at = by_name.get(_key(name))
            if at is not None and at not in found.values():
                found[column.name] = at
                break
    return found


def _key(name: str) -> str:
    return re.sub(r"[\W_]+", "", folded(name))


def cleaned(
    columns: Sequence[Column], mapping: Mapping[str, int], cells: Sequence[str]
) -> tuple[dict[str, str], list[Fault]]:
    """The values of a row by our columns, as we write them; empty cells are left out. And what cannot be read."""
    values, faults = dict[str, str](), list[Fault]()
    for column in columns:
        place = mapping.get(column.name)
        raw = cells[place] if place is not None and place < len(cells) else ""
        text = " ".join(raw.replace("\u00a0", " ").replace("\u202f", " ").split())
        if not text:
            if column.is_required:
                faults.append(Fault(column.name, "This is needed and empty.", "needed"))
            continue
        value = _clean(column, text)
        if isinstance(value, Fault):
            faults.append(value)
        else:
            values[column.name] = value
    return values, faults


def same_as(position: int, name: str) -> Fault:
    """The fault of a line whose key an earlier line has."""
    return Fault(name, f"Line {position} has the same: keep one of them.", "same-line", {"line": str(position)})


def _clean(column: Column, text: str) -> str | Fault:
    shown = text[:_TOLD]
    if text.startswith(_FORMULA):
        return Fault(
            column.name, f"{shown!r} is a formula: paste the column as values.", "formula-in-cell", {"value": shown}
        )
    if column.kind is Kind.DIGITS and _SHORTENED.fullmatch(text):
        return Fault(
            column.name,
            f"{shown} has lost digits in a spreadsheet: format the column as text.",
            "digits-lost",
            {"value": shown},
        )
    if column.kind is Kind.CHOICE:
        known, some = column.choices.get(folded(text)), _some(column)
        if known is None:
            return Fault(column.name, f"{shown!r} is none of {some}.", "no-choice", {"value": shown, "choices": some})
        return known
    value = _READERS[column.kind](text)
    if value is None:
        code, detail = _WRONG[column.kind]
        return Fault(column.name, f"{shown!r} {detail}", code, {"value": shown})
    return value


def _text(text: str) -> str:
    """An apostrophe before a sign is how exports keep text from becoming a formula."""
    return text[1:] if text[0] == "'" and text[1:2] in {"=", "+", "-", "@"} else text


def _digits(text: str) -> str:
    return _SEPARATORS.sub("", text.lstrip("'"))


def _flag(text: str) -> str | None:
    word = folded(text)
    return ("true" if word in _YES else "false") if word in _YES | _NO else None


def _some(column: Column) -> str:
    allowed = list(column.shown or dict.fromkeys(column.choices.values()))
    return ", ".join(allowed[:_CHOICES_TOLD]) + ("" if len(allowed) <= _CHOICES_TOLD else ", …")


def number_of(text: str) -> str | None:
    """A number as services write it; of comma and point the last is the decimal sign, the other groups digits."""
    plain = _NOISE.sub("", text)
    comma, point = plain.rfind(","), plain.rfind(".")
    if comma >= 0 and point >= 0:
        group, sign = (".", ",") if comma > point else (",", ".")
        plain = plain.replace(group, "").replace(sign, ".")
    elif plain.count(",") > 1 or plain.count(".") > 1:
        plain = plain.replace(",", "").replace(".", "")
    else:
        plain = plain.replace(",", ".")
    return plain if re.fullmatch(r"-?\d{1,18}(\.\d{1,12})?", plain) else None


def day_of(text: str) -> str | None:
    """A date as services write it: of 2026-12-31, 31/12/2026, 31.12.26 and a spreadsheet's count of days."""
    try:
        if match := re.fullmatch(r"(\d{4})-(\d\d?)-(\d\d?)(?:[T ].*)?", text):
            year, month, day = map(int, match.groups())
            return date(year, month, day).isoformat()
        if match := re.fullmatch(r"(\d\d?)[/.-](\d\d?)[/.-](\d{4}|\d\d)", text):
            day, month, year = map(int, match.groups())
            return date(year if year > 99 else 2000 + year, month, day).isoformat()
    except ValueError:
        return None
    if re.fullmatch(r"\d{5}(\.0+)?", text) and int(float(text)) in _EXCEL_DAYS:
        return (_EXCEL_ZERO + timedelta(days=int(float(text)))).isoformat()
    return None


_READERS: Mapping[Kind, Callable[[str], str | None]] = {
    Kind.TEXT: _text,
    Kind.DIGITS: _digits,
    Kind.NUMBER: number_of,
    Kind.DAY: day_of,
    Kind.FLAG: _flag,
}
_WRONG = {
    Kind.NUMBER: ("no-number", "is no number."),
    Kind.DAY: ("no-date", "is no date: 31/12/2026 or 2026-12-31 is."),
    Kind.FLAG: ("no-flag", "is neither yes nor no."),
}
