"""Price rules as they were recorded at any instant."""

from kit.db import ReadTransaction

from pricing.domain.rule_history import RuleState
from pricing.storage.price_rules import COLUMNS, rule_of


async def states(tx: ReadTransaction) -> list[RuleState]:
    """Every state of every rule: they are few."""
    rows = await tx.fetch(f"SELECT {COLUMNS}, recorded_from, recorded_until FROM price_rule_history ORDER BY state_id")
    return [RuleState(rule_of(row), row["recorded_from"], row["recorded_until"]) for row in rows]
