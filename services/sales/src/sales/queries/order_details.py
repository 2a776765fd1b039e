"""One order with what became of it."""

from dataclasses import dataclass
from uuid import UUID

from kit.audit import AuditEntry, history
from kit.db import ReadTransaction

from sales.domain.order import SalesOrder
from sales.storage import credit_notes, fulfilments, orders
from sales.storage.credit_notes import CreditNote
from sales.storage.fulfilments import Billing, Delivery


@dataclass(frozen=True, slots=True)
class OrderDetails:
    """The order, its shipments, invoices and credit notes, and its changes, newest first."""

    order: SalesOrder
    deliveries: list[Delivery]
    billings: list[Billing]
    credit_notes: list[CreditNote]
    history: list[AuditEntry]


async def order_details(tx: ReadTransaction, order_id: UUID) -> OrderDetails:
    """All there is to know.

    Raises:
        NotFound: there is none with this id.
    """
    return OrderDetails(
        order=await orders.get(tx, order_id),
        deliveries=await fulfilments.deliveries_of(tx, order_id),
        billings=await fulfilments.billings_of(tx, order_id),
        credit_notes=await credit_notes.of_order(tx, order_id),
        history=await history(tx, "sales_order", str(order_id)),
    )
