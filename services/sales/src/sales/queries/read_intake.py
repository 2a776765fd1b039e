"""A table of orders, looked up: every fault of every row, and the orders that have none. A few statements for all rows."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from kit.auth import Principal
from kit.db import ReadTransaction
from kit.errors import DomainError, Unavailable

from kit import clock
from sales.clients.desk import Desk
from sales.domain.basket import Basket
from sales.domain.charge import PricedBasket
from sales.domain.intake import IntakeFault, IntakeRow, IntakeTable, group_faults, grouped, order_key, sound
from sales.domain.order import Shortage
from sales.queries.price_basket import price_basket
from sales.queries.read_basket import WrittenLine, WrittenOrder, read_basket, stock_quantity
from sales.storage import codes, masters
from sales.storage.codes import Meaning
from sales.storage.masters import Customer, Product

_AT_ONCE = 6  # orders priced at the same time; the pool of connections is for others as well
_COLUMNS = {"product_id": "product", "packaging_code": "packaging", "customer_id": "customer"}


@dataclass(frozen=True, slots=True)
class IntakeOrder:
    """An order of a table, as the client would have written it, and the rows that it came from."""

    rows: Sequence[IntakeRow]
    written: WrittenOrder


@dataclass(frozen=True, slots=True)
class PricedOrder:
    """Its basket with the prices of now."""

    rows: Sequence[IntakeRow]
    basket: Basket
    priced: PricedBasket


async def read_intake(
    tx: ReadTransaction, table: IntakeTable, caller: Principal
) -> tuple[list[IntakeOrder], list[IntakeFault]]:
    """Orders without a fault, and all faults of the others."""
    names = {row.customer for row in table.rows} | {customer for customer, _ in table.spoilt}
    customer_ids = await codes.customers_called(tx, names | {name.upper() for name in names})
    rows = [replace(row, customer=_called(row.customer, customer_ids)) for row in table.rows]
    spoilt = frozenset(order_key(_called(customer, customer_ids), reference) for customer, reference in table.spoilt)
    named = {row.place: customer_ids.get(row.customer) for row in rows}
    own = await codes.own_codes(
        tx, {(id_, codes.code_key(row.product)) for row in rows if (id_ := named[row.place]) is not None}
    )
    called = await codes.products_called(tx, {row.product for row in rows})
    meanings = {row.place: _meanings(row, named[row.place], own, called) for row in rows}
    customers = await masters.customers(tx, [id_ for id_ in named.values() if id_ is not None])
    products = await masters.products(tx, list({each.product_id for found in meanings.values() for each in found}))
    groups = grouped(rows)
    taken = await _taken(tx, [(id_, group[0].reference) for group in groups if (id_ := named[group[0].place])])
    faults = [*table.unreadable, *(fault for group in groups for fault in group_faults(group))]
    for group in groups:
        head = group[0]
        id_ = named[head.place]
        customer = None if id_ is None else customers.get(id_)
        if fault := _customer_fault(head, customer, caller):
            faults.append(fault)
        elif customer is not None and (number := taken.get((customer.id, head.reference))):
            faults.append(_fault(head, "reference", "reference-taken", _TAKEN.format(row=head, number=number)))
        for row in group:
            faults += _row_faults(row, meanings[row.place], products, caller)
    whole = sound(groups, faults, spoilt)
    orders = [IntakeOrder(group, _written(group, named[group[0].place], meanings, caller)) for group in whole]
    return orders, sorted(faults, key=lambda fault: (fault.place, fault.column))


async def price_intake(
    desk: Desk, orders: Sequence[IntakeOrder], caller: Principal
) -> tuple[list[PricedOrder], list[IntakeFault]]:
    """Orders at the prices of now, and why others have none.

    Raises:
        PeerAway, DatabaseAway: not now.
    """
    gate = asyncio.Semaphore(_AT_ONCE)

    async def priced(order: IntakeOrder) -> PricedOrder | list[IntakeFault]:
        async with gate:
            try:
                async with desk.database.glance() as tx:
                    basket = await read_basket(tx, order.written, desk.currency)
                return PricedOrder(order.rows, basket, await price_basket(desk, basket, caller))
            except Unavailable:
                raise
            except DomainError as refusal:
                return _faults_of(order.rows, refusal)

    answers = await asyncio.gather(*(priced(order) for order in orders))
    faults = [fault for answer in answers if isinstance(answer, list) for fault in answer]
    return [answer for answer in answers if isinstance(answer, PricedOrder)], faults


_TAKEN = "The customer's number {row.reference!r} is that of {number} already: leave these rows out, or give another."


async def _taken(tx: ReadTransaction, references: Sequence[tuple[UUID, str]]) -> dict[tuple[UUID, str], str]:
    """Orders that have these numbers of their customers', but those that were cancelled."""
    rows = await tx.fetch(
        "SELECT o.customer_id, o.customer_reference, max(o.number) AS number FROM sales_order o"
        " JOIN unnest($1::uuid[], $2::text[]) AS x (c, r) ON o.customer_reference = x.r AND o.customer_id = x.c"
        " WHERE o.status <> 'cancelled' GROUP BY 1, 2",
        [customer for customer, _ in references],
        [reference for _, reference in references],
    )
    return {(row["customer_id"], row["customer_reference"]): row["number"] for row in rows}


