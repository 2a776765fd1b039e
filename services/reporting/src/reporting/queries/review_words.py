"""The letter that a review comes with, in French or English."""

from reporting.domain.review import Review
from reporting.queries.review_paper import month_in_words

_LETTERS = {
    "fr": (
        "Revue du mois : {month}",
        "Bonjour,\n\nvoici la revue de {month} : un document à lire et un tableau pour travailler.\n{state}\n\n{house}",
        "Le mois est scellé : ces chiffres ne changeront plus.",
        "Le mois n'est pas scellé : ces chiffres sont provisoires.",
    ),
    "en": (
        "Monthly review: {month}",
        "Hello,\n\nhere is the review of {month}: a document to read and a table to work with.\n{state}\n\n{house}",
        "The month is sealed: these figures will not change any more.",
        "The month is not sealed: these figures are provisional.",
    ),
}


def letter_of(review: Review, house: str, language: str) -> tuple[str, str]:
    """Subject and text."""
    subject, text, final, provisional = _LETTERS[language]
    month = month_in_words(review.month, language)
    state = provisional if review.seal is None else final
    return subject.format(month=month), text.format(month=month, state=state, house=house).rstrip()
