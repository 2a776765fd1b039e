"""Set what clearing goes by: texts, limits of write-offs, whose account it is."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from uuid import UUID

from kit.audit import AuditEntry
from kit.db import Transaction
from kit.errors import unknown

from accounting.commands.bank.clear_entry import check_counterpart
from accounting.storage import documents
from accounting.storage.bank import clearings, statements
from accounting.storage.bank.clearings import TextRule
from kit import audit


async def set_text_rules(tx: Transaction, rules: Sequence[TextRule], *, by: str) -> None:
    """These and no others; the first that fits counts.

    Raises:
        UnknownAccount, KeptAccount, ClearingDoesNotFit: a rule leads to an account that is none, or that documents alone move.
        NotFound: a rule is of a bank account that is not ours.
    """
    for rule in rules:
        await check_counterpart(tx, rule.account)
        if rule.bank_account_id is not None:
            await statements.account(tx, rule.bank_account_id)
    before = await clearings.text_rules(tx)
    await clearings.set_text_rules(tx, rules)
    told = [[each.contains for each in before], [each.contains for each in rules]]
    await audit.record(tx, AuditEntry("bank_rules", "all", "changed", {"contains": told}, by))


async def set_write_off_limits(tx: Transaction, limits: Mapping[str, Decimal], *, by: str) -> None:
    """These and no others, by role."""
    before = await clearings.write_off_limits(tx)
    await clearings.set_write_off_limits(tx, limits)
    told = [{role: str(amount) for role, amount in each.items()} for each in (before, limits)]
    await audit.record(tx, AuditEntry("write_off_limits", "all", "changed", {"limits": told}, by))


async def set_partner_account(tx: Transaction, iban: str, partner_id: UUID, *, by: str) -> None:
    """This account is this partner's from now on.

    Raises:
        NotFound: accounting does not know the partner.
    """
    if await documents.payment_days(tx, partner_id) is None:
        raise unknown("partner", partner_id, field="partner_id")
    await clearings.set_partner_account(tx, iban, partner_id)
    await audit.record(tx, AuditEntry("partner_account", iban[-4:], "set", {"partner_id": [None, str(partner_id)]}, by))
