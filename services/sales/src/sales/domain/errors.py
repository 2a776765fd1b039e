"""What sales refuses.

CustomerNotKnown, ProductNotKnown, WarehouseNotKnown, NoPrice    not there, or not heard of yet
NotACustomer, NotSold                                            the master data say no
PackagingNotKnown                                                the request makes no sense
MarginBlocked, MarginFell                                        the margin says no
CreditLimitExceeded, CreditOverdue, CreditOnHold                 the customer's credit says no
CreditWorsened, NotOnHold                                        there is nothing to release so
InsufficientStock                                                stock says no
ChargeNotOnDocument, ChargeIsWaived, ChargeIsDue                 what is charged on top says no
OrderTaken, OrderIsAgreed, WrongStatus, ConfirmationRaced        the order as it stands says no
LineNotOfOrder, LineRepeated, NoDay, NothingChanges              the revision makes no sense
KitNotPossible, PartOfKit                                        what kits are made of says no
RevisionStale, BelowShipped, PriceOfShipped, GoodsPicked         what became of the order meanwhile says no
OverReturn, OverCredit, NoDifference                             what was delivered and billed says no
NotAgreed, OverCall, BelowCallOff, CalledOff                     what was agreed on says no
OfferTaken, OfferStands, OfferIsExpired                          the offer as it stands says no
LonelyAlternative, LineNotOffered, ChoiceMissing                 what is offered, or chosen of it, makes no sense
IntakeHasFaults                                                  a table of orders is wrong somewhere
LinkUnknown                                                      the link is for nothing
MoreThanAllowed, LimitReachedMeanwhile, OwnLimit                 what a customer's user may order says no
"""

from kit.errors import Conflict, Invalid, NotFound


class CustomerNotKnown(NotFound):
    """Sales, or a service that it asks, has not heard of this customer."""


class ProductNotKnown(NotFound):
    """Sales, or a service that it asks, has not heard of this product."""


class WarehouseNotKnown(NotFound):
    """There is no such warehouse."""


class NoShop(Conflict):
    """Nothing says yet from which site customers are served."""


class NoPrice(NotFound):
    """Nobody has said what a product costs this customer on that day."""


class NotACustomer(Conflict):
    """We do not sell to this partner."""


class NotSold(Conflict):
    """The product is blocked."""


class PackagingNotKnown(Invalid):
    """The product has no such packaging."""


class ChargeNotOnDocument(NotFound):
    """The order, or offer, is not charged with that."""


class ChargeIsWaived(Conflict):
    """Somebody has let the charge go before."""


class ChargeIsDue(Conflict):
    """Goods have left with the charge: it is billed, and can only be credited."""


class MarginBlocked(Conflict):
    """A line is sold below the floor: nobody may approve that."""


class MarginFell(Conflict):
    """The margin is lower now than the one that approval was asked for."""


class CreditRefused(Conflict):
    """The customer gets no more credit."""


class CreditLimitExceeded(CreditRefused):
    """The customer would owe more than he may."""


class CreditOverdue(CreditRefused):
    """The customer owes too much for too long."""


class CreditOnHold(CreditRefused):
    """The customer's credit is stopped."""


class CreditWorsened(Conflict):
    """The customer's credit is worse now than what the approver was shown."""


class NotOnHold(Conflict):
    """The order waits for nobody."""


class InsufficientStock(Conflict):
    """There is less than is ordered, and the order takes no backorder."""


class OrderTaken(Conflict):
    """Another order has this id."""


class OrderIsAgreed(Conflict):
    """The customer accepted these lines and prices: they are not rewritten."""


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


class OverReturn(Conflict):
    """More would come back than the customer has."""


class OverCredit(Conflict):
    """More would be credited than was billed for what the customer keeps."""


class NoDifference(Invalid):
    """The claimed price is not below the one that was billed."""


class NotAgreed(Conflict):
    """The blanket order does not hold, or not on that day."""


class OverCall(Conflict):
    """Less is left of the blanket order."""


class BelowCallOff(Conflict):
    """More has to be called off at once."""


class CalledOff(Conflict):
    """The draft calls off a blanket order: it is not rewritten."""


class KitNotPossible(Invalid):
    """A kit cannot be made of that."""


class PartOfKit(Conflict):
    """The line is a part of a kit, which is changed as a whole."""


class IntakeHasFaults(Conflict):
    """A table of orders cannot be ordered as a whole."""


class OfferTaken(Conflict):
    """Another offer has this id."""


class OfferStands(Conflict):
    """The offer is past the point where this could be done."""


class OfferIsExpired(Conflict):
    """The last day of the offer is past."""


class LonelyAlternative(Invalid):
    """An alternative without another one is none."""


class LineNotOffered(Invalid):
    """What the customer chose is not in the offer."""


class ChoiceMissing(Invalid):
    """Of alternatives exactly one must be chosen."""


class LinkUnknown(NotFound):
    """There is no such link, or not any more."""


class MoreThanAllowed(Conflict):
    """Who has a limit does not let a firm order grow."""


class LimitReachedMeanwhile(ConfirmationRaced):
    """Another order of the same buyer has taken what was left of his month."""


class OwnLimit(Conflict):
    """Nobody sets what he may order himself."""
