"""New partners, one or a thousand."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from kit.auth import Principal
from kit.db import Transaction
from kit.errors import Fault

from catalog.commands.govern import check_creation
from catalog.commands.records import created, prefix, refuse, refuse_taken, repeated
from catalog.domain.errors import PartnerProbablyKnown
from catalog.domain.likeness import twins
from catalog.domain.partner import Partner, faults
from catalog.domain.payment_law import partner_unlawful
from catalog.domain.payment_terms import PaymentTerms, most_days
from catalog.storage import field_rules, partners, payment_terms
from catalog.wire import bank_accounts_changed, partner_changed
from kit import audit

NOUN = "partners"


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What partners name, as far as it exists."""

    partners: set[UUID]
    terms: Mapping[str, PaymentTerms]


async def create_partners(
    tx: Transaction, asked: Sequence[Partner], *, caller: Principal, accepted: Sequence[bool]
) -> Sequence[Partner]:
    """Write all of them, or none. One may be invoiced to another of the same request.

    `accepted` says for each that it is new, however much it looks like one that is there.

    Raises:
        PermissionMissing: a sensitive field is filled by who may not.
        InvalidRecords: with every fault of every partner.
        AlreadyTaken: an id or code is in use.
        PartnerProbablyKnown: with everyone that it may be.
    """
    check_creation(NOUN, asked, await field_rules.of(tx, "partner"), caller)
    around = await surroundings(tx, asked)
    found = [
        fault.within(prefix(NOUN, i, len(asked)))
        for i, partner in enumerate(asked)
        for fault in (*faults(partner), *reference_faults(partner, around))
    ]
    found += repeated(NOUN, "code", [partner.code for partner in asked])
    found += repeated(NOUN, "id", [str(partner.id) for partner in asked])
    refuse(found)
    places = {("id", str(p.id)): f"{prefix(NOUN, i, len(asked))}id" for i, p in enumerate(asked)}
    places |= {("code", p.code): f"{prefix(NOUN, i, len(asked))}code" for i, p in enumerate(asked)}
    refuse_taken(await partners.taken(tx, asked), places)
    await _refuse_known(tx, asked, accepted)
    records = [with_terms(partner, around) for partner in asked]
    await partners.add(tx, records)
    await audit.record(tx, *(created("partner", partner, caller.subject) for partner in records))
    tx.publish(*(partner_changed(each, around.terms.get(each.payment_terms_code or "")) for each in records))
    tx.publish(*(bank_accounts_changed(each) for each in records if each.bank_accounts))
    return records


async def surroundings(tx: Transaction, records: Sequence[Partner]) -> Surroundings:
    """What these partners name: who is invoiced, and their terms."""
    named = {partner.bill_to_partner_id for partner in records if partner.bill_to_partner_id}
    codes = {partner.payment_terms_code for partner in records if partner.payment_terms_code}
    return Surroundings(
        partners={*(await partners.known(tx, list(named)) if named else ()), *(partner.id for partner in records)},
        terms=await payment_terms.find_many(tx, list(codes)),
    )


def reference_faults(partner: Partner, around: Surroundings) -> list[Fault]:
    """What the partner names and does not exist, or is not for him."""
    found = []
    if partner.bill_to_partner_id is not None and partner.bill_to_partner_id not in around.partners:
        detail = f"There is no partner {partner.bill_to_partner_id}: create it first."
        found.append(Fault("bill_to_partner_id", detail, "partner-unknown"))
    if partner.payment_terms_code is not None and partner.payment_terms_code not in around.terms:
        detail = f"There are no terms {partner.payment_terms_code!r}: GET /api/catalog/v1/payment-terms lists them."
        values = {"terms": partner.payment_terms_code}
        found.append(Fault("payment_terms_code", detail, "terms-unknown", values))
    elif late := partner_unlawful(partner, around.terms.get(partner.payment_terms_code or "")):
        found.append(late)
    return found


def with_terms(partner: Partner, around: Surroundings) -> Partner:
    """The partner with the days that its terms give; without terms, its own days."""
    if partner.payment_terms_code is None:
        return partner
    return replace(partner, payment_days=most_days(around.terms[partner.payment_terms_code]))


async def _refuse_known(tx: Transaction, asked: Sequence[Partner], accepted: Sequence[bool]) -> None:
    open_ = [(i, partner) for i, partner in enumerate(asked) if not accepted[i]]
    candidates = [*await partners.alike(tx, open_), *(each for each in twins(asked) if not accepted[each.index])]
    if candidates:
        raise PartnerProbablyKnown(candidates, [prefix(NOUN, each.index, len(asked)) for each in candidates])
