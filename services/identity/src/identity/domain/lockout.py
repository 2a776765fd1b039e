"""How many wrong passwords are allowed, and how long it takes after that."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class Counted(StrEnum):
    """Whose failures are counted: a name under attack from everywhere, an address that tries many names."""

    ADDRESS = "address"
    USER = "user"


@dataclass(frozen=True, slots=True)
class Allowance:
    """`failures` are free; each further one doubles the time to wait."""

    failures: int
    first_wait: timedelta
    longest_wait: timedelta
    forgotten_after: timedelta  # without a try

    def __post_init__(self) -> None:
        if self.failures < 1:
            raise ValueError("One try must be allowed")


@dataclass(frozen=True, slots=True)
class Failures:
    """The tries of one user or address that were not followed by success."""

    count: int = 0
    last_at: datetime | None = None
    locked_until: datetime | None = None

    def is_locked(self, now: datetime) -> bool:
        return self.locked_until is not None and now < self.locked_until


def charged(failures: Failures, allowance: Allowance, now: datetime) -> Failures:
    """One more try, counted as a failure until it succeeds: so tries at the same time cannot exceed the allowance."""
    stale = failures.last_at is not None and now - failures.last_at > allowance.forgotten_after
    count = 1 if stale else failures.count + 1
    return Failures(count, now, now + wait_after(count, allowance) if count >= allowance.failures else None)


def wait_after(count: int, allowance: Allowance) -> timedelta:
    """How long after so many failures nothing is tried."""
    doublings = count - allowance.failures
    if doublings < 0:
        return timedelta(0)
    if doublings > 30:  # far past any longest wait, and no overflow
        return allowance.longest_wait
    return min(allowance.first_wait * (1 << doublings), allowance.longest_wait)
