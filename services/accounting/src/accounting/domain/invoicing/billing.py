"""From what left to invoices: what belongs together, at which prices and taxes."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from kit.ids import new_id
from kit.money import round_half_up

from accounting.domain.errors import TaxRateMissing
from accounting.domain.invoice import InvoiceCharge, InvoiceLine, Order, TaxRate, net_of, rate_on
from accounting.domain.payment_terms import PaymentTerms


@dataclass(frozen=True, slots=True)
class ShippedLine:
    """A line that left."""

    shipment_line_id: UUID
    sales_order_line_id: UUID
    product_id: UUID
    movement_id: UUID
    quantity: Decimal


@dataclass(frozen=True, slots=True)
class Shipment:
    """Goods that left for a customer."""

    id: UUID
    number: str
    sales_order_id: UUID
    shipped_at: datetime
    lines: tuple[ShippedLine, ...]

    @property
    def shipped_on(self) -> date:
        return self.shipped_at.date()


@dataclass(frozen=True, slots=True)
class OrderLine:
    """What an invoice takes from an order line."""

    description: str
    unit_price: Decimal
    list_price: Decimal | None
    tax_class: str


@dataclass(frozen=True, slots=True)
class OrderCharge:
    """What an order is charged with on top of its goods; before tax."""

    id: UUID
    rule: str
    label: str
    amount: Decimal
    tax_class: str


@dataclass(frozen=True, slots=True)
class BilledOrder:
    """An order with the prices of its lines, and what it is charged with that no invoice has yet."""

    order: Order
    lines: Mapping[UUID, OrderLine]
    charges: tuple[OrderCharge, ...] = ()


@dataclass(frozen=True, slots=True)
class Together:
    """What one invoice may be about: who pays, how, in which currency, and up to which day."""

    bill_to_id: UUID
    currency: str
    terms: PaymentTerms
    day: date
    apart: UUID | None  # the order or shipment that has an invoice of its own


def bring_together(
    shipments: Iterable[Shipment], key: Callable[[Shipment], Together]
) -> list[tuple[Together, list[Shipment]]]:
    """Shipments that are billed by one invoice, in the order in which the first of each left."""
    found: dict[Together, list[Shipment]] = {}
    for shipment in sorted(shipments, key=lambda each: (each.shipped_at, each.id)):
        found.setdefault(key(shipment), []).append(shipment)
    return list(found.items())


Rates = Mapping[str, Sequence[TaxRate]]


def priced_lines(shipment: Shipment, billed: BilledOrder, rates: Rates) -> tuple[InvoiceLine, ...]:
    """The lines of a shipment at the prices of its order and the taxes of the day it left.

    Raises:
        TaxRateMissing: a tax class has no rate on that day.
    """
    return tuple(_line(line, shipment, billed.lines[line.sales_order_line_id], rates) for line in shipment.lines)


def _line(shipped: ShippedLine, shipment: Shipment, priced: OrderLine, rates: Rates) -> InvoiceLine:
    rate = rate_of(priced.tax_class, shipment.shipped_on, rates)
    return InvoiceLine(
        id=new_id(),
        shipment_id=shipment.id,
        sales_order_line_id=shipped.sales_order_line_id,
        shipment_line_id=shipped.shipment_line_id,
        movement_id=shipped.movement_id,
        product_id=shipped.product_id,
        description=priced.description,
        quantity=shipped.quantity,
        unit_price=priced.unit_price,
        net_amount=net_of(shipped.quantity, priced.unit_price),
        tax_class=priced.tax_class,
        tax_rate=rate.rate,
        tax_rounding=rate.rounding,
        list_price=priced.list_price,
        vat=rate.vat,
    )


def priced_charge(charge: OrderCharge, day: date, rates: Rates) -> InvoiceCharge:
    """A charge at the tax of a day.

    Raises:
        TaxRateMissing: its tax class has no rate on that day.
    """
    rate = rate_of(charge.tax_class, day, rates)
    return InvoiceCharge(
        id=new_id(),
        sales_order_charge_id=charge.id,
        rule=charge.rule,
        label=charge.label,
        net_amount=round_half_up(charge.amount),
        tax_class=charge.tax_class,
        tax_rate=rate.rate,
        tax_rounding=rate.rounding,
        vat=rate.vat,
    )


def rate_of(tax_class: str, day: date, rates: Rates) -> TaxRate:
    """The rate of a class on a day.

    Raises:
        TaxRateMissing: it has none.
    """
    rate = rate_on(rates, tax_class, day)
    if rate is None:
        raise TaxRateMissing(
            f"Tax class {tax_class!r} has no rate on {day}: add one, then repeat this.", field="tax_class"
        )
    return rate
