"""Debit notes of late interest as customers read them."""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

from kit.money import ZERO
from kit.paper import Column, Paper, Row, Total
from kit.printed import day, money

from accounting.domain.receivables.dunning import Charge
from accounting.queries.receivables.letter_paper import words as letter_words
from accounting.queries.receivables.papers import how_to_pay
from accounting.storage.receivables.letterhead import Addressee, Letterhead

_WORDS = {
    "fr": {
        "from": "Du",
        "to": "Au",
        "rate": "Taux",
        "vat": "TVA",
        "vat_text": "Pénalités et indemnité hors du champ de la TVA. Intérêts : montant x taux x jours / 365.",
    },
    "en": {
        "from": "From",
        "to": "To",
        "rate": "Rate",
        "vat": "VAT",
        "vat_text": "Interest and recovery charge are outside the scope of VAT. Interest: amount x rate x days / 365.",
    },
}


def late_charge_paper(
    number: str, charged_on: date, charges: Sequence[Charge], head: Letterhead, to: Addressee
) -> Paper:
    """The debit note on paper: each document, and under it days, rate and amount."""
    language = to.language
    words = {**letter_words(language), **_WORDS[language]}
    return Paper(
        language=language,
        title=words["debit_note"],
        number=number,
        dated=charged_on,
        sender=head.sender,
        receiver=to.party,
        facts=((words["date"], day(charged_on, language)), (words["customer"], to.code)),
        columns=(
            Column(words["invoice"], 30),
            Column(words["from"], 20),
            Column(words["to"], 20),
            Column(words["late"], 12, is_number=True),
            Column(words["rate"], 14, is_number=True),
            Column(words["open"], 22, is_number=True),
            Column(words["interest"], 20, is_number=True),
        ),
        rows=tuple(row for each in charges for row in _rows(each, words, language)),
        totals=tuple(_totals(charges, words, language)),
        notes=(*how_to_pay(head, words), (words["law"], words["law_text"]), (words["vat"], words["vat_text"])),
        footer=head.footer,
        page_words=words["page"],
    )


def _rows(charge: Charge, words: dict[str, str], language: str) -> Iterator[Row]:
    """One for each rate; the interest of the document stands on its last."""
    item = charge.document
    for position, step in enumerate(charge.steps, 1):
        interest = money(charge.interest, item.currency, language) if position == len(charge.steps) else ""
        yield Row(
            (
                item.number,
                day(step.first, language),
                day(step.last, language),
                words["days"].format(count=step.days),
                _percent(step.rate, language),
                money(step.amount, item.currency, language),
                interest,
            )
        )
    if charge.indemnity:
        indemnity = money(charge.indemnity, item.currency, language)
        yield Row((item.number, words["indemnity"], "", "", "", "", indemnity))


def _percent(rate: Decimal, language: str) -> str:
    text = f"{rate * 100:.2f}"
    return f"{text.replace('.', ',')} %" if language == "fr" else f"{text}%"


def _totals(charges: Sequence[Charge], words: dict[str, str], language: str) -> Iterator[Total]:
    currency = charges[0].document.currency
    interest = sum((each.interest for each in charges), ZERO)
    indemnity = sum((each.indemnity for each in charges), ZERO)
    for label, amount in ((words["interest"], interest), (words["indemnity"], indemnity)):
        if amount:
            yield Total(label, money(amount, currency, language))
    yield Total(words["total"], money(interest + indemnity, currency, language), is_strong=True)
