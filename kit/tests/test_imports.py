"""Tables from spreadsheets: whatever a program writes is read back, and what is no table is refused."""

import csv
import io
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from kit.imports import UnreadableTable, parsed, read_csv
from pydantic import BaseModel

CELL = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Zs", "Zl", "Zp")), min_size=1, max_size=12)


class Row(BaseModel):
    sku: str
    price: Decimal


@given(
    st.lists(st.tuples(CELL, CELL), max_size=5), st.sampled_from(";,\t"), st.booleans(), st.sampled_from(["\n", "\r\n"])
)
def test_what_a_spreadsheet_writes_is_read_back(
    rows: list[tuple[str, str]], delimiter: str, has_mark: bool, line_end: str
) -> None:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter, lineterminator=line_end).writerows([("B", "a"), *rows])
    content = text.getvalue().encode("utf-8-sig" if has_mark else "utf-8")
    read = read_csv(content, required=["a"], optional=["b"], rows_max=5)
    assert [(row["b"], row["a"]) for row in read] == [(b.strip(), a.strip()) for b, a in rows]


def test_what_windows_writes_is_read_as_it_was_meant() -> None:
    assert read_csv("Nom;Prix\nŒillet d'Été;1 €\n".encode("cp1252"), required=["nom", "prix"], rows_max=5) == [
        {"nom": "Œillet d'Été", "prix": "1 €"}
    ]
    with pytest.raises(UnreadableTable, match="neither"):
        read_csv(b"a;b\n\xff\x00;1\n", required=["a", "b"], rows_max=5)


def test_rows_are_read_with_decimal_commas_and_their_faults_have_places() -> None:
    rows = [{"sku": "A", "price": "1,50"}, {"sku": "B", "price": "x"}, {"price": "2"}]
    read, faults = parsed(rows, Row, numbers=["price"])
    assert [(place, row.price) for place, row in read] == [(0, Decimal("1.50"))]
    assert [fault.field for fault in faults] == ["lines.1.price", "lines.2.sku"]


def test_more_rows_than_allowed_are_refused() -> None:
    with pytest.raises(UnreadableTable, match="2 rows"):
        read_csv(b"a\n1\n2\n", required=["a"], rows_max=1)
