"""What a customer owes for what he was delivered."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from kit.exchange import ExchangeRate
from kit.money import ZERO, round_half_up

from accounting.domain.payment_terms import Discount, PaymentTerms

SALES = "707"


class VatCategory(StrEnum):
    """The categories of EN 16931 (UNCL 5305) that a French house uses."""

    STANDARD = "S"
    ZERO = "Z"
    EXEMPT = "E"
    REVERSE_CHARGE = "AE"
    INTRA_COMMUNITY = "K"
    EXPORT = "G"
    OUT_OF_SCOPE = "O"


@dataclass(frozen=True, slots=True)
class Vat:
    """How something is taxed; a category without tax says why."""

    category: VatCategory
    reason_code: str = ""  # VATEX
    reason: str = ""


DOMESTIC = Vat(VatCategory.STANDARD)


class TaxRounding(StrEnum):
    """Where a class of tax is rounded. French law: once per rate on the sum of the rounded lines; elsewhere per line."""

    DOCUMENT = "document"
    LINE = "line"


@dataclass(frozen=True, slots=True)
class InvoiceLine:
    """A shipped line, priced. Amounts before tax."""

    id: UUID
    shipment_id: UUID
    sales_order_line_id: UUID
    shipment_line_id: UUID
    movement_id: UUID
    product_id: UUID
    description: str
    quantity: Decimal  # stock units
    unit_price: Decimal
    net_amount: Decimal  # rounded
    tax_class: str
    tax_rate: Decimal
    tax_rounding: TaxRounding
    list_price: Decimal | None
    vat: Vat = DOMESTIC
    value: Decimal = ZERO  # the net amount in company currency


@dataclass(frozen=True, slots=True)
class InvoiceCharge:
    """What an order is charged with on top of its goods, before tax."""

    id: UUID
    sales_order_charge_id: UUID
    rule: str  # "freight", "minimum-order", "order-surcharge"
    label: str
    net_amount: Decimal  # rounded
    tax_class: str
    tax_rate: Decimal
    tax_rounding: TaxRounding
    vat: Vat = DOMESTIC
    value: Decimal = ZERO  # the net amount in company currency

    @property
    def account(self) -> str:
        """Carriage has an account of its own."""
        return "7085" if self.rule == "freight" else "708"


@dataclass(frozen=True, slots=True)
class Totals:
    """Of a document, in its currency."""

    net: Decimal
    tax: Decimal

    @property
    def gross(self) -> Decimal:
        return self.net + self.tax


def net_of(quantity: Decimal, unit_price: Decimal) -> Decimal:
    """A line's amount before tax, half up to the cent."""
    return round_half_up(quantity * unit_price)


def totals(lines: Sequence[tuple[Decimal, Decimal, TaxRounding]]) -> Totals:
    """Add up (rounded net, tax rate, where to round) lines."""
    net, tax = ZERO, ZERO
    by_rate: dict[Decimal, Decimal] = {}
    for amount, rate, rounding in lines:
        net += amount
        if rounding is TaxRounding.LINE:
            tax += round_half_up(amount * rate)
        else:
            by_rate[rate] = by_rate.get(rate, ZERO) + amount
    return Totals(net, tax + sum((round_half_up(amount * rate) for rate, amount in by_rate.items()), ZERO))


def tax_by_line(lines: Sequence[tuple[Decimal, Decimal, TaxRounding]]) -> list[Decimal]:
    """The tax of a document, shared among its lines: to the cent, and each within a cent of its own tax."""
    shares, so_far = [], dict[Decimal, tuple[Decimal, Decimal]]()
    for amount, rate, rounding in lines:
        if rounding is TaxRounding.LINE:
            shares.append(round_half_up(amount * rate))
            continue
        net, tax = so_far.get(rate, (ZERO, ZERO))
        after = round_half_up((net + amount) * rate)
        shares.append(after - tax)
        so_far[rate] = (net + amount, after)
    return shares


