"""Advances on orders ("acomptes"): invoiced before anything leaves, then taken off the invoices of the order."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from uuid import UUID

from kit.exchange import ExchangeRate
from kit.money import EXACT, ZERO, round_half_up

from accounting.domain.entry import JournalLine, credit, debit, exchange_difference, in_currency
from accounting.domain.errors import DownPaymentTooLarge
from accounting.domain.invoice import (
    Advance,
    Invoice,
    InvoicePart,
    Order,
    TaxRate,
    Totals,
    VatSubtotal,
    totals,
    vat_summary,
)
from accounting.domain.payment import Settlement

CUSTOMERS, ADVANCES, OUTPUT_TAX = "411", "4191", "44571"


@dataclass(frozen=True, slots=True)
class DownPayment:
    """An advance that is invoiced. It is taxed as what it is for."""

    id: UUID
    number: str
    order: Order
    issued_on: date
    due_on: date
    totals: Totals
    vat: tuple[VatSubtotal, ...]
    rate: ExchangeRate  # of its day

    @property
    def value(self) -> Totals:
        """Its totals in company currency."""
        tax = self.rate.to_company(self.totals.tax)
        return Totals(self.rate.to_company(self.totals.gross) - tax, tax)


@dataclass(frozen=True, slots=True)
class Ordered:
    """What an order comes to before tax, and how far that is invoiced, in advance or for good."""

    lines: tuple[tuple[Decimal, TaxRate], ...]  # rounded net amounts of lines and charges
    invoiced: Decimal
    in_advance: Decimal  # and not taken off an invoice yet

    @property
    def net(self) -> Decimal:
        return sum((net for net, _ in self.lines), ZERO)


def advance_of(ordered: Ordered, net: Decimal) -> tuple[Totals, tuple[VatSubtotal, ...]]:
    """An advance before tax, shared among what is ordered, with the tax of each.

    Raises:
        DownPaymentTooLarge: the order does not leave so much to be invoiced, or it is nothing.
    """
    left = ordered.net - ordered.invoiced - ordered.in_advance
    if not ZERO < net <= left:
        raise DownPaymentTooLarge(
            f"{left} before tax is left to be invoiced of this order, not {net}.", field="net_amount", left=str(left)
        )
    parts = _shares(net, [amount for amount, _ in ordered.lines])
    shares = [(part, rate.rate, rate.rounding, rate.vat) for part, (_, rate) in zip(parts, ordered.lines, strict=True)]
    summary = tuple(each for each in vat_summary(shares) if each.base)
    return totals([share[:3] for share in shares]), summary


def down_payment_lines(paid: DownPayment) -> tuple[JournalLine, ...]:
    """What the customer owes against the advance, and the tax that is due on it already."""
    lines = [
        in_currency(debit(CUSTOMERS, paid.value.gross, paid.order.bill_to_id), paid.totals.gross, paid.rate),
        in_currency(credit(ADVANCES, paid.value.net, paid.order.bill_to_id), paid.totals.net, paid.rate),
    ]
    if paid.value.tax:
        lines.append(in_currency(credit(OUTPUT_TAX, paid.value.tax), paid.totals.tax, paid.rate))
    return tuple(lines)


def taken_off(left: Sequence[Advance], gross: Decimal) -> list[Advance]:
    """What an invoice of this amount takes of advances, the oldest first; the last part of one takes what is left of it."""
    taken = []
    for each in left:
        part = min(gross, each.gross)
        if part <= 0:
            continue
        gross -= part
        taken.append(each if part == each.gross else _part(each, part))
    return taken


def rest(left: Advance, taken: Advance) -> Advance:
    """What is left after it."""
    return Advance(
        left.down_payment_id,
        left.number,
        left.net - taken.net,
        left.tax - taken.tax,
        left.net_value - taken.net_value,
        left.tax_value - taken.tax_value,
    )


def _part(left: Advance, gross: Decimal) -> Advance:
    def share(amount: Decimal) -> Decimal:
        return round_half_up(EXACT.divide(EXACT.multiply(amount, gross), left.gross))

    tax = share(left.tax)
    return Advance(left.down_payment_id, left.number, gross - tax, tax, share(left.net_value), share(left.tax_value))


def take_off(part: InvoicePart, left: dict[UUID, list[Advance]]) -> InvoicePart:
    """The part less what was invoiced in advance of its order; `left`, by order, is less by it too."""
    before = left.get(part.order.id)
    if not before:
        return part
    taken = {each.down_payment_id: each for each in taken_off(before, part.totals.gross)}
    after = [rest(each, taken[each.down_payment_id]) if each.down_payment_id in taken else each for each in before]
    left[part.order.id] = [each for each in after if each.gross]
    return replace(part, advances=tuple(taken.values()))


def advance_lines(invoice: Invoice) -> tuple[JournalLine, ...]:
    """Advances and their tax, as they were booked, against what is owed less; and what rates have changed in between."""
    advances = [each for part in invoice.parts for each in part.advances]
    if not advances:
        return ()
    net = sum((each.net_value for each in advances), ZERO)
    tax = sum((each.tax_value for each in advances), ZERO)
    gain = net + tax - (invoice.value.gross - invoice.payable_value)
    lines = [debit(ADVANCES, net, invoice.head.bill_to_id)]
    if tax:
        lines.append(debit(OUTPUT_TAX, tax))
    return (*lines, *exchange_difference(gain))


@dataclass(frozen=True, slots=True)
class IssuedAdvance:
    """A down payment as it stands."""

    id: UUID
    number: str
    sales_order_id: UUID
    sales_order_number: str
    customer_id: UUID
    bill_to_id: UUID
    issued_on: date
    rate: ExchangeRate
    net: Decimal
    tax: Decimal
    taxed: tuple[VatSubtotal, ...]


@dataclass(frozen=True, slots=True)
class CreditedAdvance:
    """What is given back of a down payment, with its number."""

    id: UUID
    number: str
    of: IssuedAdvance
    credited_on: date
    taken: Advance

    def vat(self) -> tuple[VatSubtotal, ...]:
        """Its tax by category, rate and reason: that of the down payment, as far as it is given back."""
        bases = _shares(self.taken.net, [each.base for each in self.of.taxed])
        taxes = _shares(self.taken.tax, [each.tax for each in self.of.taxed])
        return tuple(
            replace(each, base=base, tax=tax) for each, base, tax in zip(self.of.taxed, bases, taxes, strict=True)
        )


def _shares(amount: Decimal, by: Sequence[Decimal]) -> list[Decimal]:
    """An amount shared out in proportion, to the cent."""
    total, so_far, shares = sum(by, ZERO), ZERO, list[Decimal]()
    for each in by:
        so_far += each
        part = round_half_up(EXACT.divide(EXACT.multiply(amount, so_far), total)) if total else ZERO
        shares.append(part - sum(shares, ZERO))
    return shares


def credited_lines(note: CreditedAdvance, settlement: Settlement) -> tuple[JournalLine, ...]:
    """The advance and its tax against the customer; and what rates have changed in between."""
    taken, rate = note.taken, note.of.rate
    lines = [in_currency(debit(ADVANCES, taken.net_value, note.of.bill_to_id), taken.net, rate)]
    if taken.tax_value:
        lines.append(in_currency(debit(OUTPUT_TAX, taken.tax_value), taken.tax, rate))
    customer = credit(CUSTOMERS, settlement.partner_value, note.of.bill_to_id)
    return (*lines, in_currency(customer, taken.gross, rate), *exchange_difference(settlement.exchange_gain))
