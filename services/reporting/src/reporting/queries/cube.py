"""The margin cube in SQL. What totals can answer is read from totals, all else from entries: the figures are the same.

Totals know whole months (and years, or days) by what a product has, by all else, or by both. Where they do not know days, the few
around whole months are read from entries.
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
    and_,
    case,
    cast,
    func,
    literal,
    literal_column,
    or_,
    select,
    union_all,
)
from sqlalchemy.sql.base import ReadOnlyColumnCollection
from sqlalchemy.sql.elements import ColumnElement

from reporting.domain.cube import TIME_AXES, Basis, CubeAxis, Grain, Part, Question
from reporting.storage.tables import partner, product
from reporting.storage.tables_cube import (
    MEASURES,
    margin_customer,
    margin_entry,
    margin_family,
    margin_family_day,
    margin_pair,
    margin_pair_year,
    margin_product,
    margin_product_year,
    margin_team,
    margin_team_day,
)

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
# Of a product as it is now: where nothing finer is asked, there are totals by these.
_FAMILIES = {"family_code": margin_family.c.family_code, "supplier_id": margin_family.c.supplier_id}
_KEYS: Mapping[str, Column[Any]] = {
    **{key: margin_entry.c[key] for key in ("product_id", "customer_id", "segment", "salesperson", "team", "channel", "site")},
    **_FAMILIES,
}  # fmt: skip
_supplier = partner.alias("supplier")
_customer = partner.alias("customer")
_family = (
    select(product.c.family_code, func.min(product.c.family_name).label("family_name"))
    .group_by(product.c.family_code)
    .subquery("family")
)


def columns_of(axes: Iterable[CubeAxis]) -> set[str]:
    """The columns that axes read, time apart."""
    columns = {_COLUMNS[axis] for axis in axes if axis not in TIME_AXES}
    return set(_FAMILIES) if columns == {"product_id"} and CubeAxis.PRODUCT not in axes else columns


def totals_of(axes: set[CubeAxis]) -> dict[Grain, Table]:
    """The totals that tell these axes apart, the coarsest first."""
    columns = columns_of(axes)
    if columns == set(_FAMILIES):
        return {Grain.MONTH: margin_family, Grain.DAY: margin_family_day}
    if "product_id" in columns:
        is_pair = columns != {"product_id"}
        of_months = {Grain.MONTH: margin_pair if is_pair else margin_product}
        if axes & {CubeAxis.MONTH, CubeAxis.QUARTER}:
            return of_months
        return {Grain.YEAR: margin_pair_year if is_pair else margin_product_year, **of_months}
    if "customer_id" in columns:
        return {Grain.MONTH: margin_customer}
    return {Grain.MONTH: margin_team, Grain.DAY: margin_team_day}


def is_of_pairs(question: Question) -> bool:
    """A product's axis meets a sale's: there are nearly as many sums as sales of an article to a customer."""
    columns = columns_of({question.by, *([question.across] if question.across else ()), *question.only})
    return "product_id" in columns and len(columns) > 1


def rows(question: Question) -> Select[Any]:
    """One row for each pair of keys, with its sums."""
    facts = _facts(question, {question.by} | ({question.across} if question.across else set()))
    key, name = _key_and_name(question.by, facts)
    across_key, across_name = _key_and_name(question.across, facts) if question.across else (literal(""), literal(""))
    kept = _only(select(), question, facts)
    return kept.add_columns(
        key.label("key"), func.min(name).label("name"), across_key.label("across_key"),
        func.min(across_name).label("across_name"), (key + "/" + across_key).label("id"), *_sums(facts),
    ).group_by(key, across_key).having(_is_any(facts))  # fmt: skip


def by_id(question: Question) -> Select[Any]:
    """One row for each product (null: charges) or customer that is asked by, with its sums."""
    facts = _facts(question, {question.by})
    id_ = facts.c[_COLUMNS[question.by]]
    return select(id_.label("id"), *_sums(facts)).group_by(id_).having(_is_any(facts))


def total(question: Question) -> Select[Any]:
    """The sums of all rows, shown or not: no axis changes them."""
    facts = _facts(question, set())
    return _only(select(*_sums(facts)), question, facts)


def entries(question: Question) -> Select[Any]:
    """The entries behind a figure."""
    e = margin_entry.c
    day = e.sold_on if question.basis is Basis.SOLD else e.known_on
    of_now = [cast(literal(None), column.type).label(key) for key, column in _FAMILIES.items()]  # the product tells
    selected = select(margin_entry, day.label("day"), *of_now)
    facts = _within(selected, day, e.known_on, question.whole).subquery("facts")
    return _only(select(facts, product.c.sku, _customer.c.code.label("customer_code")), question, facts)


def _facts(question: Question, axes: set[CubeAxis]) -> FromClause:
    """What is asked by these axes and by those of filters, added up by what they read before anything gets its name."""
    axes = axes | question.only.keys()
    totals = totals_of(axes)
    parts = question.whole.cut([grain for grain in totals if grain is not Grain.DAY])
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
    nothing = [cast(literal(None), column.type).label(key) for key, column in _KEYS.items() if key not in columns]
    if not TIME_AXES & axes:
        nothing.append(cast(literal(None), Date).label("day"))
    found = {column.name: column for column in (*by, *nothing)}
    summed = ((name, func.sum(measure)) for name, measure in measures.items())
    sums = ((-amount if part.sign < 0 else amount).label(name) for name, amount in summed)
    statement = select(*(found[name] for name in (*_KEYS, "day")), *sums).group_by(*by)
    for axis, wanted in question.only.items():
        if (condition := _early(axis, wanted, c)) is not None:
            statement = statement.where(condition)
    return _within(statement, day, known_on, part)


def _early(axis: CubeAxis, wanted: str, c: ReadOnlyColumnCollection[str, Column[Any]]) -> ColumnElement[bool] | None:
    """What a filter can leave out before names are known; it is applied once more to these."""
    if axis in TIME_AXES or wanted in ("?", "charges"):
        return None
    if "family_code" in c:
        of_supplier = c["supplier_id"].in_(select(partner.c.id).where(partner.c.code == wanted))
        return c["family_code"] == wanted if axis is CubeAxis.FAMILY else of_supplier
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
        .outerjoin(_family, _family.c.family_code == facts.c.family_code)
        .outerjoin(_supplier, _supplier.c.id == func.coalesce(product.c.supplier_id, facts.c.supplier_id))
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
            CubeAxis.FAMILY: (
                func.coalesce(product.c.family_code, facts.c.family_code),
                func.coalesce(product.c.family_name, _family.c.family_name),
            ),
            CubeAxis.SUPPLIER: (_supplier.c.code, _supplier.c.name),
        }[axis]
        return _of_product(key, facts), _of_product(name, facts)
    column = facts.c[_COLUMNS[axis]]
    return column, column


def _of_product(value: ColumnElement[str], facts: FromClause) -> ColumnElement[str]:
    """What a product has; charges have none."""
    is_charge = and_(facts.c.product_id.is_(None), facts.c.family_code.is_(None))
    return case((is_charge, _literal("charges")), else_=func.coalesce(value, _literal("?")))


def _is_any(facts: FromClause) -> ColumnElement[bool]:
    """Whether there is anything to tell: what was taken off leaves sums of zero."""
    return or_(*(func.sum(facts.c[name]) != 0 for name in MEASURES))


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
