"""Control totals of any period, by the source's own rules: what an import of the same documents must come to."""

from collections import defaultdict
from collections.abc import Container, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from wholesaler.dataset import DataSet, Invoice, PurchaseOrder
from wholesaler.period import Period

ZERO = Decimal(0)
CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class SalesTotals:
    invoices: int
    lines: int
    units: Decimal
    net: Decimal
    tax: Decimal
    gross: Decimal
    profit: Decimal  # quantity x (price - last cost)


@dataclass(frozen=True, slots=True)
class PurchaseTotals:
    bills: int
    net: Decimal
    tax: Decimal
    gross: Decimal
    units_received: Decimal


@dataclass(frozen=True, slots=True)
class PaymentTotals:
    payments: int
    amount: Decimal


@dataclass(frozen=True, slots=True)
class StockTotals:
    units: Decimal
    value: Decimal  # at last cost, which never changes in 2013: AVCO and FIFO must agree with it


def cents(amount: Decimal) -> Decimal:
    """Half up to the cent, as each line's tax is rounded."""
    return amount.quantize(CENT, rounding=ROUND_HALF_UP)


def sales_totals(data: DataSet, invoices: Iterable[Invoice]) -> SalesTotals:
    """Totals of these invoices, computed from quantities, prices, rates and costs alone."""
    count, lines, units, net, tax, profit = 0, 0, ZERO, ZERO, ZERO, ZERO
    for invoice in invoices:
        count += 1
        for line in invoice.lines:
            amount = line.quantity * line.unit_price
            lines += 1
            units += line.quantity
            net += amount
            tax += cents(amount * line.tax_rate)
            profit += amount - line.quantity * data.stock_items[line.stock_item_id].last_cost
    return SalesTotals(count, lines, units, net, tax, net + tax, profit)


def invoices_of(data: DataSet, period: Period) -> list[Invoice]:
    """What was picked and invoiced in the period."""
    return [invoice for invoice in data.invoices.values() if invoice.on in period]


def order_tax(data: DataSet, order: PurchaseOrder) -> Decimal:
    """Tax on what was received of the order, rounded on each line."""
    return sum(
        (
            cents(line.outers_received * line.price_per_outer * data.stock_items[line.stock_item_id].tax_rate)
            for line in order.lines
        ),
        ZERO,
    )


def purchase_totals(data: DataSet, period: Period) -> PurchaseTotals:
    """What suppliers billed in the period, recomputed from what was received of their orders."""
    billed = [
        data.purchase_orders[transaction.purchase_order_id]
        for transaction in data.supplier_transactions
        if transaction.purchase_order_id is not None and transaction.on in period
    ]
    net = sum((line.outers_received * line.price_per_outer for order in billed for line in order.lines), ZERO)
    tax = sum((order_tax(data, order) for order in billed), ZERO)
    units = sum(
        (
            movement.quantity
            for movement in data.stock_movements
            if movement.purchase_order_id is not None and movement.occurred_at.date() in period
        ),
        ZERO,
    )
    return PurchaseTotals(len(billed), net, tax, net + tax, units)


def received_totals(data: DataSet, period: Period) -> PaymentTotals:
    """What customers paid in the period."""
    amounts = [-row.gross for row in data.customer_transactions if row.invoice_id is None and row.on in period]
    return PaymentTotals(len(amounts), sum(amounts, ZERO))


def paid_totals(data: DataSet, period: Period) -> PaymentTotals:
    """What suppliers were paid in the period."""
    amounts = [-row.gross for row in data.supplier_transactions if row.purchase_order_id is None and row.on in period]
    return PaymentTotals(len(amounts), sum(amounts, ZERO))


def receivables(data: DataSet, last: date, waiting: Container[int]) -> dict[int, Decimal]:
    """What each billed customer owes at the end of a day, but for invoices of orders that wait."""
    return _balances(
        (row.customer_id, row.gross)
        for row in data.customer_transactions
        if row.on <= last and (row.invoice_id is None or data.invoices[row.invoice_id].order_id not in waiting)
    )


def payables(data: DataSet, last: date) -> dict[int, Decimal]:
    """What each supplier is owed at the end of a day."""
    return _balances((row.supplier_id, row.gross) for row in data.supplier_transactions if row.on <= last)


def _balances(amounts: Iterable[tuple[int, Decimal]]) -> dict[int, Decimal]:
    balances: dict[int, Decimal] = defaultdict(lambda: ZERO)
    for partner, amount in amounts:
        balances[partner] += amount
    return {partner: balance for partner, balance in balances.items() if balance}


def stock_totals(data: DataSet, shipped: Iterable[Invoice], until: Period) -> StockTotals:
    """Stock on the evening of the last day: opening, receipts and corrections up to then, less what was shipped."""
    quantities = {row.stock_item_id: row.quantity for row in data.opening_stock}
    for movement in data.stock_movements:
        if movement.occurred_at.date() <= until.last:
            quantities[movement.stock_item_id] += movement.quantity
    for invoice in shipped:
        for line in invoice.lines:
            quantities[line.stock_item_id] -= line.quantity
    value = sum((quantity * data.stock_items[item].last_cost for item, quantity in quantities.items()), ZERO)
    return StockTotals(sum(quantities.values(), ZERO), value)
