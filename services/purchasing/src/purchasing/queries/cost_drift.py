"""How the prices of suppliers moved, and what that makes of a year's purchases.

A fixed-basket index of the Laspeyres type: 100 * sum(p1·q) / sum(p0·q), where q is what was ordered between the base day and
today. The yearly effect is sum(p1·q) - sum(p0·q): what the same purchases would cost more. Source: Producer Price Index
Manual (ILO, IMF and others, 2004), chapter 15 (with quantities of a period that does not end on the base day it is the
Lowe index of that chapter).

Two ways to take the prices:

- *list*: p0 is the supplier's price that held on the base day and p1 the one that holds today, each of the break that the
  order line reaches; q in packagings.
- *paid*: p0 is the average price paid in the year before the base day, p1 the price of the newest order; q in stock units,
  so that a change of packaging is no drift.

Prices in other currencies count at the newest rate, those of then as those of now: an exchange rate that moves is no
drift of prices.

What has only one of the two prices is left out: it has not drifted, it has come or gone.
"""

from datetime import date, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BindParameter,
    Date,
    Integer,
    Numeric,
    Select,
    Text,
    any_,
    bindparam,
    column,
    func,
    literal,
    select,
    text,
)
from sqlalchemy.dialects import postgresql

from purchasing.storage.tables import partner, product

_A_YEAR = timedelta(days=365)
_ORDERED = (
    "FROM purchase_order_line l JOIN purchase_order o ON o.id = l.purchase_order_id"
    " WHERE o.status IN ('placed', 'received', 'closed') AND (:supplier IS NULL OR o.supplier_id = :supplier)"
)
_ORDERED_WORTH = _ORDERED.replace(" WHERE", " LEFT JOIN worth w ON w.currency = o.currency WHERE", 1)
_WORTH = """worth AS (
    SELECT DISTINCT ON (currency) currency, rate FROM exchange_rate WHERE valid_on <= :today
    ORDER BY currency, valid_on DESC
)"""
_LIST = f"""
WITH {_WORTH}, bought AS MATERIALIZED (
    SELECT o.supplier_id, l.product_id, l.packaging_code, l.quantity, sum(l.quantity) AS total
    {_ORDERED} AND o.ordered_on >= :base AND o.ordered_on <= :today GROUP BY 1, 2, 3, 4
)
SELECT b.supplier_id, b.product_id, b.packaging_code, sum(b.total) AS quantity,
    sum(b.total * p0.unit_price) AS then_amount, sum(b.total * p1.unit_price) AS now_amount
FROM bought b
CROSS JOIN LATERAL (
    SELECT p.unit_price / coalesce(w.rate, 1) AS unit_price FROM supplier_price p LEFT JOIN worth w USING (currency)
    WHERE p.product_id = b.product_id AND p.supplier_id = b.supplier_id AND p.packaging_code = b.packaging_code
        AND p.from_quantity <= b.quantity AND p.effective_from <= :base
        AND (p.effective_until IS NULL OR p.effective_until > :base)
    ORDER BY p.from_quantity DESC LIMIT 1
) p0
CROSS JOIN LATERAL (
    SELECT p.unit_price / coalesce(w.rate, 1) AS unit_price FROM supplier_price p LEFT JOIN worth w USING (currency)
    WHERE p.product_id = b.product_id AND p.supplier_id = b.supplier_id AND p.packaging_code = b.packaging_code
        AND p.from_quantity <= b.quantity AND p.effective_from <= :today
        AND (p.effective_until IS NULL OR p.effective_until > :today)
    ORDER BY p.from_quantity DESC LIMIT 1
) p1
GROUP BY 1, 2, 3
"""
_PAID = f"""
WITH {_WORTH}, line AS MATERIALIZED (
    SELECT o.supplier_id, l.product_id, o.ordered_on, l.id, l.stock_quantity,
        l.quantity * l.unit_price / coalesce(w.rate, 1) AS amount
    {_ORDERED_WORTH} AND o.ordered_on >= :before AND o.ordered_on <= :today
), then_ AS (
    SELECT supplier_id, product_id, sum(amount) / sum(stock_quantity) AS price FROM line
    WHERE ordered_on < :base GROUP BY 1, 2
), now_ AS (
    SELECT DISTINCT ON (supplier_id, product_id) supplier_id, product_id, amount / stock_quantity AS price FROM line
    WHERE ordered_on >= :base ORDER BY supplier_id, product_id, ordered_on DESC, id DESC
), bought AS (
    SELECT supplier_id, product_id, sum(stock_quantity) AS quantity FROM line WHERE ordered_on >= :base GROUP BY 1, 2
)
SELECT supplier_id, product_id, '' AS packaging_code, quantity,
    quantity * then_.price AS then_amount, quantity * now_.price AS now_amount
FROM bought JOIN then_ USING (supplier_id, product_id) JOIN now_ USING (supplier_id, product_id)
"""


