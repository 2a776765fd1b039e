"""Return authorisations: which goods may come back, why, and what is credited when they do."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from kit.money import EXACT, ZERO, round_half_up

from sales.domain.delivered import DeliveredLine
from sales.domain.errors import WrongStatus


class ReturnReason(StrEnum):
    DAMAGED = "damaged"
    DEFECTIVE = "defective"
    WRONG_ITEM = "wrong-item"
    TOO_LATE = "too-late"
    NOT_WANTED = "not-wanted"
    OTHER = "other"


class Wants(StrEnum):
    CREDIT = "credit"
    REPLACEMENT = "replacement"


class ReturnStatus(StrEnum):
    AWAITING_APPROVAL = "awaiting-approval"
    AUTHORISED = "authorised"  # goods may come back
    RECEIVED = "received"  # all of them did
    CLOSED = "closed"  # what did not come will not
    REJECTED = "rejected"
    CANCELLED = "cancelled"  # nothing came


@dataclass(frozen=True, slots=True)
class ReturnRules:
    """What the house keeps of the price by reason, and from which value, or how long after delivery, somebody approves."""

    approval_above: Decimal | None = None  # before tax; None: never
    restocking: Mapping[ReturnReason, Decimal] = field(default_factory=dict)
    version: int = 0
    window_days: int | None = None  # after the order's last delivery; None: for ever

    def rate(self, reason: ReturnReason) -> Decimal:
        return self.restocking.get(reason, ZERO)

    def is_late(self, delivered_on: date | None, today: date) -> bool:
        """Whether the customer had it for longer than the house takes things back without asking."""
        if self.window_days is None or delivered_on is None:
            return False
        return today > delivered_on + timedelta(days=self.window_days)


@dataclass(frozen=True, slots=True)
class ReturnLine:
    """So much of a delivered line may come back. `worth` is what is credited for all of it, before the house keeps its part."""

    shipment_line_id: UUID
    order_line_id: UUID
    product_id: UUID
    sku: str
    quantity: Decimal
    reason: ReturnReason
    restocking_rate: Decimal
    unit_price: Decimal
    unit_cost: Decimal | None
    worth: Decimal
    received: Decimal = ZERO

    def credit(self, received: Decimal) -> tuple[Decimal, Decimal]:
        """(price part, kept of it) once so much of it has come, both rounded: parts add up to the whole."""
        price = round_half_up(EXACT.divide(EXACT.multiply(received, self.worth), self.quantity))
        return price, round_half_up(EXACT.multiply(price, self.restocking_rate))


@dataclass(frozen=True, slots=True)
class ReturnAuthorisation:
    id: UUID
    number: str
    order_id: UUID
    customer_id: UUID
    wants: Wants
    comment: str
    lines: tuple[ReturnLine, ...]
    written_by: str
    status: ReturnStatus = ReturnStatus.AUTHORISED
    version: int = 1
    replacement_id: UUID | None = None

    @property
    def worth(self) -> Decimal:
        """What it may cost the house at most, before tax."""
        return sum((line.worth for line in self.lines), ZERO)


@dataclass(frozen=True, slots=True)
class Credit:
    """What is to be credited for a delivered line."""

    shipment_line_id: UUID
    quantity: Decimal
    price_amount: Decimal
    restocking_fee: Decimal
    reason: str

    @property
    def net(self) -> Decimal:
        return self.price_amount - self.restocking_fee


def return_line(
    delivered: DeliveredLine, quantity: Decimal, reason: ReturnReason, restocking_rate: Decimal
) -> ReturnLine:
    """So much of a delivered line, at the price and cost of that very delivery."""
    return ReturnLine(
        shipment_line_id=delivered.shipment_line_id,
        order_line_id=delivered.order_line_id,
        product_id=delivered.product_id,
        sku=delivered.sku,
        quantity=quantity,
        reason=reason,
        restocking_rate=restocking_rate,
        unit_price=delivered.unit_price,
        unit_cost=delivered.unit_cost,
        worth=delivered.worth(quantity),
    )


def in_first_state(
    asked: ReturnAuthorisation, rules: ReturnRules, *, worth: Decimal, is_late: bool, is_by_customer: bool
) -> ReturnAuthorisation:
    """Authorised, or waiting for somebody: what customers ask for themselves, what is worth a lot in company currency, or late."""
    is_dear = rules.approval_above is not None and worth > rules.approval_above
    status = ReturnStatus.AWAITING_APPROVAL if is_by_customer or is_dear or is_late else ReturnStatus.AUTHORISED
    return replace(asked, status=status)


def signed_return(asked: ReturnAuthorisation) -> Mapping[str, object]:
    """What an approval covers."""
    return {
        "order": asked.order_id,
        "wants": asked.wants,
        "lines": [
            [line.shipment_line_id, line.quantity.normalize(), line.restocking_rate.normalize()] for line in asked.lines
        ],
    }


def in_status(asked: ReturnAuthorisation, status: ReturnStatus) -> ReturnAuthorisation:
    return replace(asked, status=status, version=asked.version + 1)


def came_back(
    asked: ReturnAuthorisation, quantities: Mapping[UUID, Decimal]
) -> tuple[ReturnAuthorisation, list[Credit], dict[UUID, Decimal]]:
    """Goods came with its number: the return, what is to be credited for them, and what came beyond what was authorised.

    Nothing is credited for goods that nobody authorised, nor when the return was given up.
    """
    if asked.status not in (ReturnStatus.AUTHORISED, ReturnStatus.RECEIVED):
        return asked, [], dict(quantities)
    lines, due, excess = [], [], dict(quantities)
    for line in asked.lines:
        taken = min(quantities.get(line.shipment_line_id, ZERO), line.quantity - line.received)
        if taken:
            before, after = line.credit(line.received), line.credit(line.received + taken)
            due.append(
                Credit(line.shipment_line_id, taken, after[0] - before[0], after[1] - before[1], str(line.reason))
            )
            excess[line.shipment_line_id] -= taken
        lines.append(replace(line, received=line.received + taken))
    is_whole = all(line.received == line.quantity for line in lines)
    after_it = replace(asked, lines=tuple(lines), version=asked.version + 1)
    status = ReturnStatus.RECEIVED if is_whole else ReturnStatus.AUTHORISED
    return replace(after_it, status=status), due, {id_: q for id_, q in excess.items() if q}


def given_up(asked: ReturnAuthorisation) -> ReturnAuthorisation:
    """What has not come back may not any more.

    Raises:
        WrongStatus: it is over already.
    """
    if asked.status not in (ReturnStatus.AUTHORISED, ReturnStatus.AWAITING_APPROVAL):
        raise WrongStatus(f"{asked.number} is {asked.status}: it stays so.", status=str(asked.status))
    has_come = any(line.received for line in asked.lines)
    return in_status(asked, ReturnStatus.CLOSED if has_come else ReturnStatus.CANCELLED)


def outstanding(lines: Sequence[ReturnLine]) -> dict[UUID, tuple[Decimal, Decimal]]:
    """(quantity, worth) of what may still come back of each delivered line."""
    return {
        line.shipment_line_id: (line.quantity - line.received, line.worth - line.credit(line.received)[0])
        for line in lines
        if line.quantity > line.received
    }
