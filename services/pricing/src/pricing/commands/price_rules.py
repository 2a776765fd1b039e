"""Set and remove price rules, with their trail."""

from dataclasses import fields
from uuid import UUID

from kit.audit import AuditEntry, differences
from kit.db import Transaction
from kit.errors import InvalidRecords, stale, unknown

from kit import audit
from pricing.domain.errors import CodeTaken, CustomerNotKnown, ProductNotKnown
from pricing.domain.price_rule import PriceRule, faults_of
from pricing.queries.sales_facts import customer_fault, product_fault
from pricing.storage import price_rules, prices, rules


async def put_price_rule(tx: Transaction, rule: PriceRule, *, version: int | None, subject: str) -> int:
    """Write a rule over its older self, if there is one; returns its version.

    Raises:
        InvalidRecords: it makes no sense; with every fault.
        ProductNotKnown, CustomerNotKnown: it is for one of which pricing has not heard.
        CodeTaken: another rule has its code.
        Stale: `version` is given and not the current one.
    """
    if faults := list(faults_of(rule)):
        raise InvalidRecords(faults)
    await rules.lock(tx)
    await _check_known(tx, rule)
    before, current = await price_rules.find(tx, rule.id)
    if version is not None and version != current:
        raise stale("price rule", sent=version, current=current)
    if await price_rules.id_of_code(tx, rule.code) not in (None, rule.id):
        raise CodeTaken(f"Another rule is called {rule.code}: change that one, or take another code.", field="code")
    written = await price_rules.put(tx, rule)
    action = "created" if before is None else "changed"
    changes = differences(_shown(before), _shown(rule))
    await audit.record(tx, AuditEntry("price_rule", str(rule.id), action, changes, subject, written))
    return written


async def remove_price_rule(tx: Transaction, id_: UUID, *, version: int, subject: str) -> None:
    """It counts no more, in no quote from now on.

    Raises:
        NotFound, Stale: there is no such rule in this version.
    """
    await rules.lock(tx)
    rule, current = await price_rules.find(tx, id_)
    if rule is None:
        raise unknown("price rule", id_)
    if version != current:
        raise stale("price rule", sent=version, current=current)
    await price_rules.remove(tx, id_)
    changes = differences(_shown(rule), {})
    await audit.record(tx, AuditEntry("price_rule", str(id_), "removed", changes, subject, current))


async def _check_known(tx: Transaction, rule: PriceRule) -> None:
    if rule.product_id is not None and await prices.unknown_products(tx, [rule.product_id]):
        fault = product_fault(rule.product_id, "product_id")
        raise ProductNotKnown(fault.detail, field=fault.field)
    if rule.customer_id is not None and await prices.unknown_customers(tx, [rule.customer_id]):
        fault = customer_fault(rule.customer_id, "customer_id")
        raise CustomerNotKnown(fault.detail, field=fault.field)


def _shown(rule: PriceRule | None) -> dict[str, str]:
    """Every member that is set, but the id."""
    if rule is None:
        return {}
    names = (field.name for field in fields(rule) if field.name != "id")
    return {name: str(value) for name in names if (value := getattr(rule, name)) is not None}
