"""Who may change what: fields of which a change needs a permission of its own, or somebody else's approval."""

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, TypeVar

from kit.errors import Fault

from catalog.domain.partner import Partner
from catalog.domain.product import Product
from catalog.domain.snapshot import kept, restored

R = TypeVar("R", Product, Partner)


class FieldPermission(StrEnum):
    """The permissions that a rule can ask for."""

    VALUATION = "catalog.valuation.write"
    CREDIT = "catalog.credit.write"
    TERMS = "catalog.terms.write"
    BANK_ACCOUNTS = "catalog.bank-accounts.write"


@dataclass(frozen=True, slots=True)
class FieldRule:
    """A sensitive field of an entity."""

    entity: str  # "product", "partner"
    field: str
    permission: FieldPermission
    needs_approval: bool  # even by who has the permission
    on_create: bool  # the permission is needed to create a record with it as well


FIELDS = {
    "product": {name for name in Product.__dataclass_fields__ if name not in ("id", "version", "sku")},
    "partner": {name for name in Partner.__dataclass_fields__ if name not in ("id", "version", "code")},
}


def rule_faults(rules: Sequence[FieldRule]) -> Iterator[Fault]:
    """Rules about what is not there, or said twice."""
    for i, rule in enumerate(rules):
        if rule.field not in FIELDS[rule.entity]:
            yield Fault(f"items.{i}.field", f"A {rule.entity} has no field {rule.field!r} that can be changed.")
        if any((each.entity, each.field) == (rule.entity, rule.field) for each in rules[:i]):
            yield Fault(f"items.{i}.field", f"There are two rules for {rule.field} of a {rule.entity}.")


def split(
    before: R, asked: R, rules: Mapping[str, FieldRule], permissions: AbstractSet[str]
) -> tuple[R, tuple[FieldRule, ...]]:
    """What may be applied now, and the rules of the fields that have to wait for somebody else."""
    waiting = tuple(
        rule
        for name, rule in rules.items()
        if getattr(before, name) != getattr(asked, name) and (rule.needs_approval or rule.permission not in permissions)
    )
    return replace(asked, **{rule.field: getattr(before, rule.field) for rule in waiting}), waiting


def lacking(
    record: Product | Partner, rules: Mapping[str, FieldRule], permissions: AbstractSet[str]
) -> Iterator[FieldRule]:
    """The rules that keep this person from creating such a record."""
    held = {name: rule for name, rule in rules.items() if rule.on_create and rule.permission not in permissions}
    blank = restored(type(record), {"id": record.id}) if held else record
    yield from (rule for name, rule in held.items() if getattr(record, name) != getattr(blank, name))


def changes_of(before: Product | Partner, asked: Product | Partner, fields: Sequence[str]) -> dict[str, list[Any]]:
    """Fields with their values before and after, as the history keeps them."""
    was, becomes = kept(before), kept(asked)
    return {name: [was[name], becomes[name]] for name in fields}
