"""Whether a new partner is probably known already."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from kit.search import folded

from catalog.domain.partner import Partner

LIKE = Decimal("0.6")  # share of common trigrams from which two names in one place are probably one
_LEGAL = re.compile(
    r"\b(?:sarl|sas|sasu|sa|eurl|eirl|snc|sci|scop|ets|etablissements|societe|ste|gmbh|ag|kg|ltd|limited|llc|inc|plc|bv|nv|srl|spa|sl)\b"
)
_NO_WORD = re.compile(r"[^\w]+")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A partner that is there already, and why it may be the same."""

    index: int  # of the new partner in the request
    partner_id: UUID
    code: str
    name: str
    score: Decimal  # 1: the same identifier
    reasons: tuple[str, ...]  # "vat_id", "siren", "name-and-postal-code"


def name_key(name: str) -> str:
    """A name as it is compared: folded, without legal form and punctuation; the name itself when nothing else is left."""
    plain = " ".join(_NO_WORD.sub(" ", folded(name.replace(".", ""))).split())
    return " ".join(_LEGAL.sub(" ", plain).split()) or plain


def postal_codes(partner: Partner) -> list[str]:
    """Postal codes of its addresses, as they are compared."""
    return sorted({code for address in partner.addresses if (code := folded(address.postal_code).replace(" ", ""))})


def twins(partners: Iterable[Partner]) -> list[Candidate]:
    """Partners of one request that an earlier one of it seems to be already: same identifier, or name and place."""
    first: dict[tuple[str, ...], Partner] = {}
    found = []
    for i, partner in enumerate(partners):
        for reason, key in _keys(partner):
            known = first.setdefault((reason, *key), partner)
            if known is not partner:
                found.append(Candidate(i, known.id, known.code, known.name, Decimal(1), (reason,)))
                break
    return found


def _keys(partner: Partner) -> Iterable[tuple[str, tuple[str, ...]]]:
    if partner.vat_id:
        yield "vat_id", (partner.vat_id,)
    if partner.siren:
        yield "siren", (partner.siren,)
    for postal_code in postal_codes(partner):
        yield "name-and-postal-code", (name_key(partner.name), postal_code)
