"""Amounts, quantities and days as people read them on paper, in French or English."""

from datetime import date
from decimal import Decimal

from kit.money import minor_unit, round_half_up

_MONTHS = {
    "fr": (
        "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre",
        "décembre",
    ),
    "en": (
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ),
}  # fmt: skip
_SIGNS = {"EUR": "€", "GBP": "£", "USD": "$"}
_HARD_SPACE = "\u00a0"  # the thin one of French typography is missing from many fonts


def money(amount: Decimal, currency: str, language: str) -> str:
    """An amount to the cent with its currency: "1 234,50 €", "€1,234.50"."""
    unit = minor_unit(currency)
    return _with_currency(_number(round_half_up(amount, unit), language), currency, language)


def unit_price(price: Decimal, currency: str, language: str) -> str:
    """A price with all the decimals that it has, at least those of the currency."""
    places = max(-int(minor_unit(currency).as_tuple().exponent), -int(price.normalize().as_tuple().exponent))
    return _with_currency(_number(price.quantize(Decimal(1).scaleb(-places)), language), currency, language)


def quantity(value: Decimal, language: str) -> str:
    """Without trailing zeros: "1 200", "0,5"."""
    plain = value.normalize()
    return _number(plain if int(plain.as_tuple().exponent) < 0 else plain.quantize(Decimal(1)), language)


def day(on: date, language: str) -> str:
    """In words: "2 mars 2026", "2 March 2026"; the first of a month is "1er" in French."""
    first = "1er" if on.day == 1 and language == "fr" else str(on.day)
    return _HARD_SPACE.join((first, _MONTHS[language][on.month - 1], str(on.year)))


def _number(value: Decimal, language: str) -> str:
    text = f"{value:,f}"
    if language == "en":
        return text.replace("-", "\u2212")
    return text.replace(",", _HARD_SPACE).replace(".", ",").replace("-", "\u2212")


def _with_currency(number: str, currency: str, language: str) -> str:
    sign = _SIGNS.get(currency)
    if language == "fr" or sign is None:
        return f"{number}{_HARD_SPACE}{sign or currency}"
    return f"\u2212{sign}{number[1:]}" if number.startswith("\u2212") else f"{sign}{number}"
