"""Say how a customer wants to be delivered; orders that are there stay as they are."""

from dataclasses import replace

from kit.audit import AuditEntry
from kit.db import Transaction
from kit.errors import stale

from kit import audit
from sales.domain.delivery import UsualDelivery
from sales.storage import deliveries, masters


async def set_delivery(tx: Transaction, asked: UsualDelivery, *, subject: str) -> UsualDelivery:
    """Write it; `version` is that which was read.

    Raises:
        CustomerNotKnown, NotACustomer: we do not sell to him.
        Stale: it was written since.
    """
    await masters.customer(tx, asked.customer_id)
    before = await deliveries.usual(tx, asked.customer_id)
    after = replace(asked, version=asked.version + 1)
    if before.version != asked.version or not await deliveries.keep(tx, after):
        raise stale("usual delivery", sent=asked.version, current=before.version)
    changes = {
        name: [str(getattr(before, name)), str(getattr(after, name))]
        for name in ("policy", "consolidation_days", "priority")
        if getattr(before, name) != getattr(after, name)
    }
    await audit.record(
        tx, AuditEntry("usual_delivery", str(after.customer_id), "changed", changes, subject, after.version)
    )
    return after
