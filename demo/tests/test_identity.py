from collections import Counter
from datetime import date

from wholesaler import identity
from wholesaler.dataset import DataSet
from wholesaler.timeline import Day


def test_the_same_document_has_the_same_id_in_every_run() -> None:
    assert str(identity.document_id("sales-order", 1, date(2013, 1, 1))) == "013bf368-5800-74fd-9540-19b3453730ee"


def test_an_id_is_a_version_7_uuid_of_the_day() -> None:
    id_ = identity.document_id("invoice", 7, date(2013, 5, 4))
    assert (id_.version, id_.variant) == (7, "specified in RFC 4122")
    assert identity.document_id("invoice", 8, date(2013, 5, 3)) < id_ < identity.document_id("a", 1, date(2013, 5, 5))


def test_no_two_documents_share_an_id(data: DataSet) -> None:
    ids = Counter(
        identity.document_id("sales-order", order.id, order.ordered_on) for order in data.sales_orders.values()
    )
    ids.update(identity.document_id("shipment", invoice.id, invoice.on) for invoice in data.invoices.values())
    ids.update(identity.product_id(item) for item in data.stock_items)
    ids.update(identity.customer_id(number) for number in data.customers)
    ids.update(identity.supplier_id(number) for number in data.suppliers)
    assert max(ids.values()) == 1


def test_no_two_commands_share_a_key(timeline: list[Day]) -> None:
    keys = Counter(
        key
        for day in timeline
        for key in [
            *(identity.command_key("order-goods", order.id) for order in day.purchase_orders),
            *(identity.command_key("receive", receipt.order.id) for receipt in day.receipts),
            *(identity.command_key("place-order", order.id) for order in day.sales_orders),
            *(identity.command_key("ship", invoice.id) for invoice in day.shipments),
            *(identity.command_key("bill", bill.transaction.id) for bill in day.bills),
            *(identity.command_key("payment-received", payment.id) for payment in day.received),
            *(identity.command_key("payment-made", payment.id) for payment in day.paid),
        ]
    )
    assert max(keys.values()) == 1
    assert max(map(len, keys)) < 200


def test_a_key_of_many_numbers_stays_short_and_its_own() -> None:
    first, second = identity.command_key("products", *range(500)), identity.command_key("products", *range(1, 500))
    assert first != second
    assert len(first) < 100
