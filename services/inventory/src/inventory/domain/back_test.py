"""What a rule would have done: a history lived through again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kit.money import ZERO

from inventory.domain.replenishment import Demand, Position, Rule, suggest


@dataclass(frozen=True, slots=True)
class BackTest:
    """What a rule would have done to a history of daily demand."""

    days: int
    stock_out_days: int
    missed: Decimal  # units that were asked for and not there
    orders: int
    mean_stock: Decimal


def back_test(rule: Rule, history: Sequence[Decimal], *, start: Decimal, lead_days: int, window: int) -> BackTest:
    """Live through a history day by day: goods ordered come in the morning after `lead_days`, demand of the day takes what
    is there (the rest is lost), in the evening the rule may order. Demand is learned from the `window` days before.
    """
    stock, due, on_order = start, dict[int, Decimal](), ZERO
    out_days, missed, orders, held = 0, ZERO, 0, ZERO
    total = squares = ZERO
    for day, asked in enumerate(history):
        came = due.pop(day, ZERO)
        stock, on_order = stock + came, on_order - came
        served = min(stock, asked)
        stock -= served
        if served < asked:
            out_days += 1
            missed += asked - served
        gone = history[day - window] if day >= window else ZERO
        total, squares = total + asked - gone, squares + asked * asked - gone * gone
        demand = _demand(total, squares, min(day + 1, window))
        suggestion = suggest(rule, Position(stock, ZERO, on_order, ZERO, ZERO), demand, lead_days, date.min)
        if suggestion is not None:
            orders += 1
            arrives = day + max(lead_days, 1)
            due[arrives] = due.get(arrives, ZERO) + suggestion.quantity
            on_order += suggestion.quantity
        held += stock
    days = len(history)
    return BackTest(days, out_days, missed, orders, (held / days).quantize(Decimal("0.01")) if days else ZERO)


def _demand(total: Decimal, squares: Decimal, days: int) -> Demand:
    """Mean and sample deviation of a window of which only the sums are known: the window slides at no cost."""
    if days == 1:
        return Demand(total, ZERO)
    return Demand(total / days, max((squares - total * total / days) / (days - 1), ZERO).sqrt())
