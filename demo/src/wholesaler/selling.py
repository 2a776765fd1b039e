"""The demand side of a day: place orders, agree to thin margins and higher limits, ship, take payments."""

from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterable
from datetime import date
from decimal import ROUND_CEILING, Decimal
from typing import Final, TypeVar

from wholesaler import documents
from wholesaler.answers import Credit, Document, OpenItem, Order, Partner, Reservation
from wholesaler.client import Role, not_known_yet
from wholesaler.controls import ZERO, cents
from wholesaler.dataset import CustomerTransaction, DataSet, Invoice, SalesOrder
from wholesaler.desk import ACCOUNTING, CATALOG, INVENTORY, SALES, Desk
from wholesaler.errors import Refused
from wholesaler.identity import command_key, customer_id

T = TypeVar("T")

_UNDECIDED: Final = frozenset({"draft", "awaiting-approval"})
_LIMIT_STEP: Final = Decimal(100)
# A limit is raised to what is needed at that moment; another order of the same account may take it first.
_LIMIT_RAISES: Final = 3


def queues(data: DataSet, orders: Iterable[SalesOrder]) -> list[list[SalesOrder]]:
    """The day's orders in queues that may run side by side; within a queue the order counts.

    Orders for scarce articles stand in one queue: who is served first is decided by the data, not by a race.
    Orders on an account with a credit limit stand in one queue per account. All others go as they come.
    """
    scarce = {row.stock_item_id for row in data.opening_stock if row.is_scarce}
    lines: dict[str, list[SalesOrder]] = defaultdict(list)
    for order in orders:
        account = data.customers[data.customers[order.customer_id].bill_to_id]
        if any(line.stock_item_id in scarce for line in order.lines):
            lines["scarce"].append(order)
        elif account.credit_limit is not None:
            lines[f"account {account.id}"].append(order)
        else:
            lines[f"order {order.id}"].append(order)
    return list(lines.values())


def gross(data: DataSet, order: SalesOrder) -> Decimal:
    """The order with tax: what it takes of the customer's credit."""
    amounts = ((line.quantity * line.unit_price, data.stock_items[line.stock_item_id].tax_rate) for line in order.lines)
    return sum((net + cents(net * rate) for net, rate in amounts), ZERO)


async def place_orders(desk: Desk, queue: list[SalesOrder]) -> None:
    for order in queue:
        await place_order(desk, order)


async def place_order(desk: Desk, order: SalesOrder) -> None:
    """Place and confirm; where the margin is thin, its manager approves; where credit lacks, finance raises it."""
    id_ = documents.sales_order_id(order)
    status = desk.known.sales_orders.get(id_, "")

    async def place() -> Order:
        path = f"{SALES}/orders/{id_}/confirm" if status == "draft" else f"{SALES}/orders/place"
        body = {} if status == "draft" else documents.sales_order(desk.data, order)
        key = command_key("confirm" if status == "draft" else "place-order", order.id)
        return await desk.gateway.post(Role.SALES, path, body, Order, key=key, waits_for=not_known_yet)

    async def approve() -> None:
        await desk.approve(Role.PRICING, SALES, id_, "Listed at this price on purpose.")

    if status in _UNDECIDED or not status:
        if status != "awaiting-approval":
            answer = await _with_credit(desk, order, place)
            status = answer.status
            if status == "confirmed" and not any(line.quantity_backordered for line in answer.lines):
                desk.held.add(order.id)
        if status == "awaiting-approval":
            await _with_credit(desk, order, approve)
            desk.findings["sales orders below the margin threshold, approved by the pricing manager"] += 1
        desk.count("sales orders")
    desk.step()


async def _with_credit(desk: Desk, order: SalesOrder, command: Callable[[], Awaitable[T]]) -> T:
    for _ in range(_LIMIT_RAISES):
        try:
            return await command()
        except Refused as refusal:
            if not refusal.slug.startswith("credit"):
                raise
        await _raise_limit(desk, order)
    return await command()


async def _raise_limit(desk: Desk, order: SalesOrder) -> None:
    """As finance would on the seller's call: up to what the account owes with this order, in whole hundreds."""
    account = customer_id(desk.data.customers[order.customer_id].bill_to_id)
    async with desk.credit_locks[account]:
        credit = await desk.gateway.get(Role.FINANCE, f"{ACCOUNTING}/credit/{account}", Credit)
        needed = credit.exposure + gross(desk.data, order)
        limit = (needed / _LIMIT_STEP).to_integral_value(ROUND_CEILING) * _LIMIT_STEP
        if credit.credit_limit is None or credit.credit_limit >= limit:
            return
        # Master data is the administrator's to change; finance reads it.
        partner = await desk.gateway.get(Role.ADMIN, f"{CATALOG}/partners/{account}", Partner)
        await desk.gateway.patch(
            Role.ADMIN,
            f"{CATALOG}/partners/{account}",
            {"credit_limit": documents.text(limit)},
            key=command_key("raise-limit", order.id, limit),
            version=partner.version,
        )
        desk.findings["sales orders refused for credit, confirmed after the limit was raised"] += 1

        async def heard() -> bool:
            now = await desk.gateway.get(Role.FINANCE, f"{ACCOUNTING}/credit/{account}", Credit)
            return now.credit_limit is None or now.credit_limit >= limit

        await desk.gateway.until(heard, f"accounting has not heard of the new limit of customer {account}")


async def ship_due(desk: Desk, invoice: Invoice, on: date) -> None:
    """Ship an order whole; while stock for it is promised to older orders, it waits for another day."""
    order = desk.data.sales_orders[invoice.order_id]
    if documents.shipment_id(invoice) not in desk.known.shipments:
        if order.id not in desk.held and not await is_held(desk, order):
            desk.waiting[order.id] = invoice
            desk.late.add(order.id)
            return
        await desk.gateway.post(
            Role.WAREHOUSE,
            f"{INVENTORY}/shipments",
            documents.shipment(invoice, order, on),
            Document,
            key=command_key("ship", invoice.id),
            waits_for=not_known_yet,
        )
        desk.count("shipments")
    desk.step()


async def is_held(desk: Desk, order: SalesOrder) -> bool:
    """Whether every line of a confirmed order has its stock."""
    path, id_ = f"{INVENTORY}/reservations", documents.sales_order_id(order)
    held = [
        reservation.quantity_backordered == 0
        async for reservation in desk.gateway.pages(Role.WAREHOUSE, path, Reservation, sales_order_id=str(id_))
    ]
    return bool(held) and all(held)


async def take_payment(desk: Desk, transaction: CustomerTransaction) -> None:
    """Record what a customer paid, once the invoices that it pays are in the books."""
    if documents.payment_id(transaction) not in desk.known.payments:
        account = transaction.customer_id
        unshipped = (invoice for invoice in desk.waiting.values() if invoice.bill_to_id == account)
        due = -transaction.gross - sum((line.gross for invoice in unshipped for line in invoice.lines), ZERO)

        async def is_owed() -> bool:
            path, partner = f"{ACCOUNTING}/open-items", str(customer_id(account))
            items = desk.gateway.pages(Role.FINANCE, path, OpenItem, partner_id=partner)
            return sum([item.open_amount async for item in items], ZERO) >= due

        await desk.gateway.until(is_owed, f"customer {account} pays {-transaction.gross} but does not owe {due} yet")
        await desk.gateway.post(
            Role.FINANCE,
            f"{ACCOUNTING}/payments",
            documents.payment_received(transaction),
            Document,
            key=command_key("payment-received", transaction.id),
        )
        desk.count("payments of customers")
    desk.step()
