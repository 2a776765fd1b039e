"""Say how products are kept in stock, and when suppliers take orders."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from uuid import UUID

from kit.audit import AuditEntry, differences
from kit.db import Transaction
from kit.errors import Fault, InvalidRecords, Stale, listed, sentence_of

from inventory.domain.occasion import Terms
from inventory.domain.replenishment import Rule, faults_of
from inventory.storage import locations, products, replenishment_rules
from kit import audit


async def write_replenishment_rules(
    tx: Transaction, rules: Sequence[Rule], seen: Sequence[int | None], *, subject: str
) -> None:
    """Rules from their days on; others stay. `seen` is the version that the writer has read of each, if it says so.

    Raises:
        InvalidRecords: with everything that is wrong with any of them.
        Stale: somebody else changed one meanwhile; with every one of them.
    """
    await _check(tx, rules)
    keys = [(rule.product_id, rule.warehouse, rule.effective_from) for rule in rules]
    before = await replenishment_rules.lock(tx, keys)
    changed_meanwhile = []
    for i, (key, version) in enumerate(zip(keys, seen, strict=True)):
        current = before[key].version if key in before else 0
        if version is not None and version != current:
            changed_meanwhile.append(Fault(f"items.{i}.version", f"The rule is at version {current}, not {version}."))
    if changed_meanwhile:
        raise Stale(sentence_of(changed_meanwhile), errors=listed(changed_meanwhile))
    versions = await replenishment_rules.add(tx, rules)
    await audit.record(
        tx,
        *(
            AuditEntry(
                "replenishment_rule",
                "/".join(map(str, key)),
                "changed" if key in before else "created",
                differences(_audited(before[key]) if key in before else {}, _audited(rule)),
                subject,
                versions[key],
            )
            for key, rule in zip(keys, rules, strict=True)
        ),
    )


async def write_supplier_terms(tx: Transaction, terms: Sequence[tuple[UUID, Terms]], *, subject: str) -> None:
    """When these suppliers take orders and deliver, and what they want at least; others stay.

    Raises:
        InvalidRecords: a supplier occurs twice.
    """
    seen: set[UUID] = set()
    faults = []
    for i, (supplier_id, _) in enumerate(terms):
        if supplier_id in seen:
            faults.append(Fault(f"items.{i}.supplier_id", "This supplier occurs twice."))
        seen.add(supplier_id)
    if faults:
        raise InvalidRecords(faults)
    before = await replenishment_rules.terms_of(tx, seen)
    await replenishment_rules.set_terms(tx, terms)
    await audit.record(
        tx,
        *(
            AuditEntry(
                "supplier_terms",
                str(supplier_id),
                "changed" if supplier_id in before else "created",
                differences(_told(before[supplier_id]) if supplier_id in before else {}, _told(each)),
                subject,
            )
            for supplier_id, each in terms
        ),
    )


async def _check(tx: Transaction, rules: Sequence[Rule]) -> None:
    known = await products.some(tx, list({rule.product_id for rule in rules}))
    places = await locations.warehouses(tx)
    seen: set[tuple[UUID, str, date]] = set()
    faults: list[Fault] = []
    for i, rule in enumerate(rules):
        found = list(faults_of(rule))
        if rule.product_id not in known:
            found.append(Fault("product_id", "Inventory does not know this product; one just created is in a moment."))
        if rule.warehouse not in places:
            found.append(Fault("warehouse", f"There is no warehouse {rule.warehouse!r}."))
        if rule.source_warehouse is not None and rule.source_warehouse not in places:
            found.append(Fault("source_warehouse", f"There is no warehouse {rule.source_warehouse!r}."))
        key = (rule.product_id, rule.warehouse, rule.effective_from)
        if key in seen:
            found.append(Fault("product_id", "This product, warehouse and day occur twice."))
        seen.add(key)
        faults += [fault.within(f"items.{i}.") for fault in found]
    if faults:
        raise InvalidRecords(faults)


def _audited(rule: Rule) -> dict[str, object]:
    values = asdict(rule)
    del values["version"], values["product_id"], values["warehouse"], values["effective_from"]
    return {name: sorted(value) if name == "review_days" else _text(value) for name, value in values.items()}


def _told(terms: Terms) -> dict[str, object]:
    return {
        "order_days": sorted(terms.order_days),
        "delivery_days": sorted(terms.delivery_days),
        "closed_on": [day.isoformat() for day in sorted(terms.closed_on)],
        "minimum_quantity": _text(terms.minimum_quantity),
    }


def _text(value: object) -> str | None:
    return None if value is None else str(value)
