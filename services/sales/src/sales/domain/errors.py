"""What sales refuses.

CustomerNotKnown, ProductNotKnown, WarehouseNotKnown, NoPrice    not there, or not heard of yet
NotACustomer, NotSold                                            the master data say no
PackagingNotKnown, CurrencyNotSupported                          the request makes no sense
MarginBlocked, MarginFell                                        the margin says no
CreditLimitExceeded, CreditOnHold                                the customer's credit says no
InsufficientStock                                                stock says no
OrderTaken, WrongStatus, ConfirmationRaced                       the order as it stands says no
LineNotOfOrder, LineRepeated, NoDay, NothingChanges              the revision makes no sense
RevisionStale, BelowShipped, PriceOfShipped, GoodsPicked         what became of the order meanwhile says no
"""

from kit.errors import Conflict, Invalid, NotFound


class CustomerNotKnown(NotFound):
    """Sales, or a service that it asks, has not heard of this customer."""


class ProductNotKnown(NotFound):
    """Sales, or a service that it asks, has not heard of this product."""


class WarehouseNotKnown(NotFound):
    """There is no such warehouse."""


class NoPrice(NotFound):
    """Nobody has said what a product costs this customer on that day."""


class NotACustomer(Conflict):
    """We do not sell to this partner."""


class NotSold(Conflict):
    """The product is blocked."""


class PackagingNotKnown(Invalid):
    """The product has no such packaging."""


class CurrencyNotSupported(Invalid):
    """There is no exchange rate for this currency."""


class MarginBlocked(Conflict):
    """A line is sold below the floor: nobody may approve that."""


class MarginFell(Conflict):
    """The margin is lower now than the one that approval was asked for."""


class CreditLimitExceeded(Conflict):
    """The customer would owe more than he may."""


class CreditOnHold(Conflict):
    """The customer's credit is stopped."""


class InsufficientStock(Conflict):
    """There is less than is ordered, and the order takes no backorder."""


class OrderTaken(Conflict):
    """Another order has this id."""


class WrongStatus(Conflict):
    """The order is past the point where this could be done."""


class ConfirmationRaced(Conflict):
    """Another request changed the order, or gave up on it, while this one was confirming it."""


class LineNotOfOrder(Invalid):
    """The order has no such line."""


class LineRepeated(Invalid):
    """A line occurs twice in the request."""


class NoDay(Invalid):
    """A consolidated order leaves on some day."""


class NothingChanges(Invalid):
    """The revision leaves the order as it is."""


class RevisionStale(Conflict):
    """The order was revised since this revision was written."""


class BelowShipped(Conflict):
    """More was shipped already than is wanted now."""


class PriceOfShipped(Conflict):
    """Goods of the line were shipped at the price that should change."""


class GoodsPicked(Conflict):
    """Goods that are not wanted any more were taken from their place for this order."""
