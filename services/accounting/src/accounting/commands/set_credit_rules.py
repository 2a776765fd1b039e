"""Limits beside the catalog's, and the rules on what is overdue."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from kit.audit import AuditEntry
from kit.db import Transaction
from kit.errors import Invalid, unknown

from accounting.domain.credit import OverdueRule
from accounting.domain.errors import LimitOver
from accounting.storage import credit_accounts, credit_facts
from kit import audit


async def set_limits(
    tx: Transaction,
    partner_id: UUID,
    *,
    insured: Decimal | None,
    temporary: Decimal | None,
    until: datetime | None,
    reason: str,
    by: str,
    now: datetime,
) -> None:
    """What an insurer pays for, and a limit that stands in for the catalog's until an instant; None takes one away.

    Raises:
        NotFound: accounting does not know this customer.
        Invalid, LimitOver: a limit for a time has both, and the time is to come.
    """
    account = await credit_accounts.lock(tx, partner_id)
    if account is None:
        raise unknown("customer", partner_id)
    if (temporary is None) != (until is None):
        raise Invalid("A limit for a time says how much and until when: give both or none.", field="temporary_until")
    if until is not None and until <= now:
        raise LimitOver("This time is over: give an instant to come.", field="temporary_until")
    limit = None if temporary is None or until is None else (temporary, until)
    await credit_accounts.set_limits(tx, partner_id, insured, limit)
    before = account.terms
    changes = audit.differences(
        {
            "insured_limit": _text(before.insured_limit),
            "temporary_limit": _text(before.temporary_limit),
            "temporary_until": _text(before.temporary_until),
        },
        {"insured_limit": _text(insured), "temporary_limit": _text(temporary), "temporary_until": _text(until)},
    )
    await audit.record(
        tx, AuditEntry("credit", str(partner_id), "limits-set", {**changes, "reason": [None, reason]}, by)
    )


async def set_rules(tx: Transaction, rules: Sequence[OverdueRule], *, by: str) -> None:
    """These rules and no others.

    Raises:
        Invalid: two rules say otherwise of the same class and days.
    """
    keys = [(rule.customer_class, rule.days) for rule in rules]
    for i, key in enumerate(keys):
        if key in keys[:i]:
            raise Invalid("There is a rule of this class and these days above.", field=f"items.{i}.days")
    before = await credit_facts.rules(tx)
    await credit_facts.replace_rules(tx, rules)
    changes = {"rules": [[_rule(rule) for rule in before], [_rule(rule) for rule in rules]]}
    await audit.record(tx, AuditEntry("credit_rules", "all", "set", changes, by))


def _rule(rule: OverdueRule) -> str:
    return f"{rule.customer_class or 'every class'}: more than {rule.amount} by more than {rule.days} days"


def _text(value: object) -> str | None:
    return None if value is None else str(value)