@dataclass(frozen=True, slots=True)
class TaxRate:
    """The rate of a tax class from a day on."""

    tax_class: str
    rate: Decimal
    effective_from: date
    rounding: TaxRounding = TaxRounding.DOCUMENT
    vat: Vat = DOMESTIC


@dataclass(frozen=True, slots=True)
class VatSubtotal:
    """What of a document is taxed alike."""

    vat: Vat
    rate: Decimal
    base: Decimal
    tax: Decimal


def vat_summary(lines: Sequence[tuple[Decimal, Decimal, TaxRounding, Vat]]) -> list[VatSubtotal]:
    """One for each category, rate and reason: together they are the totals of the document."""
    taxes = tax_by_line([(net, rate, rounding) for net, rate, rounding, _ in lines])
    found: dict[tuple[Vat, Decimal], tuple[Decimal, Decimal]] = {}
    for (net, rate, _, vat), tax in zip(lines, taxes, strict=True):
        base, so_far = found.get((vat, rate), (ZERO, ZERO))
        found[vat, rate] = (base + net, so_far + tax)
    return [VatSubtotal(vat, rate, base, tax) for (vat, rate), (base, tax) in found.items()]


def rate_on(rates: Mapping[str, Sequence[TaxRate]], tax_class: str, day: date) -> TaxRate | None:
    """The rate of a class on a day; nothing when the class has none then. `rates` are newest first."""
    return next((rate for rate in rates.get(tax_class, ()) if rate.effective_from <= day), None)


def gross_of(lines: Sequence[tuple[Decimal, str]], rates: Mapping[str, Sequence[TaxRate]], day: date) -> Decimal:
    """What an order of these (rounded net, tax class) lines takes of the customer's credit, tax included.

    A class without a rate counts as untaxed here: its invoice will say what is missing.
    """
    untaxed = TaxRate("", ZERO, day)
    taxed = [(net, rate_on(rates, tax_class, day) or untaxed) for net, tax_class in lines]
    return totals([(net, rate.rate, rate.rounding) for net, rate in taxed]).gross


@dataclass(frozen=True, slots=True)
class Order:
    """The sales order behind an invoice, as far as an invoice needs it."""

    id: UUID
    number: str
    customer_id: UUID
    bill_to_id: UUID
    salesperson: str
    channel: str
    segment: str
    currency: str
    payment_terms: PaymentTerms


@dataclass(frozen=True, slots=True)
class Advance:
    """A part of a down payment: what is left of it, or what an invoice takes off of it.

    Values are in company currency, as the books have them.
    """

    down_payment_id: UUID
    number: str
    net: Decimal
    tax: Decimal
    net_value: Decimal
    tax_value: Decimal

    @property
    def gross(self) -> Decimal:
        return self.net + self.tax


@dataclass(frozen=True, slots=True)
class InvoicePart:
    """What of an invoice is about one order. Parts add up to the invoice, tax included, to the cent."""

    order: Order
    lines: tuple[InvoiceLine, ...]
    charges: tuple[InvoiceCharge, ...]
    totals: Totals
    value: Totals  # in company currency
    advances: tuple[Advance, ...] = ()

    @property
    def prepaid(self) -> Decimal:
        """What was invoiced in advance of it, with tax."""
        return sum((each.gross for each in self.advances), ZERO)

    def prepaid_value(self, rate: ExchangeRate) -> Decimal:
        """The same in company currency, at the rate of the invoice."""
        return self.value.gross if self.prepaid == self.totals.gross else rate.to_company(self.prepaid)


