"""What pricing refuses.

ProductNotKnown, CustomerNotKnown, NoPrice   not there, or not heard of yet
ScopeFault, RateFault, PeriodFault           a price or rule makes no sense
LineRepeated                                 the request makes no sense
RuleTaken                                    another rule says it already
"""

from kit.errors import Conflict, Invalid, NotFound


class ProductNotKnown(NotFound):
    """Pricing has not heard of this product."""


class CustomerNotKnown(NotFound):
    """Pricing has not heard of this customer."""


class NoPrice(NotFound):
    """Nobody has said what this product costs this customer on that day."""


class ScopeFault(Invalid):
    """Scope and key of a price do not go together."""


class RateFault(Invalid):
    """The floor of a margin rule is above its approval rate."""


class PeriodFault(Invalid):
    """A price ends before it begins."""


class LineRepeated(Invalid):
    """A line occurs twice in one request."""


class RuleTaken(Conflict):
    """Another margin rule has exactly this scope."""
