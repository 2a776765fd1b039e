"""What catalog refuses.

InvalidRecords     records that make no sense, with every fault of each
AlreadyTaken       an id, SKU, code or GTIN that another record has
"""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from kit.errors import Conflict, Invalid


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with a record; `field` is the path within the record ("packagings.1.gtin")."""

    field: str
    detail: str

    def within(self, prefix: str) -> "Fault":
        """The same fault, seen from further out."""
        return Fault(f"{prefix}{self.field}", self.detail)


def _listed(faults: Sequence[Fault]) -> list[dict[str, str]]:
    return [{"field": fault.field, "detail": fault.detail} for fault in faults[:1000]]


def _sentence(faults: Sequence[Fault]) -> str:
    more = f" And {len(faults) - 1} more: see `errors`." if len(faults) > 1 else ""
    return f"{faults[0].field}: {faults[0].detail}{more} Nothing was written."


class InvalidRecords(Invalid):
    """At least one record is wrong; none was written."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__(_sentence(faults), field=faults[0].field, errors=_listed(faults))


class AlreadyTaken(Conflict):
    """Another record has this id, SKU, code or GTIN; none was written."""

    def __init__(self, faults: Sequence[Fault], existing: Sequence[UUID]) -> None:
        super().__init__(
            _sentence(faults), field=faults[0].field, errors=_listed(faults), existing=[str(id_) for id_ in existing]
        )


class FamilyTaken(Conflict):
    """A family with this code exists."""
