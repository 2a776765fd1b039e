"""The numbers that the data set's own description gives, recomputed from quantities, prices and rates."""

from decimal import Decimal

from wholesaler.controls import (
    SalesTotals,
    cents,
    invoices_of,
    paid_totals,
    purchase_totals,
    received_totals,
    sales_totals,
    stock_totals,
)
from wholesaler.dataset import DataSet
from wholesaler.period import Period


def test_the_year_comes_to_what_its_description_says(data: DataSet, year: Period) -> None:
    totals = sales_totals(data, invoices_of(data, year))
    assert totals == SalesTotals(
        invoices=18_767,
        lines=60_968,
        units=Decimal(2_401_657),
        net=Decimal("45707188.00"),
        tax=Decimal("6856084.64"),
        gross=Decimal("52563272.64"),
        profit=sum((line.profit for invoice in data.invoices.values() for line in invoice.lines), Decimal(0)),
    )


def test_each_line_holds_the_rules_of_the_source(data: DataSet) -> None:
    for invoice in data.invoices.values():
        for line in invoice.lines:
            net = line.quantity * line.unit_price
            assert line.tax == cents(net * line.tax_rate)
            assert line.gross == net + line.tax
            assert line.profit == net - line.quantity * data.stock_items[line.stock_item_id].last_cost


def test_months_add_up_to_the_year(data: DataSet, year: Period) -> None:
    months = [Period.parse(f"2013-{month:02}") for month in range(1, 13)]
    sales = [sales_totals(data, invoices_of(data, month)) for month in months]
    assert sum(month.gross for month in sales) == Decimal("52563272.64")
    assert sum(month.invoices for month in sales) == 18_767
    purchases = [purchase_totals(data, month) for month in months]
    assert sum(month.gross for month in purchases) == purchase_totals(data, year).gross


def test_customer_invoices_equal_the_ledger_of_the_source(data: DataSet) -> None:
    booked = {row.invoice_id: row for row in data.customer_transactions if row.invoice_id is not None}
    assert booked.keys() == data.invoices.keys()
    for invoice in data.invoices.values():
        assert booked[invoice.id].gross == sum(line.gross for line in invoice.lines)
        assert booked[invoice.id].customer_id == invoice.bill_to_id


def test_supplier_bills_equal_what_was_received(data: DataSet, year: Period) -> None:
    booked = [row for row in data.supplier_transactions if row.purchase_order_id is not None]
    totals = purchase_totals(data, year)
    assert totals.bills == len(booked) == 603
    assert totals.net == sum(row.net for row in booked)
    assert totals.tax == sum(row.tax for row in booked)
    assert totals.gross == sum(row.gross for row in booked)
    outers = sum(
        line.outers_received * line.quantity_per_outer
        for order in data.purchase_orders.values()
        for line in order.lines
    )
    assert totals.units_received == outers


def test_payments_are_above_zero_and_never_more_than_was_owed(data: DataSet, year: Period) -> None:
    received, paid = received_totals(data, year), paid_totals(data, year)
    assert (received.payments, paid.payments) == (6_769, 112)
    assert 0 < received.amount < sales_totals(data, invoices_of(data, year)).gross
    assert 0 < paid.amount < purchase_totals(data, year).gross


def test_stock_is_opening_and_receipts_less_what_left(data: DataSet, year: Period) -> None:
    opening = sum(row.quantity for row in data.opening_stock)
    moved = sum(row.quantity for row in data.stock_movements)
    totals = stock_totals(data, invoices_of(data, year), year)
    assert totals.units == opening + moved - 2_401_657
    assert totals.value > 0
