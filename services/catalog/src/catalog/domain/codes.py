"""Public identifiers, checked by their own check digits (python-stdnum knows the rules)."""

import unicodedata
from collections.abc import Callable
from types import ModuleType

from kit.errors import Fault
from kit.iban import masked
from stdnum import bic, ean, iban
from stdnum.eu import vat
from stdnum.exceptions import ValidationError
from stdnum.fr import siren, siret

_GTIN_LENGTHS = (8, 12, 13, 14)
_GLN_LENGTH = 13


def gtin_fault(value: str) -> Fault | None:
    """Why this is no GTIN-8, -12, -13 or -14, or nothing."""
    if len(value) not in _GTIN_LENGTHS or not value.isdigit():
        return Fault("", f"{value!r} is no GTIN: it has 8, 12, 13 or 14 digits.", "gtin-length", {"value": value})
    return _fault(ean, value, "GTIN")


def gln_fault(value: str) -> Fault | None:
    """Why this is no GLN, or nothing."""
    if len(value) != _GLN_LENGTH or not value.isdigit():
        return Fault("", f"{value!r} is no GLN: it has 13 digits.", "gln-length", {"value": value})
    return _fault(ean, value, "GLN")


def siren_fault(value: str) -> Fault | None:
    """Why this is no SIREN, or nothing."""
    return _fault(siren, value, "SIREN")


def siret_fault(value: str) -> Fault | None:
    """Why this is no SIRET, or nothing."""
    return _fault(siret, value, "SIRET")


def vat_fault(value: str) -> Fault | None:
    """Why this is no VAT number of a member state, or nothing."""
    return _fault(vat, value, "EU VAT number")


def iban_fault(value: str) -> Fault | None:
    """Why this is no IBAN, or nothing."""
    return _fault(iban, value, "IBAN", shown=masked(value))


def bic_fault(value: str) -> Fault | None:
    """Why this is no BIC, or nothing."""
    return _fault(bic, value, "BIC")


def _fault(rule: ModuleType, value: str, name: str, *, shown: str = "") -> Fault | None:
    check: Callable[[str], str] = rule.validate
    try:
        if check(value) != value:
            return Fault("", f"Write the {name} without spaces or punctuation, in capitals.", "not-compact")
    except ValidationError:
        told = shown or value
        detail = f"{told!r} is no valid {name}: its check digits or length are wrong. Check it for a typing error."
        return Fault("", detail, "wrong-identifier", {"value": told})
    return None


def text_fault(value: str) -> Fault | None:
    """Why this cannot be what somebody wrote, or nothing."""
    if any(char == "\N{REPLACEMENT CHARACTER}" or unicodedata.category(char) in ("Cc", "Cs") for char in value):
        detail = "It has a broken or invisible character: read the source in its own encoding, and send plain text."
        return Fault("", detail, "broken-text")
    return None
