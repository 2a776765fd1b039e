"""A supplier's bill as it was entered, against what was received: what fits, and what somebody has to settle first."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from kit.exchange import ExchangeRate
from kit.money import EXACT, ZERO, minor_unit, round_half_up, split

from accounting.domain.bill import AskedLine, Received
from accounting.domain.bill_charge import Charge
from accounting.domain.bill_tax import BilledTax, of_lines


class BillStatus(StrEnum):
    DISPUTED = "disputed"
    MATCHED = "matched"  # nothing is in the way of posting it
    POSTED = "posted"
    REJECTED = "rejected"
    CANCELLED = "cancelled"  # taken back after it was posted


class DisputeKind(StrEnum):
    PRICE = "price"
    NOT_RECEIVED = "not-received"
    TAX = "tax"
    DUPLICATE = "duplicate"


class Resolution(StrEnum):
    ACCEPTED = "accepted"  # as the supplier says
    CREDIT_EXPECTED = "credit-expected"  # posted as billed; a credit note is to come
    SOLVED = "solved"  # by receipts, or by another bill


@dataclass(frozen=True, slots=True)
class EnteredLine:
    """So much was billed, of a receipt line or (whatever came of it) of an order line. Stock units, before tax."""

    id: UUID
    receipt_line_id: UUID | None
    purchase_order_line_id: UUID | None
    quantity: Decimal
    net_amount: Decimal
    tax_class: str = ""  # empty: that of the bill


@dataclass(frozen=True, slots=True)
class EnteredBill:
    """What the supplier sent."""

    id: UUID
    supplier_id: UUID
    supplier_number: str
    billed_on: date
    due_on: date | None
    tax_class: str
    tax_amount: Decimal | None
    lines: tuple[EnteredLine, ...]
    currency: str
    status: BillStatus = BillStatus.DISPUTED
    entered_by: str = ""
    version: int = 1
    taxes: tuple[BilledTax, ...] = ()  # of a bill with several rates; else its tax class says the rate
    charges: tuple[Charge, ...] = ()

    @property
    def net_amount(self) -> Decimal:
        return sum((net for _, net in self.nets_by_class()), ZERO)

    @property
    def line_count(self) -> int:
        """Of goods and charges: a supplier may round the tax of each."""
        return len(self.lines) + len(self.charges)

    def taxes_at(self, tax_rate: Decimal) -> tuple[BilledTax, ...]:
        """Its tax rate by rate: as stated, else computed. `tax_rate`: of its tax class."""
        if self.taxes:
            return self.taxes
        whole = of_lines([(tax_rate, self.net_amount)], minor_unit(self.currency))
        return whole if self.tax_amount is None else (replace(whole[0], tax=self.tax_amount),)

    def nets_by_class(self) -> list[tuple[str, Decimal]]:
        """(tax class, net amount) of each line and charge."""
        goods = [(line.tax_class or self.tax_class, line.net_amount) for line in self.lines]
        return goods + [(charge.tax_class, charge.net_amount) for charge in self.charges]


class Part(NamedTuple):
    """So much of a bill's line was received by that receipt line, at that amount."""

    receipt_line_id: UUID
    quantity: Decimal
    received_amount: Decimal


@dataclass(frozen=True, slots=True)
class Proposal:
    """A line with the receipts that it is about; `missing` has not come."""

    line: EnteredLine
    parts: tuple[Part, ...]
    missing: Decimal

    @property
    def received_amount(self) -> Decimal:
        return sum((part.received_amount for part in self.parts), ZERO)

    @property
    def billed_amount(self) -> Decimal:
        """What is billed of the goods that came."""
        if not self.missing:
            return self.line.net_amount
        return round_half_up(
            EXACT.divide(self.line.net_amount * (self.line.quantity - self.missing), self.line.quantity)
        )

    @property
    def difference(self) -> Decimal:
        """Billed above what it was received at."""
        return self.billed_amount - self.received_amount


@dataclass(frozen=True, slots=True)
class Tolerance:
    """A line may cost so much more or less than it was received at: a share, and an amount (company currency); both hold."""

    price_rate: Decimal
    price_amount: Decimal

    def lets(self, difference: Decimal, received_amount: Decimal) -> bool:
        return abs(difference) <= self.price_amount and abs(difference) <= received_amount * self.price_rate


