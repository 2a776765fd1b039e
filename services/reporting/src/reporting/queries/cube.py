"""The margin cube in SQL. What totals can answer is read from totals, all else from entries: the figures are the same."""

from datetime import date
from typing import Any

from sqlalchemy import Date, FromClause, Select, String, case, cast, func, literal, select
from sqlalchemy.dialects.postgresql import UUID
from sqlalchemy.sql.elements import ColumnElement

from reporting.domain.cube import TIME_AXES, Basis, CubeAxis, Question
from reporting.storage.tables import partner, product
from reporting.storage.tables_cube import margin_entry, margin_total

# Axis → the column of an entry that it is read from; totals are kept by these.
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
_SUMMED = ("quantity", "discount", "revenue", "cost", "entries")
_supplier = partner.alias("supplier")
_customer = partner.alias("customer")


def columns_asked(question: Question) -> set[str]:
    """The columns that axes and filters read, time apart."""
    axes = {question.by, *question.only} | ({question.across} if question.across else set())
    return {_COLUMNS[axis] for axis in axes - TIME_AXES}


def reads_totals(question: Question) -> bool:
    """Whether totals by one column and month are fine enough."""
    return question.is_of_whole_months and question.known_until is None and len(columns_asked(question)) <= 1


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
    """The sums of all rows, shown or not."""
    facts = _facts(question)
    return _only(select(*_sums(facts)), question, facts)


def entries(question: Question) -> Select[Any]:
    """The entries behind a figure."""
    facts = _entries_of(question)
    return _only(select(facts, product.c.sku, _customer.c.code.label("customer_code")), question, facts)


def _facts(question: Question) -> FromClause:
    return _totals_of(question) if reads_totals(question) else _entries_of(question)


def _entries_of(question: Question) -> FromClause:
    e = margin_entry.c
    day = e.sold_on if question.basis is Basis.SOLD else e.known_on
    statement = select(margin_entry, day.label("day"), literal(1).label("entries"))
    statement = _within(statement, day, question)
    if question.known_until is not None:
        statement = statement.where(e.known_on < question.known_until)
    return statement.subquery("facts")


def _totals_of(question: Question) -> FromClause:
    t = margin_total.c
    axis = next(iter(columns_asked(question)), "channel")  # by time alone: any will do, this one has few keys
    key = cast(func.nullif(t.key, ""), UUID) if axis.endswith("_id") else t.key
    statement = select(t.kind, t.month.label("day"), key.label(axis), *(t[name] for name in _SUMMED))
    if axis != "product_id":
        statement = statement.add_columns(literal(None, UUID).label("product_id"))
    if axis != "customer_id":
        statement = statement.add_columns(literal(None, UUID).label("customer_id"))
    statement = statement.where(t.axis == axis, t.basis == str(question.basis))
    return _within(statement, t.month, question).subquery("facts")


def _within(statement: Select[Any], day: ColumnElement[date], question: Question) -> Select[Any]:
    if question.effective_from is not None:
        statement = statement.where(day >= question.effective_from)
    if question.effective_until is not None:
        statement = statement.where(day < question.effective_until)
    return statement


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
    def of(column: str, *kinds: str) -> ColumnElement[Any]:
        return func.coalesce(func.sum(facts.c[column]).filter(facts.c.kind.in_(kinds)), 0)

    return [
        func.coalesce(func.sum(facts.c.quantity), 0).label("quantity"),
        func.coalesce(func.sum(facts.c.revenue), 0).label("revenue"),
        func.coalesce(func.sum(facts.c.revenue - facts.c.cost), 0).label("margin"),
        of("revenue", "sale", "charge").label("sold"),
        of("revenue", "credit").label("credited"),
        func.coalesce(func.sum(facts.c.discount), 0).label("discount"),
        of("cost", "cost").label("purchase_cost"),
        of("cost", "landed").label("landed_cost"),
        of("cost", "adjustment").label("adjustments"),
        of("cost", "return").label("returned_cost"),
        of("entries", "sale").label("lines"),
    ]
