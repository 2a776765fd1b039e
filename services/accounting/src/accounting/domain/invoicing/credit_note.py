"""What a customer is credited of what he was billed: "avoir"."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from kit.exchange import ExchangeRate
from kit.ids import new_id
from kit.money import ZERO

from accounting.domain.entry import JournalLine, credit, debit, exchange_difference, in_currency
from accounting.domain.errors import OverCredited
from accounting.domain.invoice import TaxRounding, Totals, Vat, VatSubtotal, tax_by_line, totals, vat_summary
from accounting.domain.payment import Settlement

CUSTOMERS, SALES, ALLOWANCES, OUTPUT_TAX = "411", "707", "7097", "44571"


class CreditSource(StrEnum):
    """Why there is a credit note."""

    RETURN = "return"
    PRICE_DISPUTE = "price-dispute"
    MANUAL = "manual"
    DOWN_PAYMENT = "down-payment"  # whose order has come to its end without it


class CreditStatus(StrEnum):
    """Of a request."""

    WAITING = "waiting"  # what it is about is not billed yet
    AWAITING_APPROVAL = "awaiting-approval"
    CREDITED = "credited"
    REFUSED = "refused"  # more than was billed
    REJECTED = "rejected"  # by who was to approve


@dataclass(frozen=True, slots=True)
class AskedCredit:
    """To be credited of a delivered or invoiced line. `quantity` came back: zero for a credit on the price."""

    line_id: UUID  # of the shipment when sales asks, of the invoice when an accountant does
    quantity: Decimal
    net_amount: Decimal  # before tax, what is kept taken off
    restocking_fee: Decimal = ZERO  # kept, and so stays in revenue
    reason: str = ""


@dataclass(frozen=True, slots=True)
class CreditRequest:
    """What is asked. Sales asks for lines of an order's shipments, an accountant for lines of an invoice."""

    id: UUID
    sales_order_id: UUID | None
    invoice_id: UUID | None
    customer_id: UUID
    bill_to_id: UUID
    currency: str
    source: CreditSource
    source_id: UUID | None
    source_number: str
    reason: str
    credited_on: date  # not before
    lines: tuple[AskedCredit, ...]
    requested_by: str
    status: CreditStatus = CreditStatus.WAITING

    @property
    def net_amount(self) -> Decimal:
        return sum((line.net_amount for line in self.lines), ZERO)


@dataclass(frozen=True, slots=True)
class BilledLine:
    """A line of an invoice and what of it is credited by now. Amounts before tax."""

    invoice_line_id: UUID
    invoice_id: UUID
    invoice_number: str
    invoiced_on: date
    sales_order_id: UUID
    sales_order_line_id: UUID
    shipment_line_id: UUID
    movement_id: UUID
    product_id: UUID
    description: str
    quantity: Decimal
    net_amount: Decimal
    tax_class: str
    tax_rate: Decimal
    tax_rounding: TaxRounding
    vat: Vat
    rate: ExchangeRate  # of the invoice: what is taken back was booked by it
    credited_quantity: Decimal
    credited_amount: Decimal


@dataclass(frozen=True, slots=True)
class CreditedLine:
    """A line of a credit note."""

    id: UUID
    billed: BilledLine
    quantity: Decimal
    net_amount: Decimal
    restocking_fee: Decimal
    reason: str

    @property
    def value(self) -> Decimal:
        """The net amount in company currency."""
        return self.billed.rate.to_company(self.net_amount)

    @property
    def account(self) -> str:
        """Goods that came back were not sold; a lower price is an allowance."""
        return SALES if self.quantity else ALLOWANCES


