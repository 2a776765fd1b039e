"""What orders are charged with, and what invoices charge."""

from collections.abc import Sequence
from uuid import UUID

from comptoir.sales.v1.sales_order_pb2 import OrderConfirmed
from kit.db import ReadTransaction, Transaction
from kit.wire import decimal_in

from accounting.domain.invoice import Invoice
from accounting.domain.invoicing.billing import OrderCharge


async def keep(tx: Transaction, orders: Sequence[OrderConfirmed]) -> None:
    """Orders are charged with these from now on, as far as it is their last version; what is invoiced stays so."""
    last = {order.sales_order_id: order for order in orders}
    current = await tx.fetch(
        "SELECT o.id FROM sales_order o JOIN unnest($1::uuid[], $2::bigint[]) AS n (id, version) USING (id, version)",
        [UUID(order_id) for order_id in last],
        [order.version for order in last.values()],
    )
    ids = [row["id"] for row in current]
    await tx.execute("DELETE FROM sales_order_charge WHERE sales_order_id = ANY($1)", ids)
    charges = [(id_, charge) for id_ in ids for charge in last[str(id_)].charges]
    await tx.copy(
        "sales_order_charge",
        ("id", "sales_order_id", "rule", "label", "amount", "tax_class"),
        [
            (UUID(each.sales_order_charge_id), id_, each.rule, each.label, decimal_in(each.amount), each.tax_class)
            for id_, each in charges
        ],
    )


async def open_charges(tx: ReadTransaction, order_ids: Sequence[UUID]) -> dict[UUID, list[OrderCharge]]:
    """What of these (locked) orders is not invoiced yet."""
    rows = await tx.fetch(
        "SELECT c.sales_order_id, c.id, c.rule, c.label, c.amount, c.tax_class FROM sales_order_charge c"
        " WHERE c.sales_order_id = ANY($1)"
        " AND NOT EXISTS (SELECT FROM invoice_charge i WHERE i.sales_order_charge_id = c.id) ORDER BY c.id",
        list(order_ids),
    )
    found: dict[UUID, list[OrderCharge]] = {}
    for row in rows:
        values = dict(row)
        found.setdefault(values.pop("sales_order_id"), []).append(OrderCharge(**values))
    return found


async def add(tx: Transaction, invoices: Sequence[Invoice]) -> None:
    """Write what invoices charge."""
    await tx.copy(
        "invoice_charge",
        (
            "id", "invoice_id", "sales_order_id", "sales_order_charge_id", "rule", "label", "net_amount", "tax_class",
            "tax_rate", "tax_rounding", "vat_category", "vat_reason_code", "vat_reason",
        ),
        [
            (
                each.id, invoice.id, part.order.id, each.sales_order_charge_id, each.rule, each.label,
                each.net_amount, each.tax_class, each.tax_rate, str(each.tax_rounding), str(each.vat.category),
                each.vat.reason_code, each.vat.reason,
            )
            for invoice in invoices
            for part in invoice.parts
            for each in part.charges
        ],
    )  # fmt: skip
