"""Say which level a salesperson has."""

from kit.audit import AuditEntry, differences
from kit.db import Transaction

from kit import audit


async def set_level(tx: Transaction, code: str, level: str, *, subject: str) -> None:
    """From the next quote on."""
    row = await tx.fetchrow(
        "INSERT INTO salesperson (code, level) VALUES ($1, $2)"
        " ON CONFLICT (code) DO UPDATE SET level = excluded.level RETURNING old.level AS before",
        code,
        level,
    )
    before = row["before"] if row else None
    if changes := differences({"level": before}, {"level": level}):
        action = "created" if before is None else "changed"
        await audit.record(tx, AuditEntry("salesperson", code, action, changes, subject))
