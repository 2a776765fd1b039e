"""A new state of a partner."""

from kit.audit import AuditEntry, differences
from kit.db import Transaction
from kit.errors import stale

from catalog.commands.create_partners import bill_to_faults
from catalog.commands.records import printable, refuse
from catalog.domain.partner import Partner, faults
from catalog.storage import partners
from catalog.wire import partner_changed
from kit import audit


async def change_partner(tx: Transaction, before: Partner, partner: Partner, *, subject: str) -> Partner:
    """Write `partner`, whose version is one above `before`'s.

    Raises:
        InvalidRecords: with every fault.
        Stale: somebody changed the partner meanwhile.
    """
    named = [partner.bill_to_partner_id] if partner.bill_to_partner_id else []
    refuse([*faults(partner), *bill_to_faults(partner, await partners.known(tx, named))])
    if not await partners.replace(tx, partner):
        raise stale("partner", sent=before.version, current=before.version + 1)
    changes = differences(printable(before), printable(partner))
    await audit.record(tx, AuditEntry("partner", str(partner.id), "changed", changes, subject, partner.version))
    tx.publish(partner_changed(partner))
    return partner
