"""Ask for price exceptions, change and revoke them, with their trail."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from kit.approvals import new_request
from kit.audit import AuditEntry, differences
from kit.auth import Principal
from kit.db import Transaction
from kit.errors import stale
from kit.numbers import next_number

from kit import approvals, audit
from pricing import wire
from pricing.domain.discount_limit import Level
from pricing.domain.exception import Assessment, PriceException, Terms, changed, revoked, signed_content
from pricing.domain.reason import explained
from pricing.queries.authorities import granting_roles
from pricing.storage import exceptions

MANAGER = "pricing.exceptions.approve"
DIRECTOR = "pricing.large-exceptions.approve"

_APPROVERS = {Level.MANAGER: MANAGER, Level.DIRECTOR: DIRECTOR}


def asked(id_: UUID, terms: Terms, by: Principal) -> PriceException:
    """What somebody asks for, before it has a number."""
    return PriceException(id_, "", terms, by.subject, granting_roles(by))


async def ask_exception(
    tx: Transaction, exception: PriceException, assessment: Assessment, now: datetime
) -> PriceException:
    """Write it down and ask for its approval."""
    number = await next_number(tx, "EX", now.year)
    exception = replace(exception, number=number, terms=assessment.terms)
    await _ask(tx, None, exception, assessment, now)
    return exception


async def change_exception(
    tx: Transaction, id_: UUID, assessment: Assessment, *, version: int, by: Principal, now: datetime
) -> PriceException:
    """Ask for something else, or for the same once more; what was granted is void until it is approved again.

    Raises:
        NotFound, Stale, WrongStatus, CapBelowUse: it cannot be changed so.
    """
    before = await exceptions.lock(tx, id_)
    if before.version != version:
        raise stale("price exception", sent=version, current=before.version)
    used = (await exceptions.used(tx, [id_], now))[id_]
    after = changed(before, assessment.terms, by=by.subject, roles=granting_roles(by), used=used)
    await _ask(tx, before, after, assessment, now)
    return after


async def revoke_exception(
    tx: Transaction, id_: UUID, reason: str, *, version: int, by: str, now: datetime
) -> PriceException:
    """It counts no more.

    Raises:
        NotFound, Stale, WrongStatus: it cannot be revoked.
    """
    before = await exceptions.lock(tx, id_)
    if before.version != version:
        raise stale("price exception", sent=version, current=before.version)
    await approvals.withdraw(tx, id_, now=now)
    after = revoked(before)
    await write(tx, before, after, "revoked", by, now, comment=reason)
    return after


async def _ask(
    tx: Transaction, before: PriceException | None, exception: PriceException, assessment: Assessment, now: datetime
) -> None:
    permission, *then = (_APPROVERS[level] for level in assessment.levels)
    request = new_request(
        subject="price-exception",
        document_id=exception.id,
        document_number=exception.number,
        content=signed_content(exception),
        permission=permission,
        then=then,
        reason=f"{exception.terms.reason} — {explained(assessment.reasons)}".removesuffix(" — "),
        amount=assessment.given_away,
        requested_by=exception.requested_by,
        now=now,
        details={
            **shown(exception),
            "margin_rate": None if assessment.margin_rate is None else str(assessment.margin_rate),
            "levels": list(assessment.levels),
            "reasons": [reason.stored for reason in assessment.reasons],
        },
    )
    await approvals.add(tx, request)
    await write(tx, before, exception, "asked" if before is None else "changed", exception.requested_by, now)


async def write(
    tx: Transaction,
    before: PriceException | None,
    after: PriceException,
    action: str,
    by: str,
    now: datetime,
    *,
    comment: str = "",
) -> None:
    """Write its new state, with trail and event."""
    await exceptions.put(tx, after)
    changes = differences({} if before is None else shown(before), shown(after))
    if comment:
        changes["comment"] = [None, comment]
    await audit.record(tx, AuditEntry("price_exception", str(after.id), action, changes, by, after.version))
    tx.publish(wire.exception_changed(after, now, by))


def shown(exception: PriceException) -> dict[str, str]:
    """Every member that is set."""
    values = {name: getattr(exception.terms, name) for name in Terms.__dataclass_fields__}
    return {name: str(value) for name, value in {**values, "status": exception.status}.items() if value is not None}
