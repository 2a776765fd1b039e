"""An invoice or credit note as it is printed, with everything that French law wants on it (article 242 nonies A, annex II CGI)."""

from collections.abc import Iterator
from dataclasses import replace

from kit.paper import Column, Paper, Party, Row, Total
from kit.printed import day, money, quantity, unit_price
from kit.uom import beside

from accounting.domain.einvoice import mentions
from accounting.domain.einvoice.company import Company
from accounting.domain.einvoice.model import Address, Document, Kind, Line, Vat
from accounting.domain.einvoice.model import Party as Trader

_WORDS = {
    "fr": {
        "invoice": "Facture",
        "credit-note": "Avoir",
        "prepayment": "Facture d'acompte",
        "pro-forma": "Facture pro forma",
        "no_invoice": "Ce document n'est pas une facture : rien n'est dû, et la TVA n'en est pas déductible.",
        "after": "Après l'acompte",
        "date": "Date",
        "due": "À payer au plus tard le",
        "delivered": "Livraison",
        "reference": "Votre commande",
        "order": "Notre commande",
        "despatch": "Bon de livraison",
        "preceding": "Sur la facture",
        "preceding_of": "{number} du {date}",
        "buyer_vat": "Votre n° de TVA",
        "buyer_siren": "Votre SIREN",
        "item": "Désignation",
        "quantity": "Quantité",
        "price": "Prix unitaire HT",
        "vat": "TVA",
        "total": "Total HT",
        "net": "Total hors taxes",
        "tax": "TVA {rate} sur {base}",
        "no_tax": "TVA ({category}) sur {base}",
        "tax_own": "soit TVA de",
        "gross": "Total TTC",
        "paid": "Déjà payé",
        "payable": "Net à payer",
        "payable_back": "À votre crédit",
        "delivery": "Adresse de livraison",
        "payment": "Règlement",
        "transfer": "Par virement : IBAN {iban}{bic}, référence {number}.",
        "bic": ", BIC {bic}",
        "mentions": "Mentions",
        "exempt": "Exonération",
        "siret": "SIRET {siret}",
        "own_vat": "TVA {vat_id}",
        "page": "Page {page} / {pages}",
    },
    "en": {
        "invoice": "Invoice",
        "credit-note": "Credit note",
        "prepayment": "Down payment invoice",
        "pro-forma": "Pro forma invoice",
        "no_invoice": "This is not an invoice: nothing is owed, and no VAT can be deducted.",
        "after": "After the advance",
        "date": "Date",
        "due": "Payable by",
        "delivered": "Delivered",
        "reference": "Your order",
        "order": "Our order",
        "despatch": "Delivery note",
        "preceding": "On invoice",
        "preceding_of": "{number} of {date}",
        "buyer_vat": "Your VAT number",
        "buyer_siren": "Your SIREN",
        "item": "Description",
        "quantity": "Quantity",
        "price": "Unit price",
        "vat": "VAT",
        "total": "Net total",
        "net": "Total before VAT",
        "tax": "VAT {rate} on {base}",
        "no_tax": "VAT ({category}) on {base}",
        "tax_own": "VAT equal to",
        "gross": "Total with VAT",
        "paid": "Paid already",
        "payable": "Amount due",
        "payable_back": "In your favour",
        "delivery": "Delivered to",
        "payment": "Payment",
        "transfer": "By transfer: IBAN {iban}{bic}, reference {number}.",
        "bic": ", BIC {bic}",
        "mentions": "Terms",
        "exempt": "Exemption",
        "siret": "SIRET {siret}",
        "own_vat": "VAT {vat_id}",
        "page": "Page {page} of {pages}",
    },
}
# What people call the codes of UN/ECE Rec 20; pieces need no word.
_TITLES = {Kind.CREDIT_NOTE: "credit-note", Kind.PREPAYMENT: "prepayment"}


def invoice_paper(document: Document, company: Company, language: str) -> Paper:
    """The document on paper."""
    words = _WORDS[language]
    seller = document.seller
    return Paper(
        language=language,
        title=words[_TITLES.get(document.kind, "invoice")],
        number=document.number,
        dated=document.issued_on,
        sender=Party(seller.trading_name or seller.name, tuple(_sender_lines(seller))),
        receiver=Party(document.buyer.name, tuple(_address_lines(document.buyer.address))),
        facts=tuple((label, value) for label, value in _facts(document, words, language) if value),
        columns=(
            Column(words["item"], 46),
            Column(words["quantity"], 16, is_number=True),
            Column(words["price"], 20, is_number=True),
            Column(words["vat"], 10, is_number=True),
            Column(words["total"], 20, is_number=True),
        ),
        rows=tuple(_row(line, document.currency, language) for line in document.lines),
        totals=tuple(_totals(document, words, language)),
        notes=tuple(_notes(document, company, words, language)),
        footer=_footer(seller, words),
        page_words=words["page"],
    )


