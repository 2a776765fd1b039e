"""E-reporting: sales and purchases that the tax office hears of because no electronic invoice goes by a platform (flux 10)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from kit.money import ZERO

from accounting.domain.books.calendar import last_of_month
from accounting.domain.einvoice.identifiers import siren_of
from accounting.domain.einvoice.model import Document, Party, VatSubtotal
from accounting.domain.einvoice.vat import EU

_FRANCE = frozenset(("", "FR", "MC"))  # for VAT, Monaco is France
EU_ID_SCHEME, WORLD_ID_SCHEME = "0223", "0227"


class Role(StrEnum):
    """TT-15: what the declaring company is in the transactions."""

    SELLER = "SE"
    BUYER = "BY"


class Pace(StrEnum):
    """How often a company reports: it follows from its VAT returns."""

    MONTHLY = "monthly"  # three reports a month
    QUARTERLY = "quarterly"  # one a month


class Flux(StrEnum):
    """How a document is told."""

    INVOICE = "10.1"  # one by one: companies abroad
    DAILY = "10.3"  # in totals by day: consumers


class Category(StrEnum):
    """TT-81."""

    TAXED_GOODS = "TLB1"
    NOT_TAXED = "TNT1"


@dataclass(frozen=True, slots=True)
class Period:
    """What one report tells of, both days included, and when it is due."""

    starts_on: date
    ends_on: date
    due_on: date


def period_of(day: date, pace: Pace) -> Period:
    """The period that a day is in."""
    last = last_of_month(day)
    tenth_after = (last + timedelta(days=1)).replace(day=10)
    if pace is Pace.QUARTERLY:
        return Period(day.replace(day=1), last, tenth_after)
    if day.day <= 10:
        return Period(day.replace(day=1), day.replace(day=10), day.replace(day=20))
    if day.day <= 20:
        return Period(day.replace(day=11), day.replace(day=20), last)
    return Period(day.replace(day=21), last, tenth_after)


def flux_of(document: Document) -> Flux | None:
    """How a sale is told; nothing between French companies, whose electronic invoice tells by itself."""
    buyer = document.buyer
    if buyer.siren or siren_of(siret_number=buyer.siret, vat_id=buyer.vat_id):
        return None
    country = buyer.address.country
    if country in _FRANCE or (country in EU and not buyer.vat_id):
        return Flux.DAILY
    return Flux.INVOICE


def identity_abroad(party: Party) -> tuple[str, str]:
    """(scheme, number) of a company that is not French: its VAT number in the EU, else country and 16 letters of the name."""
    if party.vat_id[:2] in EU:
        return EU_ID_SCHEME, party.vat_id
    return WORLD_ID_SCHEME, f"{party.address.country}{party.name[:16].strip()}"


@dataclass(frozen=True, slots=True)
class DailyTotal:
    """What consumers bought on a day, credit notes taken off."""

    day: date
    currency: str
    category: Category
    subtotals: tuple[tuple[Decimal, Decimal, Decimal], ...]  # rate, base, tax

    @property
    def base(self) -> Decimal:
        return sum((base for _, base, _ in self.subtotals), ZERO)

    @property
    def tax(self) -> Decimal:
        return sum((tax for _, _, tax in self.subtotals), ZERO)


@dataclass(frozen=True, slots=True)
class Report:
    """What is told of a period."""

    role: Role
    period: Period
    invoices: tuple[Document, ...]
    totals: tuple[DailyTotal, ...]

    @property
    def is_empty(self) -> bool:
        return not self.invoices and not self.totals


def report_of(role: Role, period: Period, documents: Iterable[Document]) -> Report:
    """The documents of a period, each told once. Purchases are told one by one."""
    told: dict[Flux, list[Document]] = {flux: [] for flux in Flux}
    for document in documents:
        flux = Flux.INVOICE if role is Role.BUYER else flux_of(document)
        if flux:
            told[flux].append(document)
    return Report(role, period, tuple(told[Flux.INVOICE]), daily_totals(told[Flux.DAILY]))


def daily_totals(documents: Sequence[Document]) -> tuple[DailyTotal, ...]:
    """By day, currency, category and rate, in this order."""
    found: dict[tuple[date, str, Category], dict[Decimal, tuple[Decimal, Decimal]]] = {}
    for document in documents:
        sign = -1 if document.is_credit_note else 1
        for part in document.vat:
            rates = found.setdefault((document.issued_on, document.currency, _category(part)), {})
            base, tax = rates.get(part.vat.rate, (ZERO, ZERO))
            rates[part.vat.rate] = (base + sign * part.base, tax + sign * part.tax)
    return tuple(
        DailyTotal(*key, tuple((rate, *amounts) for rate, amounts in sorted(rates.items())))
        for key, rates in sorted(found.items())
    )


def _category(part: VatSubtotal) -> Category:
    return Category.TAXED_GOODS if part.vat.rate else Category.NOT_TAXED
