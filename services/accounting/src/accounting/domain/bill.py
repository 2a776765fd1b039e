"""A supplier's bill against what was received."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from kit.exchange import ExchangeRate
from kit.ids import new_id
from kit.money import EXACT, ZERO, minor_unit, round_half_up, split

from accounting.domain.bill_charge import Charge
from accounting.domain.bill_tax import BilledTax
from accounting.domain.entry import JournalLine, credit, debit, exchange_difference, in_currency
from accounting.domain.errors import OtherCurrency, OverBilled, ReceiptNotKnown, TaxMismatch
from accounting.domain.purchase import Cost
from accounting.domain.schemes import GOODS_RECEIVED

INPUT_TAX, SUPPLIERS = "44566", "401"


@dataclass(frozen=True, slots=True)
class Received:
    """A received line and what of it is billed already, at the price received: amounts in the order's currency, values
    in the company's at the rate of the day of receipt.
    """

    movement_id: UUID
    receipt_line_id: UUID
    purchase_order_id: UUID
    purchase_order_line_id: UUID
    supplier_id: UUID
    product_id: UUID
    quantity: Decimal
    amount: Decimal
    value: Decimal
    billed_quantity: Decimal
    billed_amount: Decimal
    billed_value: Decimal
    rate: ExchangeRate

    def cost_of(self, quantity: Decimal) -> Cost:
        """What these units were received at; the last ones take what is left."""
        if quantity == self.quantity - self.billed_quantity:
            return Cost(self.amount - self.billed_amount, self.value - self.billed_value)
        value = round_half_up(EXACT.divide(EXACT.multiply(self.value, quantity), self.quantity))
        return Cost(self.amount_of(quantity), value)

    def amount_of(self, quantity: Decimal) -> Decimal:
        """What so many of its units were received at, in the order's currency."""
        exact = EXACT.divide(EXACT.multiply(self.amount, quantity), self.quantity)
        return round_half_up(exact, minor_unit(self.rate.currency))


@dataclass(frozen=True, slots=True)
class AskedLine:
    """What the supplier bills of a received line: by price, by amount, or (neither) as it was received."""

    receipt_line_id: UUID
    quantity: Decimal | None = None  # nothing: all that is not billed
    unit_price: Decimal | None = None
    net_amount: Decimal | None = None


@dataclass(frozen=True, slots=True)
class BillLine:
    """A line matched to its receipt. Amounts are in the bill's currency."""

    id: UUID
    movement_id: UUID
    receipt_line_id: UUID
    purchase_order_id: UUID
    purchase_order_line_id: UUID
    product_id: UUID
    quantity: Decimal
    received: Cost
    net_amount: Decimal
    rate: ExchangeRate  # of the day of receipt

    @property
    def difference(self) -> Decimal:
        """Billed above what it was received at."""
        return self.net_amount - self.received.amount

    @property
    def cost_difference(self) -> Decimal:
        """The same in company currency, as if the goods had been received at the price billed."""
        return self.rate.to_company(self.difference)


@dataclass(frozen=True, slots=True)
class Bill:
    """A matched bill. `rate`: of the day that it bears."""

    id: UUID
    supplier_id: UUID
    supplier_number: str
    billed_on: date
    due_on: date
    tax_amount: Decimal
    rate: ExchangeRate
    lines: tuple[BillLine, ...]
    taxes: tuple[BilledTax, ...] = ()  # of each rate, when it bears several
    charges: tuple[Charge, ...] = ()

    @property
    def net_amount(self) -> Decimal:
        goods = sum((line.net_amount for line in self.lines), ZERO)
        return goods + sum((charge.net_amount for charge in self.charges), ZERO)

    @property
    def gross_amount(self) -> Decimal:
        return self.net_amount + self.tax_amount

    @property
    def owed(self) -> Decimal:
        """The whole of it in company currency."""
        return self.rate.to_company(self.gross_amount)

    @property
    def tax_value(self) -> Decimal:
        return self.rate.to_company(self.tax_amount)

    def tax_values(self) -> list[Decimal]:
        """The tax in company currency, rate by rate: together it is `tax_value`."""
        return self._values([each.tax for each in self.taxes]) if self.taxes else [self.tax_value]

    def charge_values(self) -> list[Decimal]:
        """Each charge in company currency: together they are their sum at the rate of the bill."""
        return self._values([each.net_amount for each in self.charges])

    def _values(self, amounts: Sequence[Decimal]) -> list[Decimal]:
        values, so_far, value = [], ZERO, ZERO
        for amount in amounts:
            so_far += amount
            values.append(self.rate.to_company(so_far) - value)
            value += values[-1]
        return values

    @property
    def received(self) -> Cost:
        return Cost(
            sum((line.received.amount for line in self.lines), ZERO),
            sum((line.received.value for line in self.lines), ZERO),
        )

    @property
    def cost_difference(self) -> Decimal:
        return sum((line.cost_difference for line in self.lines), ZERO)

    @property
    def exchange_gain(self) -> Decimal:
        """What the rate of the bill takes off what its goods were received at: never onto stock."""
        charged = sum(self.charge_values(), ZERO)
        return self.received.value + self.cost_difference + charged + self.tax_value - self.owed

    def net_values(self) -> list[Decimal]:
        """Each line's net amount in company currency, at the rate of the bill."""
        net = self.owed - self.tax_value - sum(self.charge_values(), ZERO)
        return split(net, [line.net_amount for line in self.lines]) if self.lines else []


