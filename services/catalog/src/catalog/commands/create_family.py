"""A new branch of the tree."""

from kit.db import Transaction
from kit.errors import unknown

from catalog.domain.errors import FamilyTaken
from catalog.domain.family import Family
from catalog.storage import families


async def create_family(tx: Transaction, family: Family) -> Family:
    """Add a family below an existing one, or as a root.

    Raises:
        NotFound: the parent does not exist.
        FamilyTaken: the code is in use.
    """
    if family.parent_code is not None and family.parent_code not in await families.every(tx):
        raise unknown("family", family.parent_code, field="parent_code")
    if not await families.add(tx, family):
        raise FamilyTaken(f"There is a family {family.code} already.", field="code", existing=family.code)
    return family
