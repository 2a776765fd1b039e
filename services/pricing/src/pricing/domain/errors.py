"""What pricing refuses.

ProductNotKnown, CustomerNotKnown, FamilyNotKnown, NoPrice   not there, or not heard of yet
RateFault, LineRepeated                      a rule or request makes no sense
RuleTaken, CodeTaken                         another one says it already, or is called so
ContractCalled                               orders rest on it
UnknownCode                                  nothing is called so
ExceptionBlocked                             nobody may grant such a price
CapBelowUse, WrongStatus, LimitsChanged      the exception as it stands says no
LinesRefused, ListClosed, ListTooLate,       a price list cannot be put in force (so)
PricesMoved, NotWaiting

Prices and price rules that make no sense are kit's InvalidRecords.
"""

from kit.errors import Conflict, Invalid, NotFound


class ProductNotKnown(NotFound):
    """Pricing has not heard of this product."""


class CustomerNotKnown(NotFound):
    """Pricing has not heard of this customer."""


class FamilyNotKnown(NotFound):
    """No product that pricing has heard of is of this family."""


class NoPrice(NotFound):
    """Nobody has said what this product costs this customer on that day."""


class RateFault(Invalid):
    """A margin rule contradicts itself."""


class LineRepeated(Invalid):
    """A line occurs twice in one request."""


class ExceptionBlocked(Conflict):
    """Limits and margin rules let nobody grant this price."""


class CapBelowUse(Conflict):
    """More was sold under the exception than its new cap."""


class WrongStatus(Conflict):
    """The exception is past the point where this could be done."""


class LimitsChanged(Conflict):
    """Somebody else must approve it now than those who were asked."""


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


class ListInOtherCurrency(Conflict):
    """A price list is not in the currency of what it is tried on."""


class PricesMoved(Conflict):
    """Prices changed after a list was reviewed."""


class NotWaiting(Conflict):
    """Nobody has asked for approval of this price list."""
