"""What catalog refuses.

AlreadyTaken   an id, SKU, code or GTIN that another record has
FamilyTaken    a family's code that another one has

Records that make no sense are kit's InvalidRecords.
"""

from collections.abc import Sequence
from uuid import UUID

from kit.errors import Conflict, Fault, listed, sentence_of


class AlreadyTaken(Conflict):
    """Another record has this id, SKU, code or GTIN; none was written."""

    def __init__(self, faults: Sequence[Fault], existing: Sequence[UUID]) -> None:
        super().__init__(
            sentence_of(faults), field=faults[0].field, errors=listed(faults), existing=[str(id_) for id_ in existing]
        )


class FamilyTaken(Conflict):
    """A family with this code exists."""
