"""Who may change what."""

from collections.abc import Sequence

from kit.audit import AuditEntry
from kit.db import Transaction

from catalog.commands.records import refuse
from catalog.domain.field_rule import FieldRule, rule_faults
from catalog.storage import field_rules
from kit import audit


async def set_rules(tx: Transaction, rules: Sequence[FieldRule], *, subject: str) -> None:
    """These rules and no others, from now on. Requests that wait are decided as the rules then stand.

    Raises:
        InvalidRecords: a rule is about what is not there, or said twice.
    """
    refuse(list(rule_faults(rules)))
    before = await field_rules.every(tx)
    await field_rules.replace(tx, rules)
    await audit.record(tx, AuditEntry("field_rules", "all", "changed", {"rules": [before, list(rules)]}, subject))
