"""Disputes about prices: what the customer says he should have paid, and what he is credited."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from kit.money import EXACT, ZERO, round_half_up

from sales.domain.delivered import DeliveredLine
from sales.domain.errors import LineNotOfOrder, NoDifference, OverCredit, WrongStatus


class DisputeStatus(StrEnum):
    OPEN = "open"
    AWAITING_APPROVAL = "awaiting-approval"  # of what would be credited
    SETTLED = "settled"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class DisputedLine:
    """A delivered line, and the price that the customer claims for it; `credit` is what he gets, before tax."""

    shipment_line_id: UUID
    order_line_id: UUID
    sku: str
    quantity: Decimal
    unit_price: Decimal
    claimed_unit_price: Decimal
    credit: Decimal = ZERO

    @property
    def claimed(self) -> Decimal:
        """What he would get if he is right."""
        return round_half_up(EXACT.multiply(self.quantity, self.unit_price - self.claimed_unit_price))


@dataclass(frozen=True, slots=True)
class PriceDispute:
    id: UUID
    number: str
    order_id: UUID
    customer_id: UUID
    reason: str
    lines: tuple[DisputedLine, ...]
    written_by: str
    status: DisputeStatus = DisputeStatus.OPEN
    version: int = 1

    @property
    def credit(self) -> Decimal:
        return sum((line.credit for line in self.lines), ZERO)


def disputed(index: int, line: DeliveredLine, claimed_unit_price: Decimal) -> DisputedLine:
    """A delivered line at the price that the customer claims.

    Raises:
        NoDifference: he claims no less than he paid.
    """
    if claimed_unit_price >= line.unit_price:
        raise NoDifference(
            f"{line.sku} was sold at {line.unit_price}: that is no more than what is claimed.",
            field=f"lines.{index}.claimed_unit_price",
        )
    return DisputedLine(
        line.shipment_line_id, line.order_line_id, line.sku, line.quantity, line.unit_price, claimed_unit_price
    )


def credited(
    dispute: PriceDispute, amounts: Mapping[UUID, Decimal], delivered: Mapping[UUID, DeliveredLine]
) -> PriceDispute:
    """The dispute with what is credited of each line; what is left out gets what was claimed.

    Raises:
        WrongStatus: it is over.
        LineNotOfOrder: a line is none of its.
        OverCredit: that is more than what is still owed for what the customer keeps.
    """
    check_open(dispute)
    known = {line.shipment_line_id for line in dispute.lines}
    for id_ in amounts:
        if id_ not in known:
            raise LineNotOfOrder(f"{dispute.number} is not about a line {id_}.", field="amounts")
    lines = []
    for i, line in enumerate(dispute.lines):
        credit = amounts.get(line.shipment_line_id, line.claimed)
        most = delivered[line.shipment_line_id].creditable
        if credit > most:
            raise OverCredit(
                f"At most {most} can be credited on {line.sku}: the rest is credited already, or comes back.",
                field=f"amounts.{i}",
                creditable=str(most),
            )
        lines.append(replace(line, credit=credit))
    return replace(dispute, lines=tuple(lines), version=dispute.version + 1)


def check_open(dispute: PriceDispute) -> None:
    """Nothing while it can be settled.

    Raises:
        WrongStatus: it was settled or rejected.
    """
    if dispute.status not in (DisputeStatus.OPEN, DisputeStatus.AWAITING_APPROVAL):
        raise WrongStatus(f"{dispute.number} is {dispute.status} already.", status=str(dispute.status))


def signed_dispute(dispute: PriceDispute) -> Mapping[str, object]:
    """What an approval covers."""
    return {
        "order": dispute.order_id,
        "amounts": [[line.shipment_line_id, line.credit.normalize()] for line in dispute.lines],
    }
