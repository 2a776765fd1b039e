"""Account numbers: what is an IBAN, and whose bank it is at."""

import re

from kit.errors import Invalid
from schwifty import IBAN
from schwifty.exceptions import SchwiftyException

_LIKE_AN_IBAN = re.compile(r"[A-Z]{2}[0-9]{2}[A-Z0-9]+")


class InvalidIban(Invalid):
    """Its length, its check digits or, in France, its RIB key are wrong."""


def checked_iban(text: str, *, field: str) -> str:
    """The number without spaces; one that looks like an IBAN is one.

    Raises:
        InvalidIban: it looks like an IBAN and is none.
    """
    compact = re.sub(r"\s", "", text).upper()
    if _LIKE_AN_IBAN.fullmatch(compact):
        return as_iban(compact, field=field)
    return compact


def as_iban(text: str, *, field: str) -> str:
    """The IBAN, compact, with its own check digits and its country's verified.

    Raises:
        InvalidIban: it is none.
    """
    try:
        return IBAN(text, validate_bban=True).compact
    except SchwiftyException as error:
        raise InvalidIban(f"{text[:4]}… is no IBAN: {error}.", field=field) from None


def bic_of(number: str) -> str:
    """The BIC of an IBAN's bank, where it is known; empty otherwise."""
    try:
        bic = IBAN(number).bic
    except SchwiftyException:
        return ""
    return bic.compact if bic is not None else ""
