"""Say who a salesperson is, and in which team."""

from kit.audit import AuditEntry, differences
from kit.db import Transaction

from kit import audit
from sales.storage import salespeople
from sales.storage.salespeople import Salesperson


async def set_salesperson(tx: Transaction, code: str, *, name: str, team: str, subject: str) -> Salesperson:
    """From now on; what was written before keeps the team of then."""
    before = await salespeople.lock(tx, code)
    after = Salesperson(code, name, team, 1 if before is None else before.version + 1)
    if before is not None and (before.name, before.team) == (name, team):
        return before
    await salespeople.put(tx, after)
    former = {} if before is None else {"name": before.name, "team": before.team}
    changes = differences(former, {"name": name, "team": team})
    await audit.record(tx, AuditEntry("salesperson", code, "set", changes, subject, after.version))
    return after
