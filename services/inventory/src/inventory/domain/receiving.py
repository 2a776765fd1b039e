"""What may come in against a purchase order."""

from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from kit.money import ONE, ZERO

from inventory.domain.errors import OverReceipt


@dataclass(frozen=True, slots=True)
class ExpectedLine:
    """A line of a placed order, what came in of it, and what nobody waits for any more. Stock units."""

    id: UUID
    product_id: UUID
    quantity: Decimal
    received: Decimal
    cancelled: Decimal = ZERO
    over_receipt_rate: Decimal | None = None  # None: the order's
    under_receipt_rate: Decimal = ZERO
    sales_order_line_id: UUID | None = None  # whose customer gets it from the supplier himself

    def rest_after(self, quantity: Decimal) -> Decimal:
        """What is given up by itself once so much more has come: a rest that the tolerance lets go."""
        rest = max(self.outstanding - quantity, ZERO)
        return rest if rest <= (self.quantity - self.cancelled) * self.under_receipt_rate else ZERO

    @property
    def outstanding(self) -> Decimal:
        """Still expected."""
        return max(self.quantity - self.cancelled - self.received, ZERO)

    @property
    def incoming(self) -> Decimal:
        """Still expected in the warehouse."""
        return ZERO if self.sales_order_line_id else self.outstanding


def check_tolerance(line: ExpectedLine, quantity: Decimal, over_receipt_rate: Decimal, *, field: str) -> None:
    """Nothing, when so much more may come in: `over_receipt_rate` is the order's, a line may have its own.

    Raises:
        OverReceipt: it is more than was ordered and the tolerance lets in.
    """
    ordered = line.quantity - line.cancelled
    limit = ordered * (ONE + (over_receipt_rate if line.over_receipt_rate is None else line.over_receipt_rate))
    if line.received + quantity > limit:
        raise OverReceipt(
            f"{ordered} were ordered and {line.received} received: {quantity} more pass the limit of {limit}."
            " Check the count, or have the order raised.",
            field=field,
            ordered=str(ordered),
            asked=str(quantity),
            received=str(line.received),
            limit=str(limit),
        )
