"""Lists of orders: searched, sorted, counted by what they have in common, summed up, taken into a spreadsheet."""

from collections.abc import AsyncIterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Response
from kit.auth import Principal
from kit.db import Database, ReadTransaction
from kit.exports import csv_stream
from kit.http import Db, Paging, requires
from kit.money import ZERO
from kit.pagination import Page, PageRequest, fetch_page
from pydantic import BaseModel, Field
from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select, text, tuple_

from kit import clock
from sales.api.access import SalesDesk
from sales.api.schemas import OrderSummary, Short
from sales.domain.fulfilment import UNDER_WAY, OrderStatus
from sales.storage.tables import partner, sales_order, sales_order_line

router = APIRouter(prefix="/orders", tags=["orders"])

Reader = Annotated[Principal, requires("sales.orders.read")]

_EXPORT_MAX = 100_000
_PART = 1000
_FACETS = ("status", "channel", "salesperson", "team", "warehouse", "currency", "hold_cause")
_EXPORTED = (
    "number", "status", "hold_cause", "customer_code", "customer_name", "customer_reference", "ordered_on", "requested_on",
    "salesperson", "team", "channel", "warehouse", "currency", "rate", "net", "charged", "value", "gross",
)  # fmt: skip


class OrderFilter(BaseModel):
    """What a list can be narrowed by."""

    status: list[OrderStatus] = Field(default_factory=list, description="Any of these.")
    customer_id: UUID | None = None
    product_id: UUID | None = Field(default=None, description="Orders with this product.")
    salesperson: Short | None = None
    team: Short | None = None
    channel: Short | None = None
    warehouse: Short | None = None
    currency: Short | None = None
    ordered_from: date | None = Field(default=None, description="Ordered on this day or later.")
    ordered_until: date | None = Field(default=None, description="Ordered on this day or earlier.")
    wanted_until: date | None = Field(default=None, description="Goods are owed, and wanted on this day or earlier.")
    on_hold: bool = False
    is_short: bool = Field(default=False, description="A line waits for stock.")
    is_late: bool = Field(default=False, description="Goods are owed that were wanted before today (UTC).")
    q: str = Field(
        default="",
        max_length=60,
        description="Begin of our number, of the customer's code or name, or his own number of the order.",
    )

    def conditions(self, caller: Principal) -> list[ColumnElement[bool]]:
        """In SQL; a portal user sees his own customer's.

        Raises:
            NotYours: a customer asks for another's.
        """
        order = sales_order.c
        found: list[ColumnElement[bool]] = []
        if caller.customer_id is not None:
            caller.require_customer(self.customer_id or caller.customer_id)
            found.append(order.customer_id == UUID(caller.customer_id))
        plain = (order.customer_id, order.salesperson, order.team, order.channel, order.warehouse, order.currency)
        found += [column == value for column in plain if (value := getattr(self, str(column.key))) is not None]
        if self.status:
            found.append(order.status.in_([status.value for status in self.status]))
        if self.ordered_from is not None:
            found.append(order.ordered_on >= self.ordered_from)
        if self.ordered_until is not None:
            found.append(order.ordered_on <= self.ordered_until)
        if self.wanted_until is not None:
            found.append(and_(_OWED, order.requested_on <= self.wanted_until))
        ticks = ((self.on_hold, order.hold_cause.is_not(None)), (self.is_short, _SHORT), (self.is_late, _late()))
        found += [condition for is_asked, condition in ticks if is_asked]
        if self.product_id is not None:
            found.append(_lines(sales_order_line.c.product_id == self.product_id, sales_order_line.c.quantity > 0))
        if self.q:
            found.append(_searched(self.q))
        return found


