"""How sales are taxed by where the goods go: categories of EN 16931, rates, and the legal reason where there is no tax.

The house sells from metropolitan France.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from kit.money import ZERO

from accounting.domain.invoice import DOMESTIC, TaxRate, Vat, VatCategory, rate_on


class Zone(StrEnum):
    """Where goods go, and to whom, as far as tax looks at it."""

    FRANCE = "france"
    CORSICA = "corsica"
    OVERSEAS = "overseas"  # Guadeloupe, Martinique, Réunion: an export for who sells from the mainland
    EU_BUSINESS = "eu-business"  # another member state, with its VAT number
    EU_OTHER = "eu-other"  # another member state, without one: taxed as here
    EXPORT = "export"


@dataclass(frozen=True, slots=True)
class TaxPlace:
    """Where a customer takes goods in, and the VAT number of who is invoiced. Empty: not known."""

    country: str = ""  # ISO 3166-1 alpha-2
    postal_code: str = ""
    vat_id: str = ""


# Members of the Union, and Monaco, which is taxed as France.
_EU = frozenset(
    ("AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IT", "LT", "LU", "LV",
     "MC", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK")
)  # fmt: skip
_EU_VAT_PREFIXES = _EU - {"FR", "GR", "MC"} | {"EL", "XI"}
_OVERSEAS = ("GP", "MQ", "RE")
_OVERSEAS_CODES = ("971", "972", "974")
_NEVER_TAXED = ("97", "98")  # what is left of overseas France: Guyane, Mayotte and the territories; 980 is Monaco
_OUTSIDE_EU_VAT = {"ES": ("35", "38", "51", "52"), "IT": ("23041",), "DE": ("27498", "78266"), "FI": ("22",)}


def zone_of(place: TaxPlace) -> Zone:
    """The zone of a place; France when nothing is known of it."""
    country, postal = place.country or "FR", place.postal_code.replace(" ", "")
    if country in ("FR", "MC"):
        return _french_zone(postal)
    if country in _OVERSEAS:
        return Zone.OVERSEAS
    is_northern_ireland = country == "GB" and place.vat_id.startswith("XI")
    if country not in _EU and not is_northern_ireland:
        return Zone.EXPORT
    if postal.startswith(_OUTSIDE_EU_VAT.get(country, ())):
        return Zone.EXPORT
    return Zone.EU_BUSINESS if place.vat_id[:2] in _EU_VAT_PREFIXES else Zone.EU_OTHER


def _french_zone(postal: str) -> Zone:
    if postal.startswith("20") and len(postal) == 5:
        return Zone.CORSICA
    if postal.startswith(_OVERSEAS_CODES):
        return Zone.OVERSEAS
    if postal.startswith(_NEVER_TAXED) and not postal.startswith("980"):
        return Zone.EXPORT
    return Zone.FRANCE


@dataclass(frozen=True, slots=True)
class VatTreatment:
    """How a tax class is taxed in a zone from a day on. `tax_class` empty: every class without a row of its own."""

    zone: Zone
    tax_class: str
    effective_from: date
    category: VatCategory
    rate: Decimal | None  # None: the rate of the class at home
    reason_code: str  # VATEX
    reason: str  # the sentence that the law wants on the invoice


Rates = Mapping[str, Sequence[TaxRate]]


def rates_in(zone: Zone, rates: Rates, treatments: Sequence[VatTreatment]) -> dict[str, list[TaxRate]]:
    """The rates of each class in a zone, newest first. `rates` are those at home, newest first."""
    own = [each for each in treatments if each.zone is zone]
    found = {}
    for tax_class, at_home in rates.items():
        mine = [each for each in own if each.tax_class in ("", tax_class)]
        days = sorted(
            {*(rate.effective_from for rate in at_home), *(each.effective_from for each in mine)}, reverse=True
        )
        in_zone = (_on(tax_class, rates, mine, day) for day in days)
        found[tax_class] = [rate for rate in in_zone if rate is not None]
    return found


def _on(tax_class: str, rates: Rates, treatments: Sequence[VatTreatment], day: date) -> TaxRate | None:
    home = rate_on(rates, tax_class, day)
    since = [each for each in treatments if each.effective_from <= day]
    chosen = max(since, key=lambda each: (each.tax_class != "", each.effective_from), default=None)
    if chosen is None:
        return home and TaxRate(tax_class, home.rate, day, home.rounding, _at_home(home.rate))
    if home is None:
        return None
    rate = home.rate if chosen.rate is None else chosen.rate
    return TaxRate(tax_class, rate, day, home.rounding, Vat(chosen.category, chosen.reason_code, chosen.reason))


def _at_home(rate: Decimal) -> Vat:
    return DOMESTIC if rate > ZERO else Vat(VatCategory.EXEMPT, "", "Exonération de TVA")
