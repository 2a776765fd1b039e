"""What left and is not invoiced yet."""

from typing import Any

from sqlalchemy import Date, Select, String, cast, func, select

from accounting.storage.tables import sales_order, sales_order_line
from accounting.storage.tables_invoicing import invoicing_policy, shipment, shipment_line


def invoiceable() -> Select[Any]:
    """Deliveries without an invoice, with their worth before tax and the policy that they wait for."""
    s, o, p = shipment.c, sales_order.c, invoicing_policy.c
    net = (
        select(func.sum(func.round(shipment_line.c.quantity * sales_order_line.c.unit_price, 2)))
        .join_from(shipment_line, sales_order_line, sales_order_line.c.id == shipment_line.c.sales_order_line_id)
        .where(shipment_line.c.shipment_id == s.id)
        .scalar_subquery()
    )
    return (
        select(
            s.id.label("shipment_id"),
            s.number.label("shipment_number"),
            s.sales_order_id,
            o.number.label("sales_order_number"),
            o.customer_id,
            o.bill_to_id,
            o.currency,
            cast(func.timezone("UTC", s.shipped_at), Date).label("shipped_on"),
            s.shipped_at,
            func.coalesce(p.policy, cast("delivery", String)).label("policy"),
            o.is_complete,
            net.label("net_amount"),
        )
        .select_from(
            shipment.join(sales_order, o.id == s.sales_order_id).outerjoin(
                invoicing_policy, p.partner_id == o.bill_to_id
            )
        )
        .where(~s.is_invoiced)
    )
