"""Set who may grant which discount, with its trail."""

from collections.abc import Sequence

from kit.audit import AuditEntry
from kit.db import Transaction
from kit.errors import Fault, InvalidRecords, stale

from kit import audit
from pricing.domain.discount_limit import DiscountLimit
from pricing.storage import discount_limits, rules


async def set_discount_limits(
    tx: Transaction, limits: Sequence[DiscountLimit], *, version: int | None, subject: str
) -> int:
    """These limits and no others, from now on; returns the version of the matrix.

    Raises:
        InvalidRecords: limits make no sense, or two say something about the same sales on one day; with every fault.
        Stale: `version` is given and not the current one.
    """
    faults = [*_faults(limits), *_taken(limits)]
    if faults:
        raise InvalidRecords(faults)
    await rules.lock(tx)
    current = await discount_limits.version(tx)
    if version is not None and version != current:
        raise stale("discount limits", sent=version, current=current)
    before = await discount_limits.every(tx)
    written = await discount_limits.replace(tx, limits)
    changes = {"limits": [[_told(each) for each in before], [_told(each) for each in limits]]}
    await audit.record(tx, AuditEntry("discount_limits", "all", "changed", changes, subject, written))
    return written


def _faults(limits: Sequence[DiscountLimit]) -> list[Fault]:
    faults = []
    for i, limit in enumerate(limits):
        if (limit.role is None) == (limit.level is None):
            faults.append(Fault(f"items.{i}.role", "A limit is either of a role or of a level of approval."))
        if limit.effective_until is not None and limit.effective_until <= limit.effective_from:
            detail = "It is the first day without this limit, so it is after effective_from."
            faults.append(Fault(f"items.{i}.effective_until", detail))
    return faults


def _taken(limits: Sequence[DiscountLimit]) -> list[Fault]:
    seen: dict[object, list[DiscountLimit]] = {}
    faults = []
    for i, limit in enumerate(limits):
        same = seen.setdefault(limit.scope, [])
        if any(limit.overlaps(other) for other in same):
            faults.append(
                Fault(f"items.{i}", "Another limit of this request says it for exactly these sales and days.")
            )
        same.append(limit)
    return faults


def _told(limit: DiscountLimit) -> str:
    names = ("family_code", "segment", "channel", "effective_from", "effective_until")
    whose = f"role {limit.role}" if limit.level is None else f"level {limit.level}"
    about = [f"{name} {value}" for name in names if (value := getattr(limit, name)) is not None]
    return " ".join([whose, f"up to {limit.max_rate}", *about])