@dataclass(frozen=True, slots=True)
class Invoice:
    """What a customer is billed by, for one delivery or several, of one order or several."""

    id: UUID
    number: str
    issued_on: date
    document_on: date  # when the last of the goods left
    due_on: date
    parts: tuple[InvoicePart, ...]
    totals: Totals
    rate: ExchangeRate  # of the day of the invoice
    discount: Discount | None = None

    @property
    def value(self) -> Totals:
        """Its totals in company currency."""
        return Totals(
            sum((part.value.net for part in self.parts), ZERO), sum((part.value.tax for part in self.parts), ZERO)
        )

    @property
    def prepaid(self) -> Decimal:
        """What was invoiced in advance of it, with tax."""
        return sum((part.prepaid for part in self.parts), ZERO)

    @property
    def payable(self) -> Decimal:
        """What is still owed of it, with tax."""
        return self.totals.gross - self.prepaid

    @property
    def payable_value(self) -> Decimal:
        """The same in company currency."""
        return sum((part.value.gross - part.prepaid_value(self.rate) for part in self.parts), ZERO)

    @property
    def head(self) -> Order:
        """One of its orders: all are of the same payer, terms and currency."""
        return self.parts[0].order

    @property
    def order(self) -> Order | None:
        """Its order, when it is about one."""
        return self.head if len(self.parts) == 1 else None

    @property
    def shipment_id(self) -> UUID | None:
        """Its delivery, when it is about one."""
        shipments = {line.shipment_id for part in self.parts for line in part.lines}
        return shipments.pop() if len(shipments) == 1 else None

    @property
    def customer_id(self) -> UUID:
        """Whose goods it is about; who pays, when they are several customers'."""
        customers = {part.order.customer_id for part in self.parts}
        return customers.pop() if len(customers) == 1 else self.head.bill_to_id

    def vat_summary(self) -> list[VatSubtotal]:
        """Its tax by category, rate and reason."""
        return vat_summary(
            [
                (each.net_amount, each.tax_rate, each.tax_rounding, each.vat)
                for part in self.parts
                for each in _taxed(part.lines, part.charges)
            ]
        )

    def earned(self) -> dict[tuple[str, UUID, str], Decimal]:
        """Net amounts in company currency by account of revenue, customer and channel."""
        found: dict[tuple[str, UUID, str], Decimal] = {}
        for part in self.parts:
            for account, amount in (
                *((SALES, line.value) for line in part.lines),
                *((charge.account, charge.value) for charge in part.charges),
            ):
                key = (account, part.order.customer_id, part.order.channel)
                found[key] = found.get(key, ZERO) + amount
        return {key: amount for key, amount in found.items() if amount}


def parts_of(
    billed: Sequence[tuple[Order, Sequence[InvoiceLine], Sequence[InvoiceCharge]]], rate: ExchangeRate
) -> tuple[tuple[InvoicePart, ...], Totals]:
    """Lines and charges, order by order, with the totals of each and of the whole; valued by a rate."""
    flat = [each for _, lines, charges in billed for each in _taxed(lines, charges)]
    taxed = [(each.net_amount, each.tax_rate, each.tax_rounding) for each in flat]
    taxes = tax_by_line(taxed)
    own = zip(taxes, in_company([each.net_amount for each in flat], rate), in_company(taxes, rate), strict=True)
    parts = []
    for order, lines, charges in billed:
        mine = [(each, *next(own)) for each in _taxed(lines, charges)]
        valued = [replace(each, value=value) for each, _, value, _ in mine]
        parts.append(
            InvoicePart(
                order=order,
                lines=tuple(each for each in valued if isinstance(each, InvoiceLine)),
                charges=tuple(each for each in valued if isinstance(each, InvoiceCharge)),
                totals=Totals(
                    sum((each.net_amount for each, *_ in mine), ZERO), sum((tax for _, tax, _, _ in mine), ZERO)
                ),
                value=Totals(sum((value for _, _, value, _ in mine), ZERO), sum((value for *_, value in mine), ZERO)),
            )
        )
    return tuple(parts), totals(taxed)


def in_company(amounts: Sequence[Decimal], rate: ExchangeRate) -> list[Decimal]:
    """Amounts in company currency: together what their sum is worth, to the cent."""
    values, so_far, value = [], ZERO, ZERO
    for amount in amounts:
        so_far += amount
        values.append(rate.to_company(so_far) - value)
        value += values[-1]
    return values


def _taxed(lines: Sequence[InvoiceLine], charges: Sequence[InvoiceCharge]) -> list[InvoiceLine | InvoiceCharge]:
    return [*lines, *charges]
