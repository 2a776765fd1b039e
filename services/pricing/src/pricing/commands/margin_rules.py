"""Set and remove margin rules, with their trail."""

from uuid import UUID

from kit.audit import AuditEntry, differences
from kit.db import Transaction
from kit.errors import stale, unknown

from kit import audit
from pricing.domain.errors import RateFault, RuleTaken
from pricing.domain.margin import MarginRule
from pricing.storage import rules


async def put_margin_rule(tx: Transaction, rule: MarginRule, *, version: int | None, subject: str) -> int:
    """Write a rule over its older self, if there is one; returns its version.

    Raises:
        RateFault: the floor is above the approval rate, or a rule for orders is for a family.
        RuleTaken: another rule has this scope.
        Stale: `version` is given and not the current one.
    """
    if rule.floor_rate > rule.approval_rate:
        raise RateFault(
            "The floor is at most the approval rate: below the floor nobody may sell, below the other with approval.",
            field="floor_rate",
        )
    if rule.is_for_order and rule.family_code is not None:
        raise RateFault("The total of an order is of no family: leave it out.", field="family_code")
    await rules.lock(tx)
    before, current = await rules.find(tx, rule.id)
    if version is not None and version != current:
        raise stale("margin rule", sent=version, current=current)
    for other in await rules.all_rules(tx):
        if other.id != rule.id and other.scope == rule.scope:
            raise RuleTaken("Another rule says it for exactly these sales: change that one.", id=str(other.id))
    written = await rules.put(tx, rule)
    changes = differences(_shown(before), _shown(rule))
    action = "created" if before is None else "changed"
    await audit.record(tx, AuditEntry("margin_rule", str(rule.id), action, changes, subject, written))
    return written


async def remove_margin_rule(tx: Transaction, id_: UUID, *, version: int, subject: str) -> None:
    """Less specific rules count from now on.

    Raises:
        NotFound, Stale: there is no such rule in this version.
    """
    await rules.lock(tx)
    rule, current = await rules.find(tx, id_)
    if rule is None:
        raise unknown("margin rule", id_)
    if version != current:
        raise stale("margin rule", sent=version, current=current)
    await rules.remove(tx, id_)
    changes = differences(_shown(rule), {})
    await audit.record(tx, AuditEntry("margin_rule", str(id_), "removed", changes, subject, current))


def _shown(rule: MarginRule | None) -> dict[str, str]:
    """Every member that is set, but the id."""
    if rule is None:
        return {}
    members = (
        "approval_rate", "floor_rate", "family_code", "segment", "customer_id", "channel", "salesperson_level",
        "is_for_order",
    )  # fmt: skip
    return {name: str(value) for name in members if (value := getattr(rule, name)) not in (None, False)}
