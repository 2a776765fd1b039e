"""The supply side of a day: order, approve, receive, bill, pay."""

from wholesaler import documents
from wholesaler.answers import Document, Purchase
from wholesaler.client import Role, not_known_yet
from wholesaler.dataset import PurchaseOrder, StockMovement, SupplierTransaction
from wholesaler.desk import ACCOUNTING, INVENTORY, PURCHASING, Desk
from wholesaler.identity import command_key
from wholesaler.timeline import Bill, Receipt


async def order_goods(desk: Desk, order: PurchaseOrder) -> None:
    """The buyer writes and submits the order; above the threshold finance approves it."""
    id_ = documents.purchase_order_id(order)
    status = desk.known.purchase_orders.get(id_, "")
    path = f"{PURCHASING}/purchase-orders"
    if not status:
        body = documents.purchase_order(desk.data, order, desk.currency)
        key = command_key("order-goods", order.id)
        purchase = await desk.gateway.post(Role.BUYER, path, body, Purchase, key=key, waits_for=not_known_yet)
        desk.purchases[order.id] = purchase
        status = purchase.status
        desk.count("purchase orders")
    if status == "draft":
        key = command_key("submit", order.id)
        status = (await desk.gateway.post(Role.BUYER, f"{path}/{id_}/submit", {}, Purchase, key=key)).status
    if status == "awaiting-approval":
        await desk.approve(Role.FINANCE, PURCHASING, id_, "Within the year's plan.")
        desk.findings["purchase orders above the threshold, approved by finance"] += 1
    desk.step()


async def receive_goods(desk: Desk, receipt: Receipt) -> None:
    if documents.receipt_id(receipt.order) not in desk.known.receipts:
        purchase = desk.purchases.get(receipt.order.id)
        if purchase is None:
            id_ = documents.purchase_order_id(receipt.order)
            purchase = await desk.gateway.get(Role.WAREHOUSE, f"{PURCHASING}/purchase-orders/{id_}", Purchase)
        await desk.gateway.post(
            Role.WAREHOUSE,
            f"{INVENTORY}/receipts",
            documents.receipt(receipt, purchase),
            Document,
            key=command_key("receive", receipt.order.id),
            waits_for=not_known_yet,
        )
        desk.count("receipts")
    desk.step()


async def adjust_stock(desk: Desk, movement: StockMovement) -> None:
    """What the stocktake found. There is no list to look in: a repeat gets the first answer."""
    await desk.gateway.post(
        Role.WAREHOUSE,
        f"{INVENTORY}/adjustments",
        documents.adjustment(desk.data, movement),
        Document,
        key=command_key("adjust", movement.id),
    )
    desk.count("adjustments")
    desk.step()


async def enter_bill(desk: Desk, bill: Bill) -> None:
    if documents.bill_id(bill.transaction) not in desk.known.bills:
        await desk.gateway.post(
            Role.FINANCE,
            f"{ACCOUNTING}/bills",
            documents.bill(bill),
            Document,
            key=command_key("bill", bill.transaction.id),
            waits_for=not_known_yet,
        )
        desk.count("supplier bills")
        desk.findings["supplier bills whose number was used before, told apart by the order"] += bill.is_renumbered
    desk.step()


async def pay_supplier(desk: Desk, transaction: SupplierTransaction) -> None:
    if documents.payment_id(transaction) not in desk.known.payments:
        await desk.gateway.post(
            Role.FINANCE,
            f"{ACCOUNTING}/payments",
            documents.payment_made(transaction),
            Document,
            key=command_key("payment-made", transaction.id),
        )
        desk.count("payments to suppliers")
    desk.step()
