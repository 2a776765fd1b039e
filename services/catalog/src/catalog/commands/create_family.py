"""A new branch of the tree, and what its products say."""

from collections.abc import Sequence

from kit.audit import AuditEntry
from kit.db import Transaction
from kit.errors import unknown

from catalog.commands.records import refuse
from catalog.domain.errors import FamilyTaken
from catalog.domain.family import Attribute, Family, definition_faults
from catalog.storage import families
from kit import audit


async def create_family(tx: Transaction, family: Family) -> Family:
    """Add a family below an existing one, or as a root.

    Raises:
        NotFound: the parent does not exist.
        InvalidRecords: an attribute can never be filled.
        FamilyTaken: the code is in use.
    """
    if family.parent_code is not None and family.parent_code not in await families.every(tx):
        raise unknown("family", family.parent_code, field="parent_code")
    refuse(list(definition_faults(family.attributes)))
    if not await families.add(tx, family):
        raise FamilyTaken(f"There is a family {family.code} already.", field="code", existing=family.code)
    return family


async def define_attributes(tx: Transaction, code: str, attributes: Sequence[Attribute], *, subject: str) -> Family:
    """Set what products of a family say. Products that do not say it yet are asked at their next change.

    Raises:
        NotFound: there is no such family.
        InvalidRecords: an attribute can never be filled.
    """
    refuse(list(definition_faults(attributes)))
    before = (await families.every(tx)).get(code)
    if before is None or not await families.define(tx, code, attributes):
        raise unknown("family", code)
    changes = {"attributes": [list(before.attributes), list(attributes)]}
    await audit.record(tx, AuditEntry("family", code, "changed", changes, subject))
    return (await families.every(tx))[code]
