"""A rebuild of the read models while the ones that are there go on serving."""

from dataclasses import dataclass
from enum import StrEnum

_CLOSE = 500  # messages behind what serves: so few that they are applied again in a moment


class RebuildStatus(StrEnum):
    """Where a rebuild is."""

    ASKED = "asked"
    RUNNING = "running"
    DONE = "done"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Progress:
    """Messages that the rebuild has applied, of those that what serves has."""

    applied: int
    of: int
    is_ahead: bool  # of what serves, in some partition

    @property
    def is_close(self) -> bool:
        """Near enough to what serves to take its place: nobody sees much less than before, and for a moment only."""
        return self.of - self.applied <= min(_CLOSE, self.of // 100)

    @property
    def may_swap(self) -> bool:
        """What serves must have told all alerts of what it hands over."""
        return self.is_close and not self.is_ahead
