"""The days lose nothing and invent nothing: what happens on them is what the data set has."""

from collections import Counter
from datetime import date
from decimal import Decimal

from wholesaler.dataset import DataSet
from wholesaler.timeline import Day, days


def test_every_document_of_the_year_happens_once(data: DataSet, timeline: list[Day]) -> None:
    assert Counter(order.id for day in timeline for order in day.purchase_orders) == Counter(list(data.purchase_orders))
    assert Counter(order.id for day in timeline for order in day.sales_orders) == Counter(list(data.sales_orders))
    assert Counter(invoice.id for day in timeline for invoice in day.shipments) == Counter(list(data.invoices))
    assert sum(len(day.received) + sum(1 for _ in day.bills) + len(day.paid) for day in timeline) == 6_769 + 715
    assert sum(len(day.adjustments) for day in timeline) == 7
    assert sum(len(receipt.quantities) for day in timeline for receipt in day.receipts) == 2_331


def test_what_is_shipped_is_what_was_ordered(data: DataSet, timeline: list[Day]) -> None:
    """A line is picked whole or not at all, and so is an order: a shipment takes all of its order."""
    for day in timeline:
        for invoice in day.shipments:
            order = data.sales_orders[invoice.order_id]
            assert order.ordered_on <= day.on
            shipped = Counter((line.stock_item_id, line.quantity, line.unit_price) for line in invoice.lines)
            assert shipped == Counter((line.stock_item_id, line.quantity, line.unit_price) for line in order.lines)


def test_every_receipt_brings_what_its_order_asked_for(timeline: list[Day]) -> None:
    ordered_on = {order.id: day.on for day in timeline for order in day.purchase_orders}
    received: set[int] = set()
    for day in timeline:
        for receipt in day.receipts:
            assert ordered_on[receipt.order.id] < day.on
            assert receipt.order.id not in received, "one delivery for each order"
            received.add(receipt.order.id)
            asked = {line.stock_item_id: line.outers_ordered * line.quantity_per_outer for line in receipt.order.lines}
            assert receipt.quantities == asked


def test_a_bill_comes_with_its_receipt_and_no_supplier_uses_a_number_twice(timeline: list[Day]) -> None:
    numbers: set[tuple[int, str]] = set()
    for day in timeline:
        received = {receipt.order.id for receipt in day.receipts}
        for bill in day.bills:
            assert bill.order.id in received
            assert (bill.order.supplier_id, bill.number) not in numbers
            numbers.add((bill.order.supplier_id, bill.number))
    assert sum(bill.is_renumbered for day in timeline for bill in day.bills) == 10


def test_stock_never_runs_out_over_the_year(data: DataSet, timeline: list[Day]) -> None:
    stock: Counter[int] = Counter({row.stock_item_id: int(row.quantity) for row in data.opening_stock})
    for day in timeline:
        for receipt in day.receipts:
            for item, quantity in receipt.quantities.items():
                stock[item] += int(quantity)
        for invoice in day.shipments:
            for line in invoice.lines:
                stock[line.stock_item_id] -= int(line.quantity)
                assert stock[line.stock_item_id] >= 0
        for movement in day.adjustments:
            stock[movement.stock_item_id] += int(movement.quantity)


def test_payments_cover_what_was_open_from_earlier_days(data: DataSet, timeline: list[Day]) -> None:
    open_: Counter[int] = Counter()
    for day in timeline:
        for payment in day.received:
            assert -payment.gross * 100 == open_.pop(payment.customer_id)
        for invoice in day.shipments:
            open_[invoice.bill_to_id] += int(sum(line.gross for line in invoice.lines) * 100)
    still_open = Decimal(sum(open_.values())) / 100
    assert still_open == sum((row.gross for row in data.customer_transactions), Decimal(0))


def test_days_follow_each_other_and_end_with_the_period(data: DataSet) -> None:
    january = days(data, date(2013, 1, 31))
    assert [day.on for day in january] == sorted({day.on for day in january})
    assert january[0].on == date(2013, 1, 1)
    assert january[-1].on == date(2013, 1, 31)
    assert sum(len(day.sales_orders) for day in january) == 1_674
    assert sum(len(day.shipments) for day in january) == 1_639
    assert all(day.counts.total() for day in january)
