"""Who may move goods which way."""

from collections.abc import Sequence

from kit.audit import AuditEntry
from kit.db import Transaction

from inventory.storage import movement_rules
from inventory.storage.movement_rules import MovementRule
from kit import audit


async def change_movement_rules(tx: Transaction, rules: Sequence[MovementRule], *, subject: str) -> None:
    """These rules and no others, from now on; the trail says what was added and taken away."""
    before = set(await movement_rules.listed(tx))
    await movement_rules.replace(tx, rules)
    changes = {
        "taken_away": [sorted(" ".join(rule) for rule in before - set(rules)), None],
        "added": [None, sorted(" ".join(rule) for rule in set(rules) - before)],
    }
    await audit.record(tx, AuditEntry("movement_rules", "all", "replaced", changes, subject))