def match_lines(
    asked: Sequence[AskedLine], received: Mapping[UUID, Received], supplier_id: UUID, currency: str
) -> tuple[BillLine, ...]:
    """Match what is billed to what was received.

    Raises:
        ReceiptNotKnown: a line was not received from this supplier.
        OtherCurrency: it was ordered in another currency.
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
        check_currency(found, currency, field=f"lines.{position}.receipt_line_id")
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


def check_currency(received: Received, currency: str, *, field: str) -> None:
    """Nothing while goods are billed and credited in the currency that they were ordered in.

    Raises:
        OtherCurrency: they are not.
    """
    if received.rate.currency != currency:
        raise OtherCurrency(
            f"Receipt line {received.receipt_line_id} was ordered in {received.rate.currency}, not in {currency}: enter the"
            " document in that currency.",
            field=field,
            currency=received.rate.currency,
        )


def _line(found: Received, asked: AskedLine, quantity: Decimal) -> BillLine:
    cost = found.cost_of(quantity)
    net = cost.amount
    if asked.net_amount is not None:
        net = asked.net_amount
    elif asked.unit_price is not None:
        net = round_half_up(EXACT.multiply(asked.unit_price, quantity), minor_unit(found.rate.currency))
    return BillLine(
        id=new_id(),
        movement_id=found.movement_id,
        receipt_line_id=found.receipt_line_id,
        purchase_order_id=found.purchase_order_id,
        purchase_order_line_id=found.purchase_order_line_id,
        product_id=found.product_id,
        quantity=quantity,
        received=cost,
        net_amount=net,
        rate=found.rate,
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


def cleared_lines(costs: Iterable[tuple[Cost, ExchangeRate]]) -> list[JournalLine]:
    """Goods received and not billed, billed now: a line for each rate at which they were received."""
    by_rate: dict[ExchangeRate | None, tuple[Decimal, Decimal]] = {}
    for cost, rate in costs:
        key = None if rate.is_own else rate
        amount, value = by_rate.get(key, (ZERO, ZERO))
        by_rate[key] = (amount + cost.amount, value + cost.value)
    return [
        debit(GOODS_RECEIVED, value) if rate is None else in_currency(debit(GOODS_RECEIVED, value), amount, rate)
        for rate, (amount, value) in by_rate.items()
        if value
    ]


def bill_lines(bill: Bill, difference_lines: Sequence[JournalLine]) -> tuple[JournalLine, ...]:
    """Clear what was received, the difference, the charges, the tax rate by rate; owe it all to the supplier.

    What the rate of exchange has changed is gained or lost.
    """
    lines = cleared_lines([(line.received, line.rate) for line in bill.lines])
    lines += difference_lines
    lines += [
        debit(each.account, value) for each, value in zip(bill.charges, bill.charge_values(), strict=True) if value
    ]
    lines += [debit(INPUT_TAX, tax) for tax in bill.tax_values() if tax]
    lines += exchange_difference(bill.exchange_gain)
    if bill.owed:
        lines.append(in_currency(credit(SUPPLIERS, bill.owed, bill.supplier_id), bill.gross_amount, bill.rate))
    return tuple(lines)
