"""Invoice a batch of shipments: one invoice each, dated the day the goods left."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from kit.consumer import NotYet
from kit.db import Transaction
from kit.errors import Conflict
from kit.ids import new_id
from kit.money import ZERO, round_half_up

from accounting import wire
from accounting.commands.invoicing.ask_credit import carry_out_waiting
from accounting.domain.chart import Journal
from accounting.domain.entry import JournalEntry, credit, debit
from accounting.domain.invoice import Invoice, InvoiceCharge, InvoiceLine, Order, TaxRate, net_of, rate_on, totals
from accounting.domain.payment_terms import discount_on, due_on
from accounting.storage import credit_accounts, documents, invoices, ledger, orders
from accounting.storage.documents import NewItem
from accounting.storage.invoicing import charges
from accounting.storage.invoicing.charges import OrderCharge
from accounting.storage.orders import OrderLine
from kit import clock

CUSTOMERS, SALES, OUTPUT_TAX = "411", "707", "44571"


class TaxRateMissing(Conflict):
    """A tax class has no rate on the day of the invoice."""


@dataclass(frozen=True, slots=True)
class ShippedLine:
    """A line that left."""

    shipment_line_id: UUID
    sales_order_line_id: UUID
    product_id: UUID
    movement_id: UUID
    quantity: Decimal


@dataclass(frozen=True, slots=True)
class Shipment:
    """Goods that left for a customer."""

    id: UUID
    sales_order_id: UUID
    shipped_at: datetime
    lines: tuple[ShippedLine, ...]


async def issue_invoices(tx: Transaction, shipments: Sequence[Shipment]) -> None:
    """Invoice, post, owe and tell, for each shipment not invoiced yet.

    Raises:
        NotYet: a shipment's order has not arrived.
        TaxRateMissing: a tax class has no rate on the day.
    """
    done = await invoices.invoiced(tx, [shipment.id for shipment in shipments])
    shipments = [shipment for shipment in shipments if shipment.id not in done]
    if not shipments:
        return
    order_ids = sorted({shipment.sales_order_id for shipment in shipments})
    await orders.lock(tx, order_ids)
    known = await orders.find(tx, order_ids)
    rates = await invoices.tax_rates(tx)
    closed = await ledger.closed_months(tx)
    unbilled = await charges.open_charges(tx, order_ids)
    drafts = []
    for shipment in shipments:
        if shipment.sales_order_id not in known:
            raise NotYet(f"Accounting has not heard of sales order {shipment.sales_order_id} yet.")
        order, lines = known[shipment.sales_order_id]
        day = ledger.open_day(closed, shipment.shipped_at.date())
        charged = tuple(_charge(each, shipment, rates) for each in unbilled.pop(order.id, ()))
        drafts.append(_Draft(shipment, order, day, _lines(shipment, lines, rates), charged))
    issued = await _number(tx, drafts)
    entries = [_entry(invoice) for invoice in issued]
    await ledger.post(tx, [entry for entry in entries if entry])
    await invoices.add(tx, issued, [entry.id if entry else None for entry in entries])
    await charges.add(tx, issued)
    await documents.open_items(tx, [_owed(invoice) for invoice in issued])
    await credit_accounts.invoice(tx, [(i.order.id, i.order.bill_to_id, i.totals.gross) for i in issued])
    tx.publish(*(wire.invoice_issued(invoice) for invoice in issued))
    await carry_out_waiting(tx, order_ids, clock.now())


@dataclass(frozen=True, slots=True)
class _Draft:
    shipment: Shipment
    order: Order
    issued_on: date
    lines: tuple[InvoiceLine, ...]
    charges: tuple[InvoiceCharge, ...]


async def _number(tx: Transaction, drafts: Sequence[_Draft]) -> list[Invoice]:
    """Give each its gapless number, in order of arrival within its year."""
    numbers: dict[int, list[str]] = {}
    for year, count in sorted(Counter(draft.issued_on.year for draft in drafts).items()):
        numbers[year] = await documents.take_numbers(tx, "FA", year, count)
    return [_invoice(draft, numbers[draft.issued_on.year].pop(0)) for draft in drafts]


def _invoice(draft: _Draft, number: str) -> Invoice:
    taxed = [(line.net_amount, line.tax_rate, line.tax_rounding) for line in draft.lines]
    taxed += [(charge.net_amount, charge.tax_rate, charge.tax_rounding) for charge in draft.charges]
    total = totals(taxed)
    terms = draft.order.payment_terms
    return Invoice(
        id=new_id(),
        number=number,
        shipment_id=draft.shipment.id,
        shipped_at=draft.shipment.shipped_at,
        order=draft.order,
        issued_on=draft.issued_on,
        due_on=due_on(terms, draft.issued_on),
        lines=draft.lines,
        charges=draft.charges,
        totals=total,
        discount=discount_on(terms, draft.issued_on, total.gross),
    )


def _lines(
    shipment: Shipment, priced: Mapping[UUID, OrderLine], rates: Mapping[str, Sequence[TaxRate]]
) -> tuple[InvoiceLine, ...]:
    return tuple(_line(line, priced[line.sales_order_line_id], shipment, rates) for line in shipment.lines)


def _line(
    shipped: ShippedLine, priced: OrderLine, shipment: Shipment, rates: Mapping[str, Sequence[TaxRate]]
) -> InvoiceLine:
    rate = _rate(priced.tax_class, shipment, rates)
    return InvoiceLine(
        id=new_id(),
        sales_order_line_id=shipped.sales_order_line_id,
        shipment_line_id=shipped.shipment_line_id,
        movement_id=shipped.movement_id,
        product_id=shipped.product_id,
        description=priced.description,
        quantity=shipped.quantity,
        unit_price=priced.unit_price,
        net_amount=net_of(shipped.quantity, priced.unit_price),
        tax_class=priced.tax_class,
        tax_rate=rate.rate,
        tax_rounding=rate.rounding,
        list_price=priced.list_price,
    )


def _charge(charge: OrderCharge, shipment: Shipment, rates: Mapping[str, Sequence[TaxRate]]) -> InvoiceCharge:
    rate = _rate(charge.tax_class, shipment, rates)
    return InvoiceCharge(
        id=new_id(),
        sales_order_charge_id=charge.id,
        rule=charge.rule,
        label=charge.label,
        net_amount=round_half_up(charge.amount),
        tax_class=charge.tax_class,
        tax_rate=rate.rate,
        tax_rounding=rate.rounding,
    )


def _rate(tax_class: str, shipment: Shipment, rates: Mapping[str, Sequence[TaxRate]]) -> TaxRate:
    day = shipment.shipped_at.date()
    rate = rate_on(rates, tax_class, day)
    if rate is None:
        raise TaxRateMissing(
            f"Tax class {tax_class!r} has no rate on {day}: add one, then replay this shipment.", field="tax_class"
        )
    return rate


def _entry(invoice: Invoice) -> JournalEntry | None:
    """Customer against sales, charges and output tax; a free delivery owes nothing and posts nothing."""
    if invoice.totals.gross == 0:
        return None
    earned = {SALES: sum((line.net_amount for line in invoice.lines), ZERO)}
    for charge in invoice.charges:
        earned[charge.account] = earned.get(charge.account, ZERO) + charge.net_amount
    lines = [debit(CUSTOMERS, invoice.totals.gross, invoice.order.bill_to_id)]
    lines += [credit(account, amount) for account, amount in earned.items() if amount]
    if invoice.totals.tax:
        lines.append(credit(OUTPUT_TAX, invoice.totals.tax))
    return JournalEntry(
        id=new_id(),
        journal=Journal.SALES,
        posted_on=invoice.issued_on,
        document_on=invoice.shipped_at.date(),
        label=f"invoice {invoice.number}",
        source="invoice",
        source_id=invoice.id,
        lines=tuple(lines),
    )


def _owed(invoice: Invoice) -> NewItem:
    return NewItem(
        document_id=invoice.id,
        number=invoice.number,
        partner_id=invoice.order.bill_to_id,
        is_receivable=True,
        issued_on=invoice.issued_on,
        due_on=invoice.due_on,
        currency=invoice.order.currency,
        amount=invoice.totals.gross,
        value=invoice.totals.gross,
    )
