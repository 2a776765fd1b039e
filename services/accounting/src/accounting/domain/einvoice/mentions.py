"""What an invoice says in words because French law wants it said (L441-9, L441-10 of the "code de commerce")."""

from datetime import date
from decimal import Decimal

from accounting.domain.einvoice.company import Company
from accounting.domain.einvoice.model import Note, Process
from accounting.domain.payment_terms import Discount

_USUAL = {
    "fr": {
        "PMT": "Indemnité forfaitaire pour frais de recouvrement en cas de retard de paiement : 40 €.",
        "PMD": "Pénalités de retard : taux de refinancement de la Banque centrale européenne majoré de 10 points.",
        "AAB": "Pas d'escompte pour paiement anticipé.",
        "discount": "Escompte de {rate} % pour paiement au plus tard le {until}, soit {amount} {currency}.",
        "due": "Paiement au plus tard le {due}.",
        "debits": "Option pour le paiement de la TVA d'après les débits.",
        "delivered": "Commande {order}, livraison {shipment} du {on}",
        "credited": "Avoir à déduire de vos prochains règlements, ou remboursé à votre demande.",
        "of_invoice": "Facture {invoice}",
        "advance": "Acompte sur la commande {order}",
        "pieces": "{quantity} au total",
        "restocking": "Frais de remise en stock",
    },
    "en": {
        "PMT": "Fixed compensation for recovery costs in case of late payment: €40.",
        "PMD": "Interest on late payment: refinancing rate of the European Central Bank plus 10 percentage points.",
        "AAB": "No discount for early payment.",
        "discount": "Discount of {rate} % for payment by {until}: {amount} {currency}.",
        "due": "Payment by {due}.",
        "debits": "VAT is due on the debit, by option.",
        "delivered": "Order {order}, delivery {shipment} of {on}",
        "credited": "To be deducted from your next payments, or paid back when you ask.",
        "of_invoice": "Invoice {invoice}",
        "advance": "Advance on order {order}",
        "pieces": "{quantity} in total",
        "restocking": "Restocking fee",
    },
}


def notes(company: Company, *, language: str, discount: Discount | None, currency: str) -> tuple[Note, ...]:
    """Recovery costs, late interest, and discount or none: each once (BR-FR-05)."""
    usual = _USUAL[language]
    early = usual["AAB"]
    if discount is not None:
        early = usual["discount"].format(
            rate=_percent(discount.rate, language),
            until=written_day(discount.until, language),
            amount=_comma(format(discount.amount, ".2f"), language),
            currency=currency,
        )
    return (
        Note("PMT", company.sentences.get("PMT") or usual["PMT"]),
        Note("PMD", company.sentences.get("PMD") or usual["PMD"]),
        Note("AAB", early),
    )


def terms(due_on: date, language: str) -> str:
    """When to pay, in words."""
    return _USUAL[language]["due"].format(due=written_day(due_on, language))


def credited(language: str) -> str:
    """What becomes of a credit note."""
    return _USUAL[language]["credited"]


def delivered(order: str, shipment: str, on: date, language: str) -> str:
    """With which delivery a line went, on an invoice of several."""
    return _USUAL[language]["delivered"].format(order=order, shipment=shipment, on=written_day(on, language))


def of_invoice(invoice: str, language: str) -> str:
    """Which invoice a line was on."""
    return _USUAL[language]["of_invoice"].format(invoice=invoice)


def advance(order: str, language: str) -> str:
    """What a down payment is for."""
    return _USUAL[language]["advance"].format(order=order)


def pieces(quantity: str, language: str) -> str:
    """How many a line is about that has one price for all."""
    return _USUAL[language]["pieces"].format(quantity=quantity)


def restocking(language: str) -> str:
    """What is kept of goods that came back."""
    return _USUAL[language]["restocking"]


def debits(language: str) -> str:
    """That VAT falls due when invoiced, where the seller of services chose so."""
    return _USUAL[language]["debits"]


def process_of(*, has_goods: bool, has_services: bool, is_paid: bool) -> Process:
    """BT-23: what is invoiced, and whether it is paid."""
    letter = "M" if has_goods and has_services else "S" if has_services else "B"
    return Process(f"{letter}{2 if is_paid else 1}")


def written_day(day: date, language: str) -> str:
    """In figures that nobody can misread: 05/04/2026 in French, 2026-04-05 in English."""
    return f"{day:%d/%m/%Y}" if language == "fr" else day.isoformat()


def _percent(rate: Decimal, language: str) -> str:
    text = format((rate * 100).normalize(), "f")
    return _comma(text, language)


def _comma(text: str, language: str) -> str:
    return text.replace(".", ",") if language == "fr" else text