def pro_forma_paper(document: Document, company: Company, language: str) -> Paper:
    """What is not issued on paper; it says so."""
    words = _WORDS[language]
    paper = invoice_paper(document, company, language)
    return replace(paper, title=words["pro-forma"], notes=((words["pro-forma"], words["no_invoice"]), *paper.notes))


def _sender_lines(seller: Trader) -> Iterator[str]:
    yield from _address_lines(seller.address)
    contact = " · ".join(each for each in (seller.phone, seller.email) if each)
    if contact:
        yield contact


def _address_lines(address: Address) -> Iterator[str]:
    yield from address.lines
    if city := f"{address.postal_code} {address.city}".strip():
        yield city
    if address.country not in ("", "FR"):
        yield address.country


def _facts(document: Document, words: dict[str, str], language: str) -> Iterator[tuple[str, str]]:
    yield words["date"], day(document.issued_on, language)
    if document.due_on and not document.is_credit_note:
        yield words["due"], day(document.due_on, language)
    for each in document.preceding:
        on = "" if each.issued_on is None else day(each.issued_on, language)
        yield (
            words["preceding" if document.is_credit_note else "after"],
            words["preceding_of"].format(number=each.number, date=on),
        )
    if document.delivery.on:
        yield words["delivered"], day(document.delivery.on, language)
    yield words["reference"], document.order_number
    yield words["order"], document.sales_order_number
    yield words["despatch"], document.despatch_number
    yield words["buyer_siren"], document.buyer.siren
    yield words["buyer_vat"], document.buyer.vat_id


def _row(line: Line, currency: str, language: str) -> Row:
    under = [each for each in (line.seller_sku, line.description) if each]
    charges = [
        f"{each.reason} {money(-each.amount if each.is_allowance else each.amount, currency, language)}"
        for each in line.charges
    ]
    return Row(
        cells=(
            line.name,
            f"{quantity(line.quantity, language)} {beside(line.unit)}".strip(),
            unit_price(line.unit_price, currency, language),
            _rate(line.vat, language),
            money(line.net_amount, currency, language),
        ),
        under=("\n".join(under), "", "", "", "\n".join(charges)),
    )


def _rate(vat: Vat, language: str) -> str:
    text = format((vat.rate * 100).normalize(), "f")
    return f"{text.replace('.', ',') if language == 'fr' else text} %"


def _totals(document: Document, words: dict[str, str], language: str) -> Iterator[Total]:
    currency, totals = document.currency, document.totals
    for charge in document.charges:
        amount = -charge.amount if charge.is_allowance else charge.amount
        yield Total(charge.reason, money(amount, currency, language))
    yield Total(words["net"], money(totals.net, currency, language))
    for each in document.vat:
        label = words["tax" if each.vat.rate else "no_tax"].format(
            rate=_rate(each.vat, language), category=each.vat.category, base=money(each.base, currency, language)
        )
        yield Total(label, money(each.tax, currency, language))
    if totals.tax_in_company_currency is not None:
        yield Total(words["tax_own"], money(totals.tax_in_company_currency, document.company_currency, language))
    if totals.paid:
        yield Total(words["gross"], money(totals.gross, currency, language))
        yield Total(words["paid"], money(totals.paid, currency, language))
    last = "payable_back" if document.is_credit_note else "payable" if totals.paid else "gross"
    yield Total(words[last], money(totals.payable, currency, language), is_strong=True)


def _notes(document: Document, company: Company, words: dict[str, str], language: str) -> Iterator[tuple[str, str]]:
    place = document.delivery
    if place.address is not None:
        yield words["delivery"], ", ".join((place.name, *_address_lines(place.address)))
    payment = [document.terms] if document.terms and not document.is_credit_note else []
    if document.means is not None and not document.is_credit_note:
        bic = words["bic"].format(bic=document.means.bic) if document.means.bic else ""
        iban = " ".join(document.means.iban[i : i + 4] for i in range(0, len(document.means.iban), 4))
        payment.append(words["transfer"].format(iban=iban, bic=bic, number=document.number))
    if payment:
        yield words["payment"], "\n".join(payment)
    exempt = list(dict.fromkeys(each.vat.reason for each in document.vat if each.vat.reason))
    if exempt:
        yield words["exempt"], "\n".join(f"{reason}." for reason in exempt)
    said = [note.text for note in document.notes]
    if company.vat_on_debits:
        said.append(mentions.debits(language))
    yield words["mentions"], "\n".join(said)


def _footer(seller: Trader, words: dict[str, str]) -> str:
    parts = [
        seller.name,
        seller.legal,
        words["siret"].format(siret=seller.siret) if seller.siret else "",
        words["own_vat"].format(vat_id=seller.vat_id) if seller.vat_id else "",
        ", ".join(_address_lines(seller.address)),
    ]
    return " · ".join(part for part in parts if part)
