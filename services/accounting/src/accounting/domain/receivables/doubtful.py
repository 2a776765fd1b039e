"""Debts that may not be paid ("créances douteuses"): on an account of their own, and written down by what is feared lost.

What is written down is without VAT, which the state gives back when the debt is lost (article 272 CGI).
"""

from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from kit.money import EXACT, ZERO, round_half_up

from accounting.domain.entry import JournalLine, credit, debit, transfer
from accounting.domain.payment import CUSTOMERS, DOUBTFUL

LOST = "654"
OUTPUT_TAX = "44571"
_ALLOWANCE = "491"
_WRITE_DOWN, _WRITE_UP = "68174", "78174"


@dataclass(frozen=True, slots=True)
class DoubtfulDebt:
    """An invoice that somebody doubts, with what the books have of it; all in company currency."""

    document_id: UUID
    number: str
    partner_id: UUID
    rate: Decimal  # of the net amount, feared lost
    open_value: Decimal
    tax_share: Decimal  # of the total
    carried: Decimal  # on 416
    allowance: Decimal  # on 491
    is_current: bool

    @property
    def to_carry(self) -> Decimal:
        """What should be on 416: what is open, while it is doubted."""
        return self.open_value if self.is_current else ZERO

    @property
    def to_allow(self) -> Decimal:
        """What should be on 491."""
        net = EXACT.multiply(self.to_carry, 1 - self.tax_share)
        return round_half_up(EXACT.multiply(net, self.rate))


def adjustment(debt: DoubtfulDebt) -> tuple[JournalLine, ...]:
    """From what the books have to what they should; nothing when that is the same."""
    carry, allow = debt.to_carry - debt.carried, debt.to_allow - debt.allowance
    moved = (debit(DOUBTFUL, carry, debt.partner_id), credit(CUSTOMERS, carry, debt.partner_id)) if carry else ()
    written = transfer(_WRITE_DOWN, _ALLOWANCE, max(allow, ZERO)) + transfer(_ALLOWANCE, _WRITE_UP, max(-allow, ZERO))
    return (*moved, *written)
