"""What of a bill is taken back: all of a line, the price only, or goods that went back to the supplier."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from kit.money import EXACT, ZERO, round_half_up

from accounting.domain.bill import INPUT_TAX, SUPPLIERS, Received
from accounting.domain.entry import JournalLine, credit, debit
from accounting.domain.errors import OverCredited
from accounting.domain.schemes import GOODS_RECEIVED


@dataclass(frozen=True, slots=True)
class CreditedLine:
    """Of a received line: so much goods, what they stood at as received, and what the supplier gives for them.

    `is_returned`: they had gone back to him, so a gap has no stock to go to.
    """

    receipt_line_id: UUID
    quantity: Decimal
    net_amount: Decimal
    received_amount: Decimal
    is_returned: bool = False

    @property
    def difference(self) -> Decimal:
        """Given back above what it was received at."""
        return self.net_amount - self.received_amount


def credited(
    asked: Sequence[tuple[UUID, Decimal, Decimal]], received: Mapping[UUID, Received], supplier_id: UUID
) -> list[CreditedLine]:
    """(receipt line, quantity, net amount) of a credit note; without quantity it is about the price only.

    Raises:
        OverCredited: a line is not this supplier's, stands twice, or is about more goods than went back and were billed.
    """
    lines: list[CreditedLine] = []
    for i, (line_id, quantity, net_amount) in enumerate(asked):
        found = received.get(line_id)
        if found is None or found.supplier_id != supplier_id or any(line.receipt_line_id == line_id for line in lines):
            raise OverCredited(
                f"Receipt line {line_id} is not a received line of this supplier (or stands twice).",
                field=f"lines.{i}.receipt_line_id",
            )
        if not quantity:
            lines.append(CreditedLine(line_id, ZERO, net_amount, ZERO))
            continue
        back = found.billed_quantity - found.quantity
        if quantity > back:
            raise OverCredited(
                f"{max(back, ZERO)} of this line went back after they were billed, not {quantity}.",
                field=f"lines.{i}.quantity",
                returned=str(max(back, ZERO)),
            )
        expected = found.billed_value - found.value
        amount = expected if quantity == back else round_half_up(EXACT.divide(expected * quantity, back))
        lines.append(CreditedLine(line_id, quantity, net_amount, amount, is_returned=True))
    return lines


def credit_lines(
    lines: Sequence[CreditedLine], differences: Sequence[JournalLine], tax: Decimal, supplier_id: UUID
) -> tuple[JournalLine, ...]:
    """The supplier is owed less; goods are received and not billed again, or nothing is expected for them any more."""
    received = sum((line.received_amount for line in lines), ZERO)
    net = sum((line.net_amount for line in lines), ZERO)
    posted = [debit(SUPPLIERS, net + tax, supplier_id)]
    if received:
        posted.append(credit(GOODS_RECEIVED, received))
    posted += differences
    if tax:
        posted.append(credit(INPUT_TAX, tax))
    return tuple(posted)
