"""The margin cube in SQL. What totals can answer is read from totals, all else from entries: the figures are the same.

Totals know whole months (and years) by what a product has, or by all else. The days around these are few: entries answer.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from sqlalchemy import (
    Column,
    Date,
    FromClause,
    Select,
    String,
    Table,
    case,
    cast,
    func,
    literal,
    literal_column,
    select,
    union_all,
)
from sqlalchemy.sql.base import ReadOnlyColumnCollection
from sqlalchemy.sql.elements import ColumnElement

from reporting.domain.cube import TIME_AXES, Basis, CubeAxis, Grain, Part, Question
from reporting.storage.tables import partner, product
from reporting.storage.tables_cube import MEASURES, margin_customer, margin_entry, margin_product, margin_product_year

# Axis → the column of an entry that it is read from.
_COLUMNS = {
    CubeAxis.PRODUCT: "product_id",
    CubeAxis.FAMILY: "product_id",
    CubeAxis.SUPPLIER: "product_id",
    CubeAxis.CUSTOMER: "customer_id",
    CubeAxis.SEGMENT: "segment",
    CubeAxis.SALESPERSON: "salesperson",
    CubeAxis.TEAM: "team",
    CubeAxis.CHANNEL: "channel",
    CubeAxis.SITE: "site",
}
_TIMES = {CubeAxis.MONTH: "YYYY-MM", CubeAxis.QUARTER: 'YYYY"-Q"Q', CubeAxis.YEAR: "YYYY"}
_KEYS = ("product_id", "customer_id", "segment", "salesperson", "team", "channel", "site")
_supplier = partner.alias("supplier")
_customer = partner.alias("customer")


def columns_of(axes: Iterable[CubeAxis]) -> set[str]:
    """The columns that axes read, time apart."""
    return {_COLUMNS[axis] for axis in axes if axis not in TIME_AXES}


def totals_of(axes: set[CubeAxis]) -> dict[Grain, Table]:
    """The totals that tell these axes apart, the coarsest first; where none do, entries are read."""
    columns = columns_of(axes)
    if "product_id" not in columns:
        return {Grain.MONTH: margin_customer}
    if columns != {"product_id"}:
        return {}
    of_months = {Grain.MONTH: margin_product}
    return of_months if axes & {CubeAxis.MONTH, CubeAxis.QUARTER} else {Grain.YEAR: margin_product_year, **of_months}


def rows(question: Question) -> Select[Any]:
    """One row for each pair of keys, with its sums."""
    facts = _facts(question, {question.by} | ({question.across} if question.across else set()))
    key, name = _key_and_name(question.by, facts)
    across_key, across_name = _key_and_name(question.across, facts) if question.across else (literal(""), literal(""))
    kept = _only(select(), question, facts)
    return kept.add_columns(
        key.label("key"), func.min(name).label("name"), across_key.label("across_key"),
        func.min(across_name).label("across_name"), (key + "/" + across_key).label("id"), *_sums(facts),
    ).group_by(key, across_key)  # fmt: skip


def total(question: Question) -> Select[Any]:
    """The sums of all rows, shown or not: no axis changes them."""
    facts = _facts(question, set())
    return _only(select(*_sums(facts)), question, facts)


def entries(question: Question) -> Select[Any]:
    """The entries behind a figure."""
    e = margin_entry.c
    day = e.sold_on if question.basis is Basis.SOLD else e.known_on
    facts = _within(select(margin_entry, day.label("day")), day, e.known_on, question.whole).subquery("facts")
    return _only(select(facts, product.c.sku, _customer.c.code.label("customer_code")), question, facts)


def _facts(question: Question, axes: set[CubeAxis]) -> FromClause:
    """What is asked by these axes and by those of filters, added up by what they read before anything gets its name."""
    axes = axes | question.only.keys()
    totals = totals_of(axes)
    parts = question.whole.cut(list(totals))
    return union_all(*(_summed(part, totals.get(part.grain), question, axes) for part in parts)).subquery("facts")


def _summed(part: Part, total: Table | None, question: Question, axes: set[CubeAxis]) -> Select[Any]:
    measures: Mapping[str, ColumnElement[Any]]
    if total is not None:
        c, sold_on, known_on = total.c, total.c[f"sold_{part.grain}"], total.c[f"known_{part.grain}"]
        measures = {name: c[name] for name in MEASURES}
    else:
        c, sold_on, known_on = (e := margin_entry.alias("e")).c, e.c.sold_on, e.c.known_on
        measures = {name: literal_column(sql, c.revenue.type) for name, sql in MEASURES.items()}
    day = sold_on if question.basis is Basis.SOLD else known_on
    columns = columns_of(axes)
    by = [c[key].label(key) for key in _KEYS if key in columns]
    if TIME_AXES & axes:
        by.append(cast(func.date_trunc("month", day), Date).label("day"))
    nothing = [cast(literal(None), margin_entry.c[key].type).label(key) for key in _KEYS if key not in columns]
    if not TIME_AXES & axes:
        nothing.append(cast(literal(None), Date).label("day"))
    found = {column.name: column for column in (*by, *nothing)}
    sums = (func.sum(measure).label(name) for name, measure in measures.items())
    statement = select(*(found[name] for name in (*_KEYS, "day")), *sums).group_by(*by)
    for axis, wanted in question.only.items():
        if (condition := _early(axis, wanted, c)) is not None:
            statement = statement.where(condition)
    return _within(statement, day, known_on, part)


def _early(axis: CubeAxis, wanted: str, c: ReadOnlyColumnCollection[str, Column[Any]]) -> ColumnElement[bool] | None:
    """What a filter can leave out before names are known; it is applied once more to these."""
    if axis in TIME_AXES or wanted in ("?", "charges"):
        return None
    column = c[_COLUMNS[axis]]
    ids: dict[CubeAxis, Select[Any]] = {
        CubeAxis.PRODUCT: select(product.c.id).where(product.c.sku == wanted),
        CubeAxis.FAMILY: select(product.c.id).where(product.c.family_code == wanted),
        CubeAxis.SUPPLIER: select(product.c.id).where(
            product.c.supplier_id.in_(select(partner.c.id).where(partner.c.code == wanted))
        ),
        CubeAxis.CUSTOMER: select(partner.c.id).where(partner.c.code == wanted),
    }
    return column.in_(ids[axis]) if axis in ids else column == wanted


def _within(statement: Select[Any], day: ColumnElement[date], known_on: ColumnElement[date], part: Part) -> Select[Any]:
    bounds = (
        (part.effective_from, day.__ge__), (part.effective_until, day.__lt__),
        (part.known_from, known_on.__ge__), (part.known_until, known_on.__lt__),
    )  # fmt: skip
    return statement.where(*(compare(bound) for bound, compare in bounds if bound is not None))


def _only(statement: Select[Any], question: Question, facts: FromClause) -> Select[Any]:
    """The facts with their products and partners, but for those that a filter leaves out."""
    statement = statement.select_from(
        facts.outerjoin(product, product.c.id == facts.c.product_id)
        .outerjoin(_supplier, _supplier.c.id == product.c.supplier_id)
        .outerjoin(_customer, _customer.c.id == facts.c.customer_id)
    )
    for axis, wanted in question.only.items():
        statement = statement.where(_key_and_name(axis, facts)[0] == wanted)
    return statement


def _key_and_name(axis: CubeAxis, facts: FromClause) -> tuple[ColumnElement[str], ColumnElement[str]]:
    if axis in _TIMES:
        text = func.to_char(cast(facts.c.day, Date), _literal(_TIMES[axis]))
        return text, text
    if axis is CubeAxis.CUSTOMER:
        return func.coalesce(_customer.c.code, _literal("?")), func.coalesce(_customer.c.name, _literal("?"))
    if axis in (CubeAxis.PRODUCT, CubeAxis.FAMILY, CubeAxis.SUPPLIER):
        key, name = {
            CubeAxis.PRODUCT: (product.c.sku, product.c.name),
            CubeAxis.FAMILY: (product.c.family_code, product.c.family_name),
            CubeAxis.SUPPLIER: (_supplier.c.code, _supplier.c.name),
        }[axis]
        return _of_product(key, facts), _of_product(name, facts)
    column = facts.c[_COLUMNS[axis]]
    return column, column


def _of_product(value: ColumnElement[str], facts: FromClause) -> ColumnElement[str]:
    """What a product has; charges have none."""
    return case((facts.c.product_id.is_(None), _literal("charges")), else_=func.coalesce(value, _literal("?")))


def _literal(text: str) -> ColumnElement[str]:
    """In the text of the statement: PostgreSQL must see that what is selected is what is grouped by."""
    return literal(text, String, literal_execute=True)


def _sums(facts: FromClause) -> list[ColumnElement[Any]]:
    c = facts.c
    measures = [func.coalesce(func.sum(c[name]), 0).label(name) for name in MEASURES]
    revenue = c.sold + c.credited
    margin = revenue - c.purchase_cost - c.landed_cost - c.adjustments - c.returned_cost
    return [
        *measures,
        func.coalesce(func.sum(revenue), 0).label("revenue"),
        func.coalesce(func.sum(margin), 0).label("margin"),
    ]
