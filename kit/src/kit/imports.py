"""Tables from spreadsheets, as CSV text or as a workbook, read into rows of named cells."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from kit.errors import Fault, Invalid
from kit.workbooks import SIGNATURE, read_sheet

M = TypeVar("M", bound=BaseModel)
_VALUE_MAX = 40  # characters of what does not fit that are told


class UnreadableTable(Invalid):
    """The text is no table with the columns asked for."""


def read_table(
    content: bytes, *, required: Sequence[str], optional: Sequence[str] = (), rows_max: int
) -> list[dict[str, str]]:
    """Rows of a workbook's first sheet or of CSV text, whichever it is, by column name as `read_csv` gives them.

    Raises:
        UnreadableWorkbook, UnreadableTable: it is neither, a column is missing, unknown or twice, or there are too many rows.
    """
    if content.startswith(SIGNATURE):
        return _named(read_sheet(content, rows_max=rows_max + 1), required, optional, rows_max)
    return read_csv(content, required=required, optional=optional, rows_max=rows_max)


def read_csv(
    content: bytes, *, required: Sequence[str], optional: Sequence[str] = (), rows_max: int
) -> list[dict[str, str]]:
    """Rows by column name; empty cells are left out, so that a default can take their place.

    Names of columns are taken in any case and order.

    Raises:
        UnreadableTable: it is no CSV text, a column is missing, unknown or twice, or there are too many rows.
    """
    return _named(csv_rows(content), required, optional, rows_max)


def csv_rows(content: bytes) -> list[list[str]]:
    """Cells of CSV text: UTF-8, with or without its mark, or else as Windows writes it in western Europe; separated by
    semicolons, commas, tabs or bars, whichever the first line has most of.

    Raises:
        UnreadableTable: it is none.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    if "\0" in text:
        raise UnreadableTable("This is neither a workbook (.xlsx) nor CSV text: save it as one of them.")
    first = text.lstrip("\r\n").partition("\n")[0]
    delimiter = max(";,\t|", key=first.count)
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error as error:
        raise UnreadableTable(f"The table cannot be read: {error}. Check its quotes.") from error


def _named(
    rows: Sequence[Sequence[str]], required: Sequence[str], optional: Sequence[str], rows_max: int
) -> list[dict[str, str]]:
    names = [name.strip().lower() for name in rows[0]] if rows else []
    _check_names(names, required, optional)
    filled = [row for row in rows[1:] if any(cell.strip() for cell in row)]
    longer = next((i for i, row in enumerate(filled) if any(row[len(names) :])), None)
    if longer is not None:
        raise UnreadableTable(f"Row {longer + 1} has more cells than the first row has names.", field=f"lines.{longer}")
    if len(filled) > rows_max:
        raise UnreadableTable(
            f"The table has {len(filled)} rows, more than the {rows_max} allowed: send it in parts.",
            rows=len(filled),
            rows_max=rows_max,
        )
    return [{name: cell.strip() for name, cell in zip(names, row, strict=False) if cell.strip()} for row in filled]


def parsed(
    rows: Iterable[Mapping[str, str]], model: type[M], *, numbers: Sequence[str]
) -> tuple[list[tuple[int, M]], list[Fault]]:
    """Rows as `model`, each with its place, and what is wrong with the others. `numbers` may have a decimal comma."""
    read, faults = [], list[Fault]()
    for i, row in enumerate(rows):
        cells = {name: cell.replace(",", ".") if name in numbers else cell for name, cell in row.items()}
        try:
            read.append((i, model.model_validate(cells)))
        except ValidationError as error:
            faults += misfits(error, "lines", str(i))
    return read, faults


def misfits(error: ValidationError, *within: str) -> list[Fault]:
    """What does not fit a model, by the names that pydantic gives (in kebab case) and the bounds that it tells."""
    found = []
    for each in error.errors():
        bounds = {name: str(value) for name, value in each.get("ctx", {}).items() if isinstance(value, str | int)}
        plain = (
            isinstance(each["input"], str | int | Decimal) and "iban" not in each["loc"]
        )  # whose account is not told
        values = {**bounds, **({"value": str(each["input"])[:_VALUE_MAX]} if plain else {})}
        field = ".".join([*within, *map(str, each["loc"])])
        found.append(Fault(field, each["msg"], each["type"].replace("_", "-"), values))
    return found


def _check_names(names: Sequence[str], required: Sequence[str], optional: Sequence[str]) -> None:
    known = [*required, *optional]
    missing = [name for name in required if name not in names]
    unknown = [name for name in names if name not in known]
    if missing or unknown or len(set(names)) < len(names):
        raise UnreadableTable(
            f"The first row must name the columns {', '.join(required)}"
            + (f" and may name {', '.join(optional)}" if optional else "")
            + f", each once; it names {', '.join(names) or 'none'}.",
            asked=", ".join(required),
            missing=missing,
            unknown=unknown,
        )
