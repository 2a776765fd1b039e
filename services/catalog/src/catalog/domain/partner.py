"""Customers and suppliers: one partner can be both."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from kit.errors import Fault

from catalog.domain.codes import bic_fault, gln_fault, iban_fault, siren_fault, siret_fault, text_fault, vat_fault

_CHECKS: dict[str, Callable[[str], Fault | None]] = {
    "vat_id": vat_fault,
    "siren": siren_fault,
    "siret": siret_fault,
    "gln": gln_fault,
}


@dataclass(frozen=True, slots=True)
class Address:
    kind: str  # "billing", "delivery", "both"
    name: str
    line1: str
    line2: str
    postal_code: str
    city: str
    region: str
    country: str  # ISO 3166-1 alpha-2
    gln: str | None = None
    instructions: str = ""  # for who delivers there


@dataclass(frozen=True, slots=True)
class Contact:
    name: str
    email: str
    phone: str
    role: str


@dataclass(frozen=True, slots=True)
class BankAccount:
    """Where the partner is paid. Never in a list, and in no event but its own."""

    iban: str
    bic: str | None
    holder: str


@dataclass(frozen=True, slots=True)
class Partner:
    """Whom we buy from or sell to. Invoices go to `bill_to_partner_id`, or to the partner itself."""

    id: UUID
    code: str
    name: str
    is_customer: bool
    is_supplier: bool
    is_active: bool
    bill_to_partner_id: UUID | None
    segment: str
    salesperson: str
    channel: str
    credit_limit: Decimal | None  # company currency, tax included; None: no limit
    is_on_credit_hold: bool
    currency: str
    language: str
    payment_days: int  # the most days that the terms give after the invoice date
    vat_id: str | None
    siren: str | None
    siret: str | None
    gln: str | None
    email: str | None
    addresses: tuple[Address, ...]
    contacts: tuple[Contact, ...]
    payment_terms_code: str | None = None  # None: `payment_days` net
    minimum_shelf_life_days: int = 0  # a customer takes nothing that expires sooner after delivery
    bank_accounts: tuple[BankAccount, ...] = ()
    version: int = 1


def faults(partner: Partner) -> Iterator[Fault]:
    """Everything wrong with the partner by itself."""
    if not (partner.is_customer or partner.is_supplier):
        yield Fault("is_customer", "A partner is a customer, a supplier, or both.", "side-missing")
    if fault := text_fault(partner.name):
        yield fault.within("name")
    for field, check in _CHECKS.items():
        value = getattr(partner, field)
        if value is not None and (fault := check(value)):
            yield fault.within(field)
    if partner.siren and partner.siret and not partner.siret.startswith(partner.siren):
        yield Fault(
            "siret", "The SIRET begins with the SIREN of its company: one of the two is wrong.", "siret-of-another"
        )
    if partner.bill_to_partner_id == partner.id:
        yield Fault("bill_to_partner_id", "Leave it out when the partner is invoiced itself.", "bills-itself")
    for i, address in enumerate(partner.addresses):
        if address.gln is not None and (fault := gln_fault(address.gln)):
            yield fault.within(f"addresses.{i}.gln")
    yield from _account_faults(partner)


def _account_faults(partner: Partner) -> Iterator[Fault]:
    for i, account in enumerate(partner.bank_accounts):
        if fault := iban_fault(account.iban):
            yield fault.within(f"bank_accounts.{i}.iban")
        if account.bic is not None and (fault := bic_fault(account.bic)):
            yield fault.within(f"bank_accounts.{i}.bic")