def _called(name: str, known: Mapping[str, UUID]) -> str:
    """The id of a customer whom we know, so that rows of one order may name him differently; else what was written."""
    id_ = known.get(name) or known.get(name.upper())
    return name if id_ is None else str(id_)


def _meanings(
    row: IntakeRow,
    customer_id: UUID | None,
    own: Mapping[tuple[UUID, str], list[Meaning]],
    called: Mapping[str, list[Meaning]],
) -> list[Meaning]:
    """The customer's own code counts before ours."""
    mine = own.get((customer_id, codes.code_key(row.product)), []) if customer_id else []
    return mine or called.get(row.product, [])


def _customer_fault(row: IntakeRow, customer: Customer | None, caller: Principal) -> IntakeFault | None:
    if customer is None:
        detail = f"There is no customer {row.customer!r}: give his code, as the catalog has it."
        return _fault(row, "customer", "customer-not-known", detail)
    if caller.customer_id not in (None, str(customer.id)):
        return _fault(row, "customer", "not-yours", "This is another customer: order for your own.")
    if not customer.is_customer:
        detail = f"{customer.code} is no active customer: set it so in the catalog first."
        return _fault(row, "customer", "not-a-customer", detail)
    return None


def _row_faults(
    row: IntakeRow, meanings: Sequence[Meaning], products: Mapping[UUID, Product], caller: Principal
) -> list[IntakeFault]:
    faults = []
    if row.unit_price is not None and "sales.prices.set" not in caller.permissions:
        detail = "You may not set prices: leave the column empty, and the price list counts."
        faults.append(_fault(row, "unit_price", "permission-missing", detail))
    if len(meanings) > 1:
        detail = f"{row.product!r} means {len(meanings)} products: give the SKU."
        return [*faults, _fault(row, "product", "product-ambiguous", detail)]
    product = products.get(meanings[0].product_id) if meanings else None
    if product is None:
        detail = f"Nobody knows the product {row.product!r}: give a SKU, a GTIN, or the customer's own code."
        return [*faults, _fault(row, "product", "product-not-known", detail)]
    if not product.is_sold:
        return [
            *faults,
            _fault(row, "product", "not-sold", f"{product.sku} is blocked: leave it out, or take another."),
        ]
    try:
        stock_quantity(row.quantity, row.packaging or meanings[0].packaging_code, product, field="")
    except DomainError as refusal:
        column = "packaging" if refusal.slug == "packaging-not-known" else "quantity"
        faults.append(_fault(row, column, refusal.slug, refusal.detail))
    return faults


def _written(
    group: Sequence[IntakeRow],
    customer_id: UUID | None,
    meanings: Mapping[int, Sequence[Meaning]],
    caller: Principal,
) -> WrittenOrder:
    assert customer_id is not None  # noqa: S101  # the order has no fault
    head = group[0]
    lines = []
    for row in group:
        (meaning,) = meanings[row.place]
        packaging = row.packaging or meaning.packaging_code
        is_drop_shipped = row.is_drop_shipped and caller.customer_id is None
        lines.append(
            WrittenLine(meaning.product_id, row.quantity, packaging, row.unit_price, is_drop_shipped=is_drop_shipped)
        )
    return WrittenOrder(
        customer_id=customer_id,
        warehouse=head.warehouse if caller.customer_id is None else None,
        ordered_on=head.ordered_on or clock.now().date(),
        channel=None if caller.customer_id is None else "portal",
        salesperson=None,
        customer_reference=head.reference,
        shortage=Shortage(head.shortage),
        lines=tuple(lines),
    )


def _faults_of(rows: Sequence[IntakeRow], refusal: DomainError) -> list[IntakeFault]:
    """A refusal of the whole, on the rows that it names."""
    named = refusal.values.get("errors")
    told: list[Mapping[str, str]] = list(named) if isinstance(named, list) else []
    if not told:
        told = [{"field": refusal.field or "", "detail": refusal.detail}]
    return [_placed(rows, each["field"], each["detail"], refusal.slug) for each in told]


def _placed(rows: Sequence[IntakeRow], path: str, detail: str, rule: str) -> IntakeFault:
    first, _, rest = path.removeprefix("lines.").partition(".")
    row = rows[int(first)] if first.isdigit() and int(first) < len(rows) else rows[0]
    name = rest or first
    return _fault(row, _COLUMNS.get(name, name), rule, detail)


def _fault(row: IntakeRow, column: str, rule: str, detail: str) -> IntakeFault:
    return IntakeFault(row.place, column, rule, detail)