def _lines(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(sales_order_line.c.sales_order_id == sales_order.c.id, *conditions)


_OWED = sales_order.c.status.in_(sorted(status.value for status in UNDER_WAY))


def _late() -> ColumnElement[bool]:
    return and_(_OWED, sales_order.c.requested_on < clock.now().date())


_SHORT = _lines(sales_order_line.c.backordered > 0, sales_order_line.c.is_drop_shipped.is_(False))


def _searched(asked: str) -> ColumnElement[bool]:
    customers = select(partner.c.id).where(
        or_(
            partner.c.code.istartswith(asked, autoescape=True),
            partner.c.name.istartswith(asked, autoescape=True),
        )
    )
    return or_(
        sales_order.c.number.startswith(asked.upper(), autoescape=True),
        sales_order.c.customer_reference == asked,
        sales_order.c.customer_id.in_(customers),
    )


_COMPUTED: Mapping[str, ColumnElement[Any]] = {
    "customer_code": partner.c.code,
    "customer_name": partner.c.name,
    "is_short": _SHORT,
}
_SORTABLE = {name: sales_order.c[name] for name in ("created_at", "number", "ordered_on", "net", "priority")}


def _statement(wanted: OrderFilter, caller: Principal) -> Select[Any]:
    own = [sales_order.c[name] for name in OrderSummary.model_fields if name not in _COMPUTED]
    return (
        select(*own, *(column.label(name) for name, column in _COMPUTED.items()))
        .outerjoin_from(sales_order, partner, partner.c.id == sales_order.c.customer_id)
        .where(*wanted.conditions(caller))
    )


def _summary(row: Mapping[str, Any], caller: Principal) -> OrderSummary:
    hidden = {} if caller.customer_id is None else {"margin": None}
    return OrderSummary(**{**row, **hidden})


@router.get("", summary="Sales orders, without their lines")
async def list_orders(
    caller: Reader, db: Db, paging: Paging, wanted: Annotated[OrderFilter, Query()]
) -> Page[OrderSummary]:
    async with db.read() as tx:
        return await fetch_page(
            tx,
            _statement(wanted, caller),
            paging,
            sortable=_SORTABLE,
            key=sales_order.c.id,
            convert=lambda row: _summary(dict(row), caller),
        )


class FacetOut(BaseModel):
    """How many of the orders have it, and what they are worth."""

    key: str | None = Field(examples=["confirmed"])
    orders: int
    value: Decimal = Field(description="In company currency, before tax.")


class OrderTotalsOut(BaseModel):
    """Of all orders that the list has, not of one page."""

    orders: int
    value: Decimal = Field(description="In company currency, before tax.")
    margin: Decimal | None = Field(
        description="In company currency; null for customers, and where that of an order is not known."
    )
    currency: str
    facets: dict[str, list[FacetOut]] = Field(description="By member of the order, the most first.")
    short: FacetOut = Field(description="Of these, those of which a line waits for stock.")
    late: FacetOut = Field(description="Of these, those that owe goods that were wanted before today (UTC).")


@router.get("/totals", summary="How many orders a list has, what they are worth, and what they have in common")
async def get_order_totals(
    caller: Reader, db: Db, desk: SalesDesk, wanted: Annotated[OrderFilter, Query()]
) -> OrderTotalsOut:
    columns = [sales_order.c[name] for name in _FACETS]
    margin = sales_order.c.margin / func.coalesce(sales_order.c.rate, 1)
    statement = (
        select(
            func.grouping(*columns).label("kind"),
            *columns,
            func.count().label("orders"),
            func.sum(sales_order.c.value).label("value"),
            func.round(func.sum(margin), 2).label("margin"),
            func.count(margin).label("judged"),
        )
        .where(*wanted.conditions(caller))
        .group_by(func.grouping_sets(*(tuple_(column) for column in columns), text("()")))
    )
    async with db.read() as tx:
        rows = [dict(row) for row in await tx.select(statement)]
        short = await _sum(tx, "short", *wanted.conditions(caller), _SHORT)
        late = await _sum(tx, "late", *wanted.conditions(caller), _late())
    return _totals(rows, short, late, desk.currency, caller)


async def _sum(tx: ReadTransaction, key: str, *conditions: ColumnElement[bool]) -> FacetOut:
    value = func.coalesce(func.sum(sales_order.c.value), ZERO)
    (row,) = await tx.select(select(func.count().label("orders"), value.label("value")).where(*conditions))
    return FacetOut(key=key, orders=row["orders"], value=row["value"])


def _totals(
    rows: list[dict[str, Any]], short: FacetOut, late: FacetOut, currency: str, caller: Principal
) -> OrderTotalsOut:
    everything = (1 << len(_FACETS)) - 1  # no column is grouped by; each bit that is unset is one that is
    facets: dict[str, list[FacetOut]] = {}
    for i, name in enumerate(_FACETS):
        kind = everything & ~(1 << (len(_FACETS) - 1 - i))
        found = [
            FacetOut(key=row[name], orders=row["orders"], value=row["value"]) for row in rows if row["kind"] == kind
        ]
        facets[name] = sorted(found, key=lambda facet: (-facet.orders, facet.key or ""))
    whole = next((row for row in rows if row["kind"] == everything), None)
    if whole is None:
        return OrderTotalsOut(
            orders=0, value=ZERO, margin=None, currency=currency, facets=facets, short=short, late=late
        )
    is_known = caller.customer_id is None and whole["judged"] == whole["orders"]
    return OrderTotalsOut(
        orders=whole["orders"],
        value=whole["value"] or ZERO,
        margin=whole["margin"] if is_known else None,
        currency=currency,
        facets=facets,
        short=short,
        late=late,
    )


@router.get(
    "/export.csv",
    summary="The list as a table for spreadsheets, the newest first; at most 100,000 orders",
    response_class=Response,
    responses={200: {"content": {"text/csv": {}}}},
)
async def export_orders(caller: Reader, db: Db, wanted: Annotated[OrderFilter, Query()]) -> Response:
    columns = (*_EXPORTED, *(("margin",) if caller.customer_id is None else ()))
    statement = _statement(wanted, caller)  # refuses before the answer begins
    return csv_stream("orders", columns, _rows(db, statement, columns))


async def _rows(db: Database, statement: Select[Any], columns: tuple[str, ...]) -> AsyncIterator[tuple[object, ...]]:
    """Page by page: nothing waits for a slow reader."""
    cursor, told = None, 0
    while told < _EXPORT_MAX:
        async with db.read() as tx:
            page = await fetch_page(
                tx,
                statement,
                PageRequest(limit=_PART, cursor=cursor, sort="-created_at"),
                sortable=_SORTABLE,
                key=sales_order.c.id,
                convert=dict,
            )
        for row in page.items:
            yield tuple(row[name] for name in columns)
        told += len(page.items)
        cursor = page.next_cursor
        if cursor is None:
            return
