"""Set prices and margin rules, with their trail."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from kit.audit import AuditEntry
from kit.db import Transaction
from kit.errors import stale

from kit import audit
from pricing.domain.errors import LineRepeated, PeriodFault, RateFault, RuleTaken, ScopeFault
from pricing.domain.margin import MarginRule
from pricing.domain.price import Price, Scope
from pricing.storage import prices, rules


async def set_prices(tx: Transaction, asked: Sequence[Price], *, subject: str) -> list[Price]:
    """Write prices, all or none; one for the same product, scope, quantity, currency and first day replaces the older.

    Raises:
        ProductNotKnown, CustomerNotKnown: pricing has not heard of one.
        ScopeFault, PeriodFault, LineRepeated: a price makes no sense.
    """
    seen: set[tuple[object, ...]] = set()
    for i, price in enumerate(asked):
        _check(price, f"prices.{i}")
        key = (price.product_id, price.currency, price.scope, price.scope_key, price.min_quantity, price.effective_from)
        if key in seen:
            raise LineRepeated("Another price of this request says the same: give one.", field=f"prices.{i}")
        seen.add(key)
    await prices.check_known(tx, asked)
    written = await prices.put(tx, asked, subject=subject)
    entries = []
    for price in asked:
        id_, before = written[price.id]
        if before != str(price.unit_price):
            changes = {"unit_price": [before, str(price.unit_price)]}
            entries.append(AuditEntry("price", str(id_), "changed" if before else "created", changes, subject))
    if entries:
        await audit.record(tx, *entries)
    return [replace(price, id=written[price.id][0]) for price in asked]


def _check(price: Price, field: str) -> None:
    if (price.scope is Scope.LIST) != (price.scope_key == ""):
        raise ScopeFault(
            "A list price has no scope_key; a segment's has its code, a customer's his id.", field=f"{field}.scope_key"
        )
    if price.scope is Scope.CUSTOMER:
        try:
            UUID(price.scope_key)
        except ValueError:
            raise ScopeFault("A customer's price has his id as scope_key.", field=f"{field}.scope_key") from None
    if price.effective_until is not None and price.effective_until < price.effective_from:
        raise PeriodFault("The price ends before it begins.", field=f"{field}.effective_until")


async def put_margin_rule(tx: Transaction, rule: MarginRule, *, version: int | None, subject: str) -> int:
    """Write a rule over its older self, if there is one; returns its version.

    Raises:
        RateFault: the floor is above the approval rate.
        RuleTaken: another rule has this scope.
        Stale: `version` is given and not the current one.
    """
    if rule.floor_rate > rule.approval_rate:
        raise RateFault(
            "The floor is at most the approval rate: below the floor nobody may sell, below the other with approval.",
            field="floor_rate",
        )
    await rules.lock(tx)
    row = await tx.fetchrow("SELECT version, approval_rate, floor_rate FROM margin_rule WHERE id = $1", rule.id)
    if version is not None and version != (row["version"] if row else 0):
        raise stale("margin rule", sent=version, current=row["version"] if row else 0)
    for other in await rules.all_rules(tx):
        if other.id != rule.id and other.scope == rule.scope:
            raise RuleTaken("Another rule says it for exactly these sales: change that one.", id=str(other.id))
    current = await rules.put(tx, rule)
    changes = {
        name: [None if row is None else str(row[name]), str(getattr(rule, name))]
        for name in ("approval_rate", "floor_rate")
    }
    action = "created" if row is None else "changed"
    await audit.record(tx, AuditEntry("margin_rule", str(rule.id), action, changes, subject, current))
    return current
