"""Orders that come as a table: rows that belong together, and everything that is wrong with them, at once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

ORDER_LINES_MAX = 1000


class Mode(StrEnum):
    """What to do with a table of which some rows are wrong."""

    ALL = "all"  # nothing of it, unless all of it
    EACH = "each"  # the orders without a fault


class IntakeStatus(StrEnum):
    CHECKED = "checked"  # nothing is ordered yet
    IMPORTED = "imported"


@dataclass(frozen=True, slots=True)
class IntakeRow:
    """A row as it was written. `place` counts rows from 1, without the heading."""

    place: int
    customer: str
    reference: str
    product: str
    quantity: Decimal
    packaging: str | None
    unit_price: Decimal | None
    warehouse: str
    ordered_on: date | None
    shortage: str
    is_drop_shipped: bool = False


@dataclass(frozen=True, slots=True)
class IntakeFault:
    """One thing wrong with a row; `rule` is a public name, `detail` says what to do."""

    place: int
    column: str
    rule: str
    detail: str


@dataclass(frozen=True, slots=True)
class IntakeTable:
    """A table as it was read. `spoilt`: (customer, reference) of orders some rows of which cannot be read."""

    rows: tuple[IntakeRow, ...]
    unreadable: tuple[IntakeFault, ...] = ()
    spoilt: frozenset[tuple[str, str]] = frozenset()

    @property
    def row_count(self) -> int:
        return len(self.rows) + len({fault.place for fault in self.unreadable})


_OF_THE_ORDER = ("warehouse", "ordered_on", "shortage")


def grouped(rows: Iterable[IntakeRow]) -> list[list[IntakeRow]]:
    """Rows of one order each, in the order of their first rows: the same customer and the same number of his."""
    groups: dict[tuple[str, str], list[IntakeRow]] = {}
    for row in rows:
        groups.setdefault(order_key(row.customer, row.reference), []).append(row)
    return list(groups.values())


def order_key(customer: str, reference: str) -> tuple[str, str]:
    """What rows of one order have in common."""
    return customer.upper(), reference


def group_faults(group: Sequence[IntakeRow]) -> list[IntakeFault]:
    """Where rows of one order contradict its first, and where it is too long."""
    first = group[0]
    faults = [
        IntakeFault(
            row.place,
            column,
            "order-disagrees",
            f"Row {first.place} of the same order {first.reference!r} has {getattr(first, column) or 'nothing'} here:"
            " write the same, or another reference.",
        )
        for row in group[1:]
        for column in _OF_THE_ORDER
        if getattr(row, column) != getattr(first, column)
    ]
    if len(group) > ORDER_LINES_MAX:
        detail = f"The order {first.reference!r} has {len(group)} rows, and {ORDER_LINES_MAX} at most: divide it."
        faults.append(IntakeFault(first.place, "reference", "order-too-long", detail))
    return faults


def sound(
    groups: Sequence[Sequence[IntakeRow]], faults: Iterable[IntakeFault], spoilt: frozenset[tuple[str, str]]
) -> list[Sequence[IntakeRow]]:
    """Orders all of whose rows can be read, and none of which has a fault."""
    wrong = {fault.place for fault in faults}
    return [
        group
        for group in groups
        if order_key(group[0].customer, group[0].reference) not in spoilt
        and not any(row.place in wrong for row in group)
    ]
