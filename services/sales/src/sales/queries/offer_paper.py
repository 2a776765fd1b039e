"""An offer as it is printed, in French or English. It has nothing of cost or margin."""

from collections.abc import Collection, Sequence
from decimal import Decimal
from uuid import UUID

from kit.company import Company, Language
from kit.db import ReadTransaction
from kit.money import ZERO, round_half_up
from kit.paper import Column, Paper, Party, Row, Total, Words
from kit.printed import day, money, quantity, unit_price

from sales.domain.kit import KitPart
from sales.domain.offer import OPEN, Choice, Offer, OfferedItem, OfferedText, amounts, printed, usual
from sales.queries.printing import charge_total, language_of, receiver
from sales.storage import masters
from sales.storage.masters import Customer

_WORDS: dict[Language, dict[str, str]] = {
    "fr": {
        "title": "Devis",
        "edition": "{number} · version {edition}",
        "date": "Date",
        "until": "Valable jusqu'au",
        "reference": "Votre référence",
        "contact": "Votre contact",
        "lead": "Délai de livraison",
        "days": "{n} jours",
        "day": "{n} jour",
        "at_once": "immédiat",
        "payment": "Paiement",
        "pay_days": "{n} jours date de facture",
        "pay_now": "à réception",
        "item": "Désignation",
        "quantity": "Quantité",
        "price": "Prix unitaire HT",
        "total": "Total HT",
        "list": "tarif {price}",
        "option": "Option",
        "alternative": "Variante {group}",
        "options": "Options non comprises",
        "terms": "Conditions",
        "vat": "Prix hors taxes ; la TVA s'ajoute au taux en vigueur au jour de la facture.",
        "choose": "Options et variantes : indiquez votre choix en acceptant. Sans indication, les options ne sont pas"
        " comprises et la première variante de chaque groupe est retenue.",
        "notes": "Remarques",
        "sign": "Bon pour accord",
        "who": "Nom et qualité :",
        "when": "Date :",
        "how": "Signature et cachet :",
        "page": "Page {page} / {pages}",
        "draft": "PROJET",
    },
    "en": {
        "title": "Quotation",
        "edition": "{number} · version {edition}",
        "date": "Date",
        "until": "Valid until",
        "reference": "Your reference",
        "contact": "Your contact",
        "lead": "Delivery time",
        "days": "{n} days",
        "day": "{n} day",
        "at_once": "at once",
        "payment": "Payment",
        "pay_days": "{n} days from the invoice date",
        "pay_now": "on receipt",
        "item": "Description",
        "quantity": "Quantity",
        "price": "Unit price",
        "total": "Net total",
        "list": "list {price}",
        "option": "Option",
        "alternative": "Alternative {group}",
        "options": "Options, not included",
        "terms": "Terms",
        "vat": "Prices exclude VAT, which is added at the rate in force on the day of the invoice.",
        "choose": "Options and alternatives: say what you choose when you accept. If you do not, options are not included"
        " and the first alternative of each group is taken.",
        "notes": "Notes",
        "sign": "Accepted",
        "who": "Name and position:",
        "when": "Date:",
        "how": "Signature and stamp:",
        "page": "Page {page} of {pages}",
        "draft": "DRAFT",
    },
}


async def offer_paper(tx: ReadTransaction, offer: Offer, company: Company, language: Language | None) -> Paper:
    """The edition on paper, in this language or the customer's."""
    customer = await masters.customer_known(tx, offer.terms.customer_id)
    return laid_out(offer, customer, company, language or language_of(customer))


def laid_out(offer: Offer, customer: Customer, company: Company, language: Language) -> Paper:
    """The edition on paper."""
    words, currency = _WORDS[language], offer.terms.currency
    counted = {line.id for line in usual(offer.items)}
    options = sum((line.net for line in offer.items if line.choice is Choice.OPTION), ZERO)
    totals = [Total(words["total"], money(offer.net, currency, language), is_strong=True)]
    for charge in reversed(offer.charges):
        totals.insert(0, charge_total(charge, language, currency))
    if options:
        totals.insert(0, Total(words["options"], money(options, currency, language)))
    terms = [words["vat"]]
    if any(line.choice is not Choice.FIXED for line in offer.items):
        terms.append(words["choose"])
    notes = [(words["terms"], "\n".join(terms))]
    if offer.notes:
        notes.insert(0, (words["notes"], offer.notes))
    return Paper(
        language=language,
        title=words["title"],
        number=offer.number
        if offer.edition == 1
        else words["edition"].format(number=offer.number, edition=offer.edition),
        dated=offer.terms.ordered_on,
        sender=Party(company.name, company.address),
        receiver=receiver(customer),
        facts=_facts(offer, words, language),
        columns=(
            Column(words["item"], 52),
            Column(words["quantity"], 16, is_number=True),
            Column(words["price"], 20, is_number=True),
            Column(words["total"], 20, is_number=True),
        ),
        rows=tuple(_printed(lines, counted, words, language, currency) for lines in printed(offer.lines)),
        totals=tuple(totals),
        notes=tuple(notes),
        to_sign=(words["sign"], (words["who"], words["when"], words["how"])),
        footer=company.legal,
        page_words=words["page"],
        stamp=words["draft"] if offer.status in OPEN else "",
    )


