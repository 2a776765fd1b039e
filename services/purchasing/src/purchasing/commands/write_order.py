"""Write an order down, or change its draft."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from uuid import UUID

from kit.audit import AuditEntry
from kit.db import Transaction
from kit.errors import stale
from kit.exchange import ExchangeRate
from kit.exchange_rates import rate_on
from kit.ids import new_id
from kit.money import ZERO
from kit.numbers import next_number
from kit.quantity import to_stock

from kit import audit
from purchasing.commands.give_back import give_back
from purchasing.domain.errors import OrderTaken, PackagingNotKnown, SoldLineNotKnown
from purchasing.domain.order import OrderLine, PurchaseOrder, check_draft
from purchasing.storage import masters, orders, revisions, sold_lines
from purchasing.storage.revisions import Tolerance


@dataclass(frozen=True, slots=True)
class WrittenLine:
    product_id: UUID
    packaging_code: str
    quantity: Decimal
    unit_price: Decimal
    expected_on: date | None
    over_receipt_rate: Decimal | None = None  # None: by the rules of tolerance, else the order's
    under_receipt_rate: Decimal | None = None
    blanket_line_id: UUID | None = None
    sales_order_line_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class WrittenOrder:
    """What the buyer wrote."""

    supplier_id: UUID
    currency: str
    warehouse: str
    ordered_on: date
    supplier_reference: str
    over_receipt_rate: Decimal
    lines: tuple[WrittenLine, ...]
    department: str = ""
    deliver_to: str = ""


async def create_order(
    tx: Transaction, id_: UUID, written: WrittenOrder, *, subject: str, company_currency: str
) -> PurchaseOrder:
    """A new draft.

    Raises:
        OrderTaken: an order with this id exists.
        SupplierNotKnown, NotASupplier, ProductNotKnown, NotBought, PackagingNotKnown, InexactConversion,
        RateMissing: it cannot be ordered so.
    """
    lines = await checked_lines(tx, written.supplier_id, written.lines)
    rate = await rate_on(tx, company_currency, written.currency, written.ordered_on, field="currency")
    number = await next_number(tx, "PO", written.ordered_on.year)
    order = _order(id_, number, written, lines, rate, by=subject)
    if not await orders.add(tx, order):
        taken = await orders.get(tx, id_)
        raise OrderTaken(f"{id_} is the order {taken.number} already.", field="id", number=taken.number)
    await record(tx, order, "created", subject)
    return order


async def change_order(
    tx: Transaction, id_: UUID, written: WrittenOrder, *, version: int, subject: str, company_currency: str
) -> PurchaseOrder:
    """The draft as it is written now; all its lines are new.

    Raises:
        NotFound, Stale, WrongStatus: there is no such draft in this version.
        And what `create_order` raises of the content.
    """
    before = await orders.lock(tx, id_)
    if before.version != version:
        raise stale("purchase order", sent=version, current=before.version)
    check_draft(before)
    await give_back(tx, before)
    lines = await checked_lines(tx, written.supplier_id, written.lines)
    rate = await rate_on(tx, company_currency, written.currency, written.ordered_on, field="currency")
    after = _order(id_, before.number, written, lines, rate, by=before.written_by)
    after = replace(after, version=before.version + 1)
    await orders.rewrite(tx, after)
    await record(tx, after, "changed", subject)
    return after


async def record(tx: Transaction, order: PurchaseOrder, action: str, subject: str, comment: str = "") -> None:
    """Write the trail."""
    changes = {"status": [None, str(order.status)], "net": [None, str(order.net)]}
    if comment:
        changes["comment"] = [None, comment]
    await audit.record(tx, AuditEntry("purchase_order", str(order.id), action, changes, subject, order.version))


async def checked_lines(tx: Transaction, supplier_id: UUID, written: Sequence[WrittenLine]) -> list[OrderLine]:
    """New lines of an order to a supplier, with the tolerances that count for them.

    Raises:
        SupplierNotKnown, NotASupplier, ProductNotKnown, NotBought, PackagingNotKnown, InexactConversion,
        SoldLineNotKnown: a line cannot be ordered so.
    """
    await masters.check_supplier(tx, supplier_id)
    await _check_sold(tx, written)
    ids = [line.product_id for line in written]
    products = await masters.bought_products(tx, ids)
    tolerances = await revisions.tolerances_for(tx, supplier_id, ids)
    return [
        _line(i, line, products[line.product_id], tolerances.get(line.product_id)) for i, line in enumerate(written)
    ]


async def _check_sold(tx: Transaction, written: Sequence[WrittenLine]) -> None:
    """Nothing when what goes straight to customers was sold to them."""
    known = await sold_lines.some(tx, [line.sales_order_line_id for line in written if line.sales_order_line_id])
    for i, line in enumerate(written):
        if line.sales_order_line_id is None:
            continue
        sold = known.get(line.sales_order_line_id)
        if sold is None or sold.product_id != line.product_id:
            raise SoldLineNotKnown(
                f"No sales order has the line {line.sales_order_line_id} of this product that a supplier delivers.",
                field=f"lines.{i}.sales_order_line_id",
            )


def _line(index: int, line: WrittenLine, product: masters.Product, tolerance: Tolerance | None) -> OrderLine:
    factor = product.packagings.get(line.packaging_code)
    if factor is None:
        raise PackagingNotKnown(
            f"{product.sku} has no packaging {line.packaging_code!r}: it has {', '.join(product.packagings)}.",
            field=f"lines.{index}.packaging_code",
        )
    return OrderLine(
        id=new_id(),
        product_id=line.product_id,
        packaging_code=line.packaging_code,
        factor=factor,
        quantity=line.quantity,
        stock_quantity=to_stock(line.quantity, factor, product.quantity_decimals, field=f"lines.{index}.quantity"),
        unit_price=line.unit_price,
        expected_on=line.expected_on,
        first_promised_on=line.expected_on,
        over_receipt_rate=tolerance.over_rate
        if line.over_receipt_rate is None and tolerance
        else line.over_receipt_rate,
        under_receipt_rate=(tolerance.under_rate if tolerance else ZERO)
        if line.under_receipt_rate is None
        else line.under_receipt_rate,
        blanket_line_id=line.blanket_line_id,
        sales_order_line_id=line.sales_order_line_id,
    )


def _order(
    id_: UUID, number: str, written: WrittenOrder, lines: Sequence[OrderLine], rate: ExchangeRate, *, by: str
) -> PurchaseOrder:
    return PurchaseOrder(
        id=id_,
        number=number,
        supplier_id=written.supplier_id,
        currency=written.currency,
        warehouse=written.warehouse,
        ordered_on=written.ordered_on,
        supplier_reference=written.supplier_reference,
        over_receipt_rate=written.over_receipt_rate,
        lines=tuple(lines),
        rate=rate,
        department=written.department,
        written_by=by,
        deliver_to=written.deliver_to,
    )
