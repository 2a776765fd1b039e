"""What purchasing refuses.

SupplierNotKnown, ProductNotKnown,
CustomerNotKnown                             not there, or not heard of yet
NotASupplier, NotBought, PackagingNotKnown   the master data say no
LineRepeated, SoldLineNotKnown               the request makes no sense
OrderTaken, WrongStatus                      the order as it stands says no
"""

from kit.errors import Conflict, Invalid, NotFound


class SupplierNotKnown(NotFound):
    """Purchasing has not heard of this partner."""


class ProductNotKnown(NotFound):
    """Purchasing has not heard of this product."""


class CustomerNotKnown(NotFound):
    """Purchasing has not heard of this partner, to whom a supplier is to deliver."""


class SoldLineNotKnown(Invalid):
    """No sales order has such a line of this product that a supplier delivers."""


class NotASupplier(Conflict):
    """We do not buy from this partner."""


class NotBought(Conflict):
    """The product is not bought any more."""


class PackagingNotKnown(Invalid):
    """The product has no such packaging."""


class LineRepeated(Invalid):
    """A line occurs twice in one request."""


class OrderTaken(Conflict):
    """An order with this id exists."""


class WrongStatus(Conflict):
    """The order is past the point where this could be done."""


class NotQuoted(Conflict):
    """The supplier has no valid answer for so much."""


class AwardTooLarge(Conflict):
    """More is given away than was asked for."""


class BelowMinimum(Conflict):
    """The price holds for more than this."""


class NotAMultiple(Conflict):
    """The supplier sells by so many, and this is no multiple of it."""


class ReasonRequired(Invalid):
    """It must be said why."""


class RfqIsClosed(Conflict):
    """It is awarded or cancelled: no more answers."""


class InvitationUnknown(NotFound):
    """There is no such invitation, or not any more."""


class NoMail(Conflict):
    """Letters cannot leave: nobody has said by which mail server."""


class NoAddress(Conflict):
    """Nobody knows where to write to."""


class LetterUnderWay(Conflict):
    """The letter before is still to leave."""


class LinkOutdated(Conflict):
    """The link is of before, and cannot be told again."""


class OutOfTime(Conflict):
    """The day to do this is past."""


class PriceFileApplied(Conflict):
    """The file was applied before."""


class PricesMoved(Conflict):
    """Prices changed since the list was reviewed: what was agreed to is not what would happen."""


class LinesRefused(Conflict):
    """Lines of the list cannot be taken, and nobody said that the others shall be."""


class PricesOverlap(Conflict):
    """A later price for the same is known already."""


class RequestLineNotOpen(Conflict):
    """The line is ordered or given up already."""


class ProductMissing(Conflict):
    """The line says in words what is wanted: nobody has said yet which product that is."""


class AnotherProduct(Invalid):
    """A line is for another product than the one that it comes from."""


class NoPrice(Conflict):
    """No supplier has a valid price."""


class OverBudget(Conflict):
    """The department has not so much left."""


class BudgetsOverlap(Conflict):
    """Two budgets of a department cover the same day."""


class NoBasis(Conflict):
    """There is nothing to share costs by."""


class ReceiptUnknown(NotFound):
    """Purchasing has not heard of this receipt."""


class AlreadyReversed(Conflict):
    """The document was reversed before."""


class LineNotOfOrder(Invalid):
    """The order has no such line."""


class BelowReceived(Conflict):
    """More has come than would be ordered."""


class NothingChanges(Invalid):
    """The order would stay as it is."""


class RevisionStale(Conflict):
    """Another revision was accepted since this one was written."""


class OverCall(Conflict):
    """More is called off than was agreed on and is left."""


class BelowCallOff(Conflict):
    """Less is called off than was agreed on as the least."""


class NotAgreed(Conflict):
    """The agreement does not hold on that day, or not any more."""
