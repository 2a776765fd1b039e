"""Numbers of companies, accounts and goods, checked by their own check digits: no rule set of e-invoices does."""

from collections.abc import Callable

from stdnum import bic, ean, iban
from stdnum.eu import vat
from stdnum.exceptions import ValidationError
from stdnum.fr import siren, siret
from stdnum.fr import tva as french_vat

SIREN_SCHEME, SIRET_SCHEME, GLN_SCHEME, GTIN_SCHEME = "0002", "0009", "0088", "0160"
E_ADDRESS_SCHEME = "0225"  # SIREN, SIREN_SIRET or SIREN_suffix in the French directory


def siren_fault(value: str) -> str | None:
    """Why this is no SIREN, or nothing."""
    return _fault(siren.validate, value, "SIREN")


def siret_fault(value: str) -> str | None:
    """Why this is no SIRET, or nothing."""
    return _fault(siret.validate, value, "SIRET")


def vat_fault(value: str) -> str | None:
    """Why this is no VAT number of a member state, or nothing. France's own key is checked too."""
    return _fault(vat.validate, value, "VAT number") or (
        _fault(lambda number: "FR" + french_vat.validate(number), value, "VAT number")
        if value.startswith("FR")
        else None
    )


def iban_fault(value: str) -> str | None:
    """Why this is no IBAN, or nothing; of a French one the RIB's own key too."""
    fault = _fault(iban.validate, value, "IBAN")
    if fault is None and value[:2] in ("FR", "MC") and not _has_rib_key(value[4:]):
        return f"{value!r} is no valid IBAN: the key of its account number is wrong. Check it for a typing error."
    return fault


def bic_fault(value: str) -> str | None:
    """Why this is no BIC, or nothing."""
    return _fault(bic.validate, value, "BIC")


def gtin_fault(value: str) -> str | None:
    """Why this is no GTIN-8, -12, -13 or -14, or nothing."""
    return _fault(ean.validate, value, "GTIN")


def siren_of(*, siret_number: str = "", vat_id: str = "", e_address: str = "") -> str:
    """The SIREN inside another French number; empty where there is none."""
    found = (siret_number[:9], vat_id[4:13] if vat_id.startswith("FR") else "", e_address[:9])
    return next((each for each in found if len(each) == 9 and siren_fault(each) is None), "")


_LETTERS = {letter: str(i % 9 + 1 if i < 18 else i % 9 + 2) for i, letter in enumerate("ABCDEFGHIJKLMNOPQRSTUVWXYZ")}


def _has_rib_key(rib: str) -> bool:
    """Bank, branch, account (letters count as digits) and key: the whole is divisible by 97."""
    digits = "".join(_LETTERS.get(each, each) for each in rib)
    return int(digits[:21] + "00") % 97 + int(digits[21:]) == 97 if digits.isdigit() else False


def _fault(check: Callable[[str], str], value: str, name: str) -> str | None:
    try:
        if check(value) != value:
            return f"Write the {name} without spaces or punctuation, in capitals."
    except ValidationError:
        return f"{value!r} is no valid {name}: its check digits or length are wrong. Check it for a typing error."
    return None
