"""Two weeks of a wholesaler's real orders."""

import csv
import lzma
from collections.abc import Sequence
from decimal import Decimal
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

_FILE = Path(__file__).parent / "data" / "wwi_2013_01.csv.xz"


class Item(NamedTuple):
    """An article as it was sold then."""

    code: str
    family: str
    weight_kg: str
    list_price: Decimal
    last_cost: Decimal


class Line(NamedTuple):
    item: Item
    quantity: Decimal


class Order(NamedTuple):
    """An order of a customer, who is of a segment."""

    number: str
    ordered_on: str
    customer: str
    segment: str
    lines: Sequence[Line]


def orders() -> list[Order]:
    """In the order they came in."""
    with lzma.open(_FILE, "rt", encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return [_order(list(lines)) for _, lines in groupby(rows, key=lambda row: row["order"])]


def _order(rows: list[dict[str, str]]) -> Order:
    first = rows[0]
    lines = [
        Line(
            Item(row["item"], row["family"], row["weight_kg"], Decimal(row["list_price"]), Decimal(row["last_cost"])),
            Decimal(row["quantity"]),
        )
        for row in rows
    ]
    return Order(first["order"], first["ordered_on"], first["customer"], first["segment"], lines)
