"""Reasons of a judgement: a stable code with its facts, which every reader says in his own language; here in English."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

Fact = Decimal | date | str

_TWO_DECIMALS = Decimal("0.0001")

ENGLISH = {
    "margin-allowed": "The margin is {margin_rate}, at least the {approval_rate} wanted.",
    "margin-below-wanted": (
        "The margin is {margin_rate}, below the {approval_rate} wanted: sell at {floor_price} or have it approved."
    ),
    "margin-below-wanted-at-any-price": (
        "The margin is {margin_rate}, below the {approval_rate} wanted: no price reaches what is wanted."
    ),
    "margin-below-floor": "The margin is {margin_rate}, below the floor of {floor_rate}: sell at {floor_price} or more.",
    "margin-below-floor-at-any-price": (
        "The margin is {margin_rate}, below the floor of {floor_rate}: no price reaches what is wanted."
    ),
    "owed-after-sale": "Of the price, {owed_amount} is owed after the sale.",
    "replacement-cost": "It is judged at {unit_cost}, what buying it anew costs.",
    "cost-not-known": "The cost is not known: somebody must approve.",
    "free-line": "Nothing is given away: a free line has no margin.",
    "sell-at": "Sell at {floor_price} or more.",
    "exchange-rate": "Costs count at {exchange_factor} {currency}, the rate of {rated_on}.",
    "exchange-rate-missing": "There is no rate of {currency}, so the margin is not known: somebody must approve.",
    "contract-short": "Contract {contract} has only {left_quantity} left at this price: somebody must approve.",
    "order-margin-allowed": "The margin of the order is {margin_rate}, at least the {approval_rate} wanted.",
    "order-margin-below-wanted": (
        "The margin of the order is {margin_rate}, below the {approval_rate} wanted: sell for {missing_amount} more or"
        " have it approved."
    ),
    "order-margin-below-floor": (
        "The margin of the order is {margin_rate}, below the floor of {floor_rate}: sell for {missing_amount} more."
    ),
    "order-margin-not-known": "The margin of the order is not known.",
    "order-free": "Nothing is given away.",
    "earns-least": "This line earns least:",
    "discount-allowed": "The discount is {discount_rate}, within the {alone_rate} granted without approval.",
    "discount-above-limit": (
        "The discount is {discount_rate}, above the {alone_rate} granted without approval: a {level} may approve up to"
        " {level_rate}."
    ),
    "discount-blocked": (
        "The discount is {discount_rate}, above the {greatest_rate} that anybody may grant: sell at {lowest_price} or"
        " more."
    ),
    "discount-without-price": "There is no price to compare with: a {level} must approve.",
    "discount-without-price-blocked": "There is no price to compare with.",
    "exception-allows": "{number} allows it.",
    "exception-too-small": "{number} would allow it, but only {left_quantity} are left.",
    "quantity-passes": "{quantity} at {unit_price} pass.",
    "substitute-passes": "{sku} at {unit_price} passes instead.",
    "site-passes": "From {warehouse} it passes at {unit_price}.",
}
CODES = frozenset(ENGLISH)


class Reason(NamedTuple):
    """One sentence. A fact's name ends in what it is: `_rate`, `_price`, `_cost`, `_amount`, `_quantity`, `_factor`, `_on`."""

    code: str
    facts: Mapping[str, Fact] = {}

    @property
    def english(self) -> str:
        return ENGLISH[self.code].format_map({name: _english(name, fact) for name, fact in self.facts.items()})

    @property
    def as_text(self) -> dict[str, str]:
        """The facts as they travel: numbers as plain decimals."""
        return {name: f"{fact:f}" if isinstance(fact, Decimal) else str(fact) for name, fact in self.facts.items()}

    @property
    def stored(self) -> dict[str, object]:
        return {"code": self.code, "facts": self.as_text}


def explained(reasons: Iterable[Reason]) -> str:
    """All of them as English sentences."""
    return " ".join(reason.english for reason in reasons)


def _english(name: str, fact: Fact) -> str:
    if not isinstance(fact, Decimal):
        return str(fact)
    if name.endswith("_rate"):
        return _percent(fact)
    return f"{fact:f}"


@lru_cache(maxsize=1000)
def _percent(rate: Decimal) -> str:
    """With two decimals or, where it has more, all of them; the rules' own rates are told thousands of times a second."""
    return f"{rate:.2%}" if rate == rate.quantize(_TWO_DECIMALS) else f"{rate:.4%}"
