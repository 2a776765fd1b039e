"""Say what activities cost."""

from collections.abc import Mapping
from decimal import Decimal

from kit.auth import Principal
from kit.db import Transaction

from kit import audit
from reporting.domain.serving import Activity
from reporting.storage import rates


async def set_rates(tx: Transaction, given: Mapping[Activity, Decimal], *, by: Principal) -> dict[Activity, Decimal]:
    """Costs to serve of every period count with them from now on."""
    before = await rates.rates(tx)
    await rates.set_rates(tx, given)
    after = {**before, **given}
    changes = audit.differences(
        {str(key): str(value) for key, value in before.items()}, {str(key): str(value) for key, value in after.items()}
    )
    await audit.record(tx, audit.AuditEntry("service_rate", "all", "changed", changes, by.subject))
    return after
