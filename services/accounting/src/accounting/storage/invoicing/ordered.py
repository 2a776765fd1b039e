"""What orders are about as a whole: for advances on them, and for invoices that are none yet."""

from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from kit.db import ReadTransaction
from kit.money import ZERO

from accounting.domain.errors import OrderNotWhole
from accounting.domain.invoicing.billing import OrderCharge


@dataclass(frozen=True, slots=True)
class OrderedLine:
    """A line of an order, before tax."""

    id: UUID
    product_id: UUID
    description: str
    quantity: Decimal
    unit_price: Decimal
    tax_class: str
    sku: str
    unit: str  # UN/ECE Rec 20


@dataclass(frozen=True, slots=True)
class WholeOrder:
    """All that an order is about, delivered or not."""

    lines: tuple[OrderedLine, ...]
    charges: tuple[OrderCharge, ...]


async def whole(tx: ReadTransaction, order_id: UUID) -> WholeOrder:
    """An order as it stands now.

    Raises:
        OrderNotWhole: it was told before quantities were kept.
    """
    rows = await tx.fetch(
        "SELECT l.id, l.product_id, l.description, l.quantity, l.unit_price, l.tax_class, coalesce(p.sku, '') AS sku,"
        " coalesce(n.stock_uom, 'C62') AS unit FROM sales_order_line l LEFT JOIN product p ON p.id = l.product_id"
        " LEFT JOIN product_identity n ON n.id = l.product_id"
        " WHERE l.sales_order_id = $1 AND l.quantity IS DISTINCT FROM 0 ORDER BY l.id",
        order_id,
    )
    if any(row["quantity"] is None for row in rows):
        raise OrderNotWhole("The quantities of this order are not known here: they are once it is revised in sales.")
    charges = await tx.fetch(
        "SELECT id, rule, label, amount, tax_class FROM sales_order_charge WHERE sales_order_id = $1 ORDER BY id",
        order_id,
    )
    return WholeOrder(
        tuple(OrderedLine(**dict(row)) for row in rows), tuple(OrderCharge(**dict(row)) for row in charges)
    )


async def invoiced_net(tx: ReadTransaction, order_id: UUID) -> Decimal:
    """What of an order is invoiced for good, before tax, in its currency."""
    found: Decimal | None = await tx.fetchval(
        "SELECT sum(net_amount) FROM (SELECT net_amount FROM invoice_line WHERE sales_order_id = $1 UNION ALL"
        " SELECT net_amount FROM invoice_charge WHERE sales_order_id = $1) x",
        order_id,
    )
    return ZERO if found is None else found
