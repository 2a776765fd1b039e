"""Goods that customers have: what a shipment line delivered, at which price and cost, and what of it is spoken for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from kit.money import EXACT, ZERO, round_half_up

from sales.domain.errors import LineNotOfOrder, LineRepeated, OverReturn


@dataclass(frozen=True, slots=True)
class DeliveredLine:
    """One line of a shipment. `authorised` may come back, `returned` came back without that; both in stock units."""

    shipment_line_id: UUID
    order_line_id: UUID
    product_id: UUID
    sku: str
    tax_class: str
    quantity: Decimal
    unit_price: Decimal  # as billed, or as ordered while it is not
    cost: Decimal | None  # of the whole line, as accounting valued its leaving
    invoice_id: UUID | None
    invoice_line_id: UUID | None
    authorised: Decimal = ZERO
    returned: Decimal = ZERO
    credited: Decimal = ZERO  # on its price, before tax
    promised: Decimal = ZERO  # for what is authorised to come back, before what the house keeps

    @property
    def returnable(self) -> Decimal:
        return max(self.quantity - self.authorised - self.returned, ZERO)

    @property
    def net(self) -> Decimal:
        """What was billed for it, before tax."""
        return round_half_up(EXACT.multiply(self.quantity, self.unit_price))

    @property
    def unit_cost(self) -> Decimal | None:
        """To six decimals; unknown while the shipment is not valued."""
        return None if self.cost is None else EXACT.divide(self.cost, self.quantity).quantize(Decimal("0.000001"))

    @property
    def creditable(self) -> Decimal:
        """What of its price was not credited, nor promised for goods that come back."""
        return self.net - self.credited - self.promised

    def worth(self, quantity: Decimal) -> Decimal:
        """So much of it at what the customer owes for it, rounded; what takes all that is left takes the last cent."""
        if quantity == self.quantity - self.authorised:
            return self.creditable
        share = round_half_up(EXACT.divide(EXACT.multiply(quantity, self.net - self.credited), self.quantity))
        return min(share, self.creditable)


def check_returnable(
    delivered: Mapping[UUID, DeliveredLine], asked: Sequence[tuple[UUID, Decimal]]
) -> list[DeliveredLine]:
    """The delivered lines, in the order of the request, when so much of each can come back.

    Raises:
        LineNotOfOrder, LineRepeated: it was not delivered for this order, or is named twice.
        OverReturn: less of it is with the customer, or may come back already.
    """
    found: dict[UUID, DeliveredLine] = {}
    for i, (id_, quantity) in enumerate(asked):
        if id_ not in delivered:
            raise LineNotOfOrder(
                f"Nothing is known to have been delivered by a line {id_} of this order.",
                field=f"lines.{i}.shipment_line_id",
            )
        if id_ in found:
            raise LineRepeated("This line occurs twice: give its whole quantity once.", field=f"lines.{i}")
        line = delivered[id_]
        if quantity > line.returnable:
            raise OverReturn(
                f"Of {line.sku} {line.quantity} were delivered; {line.authorised + line.returned} came back or may:"
                f" {quantity} more cannot.",
                field=f"lines.{i}.quantity",
                returnable=str(line.returnable),
            )
        found[id_] = line
    return list(found.values())