class Basis(StrEnum):
    LIST = "list"
    PAID = "paid"


class By(StrEnum):
    SUPPLIER = "supplier"
    FAMILY = "family"
    SUPPLIER_FAMILY = "supplier-family"


def drift_by(
    by: By, basis: Basis, base: date, today: date, *, supplier_id: UUID | None, family: str | None, level: int | None
) -> Select[Any]:
    """Rows by supplier, family or both: index, effect and how many products; unique by `key`.

    `level`: the families at that depth, 1 being the root (those that end above it stand for themselves); else each
    product's own. `family`: only what lies in it, however deep.
    """
    line = _lines(basis, base, today, supplier_id=supplier_id, family=family, level=level).subquery("line")
    nothing = literal(None, Text)
    supplier = line.c.supplier_id if by is not By.FAMILY else literal(None, postgresql.UUID())
    code = line.c.supplier_code if by is not By.FAMILY else nothing
    of_family = line.c.family if by is not By.SUPPLIER else nothing
    then, now = func.sum(line.c.then_amount), func.sum(line.c.now_amount)
    grouped = (
        select(
            supplier.label("supplier_id"),
            code.label("supplier_code"),
            of_family.label("family"),
            _index(then, now).label("index"),
            _round(now - then, 2).label("yearly_effect"),
            _round(now, 2).label("amount_now"),
            func.count(line.c.product_id.distinct()).label("products"),
        )
        .group_by(*[each for each in (supplier, code, of_family) if each.key in line.c])
        .subquery("grouped")
    )
    key = func.concat_ws("/", grouped.c.supplier_id.cast(Text), grouped.c.family, type_=Text).label("key")
    return _keyed(select(*grouped.c, key))


def drift_lines(basis: Basis, base: date, today: date, *, supplier_id: UUID | None, family: str | None) -> Select[Any]:
    """Rows by supplier, product and packaging; unique by `key`."""
    line = _lines(basis, base, today, supplier_id=supplier_id, family=family, level=None).subquery("line")
    return _keyed(
        select(
            line.c.supplier_id,
            line.c.supplier_code,
            line.c.product_id,
            line.c.sku,
            line.c.name,
            line.c.family,
            line.c.packaging_code,
            line.c.quantity,
            _round(line.c.then_amount / line.c.quantity, 6).label("price_then"),
            _round(line.c.now_amount / line.c.quantity, 6).label("price_now"),
            _index(line.c.then_amount, line.c.now_amount).label("index"),
            _round(line.c.now_amount - line.c.then_amount, 2).label("yearly_effect"),
            func.concat_ws(
                "/", line.c.supplier_id.cast(Text), line.c.product_id.cast(Text), line.c.packaging_code, type_=Text
            ).label("key"),
        )
    )


def _keyed(statement: Select[Any]) -> Select[Any]:
    """The same rows as a table of its own, so that a page can begin after any of them."""
    return select(statement.subquery("drift"))


def _index(then: Any, now: Any) -> Any:
    return _round(100 * now / func.nullif(then, 0), 2)


def _round(value: Any, decimals: int) -> Any:
    """Half away from zero, as PostgreSQL rounds numerics."""
    return func.round(value, decimals, type_=Numeric)


def _lines(
    basis: Basis, base: date, today: date, *, supplier_id: UUID | None, family: str | None, level: int | None
) -> Select[Any]:
    binds: list[BindParameter[Any]] = [
        bindparam("supplier", supplier_id, postgresql.UUID()),
        bindparam("base", base, Date),
        bindparam("today", today, Date),
    ]
    if basis is Basis.PAID:
        binds.append(bindparam("before", base - _A_YEAR, Date))
    moved = (
        text(_LIST if basis is Basis.LIST else _PAID)
        .bindparams(*binds)
        .columns(
            column("supplier_id", postgresql.UUID()),
            column("product_id", postgresql.UUID()),
            column("packaging_code", Text),
            column("quantity", Numeric),
            column("then_amount", Numeric),
            column("now_amount", Numeric),
        )
        .subquery("moved")
    )
    own = func.cardinality(product.c.family_path, type_=Integer)
    depth = own if level is None else func.least(own, level, type_=Integer)
    statement = (
        select(
            *moved.c,
            partner.c.code.label("supplier_code"),
            product.c.sku,
            product.c.name,
            func.coalesce(product.c.family_path[depth], "", type_=Text).label("family"),
        )
        .join(partner, partner.c.id == moved.c.supplier_id)
        .join(product, product.c.id == moved.c.product_id)
    )
    return statement if family is None else statement.where(literal(family, Text) == any_(product.c.family_path))
