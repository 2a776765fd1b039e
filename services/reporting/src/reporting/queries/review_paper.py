"""The monthly review as a document, in French or English."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kit.paper import Column, Paper, Party, Row

from kit import printed
from reporting.domain.kpi import KPIS, Direction, Kpi, Unit
from reporting.domain.review import Review, month_before

_HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class Company:
    """Who draws it, as printed."""

    name: str
    address: tuple[str, ...]
    legal: str
    currency: str


@dataclass(frozen=True, slots=True)
class _Words:
    title: str
    to: str
    drawn_on: str
    sealed: str
    sealed_on: str
    seal: str
    provisional: str
    provisional_note: str
    stamp: str
    columns: tuple[str, ...]
    met: str
    missed: str
    revenue: str
    margin: str
    rate: str
    before: str
    units: dict[Unit, str]
    page: str


_WORDS = {
    "fr": _Words(
        "Revue du mois", "Direction", "Établie le", "Mois scellé", "le {day}", "Sceau des écritures", "Provisoire",
        "Le mois n'est pas scellé : ses chiffres peuvent encore changer.", "Provisoire",
        ("Indicateur", "Mois", "Mois précédent", "Objectif", "État"),
        "atteint", "manqué", "Chiffre d'affaires", "Marge brute", "Taux de marque", "contre {value}",
        {Unit.RATE: "{value} %", Unit.DAYS: "{value} j", Unit.TIMES: "{value} x"}, "Page {page} / {pages}",
    ),
    "en": _Words(
        "Monthly review", "Management", "Drawn on", "Month sealed", "on {day}", "Seal of the entries", "Provisional",
        "The month is not sealed: its figures may still change.", "Provisional",
        ("KPI", "Month", "Month before", "Target", "State"),
        "on target", "missed", "Revenue", "Gross margin", "Margin rate", "was {value}",
        {Unit.RATE: "{value}%", Unit.DAYS: "{value} d", Unit.TIMES: "{value} x"}, "Page {page} / {pages}",
    ),
}  # fmt: skip


def review_paper(review: Review, company: Company, language: str, today: date) -> Paper:
    """The same figures and day give the same document; a sealed month's day is the one of its seal."""
    words = _WORDS[language]
    drawn_on = today if review.seal is None else review.seal.sealed_at.date()

    def money(amount: Decimal) -> str:
        return printed.money(amount, company.currency, language)

    now, before = review.margin, review.margin_before
    return Paper(
        language=language,
        title=words.title,
        number=f"{review.month:%Y-%m}",
        dated=drawn_on,
        sender=Party(company.name, company.address),
        receiver=Party(words.to),
        facts=(
            (words.revenue, f"{money(now.revenue)} ({words.before.format(value=money(before.revenue))})"),
            (words.margin, f"{money(now.amount)} ({words.before.format(value=money(before.amount))})"),
            (words.rate, f"{_rate(now.rate, language)} ({words.before.format(value=_rate(before.rate, language))})"),
            (words.columns[1], month_in_words(review.month, language)),
            (words.columns[2], month_in_words(month_before(review.month), language)),
            _state_of_month(review, words, drawn_on, language),
        ),
        columns=(
            Column(words.columns[0], 40),
            *(Column(title, 15, is_number=True) for title in words.columns[1:4]),
            Column(words.columns[4], 15),
        ),
        rows=tuple(_row(review, position, words, language) for position in range(len(review.kpis))),
        totals=(),
        notes=(_note(review, words),),
        stamp="" if review.seal else words.stamp,
        footer=company.legal,
        page_words=words.page,
    )


def review_table(review: Review, language: str) -> tuple[Sequence[str], list[Sequence[object]]]:
    """Head and rows for a spreadsheet: figures as numbers."""
    words = _WORDS[language]
    rows: list[Sequence[object]] = [
        (words.revenue, review.margin.revenue, review.margin_before.revenue, None, None),
        (words.margin, review.margin.amount, review.margin_before.amount, None, None),
        (words.rate, review.margin.rate, review.margin_before.rate, None, None),
    ]
    for reviewed in review.kpis:
        kpi = KPIS[reviewed.kpi_id]
        rows.append(
            (
                _name(kpi, language),
                reviewed.value,
                reviewed.before,
                reviewed.target,
                _state(reviewed.is_on_target, words),
            )
        )
    title, text = _note(review, words)
    rows.append((title, text, None, None, None))
    return words.columns, rows


def _state_of_month(review: Review, words: _Words, drawn_on: date, language: str) -> tuple[str, str]:
    day = printed.day(drawn_on, language)
    return (words.drawn_on, day) if review.seal is None else (words.sealed, words.sealed_on.format(day=day))


def _note(review: Review, words: _Words) -> tuple[str, str]:
    if review.seal is None:
        return words.provisional, words.provisional_note
    return words.seal, review.seal.digits


def _row(review: Review, position: int, words: _Words, language: str) -> Row:
    reviewed = review.kpis[position]
    kpi = KPIS[reviewed.kpi_id]
    sign = "≥" if kpi.direction is Direction.UP else "≤"
    return Row(
        (
            _name(kpi, language), _value(kpi, reviewed.value, words, language),
            _value(kpi, reviewed.before, words, language), f"{sign} {_value(kpi, reviewed.target, words, language)}",
            _state(reviewed.is_on_target, words),
        )
    )  # fmt: skip


def _name(kpi: Kpi, language: str) -> str:
    return kpi.name_fr if language == "fr" else kpi.name_en


def _state(is_on_target: bool | None, words: _Words) -> str:  # noqa: FBT001  # a state, not a switch
    return "" if is_on_target is None else words.met if is_on_target else words.missed


def _value(kpi: Kpi, value: Decimal | None, words: _Words, language: str) -> str:
    if value is None:
        return "-"
    shown = value * _HUNDRED if kpi.unit is Unit.RATE else value
    return words.units[kpi.unit].format(value=printed.quantity(round(shown, 1), language))


def _rate(rate: Decimal | None, language: str) -> str:
    if rate is None:
        return "-"
    return _WORDS[language].units[Unit.RATE].format(value=printed.quantity(round(rate * _HUNDRED, 1), language))


def month_in_words(month: date, language: str) -> str:
    """The month in words, from its first day: "mars 2026"."""
    return printed.day(month, language).partition("\u00a0")[2]
