"""A supplier's bill against what was received."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, localcontext
from uuid import UUID

from kit.ids import new_id
from kit.money import EXACT, ZERO, round_half_up

from accounting.domain.entry import JournalLine, credit, debit
from accounting.domain.errors import OverBilled, ReceiptNotKnown, TaxMismatch
from accounting.domain.schemes import GOODS_RECEIVED

INPUT_TAX, SUPPLIERS = "44566", "401"


@dataclass(frozen=True, slots=True)
class Received:
    """A received line and what of it is billed already. `value` and `billed_value` are at the price received."""

    movement_id: UUID
    receipt_line_id: UUID
    purchase_order_id: UUID
    purchase_order_line_id: UUID
    supplier_id: UUID
    product_id: UUID
    quantity: Decimal
    value: Decimal
    billed_quantity: Decimal
    billed_value: Decimal

    def value_of(self, quantity: Decimal) -> Decimal:
        """What these units were received at; the last ones take what is left."""
        if quantity == self.quantity - self.billed_quantity:
            return self.value - self.billed_value
        with localcontext(EXACT):
            return round_half_up(self.value * quantity / self.quantity)


@dataclass(frozen=True, slots=True)
class AskedLine:
    """What the supplier bills of a received line: by price, by amount, or (neither) as it was received."""

    receipt_line_id: UUID
    quantity: Decimal | None = None  # nothing: all that is not billed
    unit_price: Decimal | None = None
    net_amount: Decimal | None = None


@dataclass(frozen=True, slots=True)
class BillLine:
    """A line matched to its receipt."""

    id: UUID
    movement_id: UUID
    receipt_line_id: UUID
    purchase_order_id: UUID
    purchase_order_line_id: UUID
    product_id: UUID
    quantity: Decimal
    received_amount: Decimal
    net_amount: Decimal

    @property
    def difference(self) -> Decimal:
        """Billed above what it was received at."""
        return self.net_amount - self.received_amount


@dataclass(frozen=True, slots=True)
class Bill:
    """A matched bill."""

    id: UUID
    supplier_id: UUID
    supplier_number: str
    billed_on: date
    due_on: date
    tax_amount: Decimal
    lines: tuple[BillLine, ...]

    @property
    def net_amount(self) -> Decimal:
        return sum((line.net_amount for line in self.lines), ZERO)


def match_lines(
    asked: Sequence[AskedLine], received: Mapping[UUID, Received], supplier_id: UUID
) -> tuple[BillLine, ...]:
    """Match what is billed to what was received.

    Raises:
        ReceiptNotKnown: a line was not received from this supplier.
        OverBilled: more than was received and not billed before.
    """
    lines: list[BillLine] = []
    seen: set[UUID] = set()
    for position, line in enumerate(asked):
        found = received.get(line.receipt_line_id)
        if found is None or found.supplier_id != supplier_id or line.receipt_line_id in seen:
            raise ReceiptNotKnown(
                f"Receipt line {line.receipt_line_id} is not a received line of this supplier (or stands twice on the bill).",
                field=f"lines.{position}.receipt_line_id",
            )
        seen.add(line.receipt_line_id)
        left = found.quantity - found.billed_quantity
        quantity = left if line.quantity is None else line.quantity
        if quantity <= 0 or quantity > left:
            raise OverBilled(
                f"{left} of this line are received and not billed: {quantity} cannot be billed.",
                field=f"lines.{position}.quantity",
                unbilled=str(left),
            )
        lines.append(_line(found, line, quantity))
    return tuple(lines)


def _line(found: Received, asked: AskedLine, quantity: Decimal) -> BillLine:
    received_amount = found.value_of(quantity)
    net = received_amount
    if asked.net_amount is not None:
        net = asked.net_amount
    elif asked.unit_price is not None:
        net = round_half_up(asked.unit_price * quantity)
    return BillLine(
        id=new_id(),
        movement_id=found.movement_id,
        receipt_line_id=found.receipt_line_id,
        purchase_order_id=found.purchase_order_id,
        purchase_order_line_id=found.purchase_order_line_id,
        product_id=found.product_id,
        quantity=quantity,
        received_amount=received_amount,
        net_amount=net,
    )


def check_tax(stated: Decimal | None, computed: Decimal, tolerance: Decimal) -> Decimal:
    """The tax of the bill: as stated, when it is near enough what we compute.

    Raises:
        TaxMismatch: it is not.
    """
    if stated is None:
        return computed
    if abs(stated - computed) > tolerance:
        raise TaxMismatch(
            f"The bill says {stated} of tax, its lines make {computed}: correct the bill or the tax class.",
            field="tax_amount",
            stated=str(stated),
            computed=str(computed),
        )
    return stated


def bill_lines(bill: Bill, difference_lines: Sequence[JournalLine]) -> tuple[JournalLine, ...]:
    """Clear what was received, the difference, the tax; owe it all to the supplier."""
    received = sum((line.received_amount for line in bill.lines), ZERO)
    lines = [debit(GOODS_RECEIVED, received)] if received else []
    lines += difference_lines
    if bill.tax_amount:
        lines.append(debit(INPUT_TAX, bill.tax_amount))
    lines.append(credit(SUPPLIERS, bill.net_amount + bill.tax_amount, bill.supplier_id))
    return tuple(lines)
