"""Reminders as customers read them."""

from collections.abc import Iterator

from kit.paper import Column, Paper, Row, Total
from kit.printed import day, money

from accounting.queries.receivables.papers import how_to_pay
from accounting.queries.receivables.papers import words as common
from accounting.storage.receivables.dunning import Written
from accounting.storage.receivables.letterhead import Addressee, Letterhead

_WORDS = {
    "fr": {
        "invoice": "Facture",
        "interest": "Pénalités",
        "indemnity": "Indemnité",
        "total": "Total à régler",
        "debit_note": "Note de débit",
        "law": "Textes",
        "law_text": "Pénalités de retard : article L441-10 du code de commerce, sans rappel préalable. Indemnité forfaitaire"
        " de recouvrement de 40 € par facture : article D441-5.",
    },
    "en": {
        "invoice": "Invoice",
        "interest": "Interest",
        "indemnity": "Recovery charge",
        "total": "Amount to pay",
        "debit_note": "Debit note",
        "law": "Law",
        "law_text": "Late payment interest: article L441-10 of the French commercial code, due without notice. Fixed recovery"
        " charge of €40 for each invoice: article D441-5.",
    },
}


def words(language: str) -> dict[str, str]:
    """Of letters about what is late, in a language."""
    return {**common(language), **_WORDS[language]}


def letter_paper(written: Written, head: Letterhead, to: Addressee) -> Paper:
    """The letter on paper, the same whenever it is drawn."""
    language, letter = written.language, written.letter
    said = words(language)
    claimed = letter.interest or letter.indemnity
    law = ((said["law"], said["law_text"]),) if claimed else ()
    return Paper(
        language=language,
        title=written.words.title,
        number=written.number,
        dated=written.written_on,
        sender=head.sender,
        receiver=to.party,
        facts=(
            (said["date"], day(written.written_on, language)),
            (said["customer"], to.code),
            *(((said["debit_note"], written.debit_note),) if written.debit_note else ()),
        ),
        columns=(
            Column(said["invoice"], 30),
            Column(said["due"], 22),
            Column(said["late"], 12, is_number=True),
            Column(said["open"], 20, is_number=True),
            Column(said["interest"], 20, is_number=True),
            Column(said["indemnity"], 20, is_number=True),
        ),
        rows=tuple(_rows(written, said)),
        totals=tuple(_totals(written, said)),
        notes=((written.words.title, written.words.text), *how_to_pay(head, said), *law),
        footer=head.footer,
        page_words=said["page"],
    )


def _rows(written: Written, words: dict[str, str]) -> Iterator[Row]:
    language, currency = written.language, written.letter.currency
    for claim in written.letter.claims:
        yield Row(
            (
                claim.document.number,
                day(claim.document.due_on, language),
                words["days"].format(count=claim.days_late),
                money(claim.document.open_amount, currency, language),
                money(claim.interest, currency, language) if claim.interest else "",
                money(claim.indemnity, currency, language) if claim.indemnity else "",
            )
        )


def _totals(written: Written, words: dict[str, str]) -> Iterator[Total]:
    letter = written.letter
    parts = (
        (words["total_open"], letter.open_amount),
        (words["credit"], -letter.credit),
        (words["interest"], letter.interest),
        (words["indemnity"], letter.indemnity),
    )
    for label, amount in parts:
        if amount:
            yield Total(label, money(amount, letter.currency, written.language))
    yield Total(words["total"], money(letter.total, letter.currency, written.language), is_strong=True)
