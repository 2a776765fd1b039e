"""Margins of prices in another currency than the company's, in which costs are."""

from decimal import Decimal
from typing import NamedTuple

from kit.exchange import ExchangeRate
from kit.money import minor_unit

from pricing.domain.margin import NOTHING_OWED, Agreed, MarginDecision, MarginRule, Owed, UnitCost, judge
from pricing.domain.reason import Fact, Reason


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
    facts: dict[str, Fact] = {
        "exchange_factor": rate.rate.normalize(),
        "currency": rate.currency,
        "rated_on": rate.on,
    }
    return decision.saying(Reason("exchange-rate", facts))._replace(exchange_rate=rate)


def _without_rate(decision: MarginDecision, currency: str) -> MarginDecision:
    if not decision.unit_price:
        return decision
    return decision._replace(reasons=(Reason("exchange-rate-missing", {"currency": currency}),))
