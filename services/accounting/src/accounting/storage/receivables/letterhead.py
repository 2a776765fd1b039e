"""Who writes to customers, and where they get it."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from kit.db import ReadTransaction
from kit.paper import Party

from accounting.config import Settings
from accounting.domain.einvoice.model import Address
from accounting.storage.einvoice import companies, identities


@dataclass(frozen=True, slots=True)
class Letterhead:
    """The company as its letters have it; `iban` is where customers pay to, empty when nobody said."""

    sender: Party
    footer: str
    iban: str
    bic: str


@dataclass(frozen=True, slots=True)
class Addressee:
    """A customer as letters reach him; an empty e-mail address means by post."""

    code: str
    party: Party
    language: str
    email: str


async def letterhead(tx: ReadTransaction, settings: Settings) -> Letterhead:
    """As the company is known by law, or by the settings of all services until it is."""
    found = await companies.find(tx)
    if found is None:
        lines = tuple(line for line in settings.company_address.split("|") if line)
        return Letterhead(Party(settings.company_name, lines), settings.company_legal, "", "")
    company, _ = found
    lines = (*_lines(company.address), *(each for each in (company.phone, company.email) if each))
    sender = Party(company.trading_name or company.name, lines)
    return Letterhead(sender, f"{company.name} · {company.legal}".strip(" ·"), company.iban, company.bic)


async def addressees(tx: ReadTransaction, partner_ids: Sequence[UUID]) -> dict[UUID, Addressee]:
    """Those of the partners that accounting knows."""
    rows = await tx.fetch("SELECT id, code, name FROM partner WHERE id = ANY($1)", list(partner_ids))
    known = await identities.parties(tx, list(partner_ids))
    found = {}
    for row in rows:
        party, language = known.get(row["id"], (None, "fr"))
        lines = () if party is None else _lines(party.address)
        email = "" if party is None else party.email
        found[row["id"]] = Addressee(row["code"], Party(row["name"], lines), language, email)
    return found


def _lines(address: Address) -> tuple[str, ...]:
    city = f"{address.postal_code} {address.city}".strip()
    country = "" if address.country in ("", "FR") else address.country
    return tuple(each for each in (*address.lines, city, country) if each)