def _facts(offer: Offer, words: dict[str, str], language: Language) -> tuple[tuple[str, str], ...]:
    terms = offer.terms
    payment = words["pay_days"].format(n=terms.payment_days) if terms.payment_days else words["pay_now"]
    facts = [
        (words["date"], day(terms.ordered_on, language)),
        (words["until"], day(offer.valid_until, language)),
        (words["reference"], terms.customer_reference),
        (words["contact"], terms.salesperson),
        (words["lead"], "" if offer.lead_time_days is None else _days(offer.lead_time_days, words)),
        (words["payment"], payment),
    ]
    return tuple((label, value) for label, value in facts if value)


def _days(count: int, words: dict[str, str]) -> str:
    if not count:
        return words["at_once"]
    return words["day" if count == 1 else "days"].format(n=count)


def _printed(
    lines: Sequence[OfferedItem | OfferedText],
    counted: Collection[UUID],
    words: dict[str, str],
    language: Language,
    currency: str,
) -> Row | Words:
    """Words, goods, or a kit with its parts."""
    first = lines[0]
    if isinstance(first, OfferedText):
        return Words(first.text)
    is_counted = first.id in counted
    if first.item.kit is None:
        return _row(first, words, language, currency, is_counted=is_counted)
    parts = [line for line in lines if isinstance(line, OfferedItem)]
    return _kit_row(first.item.kit, parts, words, language, currency, is_counted=is_counted)


def _row(line: OfferedItem, words: dict[str, str], language: Language, currency: str, *, is_counted: bool) -> Row:
    item, price = line.item, line.price
    under = [item.sku, line.text]
    if line.lead_time_days is not None:
        under.append(f"{words['lead']} : " if language == "fr" else f"{words['lead']}: ")
        under[-1] += _days(line.lead_time_days, words)
    packed = (
        "" if item.packaging_code is None else f"{quantity(item.packaging_quantity, language)} {item.packaging_code}"
    )
    return Row(
        cells=(
            item.description,
            quantity(item.quantity, language),
            unit_price(price.unit_price, currency, language),
            money(line.net, currency, language),
        ),
        under=(
            "\n".join(each for each in under if each),
            packed,
            _former(price.list_price, line, words, language, currency),
        ),
        tag=_tag(line, words),
        is_quiet=not is_counted,
    )


def _kit_row(
    kit: KitPart,
    parts: Sequence[OfferedItem],
    words: dict[str, str],
    language: Language,
    currency: str,
    *,
    is_counted: bool,
) -> Row:
    """The kit as one, with what it is made of in small words."""
    first, net = parts[0], amounts(parts)[0]
    under = [kit.sku, first.text]
    under += [f"{quantity(line.item.quantity, language)} x {line.item.description}" for line in parts]
    return Row(
        cells=(
            kit.description or kit.sku,
            quantity(kit.quantity, language),
            unit_price(round_half_up(net / kit.quantity, Decimal("0.0001")), currency, language),
            money(net, currency, language),
        ),
        under=("\n".join(each for each in under if each), "", ""),
        tag=_tag(first, words),
        is_quiet=not is_counted,
    )


def _tag(line: OfferedItem, words: dict[str, str]) -> str:
    return {
        Choice.FIXED: "",
        Choice.OPTION: words["option"],
        Choice.ALTERNATIVE: words["alternative"].format(group=line.group),
    }[line.choice]


def _former(
    list_price: Decimal | None, line: OfferedItem, words: dict[str, str], language: Language, currency: str
) -> str:
    """The list price, where the customer pays less."""
    if list_price is None or list_price <= line.price.unit_price:
        return ""
    return words["list"].format(price=unit_price(list_price, currency, language))
