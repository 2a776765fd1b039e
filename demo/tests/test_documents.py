from collections import Counter
from decimal import Decimal
from uuid import uuid4

from wholesaler import documents
from wholesaler.answers import Purchase, PurchaseLine
from wholesaler.dataset import DataSet
from wholesaler.identity import product_id
from wholesaler.selling import gross, queues
from wholesaler.timeline import Day


def test_an_order_is_received_against_the_lines_that_purchasing_gave_it(timeline: list[Day]) -> None:
    receipt = next(receipt for day in timeline for receipt in day.receipts)
    lines = [PurchaseLine(id=uuid4(), product_id=product_id(item)) for item in receipt.quantities]
    order = Purchase(id=documents.purchase_order_id(receipt.order), status="placed", lines=lines)
    body = documents.receipt(receipt, order)
    assert body["occurred_at"] == "2013-01-02T07:00:00+00:00"
    assert body["lines"] == [
        {"purchase_order_line_id": str(line.id), "quantity": str(quantity)}
        for line, quantity in zip(lines, receipt.quantities.values(), strict=True)
    ]


def test_money_and_quantities_travel_as_plain_text() -> None:
    assert [documents.text(Decimal(number)) for number in ("1E+3", "12.50", "-4")] == ["1000", "12.50", "-4"]


def test_every_order_stands_in_one_queue_and_those_for_scarce_articles_in_the_same(
    data: DataSet, timeline: list[Day]
) -> None:
    scarce = {row.stock_item_id for row in data.opening_stock if row.is_scarce}
    for day in timeline[:60]:
        lines = queues(data, day.sales_orders)
        assert Counter(o.id for queue in lines for o in queue) == Counter(o.id for o in day.sales_orders)
        waiting = [q for q in lines if any(line.stock_item_id in scarce for o in q for line in o.lines)]
        assert len(waiting) <= 1
        for queue in waiting:
            assert queue == [order for order in day.sales_orders if order in queue], "those that leave first come first"


def test_what_an_order_takes_of_the_credit_is_what_its_invoice_comes_to(data: DataSet) -> None:
    for invoice in list(data.invoices.values())[:500]:
        assert gross(data, data.sales_orders[invoice.order_id]) == sum(line.gross for line in invoice.lines)
