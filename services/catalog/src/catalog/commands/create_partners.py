"""New partners, one or a thousand."""

from collections.abc import Container, Sequence
from uuid import UUID

from kit.db import Transaction
from kit.errors import Fault

from catalog.commands.records import created, prefix, refuse, refuse_taken, repeated
from catalog.domain.partner import Partner, faults
from catalog.storage import partners
from catalog.wire import partner_changed
from kit import audit

NOUN = "partners"


async def create_partners(tx: Transaction, records: Sequence[Partner], *, subject: str) -> Sequence[Partner]:
    """Write all of them, or none. One may be invoiced to another of the same request.

    Raises:
        InvalidRecords: with every fault of every partner.
        AlreadyTaken: an id or code is in use.
    """
    named = {partner.bill_to_partner_id for partner in records if partner.bill_to_partner_id}
    known = await partners.known(tx, list(named)) | {partner.id for partner in records}
    found = [
        fault.within(prefix(NOUN, i, len(records)))
        for i, partner in enumerate(records)
        for fault in (*faults(partner), *bill_to_faults(partner, known))
    ]
    found += repeated(NOUN, "code", [partner.code for partner in records])
    found += repeated(NOUN, "id", [str(partner.id) for partner in records])
    refuse(found)
    places = {("id", str(p.id)): f"{prefix(NOUN, i, len(records))}id" for i, p in enumerate(records)}
    places |= {("code", p.code): f"{prefix(NOUN, i, len(records))}code" for i, p in enumerate(records)}
    refuse_taken(await partners.taken(tx, records), places)
    await partners.add(tx, records)
    await audit.record(tx, *(created("partner", partner, subject) for partner in records))
    tx.publish(*(partner_changed(partner) for partner in records))
    return records


def bill_to_faults(partner: Partner, known: Container[UUID]) -> list[Fault]:
    """Who is to be invoiced and does not exist."""
    if partner.bill_to_partner_id is None or partner.bill_to_partner_id in known:
        return []
    return [Fault("bill_to_partner_id", f"There is no partner {partner.bill_to_partner_id}: create it first.")]