class Finding(NamedTuple):
    """What is in the way, and how much money is at risk by it; `line_id` None: the bill as a whole."""

    kind: DisputeKind
    line_id: UUID | None
    at_risk: Decimal
    reason: str


def number_key(supplier_number: str) -> str:
    """The number as it is compared: `fa-2026/07` is `FA 202607`."""
    return re.sub(r"[^0-9A-Za-z]", "", supplier_number).upper() or supplier_number.strip().upper()


def propose(lines: Sequence[EnteredLine], received: Sequence[Received]) -> list[Proposal]:
    """Match by quantity: a line to its receipt line, or to all that came of its order line, the oldest first.

    No received unit is matched twice, neither by two lines nor with what was billed before.
    """
    left = {each.receipt_line_id: each.quantity - each.billed_quantity for each in received}
    unbilled = {each.receipt_line_id: each.amount - each.billed_amount for each in received}
    in_order = sorted(received, key=lambda each: each.movement_id)
    found = []
    # Lines that name their receipt take from it before those that take whatever came.
    for line in sorted(lines, key=lambda line: line.receipt_line_id is None):
        parts, missing = [], line.quantity
        for each in in_order:
            if line.receipt_line_id not in (None, each.receipt_line_id):
                continue
            if line.receipt_line_id is None and line.purchase_order_line_id != each.purchase_order_line_id:
                continue
            taken = min(missing, left[each.receipt_line_id])
            if taken <= 0:
                continue
            is_last = taken == left[each.receipt_line_id]
            amount = unbilled[each.receipt_line_id] if is_last else each.amount_of(taken)
            parts.append(Part(each.receipt_line_id, taken, amount))
            left[each.receipt_line_id] -= taken
            unbilled[each.receipt_line_id] -= amount
            missing -= taken
        found.append(Proposal(line, tuple(parts), missing))
    order = {line.id: i for i, line in enumerate(lines)}
    return sorted(found, key=lambda each: order[each.line.id])


def findings(
    proposals: Sequence[Proposal],
    tolerance: Tolerance | None,
    rate: ExchangeRate,
    *,
    tax_gap: Decimal,
    tax_reason: str = "",
    twins: Sequence[str],
    net: Decimal,
) -> Iterator[Finding]:
    """What somebody has to settle, with the money at risk in company currency. Without a tolerance, prices are as the
    supplier says.

    `rate`: of the bill. `tax_gap`: the tax stated above what the lines make, beyond rounding. `twins`: bills of the same
    amount around that day. `net`: all that is billed before tax.
    """
    for each in proposals:
        if each.missing:
            at_risk = each.line.net_amount - each.billed_amount
            reason = f"{each.missing} of {each.line.quantity} billed have not come, or are billed already."
            yield Finding(DisputeKind.NOT_RECEIVED, each.line.id, rate.to_company(at_risk), reason)
        difference, received = rate.to_company(each.difference), rate.to_company(each.received_amount)
        if each.parts and tolerance is not None and not tolerance.lets(difference, received):
            reason = (
                f"Billed at {each.billed_amount}, received at {each.received_amount}: {each.difference} of difference."
            )
            yield Finding(DisputeKind.PRICE, each.line.id, abs(difference), reason)
    if tax_gap:
        yield Finding(
            DisputeKind.TAX,
            None,
            abs(rate.to_company(tax_gap)),
            tax_reason or f"The tax is {tax_gap} off what the lines make.",
        )
    if twins:
        reason = f"{', '.join(twins[:3])} of this supplier has the same amount, within a week: is it the same bill?"
        yield Finding(DisputeKind.DUPLICATE, None, rate.to_company(net), reason)


def asked_lines(proposals: Sequence[Proposal]) -> list[AskedLine]:
    """What is posted: each receipt line with its share of what was billed, to the cent."""
    asked: dict[UUID, list[Decimal]] = {}
    for each in proposals:
        shares = split(each.line.net_amount, [part.quantity for part in each.parts])
        for part, share in zip(each.parts, shares, strict=True):
            sums = asked.setdefault(part.receipt_line_id, [ZERO, ZERO])
            sums[0] += part.quantity
            sums[1] += share
    return [AskedLine(id_, quantity, net_amount=net) for id_, (quantity, net) in asked.items()]
