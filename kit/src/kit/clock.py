"""The one place that reads the clock."""

from datetime import UTC, date, datetime, timedelta

from kit.errors import Invalid

_SKEW = timedelta(minutes=2)  # clocks of clients are not ours


class InTheFuture(Invalid):
    """Something is said to have happened that has not yet."""


def now() -> datetime:
    """The present instant, aware, in UTC."""
    return datetime.now(UTC)


def happened(at: datetime | None, *, field: str = "occurred_at") -> datetime:
    """When something happened as the client says, or now.

    Raises:
        InTheFuture: it is later than now.
    """
    present = now()
    if at is None:
        return present
    if at > present + _SKEW:
        raise InTheFuture(f"{at.isoformat()} has not come yet: give the time when it happened.", field=field)
    return at.astimezone(UTC)


def happened_on(on: date | None, *, field: str) -> date:
    """The day of something as the client says, or today (UTC).

    Raises:
        InTheFuture: it is later than tomorrow, which it may be already where the client is.
    """
    present = now().date()
    if on is None:
        return present
    if on > present + timedelta(days=1):
        raise InTheFuture(f"{on.isoformat()} has not come yet: give the day when it happened.", field=field)
    return on


def aware(at: datetime) -> datetime:
    """The instant in UTC; one without a zone is meant to be in UTC."""
    return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
