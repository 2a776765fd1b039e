"""Say below which margin a sold line raises an alert."""

from decimal import Decimal

from kit.auth import Principal
from kit.db import Transaction

from kit import audit
from reporting.storage import alerts


async def set_threshold(tx: Transaction, rate: Decimal, *, default: Decimal, by: Principal) -> Decimal:
    """From now on; alerts raised before stay."""
    before = await alerts.threshold(tx, default)
    await alerts.set_threshold(tx, rate)
    changes = audit.differences({"rate": str(before)}, {"rate": str(rate)})
    await audit.record(tx, audit.AuditEntry("margin_threshold", "1", "changed", changes, by.subject))
    return rate
