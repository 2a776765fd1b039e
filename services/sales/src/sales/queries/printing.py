"""What all printed documents of sales have: the company, the customer, what is charged on top."""

from kit.company import Language
from kit.paper import Party, Total
from kit.printed import money

from sales.domain.charge import Charge
from sales.storage.masters import Customer

_WAIVED: dict[Language, str] = {"fr": "offert", "en": "waived"}


def language_of(customer: Customer) -> Language:
    """In which he reads."""
    return "en" if customer.language == "en" else "fr"


def receiver(customer: Customer) -> Party:
    """To whom a document goes."""
    lines = customer.postal.get("billing") or customer.postal.get("delivery") or []
    return Party(customer.name, tuple(line for line in lines if line != customer.name))


def charge_total(charge: Charge, language: Language, currency: str) -> Total:
    """What was let go is told as well: it is a favour."""
    label = charge.quoted.label_fr if language == "fr" and charge.quoted.label_fr else charge.quoted.label
    return Total(label, _WAIVED[language] if charge.waiver else money(charge.amount, currency, language))
