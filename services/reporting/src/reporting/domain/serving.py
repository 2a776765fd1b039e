"""What customers leave once everything is paid that serving them costs."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from kit.money import ZERO, round_half_up

from reporting.domain.margin import Margin

_YEAR_DAYS = 365


class Activity(StrEnum):
    """What the house does for a customer, counted from events and costed at a rate."""

    ORDER = "order"  # written, checked, answered
    ORDER_LINE = "order-line"  # picked and packed
    SHIPMENT = "shipment"  # loaded and carried
    RETURN_LINE = "return-line"  # received, inspected, put away or scrapped
    CAPITAL = "capital"  # a year's cost of money, as a rate of what is overdue


# Until somebody sets the house's own, in company currency for one; of capital for one unit of money and year.
DEFAULT_RATES: Mapping[Activity, Decimal] = {
    Activity.ORDER: Decimal(6),
    Activity.ORDER_LINE: Decimal(1),
    Activity.SHIPMENT: Decimal(12),
    Activity.RETURN_LINE: Decimal(15),
    Activity.CAPITAL: Decimal("0.08"),
}


@dataclass(frozen=True, slots=True)
class CustomerFacts:
    """What a period's events tell of a customer. Amounts in company currency, before tax; all of them >= 0."""

    sold: Decimal = ZERO  # invoiced, with charges
    cost: Decimal = ZERO  # of what left, with landed costs and corrections
    credited_goods: Decimal = ZERO  # for goods that came back
    credited_prices: Decimal = ZERO  # of the price alone: rebates, settled disputes
    recovered: Decimal = ZERO  # the cost of goods that came back
    let_go: Decimal = ZERO  # discounts for early payment taken, and what was too little to ask for
    orders: int = 0
    order_lines: int = 0
    shipments: int = 0
    return_lines: int = 0
    overdue: Decimal = ZERO  # amounts times the days for which they were


@dataclass(frozen=True, slots=True)
class Served:
    """The margin of a customer, and what is left of it. Costs are >= 0 but `returns`, where more was recovered than credited."""

    sold: Decimal
    gross: Decimal
    returns: Decimal
    rebates: Decimal
    logistics: Decimal
    late_payment: Decimal

    @property
    def net(self) -> Decimal:
        return self.gross - self.returns - self.rebates - self.logistics - self.late_payment

    @property
    def rate(self) -> Decimal | None:
        """Net / sold to four decimals; nothing without sales."""
        return Margin(self.sold, self.sold - self.net).rate

    def __add__(self, other: "Served") -> "Served":
        return Served(
            self.sold + other.sold, self.gross + other.gross, self.returns + other.returns, self.rebates + other.rebates,
            self.logistics + other.logistics, self.late_payment + other.late_payment,
        )  # fmt: skip


UNSERVED = Served(ZERO, ZERO, ZERO, ZERO, ZERO, ZERO)


def serve(facts: CustomerFacts, rates: Mapping[Activity, Decimal]) -> Served:
    """The full cost to serve of a customer; each part is rounded to the cent."""
    return Served(
        sold=facts.sold,
        gross=facts.sold - facts.cost,
        returns=facts.credited_goods
        - facts.recovered
        + round_half_up(rates[Activity.RETURN_LINE] * facts.return_lines),
        rebates=facts.credited_prices + facts.let_go,
        logistics=round_half_up(
            rates[Activity.ORDER] * facts.orders
            + rates[Activity.ORDER_LINE] * facts.order_lines
            + rates[Activity.SHIPMENT] * facts.shipments
        ),
        late_payment=round_half_up(rates[Activity.CAPITAL] * facts.overdue / _YEAR_DAYS),
    )
