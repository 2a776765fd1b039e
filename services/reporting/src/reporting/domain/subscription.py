"""Who gets the monthly review by mail, and when."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from kit.errors import Conflict

from reporting.domain.review import month_before


class SubscribedAlready(Conflict):
    """The review already goes to this address."""


@dataclass(frozen=True, slots=True)
class Subscription:
    id: UUID
    email: str
    language: str  # fr or en
    day: int | None  # of the month, on which the month before is sent; None: when a month is sealed
    since: date  # what was due before is not sent

    def month_due(self, today: date) -> date | None:
        """The month whose review is to be sent by now, if it goes by the day."""
        if self.day is None or today.day < self.day or today.replace(day=self.day) < self.since:
            return None
        return month_before(today.replace(day=1))
