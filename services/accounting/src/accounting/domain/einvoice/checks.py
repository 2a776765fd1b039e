"""What no official rule set looks at: exact VAT, the arithmetic of lines, check digits, the longest lawful term.

The standard lets VAT differ by a whole euro (BR-CO-17) and compares no line with its quantity and price.
"""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from decimal import Decimal

from kit.money import EXACT, ZERO, minor_unit, round_half_up

from accounting.domain.books.calendar import last_of_month
from accounting.domain.einvoice.findings import Finding, Severity
from accounting.domain.einvoice.identifiers import (
    SIREN_SCHEME,
    bic_fault,
    gtin_fault,
    iban_fault,
    siren_fault,
    siret_fault,
    vat_fault,
)
from accounting.domain.einvoice.model import Document, Line, Party, Vat
from accounting.domain.einvoice.vat import EU


def checks(document: Document) -> Iterator[Finding]:
    """Every fault that the rules would let through."""
    yield from _vat(document)
    for line in document.lines:
        yield from _line(line, minor_unit(document.currency))
    yield from _party("seller", document.seller)
    yield from _party("buyer", document.buyer)
    if document.means is not None:
        yield from _number("OWN-IBAN", "BT-84", document.means.iban, iban_fault)
        yield from _number("OWN-BIC", "BT-86", document.means.bic, bic_fault)
    yield from _term(document)


def _fatal(rule: str, location: str, text: str) -> Finding:
    return Finding(rule, Severity.FATAL, text, location)


def _number(rule: str, location: str, value: str, fault_of: Callable[[str], str | None]) -> Iterator[Finding]:
    if value and (fault := fault_of(value.replace(" ", ""))):
        yield _fatal(rule, location, fault)


def _vat(document: Document) -> Iterator[Finding]:
    unit = minor_unit(document.currency)
    for each in document.vat:
        exact = round_half_up(EXACT.multiply(each.base, each.vat.rate), unit)
        if each.tax != exact:
            yield _fatal("OWN-VAT", "BT-117", f"VAT of {each.base} at {_percent(each.vat)} is {exact}, not {each.tax}.")
    if document.lines and document.vat:
        bases: dict[tuple[str, Decimal], Decimal] = {}
        for vat, amount in _taxed(document):
            bases[key_of(vat)] = bases.get(key_of(vat), ZERO) + amount
        said = {key_of(each.vat): each.base for each in document.vat}
        for key, base in bases.items():
            if said.get(key, ZERO) != base:
                text = (
                    f"Lines and charges of category {key[0]} make {base}, the VAT is computed on {said.get(key, ZERO)}."
                )
                yield _fatal("OWN-BASE", "BT-116", text)


def _taxed(document: Document) -> Iterator[tuple[Vat, Decimal]]:
    for line in document.lines:
        yield line.vat, line.net_amount
    for charge in document.charges:
        yield charge.vat, -charge.amount if charge.is_allowance else charge.amount


def key_of(vat: Vat) -> tuple[str, Decimal]:
    """What VAT is computed once for."""
    return str(vat.category), vat.rate.normalize()


def _percent(vat: Vat) -> str:
    return f"{format((vat.rate * 100).normalize(), 'f')} %"


def _line(line: Line, unit: Decimal) -> Iterator[Finding]:
    charges = sum((-each.amount if each.is_allowance else each.amount for each in line.charges), ZERO)
    exact = round_half_up(EXACT.divide(line.quantity * line.unit_price, line.price_quantity) + charges, unit)
    if line.net_amount != exact:
        text = f"Line {line.id}: {line.quantity} at {line.unit_price} makes {exact}, not {line.net_amount}."
        yield _fatal("OWN-LINE", f"BT-131, line {line.id}", text)
    yield from _number("OWN-GTIN", f"BT-157, line {line.id}", line.gtin, gtin_fault)


def _party(who: str, party: Party) -> Iterator[Finding]:
    yield from _number("OWN-SIREN", f"{who}, scheme {SIREN_SCHEME}", party.siren, siren_fault)
    yield from _number("OWN-SIRET", who, party.siret, siret_fault)
    if party.vat_id[:2] in EU:
        yield from _number("OWN-VAT-ID", who, party.vat_id, vat_fault)


def longest_term(issued_on: date) -> date:
    """The last day that may be agreed: 60 days, or 45 days and the end of month in either order (L441-10)."""
    after = issued_on + timedelta(days=45)
    return max(issued_on + timedelta(days=60), last_of_month(after), last_of_month(issued_on) + timedelta(days=45))


def _term(document: Document) -> Iterator[Finding]:
    countries = {document.seller.address.country, document.buyer.address.country}
    if document.due_on is None or document.is_credit_note or countries != {"FR"}:
        return
    if document.due_on > (last := longest_term(document.issued_on)):
        yield _fatal("OWN-TERM", "BT-9", f"Due on {document.due_on}: the law allows {last} at the latest (L441-10).")
