"""Sensitive fields: what one person may not change alone waits for another."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kit.approvals import new_request
from kit.auth import PermissionMissing, Principal
from kit.db import Transaction
from kit.iban import masked

from catalog.domain.change import ChangeRequest, signed_content
from catalog.domain.field_rule import FieldRule, changes_of, lacking
from catalog.domain.partner import Partner
from catalog.domain.product import Product
from catalog.storage import field_rules
from kit import approvals, clock

APPROVE = "catalog.changes.approve"


@dataclass(frozen=True, slots=True)
class Waiting:
    """A record as it now is, what was asked of it, and the rules that hold a part back."""

    entity: str
    current: Product | Partner
    asked: Product | Partner
    rules: tuple[FieldRule, ...]


async def ask_for(tx: Transaction, waiting: Sequence[Waiting], *, caller: Principal) -> list[ChangeRequest]:
    """Ask for these changes; an older open request for the same record becomes void."""
    now = clock.now()
    requests, changes = [], []
    for each in waiting:
        asked = changes_of(each.current, each.asked, [rule.field for rule in each.rules])
        request = new_request(
            subject=f"{each.entity}-change",
            document_id=each.current.id,
            document_number=_number(each.current),
            content=signed_content(each.entity, each.current.id, each.current.version, asked),
            permission=APPROVE,
            reason=_reason(each.rules),
            amount=None,
            requested_by=caller.subject,
            now=now,
            details={"version": each.current.version, "changes": hidden(asked)},
        )
        requests.append(request)
        changes.append(ChangeRequest(request.id, each.entity, each.current.id, each.current.version, asked))
    await approvals.add_all(tx, requests)
    await field_rules.ask(tx, changes)
    return changes


def check_creation(
    noun: str, records: Sequence[Product | Partner], rules: Mapping[str, FieldRule], caller: Principal
) -> None:
    """Nothing, or a refusal: a sensitive field is filled by who may not.

    Raises:
        PermissionMissing: with the first field at fault.
    """
    for i, record in enumerate(records):
        for rule in lacking(record, rules, caller.permissions):
            place = f"{noun}.{i}.{rule.field}" if len(records) > 1 else rule.field
            raise PermissionMissing(
                f"{rule.field} needs the permission {rule.permission}, which {caller.name or caller.subject} does not have:"
                " leave it out, then ask for it by a change.",
                field=place,
                permission=rule.permission,
            )


def hidden(changes: Mapping[str, Sequence[object]]) -> dict[str, Sequence[object]]:
    """Changes as everybody may read them: bank accounts are masked."""
    return {
        name: [_masked(side) for side in sides] if name == "bank_accounts" else sides for name, sides in changes.items()
    }


def _masked(accounts: object) -> object:
    if not isinstance(accounts, (list, tuple)):
        return accounts
    return [{**account, "iban": masked(account["iban"])} for account in accounts]


def _number(record: Product | Partner) -> str:
    return record.sku if isinstance(record, Product) else record.code


def _reason(rules: Sequence[FieldRule]) -> str:
    names = ", ".join(rule.field for rule in rules)
    if all(rule.needs_approval for rule in rules):
        return f"A change of {names} always needs a second person."
    return f"A change of {names} needs {' and '.join(sorted({rule.permission for rule in rules}))}."