@dataclass(frozen=True, slots=True)
class CreditNote:
    """What a customer is credited, with its number."""

    id: UUID
    number: str
    request: CreditRequest
    credited_on: date
    lines: tuple[CreditedLine, ...]
    totals: Totals

    @property
    def rate(self) -> ExchangeRate:
        """Of its invoices: of one of them, where they have several."""
        return self.lines[0].billed.rate

    @property
    def value(self) -> Totals:
        """Its totals in company currency."""
        return Totals(sum((line.value for line in self.lines), ZERO), self.rate.to_company(self.totals.tax))

    def vat_summary(self) -> list[VatSubtotal]:
        """Its tax by category, rate and reason, as the invoiced lines have them."""
        return vat_summary(
            [(line.net_amount, line.billed.tax_rate, line.billed.tax_rounding, line.billed.vat) for line in self.lines]
        )

    def parts(self) -> list["CreditPart"]:
        """What it is about, order by order and invoice by invoice; they add up to the whole, to the cent."""
        taxes = tax_by_line(_taxed(self.lines))
        found: dict[tuple[UUID, UUID], list[tuple[CreditedLine, Decimal]]] = {}
        for line, tax in zip(self.lines, taxes, strict=True):
            found.setdefault((line.billed.sales_order_id, line.billed.invoice_id), []).append((line, tax))
        return [
            CreditPart(
                sales_order_id=order_id,
                invoice_id=invoice_id,
                invoice_number=taxed[0][0].billed.invoice_number,
                lines=tuple(line for line, _ in taxed),
                totals=Totals(sum((line.net_amount for line, _ in taxed), ZERO), sum((tax for _, tax in taxed), ZERO)),
            )
            for (order_id, invoice_id), taxed in found.items()
        ]


@dataclass(frozen=True, slots=True)
class CreditPart:
    """What of a credit note is about one order on one invoice."""

    sales_order_id: UUID
    invoice_id: UUID
    invoice_number: str
    lines: tuple[CreditedLine, ...]
    totals: Totals

    @property
    def rate(self) -> ExchangeRate:
        """Of the invoice."""
        return self.lines[0].billed.rate


def credited(asked: Sequence[AskedCredit], billed: Mapping[UUID, BilledLine]) -> tuple[CreditedLine, ...]:
    """The lines of a credit note. `billed` has every line that is asked for, by the id it is asked by.

    Raises:
        OverCredited: more goods or more money than was billed and not credited before.
    """
    lines: list[CreditedLine] = []
    left = {
        id_: (line.quantity - line.credited_quantity, line.net_amount - line.credited_amount)
        for id_, line in billed.items()
    }
    for position, ask in enumerate(asked):
        line = billed[ask.line_id]
        quantity, amount = left[ask.line_id]
        if ask.quantity > quantity or ask.net_amount > amount:
            raise OverCredited(
                f"Of {line.description or 'this line'} on {line.invoice_number}, {quantity.normalize():f} for {amount} is left"
                f" to be credited, not {ask.quantity.normalize():f} for {ask.net_amount}.",
                field=f"lines.{position}",
                quantity=str(quantity),
                amount=str(amount),
            )
        left[ask.line_id] = (quantity - ask.quantity, amount - ask.net_amount)
        if ask.net_amount:
            lines.append(CreditedLine(new_id(), line, ask.quantity, ask.net_amount, ask.restocking_fee, ask.reason))
    return tuple(lines)


def credit_totals(lines: Sequence[CreditedLine]) -> Totals:
    """Tax at the rates of the invoiced lines, once for each rate on the sum of the lines."""
    return totals(_taxed(lines))


def _taxed(lines: Sequence[CreditedLine]) -> list[tuple[Decimal, Decimal, TaxRounding]]:
    return [(line.net_amount, line.billed.tax_rate, line.billed.tax_rounding) for line in lines]


def credit_note_lines(note: CreditNote, settlement: Settlement) -> tuple[JournalLine, ...]:
    """Sales, or allowances on them, and output tax against the customer; and what rates have changed in between."""
    by_account: dict[str, Decimal] = {}
    for line in note.lines:
        by_account[line.account] = by_account.get(line.account, ZERO) + line.value
    posted = [debit(account, amount) for account, amount in sorted(by_account.items()) if amount]
    if note.value.tax:
        posted.append(in_currency(debit(OUTPUT_TAX, note.value.tax), note.totals.tax, note.rate))
    customer = credit(CUSTOMERS, settlement.partner_value, note.request.bill_to_id)
    posted.append(in_currency(customer, note.totals.gross, note.rate))
    return (*posted, *exchange_difference(settlement.exchange_gain))
