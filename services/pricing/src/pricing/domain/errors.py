"""What pricing refuses.

ProductNotKnown, CustomerNotKnown, NoPrice   not there, or not heard of yet
RateFault, LineRepeated                      a rule or request makes no sense
RuleTaken, CodeTaken                         another one says it already, or is called so
ContractCalled                               orders rest on it
UnknownCode                                  nothing is called so
LinesRefused, ListClosed, ListTooLate,       a price list cannot be put in force (so)
PricesMoved, NotWaiting

Prices and price rules that make no sense are kit's InvalidRecords.
"""

from kit.errors import Conflict, Invalid, NotFound


class ProductNotKnown(NotFound):
    """Pricing has not heard of this product."""


class CustomerNotKnown(NotFound):
    """Pricing has not heard of this customer."""


class NoPrice(NotFound):
    """Nobody has said what this product costs this customer on that day."""


class RateFault(Invalid):
    """A margin rule contradicts itself."""


class LineRepeated(Invalid):
    """A line occurs twice in one request."""


class RuleTaken(Conflict):
    """Another margin rule has exactly this scope."""


class CodeTaken(Conflict):
    """Another rule or contract has this code."""


class ContractCalled(Conflict):
    """Orders have called of what a contract would not have any more."""


class UnknownCode(NotFound):
    """No product is called so, or not packed so."""


class LinesRefused(Conflict):
    """Some lines of a price list cannot be taken."""


class ListClosed(Conflict):
    """A price list was published or withdrawn already."""


class ListTooLate(Conflict):
    """The first day of a price list is past."""


class PricesMoved(Conflict):
    """Prices changed after a list was reviewed."""


class NotWaiting(Conflict):
    """Nobody has asked for approval of this price list."""
