"""One day of business, in an order that makes sense; what does not depend on each other goes side by side."""

from wholesaler import buying, selling
from wholesaler.desk import Desk, all_of
from wholesaler.timeline import Day


async def play(desk: Desk, day: Day) -> None:
    """Everything of the day that the platform does not have yet."""
    # The bank statement of the morning pays the invoices of the days before: it frees credit for today's orders.
    await all_of([_supply(desk, day), _payments(desk, day)])
    await all_of(selling.place_orders(desk, queue) for queue in selling.queues(desk.data, day.sales_orders))
    due = [*desk.waiting.values(), *day.shipments]
    desk.waiting.clear()
    await all_of(selling.ship_due(desk, invoice, day.on) for invoice in due)
    await all_of(buying.adjust_stock(desk, movement) for movement in day.adjustments)
    await all_of(buying.enter_bill(desk, bill) for bill in day.bills)
    await all_of(buying.pay_supplier(desk, payment) for payment in day.paid)


async def _supply(desk: Desk, day: Day) -> None:
    await all_of(buying.order_goods(desk, order) for order in day.purchase_orders)
    await all_of(buying.receive_goods(desk, receipt) for receipt in day.receipts)


async def _payments(desk: Desk, day: Day) -> None:
    await all_of(selling.take_payment(desk, payment) for payment in day.received)
