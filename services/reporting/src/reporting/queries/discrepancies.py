"""Differences of counts by cause, site or month, and the lines behind them. Periods are half-open, on the day of the count."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from kit.db import ReadTransaction
from sqlalchemy import ColumnElement, Select, Text, func, select

from reporting.domain.discrepancy import Basis, Differences
from reporting.storage.tables import product
from reporting.storage.tables_kpi import count_line


class Axis(StrEnum):
    """By what differences are added up."""

    CAUSE = "cause"
    SITE = "site"
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class Counted:
    """Which lines of counts are asked."""

    effective_from: date | None = None
    effective_until: date | None = None
    only: Mapping[Axis, str] = field(default_factory=dict)  # axis → key that alone counts


@dataclass(frozen=True, slots=True)
class Looked:
    """All that was counted, right or not."""

    lines: int
    value: Decimal


_LINE = count_line.c
_DIFFERENCE = _LINE.counted - _LINE.expected
_KEYS: dict[Axis, ColumnElement[str]] = {
    Axis.CAUSE: _LINE.cause,
    Axis.SITE: _LINE.site,
    Axis.MONTH: func.to_char(_LINE.counted_on, "YYYY-MM"),
}


async def differences(tx: ReadTransaction, counted: Counted, axis: Axis) -> dict[str, Differences]:
    """Sums by keys of the axis."""
    key = _KEYS[axis].label("key")
    value = func.abs(_DIFFERENCE) * _LINE.unit_cost
    statement = _asked(
        select(
            key,
            func.count().label("lines"),
            *(
                func.coalesce(func.sum(amount).filter(condition), 0).label(name)
                for name, amount, condition in (
                    ("units_missing", -_DIFFERENCE, _DIFFERENCE < 0),
                    ("units_found", _DIFFERENCE, _DIFFERENCE > 0),
                    ("value_missing", value, _DIFFERENCE < 0),
                    ("value_found", value, _DIFFERENCE > 0),
                    ("value_said", value, _LINE.basis == Basis.SAID),
                    ("value_proposed", value, _LINE.basis == Basis.PROPOSED),
                )
            ),
        ),
        counted,
    )
    rows = await tx.select(statement.where(_DIFFERENCE != 0).group_by(key))
    return {row["key"]: Differences(**{name: row[name] for name in row.keys() if name != "key"}) for row in rows}  # noqa: SIM118


async def looked(tx: ReadTransaction, counted: Counted) -> Looked:
    """What the differences are a part of: whatever their causes are."""
    of_all = Counted(
        counted.effective_from,
        counted.effective_until,
        {axis: key for axis, key in counted.only.items() if axis is not Axis.CAUSE},
    )
    [row] = await tx.select(
        _asked(
            select(
                func.count().label("lines"), func.coalesce(func.sum(_LINE.expected * _LINE.unit_cost), 0).label("value")
            ),
            of_all,
        )
    )
    return Looked(row["lines"], row["value"])


def lines(counted: Counted) -> Select[Any]:
    """Lines that differ, with what speaks for their causes."""
    other = product.alias("other")
    value = (func.abs(_DIFFERENCE) * _LINE.unit_cost).label("value")
    statement = select(
        count_line, _DIFFERENCE.label("difference"), value, product.c.sku, product.c.name,
        other.c.sku.label("evidence_sku"),
        func.concat(_LINE.count_id, "/", _LINE.part, "/", _LINE.position, type_=Text).label("id"),
    ).select_from(
        count_line.outerjoin(product, product.c.id == _LINE.product_id).outerjoin(
            other, other.c.id == _LINE.evidence_product_id
        )
    )  # fmt: skip
    return _asked(statement, counted).where(_DIFFERENCE != 0)


def _asked(statement: Select[Any], counted: Counted) -> Select[Any]:
    if counted.effective_from is not None:
        statement = statement.where(_LINE.counted_on >= counted.effective_from)
    if counted.effective_until is not None:
        statement = statement.where(_LINE.counted_on < counted.effective_until)
    for axis, wanted in counted.only.items():
        statement = statement.where(_KEYS[axis] == wanted)
    return statement
