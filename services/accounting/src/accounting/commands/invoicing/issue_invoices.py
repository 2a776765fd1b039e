"""Issue invoices of what left: numbers, entries, what is owed, credit and events, many at once."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from kit.consumer import NotYet
from kit.db import Transaction
from kit.exchange import ExchangeRate, needed
from kit.exchange_rates import rates_on
from kit.ids import new_id
from kit.money import ZERO

from accounting import wire_invoices
from accounting.commands.invoicing.ask_credit import carry_out_waiting
from accounting.domain.chart import Journal
from accounting.domain.entry import Axes, JournalEntry, along, credit, debit, in_currency
from accounting.domain.invoice import Invoice, InvoicePart, Totals, parts_of
from accounting.domain.invoicing.billing import BilledOrder, Shipment, priced_charge, priced_lines
from accounting.domain.invoicing.down_payment import advance_lines, take_off
from accounting.domain.payment_terms import discount_on, due_on
from accounting.storage import credit_accounts, documents, invoices, ledger, orders
from accounting.storage.documents import NewItem
from accounting.storage.einvoice import results
from accounting.storage.invoicing import charges, down_payments, policies, shipments, taxes
from kit import clock

CUSTOMERS, OUTPUT_TAX = "411", "44571"


@dataclass(frozen=True, slots=True)
class Draft:
    """An invoice without its number: nothing is written yet."""

    issued_on: date
    document_on: date
    parts: tuple[InvoicePart, ...]
    totals: Totals
    rate: ExchangeRate

    @property
    def payable(self) -> Decimal:
        """What is still to be paid of it, with tax."""
        return self.totals.gross - sum((part.prepaid for part in self.parts), ZERO)

    @property
    def due_on(self) -> date:
        return due_on(self.parts[0].order.payment_terms, self.issued_on)


async def draft_invoices(
    tx: Transaction, groups: Sequence[tuple[date, Sequence[Shipment]]], company_currency: str
) -> list[Draft]:
    """Price what each invoice is about, dated on the day that goes with it or the first open one after it.

    The orders are locked. What an order is charged with goes to the first of its invoices.

    Raises:
        NotYet: a shipment's order has not arrived.
        TaxRateMissing: a tax class has no rate on the day of a delivery.
        RateMissing: the currency of an order has no rate on the day of the invoice.
    """
    order_ids = list({each.sales_order_id for _, group in groups for each in group})
    known = await orders.find(tx, order_ids)
    if missing := set(order_ids) - known.keys():
        raise NotYet(f"Accounting has not heard of sales order {min(missing)} yet.")
    unbilled = await charges.open_charges(tx, order_ids)
    rates = await taxes.by_zone(tx)
    advances = await down_payments.lock_left(tx, order_ids)
    zones = await taxes.zones(tx, [(order.customer_id, order.bill_to_id) for order, _ in known.values()])
    closed = await ledger.closed_months(tx)
    dated = [(ledger.open_day(closed, day), group) for day, group in groups]
    wanted = {(known[group[0].sales_order_id][0].currency, day) for day, group in dated}
    exchange = await rates_on(tx, company_currency, wanted)
    drafts = []
    for day, group in dated:
        by_order: dict[UUID, list[Shipment]] = {}
        for shipment in group:
            by_order.setdefault(shipment.sales_order_id, []).append(shipment)
        billed = []
        for of_order in by_order.values():
            order, lines = known[of_order[0].sales_order_id]
            priced = BilledOrder(order, lines, tuple(unbilled.pop(order.id, ())))
            here = rates[zones[order.customer_id, order.bill_to_id]]
            billed.append(
                (
                    order,
                    [line for shipment in of_order for line in priced_lines(shipment, priced, here)],
                    [priced_charge(charge, of_order[0].shipped_on, here) for charge in priced.charges],
                )
            )
        rate = needed(exchange, billed[0][0].currency, day)
        parts, total = parts_of(billed, rate)
        parts = tuple(take_off(part, advances) for part in parts)
        last = max(shipment.shipped_on for shipment in group)
        drafts.append(Draft(day, last, parts, total, rate))
    return drafts


async def issue_invoices(tx: Transaction, drafts: Sequence[Draft]) -> list[Invoice]:
    """Number, post, owe and tell; then credit what waited for these invoices. The orders are locked."""
    if not drafts:
        return []
    issued = await _number(tx, drafts)
    entries = [_entry(invoice) for invoice in issued]
    await ledger.post(tx, [entry for entry in entries if entry])
    await invoices.add(tx, issued, [entry.id if entry else None for entry in entries])
    await charges.add(tx, issued)
    await down_payments.take(tx, issued)
    await taxes.add(tx, [(invoice.id, invoice.vat_summary()) for invoice in issued])
    await results.expect(tx, [invoice.id for invoice in issued if invoice.totals.gross])
    parts = [(invoice, part) for invoice in issued for part in invoice.parts]
    await shipments.set_invoiced(tx, list({line.shipment_id for _, part in parts for line in part.lines}))
    await documents.open_items(tx, [_owed(invoice) for invoice in issued])
    await credit_accounts.invoice(
        tx, [(p.order.id, p.order.bill_to_id, p.value.gross - p.prepaid_value(i.rate)) for i, p in parts]
    )
    tx.publish(*(wire_invoices.invoice_issued(invoice, part) for invoice, part in parts))
    order_ids = list({part.order.id for _, part in parts})
    await _let_go(tx, order_ids)
    await carry_out_waiting(tx, order_ids, clock.now())
    return issued


async def _let_go(tx: Transaction, order_ids: Sequence[UUID]) -> None:
    """Orders that are complete and invoiced hold nothing more, not even the cent by which tax rounds otherwise on an invoice
    of several.
    """
    complete = await policies.are_complete(tx, order_ids)
    waiting = {shipment.sales_order_id for shipment in await shipments.lock_waiting(tx, list(complete))}
    await credit_accounts.lower_to(tx, dict.fromkeys(complete - waiting, ZERO))


async def _number(tx: Transaction, drafts: Sequence[Draft]) -> list[Invoice]:
    """Give each its gapless number, in their order within each year."""
    numbers: dict[int, list[str]] = {}
    for year, count in sorted(Counter(draft.issued_on.year for draft in drafts).items()):
        numbers[year] = await documents.take_numbers(tx, "FA", year, count)
    return [_invoice(draft, numbers[draft.issued_on.year].pop(0)) for draft in drafts]


def _invoice(draft: Draft, number: str) -> Invoice:
    return Invoice(
        id=new_id(),
        number=number,
        issued_on=draft.issued_on,
        document_on=draft.document_on,
        due_on=draft.due_on,
        parts=draft.parts,
        totals=draft.totals,
        rate=draft.rate,
        discount=discount_on(draft.parts[0].order.payment_terms, draft.issued_on, draft.payable),
    )


def _entry(invoice: Invoice) -> JournalEntry | None:
    """Customer against sales, charges and output tax; a free delivery owes nothing and posts nothing."""
    value, rate = invoice.value, invoice.rate
    if value.gross == 0:
        return None
    owed = debit(CUSTOMERS, invoice.payable_value, invoice.head.bill_to_id)
    lines = [in_currency(owed, invoice.payable, rate)] if invoice.payable_value else []
    lines += advance_lines(invoice)
    for (account, customer_id, channel), amount in invoice.earned().items():
        lines += along([credit(account, amount)], Axes(customer_id=customer_id, channel=channel))
    if value.tax:
        lines.append(in_currency(credit(OUTPUT_TAX, value.tax), invoice.totals.tax, rate))
    return JournalEntry(
        id=new_id(),
        journal=Journal.SALES,
        posted_on=invoice.issued_on,
        document_on=invoice.document_on,
        label=f"Facture {invoice.number}",
        source="invoice",
        source_id=invoice.id,
        lines=tuple(lines),
        document_number=invoice.number,
    )


def _owed(invoice: Invoice) -> NewItem:
    return NewItem(
        document_id=invoice.id,
        number=invoice.number,
        partner_id=invoice.head.bill_to_id,
        is_receivable=True,
        issued_on=invoice.issued_on,
        due_on=invoice.due_on,
        currency=invoice.head.currency,
        amount=invoice.payable,
        value=invoice.payable_value,
    )
