"""Statements as customers read them."""

from collections.abc import Iterator

from kit.paper import Column, Paper, Row, Total
from kit.printed import day, money

from accounting.domain.receivables.statement import Statement
from accounting.storage.receivables.letterhead import Addressee, Letterhead

_WORDS = {
    "fr": {
        "statement": "Relevé de compte",
        "on": "Situation au",
        "customer": "Votre numéro de client",
        "document": "Pièce",
        "date": "Date",
        "due": "Échéance",
        "late": "Retard",
        "days": "{count} j",
        "amount": "Montant",
        "open": "Reste dû",
        "credit": "À votre crédit",
        "total_open": "Total des pièces ouvertes",
        "total_late": "dont échu",
        "balance": "Solde en notre faveur",
        "balance_back": "Solde en votre faveur",
        "payment": "Règlement",
        "transfer": "Par virement : IBAN {iban}{bic}.",
        "bic": ", BIC {bic}",
        "page": "Page {page} / {pages}",
    },
    "en": {
        "statement": "Statement of account",
        "on": "As of",
        "customer": "Your customer number",
        "document": "Document",
        "date": "Date",
        "due": "Due",
        "late": "Late",
        "days": "{count} d",
        "amount": "Amount",
        "open": "Open",
        "credit": "In your favour",
        "total_open": "Total of open documents",
        "total_late": "of which overdue",
        "balance": "Balance due to us",
        "balance_back": "Balance in your favour",
        "payment": "Payment",
        "transfer": "By transfer: IBAN {iban}{bic}.",
        "bic": ", BIC {bic}",
        "page": "Page {page} of {pages}",
    },
}


def words(language: str) -> dict[str, str]:
    """Of statements, in a language."""
    return _WORDS[language]


def statement_paper(found: Statement, head: Letterhead, to: Addressee, language: str) -> Paper:
    """The statement on paper."""
    said = words(language)
    return Paper(
        language=language,
        title=said["statement"],
        number=to.code,
        dated=found.on,
        sender=head.sender,
        receiver=to.party,
        facts=((said["on"], day(found.on, language)), (said["customer"], to.code)),
        columns=(
            Column(said["document"], 30),
            Column(said["date"], 22),
            Column(said["due"], 22),
            Column(said["late"], 12, is_number=True),
            Column(said["amount"], 20, is_number=True),
            Column(said["open"], 20, is_number=True),
        ),
        rows=tuple(_rows(found, said, language)),
        totals=tuple(_totals(found, said, language)),
        notes=how_to_pay(head, said),
        footer=head.footer,
        page_words=said["page"],
    )


def how_to_pay(head: Letterhead, said: dict[str, str]) -> tuple[tuple[str, str], ...]:
    """Where to pay to, when the company has said so."""
    if not head.iban:
        return ()
    bic = said["bic"].format(bic=head.bic) if head.bic else ""
    iban = " ".join(head.iban[i : i + 4] for i in range(0, len(head.iban), 4))
    return ((said["payment"], said["transfer"].format(iban=iban, bic=bic)),)


def _rows(found: Statement, said: dict[str, str], language: str) -> Iterator[Row]:
    for each in found.documents:
        late = each.days_late(found.on)
        yield Row(
            (
                each.number,
                day(each.issued_on, language),
                day(each.due_on, language),
                said["days"].format(count=late) if late else "",
                money(each.amount, each.currency, language),
                money(each.open_amount, each.currency, language),
            )
        )
    for credit in found.credits:
        on = "" if credit.on is None else day(credit.on, language)
        amount = money(credit.open_amount, credit.currency, language)
        yield Row((credit.number, on, "", "", said["credit"], amount))


def _totals(found: Statement, said: dict[str, str], language: str) -> Iterator[Total]:
    for due in found.sums:
        yield Total(said["total_open"], money(due.open_amount, due.currency, language))
        if due.late:
            yield Total(said["total_late"], money(due.late, due.currency, language))
        if due.credit:
            yield Total(said["credit"], money(-due.credit, due.currency, language))
        label = said["balance_back" if due.balance < 0 else "balance"]
        yield Total(label, money(abs(due.balance), due.currency, language), is_strong=True)
