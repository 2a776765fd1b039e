"""What inventory refuses.

ProductNotKnown, WarehouseNotKnown, LocationNotKnown, OrderNotKnown    not there, or not heard of yet
InsufficientStock, NothingReserved, OverShipment                       stock as it stands says no
OverReceipt, OrderIsClosed, AlreadyReversed, NotReversible             the document as it stands says no
MovementNotAllowed                                                     goods may not go that way, or not by this person
LineRepeated, LineNotOfOrder, LotRequired, LotNotTracked, SerialIsOne  the request makes no sense
LotNotKnown, LotDiffers, SerialIsHere                                  what is known of the lot says no
"""

from kit.errors import Conflict, Forbidden, Invalid, NotFound


class ProductNotKnown(NotFound):
    """Inventory has not heard of this product."""


class WarehouseNotKnown(NotFound):
    """There is no such warehouse."""


class LocationNotKnown(NotFound):
    """There is no such location in the warehouse."""


class OrderNotKnown(NotFound):
    """Inventory has not heard of this order, or not yet that it is firm."""


class CodeTaken(Conflict):
    """A warehouse or location with this code exists."""


class InsufficientStock(Conflict):
    """There is less than is asked for."""


class NothingReserved(Conflict):
    """The order holds no stock that could be shipped."""


class OverShipment(Conflict):
    """More is shipped than is held for the order."""


class OverReceipt(Conflict):
    """More came in than was ordered and the tolerance lets in."""


class OrderIsClosed(Conflict):
    """Nothing more is expected of this order."""


class DocumentTaken(Conflict):
    """A document with this id was posted before."""


class AlreadyReversed(Conflict):
    """The movement has its reversal already."""


class NotReversible(Conflict):
    """This movement belongs to a document that has its own way back."""


class LineRepeated(Invalid):
    """A line occurs twice in one request."""


class LineNotOfOrder(Invalid):
    """The line is none of that order."""


class AlreadyFirm(Conflict):
    """The order is firm: what is held for it changes by shipment or cancellation only."""


class HoldsNothing(Invalid):
    """The location groups others: stock lies in one of those."""


class ParentNotFit(Invalid):
    """The location cannot lie in that one."""


class MovementNotAllowed(Conflict):
    """The rules of movement do not let goods go that way, or not by this person."""


class LotRequired(Invalid):
    """The product is tracked: the line must name its lot or serial number."""


class LotNotTracked(Invalid):
    """The product is not tracked: it has no lots."""


class SerialIsOne(Invalid):
    """A serial number is one piece."""


class LotNotKnown(NotFound):
    """There is no such lot of the product."""


class LotDiffers(Conflict):
    """The lot is known with another expiry date."""


class SerialIsHere(Conflict):
    """The piece with this serial number is in stock already."""


class WrongCountStatus(Conflict):
    """The count as it stands says no."""


class LinesUncounted(Conflict):
    """Some places of the count were not looked at."""


class CauseRequired(Conflict):
    """A large difference needs its root cause."""


class CountAgain(Conflict):
    """What was counted has gone since: look again."""


class ClaimIsSettled(Conflict):
    """Nobody has to act on it any more."""


class WrongTransferStatus(Conflict):
    """The transfer as it stands says no."""


class SameWarehouse(Invalid):
    """A transfer goes to another warehouse."""


class OverArrival(Conflict):
    """More arrives than is on its way."""


class SamePlace(Invalid):
    """Goods move to another place."""


class OnlyByTransfer(Invalid):
    """Goods are put on their way by a transfer order, so that somebody expects them."""


class InspectionIsClosed(Conflict):
    """Everything has its verdict."""


class MoreThanIsOnHold(Conflict):
    """Less waits for a verdict."""


class OwnReceipt(Forbidden):
    """Who received the goods does not judge them."""


class LocationFull(Conflict):
    """More would lie there than fits."""


class NotAgreed(Conflict):
    """More comes back than sales agreed to take back under that number."""


class OverReturn(Conflict):
    """More would be given back than was delivered."""


class AllDisposed(Conflict):
    """Less of the returned goods waits for a disposition."""


class ShelfLifeTooShort(Conflict):
    """What is there expires too soon for this customer."""


class SuggestionNotOpen(Conflict):
    """The suggestion was accepted, dismissed or replaced."""


class GoodsArePicked(Conflict):
    """They were taken out for an order: they leave by its packages, or are put back."""


class DeliveryHeld(Conflict):
    """What was agreed for the delivery of the order keeps goods here that it holds."""


class NothingToPick(Conflict):
    """No order asked for holds goods that are still to be picked."""


class WaveIsOver(Conflict):
    """Nothing of the wave is open any more."""


class TaskIsOver(Conflict):
    """The task was done or given up."""


class ScanKeyReused(Conflict):
    """The key of a scan came before with another entry."""


class WrongScan(Conflict):
    """What was scanned is not what the task asks for."""


class PickIsShort(Conflict):
    """Less was picked than the task asks for, and nobody said that this is all there is."""


class OrderOnHold(Conflict):
    """Sales has put the order on hold: it is neither picked nor shipped until it is released."""


class HoldLost(Conflict):
    """The order does not hold these goods any more."""


class NotPicked(Conflict):
    """So much of it is not picked, or is in a package."""


class PackageStatus(Conflict):
    """The package is not in the state that this needs."""


class NoSupplierConcerned(Conflict):
    """The claim is no supplier's business."""


class PackagingNotKnown(Invalid):
    """The product has no such packaging."""


class SerialsDoNotFit(Invalid):
    """A line lists other serial numbers than its quantity wants."""


class AllocationChanged(Conflict):
    """What was simulated is not what would be done now."""


class LotNotHeld(Conflict):
    """So much of the lot is not free, or the line does not hold so much."""


class NothingToMerge(Conflict):
    """A line of opening stock is to be merged: it is added or left out."""
