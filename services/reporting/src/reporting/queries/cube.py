"""The margin cube in SQL. What totals can answer is read from totals, all else from entries: the figures are the same.

Totals know whole months by what a product has, or by all else. The days around whole months are few: entries answer them.
"""

from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import (
    BigInteger,
    Date,
    FromClause,
    Numeric,
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
from sqlalchemy.sql.elements import ColumnElement

from reporting.domain.cube import TIME_AXES, Basis, CubeAxis, Part, Question
from reporting.storage.tables import partner, product
from reporting.storage.tables_cube import MEASURES, margin_customer, margin_entry, margin_product

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


def columns_asked(question: Question) -> set[str]:
    """The columns that axes and filters read, time apart."""
    axes = {question.by, *question.only} | ({question.across} if question.across else set())
    return {_COLUMNS[axis] for axis in axes - TIME_AXES}


def total_of(question: Question) -> Table | None:
    """The total that is fine enough for a question; where none is, entries are read."""
    asked = columns_asked(question)
    if "product_id" not in asked:
        return margin_customer
    return margin_product if asked == {"product_id"} else None


def rows(question: Question) -> Select[Any]:
    """One row for each pair of keys, with its sums."""
    facts = _facts(question)
    key, name = _key_and_name(question.by, facts)
    across_key, across_name = _key_and_name(question.across, facts) if question.across else (literal(""), literal(""))
    kept = _only(select(), question, facts)
    return kept.add_columns(
        key.label("key"), func.min(name).label("name"), across_key.label("across_key"),
        func.min(across_name).label("across_name"), (key + "/" + across_key).label("id"), *_sums(facts),
    ).group_by(key, across_key)  # fmt: skip


def total(question: Question) -> Select[Any]:
    """The sums of all rows, shown or not: no axis changes them."""
    facts = _facts(replace(question, by=CubeAxis.MONTH, across=None))
    return _only(select(*_sums(facts)), question, facts)


def entries(question: Question) -> Select[Any]:
    """The entries behind a figure."""
    e = margin_entry.c
    day = e.sold_on if question.basis is Basis.SOLD else e.known_on
    until = Part(False, question.effective_from, question.effective_until, None, question.known_until)
    facts = _within(select(margin_entry, day.label("day")), day, e.known_on, until).subquery("facts")
    return _only(select(facts, product.c.sku, _customer.c.code.label("customer_code")), question, facts)


def _facts(question: Question) -> FromClause:
    total = total_of(question)
    if total is None:
        whole = Part(False, question.effective_from, question.effective_until, None, question.known_until)
        return _entries_in(whole, question).subquery("facts")
    parts = [
        _totals_in(total, part, question) if part.is_whole else _entries_in(part, question) for part in question.parts()
    ]
    return union_all(*parts).subquery("facts")


def _entries_in(part: Part, question: Question) -> Select[Any]:
    e = margin_entry.alias("e")
    day = e.c.sold_on if question.basis is Basis.SOLD else e.c.known_on
    measures = [
        literal_column(sql, BigInteger if name == "lines" else Numeric).label(name) for name, sql in MEASURES.items()
    ]
    return _within(select(day.label("day"), *(e.c[key] for key in _KEYS), *measures), day, e.c.known_on, part)


def _totals_in(total: Table, part: Part, question: Question) -> Select[Any]:
    day = total.c.sold_month if question.basis is Basis.SOLD else total.c.known_month
    keys = [
        total.c[key] if key in total.c else cast(literal(None), margin_entry.c[key].type).label(key) for key in _KEYS
    ]
    return _within(
        select(day.label("day"), *keys, *(total.c[name] for name in MEASURES)), day, total.c.known_month, part
    )


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
