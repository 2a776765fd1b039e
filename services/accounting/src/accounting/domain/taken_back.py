"""What of a bill is taken back: all of a line, the price only, or goods that went back to the supplier."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from kit.exchange import ExchangeRate
from kit.money import EXACT, ZERO, minor_unit, round_half_up

from accounting.domain.bill import INPUT_TAX, SUPPLIERS, Received, check_currency, cleared_lines
from accounting.domain.entry import JournalLine, credit, debit, exchange_difference, in_currency, reversal_lines
from accounting.domain.errors import OverCredited
from accounting.domain.purchase import Cost


@dataclass(frozen=True, slots=True)
class CreditedLine:
    """Of a received line: so much goods, what they stood at as received, and what the supplier gives for them.

    `is_returned`: they had gone back to him, so a gap has no stock to go to.
    """

    receipt_line_id: UUID
    quantity: Decimal
    net_amount: Decimal
    received: Cost
    rate: ExchangeRate  # of the day of receipt
    is_returned: bool = False

    @property
    def cost_difference(self) -> Decimal:
        """Given back above what it was received at, in company currency at the rate of the receipt."""
        return self.rate.to_company(self.net_amount - self.received.amount)


def credited(
    asked: Sequence[tuple[UUID, Decimal, Decimal]], received: Mapping[UUID, Received], supplier_id: UUID, currency: str
) -> list[CreditedLine]:
    """(receipt line, quantity, net amount) of a credit note; without quantity it is about the price only.

    Raises:
        OverCredited: a line is not this supplier's, stands twice, or is about more goods than went back and were billed.
        OtherCurrency: its goods were ordered in another currency.
    """
    lines: list[CreditedLine] = []
    for i, (line_id, quantity, net_amount) in enumerate(asked):
        found = received.get(line_id)
        if found is None or found.supplier_id != supplier_id or any(line.receipt_line_id == line_id for line in lines):
            raise OverCredited(
                f"Receipt line {line_id} is not a received line of this supplier (or stands twice).",
                field=f"lines.{i}.receipt_line_id",
            )
        check_currency(found, currency, field=f"lines.{i}.receipt_line_id")
        if not quantity:
            lines.append(CreditedLine(line_id, ZERO, net_amount, Cost(ZERO, ZERO), found.rate))
            continue
        back = found.billed_quantity - found.quantity
        if quantity > back:
            raise OverCredited(
                f"{max(back, ZERO)} of this line went back after they were billed, not {quantity}.",
                field=f"lines.{i}.quantity",
                returned=str(max(back, ZERO)),
            )
        expected = _part(found, quantity, back)
        lines.append(CreditedLine(line_id, quantity, net_amount, expected, found.rate, is_returned=True))
    return lines


def _part(found: Received, quantity: Decimal, back: Decimal) -> Cost:
    """What is expected for so many of the units that went back."""
    amount, value = found.billed_amount - found.amount, found.billed_value - found.value
    if quantity == back:
        return Cost(amount, value)
    return Cost(
        round_half_up(EXACT.divide(amount * quantity, back), minor_unit(found.rate.currency)),
        round_half_up(EXACT.divide(value * quantity, back)),
    )


@dataclass(frozen=True, slots=True)
class TakenBack:
    """The head of what is taken back: amounts in its currency, `owed` and `tax_value` in the company's.

    `owed`: by how much our debt to the supplier falls.
    """

    supplier_id: UUID
    gross_amount: Decimal
    rate: ExchangeRate
    owed: Decimal
    tax_value: Decimal
    charges: Sequence[tuple[str, Decimal]] = ()  # account, value

    def exchange_gain(self, lines: Sequence[CreditedLine]) -> Decimal:
        """What the rates since the receipt have added to it."""
        charged = sum((value for _, value in self.charges), ZERO)
        goods = sum((line.received.value + line.cost_difference for line in lines), ZERO)
        return self.owed - self.tax_value - charged - goods


def credit_lines(
    head: TakenBack, lines: Sequence[CreditedLine], differences: Sequence[JournalLine]
) -> tuple[JournalLine, ...]:
    """The supplier is owed less; goods are received and not billed again, or nothing is expected for them any more."""
    posted = [in_currency(debit(SUPPLIERS, head.owed, head.supplier_id), head.gross_amount, head.rate)]
    posted += reversal_lines(cleared_lines([(line.received, line.rate) for line in lines]))
    posted += differences
    posted += [credit(account, value) for account, value in head.charges if value]
    if head.tax_value:
        posted.append(credit(INPUT_TAX, head.tax_value))
    posted += exchange_difference(head.exchange_gain(lines))
    return tuple(posted)
