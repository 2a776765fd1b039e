"""Sentences about rules, in English and in French, for the people who read an explanation."""

from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from pricing.domain.price import tidy
from pricing.domain.price_rule import CashDiscount, Kind, PriceRule

_KEPT = 10_000  # rules of which the sentences are remembered


class Told(NamedTuple):
    """A rule, for a program and for people."""

    rule: str
    rule_id: str
    label: str
    label_fr: str


@lru_cache(maxsize=_KEPT)
def of_step(rule: PriceRule) -> Told:
    """What a rule did to the price of a line."""
    match rule.kind:
        case Kind.FIXED_PRICE:
            en, fr = f"price {money(rule.value)}", f"prix {montant(rule.value)}"
        case Kind.AMOUNT_OFF:
            en, fr = f"{money(rule.value)} off a unit", f"{montant(rule.value)} de moins par unité"
        case Kind.LINE_SURCHARGE:
            en, fr = f"{money(rule.value)} more a unit", f"{montant(rule.value)} de plus par unité"
        case Kind.ORDER_DISCOUNT:
            en, fr = f"{percent(rule.value)} off the order", f"remise de {pour_cent(rule.value)} sur la commande"
        case _:
            en, fr = f"{percent(rule.value)} off", f"remise de {pour_cent(rule.value)}"
    return _told(rule, en, fr)


def of_free_goods(rule: PriceRule, quantity: Decimal) -> Told:
    """How many of a line are free."""
    return _told(rule, f"{plain(quantity)} free", f"dont {comma(quantity)} gratuits")


@lru_cache(maxsize=_KEPT)
def of_charge(rule: PriceRule) -> Told:
    """Why an order is charged with something."""
    if rule.below_amount is None:
        return Told(str(rule.kind), str(rule.id), rule.name_en, rule.name_fr)
    below = rule.below_amount
    return _told(rule, f"the order is below {money(below)}", f"commande inférieure à {montant(below)}")


@lru_cache(maxsize=_KEPT)
def of_owed(rule: PriceRule) -> Told:
    """What will be owed after the sale."""
    if rule.kind is Kind.FREIGHT_COST_WEIGHT:
        return _told(rule, f"{money(rule.value)} per kg", f"{montant(rule.value)} par kg")
    return _told(rule, percent(rule.value), pour_cent(rule.value))


@lru_cache(maxsize=_KEPT)
def of_cash_discount(known: CashDiscount) -> Told:
    """What early payment is going to cost."""
    offered, expected = known
    return Told(
        str(Kind.CASH_DISCOUNT),
        "",
        f"Cash discount: {percent(expected)} expected of the {percent(offered)} offered",
        f"Escompte : {pour_cent(expected)} attendus sur les {pour_cent(offered)} offerts",
    )


def _told(rule: PriceRule, en: str, fr: str) -> Told:
    return Told(str(rule.kind), str(rule.id), f"{rule.name_en}: {en}", f"{rule.name_fr} : {fr}")


def plain(value: Decimal) -> str:
    """12, 0.5, 3.75: without needless zeros."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def comma(value: Decimal) -> str:
    """The same as French writes it."""
    return plain(value).replace(".", ",")


def money(amount: Decimal) -> str:
    """3.75, 34.90, 0.125: two decimals at least."""
    return f"{tidy(amount):f}"


def montant(amount: Decimal) -> str:
    """The same as French writes it."""
    return money(amount).replace(".", ",")


def percent(rate: Decimal) -> str:
    return f"{plain(rate * 100)} %"


def pour_cent(rate: Decimal) -> str:
    return f"{comma(rate * 100)} %"
