"""Margins of prices in another currency than the company's, in which costs are."""

from decimal import Decimal
from typing import NamedTuple

from kit.exchange import ExchangeRate
from kit.money import minor_unit

from pricing.domain.margin import NOTHING_OWED, Agreed, MarginDecision, MarginRule, Owed, UnitCost, judge


class Exchange(NamedTuple):
    """The currency of a sale, and the rate at which costs come into it; without one no margin is known."""

    currency: str
    rate: ExchangeRate | None
    unit: Decimal  # prices are named in multiples of it

    @classmethod
    def at(cls, currency: str, rate: ExchangeRate | None) -> "Exchange":
        return cls(currency, rate, minor_unit(currency))


def judge_at(
    exchange: Exchange, unit_price: Decimal, cost: UnitCost | Agreed, rule: MarginRule, owed: Owed = NOTHING_OWED
) -> MarginDecision:
    """The verdict on a price in the currency of the sale, on its margin over a cost of the company's. Says rate and day.

    What was agreed on before was judged in the currency of the sale.
    """
    if isinstance(cost, Agreed):
        return judge(unit_price, cost.unit_cost, rule, owed, price_unit=exchange.unit)
    rate = exchange.rate
    if rate is None:
        return _without_rate(judge(unit_price, None, rule, owed), exchange.currency)
    unit_cost = None if cost.amount is None else rate.from_company(cost.amount)
    decision = judge(
        unit_price, unit_cost, rule, owed, is_replacement_cost=cost.is_replacement, price_unit=exchange.unit
    )
    if rate.is_own or unit_cost is None:
        return decision
    told = f"{decision.explanation} Costs count at {rate.rate.normalize():f} {rate.currency}, the rate of {rate.on}."
    return decision._replace(explanation=told, exchange_rate=rate)


def _without_rate(decision: MarginDecision, currency: str) -> MarginDecision:
    if not decision.unit_price:
        return decision
    told = f"There is no rate of {currency}, so the margin is not known: somebody must approve."
    return decision._replace(explanation=told)
