"""What creating many records has in common: all are checked, every fault is told, all or none are written."""

from collections import Counter
from collections.abc import Mapping, Sequence
from uuid import UUID

from kit.audit import AuditEntry, differences
from kit.errors import Fault, InvalidRecords

from catalog.domain.errors import AlreadyTaken
from catalog.domain.partner import Partner
from catalog.domain.product import Product
from catalog.domain.snapshot import kept


def prefix(noun: str, index: int, count: int) -> str:
    """Where a record stands in the request: a single one is the body itself."""
    return f"{noun}.{index}." if count > 1 else ""


def repeated(noun: str, field: str, values: Sequence[str]) -> list[Fault]:
    """Faults of values that two records of one request share."""
    times = Counter(values)
    return [
        Fault(
            f"{noun}.{i}.{field}",
            f"{value!r} occurs {times[value]} times in this request.",
            "repeated",
            {"value": value},
        )
        for i, value in enumerate(values)
        if times[value] > 1
    ]


def refuse(faults: Sequence[Fault]) -> None:
    """Nothing when there are no faults.

    Raises:
        InvalidRecords: there are.
    """
    if faults:
        raise InvalidRecords(faults)


def refuse_taken(taken: Sequence[tuple[str, str, UUID, str]], places: Mapping[tuple[str, str], str]) -> None:
    """Nothing when no key is taken; `places` tells where in the request (field, value) stands.

    Raises:
        AlreadyTaken: one is.
    """
    if taken:
        faults = [
            Fault(
                places.get((field, value), field),
                f"{value!r} is taken by {owner}: give another, or change that record.",
                "taken",
                {"value": value, "owner": owner},
            )
            for field, value, _, owner in taken
        ]
        raise AlreadyTaken(faults, [id_ for _, _, id_, _ in taken])


def created(noun: str, record: Product | Partner, subject: str) -> AuditEntry:
    """The first entry of a record's history: what is not empty."""
    changes = {name: [None, value] for name, value in kept(record).items() if value not in (None, "", (), {})}
    return AuditEntry(noun, str(record.id), "created", changes, subject, record.version)


def changed(
    noun: str, before: Product | Partner, after: Product | Partner, subject: str, action: str = "changed"
) -> AuditEntry:
    """A later entry of a record's history."""
    return AuditEntry(noun, str(after.id), action, differences(kept(before), kept(after)), subject, after.version)
