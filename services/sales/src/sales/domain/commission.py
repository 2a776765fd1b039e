"""What a salesperson's commission is reckoned on: the margin of his invoices, as far as they are paid."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal, localcontext
from enum import StrEnum
from uuid import UUID

from kit.money import EXACT, ZERO, round_half_up


class Cause(StrEnum):
    """Why the base changes."""

    COLLECTED = "collected"
    COSTED = "costed"  # a cost became known, or was corrected, or goods came back at it
    CREDITED = "credited"  # a credit note took something off the invoice


@dataclass(frozen=True, slots=True)
class SoldInvoice:
    """What of an invoice is about one order, with what is known of it now. Amounts in company currency by its rate, net before tax.

    It is paid as a whole: gross amounts, with tax, are of all its orders.
    """

    invoice_id: UUID
    number: str
    sales_order_id: UUID
    customer_id: UUID
    salesperson: str
    team: str
    channel: str
    segment: str
    currency: str
    issued_on: date
    net: Decimal
    gross: Decimal
    credited_net: Decimal  # of the net amount, so far
    credited_gross: Decimal
    cost: Decimal | None  # None until each of its lines is valued; of what came back taken off
    collected: Decimal  # of the gross amount
    entered: Decimal  # of the base, so far
    paid_on: date | None  # the last payment

    @property
    def margin(self) -> Decimal | None:
        return None if self.cost is None else self.net - self.credited_net - self.cost

    @property
    def due(self) -> Decimal:
        """What is to be collected in all."""
        return self.gross - self.credited_gross


def base_of(invoice: SoldInvoice) -> Decimal:
    """The part of the margin that is collected, to the cent; nothing while a cost is not known.

    What is paid beyond the invoice earns nothing more, and a free invoice earns its whole margin, which is a loss. So does
    one that is credited whole: nothing, once its goods are back.
    """
    if invoice.margin is None:
        return ZERO
    if invoice.due <= 0 or invoice.collected >= invoice.due:
        return round_half_up(invoice.margin)
    with localcontext(EXACT):
        return round_half_up(invoice.margin * invoice.collected / invoice.due)


def to_enter(invoice: SoldInvoice) -> Decimal:
    """What the base grows by now: the difference to what was entered, so that no rounding adds up."""
    return base_of(invoice) - invoice.entered


@dataclass(frozen=True, slots=True)
class Entry:
    """The base grew, or fell."""

    id: UUID
    invoice: SoldInvoice
    amount: Decimal
    cause: Cause
    earned_on: date

    @property
    def month(self) -> date:
        return self.earned_on.replace(day=1)
